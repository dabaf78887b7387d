"""Statements: who said what, by act: all denials, all threats of one side; each with its words and a way to them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked
from dragoman.desk.page import Page
from dragoman.review.marks import Mark, find_marks
from dragoman.store.database import first_row
from dragoman.store.query import TYPES, Clause, find_actors_called
from dragoman.store.rows import find_rows

Row = dict[str, Any]

_PIECE = 2_000
_FROM = "FROM statement row JOIN document USING (document_id)"
_ORDER = "ORDER BY document.published DESC NULLS LAST, row.document_id, row.start, row.statement_id"
_WORDS = """
    SELECT row.*, document.title, document.publisher, document.published, document.url, document.copy_of,
        substr(text, (row.start + 1)::BIGINT, (row.end - row.start)::BIGINT) AS quote,
        speaker.name AS says, speaker.code AS says_code, addressee.name AS addressee_name
    FROM statement row JOIN document USING (document_id)
    LEFT JOIN actor AS speaker ON speaker.actor_id = row.speaker
    LEFT JOIN actor AS addressee ON addressee.actor_id = row.addressee
    WHERE statement_id IN (SELECT unnest($statements)) AND document_id IN (SELECT unnest($documents))
"""


class Model(NamedTuple):
    """What the page shows."""

    statements: list[Row]
    total: int
    undated: int
    """Statements on pages without a day, left out where a day is asked for."""
    acts: list[Row]
    """How many statements of each act fit the other filters."""
    speaker: Row | None
    marks: dict[str, Mark]
    """By id, what people did to the rows that are shown."""
    types: tuple[str, ...]


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """The statements of the filters, the latest page first."""
    clause = _choose(connection, asked)
    total, undated = _count(connection, asked, clause)
    speaker = find_rows(connection, "SELECT * FROM actor WHERE actor_id = $id", {"id": asked.one("speaker")})
    chosen = _chosen(connection, clause, f"LIMIT {asked.filters.limit} OFFSET {asked.offset}")
    return Model(
        statements=_add_words(connection, chosen),
        total=total,
        undated=undated,
        acts=_count_acts(connection, asked),
        speaker=speaker[0] if speaker else None,
        marks=find_marks(connection, "statement", [row["statement_id"] for row in chosen]),
        types=TYPES["statements"],
    )


def _choose(connection: duckdb.DuckDBPyConnection, asked: Asked, *, by_day: bool = True) -> Clause:
    filters, clause = asked.filters, Clause()
    if speaker := asked.one("speaker"):
        clause.add("row.speaker = $speaker", speaker=speaker)
    if filters.actor:
        clause.add(
            "(list_contains($ids, row.speaker) OR list_contains($ids, row.addressee))",
            ids=find_actors_called(connection, filters.actor),
        )
    if filters.types:
        clause.add("(list_contains($types, row.act) OR list_contains($types, row.kind))", types=list(filters.types))
    if filters.since and by_day:
        clause.add("document.published::DATE >= $since", since=filters.since)
    if filters.until and by_day:
        clause.add("document.published::DATE <= $until", until=filters.until)
    return clause


def _count(connection: duckdb.DuckDBPyConnection, asked: Asked, clause: Clause) -> tuple[int, int]:
    (total,) = first_row(connection, f"SELECT count(*) {_FROM} {clause.where()}", clause.parameters) or (0,)
    if not (asked.filters.since or asked.filters.until):
        return int(total), 0
    without = _choose(connection, asked, by_day=False)
    without.add("document.published IS NULL")
    (undated,) = first_row(connection, f"SELECT count(*) {_FROM} {without.where()}", without.parameters) or (0,)
    return int(total), int(undated)


def _count_acts(connection: duckdb.DuckDBPyConnection, asked: Asked) -> list[Row]:
    clause = _choose(connection, asked._replace(filters=asked.filters._replace(types=())))
    query = f"SELECT row.act, count(*) AS count {_FROM} {clause.where()} GROUP BY row.act ORDER BY count DESC, row.act"
    return find_rows(connection, query, clause.parameters)


def _chosen(connection: duckdb.DuckDBPyConnection, clause: Clause, page: str = "") -> list[Row]:
    query = f"SELECT row.statement_id, row.document_id {_FROM} {clause.where()} {_ORDER} {page}"
    return find_rows(connection, query, clause.parameters)


def _add_words(connection: duckdb.DuckDBPyConnection, chosen: list[Row]) -> list[Row]:
    asked = {
        "statements": [row["statement_id"] for row in chosen],
        "documents": list({row["document_id"] for row in chosen}),
    }
    words = {row["statement_id"]: row for row in find_rows(connection, _WORDS, asked)}
    return [words[row["statement_id"]] for row in chosen]


def list_statements(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """All statements of the filters with their words."""
    chosen = _chosen(connection, _choose(connection, asked))
    for first in range(0, len(chosen), _PIECE):
        yield from _add_words(connection, chosen[first : first + _PIECE])


PAGE = Page(
    "statements",
    "/statements",
    build,
    "Statements",
    tables={"statements": list_statements},
    parameters=("speaker",),
)
