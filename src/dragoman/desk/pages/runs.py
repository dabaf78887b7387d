"""Runs: what was read, by what, and what could not be read and why; what the record covers, and what it does not."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked
from dragoman.desk.page import Page
from dragoman.store.export import describe_coverage
from dragoman.store.rows import find_rows

Row = dict[str, Any]

_FAILURES = "SELECT input, stage, error, run_id FROM failure ORDER BY input, stage, error"
_REASONS = "SELECT stage, error, count(*) AS count FROM failure GROUP BY ALL ORDER BY count DESC, stage, error LIMIT 12"
_PUBLISHERS = """
    SELECT publisher, count(*) AS documents, count(copy_of) AS copies, min(published)::DATE AS first,
        max(published)::DATE AS last, count(*) - count(published) AS undated
    FROM document GROUP BY publisher ORDER BY documents DESC, publisher
"""
_LANGUAGES = "SELECT language, count(*) AS count FROM document GROUP BY language ORDER BY count DESC, language"
_DATES = """
    SELECT min(published)::DATE AS first, max(published)::DATE AS last, count(*) - count(published) AS undated,
        count(copy_of) AS copies FROM document
"""
_TOP = 15


class Model(NamedTuple):
    """What the page shows."""

    coverage: Row
    dates: Row
    languages: list[Row]
    publishers: list[Row]
    publishers_total: int
    runs: list[Row]
    runs_total: int
    failures: list[Row]
    failures_total: int
    reasons: list[Row]


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """The record's coverage, its runs, the latest first, and a page of its failures."""
    coverage = describe_coverage(connection)
    (dates,) = find_rows(connection, _DATES)
    publishers = find_rows(connection, _PUBLISHERS)
    runs = list(list_runs(connection, asked))
    return Model(
        coverage=coverage,
        dates=dates,
        languages=find_rows(connection, _LANGUAGES),
        publishers=publishers[:_TOP],
        publishers_total=len(publishers),
        runs=runs[:_TOP],
        runs_total=len(runs),
        failures=find_rows(connection, f"{_FAILURES} LIMIT {asked.filters.limit} OFFSET {asked.offset}"),
        failures_total=coverage["failures"],
        reasons=find_rows(connection, _REASONS),
    )


def list_runs(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """All runs, the latest first."""
    del asked  # nothing chooses among them
    yield from find_rows(connection, 'SELECT * FROM run ORDER BY "at" DESC, run_id')


def list_failures(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """All inputs that could not be read."""
    del asked
    yield from find_rows(connection, _FAILURES)


def list_publishers(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """Every publisher: its documents, copies among them, from when to when."""
    del asked
    yield from find_rows(connection, _PUBLISHERS)


PAGE = Page(
    "runs",
    "/runs",
    build,
    "Runs",
    tables={"runs": list_runs, "failures": list_failures, "publishers": list_publishers},
)
