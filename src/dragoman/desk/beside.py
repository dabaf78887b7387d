"""Our events beside other coders' rows: by day and pair of sides, as `store/reference.py` counts them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import product
from typing import Any, NamedTuple

import duckdb

from dragoman.store import reference
from dragoman.store.folder import Folder
from dragoman.store.rows import find_rows

Row = dict[str, Any]

_DOCUMENTS = """
    SELECT event_id, document_id, title, publisher FROM event JOIN document USING (document_id)
    WHERE event_id IN (SELECT unnest($events))
"""


class Meeting(NamedTuple):
    """A day, who, and to whom."""

    day: date
    actor: str
    recipient: str


class Beside(NamedTuple):
    """What was done at one meeting, as we have it and as others do."""

    meeting: Meeting
    ours: list[Row]
    """Fields of `ReferenceEvent`, with `quote`, the sentence, and `document_id`, `title` and `publisher`."""
    theirs: list[reference.ReferenceEvent]


def find_meetings(cells: Iterable[reference.Cell]) -> list[Meeting]:
    """The meetings that anybody has an event of, the latest first."""
    found = {Meeting(cell.day, cell.actor, cell.recipient) for cell in cells}
    return sorted(sorted(found, key=lambda one: one[1:]), key=lambda one: one.day, reverse=True)


def set_beside(
    connection: duckdb.DuckDBPyConnection, folder: Folder, asked: reference.Asked, meetings: Sequence[Meeting]
) -> list[Beside]:
    """The events of some meetings; an event of several parties stands at each of theirs, as it is counted."""
    if not meetings:
        return []
    span = asked._replace(since=min(one.day for one in meetings), until=max(one.day for one in meetings))
    found = {meeting: Beside(meeting, [], []) for meeting in meetings}
    for event, quote in reference.find_our_events(connection, span, 0):
        for meeting in _meetings_of(event, found):
            found[meeting].ours.append({**event._asdict(), "quote": quote})
    for event in reference.find_reference_events(folder, span, 0):
        for meeting in _meetings_of(event, found):
            found[meeting].theirs.append(event)
    _add_documents(connection, [row for one in found.values() for row in one.ours])
    return list(found.values())


def _meetings_of(event: reference.ReferenceEvent, known: dict[Meeting, Beside]) -> set[Meeting]:
    """Those of its meetings that are known. A code narrower than a side's own, `ARG MIL`, is that side's, `ARG`."""
    if event.day is None:
        return set()
    day, sides = event.day, [
        [side for code in codes if code for side in (code, code.split(" ")[0])]
        for codes in (event.actor_codes, event.recipient_codes)
    ]  # fmt: skip
    return {meeting for pair in product(*sides) if (meeting := Meeting(day, *pair)) in known}


def _add_documents(connection: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    documents = find_rows(connection, _DOCUMENTS, {"events": list({row["row_id"] for row in rows})})
    by_event = {one["event_id"]: one for one in documents}
    for row in rows:
        row.update(by_event[row["row_id"]])


def list_beside(connection: duckdb.DuckDBPyConnection, folder: Folder, asked: reference.Asked) -> Iterator[Row]:
    """All rows that are asked for, by day, ours before others'; `quote` is the sentence of ours."""
    ours = ({**event._asdict(), "quote": quote} for event, quote in reference.find_our_events(connection, asked, 0))
    theirs = ({**event._asdict(), "quote": None} for event in reference.find_reference_events(folder, asked, 0))
    return merge(ours, theirs, key=lambda row: row["day"])
