"""Incidents of a record: a list of them, and one with all that is told of it."""

from typing import Any

import duckdb

from dragoman.store.query import LEARNED, Clause, Filters, Found, add_dates, find, find_actors_called
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

_ACTED = """
    SELECT DISTINCT incident_id FROM report JOIN (
        SELECT event_id, unnest(actors).actor_id AS party FROM event
        UNION ALL SELECT event_id, unnest(recipients).actor_id FROM event
    ) USING (event_id) WHERE list_contains($ids, party)
    UNION
    SELECT incident_id FROM incident WHERE len(list_filter(list_concat(actor_codes, recipient_codes),
        lambda code: code = $code OR starts_with(code, $code || ' '))) > 0
"""


def choose_incidents(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Clause:
    """Conditions on `row`, an incident, of the filters for actor, types and status; days are for the caller to add."""
    clause = Clause()
    if filters.actor:
        # looked up once, for a page asks many things of the same incidents
        asked = {"ids": find_actors_called(connection, filters.actor), "code": filters.actor.strip().upper()}
        acted = [incident_id for (incident_id,) in connection.execute(_ACTED, asked).fetchall()]
        clause.add("row.incident_id IN (SELECT unnest($acted))", acted=acted)
    if filters.types:
        clause.add("list_contains($types, row.type)", types=list(filters.types))
    if filters.status:
        clause.add("list_contains($status, row.status)", status=list(filters.status))
    return clause


def choose_drawn(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Clause:
    """The same with the days: what may have happened on one of them."""
    clause = choose_incidents(connection, filters)
    if filters.since:
        clause.add("coalesce(row.latest, row.earliest) >= $since", since=filters.since)
    if filters.until:
        clause.add("coalesce(row.earliest, row.latest) <= $until", until=filters.until)
    return clause


def find_incidents(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Found:
    """Incidents with their disputes and the title of their first page, by date."""
    clause = choose_incidents(connection, filters)
    undated = add_dates(connection, clause, filters, "incident", ("row.earliest", "row.latest"))
    return find(connection, _INCIDENTS, clause, ("incident", filters.limit, undated))


_REPORTED = """
    SELECT event_id, document_id, confidence FROM report JOIN (SELECT event_id, document_id FROM event) USING (event_id)
    WHERE incident_id = $id ORDER BY event_id
"""


def _of_documents(table: str) -> str:
    return f'(SELECT * FROM "{table}" WHERE document_id IN (SELECT unnest($documents)))'


_REPORTS = f"""
    SELECT event.* REPLACE ({LEARNED}), belongs, document.publisher, document.title, document.published, document.url,
        document.copy_of, coalesce(origin.origin_id, document_id) AS origin_id,
        copied.publisher AS copied_from, copy.relation, copy.containment,
        sentence.start AS quote_start, sentence.end AS quote_end,
        substr(document.text, (sentence.start + 1)::BIGINT, (sentence.end - sentence.start)::BIGINT) AS quote,
        place.text AS place_text, place.name AS place_name, place.country AS place_country, time.text AS time_text,
        speaker.name AS says, speaker.code AS says_code
    FROM (SELECT unnest($events) AS event_id, unnest($belongs) AS belongs)
    JOIN {_of_documents("event")} AS event USING (event_id)
    JOIN {_of_documents("document")} AS document USING (document_id)
    LEFT JOIN (
        SELECT document_id, map_from_entries(list((actor_id, code))) AS codes FROM {_of_documents("role")}
        GROUP BY document_id
    ) USING (document_id)
    LEFT JOIN {_of_documents("origin")} AS origin USING (document_id)
    LEFT JOIN {_of_documents("copy")} AS copy
        ON copy.document_id = document.document_id AND copy.original = document.copy_of
    LEFT JOIN document AS copied ON copied.document_id = document.copy_of
    LEFT JOIN {_of_documents("sentence")} AS sentence
        ON sentence.document_id = event.document_id AND sentence.sentence = event.sentence
    LEFT JOIN {_of_documents("place")} AS place
        ON place.document_id = event.document_id AND place.start = event.place
    LEFT JOIN {_of_documents("time")} AS time ON time.document_id = event.document_id AND time.start = event.time
    LEFT JOIN {_of_documents("statement")} AS statement USING (statement_id)
    LEFT JOIN actor AS speaker ON speaker.actor_id = statement.speaker
    ORDER BY document.published NULLS LAST, document.document_id, event.trigger_start, event.event_id
"""

_NAMES = "SELECT actor_id, name FROM actor WHERE actor_id IN (SELECT unnest($actors))"

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
    WITH held AS (
        SELECT DISTINCT dispute_id, holder
        FROM (SELECT dispute_id, unnest(positions) AS one FROM dispute WHERE incident_id = $id),
            LATERAL (SELECT unnest(one.held_by) AS holder)
    ), named AS (
        SELECT dispute_id, holder, name FROM held JOIN actor ON actor_id = holder
        UNION ALL
        SELECT dispute_id, holder, title FROM held JOIN document ON document_id = holder WHERE title IS NOT NULL
    )
    SELECT dispute.*, names FROM dispute
    LEFT JOIN (SELECT dispute_id, map_from_entries(list((holder, name))) AS names FROM named GROUP BY dispute_id)
        USING (dispute_id)
    WHERE incident_id = $id ORDER BY list_position(
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
    told = {"accounts": find_rows(connection, _ACCOUNTS, asked), "disputes": find_rows(connection, _DISPUTES, asked)}
    return {"incident": row, "reports": _find_reports(connection, incident_id)} | told


def _find_reports(connection: duckdb.DuckDBPyConnection, incident_id: str) -> list[dict[str, Any]]:
    """The reports of an incident; everything about them is looked for in their documents alone."""
    reported = connection.execute(_REPORTED, {"id": incident_id}).fetchall()
    events, documents, belongs = (list(column) for column in zip(*reported, strict=True)) if reported else ([], [], [])
    asked = {"events": events, "documents": sorted(set(documents)), "belongs": belongs}
    reports = find_rows(connection, _REPORTS, asked)
    sides = [{one["actor_id"] for one in (*row["actors"], *row["recipients"])} for row in reports]
    known = dict(connection.execute(_NAMES, {"actors": sorted(filter(None, set().union(*sides)))}).fetchall())
    for row, some in zip(reports, sides, strict=True):
        row["names"] = {one: known[one] for one in some if one in known} or None
    return reports
