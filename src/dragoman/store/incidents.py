"""Incidents of a record: a list of them, and one with all that is told of it."""

from typing import Any

import duckdb

from dragoman.store.query import TAUGHT, Clause, Filters, Found, add_dates, find, find_actors_called
from dragoman.store.rows import find_rows

_INCIDENTS = """
    SELECT row.*,
        (SELECT list({'field': field, 'positions': positions} ORDER BY dispute_id) FROM dispute
          WHERE dispute.incident_id = row.incident_id) AS disputes,
        (SELECT min_by(document.title, coalesce(document.published, 'infinity'::TIMESTAMP)) FROM report
          JOIN event USING (event_id) JOIN document USING (document_id)
          WHERE report.incident_id = row.incident_id) AS title
    FROM (SELECT * FROM incident row %s
          ORDER BY earliest NULLS LAST, latest, independent_sources DESC, incident_id %s) AS row
    ORDER BY row.earliest NULLS LAST, row.latest, row.independent_sources DESC, row.incident_id
"""

_ACTED = """(row.incident_id IN (SELECT incident_id FROM report JOIN (
        SELECT event_id, unnest(actors).actor_id AS party FROM event
        UNION ALL SELECT event_id, unnest(recipients).actor_id FROM event
    ) USING (event_id) WHERE list_contains($ids, party))
    OR len(list_filter(list_concat(row.actor_codes, row.recipient_codes),
        lambda code: code = $code OR starts_with(code, $code || ' '))) > 0)"""


def choose_incidents(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Clause:
    """Conditions on `row`, an incident, of the filters for actor, types and status; days are for the caller to add."""
    clause = Clause()
    if filters.actor:
        ids = find_actors_called(connection, filters.actor)
        clause.add(_ACTED, ids=ids, code=filters.actor.strip().upper())
    if filters.types:
        clause.add("list_contains($types, row.type)", types=list(filters.types))
    if filters.status:
        clause.add("list_contains($status, row.status)", status=list(filters.status))
    return clause


def find_incidents(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Found:
    """Incidents with their disputes and the title of their first page, by date."""
    clause = choose_incidents(connection, filters)
    undated = add_dates(connection, clause, filters, "incident", ("row.earliest", "row.latest"))
    return find(connection, _INCIDENTS, clause, ("incident", filters.limit, undated))


_REPORTS = f"""
    SELECT event.*, report.confidence AS belongs, document.publisher, document.title, document.published, document.url,
        document.copy_of, coalesce(origin.origin_id, document_id) AS origin_id,
        copied.publisher AS copied_from, copy.relation, copy.containment,
        sentence.start AS quote_start, sentence.end AS quote_end,
        substr(document.text, (sentence.start + 1)::BIGINT, (sentence.end - sentence.start)::BIGINT) AS quote,
        place.text AS place_text, place.name AS place_name, place.country AS place_country, time.text AS time_text,
        speaker.name AS says, speaker.code AS says_code,
        (SELECT map_from_entries(list((actor_id, name))) FROM actor WHERE list_contains(
            list_transform(list_concat(event.actors, event.recipients), lambda one: one.actor_id), actor_id)) AS names
    FROM report JOIN {TAUGHT} AS event USING (event_id) JOIN document USING (document_id)
    LEFT JOIN origin USING (document_id)
    LEFT JOIN copy ON copy.document_id = document.document_id AND copy.original = document.copy_of
    LEFT JOIN document AS copied ON copied.document_id = document.copy_of
    LEFT JOIN sentence ON sentence.document_id = event.document_id AND sentence.sentence = event.sentence
    LEFT JOIN place ON place.document_id = event.document_id AND place.start = event.place
    LEFT JOIN time ON time.document_id = event.document_id AND time.start = event.time
    LEFT JOIN statement USING (statement_id)
    LEFT JOIN actor AS speaker ON speaker.actor_id = statement.speaker
    WHERE report.incident_id = $id
    ORDER BY document.published NULLS LAST, document.document_id, event.trigger_start, event.event_id
"""

_ACCOUNTS = """
    SELECT statement.*, account.party, account.stance, party.name AS says, party.code AS says_code,
        document.publisher, document.title, document.published, document.url,
        statement.start AS quote_start, statement.end AS quote_end,
        substr(document.text, (statement.start + 1)::BIGINT, (statement.end - statement.start)::BIGINT) AS quote
    FROM account JOIN statement USING (statement_id) JOIN document USING (document_id)
    LEFT JOIN actor AS party ON party.actor_id = account.party
    WHERE account.incident_id = $id
    ORDER BY party.name, account.party, account.stance, document.published NULLS LAST, document_id, statement.start
"""

_DISPUTES = """
    SELECT dispute.*, (SELECT map_from_entries(list((holder, name))) FROM (
        SELECT actor_id AS holder, name FROM actor
        UNION ALL SELECT document_id, title FROM document WHERE title IS NOT NULL
    ) WHERE list_contains(flatten(list_transform(positions, lambda one: one.held_by)), holder)) AS names
    FROM dispute WHERE incident_id = $id ORDER BY list_position(
        ['HAPPENED', 'RESPONSIBLE', 'KILLED', 'INJURED', 'PLACE', 'DATE'], field)
"""


def find_incident_ids(connection: duckdb.DuckDBPyConnection, given: str) -> list[str]:
    """The ids of the incidents that begin with these letters."""
    rows = find_rows(
        connection,
        "SELECT incident_id FROM incident WHERE starts_with(incident_id, $given) ORDER BY incident_id",
        {"given": given},
    )
    return [str(row["incident_id"]) for row in rows]


def read_incident(connection: duckdb.DuckDBPyConnection, incident_id: str) -> dict[str, Any]:
    """Its row as `incident`, and its `reports`, `accounts` and `disputes`, each with the words it rests on."""
    asked = {"id": incident_id}
    (row,) = find_rows(connection, "SELECT * FROM incident WHERE incident_id = $id", asked)
    parts = (("reports", _REPORTS), ("accounts", _ACCOUNTS), ("disputes", _DISPUTES))
    return {"incident": row} | {name: find_rows(connection, query, asked) for name, query in parts}
