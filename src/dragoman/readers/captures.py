"""Pages that `dragoman watch` kept: each line of `pages/*.jsonl` beside a record names bytes in its `raw/` by hash.

So what was fetched once can be read again, by another version or into another record, when the page is long gone.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from dragoman.dates import parse_timestamp
from dragoman.ids import sha256
from dragoman.readers.encodings import decode, find_declared_charset, name_binary, repair_surrogates
from dragoman.readers.feeds import read_feed
from dragoman.values import Problem, RawDocument

RAW = "raw"
"""The folder of the bytes, beside the one that the lines lie in."""
KINDS = ("page", "entry")
_HASH = re.compile(r"[0-9a-f]{64}")
_HEAD = 8192
_OWN_NAME = re.compile(rb"""og:site_name|["']publisher["']|citation_publisher""")
_OWN_DATE = re.compile(rb"""article:published_time|["']?datePublished""")


def is_capture(row: Mapping[str, object]) -> bool:
    """Whether an object is a line of what was kept."""
    return row.get("is") in KINDS and isinstance(row.get("sha256"), str) and "at" in row


def locate(folder: Path, digest: str) -> Path:
    """Where the bytes of this hash lie in the record's folder."""
    return folder / RAW / digest[:2] / digest[2:]


def read_capture(row: Mapping[str, object], place: str, folder: Path) -> RawDocument | Problem:
    """The page, or the entry of a feed that stands in for it; `folder` is the record's. Altered bytes are a Problem."""
    digest = str(row["sha256"])
    if not _HASH.fullmatch(digest):
        return Problem(input=place, stage="read", error="a line about a page kept, without the hash of its bytes")
    try:
        raw = locate(folder, digest).read_bytes()
    except OSError as error:
        return Problem(input=place, stage="read", error=f"the bytes that were kept cannot be read: {error.strerror}")
    if sha256(raw) != digest:
        return Problem(input=place, stage="read", error="the bytes that were kept are not those that were fetched")
    return _read_page(row, raw, place) if row["is"] == "page" else _read_entry(row, raw, place)


def _read_page(row: Mapping[str, object], raw: bytes, place: str) -> RawDocument | Problem:
    if binary := name_binary(raw[:_HEAD]):
        return Problem(input=place, stage="read", error=f"{binary}, not text ({_say(row, 'url')})")
    # what the page says of itself goes before what a feed says of it
    publisher = _say(row, "publisher") or (None if _OWN_NAME.search(raw) else _say(row, "feed_title"))
    published = None if _OWN_DATE.search(raw) else parse_timestamp(_say(row, "published") or "")
    return RawDocument(
        input=place,
        text=decode(raw, declared=_say(row, "charset") or find_declared_charset(raw)),
        media="TEXT" if row.get("type") == "text/plain" else "HTML",
        raw_sha256=sha256(raw),
        url=_say(row, "url"),
        publisher=publisher,
        published=published,
        published_from="METADATA" if published else None,
    )


def _read_entry(row: Mapping[str, object], raw: bytes, place: str) -> RawDocument | Problem:
    number = row.get("number")
    for at, found in enumerate(read_feed(raw, place), 1):
        if at == number and isinstance(found, RawDocument):
            known = {name: getattr(found, name) for name in found.__struct_fields__}
            return RawDocument(**known | {"input": place, "url": _say(row, "url")})
    return Problem(input=place, stage="read", error=f"the feed has no entry {number} with words in it")


def _say(row: Mapping[str, object], name: str) -> str | None:
    value = row.get(name)
    return repair_surrogates(value).strip() or None if isinstance(value, str) else None
