"""`search.sqlite`: every word of a record's documents, statements and events, for SQLite's full-text search (FTS5).

It is made from the record when it is first asked for, brought up to date by the position in the manifest, a piece at a
time, and may be deleted whenever one likes. Each piece is a transaction of its own, so that a process that is killed
loses no more than that, and two that are at it at once share the work. The text of a document is in it once: statements
and events are spans of it.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from dragoman.ids import sha256
from dragoman.store.database import first_value
from dragoman.store.folder import Folder, RecordError

COLUMNS = {"document": "title, text", "statement": "text", "event": "text"}
"""What can be looked for, and the columns whose words are found."""
MARKS = ("\x02", "\x03")
"""What stands around found words while they are read; no text in the index holds them."""

_CREATE = """
CREATE TABLE state (layout TEXT, record TEXT, position INTEGER);
CREATE TABLE page (page INTEGER PRIMARY KEY, document_id TEXT UNIQUE, title TEXT, text TEXT);
CREATE TABLE item (
    item INTEGER PRIMARY KEY, page INTEGER, kind TEXT, row_id TEXT, start INTEGER, "end" INTEGER,
    day TEXT, publisher TEXT
);
CREATE INDEX item_page ON item (page);
""" + "".join(
    f"""
CREATE VIEW {kind}_text AS SELECT item, title, substr(text, start + 1, "end" - start) AS text
    FROM item JOIN page USING (page) WHERE kind = '{kind}';
CREATE VIRTUAL TABLE {kind}_words USING fts5 ({columns}, content = "{kind}_text", content_rowid = "item",
    tokenize = "unicode61 remove_diacritics 2");
"""
    for kind, columns in COLUMNS.items()
)
LAYOUT = sha256(_CREATE.encode())[:16]
_DOCUMENTS_A_PIECE = 2000
_WAIT = 60.0
"""Seconds to wait for another process that has the file in hand."""

_PAGES = """
    SELECT document_id, title, text, published::DATE::VARCHAR, publisher FROM document
    WHERE document_id IN (SELECT unnest($ids)) ORDER BY document_id
"""
_ITEMS = """
    SELECT document_id, 'document' AS kind, document_id AS row_id, 0 AS start, length(text) AS "end" FROM document
    WHERE document_id IN (SELECT unnest($ids))
    UNION ALL
    SELECT document_id, 'statement', statement_id, start, "end" FROM statement
    WHERE document_id IN (SELECT unnest($ids))
    UNION ALL
    SELECT event.document_id, 'event', event_id, sentence.start, sentence.end
    FROM event JOIN sentence USING (document_id, sentence) WHERE document_id IN (SELECT unnest($ids))
    ORDER BY ALL
"""


class Progress(NamedTuple):
    """How many documents are in the index, of how many."""

    done: int
    total: int


def index_path(connection: duckdb.DuckDBPyConnection) -> Path:
    """Where the index of an open record lies: beside its database."""
    found = first_value(connection, "SELECT path FROM duckdb_databases() WHERE database_name = 'record'")
    if not found:
        raise RecordError("only a record in a folder can be searched")
    return Path(found).with_name("search.sqlite")


@contextlib.contextmanager
def open_index(path: Path) -> Iterator[sqlite3.Connection]:
    """The index of a record, made anew where it is of another layout, of another record or damaged; raises RecordError
    where that cannot be done."""
    opened = None
    try:
        opened = _connect(path)
        if opened is None:
            remove_index(path)
            opened = _connect(path)
        if opened is None:
            raise RecordError(f"{path} is being made anew by others again and again; try once more")
    except sqlite3.OperationalError as error:
        raise RecordError(f"{path} cannot be made or read ({error}): the folder has to be writable") from None
    with contextlib.closing(opened):
        yield opened


def _connect(path: Path) -> sqlite3.Connection | None:
    """The index, with its tables; None where the file is none of ours."""
    opened = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        for setting in ("cache_size = -65536", "mmap_size = 1073741824", "synchronous = NORMAL"):
            opened.execute(f"PRAGMA {setting}")
        opened.execute("BEGIN IMMEDIATE" if _count_tables(opened) == 0 else "BEGIN")
        if _count_tables(opened) == 0:
            for statement in _CREATE.split(";\n"):
                opened.execute(statement)
            opened.execute("INSERT INTO state VALUES (?, ?, 0)", (LAYOUT, _record_mark(path)))
        opened.execute("COMMIT")
        ours = opened.execute("SELECT layout, record FROM state").fetchall() == [(LAYOUT, _record_mark(path))]
    except sqlite3.DatabaseError as error:
        opened.close()
        if isinstance(error, sqlite3.OperationalError) and "no such" not in str(error):
            raise
        return None
    if not ours:
        opened.close()
    return opened if ours else None


def _count_tables(opened: sqlite3.Connection) -> int:
    return int(opened.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def remove_index(path: Path) -> None:
    """Drop the index; the next who asks makes it anew."""
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _record_mark(path: Path) -> str:
    """What tells a record from another that lay in the same folder before: how its manifest begins."""
    return next((str(line.get("chain", "")) for _, line in Folder(path.parent).manifest.read()), "")


# ---------------------------------------------------------------- keeping it up to date


def sync_index(connection: duckdb.DuckDBPyConnection, opened: sqlite3.Connection, path: Path) -> Iterator[Progress]:
    """Bring the index up to the record, a piece at each step; gives how far it is after each."""
    target = int(first_value(connection, "SELECT position FROM internal.state"))
    total = int(first_value(connection, "SELECT count(*) FROM document"))
    while (position := _position(opened)) < target:
        opened.execute("BEGIN IMMEDIATE")
        try:
            position = _position(opened)  # another process may have gone on meanwhile
            documents, position = _next_piece(path, position, target)
            _forget(opened, documents)
            _take(connection, opened, documents)
            opened.execute("UPDATE state SET position = ?", (position,))
            opened.execute("COMMIT")
        except BaseException:
            opened.execute("ROLLBACK")
            raise
        yield Progress(opened.execute("SELECT count(*) FROM page").fetchone()[0], total)


def read_progress(connection: duckdb.DuckDBPyConnection) -> Progress:
    """How far the index is, without doing anything for it; all is done where it has the record's last line."""
    total = int(first_value(connection, "SELECT count(*) FROM document"))
    with open_index(index_path(connection)) as opened:
        if _position(opened) >= int(first_value(connection, "SELECT position FROM internal.state")):
            return Progress(total, total)
        done = opened.execute("SELECT count(*) FROM page").fetchone()[0]
    return Progress(min(done, total - 1), total)


def _position(opened: sqlite3.Connection) -> int:
    return int(opened.execute("SELECT position FROM state").fetchone()[0])


def _next_piece(path: Path, position: int, target: int) -> tuple[list[str], int]:
    """The documents that the next lines of the manifest tell of, and how far those lines go."""
    documents: set[str] = set()
    for end, line in Folder(path.parent).manifest.read(position):
        if end > target:
            break
        position = end
        if line["is"] == "batch":
            documents.update(entry[0] for entry in line["documents"])
            documents.update(line["replaced"])
        if len(documents) >= _DOCUMENTS_A_PIECE:
            break
    else:
        position = target
    return sorted(documents), position


def _forget(opened: sqlite3.Connection, documents: list[str]) -> None:
    """Drop what the index holds of these documents; FTS5 is told the words that it is to forget."""
    found = opened.execute(
        "SELECT page FROM page WHERE document_id IN (SELECT value FROM json_each(?))", (json.dumps(documents),)
    )
    pages = json.dumps([page for (page,) in found])
    if pages == "[]":
        return
    within = "page IN (SELECT value FROM json_each(?))"
    for kind, columns in COLUMNS.items():
        opened.execute(
            f"INSERT INTO {kind}_words ({kind}_words, rowid, {columns}) SELECT 'delete', item, {columns}"
            f" FROM {kind}_text WHERE item IN (SELECT item FROM item WHERE {within} AND kind = '{kind}')",
            (pages,),
        )
    for table in ("item", "page"):
        opened.execute(f"DELETE FROM {table} WHERE {within}", (pages,))


def _take(connection: duckdb.DuckDBPyConnection, opened: sqlite3.Connection, documents: list[str]) -> None:
    """Put in what the record holds of these documents now."""
    last_page, last_item = (
        opened.execute(f"SELECT coalesce(max({table}), 0) FROM {table}").fetchone()[0] for table in ("page", "item")
    )
    pages = connection.execute(_PAGES, {"ids": documents}).fetchall()
    numbers = {row[0]: number for number, row in enumerate(pages, last_page + 1)}
    opened.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?)",
        ((numbers[name], name, _clean(title), _clean(text)) for name, title, text, _, _ in pages),
    )
    about = {name: (day, publisher) for name, _, _, day, publisher in pages}
    items = connection.execute(_ITEMS, {"ids": documents}).fetchall()
    opened.executemany(
        "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((number, numbers[name], *row, *about[name]) for number, (name, *row) in enumerate(items, last_item + 1)),
    )
    for kind, columns in COLUMNS.items():
        opened.execute(
            f"INSERT INTO {kind}_words (rowid, {columns}) SELECT item, {columns} FROM {kind}_text WHERE item > ?",
            (last_item,),
        )


_UNCLEAN = str.maketrans(dict.fromkeys(("\x00", *MARKS), " "))


def _clean(text: str | None) -> str | None:
    """The text, as long as it was, without what marks found words, and without NUL, which ends a text in SQLite."""
    return text.translate(_UNCLEAN) if text else text
