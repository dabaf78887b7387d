"""Questions in SQL to tables in memory."""

import duckdb
import pyarrow as pa


def ask(query: str, tables: dict[str, pa.Table], *names: str) -> duckdb.DuckDBPyRelation:
    """What the query gives over the tables of those names, and nothing else; one thread, so that no order varies."""
    connection = duckdb.connect(
        config={"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    for name in names:
        connection.register(name, tables[name])
    return connection.sql(query)
