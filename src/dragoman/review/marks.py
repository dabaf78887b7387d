"""Which of some rows people have looked at: lists show it, so that nobody takes a person's word for the coder's."""

from collections.abc import Sequence
from typing import NamedTuple

import duckdb

from dragoman.store.kinds import KINDS

_DONE = """
    SELECT {row_id} AS row_id, list_sort(list(DISTINCT "by") FILTER (action = 'ACCEPT')) AS accepted,
        list_sort(list(DISTINCT "by") FILTER (action <> 'ACCEPT')) AS corrected,
        list_sort(list(DISTINCT field) FILTER (field IS NOT NULL)) AS fields
    FROM correction {join} WHERE "table" = $table AND state = 'APPLIED' AND list_contains($ids, {row_id})
    GROUP BY ALL
"""
_OF_REPORTS = "JOIN report ON report.event_id = correction.applied_to"


class Mark(NamedTuple):
    """What people did to a row, or, of an incident, to it and to its reports."""

    accepted: tuple[str, ...]
    """Who said that it is right."""
    corrected: tuple[str, ...]
    """Who changed it."""
    fields: tuple[str, ...]
    """The columns that were changed; `incident` where an event was tied to another or kept apart."""


def find_marks(connection: duckdb.DuckDBPyConnection, table: str, ids: Sequence[str]) -> dict[str, Mark]:
    """By id the rows of a table that people accepted or corrected; a table that is not reviewed has none."""
    if table not in KINDS or not ids:
        return {}
    queries = [(_DONE.format(row_id="applied_to", join=""), table)]
    if table == "incident":
        queries.append((_DONE.format(row_id="report.incident_id", join=_OF_REPORTS), "event"))
    found: dict[str, Mark] = {}
    for query, name in queries:
        for row_id, *cells in connection.execute(query, {"table": name, "ids": list(ids)}).fetchall():
            both = zip(found.get(row_id, Mark((), (), ())), cells, strict=True)
            found[row_id] = Mark(*(tuple(sorted({*known, *(new or ())})) for known, new in both))
    return found
