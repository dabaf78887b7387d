"""Questions in SQL to tables in memory."""

import os
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa

_MEMORY = "2GB"
"""Beyond that a question spills to the disk."""


def ask(query: str, tables: dict[str, pa.Table], *names: str) -> duckdb.DuckDBPyRelation:
    """What the query gives over the tables of those names, and nothing else; one thread, so that no order varies."""
    connection = duckdb.connect(
        config={
            "threads": 1,
            "memory_limit": _MEMORY,
            "temp_directory": str(Path(tempfile.gettempdir(), f"dragoman-{os.getpid()}")),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    for name in names:
        connection.register(name, tables[name])
    return connection.sql(query)
