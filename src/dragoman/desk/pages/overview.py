"""Overview: what happened lately, how well it is supported, where, and who acts on whom the most."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.charts.figures import count_days, count_pairs
from dragoman.charts.svg import to_svg
from dragoman.charts.timeline import draw_timeline
from dragoman.desk.asking import Asked
from dragoman.desk.page import Page
from dragoman.store.query import TYPES
from dragoman.store.rows import find_rows


class Model(NamedTuple):
    """What the page shows."""

    incidents: list[dict[str, Any]]
    total: int
    pairs: list[dict[str, Any]]
    types: tuple[str, ...]


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """Incidents, the latest first, and the most active pairs."""
    rows = list(list_incidents(connection, asked))
    return Model(rows, len(rows), count_pairs(connection, asked.filters), TYPES["events"])


def list_incidents(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """Incidents, the latest first."""
    del asked
    yield from find_rows(connection, "SELECT * FROM incident ORDER BY latest DESC NULLS LAST, incident_id")


def draw_days(connection: duckdb.DuckDBPyConnection, asked: Asked) -> str:
    """Incidents over time, by status."""
    days = count_days(connection, asked.filters)
    return to_svg(draw_timeline(days), "Incidents over time", "Incidents by day, stacked by status.")


PAGE = Page("overview", "/", build, "Overview", tables={"incidents": list_incidents}, charts={"timeline": draw_days})
