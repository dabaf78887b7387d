"""What a record covers, as every export states it."""

import json
from typing import Any

import duckdb

from dragoman.store.database import first_value


def describe_coverage(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What a record covers: inputs, documents, failures, the versions, models and
    settings that read them, and the corrections by hand, by their state."""
    readers = connection.execute(
        "SELECT DISTINCT version, model, settings FROM run SEMI JOIN internal.reader USING (run_id) ORDER BY ALL"
    ).fetchall()
    read_by = {(version, model, _without_jobs(settings)) for version, model, settings in readers}
    return {
        "inputs": first_value(connection, "SELECT inputs FROM internal.state"),
        "documents": first_value(connection, "SELECT count(*) FROM document"),
        "failures": first_value(connection, "SELECT count(*) FROM failure"),
        "read_by": [
            {"version": version, "models": model, "settings": json.loads(settings)}
            for version, model, settings in sorted(read_by)
        ],
        "corrections": dict(
            connection.execute("SELECT state, count(*) FROM correction GROUP BY 1 ORDER BY 1").fetchall()
        ),
    }


def _without_jobs(settings: str) -> str:
    """The settings without the number of workers, which has no effect on the record."""
    told = json.loads(settings)
    told.pop("jobs", None)
    return json.dumps(told, sort_keys=True)
