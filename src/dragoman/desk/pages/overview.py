"""Overview: what happened lately, how well it is supported, where, and who acts on whom the most."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb

from dragoman.charts.figures import Days, Spots, count_days, count_pairs, count_places
from dragoman.charts.timeline import draw_timeline
from dragoman.charts.world import draw_world
from dragoman.desk.asking import Asked
from dragoman.desk.incidents import choose_place, find_lately, find_outline, list_incidents
from dragoman.desk.page import Drawing, Page
from dragoman.review.marks import Mark, find_marks
from dragoman.store.incidents import choose_drawn
from dragoman.store.query import STATUS, TYPES

_AREAS = 12
_POINTS = 150
"""Places that the map draws, those with most incidents; more could not be told apart."""


class Model(NamedTuple):
    """What the page shows."""

    incidents: list[dict[str, Any]]
    marks: dict[str, Mark]
    """By id, what people did to the rows that are shown."""
    total: int
    by_status: dict[str, int]
    """How many incidents have each status."""
    first: date | None
    last: date | None
    pairs: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    """Places that no point stands for, the most incidents first."""
    more_areas: int
    nowhere: int
    """Incidents of no known place."""
    days: Days
    spots: Spots
    more_points: int
    """Places that the map has no room for."""
    types: tuple[str, ...]


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """Incidents, the latest first; where they were; who acts on whom."""
    drawn = choose_drawn(connection, asked.filters)
    clause = choose_place(drawn, asked)
    by_status, first, last = find_outline(connection, clause)
    spots = count_places(connection, drawn)
    incidents = find_lately(connection, asked, clause)
    return Model(
        incidents=incidents,
        marks=find_marks(connection, "incident", [row["incident_id"] for row in incidents]),
        total=sum(by_status.values()),
        by_status={status: by_status[status] for status in STATUS if status in by_status},
        first=first,
        last=last,
        pairs=count_pairs(connection, drawn),
        areas=spots.areas[:_AREAS],
        more_areas=max(0, len(spots.areas) - _AREAS),
        nowhere=spots.nowhere,
        days=count_days(connection, drawn),
        spots=spots._replace(rows=spots.rows[:_POINTS]),
        more_points=max(0, len(spots.rows) - _POINTS),
        types=TYPES["events"],
    )


def draw_days(model: Model, asked: Asked) -> Drawing:
    """Incidents over time by status; each bar leads to its incidents."""
    days = model.days
    for row in days.rows:
        until = row["last"] - timedelta(days=1)
        row["href"] = asked.link(since=row["first"].isoformat(), until=until.isoformat(), status=row["value"])
    left_out = f"{days.undated} without a date, {days.vague} of a vague one and {days.far} of long before or after"
    said = f"Incidents by {days.unit}, stacked by status; {left_out} are not drawn."
    return Drawing(draw_timeline(days, width=640, height=150), "Incidents over time", said)


def draw_places(model: Model, asked: Asked) -> Drawing:
    """A map of what is known to a place; each point leads to its incidents."""
    for row in model.spots.rows:
        row["href"] = asked.link(place=row["name"])
    said = "Points are places known to a province or better; what is known to a country only is no point."
    return Drawing(draw_world(model.spots, width=640), "Where it happened", said)


PAGE = Page(
    "overview",
    "/",
    build,
    "Overview",
    tables={"incidents": list_incidents},
    pictures={"timeline": draw_days, "map": draw_places},
    parameters=("place",),
)
