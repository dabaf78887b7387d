"""WARC archives such as CC-NEWS: each page captured with status 200 is a document, everything else is counted.

The day of the capture (`WARC-Date`) is no day of publication and is left alone. A page's hash is that of its bytes as
a browser would have them, freed of the transfer's chunks and packing, so that the same page saved by hand has the same.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from fastwarc.warc import WarcRecord

from dragoman.ids import sha256
from dragoman.readers.encodings import decode, find_declared_charset, name_binary, repair_surrogates
from dragoman.readers.packed import Inflate, Packing, Unpacked, UnreadableError, find_packing, format_size
from dragoman.readers.streams import Stream, describe_excess
from dragoman.readers.warc import Record, read_records
from dragoman.values import NO_PAGE, Problem, RawDocument

_PAGES = ("text/html", "application/xhtml+xml")
_ABOUT = ("warcinfo", "request", "metadata")  # they tell of captures and are none
_OK = 200
_REASONS = 40  # that are told apart
_DIGESTS = ("sha1:", "sha256:")
_HEAD = 8192
_CHUNKED = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\n]{0,200})?\r?\n")
_MEDIA = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,60}")
_ZLIB = b"\x78"


class _PassedOverError(Exception):
    """Why a capture is no page, in words."""


def read_archive(stream: Stream, name: str, cap: int) -> Iterator[RawDocument | Problem | None]:
    """Each page of the archive, called `name#RECORD`; None for a record that is none; at the end
    how many captures were no pages, and why."""
    captures, passed, empty = 0, Counter[str](), True
    for record in read_records(stream, name, cap):
        if isinstance(record, Problem):
            empty = False
            yield record
        elif record.kind in _ABOUT:
            yield None
        else:
            captures, empty = captures + 1, False
            try:
                yield from _read_capture(record, f"{name}#{record.number}", cap)
            except _PassedOverError as error:
                reason = str(error)
                passed[reason if reason in passed or len(passed) < _REASONS else "of other kinds"] += 1
                yield None
            except UnreadableError as error:
                yield Problem(input=f"{name}#{record.number}", stage="read", error=f"record {record.number}: {error}")
    if empty:
        yield Problem(input=name, stage="read", error="a WARC archive without a capture")
    if passed:
        listed = ", ".join(f"{count:,} {reason}" for reason, count in sorted(passed.items()))
        told = f"{passed.total():,} of {captures:,} captures are no pages and were passed over: {listed}"
        yield Problem(input=name, stage=NO_PAGE, error=told)


def _read_capture(record: Record, place: str, cap: int) -> Iterator[RawDocument | Problem]:
    """The page, and what the crawler left out of it."""
    if record.kind != "response":
        raise _PassedOverError(f"{record.kind} records")
    capture = _parse(record.raw, "none")
    _check(capture)
    page = _read_page(record.raw, capture, cap)
    charset = (capture.http_charset or "").strip("\"' ") or find_declared_charset(page)
    yield RawDocument(
        input=place,
        text=decode(page, declared=charset),
        media="HTML",
        raw_sha256=sha256(page),
        url=(capture.headers.get("WARC-Target-URI") or "").strip("<> ") or None,
    )
    if why := capture.headers.get("WARC-Truncated"):
        cut = f"the crawler cut the page short ({repair_surrogates(why)[:40]}) after {format_size(len(page))}"
        yield Problem(input=place, stage="read", error=f"record {record.number}: {cut}; what it kept is read")


def _check(capture: WarcRecord) -> None:
    """Nothing where it holds a page; raises `_PassedOverError` where it does not."""
    media = (capture.headers.get("Content-Type") or "").split(";")[0].strip().lower()
    if media != "application/http":
        raise _PassedOverError(f"of type {_name(media)}")
    status = capture.http_headers.status_code if capture.http_headers else None
    if status is None:
        raise UnreadableError("no HTTP response in it")
    if status != _OK:
        raise _PassedOverError(f"of status {status}")
    if (media := (capture.http_content_type or "").strip().lower()) not in _PAGES:
        raise _PassedOverError(f"of type {_name(media)}")


def _name(media: str) -> str:
    return media if _MEDIA.fullmatch(media) else "unknown"


def _parse(raw: bytes, decoding: Literal["none", "transfer", "all"]) -> WarcRecord:
    """The record, what its reader gives freed of the transfer's coding, of the content's too, or of none."""
    try:
        record = WarcRecord.from_bytes(raw)
        digest = record.headers.get("WARC-Block-Digest") or ""
        if digest.lower().startswith(_DIGESTS) and not record.verify_block_digest():
            raise UnreadableError("damaged: its digest is that of other bytes")
        record.parse_http(auto_decode=decoding, quirks_mode=True)
    except UnreadableError:
        raise
    except OSError as error:
        raise UnreadableError(f"damaged: {error}") from error
    return record


def _read_page(raw: bytes, capture: WarcRecord, cap: int) -> bytes:
    """The page's bytes, as the browser has them. Crawlers keep the head of what they have already unpacked."""
    page = capture.reader.read()
    heads = capture.http_headers
    if "chunked" in (heads.get("Transfer-Encoding") or "").lower() and _CHUNKED.match(page):
        page = _decode(raw, "transfer", cap)
    coding = (heads.get("Content-Encoding") or "").strip().lower()
    if packing := find_packing(page):
        page = _unpack(page, packing, cap)
    elif coding == "br" and name_binary(page[:_HEAD]):
        page = _decode(raw, "all", cap)
    elif coding == "deflate" and name_binary(page[:_HEAD]):
        page = _unpack(page, _find_deflate(page), cap)
    if len(page) > cap:
        raise UnreadableError(describe_excess(f"more than {format_size(cap)}", cap))
    if binary := name_binary(page[:_HEAD]):
        raise UnreadableError(f"{binary}, not text")
    return page


def _decode(raw: bytes, decoding: Literal["transfer", "all"], cap: int) -> bytes:
    record = _parse(raw, decoding)
    try:
        return record.reader.read(cap + 1)
    except OSError as error:
        raise UnreadableError(f"damaged: {error}") from error


def _unpack(page: bytes, packing: Packing, cap: int) -> bytes:
    return io.BufferedReader(Unpacked(io.BytesIO(page), packing, cap)).read(cap + 1)


def _find_deflate(page: bytes) -> Packing:
    """Deflate in zlib's wrapping, as the standard has it, or bare, as some servers do."""
    wbits = 15 if page.startswith(_ZLIB) else -15
    return Packing("deflate", b"", lambda: Inflate(wbits))
