"""What a corrected row stands on, and where that stands in a document that may have been coded anew.

An anchor keeps the words and some characters around them, as the text quote selector of the Web Annotation model does.
Where the text is as it was, the row is at the same place; where it has moved, it is where the words stand with all that
was around them, if that is one place and no more.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from dragoman.store.corrections import Anchor
from dragoman.store.kinds import KINDS, OFFSETS

AROUND = 32
"""Characters kept on either side of the words."""

Spot = tuple[str, int, int]
"""Document, first character, one past the last."""


def make_anchor(table: str, row: dict[str, Any], text: str) -> Anchor:
    """The anchor of a row that stands on words of `text`."""
    kind = KINDS[table]
    said = {name: msgspec.to_builtins(row[name]) for name in kind.judged}
    if kind.span is None:
        return Anchor(document_id=row.get("document_id"), row=said)
    start, end = (row[name] for name in kind.span)
    return Anchor(
        document_id=row["document_id"],
        start=start,
        end=end,
        words=text[start:end],
        before=text[max(0, start - AROUND) : start],
        after=text[end : end + AROUND],
        row=said,
    )


def locate(connection: duckdb.DuckDBPyConnection, anchors: Sequence[Anchor]) -> list[Spot | str]:
    """For each anchor where its words stand now, or why that cannot be said."""
    columns = {
        "n": pa.array(range(len(anchors)), pa.int64()),
        "document_id": pa.array([one.document_id for one in anchors], pa.string()),
        "first": pa.array([(one.start or 0) - len(one.before) for one in anchors], pa.int64()),
        "size": pa.array([len(_whole(one)) for one in anchors], pa.int64()),
        "whole": pa.array([_whole(one) for one in anchors], pa.string()),
    }
    connection.register("anchor", pa.table(columns))
    rows = connection.execute(
        "SELECT n, text IS NOT NULL, coalesce(substr(text, first + 1, size) = whole, false)"
        " FROM anchor LEFT JOIN document USING (document_id) ORDER BY n"
    ).fetchall()
    connection.unregister("anchor")
    return [
        _spot(connection, anchor, there=there, in_place=in_place)
        for anchor, (_, there, in_place) in zip(anchors, rows, strict=True)
    ]


def _whole(anchor: Anchor) -> str:
    return anchor.before + anchor.words + anchor.after


def _spot(connection: duckdb.DuckDBPyConnection, anchor: Anchor, *, there: bool, in_place: bool) -> Spot | str:
    if not there:
        return "its document is not in the record any more"
    document_id, start, end = str(anchor.document_id), anchor.start or 0, anchor.end or 0
    if in_place or anchor.start is None:
        return document_id, start, end
    ((text,),) = connection.execute("SELECT text FROM document WHERE document_id = $1", [document_id]).fetchall()
    places = list(_find_all(text, _whole(anchor)))
    if len(places) != 1:
        if places:
            return f"its words {anchor.words!r} are there more than once"
        what = "what stands around its words {} has changed" if anchor.words in text else "its words {} are gone"
        return what.format(repr(anchor.words))
    start = places[0] + len(anchor.before)
    return document_id, start, start + len(anchor.words)


def _find_all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def move(value: Any, by: int, field: str | None = None) -> Any:
    """A cell as JSON with all that counts characters moved on by so many."""
    if isinstance(value, dict):
        return {name: move(one, by, name) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [move(one, by, field) for one in value]
    return value + by if field in OFFSETS and isinstance(value, int) else value
