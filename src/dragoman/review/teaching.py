"""Corrections as examples to train on: what the coder wrote on which words, and what a person made of it."""

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from dragoman.review.rows import find_sentence
from dragoman.store.anchors import locate, move
from dragoman.store.corrections import Entry
from dragoman.store.database import first_row
from dragoman.store.replay import TIE, Item, find_items


def find_examples(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """Each applied correction that stands on words, in the order of the log. `text[start:end]` are those words."""
    query = "SELECT correction_id FROM correction WHERE state = 'APPLIED' AND action <> 'UNDO'"
    applied = {str(name) for (name,) in connection.execute(query).fetchall()}
    items = [
        one
        for one in find_items(entries)
        if one.correction_id in applied and one.change.anchor.start is not None and one.change.field != TIE
    ]
    spots = locate(connection, [one.change.anchor for one in items]) if items else []
    for item, spot in zip(items, spots, strict=True):
        if not isinstance(spot, str):
            yield _example(connection, item, spot)


def _example(connection: duckdb.DuckDBPyConnection, item: Item, spot: tuple[str, int, int]) -> dict[str, Any]:
    entry, change, correction_id = item
    document_id, start, end = spot
    text, first = find_sentence(connection, document_id, start, end)
    url, publisher = first_row(
        connection, "SELECT url, publisher FROM document WHERE document_id = $1", [document_id]
    ) or (None, None)
    by = start - (change.anchor.start or 0) - first
    row = move(change.anchor.row, by)
    before, after = (move({change.field: one}, by)[change.field] for one in (change.old, change.new))
    if change.field is None:
        before, after = row, row if entry.action == "ACCEPT" else None
    return {
        "correction_id": correction_id, "table": change.table, "action": entry.action, "field": change.field,
        "document_id": document_id, "url": url, "publisher": publisher,
        "text": text, "offset": first, "start": start - first, "end": end - first, "words": change.anchor.words,
        "row": row, "before": before, "after": after,
        "by": entry.by, "at": entry.at.isoformat(), "reason": entry.reason,
    }  # fmt: skip
