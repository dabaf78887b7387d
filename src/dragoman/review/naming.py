"""Actors as a person names them in an edit: by id, name or code; with the words of the page that mean them."""

from collections.abc import Mapping
from typing import Any

import duckdb

from dragoman.review.rows import ReviewError
from dragoman.store.rows import find_rows

_CALLED = """
    SELECT * FROM actor WHERE actor_id = $1 OR (len($1) >= 4 AND starts_with(actor_id, lower($1)))
        OR lower(strip_accents(name)) = lower(strip_accents($1)) OR code = upper($1)
    ORDER BY actor_id
"""


def find_actor(connection: duckdb.DuckDBPyConnection, given: str) -> dict[str, Any]:
    """The one actor that is called so; raises ReviewError where there is none, or several."""
    found = find_rows(connection, _CALLED, [given.strip().removeprefix("actor/")])
    if len(found) == 1:
        return found[0]
    if not found:
        raise ReviewError(f"no actor is called {given!r}; `dragoman show DIR actors` lists them")
    shown = "; ".join(f"{row['actor_id']} {row['name']} ({row['code'] or row['kind']})" for row in found[:5])
    raise ReviewError(f"{len(found)} actors are called {given!r}: {shown}. Give the id")


def name_participants(connection: duckdb.DuckDBPyConnection, given: Any, row: Mapping[str, Any]) -> Any:
    """Participants named by text, each with the words of its document nearest to the event that mean it; others as
    they are given."""
    if isinstance(given, str) and not given.strip().startswith("["):
        given = [one for one in given.split(",") if one.strip()]
    if not isinstance(given, list | tuple):
        return given
    return [_participant(connection, one, row) if isinstance(one, str) else one for one in given]


def _participant(connection: duckdb.DuckDBPyConnection, given: str, row: Mapping[str, Any]) -> dict[str, Any]:
    actor = find_actor(connection, given)
    words = find_rows(
        connection,
        'SELECT start, "end" FROM mention WHERE document_id = $1 AND actor_id = $2'
        " ORDER BY abs(start - $3), start LIMIT 1",
        [row["document_id"], actor["actor_id"], row["trigger_start"]],
    )
    if not words:
        told = f"{actor['name']}: no words of the page mean that actor"
        raise ReviewError(f"{told}; give {{actor_id, code, start, end}} of those that do, as JSON")
    return {"actor_id": actor["actor_id"], "code": actor["code"], **words[0]}
