"""What waits for review: rows that nobody has looked at, the least sure first."""

from typing import Any

import duckdb

from dragoman.review.rows import ReviewError
from dragoman.store.database import quote
from dragoman.store.kinds import KINDS
from dragoman.store.rows import find_rows

_DOUBT: dict[str, str] = {
    "event": "row.confidence",
    "statement": "row.speaker_confidence",
    "mention": "row.confidence",
    "place": "row.confidence",
    "incident": "(SELECT min(confidence) FROM report WHERE report.incident_id = row.incident_id)",
    "actor": "-(SELECT count(*) FROM mention WHERE mention.actor_id = row.actor_id) * (row.code IS NULL)::INTEGER",
}
"""By table what is least for the row that is to be looked at first; of actors those without a code, by mentions."""


def find_waiting(connection: duckdb.DuckDBPyConnection, table: str, limit: int) -> list[dict[str, Any]]:
    """Rows of a table that no correction is applied to; at most `limit`, or all where that is 0."""
    if table not in _DOUBT:
        raise ReviewError(f"no queue of {table!r}; there are {', '.join(_DOUBT)}")
    key = KINDS[table].key
    row_id = f"row.{quote(key)}" if key else "row.document_id || ':' || row.start || ':' || row.\"end\""
    return find_rows(
        connection,
        f"SELECT row.* FROM {quote(table)} AS row WHERE NOT EXISTS ("
        " SELECT 1 FROM correction WHERE \"table\" = $table AND state = 'APPLIED' AND applied_to = "
        f"{row_id} AND field IS DISTINCT FROM 'incident') ORDER BY {_DOUBT[table]}, {row_id} LIMIT $limit",
        {"table": table, "limit": limit or 2**62},
    )
