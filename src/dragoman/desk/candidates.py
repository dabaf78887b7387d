"""Candidates: the rows that are most likely the same as an actor or an incident, for whoever merges to choose from.

As in record linkage only rows of one block are compared: actors of the same kind or the same country, incidents of the
same type or between the same sides. Nothing is merged by it; a person says which are the same.
"""

from typing import Any

import duckdb

from dragoman.desk.incidents import add_firsts
from dragoman.store.rows import find_rows

Row = dict[str, Any]

MOST = 12

_ACTORS = """
    WITH this AS (FROM actor WHERE actor_id = $id)
    SELECT actor.*, jaro_winkler_similarity(lower(actor.name), lower(this.name))
        + 0.2 * len(list_intersect(string_split(lower(actor.name), ' '), string_split(lower(this.name), ' ')))
        + CASE WHEN actor.kind = this.kind THEN 0.1 ELSE 0 END
        + CASE WHEN actor.code = this.code THEN 0.1 ELSE 0 END AS likeness
    FROM actor, this WHERE actor.actor_id <> this.actor_id AND (actor.kind = this.kind OR actor.country = this.country)
    ORDER BY likeness DESC, actor.name, actor.actor_id LIMIT $most
"""
"""The nearest names first (Winkler 1990), words in common counting on top, for families write their names in any
order."""
_INCIDENTS = """
    WITH this AS (FROM incident WHERE incident_id = $id),
    near AS (
        SELECT incident.*, incident.type = this.type AS same_type,
            coalesce(list_has_any(incident.actor_codes, this.actor_codes), false)
                AND coalesce(list_has_any(incident.recipient_codes, this.recipient_codes), false) AS same_sides,
            incident.place_name = this.place_name AS same_place,
            CASE WHEN incident.earliest <= this.latest AND this.earliest <= incident.latest THEN 0
                ELSE least(abs(incident.earliest - this.latest), abs(this.earliest - incident.latest)) END AS apart
        FROM incident, this WHERE incident.incident_id <> this.incident_id
    )
    SELECT * FROM near WHERE same_type OR same_sides
    ORDER BY least(coalesce(apart, 30), 30) - 7 * same_type::INT - 14 * same_sides::INT
        - 14 * coalesce(same_place, false)::INT, incident_id LIMIT $most
"""
"""The nearest days first; the same type makes up for a week between them, the same sides or place for two.
Without a date an incident counts as a month away."""


def find_candidates(connection: duckdb.DuckDBPyConnection, table: str, row_id: str) -> list[Row]:
    """The likeliest to be the same as an actor or an incident, these with their `first` page; none of other tables."""
    asked = {"id": row_id, "most": MOST}
    if table == "actor":
        return find_rows(connection, _ACTORS, asked)
    return add_firsts(connection, find_rows(connection, _INCIDENTS, asked)) if table == "incident" else []
