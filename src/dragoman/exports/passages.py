"""An incident in a situation report: what, where, when, tolls as ranges, disputes, accounts side by side, sources."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from dragoman.exports.codes import say_code
from dragoman.exports.incidents import name_parties, say_disputes, say_realis, say_toll
from dragoman.exports.words import el, link, quoted, say_date, say_number, say_span, say_type, text

Row = dict[str, Any]

_STANDING = {"DISPUTED": "disputed", "CORROBORATED": "corroborated", "SINGLE SOURCE": "single"}
_STANCE = {"ASSERTS": "says that it happened", "DENIES": "denies it", "BLAMES": "blames the other side",
           "CLAIMS": "says that its own side did it"}  # fmt: skip
_ASSERTS = {"": _STANCE["ASSERTS"], "planned": "says that it is planned", "denied": "says so", "supposed": "says so"}
"""What who asserts an incident says, where no report says that it happened."""
_FIELD = {"HAPPENED": "Whether it happened", "RESPONSIBLE": "Who did it", "KILLED": "How many were killed",
          "INJURED": "How many were injured", "PLACE": "Where", "DATE": "When"}  # fmt: skip
_NEAR = {2: "near there", 3: "in this district", 4: "in this province", 5: "in this region", 6: "in this country",
         7: "at sea or in the air"}  # fmt: skip


def _badge(status: str) -> str:
    return f'<span class="badge {_STANDING[status]}">{text(status.lower())}</span>'


def show_row(row: Row) -> str:
    """An incident as a row of the contents, which leads to it."""
    both = (row["actor_codes"], row["recipient_codes"])
    sides = " → ".join("; ".join(map(say_code, codes)) or "unknown" for codes in both if codes or any(both))
    sides = " · ".join(one for one in (say_realis(row), sides.removesuffix(" → unknown")) if one)
    tolls = "; ".join(f"{what} {toll}" for what in ("killed", "injured") if (toll := say_toll(row, what)))
    deed = say_type(row["type"], row["modes"])
    what = f'<a href="#i-{row["incident_id"]}">{text(deed.capitalize())}</a> {el("span", sides, "codes")}'
    cells = [what, el("span", row["place_name"]), el("span", tolls), _badge(row["status"])]
    when = f'<td class="when">{text(say_span(row["earliest"], row["latest"]))}</td>'
    return f"<tr>{when}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def show_incident(told: dict[str, Any], row: Row, *, titled: bool = True) -> str:
    """An incident with its ledger; `row` is that of `read_incidents`, `told` that of `read_ledgers`."""
    title = el("h2", name_parties(row)) if titled else ""
    return "".join([
        f'<section class="incident" id="i-{row["incident_id"]}">\n', title, "\n", _meta(row),
        _lead(row), _tolls(row), *_disputes(told["disputes"]), *_accounts(told["accounts"], say_realis(row)),
        *_sources(told["pages"]),
        "</section>\n",
    ])  # fmt: skip


def _meta(row: Row) -> str:
    place = row["place_name"] or "place not known"
    near = f" ({_NEAR[row['place_precision']]})" if row["place_name"] and row["place_precision"] in _NEAR else ""
    modes = f", {', '.join(row['modes'])}" if row["modes"] else ""
    facts = [say_span(row["earliest"], row["latest"]), f"{place}{near}", f"{row['type']}{modes}"]
    facts += [f"{realis}: no report says that it happened"] if (realis := say_realis(row)) else []
    counts = f"{say_number(row['reports'], 'report')}, {say_number(row['independent_sources'], 'independent source')}"
    said = f" on {say_disputes(row)}" if row["disputes"] else ""
    return f'<p class="meta">{text(" · ".join(facts))}<br>{_badge(row["status"])}{text(said)} · {text(counts)}</p>\n'


def _lead(row: Row) -> str:
    first = row["first"] or {}
    words = " ".join((first.get("quote") or "").split())
    if not words:
        return ""
    by = ", ".join(one for one in (first["publisher"], _day(first["published"])) if one)
    return f'<p class="lead" dir="auto">{text(quoted(words))} {el("span", by, "by")}</p>\n'


def _day(published: Any) -> str | None:
    return say_date(published.date()) if published else None


def _tolls(row: Row) -> str:
    parts = []
    for what in ("killed", "injured"):
        if toll := say_toll(row, what):
            best = row.get(f"{what}_best")
            told = f"<small>best {best:,}</small>" if best is not None and toll != f"{best:,}" else ""
            parts.append(f"<div><dt>{what.capitalize()}</dt><dd>{text(toll)}{told}</dd></div>")
    return f'<dl class="tolls">{"".join(parts)}</dl>\n' if parts else ""


def _disputes(disputes: list[Row]) -> Iterator[str]:
    if not disputes:
        return
    heads = "".join(f"<th>{name}</th>" for name in ("Question", "Answer", "Held by"))
    yield f"<h3>What is disputed</h3>\n<table><thead><tr>{heads}</tr></thead><tbody>\n"
    for one in disputes:
        names = one["names"] or {}
        for number, position in enumerate(one["positions"]):
            holders = "; ".join(names.get(holder, holder) for holder in position["held_by"])
            question = _FIELD[one["field"]] if number == 0 else ""
            cells = [text(question), el("span", position["value"]), el("span", holders)]
            yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
    yield "</tbody></table>\n"


def _accounts(accounts: list[Row], realis: str) -> Iterator[str]:
    stances = _STANCE | {"ASSERTS": _ASSERTS[realis]}
    if not accounts:
        return
    yield '<h3>Who says what</h3>\n<div class="parties">\n'
    for party, some in groupby(accounts, lambda one: (one["party"], one["says"], one["says_code"])):
        yield f'<div class="party"><h4>{el("span", party[1] or party[0])} {el("span", party[2], "codes")}</h4>\n'
        said: dict[tuple[str, str], list[Row]] = {}
        for one in some:
            said.setdefault((one["stance"], " ".join(one["quote"].split())), []).append(one)
        for (stance, words), same in said.items():
            by = ", ".join(one for one in (same[0]["publisher"], _day(same[0]["published"])) if one)
            more = f" and {say_number(len(same) - 1, 'more page')}" if len(same) > 1 else ""
            yield (
                f'<p class="said" dir="auto"><span class="stance">{stances[stance]}:</span> {text(quoted(words))}'
                f" {el('span', by + more, 'by')}</p>\n"
            )
        yield "</div>\n"
    yield "</div>\n"


def _sources(pages: list[Row]) -> Iterator[str]:
    """The pages by independent origin, those that copy another named after it."""
    origins: dict[str, list[Row]] = {}
    for one in pages:
        origins.setdefault(one["origin_id"], []).append(one)
    yield f'<h3>{say_number(len(origins), "independent source")}</h3>\n<ol class="origins">\n'
    for first, *others in origins.values():
        yield f"<li>{_page(first)}"
        if others:
            yield f'<div class="copies">{say_number(len(others), "page")} of the same origin: '
            yield "; ".join(_page(one) for one in others) + "</div>"
        yield "</li>\n"
    yield "</ol>\n"


def _page(one: Row) -> str:
    title = one["title"] or f"untitled page {one['document_id']}"
    about = ", ".join(part for part in (one["publisher"], _day(one["published"])) if part)
    address = f' <span class="url">{text(one["url"])}</span>' if one["url"] else ""
    return f"<bdi>{link(one['url'], title)}</bdi> {el('span', about, 'by')}{address}"
