"""WARC archives (ISO 28500), record by record; only the responses' contents are held, one at a time.

Where each record begins and ends is found here and not by fastwarc, which ends in silence at a cut and stops at the
first damage; here both are Problems, and what follows the damage is read.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from dragoman.readers.packed import CHUNK, Unpacked, UnreadableError, format_size
from dragoman.readers.streams import Stream, describe_excess
from dragoman.values import Problem

START = b"WARC/"
_HEAD_BYTES = 1 << 15
_TYPE = re.compile(rb"^WARC-Type:[ \t]*(\S{1,40})[ \t]*\r\n", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE | re.MULTILINE)
_END = b"\r\n\r\n"


class Record(NamedTuple):
    """A record: its number from 1, its type in lower case, and its bytes, empty where it is no response."""

    number: int
    kind: str
    raw: bytes


def read_records(stream: Stream, name: str, cap: int) -> Iterator[Record | Problem]:
    """Each record, called `name#NUMBER` where it cannot be read; `cap` is the largest response in bytes."""
    for number in itertools.count(1):
        try:
            passed, start = _find_start(stream)
            if passed:
                where = f"before record {number}" if start else "at the end"
                yield Problem(
                    input=name, stage="read", error=f"damaged: {format_size(passed)} {where} belong to no record"
                )
            if not start:
                return
            yield _read_record(stream, start, number, cap)
        except UnreadableError as error:
            yield Problem(input=f"{name}#{number}", stage="read", error=f"record {number}: {error}")
            if isinstance(stream.raw, Unpacked) and not stream.raw.go_on():
                return


def _find_start(stream: Stream) -> tuple[int, bytes]:
    """The first line of the next record, empty at the end, and how many bytes before it are no record's."""
    passed = 0
    while line := stream.readline(CHUNK):
        if line.startswith(START):
            return passed, line
        if line.strip():
            passed += len(line)
    return passed, b""


def _read_record(stream: Stream, start: bytes, number: int, cap: int) -> Record:
    """The record that begins with the line `start`; UnreadableError where it is cut, too large, or has no length."""
    head = _read_head(stream)
    kind, length = _TYPE.search(head), _LENGTH.search(head)
    if not kind or not length:
        raise UnreadableError(f"its header has no {'length' if kind else 'type'}")
    size, name = int(length[1]), kind[1].decode("latin-1").lower()
    if name != "response" or size > cap:
        _pass_over(stream, size)
        if name == "response":
            raise UnreadableError(describe_excess(format_size(size), cap))
        return Record(number, name, b"")
    content = stream.read(size)
    if len(content) < size:
        raise UnreadableError("the archive ends early, inside it")
    # fastwarc knows the length by one spelling of its name only
    told = b"%s\r\nContent-Length: %d\r\n" % (start.rstrip(), size)
    return Record(number, name, told + _LENGTH.sub(b"", head) + content + _END)


def _read_head(stream: Stream) -> bytes:
    lines: list[bytes] = []
    size = 0
    while (line := stream.readline(_HEAD_BYTES)).strip():
        lines.append(line)
        size += len(line)
        if size > _HEAD_BYTES:
            raise UnreadableError(f"a header of more than {format_size(_HEAD_BYTES)}")
    if not line:
        raise UnreadableError("the archive ends early, inside its header")
    return b"".join(line.rstrip(b"\r\n") + b"\r\n" for line in (*lines, b""))


def _pass_over(stream: Stream, size: int) -> None:
    while size > 0:
        if not (piece := stream.read(min(size, CHUNK))):
            raise UnreadableError("the archive ends early, inside it")
        size -= len(piece)
