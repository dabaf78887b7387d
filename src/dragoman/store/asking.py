"""SQL that a user writes: one question, read-only, out of reach of files and network, with a limit of rows and time."""

import contextlib
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dragoman.store.database import connect_to_read

ROWS, SECONDS = 10_000, 30.0
"""What a question is given unless it is told otherwise."""
_MEMORY, _DISK = "1GB", "4GB"
_KIND = duckdb.StatementType.SELECT


class QueryError(Exception):
    """A question that is none, that takes too long, or that asks for what may not be had."""


class Answer(NamedTuple):
    """The rows that a question gives; `cut` where there were more than the limit."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool
    seconds: float


def answer(
    database: Path,
    query: str,
    params: Sequence[Any] | dict[str, Any] = (),
    *,
    limit: int = ROWS,
    seconds: float = SECONDS,
) -> Answer:
    """What a query gives; values go in as `params`, for `?`, `$1` or `$name`. Raises QueryError where it may not be
    asked, is wrong, or takes longer than so many seconds."""
    began = time.monotonic()
    with contextlib.closing(connect_to_read(database, memory=_MEMORY, disk=_DISK)) as connection:
        text = _only_question(connection, query)
        over = threading.Timer(seconds, connection.interrupt)
        over.start()
        try:
            found = connection.execute(f"SELECT * FROM (\n{text}\n) LIMIT {int(limit) + 1}", params or None)
            columns = tuple(column[0] for column in found.description)
            rows = found.fetchall()
        except duckdb.InterruptException:
            raise QueryError(f"it takes longer than {seconds:g} seconds") from None
        except duckdb.Error as error:
            raise QueryError(str(error)) from None
        finally:
            over.cancel()
    return Answer(columns, rows[:limit], len(rows) > limit, time.monotonic() - began)


def _only_question(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The query without the semicolon at its end; raises QueryError where it is not one SELECT."""
    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise QueryError(str(error)) from None
    if len(statements) != 1 or statements[0].type is not _KIND:
        raise QueryError("only a single SELECT may be asked")
    return query.strip().removesuffix(";")
