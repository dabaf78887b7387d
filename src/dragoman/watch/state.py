"""What watching remembers between rounds, in SQLite: feeds, pages, hosts and their robots.txt.

Losing it does no harm but to politeness: all is asked for once more, and the same bytes are the same documents.
"""

import sqlite3
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dragoman.readers.feeds import Listed

_LAYOUT = 1
_TABLES = f"""
PRAGMA user_version = {_LAYOUT};
CREATE TABLE feed (url TEXT PRIMARY KEY, title TEXT, etag TEXT, modified TEXT, sha256 TEXT,
    failures INTEGER);
CREATE TABLE page (url TEXT PRIMARY KEY, feed TEXT, number INTEGER, text INTEGER, feed_sha256 TEXT, stamp TEXT,
    title TEXT, published TEXT, publisher TEXT, status TEXT, attempts INTEGER, etag TEXT, modified TEXT, sha256 TEXT);
CREATE INDEX open_pages ON page (status) WHERE status = 'OPEN';
CREATE TABLE host (name TEXT PRIMARY KEY, ready REAL, failures INTEGER);
CREATE TABLE robots (origin TEXT PRIMARY KEY, text TEXT, until REAL);
CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER);
"""

Status = Literal["OPEN", "HELD", "ENTRY", "LOST"]
"""To be fetched; kept; the feed's own words kept in its place; neither to be had."""


class Page(NamedTuple):
    """A page that a feed lists."""

    url: str
    feed: str
    number: int
    text: bool
    feed_sha256: str
    stamp: str
    title: str | None
    published: str | None
    publisher: str | None
    status: Status = "OPEN"
    attempts: int = 0
    etag: str | None = None
    modified: str | None = None
    sha256: str | None = None


class Feed(NamedTuple):
    """A feed as it was last had."""

    url: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    sha256: str | None = None
    failures: int = 0
    """In a row."""


class Host(NamedTuple):
    """A host: not to be asked before `ready` (seconds since 1970), after so many failures in a row."""

    name: str
    ready: float = 0.0
    failures: int = 0


class State:
    """The file; every change is on the disk when the call is over. One that is damaged, or of another layout, is made
    anew."""

    def __init__(self, path: Path | str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        if not self._is_sound():
            self._connection.close()
            for end in ("", "-journal", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.executescript(f"BEGIN; {_TABLES} COMMIT;")

    def _is_sound(self) -> bool:
        try:
            told = [self._one(f"PRAGMA {one}") for one in ("user_version", "quick_check")]
        except sqlite3.DatabaseError:
            return False
        return told == [(_LAYOUT,), ("ok",)]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _one(self, query: str, *parameters: Any) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(query, parameters).fetchone()
        return row

    def _put(self, table: str, row: tuple[Any, ...]) -> None:
        gaps = ", ".join("?" * len(row))
        self._connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({gaps})", row)

    def feed(self, url: str) -> Feed:
        """What is known of a feed."""
        row = self._one("SELECT * FROM feed WHERE url = ?", url)
        return Feed(*row) if row else Feed(url)

    def put_feed(self, feed: Feed) -> None:
        """Remember a feed."""
        self._put("feed", feed)

    def page(self, url: str) -> Page | None:
        """What is known of a page."""
        row = self._one("SELECT * FROM page WHERE url = ?", url)
        return Page(*row)._replace(text=bool(row[3])) if row else None

    def put_page(self, page: Page) -> None:
        """Remember a page."""
        self._put("page", page)

    def note(self, listed: Listed, feed: Feed) -> bool:
        """Remember an entry of a feed; gives whether its page is new or may have changed, and so is to be fetched."""
        known = self.page(listed.url)
        if known is not None and (known.feed != feed.url or known.stamp == listed.stamp):
            return False
        published = listed.published.isoformat() if listed.published else None
        told = (listed.number, listed.text, feed.sha256 or "", listed.stamp, listed.title, published, listed.publisher)
        page = Page(listed.url, feed.url, *told)
        if known is not None:
            page = page._replace(etag=known.etag, modified=known.modified, sha256=known.sha256)
        self.put_page(page)
        return True

    def open_pages(self, feed: str, most: int) -> list[Page]:
        """Pages of a feed that are to be fetched, the newest first."""
        query = (
            "SELECT * FROM page WHERE status = 'OPEN' AND feed = ? ORDER BY published DESC NULLS LAST, number LIMIT ?"
        )
        return [Page(*row)._replace(text=bool(row[3])) for row in self._connection.execute(query, (feed, most))]

    def count_open(self) -> int:
        """How many pages are to be fetched."""
        return int((self._one("SELECT count(*) FROM page WHERE status = 'OPEN'") or (0,))[0])

    def host(self, name: str) -> Host:
        """What is known of a host."""
        row = self._one("SELECT * FROM host WHERE name = ?", name)
        return Host(*row) if row else Host(name)

    def put_host(self, host: Host) -> None:
        """Remember a host."""
        self._put("host", host)

    def robots(self, origin: str) -> tuple[str, float] | None:
        """A host's robots.txt, and until when it counts."""
        row = self._one("SELECT text, until FROM robots WHERE origin = ?", origin)
        return (row[0], row[1]) if row else None

    def put_robots(self, origin: str, text: str, until: float) -> None:
        """Remember a robots.txt."""
        self._put("robots", (origin, text, until))

    def mark(self, name: str) -> int:
        """How far something has come; 0 at first."""
        row = self._one("SELECT value FROM mark WHERE name = ?", name)
        return int(row[0]) if row else 0

    def put_mark(self, name: str, value: int) -> None:
        """Remember how far something has come."""
        self._put("mark", (name, value))
