"""Pair: what two sides did to each other over time, with the events behind every point, and what they say of it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.charts.figures import Deeds, count_pairs, find_deeds
from dragoman.charts.pair import name_directions
from dragoman.desk.asking import Asked
from dragoman.desk.events import draw_scores, list_all, note_points, show_page
from dragoman.desk.page import Drawing, NotFoundError, Page
from dragoman.desk.wording import say_code
from dragoman.review.marks import Mark, find_marks
from dragoman.store.database import first_row
from dragoman.store.incidents import choose_drawn
from dragoman.store.query import TYPES, find_actors_called

Row = dict[str, Any]


class Way(NamedTuple):
    """One direction: how many events, and their mean score."""

    name: str
    events: int
    mean: float | None


class Model(NamedTuple):
    """What the page shows; without both sides, who might be asked for."""

    one: str
    other: str
    title: str
    ways: list[Way]
    deeds: Deeds
    """All that the picture shows; the table has a page of it."""
    events: list[Row]
    total: int
    note: str
    marks: dict[str, Mark]
    """By id, what people did to the rows that are shown."""
    pairs: list[Row]
    types: tuple[str, ...]


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """The events between the two sides, the latest first."""
    one, other = _sides(asked)
    if not (one and other):
        pairs = count_pairs(connection, choose_drawn(connection, asked.filters), most=30)
        return Model(one, other, "Pairs", [], Deeds([], 0, 0), [], 0, "", {}, pairs, TYPES["events"])
    deeds = find_deeds(connection, one, other, asked.filters)
    for side in (one, other):
        # an event may give a code narrower than any actor's own
        if not deeds.rows and not find_actors_called(connection, side) and not _is_coded(connection, side):
            raise NotFoundError(f"no actor of this record is called {side!r}")
    names = _name(one), _name(other)
    events = show_page(connection, asked, deeds.rows)
    return Model(
        one=one,
        other=other,
        title=f"{names[0]} and {names[1]}",
        ways=list(_sum_up(deeds, *names)),
        deeds=deeds,
        events=events,
        total=len(deeds.rows),
        note=note_points(deeds),
        marks=find_marks(connection, "event", [row["event_id"] for row in events]),
        pairs=[],
        types=TYPES["events"],
    )


def _is_coded(connection: duckdb.DuckDBPyConnection, side: str) -> bool:
    """Whether any event has a side of this code."""
    parts = "SELECT unnest(list_concat(actors, recipients)) AS one FROM event"
    asked = {"code": side.strip().upper()}
    return first_row(connection, f"SELECT 1 FROM ({parts}) WHERE one.code = $code LIMIT 1", asked) is not None


def _sides(asked: Asked) -> tuple[str, str]:
    return asked.one("one") or "", asked.one("other") or ""


def _name(side: str) -> str:
    """A code in words; a name stays as it is."""
    return say_code(side) if side.isupper() else side


def _sum_up(deeds: Deeds, one: str, other: str) -> Iterator[Way]:
    for direction, name in name_directions(one, other).items():
        scores = [row["plover_score"] for row in deeds.rows if row["direction"] == direction]
        if scores:
            yield Way(name, len(scores), sum(scores) / len(scores))


def list_events(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """All events between the two, with their words."""
    one, other = _sides(asked)
    if one and other:
        yield from list_all(connection, find_deeds(connection, one, other, asked.filters).rows)


def draw_series(model: Model, asked: Asked) -> Drawing:
    """Scores over time, a panel a direction."""
    return draw_scores(model.deeds, asked, _name(model.one), _name(model.other), width=900)


PAGE = Page(
    "pair",
    "/pair",
    build,
    "Pairs",
    tables={"events": list_events},
    pictures={"series": draw_series},
    parameters=("one", "other"),
)
