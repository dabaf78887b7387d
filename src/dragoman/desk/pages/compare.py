"""Compare: our events beside other coders' rows for the same days and sides, and how far they agree."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked
from dragoman.desk.page import Page
from dragoman.store import reference
from dragoman.store.folder import Folder
from dragoman.store.search_index import index_path


class Model(NamedTuple):
    """What the page shows."""

    tables: tuple[reference.Kept, ...]
    systems: tuple[str, ...]
    agreements: tuple[reference.Agreement, ...]
    cells: list[reference.Cell]
    total: int
    left_out: dict[str, int]
    record: str


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """Cells by day, the latest first, and the agreement with each coder."""
    folder = _folder(connection)
    tables = reference.list_references(folder)
    if not tables:
        return Model((), (), (), [], 0, {}, folder.path.name)
    found = _compare(connection, asked)
    cells = found.cells[::-1]
    return Model(
        tables=tables,
        systems=tuple(sorted({table.system for table in tables})),
        agreements=found.agreements,
        cells=list(cells[asked.offset : asked.offset + asked.filters.limit]),
        total=len(cells),
        left_out=found.left_out,
        record=folder.path.name,
    )


def _folder(connection: duckdb.DuckDBPyConnection) -> Folder:
    return Folder(index_path(connection).parent)


def _compare(connection: duckdb.DuckDBPyConnection, asked: Asked) -> reference.Comparison:
    since, until = asked.filters.since, asked.filters.until
    one, other = ((asked.one(name) or "").strip().upper() or None for name in ("one", "other"))
    return reference.compare_with_references(connection, _folder(connection), reference.Asked(since, until, one, other))


def list_cells(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """All cells: day, who, to whom, quad, how many events of ours and of each of the others."""
    systems = sorted({table.system for table in reference.list_references(_folder(connection))})
    if systems:
        for cell in _compare(connection, asked).cells:
            theirs = {system.lower(): cell.theirs.get(system, 0) for system in systems}
            yield {name: getattr(cell, name) for name in ("day", "actor", "recipient", "quad", "ours")} | theirs


PAGE = Page("compare", "/compare", build, "Compare", tables={"cells": list_cells}, parameters=("one", "other"))
