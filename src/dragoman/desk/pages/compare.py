"""Compare: our events beside other coders' rows for the same days and sides, and how far they agree."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked, WrongQuestionError
from dragoman.desk.beside import Beside, Meeting, find_meetings, list_beside, set_beside
from dragoman.desk.page import Page
from dragoman.review.marks import Mark, find_marks
from dragoman.store import reference
from dragoman.store.folder import Folder
from dragoman.store.search_index import index_path

SHOWS = ("counts", "rows")


class Model(NamedTuple):
    """What the page shows."""

    tables: tuple[reference.Kept, ...]
    systems: tuple[str, ...]
    agreements: tuple[reference.Agreement, ...]
    show: str
    """One of SHOWS."""
    cells: list[reference.Cell]
    """A page of the counts, where these are shown."""
    beside: list[Beside]
    """A page of the rows themselves, where these are."""
    marks: dict[str, Mark]
    """By id, what people did to the rows that are shown."""
    total: int
    left_out: dict[str, int]
    record: str


class Basis(NamedTuple):
    """What is counted over the whole record, whatever is asked; a second's work where it is large."""

    tables: tuple[reference.Kept, ...]
    found: reference.Comparison
    meetings: list[Meeting]


def find_basis(connection: duckdb.DuckDBPyConnection) -> Basis:
    """All counts."""
    folder = _folder(connection)
    tables = reference.list_references(folder)
    found = reference.compare_with_references(connection, folder) if tables else reference.Comparison((), (), {})
    return Basis(tables, found, find_meetings(found.cells))


def build(connection: duckdb.DuckDBPyConnection, asked: Asked, basis: Basis) -> Model:
    """Counts and the agreement with each coder, or the rows themselves; by day, the latest first."""
    show = asked.one("show") or SHOWS[0]
    if show not in SHOWS:
        raise WrongQuestionError(f"show: there is no {show!r}; there are {', '.join(SHOWS)}")
    folder = _folder(connection)
    tables = basis.tables
    if not tables:
        return Model((), (), (), show, [], [], {}, 0, {}, folder.path.name)
    found = reference.narrow(basis.found, read_question(asked))
    meetings = basis.meetings if found is basis.found else find_meetings(found.cells)
    cells = found.cells[::-1]
    page = slice(asked.offset, asked.offset + asked.filters.limit)
    beside = set_beside(connection, folder, read_question(asked), meetings[page]) if show == "rows" else []
    return Model(
        tables=tables,
        systems=tuple(sorted({table.system for table in tables})),
        agreements=found.agreements,
        show=show,
        cells=list(cells[page]) if show == "counts" else [],
        beside=beside,
        marks=find_marks(connection, "event", [row["row_id"] for one in beside for row in one.ours]),
        total=len(cells if show == "counts" else meetings),
        left_out=found.left_out,
        record=folder.path.name,
    )


def _folder(connection: duckdb.DuckDBPyConnection) -> Folder:
    return Folder(index_path(connection).parent)


def read_question(asked: Asked) -> reference.Asked:
    """The days and sides that are asked for."""
    since, until = asked.filters.since, asked.filters.until
    one, other = ((asked.one(name) or "").strip().upper() or None for name in ("one", "other"))
    return reference.Asked(since, until, one, other)


def _compare(connection: duckdb.DuckDBPyConnection, asked: Asked) -> reference.Comparison:
    return reference.compare_with_references(connection, _folder(connection), read_question(asked))


def list_cells(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """All cells: day, who, to whom, quad, how many events of ours and of each of the others."""
    systems = sorted({table.system for table in reference.list_references(_folder(connection))})
    if systems:
        for cell in _compare(connection, asked).cells:
            theirs = {system.lower(): cell.theirs.get(system, 0) for system in systems}
            yield {name: getattr(cell, name) for name in ("day", "actor", "recipient", "quad", "ours")} | theirs


def list_agreement(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """How far each coder agrees with us: days and cells in common, overlap, the same quad."""
    if reference.list_references(_folder(connection)):
        for one in _compare(connection, asked).agreements:
            yield one._asdict() | {"overlap": one.overlap}


def list_rows(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """The rows themselves, ours and theirs, by day."""
    if reference.list_references(_folder(connection)):
        yield from list_beside(connection, _folder(connection), read_question(asked))


PAGE = Page(
    "compare",
    "/compare",
    build,
    "Compare",
    tables={"agreement": list_agreement, "cells": list_cells, "rows": list_rows},
    basis=find_basis,
    parameters=("one", "other", "show"),
)
