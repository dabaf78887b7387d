"""Events, statements, actors and places of a record by actor, type, date and realis, with what is needed to quote them.

Every value reaches the database as a parameter. Rows come in the order of the record's keys, dated ones by date first.
"""

from datetime import date
from typing import Any, Literal, NamedTuple, get_args

import duckdb

from dragoman.store.database import first_value
from dragoman.store.rows import find_rows
from dragoman.values import Act, ActorKind, EventType, Realis, StatementKind, Status

Kind = Literal["events", "statements", "actors", "places", "failures"]
TYPES: dict[str, tuple[str, ...]] = {
    "events": get_args(EventType),
    "statements": get_args(Act) + get_args(StatementKind),
    "actors": get_args(ActorKind),
}
"""What `types` may hold, by kind of row; for places it is a GeoNames feature code, any of them."""
REALIS: tuple[str, ...] = get_args(Realis)
STATUS: tuple[str, ...] = get_args(Status)


class Filters(NamedTuple):
    """What is asked for. `actor` is a name, in any spelling the record has seen, accents and case aside, or a code."""

    actor: str | None = None
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    realis: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    limit: int = 20
    """The most rows to give; 0 for all."""


class Found(NamedTuple):
    """The rows, how many there are in all, and how many a filter by date left out because they bear no date."""

    rows: list[dict[str, Any]]
    total: int
    undated: int = 0


class Clause:
    """Conditions and their parameters, gathered one by one."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.parameters: dict[str, Any] = {}

    def add(self, condition: str, **parameters: Any) -> None:
        """One more condition; parameters are written `$name` in it."""
        self.conditions.append(condition)
        self.parameters.update(parameters)

    def copy(self) -> "Clause":
        """The same conditions, to which others may be added."""
        another = Clause()
        another.conditions, another.parameters = [*self.conditions], dict(self.parameters)
        return another

    def where(self) -> str:
        """The WHERE clause."""
        return f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


def find_actors_called(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The ids of the actors that a name or code means.

    A code means all within it: `RUS` also `RUS MIL`. A name means actors that have its words in theirs, or that a text
    calls just that; accents and case do not count.
    """
    rows = connection.execute(
        """
        WITH asked AS (SELECT strip_accents(lower(trim($name))) AS words, upper(trim($name)) AS code)
        SELECT actor_id FROM actor, asked
        WHERE actor.code = asked.code OR starts_with(actor.code, asked.code || ' ')
           OR contains(' ' || strip_accents(lower(actor.name)) || ' ', ' ' || words || ' ')
        UNION
        SELECT actor_id FROM mention, asked WHERE actor_id IS NOT NULL AND strip_accents(lower(text)) = words
        ORDER BY actor_id
        """,
        {"name": name},
    ).fetchall()
    return [str(actor_id) for (actor_id,) in rows]


_LEARNED = """list_transform({side}, lambda one: {{actor_id: one.actor_id,
    code: coalesce(one.code, codes[one.actor_id]), start: one.start, "end": one."end"}})"""
LEARNED = f"{_LEARNED.format(side='actors')} AS actors, {_LEARNED.format(side='recipients')} AS recipients"
"""The sides of an event with the `codes` that other documents give."""
TAUGHT = f"""(
    SELECT event.* REPLACE ({LEARNED})
    FROM event LEFT JOIN (
        SELECT document_id, map_from_entries(list((actor_id, code))) AS codes FROM role GROUP BY document_id
    ) USING (document_id))"""
"""The table `event`, with the codes that other documents give to whom its own only names (the table `role`)."""
_PARTIES = "list_concat(row.actors, row.recipients)"
_EVENTS = f"""
    SELECT row.*, document.publisher, document.title, document.published, document.url,
        sentence.start AS quote_start, sentence.end AS quote_end,
        substr(document.text, (sentence.start + 1)::BIGINT, (sentence.end - sentence.start)::BIGINT) AS quote,
        place.text AS place_text, place.name AS place_name, place.country AS place_country, time.text AS time_text,
        speaker.name AS says, speaker.code AS says_code,
        (SELECT map_from_entries(list((actor_id, name))) FROM actor
          WHERE list_contains(list_transform({_PARTIES}, lambda one: one.actor_id), actor_id)) AS names
    FROM (SELECT * FROM {TAUGHT} row %s
          ORDER BY earliest NULLS LAST, latest, document_id, trigger_start, event_id %s) AS row
    JOIN document USING (document_id)
    LEFT JOIN sentence ON sentence.document_id = row.document_id AND sentence.sentence = row.sentence
    LEFT JOIN place ON place.document_id = row.document_id AND place.start = row.place
    LEFT JOIN time ON time.document_id = row.document_id AND time.start = row.time
    LEFT JOIN statement ON statement.statement_id = row.statement_id
    LEFT JOIN actor AS speaker ON speaker.actor_id = statement.speaker
    ORDER BY row.earliest NULLS LAST, row.latest, row.document_id, row.trigger_start, row.event_id
"""


def find_events(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Found:
    """Events with the sentence they stand in, their actors' names, place, time, and who says so; codes that the
    document itself does not tell are those that other documents do."""
    clause = Clause()
    if filters.actor:
        clause.add(
            f"(list_has_any(list_transform({_PARTIES}, lambda one: one.actor_id), $ids) OR len(list_filter({_PARTIES},"
            " lambda one: one.code = $code OR starts_with(one.code, $code || ' '))) > 0)",
            ids=find_actors_called(connection, filters.actor),
            code=filters.actor.strip().upper(),
        )
    if filters.types:
        clause.add("list_contains($types, row.type)", types=list(filters.types))
    if filters.realis:
        clause.add("list_contains($realis, row.realis)", realis=list(filters.realis))
    undated = add_dates(connection, clause, filters, TAUGHT, ("row.earliest", "row.latest"))
    return find(connection, _EVENTS, clause, (TAUGHT, filters.limit, undated))


_STATEMENTS = """
    SELECT row.*, document.publisher, document.title, document.published, document.url, row.start AS quote_start,
        row.end AS quote_end, substr(document.text, (row.start + 1)::BIGINT, (row.end - row.start)::BIGINT) AS quote,
        speaker.name AS says, speaker.code AS says_code, addressee.name AS addressee_name,
        (SELECT map_from_entries(list((actor_id, name))) FROM actor
          WHERE list_contains(list_transform(row.alternatives, lambda one: one.actor_id), actor_id)) AS names
    FROM (SELECT row.* FROM statement row JOIN document USING (document_id) %s
          ORDER BY document.published NULLS LAST, document_id, row.start, statement_id %s) AS row
    JOIN document USING (document_id)
    LEFT JOIN actor AS speaker ON speaker.actor_id = row.speaker
    LEFT JOIN actor AS addressee ON addressee.actor_id = row.addressee
    ORDER BY document.published NULLS LAST, row.document_id, row.start, row.statement_id
"""


def find_statements(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Found:
    """Statements with their words and speakers' names; dates are those of publication."""
    clause = Clause()
    if filters.actor:
        clause.add(
            "(list_contains($ids, row.speaker) OR list_contains($ids, row.addressee)"
            " OR list_has_any(list_transform(row.alternatives, lambda one: one.actor_id), $ids))",
            ids=find_actors_called(connection, filters.actor),
        )
    if filters.types:
        clause.add("(list_contains($types, row.act) OR list_contains($types, row.kind))", types=list(filters.types))
    published = "document.published::DATE"
    undated = add_dates(connection, clause, filters, "statement", (published, published))
    return find(connection, _STATEMENTS, clause, ("statement", filters.limit, undated))


_ACTORS = """
    SELECT row.*, mentioned.first.document_id AS document_id, mentioned.mentions, mentioned.documents, mentioned.called,
        sentence.start AS quote_start, sentence.end AS quote_end, mentioned.first.start AS start,
        mentioned.first."end" AS "end",
        substr(document.text, (sentence.start + 1)::BIGINT, (sentence.end - sentence.start)::BIGINT) AS quote,
        document.publisher, document.title, document.published
    FROM (SELECT * FROM actor row %s) AS row
    LEFT JOIN (
        SELECT actor_id, count(*) AS mentions, count(DISTINCT document_id) AS documents,
            list_sort(list(DISTINCT text) FILTER (how IN ('NAME', 'ALIAS'))) AS called,
            min({'document_id': document_id, 'start': start, 'end': "end"}) AS first
        FROM mention GROUP BY actor_id
    ) AS mentioned USING (actor_id)
    LEFT JOIN document ON document.document_id = mentioned.first.document_id
    LEFT JOIN sentence ON sentence.document_id = mentioned.first.document_id AND sentence.start <= mentioned.first.start
        AND mentioned.first.start < sentence.end
    ORDER BY mentioned.mentions DESC NULLS LAST, row.name, row.actor_id %s
"""


def find_actors(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Found:
    """Actors, the most mentioned first, each with the names it is given and the first sentence that mentions it."""
    clause = Clause()
    if filters.actor:
        clause.add("list_contains($ids, row.actor_id)", ids=find_actors_called(connection, filters.actor))
    if filters.types:
        clause.add("list_contains($types, row.kind)", types=list(filters.types))
    return find(connection, _ACTORS, clause, ("actor", filters.limit, 0))


_PLACES = """
    SELECT row.*, sentence.start AS quote_start, sentence.end AS quote_end,
        substr(document.text, (sentence.start + 1)::BIGINT, (sentence.end - sentence.start)::BIGINT) AS quote,
        document.publisher, document.title, document.published
    FROM (SELECT * FROM place row %s ORDER BY coalesce(name, text), document_id, start %s) AS row
    JOIN document USING (document_id)
    LEFT JOIN sentence ON sentence.document_id = row.document_id AND sentence.start <= row.start
        AND row.start < sentence.end
    ORDER BY coalesce(row.name, row.text), row.document_id, row.start
"""


def find_places(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Found:
    """Places by name, each with the sentence that names it."""
    clause = Clause()
    if filters.types:
        clause.add("list_contains($types, row.feature)", types=list(filters.types))
    return find(connection, _PLACES, clause, ("place", filters.limit, 0))


def find_failures(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Found:
    """Inputs that could not be read."""
    clause = Clause()
    return find(connection, "SELECT * FROM failure row %s ORDER BY input %s", clause, ("failure", filters.limit, 0))


def add_dates(
    connection: duckdb.DuckDBPyConnection, clause: Clause, filters: Filters, table: str, span: tuple[str, str]
) -> int:
    """Add what `since` and `until` ask of a span of days; gives how many rows else fit but bear no date."""
    if not filters.since and not filters.until:
        return 0
    first, last = span
    without = clause.copy()
    without.add(f"{last} IS NULL AND {first} IS NULL")
    if filters.since:
        clause.add(f"coalesce({last}, {first}) >= $since", since=filters.since)
    if filters.until:
        clause.add(f"coalesce({first}, {last}) <= $until", until=filters.until)
    return _count(connection, table, without)


def _count(connection: duckdb.DuckDBPyConnection, table: str, clause: Clause) -> int:
    query = f"SELECT count(*) FROM {table} row"
    if "document." in clause.where():
        query += " JOIN document USING (document_id)"
    return int(first_value(connection, f"{query} {clause.where()}", clause.parameters))


def find(connection: duckdb.DuckDBPyConnection, query: str, clause: Clause, about: tuple[str, int, int]) -> Found:
    """The rows of a query with two gaps, for the conditions and the limit; `about` names the table that is counted,
    the most rows to give, and how many else fit but bear no date."""
    table, limit, undated = about
    page = f"LIMIT {int(limit)}" if limit > 0 else ""
    rows = find_rows(connection, query % (clause.where(), page), clause.parameters)
    return Found(rows, _count(connection, table, clause), undated)


FINDERS = {
    "events": find_events,
    "statements": find_statements,
    "actors": find_actors,
    "places": find_places,
    "failures": find_failures,
}
