"""Whether what is made from the truth of a record, and may be deleted at any time, is what is made of it.

Nothing is lost where it is not; but with a wrong index a page is read twice, or words are not found.
"""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dragoman.store.coherence import Fault
from dragoman.store.folder import Folder
from dragoman.store.ledger import Ledger
from dragoman.store.search_index import COLUMNS

_ANEW = "not what the record makes of it: delete it, and it is made anew"
_SEARCH, _WATCH = "search.sqlite", "watch.sqlite"


def check_indexes(folder: Folder) -> Iterator[Fault]:
    """A fault for each SQLite file that is damaged; for an index over the manifest that holds other than the manifest
    tells; for an index of words that finds other words than it holds."""
    checks = {folder.ledger.name: lambda path: _follows(path, folder), _SEARCH: _finds_its_words, _WATCH: _is_sound}
    for name, check in checks.items():
        path = folder.path / name
        try:
            sound = not path.exists() or (_is_sound(path) and check(path))
        except sqlite3.Error:
            sound = False
        if not sound:
            yield Fault(name, _ANEW)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _is_sound(path: Path) -> bool:
    with contextlib.closing(_open(path)) as held:
        return held.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _finds_its_words(path: Path) -> bool:
    """FTS5 compares its words with the texts that they are of, by a statement that writes: so a copy is asked."""
    with (
        tempfile.TemporaryDirectory() as place,
        contextlib.closing(_open(path)) as held,
        contextlib.closing(sqlite3.connect(Path(place, path.name), isolation_level=None)) as copy,
    ):
        held.backup(copy)
        for kind in COLUMNS:
            copy.execute(f"INSERT INTO {kind}_words ({kind}_words, rank) VALUES ('integrity-check', 1)")
    return True


def _follows(held: Path, folder: Folder) -> bool:
    """Whether the index is what the manifest makes; where the manifest is damaged nobody can say."""
    with tempfile.TemporaryDirectory() as place:
        made = Path(place, held.name)
        try:
            with contextlib.closing(Ledger(made)) as ledger:
                ledger.catch_up(folder.manifest)
        except (ValueError, KeyError, TypeError, AttributeError):
            return True  # it has been told of
        with contextlib.closing(_open(made)) as both:
            both.execute("ATTACH ? AS held", [f"{held.absolute().as_uri()}?mode=ro"])
            return not any(_differs(both, name) for name in _tables(both))


def _tables(both: sqlite3.Connection) -> list[str]:
    return [name for (name,) in both.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")]


def _differs(both: sqlite3.Connection, name: str) -> bool:
    ways = (("main", "held"), ("held", "main"))
    queries = (f"SELECT 1 FROM (SELECT * FROM {one}.{name} EXCEPT SELECT * FROM {two}.{name})" for one, two in ways)
    return any(both.execute(query).fetchone() for query in queries)
