"""Rows of a record as they are shown, each with the words it rests on."""

from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from dragoman.store.query import Filters, Found
from dragoman.views.claims import Line, Said, event_line, statement_line, tolls, when
from dragoman.views.text import (
    ACTOR,
    CONTENT,
    CUE,
    PLACE,
    QUIET,
    RECIPIENT,
    SPEAKER,
    TRIGGER,
    Marked,
    make_harmless,
    plain,
    quote,
)

Row = dict[str, Any]


def print_found(console: Console, kind: str, found: Found, filters: Filters) -> None:
    """Print rows, and what is not shown of them."""
    for row in found.rows:
        for part in SHOWN[kind](row):
            console.print(part, highlight=False)
    for line in say_rest(kind, found, filters):
        console.print(line, highlight=False)


def say_rest(kind: str, found: Found, filters: Filters) -> Iterator[Text]:
    """One line for each thing that the rows do not show."""
    if not found.total:
        yield plain(f"no {kind} fit" if filters._replace(limit=20) != Filters() else f"no {kind}", QUIET)
    elif found.total > len(found.rows):
        more = found.total - len(found.rows)
        yield plain(f"… and {more:,} more of {found.total:,} {kind} (--limit 0 shows all)", "bold")
    else:
        yield plain(count(found.total, kind[:-1]), QUIET)
    if found.undated:
        yield plain(f"{found.undated:,} more bear no date, so that --since and --until leave them out", "bold")


def show_event(row: Row) -> Iterator[RenderableType]:
    """An event and the sentence it stands in."""
    where = row["place_name"] or row["place_text"]
    yield event_line(
        Line(
            type=row["type"],
            modes=row["modes"],
            actors=[_participant(row, one) for one in row["actors"]],
            recipients=[_participant(row, one) for one in row["recipients"]],
            when=when(row["earliest"], row["latest"], row["time_text"]),
            where=f"{where} ({row['place_country']})" if where and row["place_country"] else where,
            realis=row["realis"],
            says=row["says"] or ("somebody not resolved" if row["statement_id"] else None),
            tolls=tolls(row),
            confidence=row["confidence"],
        )
    )
    spans: list[Marked] = [(one["start"], one["end"], ACTOR) for one in row["actors"]]
    spans += [(one["start"], one["end"], RECIPIENT) for one in row["recipients"]]
    spans.append((row["trigger_start"], row["trigger_end"], TRIGGER))
    yield from _show_quote(row, spans)


def _participant(row: Row, one: Row) -> tuple[str, str | None]:
    name = (row["names"] or {}).get(one["actor_id"]) or _words(row, one["start"], one["end"])
    return name or one["code"] or "?", one["code"]


def _words(row: Row, start: int, end: int) -> str:
    if row["quote"] is None or start < row["quote_start"]:
        return ""
    return str(row["quote"])[start - row["quote_start"] : end - row["quote_start"]]


def show_statement(row: Row) -> Iterator[RenderableType]:
    """A statement and its words."""
    names = row["names"] or {}
    source = row["source_start"] is not None and _words(row, row["source_start"], row["source_end"])
    yield statement_line(
        Said(
            speaker=row["says"] or source or None,
            confidence=row["speaker_confidence"],
            others=[
                (names.get(one["actor_id"], one["actor_id"]), one["confidence"])
                for one in row["alternatives"]
                if one["actor_id"] != row["speaker"]
            ],
            act=row["act"],
            kind=row["kind"],
            addressee=row["addressee_name"],
            medium=row["medium"],
            inside=row["parent"] is not None,
        )
    )
    spans: list[Marked] = [(part["start"], part["end"], CONTENT) for part in row["content"]]
    if source:
        spans.append((row["source_start"], row["source_end"], SPEAKER))
    spans.append((row["cue_start"], row["cue_end"], CUE))
    yield from _show_quote(row, spans)


def show_actor(row: Row) -> Iterator[RenderableType]:
    """An actor, the names it is given, and where it is mentioned first."""
    text = Text.assemble((make_harmless(row["name"]), ACTOR), "  ", row["code"] or "no code", "  ", row["kind"].lower())
    mentions, documents = row["mentions"] or 0, row["documents"] or 0
    text.append(f"  {count(mentions, 'mention')} in {count(documents, 'document')}", QUIET)
    others = [name for name in row["called"] or [] if name != row["name"]]
    if others:
        text.append(f"  also {make_harmless(', '.join(others[:5]))}", QUIET)
        text.append(f" and {len(others) - 5} more names" if len(others) > 5 else "", QUIET)
    yield text
    yield from _show_quote(row, [(row["start"], row["end"], ACTOR)] if row["start"] is not None else [])


def count(number: int, noun: str) -> str:
    """`1 event`, `2,000 events`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def show_place(row: Row) -> Iterator[RenderableType]:
    """A place as resolved, and the sentence that names it."""
    text = Text.assemble((make_harmless(row["text"]), PLACE))
    if row["name"]:
        text.append(make_harmless(f" = {row['name']}"))
        text.append(f" ({row['country']})" if row["country"] else "")
    else:
        text.append(" not resolved", QUIET)
    if row["lat"] is not None and row["lon"] is not None and row["precision"] not in (6, 7):
        text.append(f"  {abs(row['lat']):.2f} {'N' if row['lat'] >= 0 else 'S'}", QUIET)
        text.append(f" {abs(row['lon']):.2f} {'E' if row['lon'] >= 0 else 'W'}", QUIET)
    text.append(f"  {row['feature'] or ''} precision {row['precision'] or '?'}  {row['confidence']:.2f}", QUIET)
    yield text
    yield from _show_quote(row, [(row["start"], row["end"], PLACE)])


def show_failure(row: Row) -> Iterator[RenderableType]:
    """An input that could not be read, and why."""
    yield failure_line(row["input"], row["stage"], row["error"])


def failure_line(given: str, stage: str, error: str) -> Text:
    """`input: what was wrong (stage)`."""
    return Text.assemble((make_harmless(given), "bold red"), ": ", make_harmless(error), (f"  ({stage})", QUIET))


_NAMED = ("event", "statement", "actor")
"""What `review` takes a row by: the first of these that a row has the id of is the row itself."""


def _show_quote(row: Row, spans: list[Marked]) -> Iterator[RenderableType]:
    if row["quote"] is not None:
        yield Padding(quote(row["quote"], spans, row["quote_start"]), (0, 0, 0, 4), expand=False)
    published = row["published"]
    about = [row["publisher"], f"{published:%Y-%m-%d}" if published else None, row["title"], row["document_id"]]
    about += [f"{name}/{row[f'{name}_id']}" for name in _NAMED if row.get(f"{name}_id")][:1]
    yield Padding(plain(", ".join(str(one) for one in about if one), QUIET), (0, 0, 0, 4), expand=False)
    yield from show_mark(row)


def show_mark(row: Row) -> Iterator[RenderableType]:
    """Who accepted or corrected a row, where somebody did."""
    if not (mark := row.get("reviewed")):
        return
    parts = [f"accepted by {', '.join(mark['accepted'])}"] if mark["accepted"] else []
    if mark["corrected"]:
        fields = f": {', '.join(mark['fields'])}" if mark["fields"] else ""
        parts.append(f"corrected by {', '.join(mark['corrected'])}{fields}")
    yield Padding(plain("; ".join(parts), "bold"), (0, 0, 0, 4), expand=False)


SHOWN: dict[str, Callable[[Row], Iterator[RenderableType]]] = {
    "events": show_event,
    "statements": show_statement,
    "actors": show_actor,
    "places": show_place,
    "failures": show_failure,
}
