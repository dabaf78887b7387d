"""What the charts draw: counts and rows of a record, each with what it leaves out.

Only what is known is counted where it would be drawn: an incident of an unknown day is in no bar, one that is known to
a country is at no point. How many those are is said with every figure.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import duckdb

from dragoman.store.database import first_value
from dragoman.store.query import Clause, Filters, find_actors_called
from dragoman.store.rows import find_rows

Unit = Literal["day", "week", "month", "year"]
By = Literal["status", "quad", "type"]

_LONGEST: tuple[tuple[Unit, int], ...] = (("day", 62), ("week", 420), ("month", 3000))
"""The longest span, in days, that is drawn by this unit."""
_QUADS = "SELECT type, mode(quad) AS quad FROM event GROUP BY type"
_TAKES_PART = """len(list_filter({parts}, lambda one: list_contains(${side}_ids, one.actor_id)
    OR one.code = ${side}_code OR starts_with(one.code, ${side}_code || ' '))) > 0"""


class Days(NamedTuple):
    """Incidents by day, week, month or year: rows `first`, `last`, `value`, `count`.

    `undated` have no date, `vague` are known to a longer time than the unit, `far` happened long before or after nearly
    all others; none of them is in a row.
    """

    rows: list[dict[str, Any]]
    unit: Unit
    undated: int
    vague: int
    far: int = 0


class Spots(NamedTuple):
    """Where incidents were: rows `name`, `lat`, `lon`, `precision`, `incidents`, `disputed`, `quad`.

    `areas` are those known to a province at best without coordinates, to something larger, to a country or to a sea: no
    point stands for them. `nowhere` have no place.
    """

    rows: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    nowhere: int


class Deeds(NamedTuple):
    """What sides did: one row an event, by date, with `direction`, its score, and its page's title.

    `undated` of the rows have no date. `copies` were left out, being in documents that repeat an earlier one.
    """

    rows: list[dict[str, Any]]
    undated: int
    copies: int


def find_course(days: Sequence[date]) -> tuple[int, int]:
    """First and one past the last of sorted days, without those at either end that are few and far from the rest.

    Few are a third at most; far is a gap of a season, and of three times what the rest take.
    """
    number = len(days)
    gaps = {at: (days[at] - days[at - 1]).days for at in range(1, number) if days[at] != days[at - 1]}
    cuts = sorted((at for at, gap in gaps.items() if gap > _SEASON), key=lambda at: -gaps[at])[:_CUTS]
    best = (0, number)
    for first in (0, *(at for at in cuts if at <= number * _FEW)):
        for last in (number, *(at for at in cuts if number - at <= number * _FEW)):
            if first < last and number - (last - first) <= number * _FEW:
                far = _TIMES * (days[last - 1] - days[first]).days
                if gaps.get(first, far + 1) > far and gaps.get(last, far + 1) > far:
                    best = min(best, (first, last), key=lambda course: course[1] - course[0])
    return best


_FEW, _SEASON, _TIMES, _CUTS = 0.34, 90, 3, 24


def choose_unit(first: date | None, last: date | None) -> Unit:
    """The unit in which a span of days is drawn."""
    days = (last - first).days if first and last else 0
    return next((unit for unit, longest in _LONGEST if days <= longest), "year")


def count_days(
    connection: duckdb.DuckDBPyConnection, clause: Clause, by: By = "status", unit: Unit | None = None
) -> Days:
    """How many incidents there were at each time, by status, quad class or type; `clause` is of `choose_drawn`, as in
    all that counts incidents."""
    quads = f"LEFT JOIN ({_QUADS}) USING (type)" if by == "quad" else ""
    chosen = f"FROM incident row {quads} {clause.where()}"
    told = f"{'AND' if clause.conditions else 'WHERE'} earliest IS NOT NULL AND latest IS NOT NULL"
    counts = connection.execute(
        f"SELECT latest, count(*) {chosen} {told} GROUP BY latest ORDER BY latest", clause.parameters
    ).fetchall()
    total = int(first_value(connection, f"SELECT count(*) {chosen}", clause.parameters))
    days = [day for day, count in counts for _ in range(count)]
    first, last = find_course(days)
    if not days:
        return Days([], unit or "day", total, 0)
    bounds = {"first": days[first], "last": days[last - 1]}
    unit = unit or choose_unit(bounds["first"], bounds["last"])
    rows = find_rows(
        connection,
        f"SELECT date_trunc($unit, earliest)::DATE AS first, (first + to_{unit}s(1))::DATE AS last,"
        f" {by}::VARCHAR AS value, count(*) AS count {chosen} {told} AND latest BETWEEN $first AND $last"
        " AND date_trunc($unit, earliest) = date_trunc($unit, latest) GROUP BY ALL ORDER BY ALL",
        clause.parameters | {"unit": unit} | bounds,
    )
    far = len(days) - (last - first)
    return Days(rows, unit, total - len(days), last - first - sum(row["count"] for row in rows), far)


def count_places(connection: duckdb.DuckDBPyConnection, clause: Clause) -> Spots:
    """Where incidents were, most of them first."""
    rows = find_rows(
        connection,
        "SELECT place_name AS name, lat, lon, place_precision AS precision, count(*) AS incidents,"
        " count(*) FILTER (status = 'DISPUTED') AS disputed, mode(quad ORDER BY quad DESC) AS quad"
        f" FROM incident row LEFT JOIN ({_QUADS}) USING (type) {clause.where()}"
        " GROUP BY ALL ORDER BY incidents DESC, name, lat, lon, precision",
        clause.parameters,
    )
    named = [row for row in rows if row["name"] is not None]
    drawn = [row for row in named if is_point(row)]
    areas = [row for row in named if not is_point(row)]
    return Spots(drawn, areas, sum(row["incidents"] for row in rows) - sum(row["incidents"] for row in named))


def is_point(row: dict[str, Any]) -> bool:
    """Whether a place is known well enough to be drawn where it lies: UCDP's precision 1 to 4, a province at worst."""
    return row["lat"] is not None and row["lon"] is not None and row["precision"] in (1, 2, 3, 4)


def count_types(connection: duckdb.DuckDBPyConnection, clause: Clause) -> list[dict[str, Any]]:
    """How many incidents there were of each type, with its quad class: `label`, `count`, `quad`; the most first."""
    return find_rows(
        connection,
        f"SELECT row.type AS label, count(*) AS count, any_value(quad) AS quad FROM incident row"
        f" LEFT JOIN ({_QUADS}) USING (type) {clause.where()} GROUP BY ALL ORDER BY count DESC, label",
        clause.parameters,
    )


def count_pairs(connection: duckdb.DuckDBPyConnection, clause: Clause, most: int = 12) -> list[dict[str, Any]]:
    """Who acted on whom most often: `actor` and `recipient` (codes), `count` of incidents, their mean PLOVER `score`.

    Only incidents with one of each count, so that no pair is made of sides that merely stood together.
    """
    clause = clause.copy()
    clause.add("len(row.actor_codes) = 1 AND len(row.recipient_codes) = 1 AND row.actor_codes <> row.recipient_codes")
    return find_rows(
        connection,
        "SELECT row.actor_codes[1] AS actor, row.recipient_codes[1] AS recipient, count(*) AS count,"
        " round(avg(score), 2) AS score FROM incident row"
        " LEFT JOIN (SELECT type, mode(plover_score) AS score FROM event GROUP BY type) USING (type)"
        f" {clause.where()} GROUP BY ALL ORDER BY count DESC, actor, recipient LIMIT {int(most)}",
        clause.parameters,
    )


_DEEDS = """
    SELECT event_id, document_id, type, quad, plover_score, earliest, latest, document.title, document.copy_of,
        CASE WHEN {ways} ELSE 'BOTH' END AS direction{more}
    FROM event JOIN document USING (document_id) {where}
    ORDER BY earliest NULLS LAST, latest, document_id, trigger_start, event_id
"""
_WORDS = """
    SELECT event.*, document.publisher, document.published, document.url,
        sentence.start AS quote_start, sentence.end AS quote_end,
        substr(text, (sentence.start + 1)::BIGINT, (sentence.end - sentence.start)::BIGINT) AS quote
    FROM event JOIN document USING (document_id) LEFT JOIN sentence USING (document_id, sentence)
    WHERE event_id IN (SELECT unnest($events)) AND document_id IN (SELECT unnest($documents))
"""
_NAMES = "SELECT actor_id, name FROM actor WHERE actor_id IN (SELECT unnest($actors))"


def find_deeds(connection: duckdb.DuckDBPyConnection, one: str, other: str, filters: Filters) -> Deeds:
    """What `one` and `other`, names or codes, did to each other; of the filters types, dates and realis count.

    `direction` is ONE where `one` acted on `other`, OTHER where it was the other way round, BOTH where they acted
    together. Without `realis` only what is told as having happened counts.
    """
    acts, receives = (
        {side: _TAKES_PART.format(parts=parts, side=side) for side in ("one", "other")}
        for parts in ("actors", "recipients")
    )
    clause = Clause()
    ways = f"{acts['one']} AND {receives['other']}", f"{acts['other']} AND {receives['one']}"
    clause.add(f"({ways[0]} OR {ways[1]} OR {acts['one']} AND {acts['other']})")
    for side, name in (("one", one), ("other", other)):
        clause.parameters[f"{side}_ids"] = find_actors_called(connection, name)
        clause.parameters[f"{side}_code"] = name.strip().upper()
    return _find(connection, clause, f"{ways[0]} THEN 'ONE' WHEN {ways[1]} THEN 'OTHER'", filters)


_OTHERS = """, list_distinct(list_transform(list_filter(list_concat(actors, recipients),
        lambda one: one.code IS NOT NULL AND one.actor_id IS DISTINCT FROM $actor), lambda one: one.code)) AS others"""


def find_deeds_of(connection: duckdb.DuckDBPyConnection, actor_id: str, filters: Filters) -> Deeds:
    """What one actor did and what was done to it: `direction` is ONE where it acts, OTHER where it is acted on;
    `others` are the codes of all others who take part."""
    clause = Clause()
    acts, receives = (
        f"len(list_filter({parts}, lambda one: one.actor_id = $actor)) > 0" for parts in ("actors", "recipients")
    )
    clause.add(f"({acts} OR {receives})", actor=actor_id)
    return _find(connection, clause, f"{acts} THEN 'ONE' WHEN {receives} THEN 'OTHER'", filters, _OTHERS)


def _find(connection: duckdb.DuckDBPyConnection, clause: Clause, ways: str, filters: Filters, more: str = "") -> Deeds:
    clause.add("list_contains($realis, realis)", realis=list(filters.realis or ("ACTUAL",)))
    if filters.types:
        clause.add("list_contains($types, type)", types=list(filters.types))
    if filters.since:
        clause.add("coalesce(latest, earliest) >= $since", since=filters.since)
    if filters.until:
        clause.add("coalesce(earliest, latest) <= $until", until=filters.until)
    rows = find_rows(connection, _DEEDS.format(where=clause.where(), ways=ways, more=more), clause.parameters)
    first = [row for row in rows if row["copy_of"] is None]
    undated = sum(row["earliest"] is None or row["latest"] is None for row in first)
    return Deeds(first, undated, len(rows) - len(first))


def add_words(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of events whole, with the sentence each stands in, as `quote`, and the `names` of its actors."""
    asked = {"events": [row["event_id"] for row in rows], "documents": list({row["document_id"] for row in rows})}
    words = {row["event_id"]: row for row in find_rows(connection, _WORDS, asked)}
    sides = {event_id: [*row["actors"], *row["recipients"]] for event_id, row in words.items()}
    ids = {part["actor_id"] for parts in sides.values() for part in parts if part["actor_id"]}
    names = dict(connection.execute(_NAMES, {"actors": sorted(ids)}).fetchall())
    for event_id, parts in sides.items():
        words[event_id]["names"] = {
            part["actor_id"]: names[part["actor_id"]] for part in parts if part["actor_id"] in names
        }
    return [row | words[row["event_id"]] for row in rows]
