"""What every reader must hold, whatever the bytes; and a harness that lets atheris look for bytes that break it.

`python -m tests.readers.fuzz -max_total_time=60` runs it. `test_readers_fuzz.py` has it run for some seconds, and asks
the same of what hypothesis thinks of.
"""

import bz2
import contextlib
import gzip
import io
import json
import lzma
import sys
import tempfile
import zipfile
from pathlib import Path
from types import FunctionType
from unittest import mock

import lz4.frame

from dragoman.clean.document import make_document
from dragoman.clean.furniture import find_blocks
from dragoman.readers import Stdin, read_input
from dragoman.readers.event_codes import read_columns
from dragoman.readers.event_tables import read_event_table
from dragoman.readers.feeds import list_entries
from dragoman.readers.kinds import BY_SUFFIX
from dragoman.readers.packed import zstd
from dragoman.settings import Settings
from dragoman.values import Document, Problem, RawDocument
from dragoman.watch.lists import ListError, read_list

SETTINGS = Settings(page_bytes=20_000)
NAMES = ("input", *(f"input{suffix}" for suffix in BY_SUFFIX), "input.warc.gz", "input.jsonl.zst")


def make_record(page: bytes, more: bytes = b"") -> bytes:
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n" + more + b"\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(content) + content + b"\r\n\r\n"


def make_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


CELLS: dict[str, dict[str, str]] = {
    "GDELT": {"GLOBALEVENTID": "9", "SQLDATE": "20310401", "Actor1Code": "NORMIL", "Actor1CountryCode": "NOR",
              "Actor1Type1Code": "MIL", "EventCode": "1831", "ActionGeo_Lat": "61.5", "ActionGeo_Long": "-3.25"},
    "ICEWS": {"Event ID": "9", "Event Date": "2031-04-01", "Source Country": "Norway", "CAMEO Code": "190",
              "Source Sectors": "Military", "Target Country": "Denmark", "Latitude": "61.5", "Longitude": "-3.25"},
    "POLECAT": {"Event ID": "9", "Event Date": "2031-04-01", "Event Type": "ASSAULT", "Actor COW": "385",
                "Actor Country": "NOR", "Recipient Country": "DNK", "Latitude": "61.5", "Longitude": "-3.25"},
}  # fmt: skip
RECORD = make_record(b"<p>Words \xd0\xd2</p>")
WHOLE = (
    b"Words \xe2\x80\x9cof\xe2\x80\x9d a page \xf0\x9f\x9a\xa2 e\xcc\x81 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d.\n",
    b"<html><head><meta charset=latin-1><title>t</title></head><body><p>a\xe9</p></body></html>",
    b'{"text": "a \\ud83d\\udea2 b", "id": 1}\n{"text": "c \\udfff"}\n',
    b'text,id\n"a, b",1\nc,2\n',
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>t</title>'
    b"<source url='u'>S</source><pubDate>Tue, 10 Mar 2026 22:30:00 -0400</pubDate>"
    b"<description>a &lt;b&gt;</description></item></channel></rss>",
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><summary>a</summary></entry></feed>',
    b"<urlset><url><loc>https://a.example/1</loc></url></urlset>",
    json.dumps(
        {"uri": "u", "headlines": [{"value": "h"}], "bodies": [{"contenttype": "text/html", "value": "<p>a"}]}
    ).encode(),
    RECORD + RECORD.replace(b"200 OK", b"404 No") + RECORD,
    gzip.compress(RECORD, mtime=0) + gzip.compress(RECORD, mtime=0),
    make_record(gzip.compress(b"<p>Words</p>", mtime=0), b"Content-Encoding: gzip\r\n"),
    make_record(b"5\r\n<p>ab\r\n0\r\n\r\n", b"Transfer-Encoding: chunked\r\n"),
    zstd.compress(b'{"text": "a"}\n' * 20),
    "\ufeffa\u00e9".encode("utf-16"),
    make_zip({"a.html": b"<p>Words</p>", "b/c.jsonl": b'{"text": "a"}\n', "d.png": b"\x89PNG"}),
    b'<html><head><script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"h","articleBody":"Words",'
    b'"datePublished":"2031-04-01T09:00:00+02:00"}</script></head><body><p>Words of it</p></body></html>',
    b'{"is": "page", "at": "2031-04-01", "url": "https://a.example/1", "sha256": "'
    + b"0" * 64
    + b'"}\n{"text": "a"}\n',
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    b"<url><loc>https://a.example/1</loc><n:news><n:publication><n:name>P</n:name></n:publication><n:publication_date>"
    b"2031-04-01</n:publication_date><n:title>t</n:title></n:news></url></urlset>",
    b"<sitemapindex><sitemap><loc>/1.xml</loc><lastmod>2031-04-01</lastmod></sitemap></sitemapindex>",
    b"<opml><body><outline text='a' xmlUrl='https://a.example/feed'/></body></opml>",
    lz4.frame.compress(RECORD),
    bz2.compress(b"Words"),
    lzma.compress(b"<p>Words</p>"),
)
"""A small input of each kind."""
LISTS = (b"<urlset", b"<sitemapindex", b"<opml")
"""How those begin that hold no document."""
TABLES = tuple(
    "\n".join(
        "\t".join(cells.get(name, "") if row else name for name in columns)
        for row, cells in enumerate(({}, CELLS[system], CELLS[system]))
    ).encode()
    for system, columns in read_columns().items()
)
"""Two rows of each kind of event table, with their header."""


class Named(Stdin):
    """Bytes in memory that say they are a file of some name."""

    name: str
    raw: bytes

    def __str__(self) -> str:
        return self.name


def read_bytes(raw: bytes, name: str) -> list[RawDocument | Problem]:
    """What the readers make of the bytes, as standard input would give them."""
    stream = io.TextIOWrapper(io.BytesIO(raw))
    with mock.patch.object(sys, "stdin", stream):
        return list(read_input(Named(name=name, raw=raw), SETTINGS))


def check(raw: bytes, name: str) -> None:
    """Every input ends as documents or Problems, whose words can be stored; nothing is raised, nothing is lost."""
    found = read_bytes(raw, name)
    assert found, "neither a document nor a Problem"
    for one in found:
        assert one.input.startswith(name)
        told = (
            [one.error] if isinstance(one, Problem) else [one.text, one.title, one.url, one.publisher, one.external_id]
        )
        for words in filter(None, told):
            words.encode()  # a lone surrogate goes no further
        if isinstance(one, RawDocument):
            assert len(one.raw_sha256) == 64
            assert (one.published is None) == (one.published_from is None)
            assert one.published is None or one.published.tzinfo
    assert found == read_bytes(raw, name), "not the same again"
    for event in read_event_table(io.BufferedReader(io.BytesIO(raw)), name, SETTINGS.page_bytes):  # type: ignore[arg-type]
        assert event
    with tempfile.TemporaryDirectory() as place, contextlib.suppress(ListError):
        Path(place, "list").write_bytes(raw)
        assert all(read_list(Path(place, "list")))
    listing = list_entries(raw, name, "https://a.example/feed")
    assert isinstance(listing, Problem) or all(one.url.encode() for one in listing.entries)


def check_offsets(raw: bytes, name: str) -> None:
    """After cleaning: the text can be stored, and its blocks are whole lines of it, one after another."""
    for one in read_bytes(raw, name):
        document = make_document(one, SETTINGS) if isinstance(one, RawDocument) else None
        if isinstance(document, Document):
            document.text.encode()
            last = 0
            for block in find_blocks(document):
                line = document.text[block.start : block.end]
                assert last <= block.start < block.end <= len(document.text)
                assert line == line.strip()
                assert "\n" not in line
                last = block.end


def run_atheris() -> None:
    """Mutates bytes until a check fails, for as long as it is told."""
    import atheris

    def try_bytes(raw: bytes) -> None:
        name = NAMES[raw[0] % len(NAMES)] if raw else NAMES[0]
        check(raw[1:], name)
        check_offsets(raw[1:], name)

    ours = ("dragoman.readers", "dragoman.clean", "dragoman.watch.lists")
    for module in sorted(name for name in sys.modules if name.startswith(ours)):
        for one in vars(sys.modules[module]).values():
            if isinstance(one, FunctionType) and one.__module__ == module:
                atheris.instrument_func(one)
    with tempfile.TemporaryDirectory() as seeds:
        for number, whole in enumerate((*WHOLE, *TABLES)):
            Path(seeds, str(number)).write_bytes(b"\0" + whole)
        atheris.Setup([*sys.argv, seeds], try_bytes)
        atheris.Fuzz()


if __name__ == "__main__":
    run_atheris()
