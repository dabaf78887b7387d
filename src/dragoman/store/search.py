"""Words in a record's documents, statements and events: the best first, with what stands around them."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

import duckdb

from dragoman.store.rows import find_rows
from dragoman.store.search_index import MARKS, Progress, index_path, open_index, sync_index
from dragoman.store.search_words import read_query

Kind = Literal["document", "statement", "event"]
Span = tuple[int, int]

BROAD = 20_000
"""Words that are in more rows than this say too little to rank them by."""
SNIPPET = 260
"""Characters of a snippet, at most, but for the ends of words."""


class Question(NamedTuple):
    """What is looked for, and where: `words` as `read_query` reads them, `since` and `until` days of publication."""

    words: str
    kind: Kind = "document"
    since: date | None = None
    until: date | None = None
    publisher: str | None = None
    limit: int = 20
    """The most hits to give; 0 for all."""
    offset: int = 0


class Hit(NamedTuple):
    """Words that were found. Spans are of characters of the document's text; those of the title are of the title."""

    kind: Kind
    row_id: str
    document_id: str
    start: int
    end: int
    text: str
    """What the document says from `start` to `end`."""
    marks: tuple[Span, ...]
    title: str | None
    title_marks: tuple[Span, ...]
    publisher: str | None
    published: datetime | None
    url: str | None
    copy_of: str | None
    what: str | None
    """The statement's act or the event's type."""
    who: str | None
    """The statement's speaker."""
    rank: float
    """BM25 as FTS5 gives it: the lower, the better."""


class Hits(NamedTuple):
    """The hits asked for, and how many there are in all."""

    hits: list[Hit]
    total: int
    undated: int = 0
    """How many fit but bear no day, where one was asked for."""
    broad: bool = False
    """The words are in more than `BROAD` rows: the rows read last come first, for no match is better than another, and
    without a filter `total` is no more than `BROAD`."""


def search(connection: duckdb.DuckDBPyConnection, question: Question) -> Hits:
    """What is found, the best first (BM25); the index is brought up to date before.

    Raises WrongQueryError where the words make no query, RecordError where the index cannot be made.
    """
    query = read_query(question.words)
    path = index_path(connection)
    with open_index(path) as opened:
        for _ in sync_index(connection, opened, path):
            pass
        return _ask(connection, opened, query, question)


def prepare(connection: duckdb.DuckDBPyConnection) -> Iterator[Progress]:
    """Bring the index up to date, a piece at each step."""
    path = index_path(connection)
    with open_index(path) as opened:
        yield from sync_index(connection, opened, path)


def _ask(connection: duckdb.DuckDBPyConnection, opened: sqlite3.Connection, query: str, question: Question) -> Hits:
    table = f"{question.kind}_words"
    asked = {"publisher": question.publisher, "since": question.since, "until": question.until}
    values: dict[str, str | int] = {"query": query}
    values |= {name: str(value) for name, value in asked.items() if value}
    (total,) = opened.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH :query LIMIT {BROAD + 1})", values
    ).fetchone()
    broad, total, undated = total > BROAD, min(total, BROAD), 0
    conditions = [_CONDITIONS[name] for name in values if name in _CONDITIONS]
    source = f"{table} JOIN item ON item.item = {table}.rowid" if conditions else table
    where = " AND ".join((f"{table} MATCH :query", *conditions))
    if conditions:
        total, undated = _count(opened, table, conditions, values)
    rows = opened.execute(
        f"SELECT {table}.rowid, {'0.0' if broad else 'rank'} FROM {source} WHERE {where}"
        f" ORDER BY {f'{table}.rowid DESC' if broad else 'rank'} LIMIT :limit OFFSET :offset",
        values | {"limit": question.limit or -1, "offset": question.offset},
    ).fetchall()
    found = [_read(opened, question.kind, query, rowid, rank) for rowid, rank in rows]
    return Hits(list(_describe(connection, question.kind, found)), total, undated, broad)


_CONDITIONS = {"publisher": "publisher = :publisher", "since": "day >= :since", "until": "day <= :until"}


def _count(
    opened: sqlite3.Connection, table: str, conditions: Sequence[str], values: dict[str, str | int]
) -> tuple[int, int]:
    """How many rows fit, and how many else fit but bear no day, where one is asked for."""
    others = [one for one in conditions if "day" not in one]
    undated = " AND ".join((*others, "day IS NULL")) if len(others) < len(conditions) else "FALSE"
    fit, without = opened.execute(
        f"SELECT count(*) FILTER (WHERE {' AND '.join(conditions)}), count(*) FILTER (WHERE {undated})"
        f" FROM {table} JOIN item ON item.item = {table}.rowid WHERE {table} MATCH :query",
        values,
    ).fetchone()
    return int(fit), int(without)


class _Found(NamedTuple):
    rank: float
    row_id: str
    document_id: str
    offset: int
    title: str | None
    text: str


def _read(opened: sqlite3.Connection, kind: Kind, query: str, rowid: int, rank: float) -> _Found:
    """What was found, with marks in its words."""
    marked = [f"highlight({kind}_words, {place}, :first, :last)" for place in range(2 if kind == "document" else 1)]
    title, text = marked if kind == "document" else ("page.title", *marked)
    row = opened.execute(
        f"SELECT row_id, document_id, start, {title}, {text} FROM {kind}_words"
        f" JOIN item ON item.item = {kind}_words.rowid JOIN page USING (page)"
        f" WHERE {kind}_words MATCH :query AND {kind}_words.rowid = :rowid",
        {"query": query, "rowid": rowid, "first": MARKS[0], "last": MARKS[1]},
    ).fetchone()
    return _Found(rank, *row)


_ABOUT = {
    "document": "SELECT document_id AS row_id, NULL AS what, NULL AS who, document_id FROM document",
    "statement": "SELECT statement_id AS row_id, act AS what, actor.name AS who, document_id FROM statement"
    " LEFT JOIN actor ON actor.actor_id = statement.speaker",
    "event": "SELECT event_id AS row_id, type AS what, NULL AS who, document_id FROM event",
}


def _describe(connection: duckdb.DuckDBPyConnection, kind: Kind, found: Sequence[_Found]) -> Iterator[Hit]:
    """Hits with what the record says of them; what the record no longer has is left out."""
    rows = find_rows(
        connection,
        f"SELECT row.*, publisher, published, url, copy_of FROM ({_ABOUT[kind]}) AS row"
        " JOIN document USING (document_id) WHERE document_id IN (SELECT unnest($documents))"
        " AND row_id IN (SELECT unnest($ids))",
        {"ids": [one.row_id for one in found], "documents": [one.document_id for one in found]},
    )
    known = {row["row_id"]: row for row in rows}
    for one in found:
        if one.row_id in known:
            text, marks = read_marks(one.text or "")
            title, title_marks = read_marks(one.title) if one.title is not None else (None, ())
            start, end = choose_snippet(text, marks)
            yield Hit(
                kind=kind, document_id=one.document_id, start=one.offset + start, end=one.offset + end,
                text=text[start:end], title=title, title_marks=title_marks, rank=round(one.rank, 6),
                marks=tuple((one.offset + a, one.offset + b) for a, b in marks if start <= a and b <= end),
                **{name: known[one.row_id][name]
                   for name in ("row_id", "publisher", "published", "url", "copy_of", "what", "who")},
            )  # fmt: skip


def read_marks(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The text without the marks around found words, and the spans that they stood around."""
    spans, pieces, at = [], [], 0
    for number, piece in enumerate(marked.replace(MARKS[1], MARKS[0]).split(MARKS[0])):
        if number % 2:
            spans.append((at, at + len(piece)))
        pieces.append(piece)
        at += len(piece)
    return "".join(pieces), tuple(spans)


def choose_snippet(text: str, marks: Sequence[Span], most: int = SNIPPET) -> Span:
    """The stretch of about `most` characters with the most found words, from one end of a word to another."""
    if len(text) <= most:
        return 0, len(text)
    best, most_words = marks[0] if marks else (0, 0), 0
    for at, (first, _) in enumerate(marks):
        within = [end for _, end in marks[at:] if end - first <= most]
        if len(within) > most_words:
            best, most_words = (first, within[-1]), len(within)
    room = max(0, most - (best[1] - best[0]))
    start = max(0, min(best[0] - room // 3, len(text) - most))
    end = min(len(text), max(start + most, best[1]))
    return _to_space(text, start, best[0], 1), _to_space(text, end, best[1], -1)


def _to_space(text: str, place: int, bound: int, step: int) -> int:
    """The nearest end of a word from a place towards the found words, and never beyond them."""
    if place in (0, len(text)):
        return place
    while place != bound and not text[place if step < 0 else place - 1].isspace():
        place += step
    return place
