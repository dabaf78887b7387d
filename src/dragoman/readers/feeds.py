"""RSS and Atom files: one entry, one document. DTDs and entities are refused before anything is expanded.

Sitemaps, those of news among them, list addresses and hold no text: one Problem says how many, and what to do. Whoever
watches feeds takes the addresses of either from `list_entries`.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from time import struct_time
from typing import Any, NamedTuple
from urllib.parse import urljoin

import feedparser
import msgspec

from dragoman.dates import parse_timestamp
from dragoman.ids import make_id, sha256
from dragoman.readers.encodings import decode, repair_surrogates
from dragoman.readers.packed import Unpacked, UnreadableError, find_packing
from dragoman.readers.sitemaps import SITEMAPS, Sitemap, declares_entities
from dragoman.values import Problem, RawDocument

_ROOT = re.compile(r"<\w")
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,300}>")
_ENCODING = re.compile(rb"""<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""")
_DECLARED_WITHIN = 1024
_MOST = 50_000_000  # bytes that sitemaps.org allows a sitemap
_EARLIEST_YEAR = 1900  # feedparser makes the year -99 of `00`


class Listed(NamedTuple):
    """An entry of a feed or sitemap, as far as it tells where to find a page and what to know of it beforehand."""

    number: int
    """Its place in the feed, from 1, as in `read_feed`."""
    url: str
    title: str | None
    published: datetime | None
    publisher: str | None
    """Of the entry's own `source`, or of the sitemap's publication."""
    text: bool
    """Whether the entry holds words that could be read in the page's place."""
    stamp: str
    """A hash of all that the entry says; a changed one may mean a changed page."""


class Listing(NamedTuple):
    """What a feed or sitemap lists: its title, its entries, and the sitemaps that a list of sitemaps names."""

    title: str | None
    entries: tuple[Listed, ...]
    children: tuple[str, ...] = ()


def list_entries(raw: bytes, name: str, url: str) -> Listing | Problem:
    """The entries of a feed or of a sitemap of news, addresses made whole by the feed's own `url`."""
    raw = _unpack(raw)
    seen = Sitemap()
    if not declares_entities(raw, seen) and seen.root in SITEMAPS:
        return _list_sitemap(seen, name, url)
    feed = _parse(raw, name)
    if isinstance(feed, Problem):
        return feed
    found = (_list_entry(entry, number, url) for number, entry in enumerate(feed.entries, 1))
    return Listing(_to_words(feed.feed.get("title")), tuple(one for one in found if one))


def _list_entry(entry: Any, number: int, url: str) -> Listed | None:
    link = entry.get("link")
    if not isinstance(link, str) or not link.strip():
        return None
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    body = _find_body(entry).get("value") or ""
    days = (dict.get(entry, name) for name in ("updated", "published"))  # as they stand, without feedparser's guesses
    told = [entry.get("id"), link, entry.get("title"), *days, body]
    return Listed(
        number=number,
        url=repair_surrogates(_join(url, link.strip())),
        title=_to_words(entry.get("title")),
        published=_to_datetime(moment),
        publisher=_to_words(entry.get("source", {}).get("title")),
        text=bool(body.strip()),
        stamp=make_id(*(None if one is None else str(one) for one in told)),
    )


def _list_sitemap(seen: Sitemap, name: str, url: str) -> Listing | Problem:
    if seen.root == "sitemapindex":
        newest = sorted(seen.entries, key=lambda one: one.get("lastmod", ""), reverse=True)
        return Listing(None, (), tuple(_join(url, one["loc"]) for one in newest if one.get("loc")))
    news = [one for one in seen.entries if one.get("loc") and "publication_date" in one]
    if not news:
        return Problem(input=name, stage="read", error="a sitemap that lists no news, only addresses without days")
    return Listing(None, tuple(_list_news(one, number, url) for number, one in enumerate(news, 1)))


def _list_news(one: Mapping[str, str], number: int, url: str) -> Listed:
    return Listed(
        number=number,
        url=_join(url, one["loc"]),
        title=one.get("title"),
        published=parse_timestamp(one["publication_date"]),
        publisher=one.get("name"),
        text=False,
        stamp=make_id(*(part for pair in sorted(one.items()) for part in pair)),
    )


def read_feed(raw: bytes, name: str) -> Iterator[RawDocument | Problem]:
    """Each entry of a feed, named `name#1` and on; a Problem for the whole where it is no feed or declares a DTD."""
    feed = _parse(raw, name)
    if isinstance(feed, Problem):
        yield feed
        return
    if not feed.entries:
        yield Problem(input=name, stage="read", error="a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        yield _read_entry(entry, feed.feed.get("title"), f"{name}#{number}")


def _unpack(raw: bytes) -> bytes:
    """The feed itself, of one that is served as an archive (`news.xml.gz`); as it is where that cannot be unpacked."""
    packing = find_packing(raw)
    try:
        return io.BufferedReader(Unpacked(io.BytesIO(raw), packing, _MOST)).read(_MOST) if packing else raw
    except UnreadableError:
        return raw


def _parse(raw: bytes, name: str) -> Any:
    """The feed as feedparser gives it, or the Problem why there is none."""
    raw = _unpack(raw)
    seen = Sitemap()
    if declares_entities(raw, seen):
        return Problem(input=name, stage="read", error="XML with a document type or entities is refused, unread")
    if told := seen.describe():
        return Problem(input=name, stage="read", error=told)
    feed = feedparser.parse(io.BytesIO(_prepare(raw)), sanitize_html=False, resolve_relative_uris=False)
    return feed if feed.version else Problem(input=name, stage="read", error="XML that is neither RSS nor Atom")


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


def _join(url: str, link: str) -> str:
    try:
        return urljoin(url, link)
    except ValueError:  # half an IPv6 address; the fetcher says what is wrong with it
        return link


def _to_words(value: object) -> str | None:
    return repair_surrogates(" ".join(value.split())) or None if isinstance(value, str) else None


def _to_datetime(moment: struct_time | None) -> datetime | None:
    """feedparser gives UTC; a date it cannot read is none, nor is one in a year that no feed was published in."""
    try:
        return datetime(*moment[:6], tzinfo=UTC) if moment and moment.tm_year >= _EARLIEST_YEAR else None
    except ValueError:  # a leap second
        return None
