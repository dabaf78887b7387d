"""Search: words in documents, statements and events, with what stands around them; the index is made meanwhile."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked, WrongQuestionError
from dragoman.desk.page import Page
from dragoman.review.marks import Mark, find_marks
from dragoman.store.database import connect_to_read
from dragoman.store.folder import RecordError
from dragoman.store.search import BROAD, Hit, Hits, Question, prepare, search
from dragoman.store.search_index import Progress, index_path, read_progress
from dragoman.store.search_words import WrongQueryError

KINDS = {"documents": "document", "statements": "statement", "events": "event"}
_PIECE = 1_000
_AT_ONCE = 2_000
"""So many documents are put into the index while the reader waits; for more, the page says how far it is."""
_MAKING: dict[Path, threading.Thread] = {}
_LOCK = threading.Lock()


class Piece(NamedTuple):
    """Words of a hit, and whether they were looked for."""

    text: str
    found: bool


class Shown(NamedTuple):
    """A hit cut at its marks."""

    hit: Hit
    title: list[Piece]
    words: list[Piece]


class Model(NamedTuple):
    """What the page shows."""

    within: str
    kinds: tuple[str, ...]
    shown: list[Shown]
    marks: dict[str, Mark]
    """By id, what people did to the rows that are shown."""
    total: int
    undated: int
    broad: bool
    most: int
    wrong: str | None
    """Why the words are no query."""
    making: Progress | None
    """How far the index is, where it is still being made."""


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """The hits of the page asked for, the best first."""
    within = asked.one("in") or "documents"
    if within not in KINDS:
        raise WrongQuestionError(f"in: there is no {within!r}; there are {', '.join(KINDS)}")
    empty = Model(within, tuple(KINDS), [], {}, 0, 0, False, BROAD, None, None)
    if not asked.query:
        return empty
    try:
        if making := _make_meanwhile(connection):
            return empty._replace(making=making)
        found = _look(connection, asked)
    except WrongQueryError as error:
        return empty._replace(wrong=str(error))
    except RecordError as error:
        raise WrongQuestionError(str(error)) from None
    shown = [Shown(hit, cut_title(hit), cut_words(hit)) for hit in found.hits]
    marks = find_marks(connection, KINDS[within], [hit.row_id for hit in found.hits])
    return empty._replace(shown=shown, marks=marks, total=found.total, undated=found.undated, broad=found.broad)


def _look(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Hits:
    filters = asked.filters
    kind: Any = KINDS[asked.one("in") or "documents"]
    question = Question(asked.query, kind, filters.since, filters.until, asked.one("publisher"))
    return search(connection, question._replace(limit=filters.limit, offset=asked.offset))


def _make_meanwhile(connection: duckdb.DuckDBPyConnection) -> Progress | None:
    """How far the index is, where much is missing: it is then made beside the desk's other work."""
    path, far = index_path(connection), read_progress(connection)
    if far.total - far.done <= _AT_ONCE:
        return None
    with _LOCK:
        if path not in _MAKING or not _MAKING[path].is_alive():
            _MAKING[path] = threading.Thread(target=_make, args=(path.with_name("record.duckdb"),), daemon=True)
            _MAKING[path].start()
    return far


def _make(database: Path) -> None:
    with contextlib.closing(connect_to_read(database)) as connection, contextlib.suppress(RecordError, duckdb.Error):
        for _ in prepare(connection):
            pass


def cut_title(hit: Hit) -> list[Piece]:
    """The title, cut where found words begin and end."""
    return list(_cut(hit.title or "Untitled page", hit.title_marks if hit.title else (), 0))


def cut_words(hit: Hit) -> list[Piece]:
    """The words around a hit, cut where found words begin and end."""
    return list(_cut(hit.text, hit.marks, hit.start))


def _cut(text: str, marks: tuple[tuple[int, int], ...], offset: int) -> Iterator[Piece]:
    at = 0
    for start, end in marks:
        if text[at : start - offset]:
            yield Piece(text[at : start - offset], False)
        yield Piece(text[start - offset : end - offset], True)
        at = end - offset
    if text[at:]:
        yield Piece(text[at:], False)


def list_hits(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """All hits, with spans of the document's text; what is wrong with the words is said before the first."""
    if not asked.query:
        return iter(())
    try:
        first = _look(connection, _piece(asked, 1))
    except WrongQueryError as error:
        raise WrongQuestionError(str(error)) from None
    return (hit._asdict() for hits in _follow(connection, asked, first) for hit in hits)


def _follow(connection: duckdb.DuckDBPyConnection, asked: Asked, first: Hits) -> Iterator[list[Hit]]:
    number, found = 1, first
    while found.hits:
        yield found.hits
        number += 1
        found = _look(connection, _piece(asked, number))


def _piece(asked: Asked, number: int) -> Asked:
    return asked._replace(page=number, filters=asked.filters._replace(limit=_PIECE))


PAGE = Page("search", "/search", build, "Search", tables={"hits": list_hits}, parameters=("in", "publisher"))
