"""RSS and Atom files: one entry, one document. DTDs and entities are refused before anything is expanded.

Sitemaps, those of news among them, list addresses and hold no text: one Problem says how many, and what to do.
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, ErrorHandler

import defusedxml.sax
import feedparser
import msgspec
from defusedxml import DefusedXmlException

from dragoman.ids import sha256
from dragoman.readers.encodings import decode, repair_surrogates
from dragoman.values import Problem, RawDocument

_ROOT = re.compile(r"<\w")
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,300}>")
_ENCODING = re.compile(rb"""<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""")
_DECLARED_WITHIN = 1024
_EARLIEST_YEAR = 1900  # feedparser makes the year -99 of `00`


def read_feed(raw: bytes, name: str) -> Iterator[RawDocument | Problem]:
    """Each entry of a feed, named `name#1` and on; a Problem for the whole where it is no feed or declares a DTD."""
    seen = _Sitemap()
    if _declares_entities(raw, seen):
        yield Problem(input=name, stage="read", error="XML with a document type or entities is refused, unread")
        return
    if told := seen.describe():
        yield Problem(input=name, stage="read", error=told)
        return
    feed = feedparser.parse(io.BytesIO(_prepare(raw)), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version:
        yield Problem(input=name, stage="read", error="XML that is neither RSS nor Atom")
    elif not feed.entries:
        yield Problem(input=name, stage="read", error="a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        yield _read_entry(entry, feed.feed.get("title"), f"{name}#{number}")


def _prepare(raw: bytes) -> bytes:
    """The feed in UTF-8, and what stands before its root on one line.

    feedparser's patterns for document types take quadratic time over the blank lines there.
    """
    declared = _ENCODING.search(raw[:_DECLARED_WITHIN])
    text = decode(raw, declared=declared[1].decode("ascii") if declared else None)
    root = _ROOT.search(text)
    start = root.start() if root else len(text)
    head = " ".join(_DECLARATION.sub("", text[:start], count=1).split())
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{text[start:]}'.encode("utf-8", "replace")


class _Sitemap(ContentHandler):
    """Counts what a sitemap (sitemaps.org; Google's for news) lists, as far as the XML can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.root: str | None = None
        self.listed = self.news = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: ARG002, N802 - SAX's
        self.root = self.root or name
        self.listed += name in ("url", "sitemap")
        self.news += name == "news:news"

    def describe(self) -> str | None:
        """What it is and lists, in words; `None` where the XML is no sitemap."""
        if self.root == "sitemapindex":
            many = "sitemap" if self.listed == 1 else "sitemaps"
            return f"a list of {self.listed:,} {many}, without text: save the pages they list and read those"
        if self.root == "urlset":
            news = f", {self.news:,} of them news" if self.news else ""
            many = "address" if self.listed == 1 else "addresses"
            return f"a sitemap: it lists {self.listed:,} {many}{news}, and no text; save the pages and read those"
        return None


def _declares_entities(raw: bytes, seen: ContentHandler) -> bool:
    """Whether the XML has a DTD; broken XML has been looked at up to where it breaks, and feedparser expands none."""
    try:
        defusedxml.sax.parseString(raw, seen, ErrorHandler(), forbid_dtd=True)
    except DefusedXmlException:
        return True
    except (SAXParseException, ValueError, LookupError):
        return False
    return False


def _read_entry(entry: Any, feed_title: str | None, name: str) -> RawDocument | Problem:
    body = _find_body(entry)
    if not body.get("value"):
        return Problem(input=name, stage="read", error="an entry with neither content nor summary")
    published = _to_datetime(entry.get("published_parsed") or entry.get("updated_parsed"))
    fields = {
        "external_id": entry.get("id"),
        "url": entry.get("link"),
        "publisher": entry.get("source", {}).get("title") or feed_title,
        "title": entry.get("title"),
    }
    known = {key: repair_surrogates(value) for key, value in fields.items() if value}
    text = repair_surrogates(body["value"])
    return RawDocument(
        input=name,
        text=text,
        media="TEXT" if body.get("type") == "text/plain" else "HTML",
        raw_sha256=sha256(msgspec.json.encode([known, text, published], order="sorted")),
        published=published,
        published_from="METADATA" if published else None,
        **known,
    )


def _find_body(entry: Any) -> Any:
    """The longest of the entry's contents, else its summary."""
    contents = [content for content in entry.get("content", ()) if content.get("value")]
    return max(contents, key=lambda content: len(content["value"])) if contents else entry.get("summary_detail", {})


def _to_datetime(moment: struct_time | None) -> datetime | None:
    """feedparser gives UTC; a date it cannot read is none, nor is one in a year that no feed was published in."""
    try:
        return datetime(*moment[:6], tzinfo=UTC) if moment and moment.tm_year >= _EARLIEST_YEAR else None
    except ValueError:  # a leap second
        return None
