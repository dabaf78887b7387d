"""Incidents on a terminal: one a line, or one as a ledger: what happened, who says what, on how many legs it stands."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from dragoman.store.query import Filters, Found
from dragoman.views.claims import tolls, when
from dragoman.views.rows import Row, count, say_rest, show_event, show_mark
from dragoman.views.text import ACTOR, CUE, PLACE, QUIET, RECIPIENT, SPEAKER, TIME, TRIGGER, make_harmless, plain, quote

_STATUS = {"CORROBORATED": "bold green", "DISPUTED": "bold red", "SINGLE SOURCE": "yellow"}
_STANCE = {"ASSERTS": "says that it happened", "DENIES": "denies it", "BLAMES": "blames the other side",
           "CLAIMS": "says that its own side did it"}  # fmt: skip
_FIELD = {"HAPPENED": "whether it happened", "RESPONSIBLE": "who did it", "KILLED": "how many were killed",
          "INJURED": "how many were injured", "PLACE": "where", "DATE": "when"}  # fmt: skip


def print_incidents(console: Console, found: Found, filters: Filters) -> None:
    """Print a list of incidents, and what is not shown of it."""
    for row in found.rows:
        console.print(incident_line(row), highlight=False)
        about = [plain(row["title"], QUIET)] if row["title"] else []
        about += [Text.assemble(("disputed: ", "red"), _FIELD[one["field"]]) for one in row["disputes"] or []]
        for part in about:
            console.print(Padding(part, (0, 0, 0, 4), expand=False), highlight=False)
        for note in show_mark(row):
            console.print(note, highlight=False)
    for line in say_rest("incidents", found, filters):
        console.print(line, highlight=False)


def incident_line(row: Row) -> Text:
    """`id  actors —TYPE→ recipients, when, where, tolls  STATUS by n sources`."""
    text = Text.assemble((row["incident_id"][:8], QUIET), "  ")
    text.append(", ".join(row["actor_codes"]) or "?", ACTOR)
    text.append(" —").append(row["type"], TRIGGER).append("→ " if row["recipient_codes"] else "—")
    text.append(", ".join(row["recipient_codes"]), RECIPIENT)
    text.append(f", {when(row['earliest'], row['latest'], None)}", TIME)
    if row["place_name"]:
        text.append(f", at {make_harmless(row['place_name'])}", PLACE)
    if said := tolls(row):
        text.append(f", {said}", "bold")
    text.append("  ").append(row["status"].lower(), _STATUS[row["status"]])
    text.append(f", {count(row['reports'], 'report')} from {_sources(row['independent_sources'])}", QUIET)
    return text


def _sources(number: int) -> str:
    return f"{number:,} independent source" + ("" if number == 1 else "s")


def print_incident(console: Console, told: dict[str, Any]) -> None:
    """Print one incident: the line, what is disputed, the accounts side by side, then every source and its copies."""
    console.print(incident_line(told["incident"]), highlight=False)
    for note in show_mark(told["incident"]):
        console.print(note, highlight=False)
    for title, parts in (
        ("What is disputed", list(_show_disputes(told["disputes"]))),
        ("Who says what", list(_show_accounts(told["accounts"], console.width))),
        ("Sources", list(_show_sources(told["reports"]))),
    ):
        if parts:
            console.print()
            console.print(Text(title, "bold"))
            for part in parts:
                console.print(part, highlight=False)


def _show_disputes(disputes: Iterable[Row]) -> Iterator[RenderableType]:
    for one in disputes:
        yield Padding(Text(_FIELD[one["field"]], "red"), (0, 0, 0, 2), expand=False)
        names = one["names"] or {}
        for position in one["positions"]:
            holders = ", ".join(names.get(holder, holder) for holder in position["held_by"])
            line = Text.assemble((make_harmless(position["value"]), "bold"), (" says ", QUIET))
            line.append(make_harmless(holders), SPEAKER)
            yield Padding(line, (0, 0, 0, 4), expand=False)


def _show_accounts(accounts: list[Row], width: int) -> Iterator[RenderableType]:
    panels = []
    for party, some in groupby(accounts, lambda one: (one["party"], one["says"], one["says_code"])):
        name = Text.assemble((make_harmless(party[1] or party[0]), SPEAKER), (f" {party[2] or ''}", QUIET))
        panels.append(Panel(Group(*_show_words(some)), title=name, title_align="left", border_style=QUIET))
    if panels:
        beside = max(1, min(len(panels), width // 50))
        yield Columns(panels, width=width // beside - 1, padding=(0, 1))


def _show_words(accounts: Iterable[Row]) -> Iterator[RenderableType]:
    """What a party says, each thing once: the same words on several pages count their pages."""
    said: dict[tuple[str, str], list[Row]] = {}
    for one in accounts:
        said.setdefault((one["stance"], " ".join(one["quote"].split())), []).append(one)
    for (stance, _), same in said.items():
        first = same[0]
        line = Text.assemble((_STANCE[stance], CUE), "  ", quote(first["quote"], [], first["quote_start"]))
        about = [first["publisher"], _day(first["published"])]
        line.append(" ").append(make_harmless(", ".join(one for one in about if one)), QUIET)
        if len(same) > 1:
            line.append(f" and {count(len(same) - 1, 'more page')}", QUIET)
        yield line


def _day(published: Any) -> str | None:
    return f"{published:%Y-%m-%d}" if published else None


def _show_sources(reports: list[Row]) -> Iterator[RenderableType]:
    """The reports by origin; pages that copy another are only named."""
    by_origin = sorted(reports, key=lambda one: [r["origin_id"] for r in reports].index(one["origin_id"]))
    for number, (_, some) in enumerate(groupby(by_origin, lambda one: one["origin_id"]), start=1):
        pages = {one["document_id"]: one for one in some}
        originals = [one for one in pages.values() if not one["copy_of"] or one["copy_of"] not in pages]
        yield Padding(Text(f"source {number}", "bold"), (0, 0, 0, 2), expand=False)
        for page in originals:
            for one in (one for one in reports if one["document_id"] == page["document_id"]):
                yield Padding(Group(*show_event(one)), (0, 0, 0, 4))
        for page in (one for one in pages.values() if one not in originals):
            yield Padding(_copy_line(page), (0, 0, 0, 4), expand=False)


def _copy_line(page: Row) -> Text:
    share = f", {page['containment']:.0%} of its words" if page["containment"] is not None else ""
    about = [page["publisher"], _day(page["published"]), page["title"], page["document_id"]]
    line = Text.assemble(("copy: ", "yellow"), make_harmless(", ".join(str(one) for one in about if one)))
    return line.append(share, QUIET)
