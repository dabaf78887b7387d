"""One page fetched: each redirect checked anew, sizes and times capped, the bytes as a browser would have them."""

import io
import zlib
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url

from dragoman.readers.packed import PACKINGS, Inflate, Packing, Unpacked, UnreadableError, format_size
from dragoman.watch.addresses import RefusedError, check_url
from dragoman.watch.connect import Deadline, Gate, Limits, open_connection

_MOVED = frozenset((301, 302, 303, 307, 308))
_HEADERS = ("content-type", "etag", "last-modified", "retry-after", "date")
_CHUNK = 1 << 16
_DEFLATE = Packing("deflate", b"", lambda: Inflate(15))

Check = Callable[[Url], object]
"""Asked before each request, redirects among them; raises RefusedError where it is not to be made."""


class FetchError(Exception):
    """What went wrong on the way; asking again later may help."""


class Fetched(NamedTuple):
    """An answer: the address it came from in the end, its status, the headers that matter, the bytes, the redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[str, ...] = ()


def fetch(
    written: str, gate: Gate, *, agent: str, headers: Mapping[str, str] | None = None, check: Check | None = None
) -> Fetched:
    """The answer to a GET. Raises RefusedError for what may not be fetched, FetchError for what could not be."""
    deadline = Deadline(gate.limits.total)
    asked = {"User-Agent": agent, "Accept-Encoding": "gzip", "Accept": "*/*", **(headers or {})}
    redirects: list[str] = []
    try:
        while True:
            url = check_url(written)
            if check is not None:
                check(url)
            status, told, body = _ask(url, gate, deadline, asked)
            if status not in _MOVED or "location" not in told:
                return Fetched(url.url, status, {k: told[k] for k in _HEADERS if k in told}, body, tuple(redirects))
            redirects.append(url.url)
            if len(redirects) > gate.limits.redirects:
                raise RefusedError(f"more than {gate.limits.redirects} redirects")
            written = urljoin(url.url, told["location"])
    finally:
        deadline.close()


def _ask(url: Url, gate: Gate, deadline: Deadline, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
    try:
        with open_connection(url, gate, deadline) as connection:
            connection.request("GET", url.request_uri, headers=headers, preload_content=False, decode_content=False)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.headers.items()}
            body = b"" if answer.status in _MOVED or answer.status == 304 else _read(answer, gate.limits)
            if not deadline.passed:
                return answer.status, told, _unpack(body, told.get("content-encoding", ""), gate.limits.bytes)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if not deadline.passed:
            raise FetchError(_describe(error)) from error
    raise FetchError(f"took longer than {gate.limits.total:g} seconds")


def _read(answer: BaseHTTPResponse, limits: Limits) -> bytes:
    """The bytes as they were sent. Raises RefusedError beyond the cap, without taking the rest."""
    length = answer.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > limits.bytes:
        raise RefusedError(f"{format_size(int(length))}, where a page may have {format_size(limits.bytes)}")
    taken = bytearray()
    while piece := answer.read(_CHUNK, decode_content=False):
        taken += piece
        if len(taken) > limits.bytes:
            raise RefusedError(f"more than {format_size(limits.bytes)}")
    return bytes(taken)


def _unpack(body: bytes, coding: str, cap: int) -> bytes:
    """The bytes freed of their coding (only gzip was asked for); a bomb is stopped in bounded memory."""
    coding = coding.strip().lower()
    if coding in ("", "identity") or not body:
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise RefusedError(f"packed in a way that was not asked for ({coding[:20]})")
    packing = _DEFLATE if coding == "deflate" else PACKINGS[0]
    try:
        page = io.BufferedReader(Unpacked(io.BytesIO(body), packing, cap)).read(cap + 1)
    except UnreadableError as error:
        raise RefusedError(str(error)) from None
    except zlib.error as error:
        raise FetchError(f"damaged: {error}") from None
    if len(page) > cap:
        raise RefusedError(f"unpacks to more than {format_size(cap)}")
    return page


def _describe(error: Exception) -> str:
    """What went wrong in one line, without the names of classes and objects."""
    words = str(error.args[-1] if error.args else error) or type(error).__name__
    return " ".join(words.split())[:200]
