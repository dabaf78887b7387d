"""Actor: what somebody did and what was done to them over time, with whom they deal, and what they say."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.charts.figures import Deeds, find_deeds_of
from dragoman.desk.asking import Asked
from dragoman.desk.events import draw_scores, list_all, note_points, show_page
from dragoman.desk.page import Drawing, NotFoundError, Page
from dragoman.review.marks import Mark, find_marks
from dragoman.store.query import TYPES
from dragoman.store.rows import find_rows

Row = dict[str, Any]

_ACTOR = """
    SELECT actor.*, count(mention_id) AS mentions, count(DISTINCT document_id) AS documents,
        list(DISTINCT text ORDER BY text) FILTER (how IN ('NAME', 'ALIAS') AND text <> actor.name) AS called,
        list(DISTINCT role ORDER BY role) FILTER (role IS NOT NULL) AS roles
    FROM (SELECT * FROM actor WHERE actor_id = $actor) AS actor
    LEFT JOIN (SELECT * FROM mention WHERE actor_id = $actor) USING (actor_id) GROUP BY ALL
"""
_ACTS = "SELECT act, count(*) AS count FROM statement WHERE speaker = $actor GROUP BY act ORDER BY count DESC, act"
_CALLED, _PARTNERS = 12, 12


class Model(NamedTuple):
    """What the page shows."""

    actor: Row
    called: list[str]
    more_called: int
    acts: list[Row]
    partners: list[Row]
    deeds: Deeds
    """All that the picture shows; the table has a page of it."""
    events: list[Row]
    total: int
    note: str
    marks: dict[str, Mark]
    """By id, what people did to the rows that are shown."""
    types: tuple[str, ...]


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """The actor with its events, the latest first."""
    actor = _find(connection, asked)
    deeds = find_deeds_of(connection, actor["actor_id"], asked.filters)
    this = {"actor": actor["actor_id"]}
    events = show_page(connection, asked, deeds.rows)
    called = [*(actor["called"] or ()), *(actor["roles"] or ())]
    return Model(
        actor=actor,
        called=called[:_CALLED],
        more_called=max(0, len(called) - _CALLED),
        acts=find_rows(connection, _ACTS, this),
        partners=gather_partners(deeds.rows),
        deeds=deeds,
        events=events,
        total=len(deeds.rows),
        note=note_points(deeds),
        marks=find_marks(connection, "event", [row["event_id"] for row in events]),
        types=TYPES["events"],
    )


def gather_partners(rows: list[Row]) -> list[Row]:
    """With whom most was done: their codes, how many events, and the mean score of these."""
    scores: dict[str, list[float]] = {}
    for row in rows:
        for code in row["others"]:
            scores.setdefault(code, []).append(row["plover_score"])
    most = sorted(scores.items(), key=lambda one: (-len(one[1]), one[0]))[:_PARTNERS]
    return [{"code": code, "count": len(some), "score": round(sum(some) / len(some), 1)} for code, some in most]


def _find(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Row:
    actor_id = asked.one("actor_id")
    found = find_rows(connection, _ACTOR, {"actor": actor_id})
    if not found:
        raise NotFoundError(f"no actor of this record has the id {actor_id!r}")
    return found[0]


def list_events(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """All that the actor did and that was done to it, with its words."""
    deeds = find_deeds_of(connection, _find(connection, asked)["actor_id"], asked.filters)
    yield from list_all(connection, deeds.rows)


def draw_series(model: Model, asked: Asked) -> Drawing:
    """Scores over time, of what it did and of what was done to it."""
    return draw_scores(model.deeds, asked, model.actor["name"], "others")


PAGE = Page("actor", "/actor/{actor_id}", build, tables={"events": list_events}, pictures={"series": draw_series})
