"""Bytes from files, standard input and packed files, never more of them in memory than a cap allows."""

import codecs
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.readers.packed import CHUNK, LONGEST_MAGIC, Unpacked, UnreadableError, find_packing, format_size
from dragoman.values import Value

type Stream = io.BufferedReader[Any]


class Stdin(Value, frozen=True):
    """Standard input, as an input."""

    def __str__(self) -> str:
        return "standard input"


class Transcoded(io.RawIOBase):
    """A UTF-16 stream, byte order mark and all, as UTF-8."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._pending = b""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """How many bytes of UTF-8 were put into the buffer; 0 at the end."""
        while not self._pending and (chunk := self._stream.read(CHUNK)):
            self._pending = self._decoder.decode(chunk).encode("utf-8", "replace")
        piece, self._pending = self._pending[: len(buffer)], self._pending[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


class Line(NamedTuple):
    """A line of a table as bytes; `raw` is empty where it is longer than the cap, `size` never."""

    number: int
    raw: bytes
    size: int


@contextmanager
def open_stream(path: Path | str | Stdin, allowance: int) -> Iterator[Stream]:
    """The input's bytes, unpacked if they are packed. Raises OSError, `UnreadableError` among them."""
    if isinstance(path, Stdin):
        stream: Stream = io.BufferedReader(sys.stdin.buffer, CHUNK)
        try:
            yield unpack(stream, allowance)
        finally:
            stream.detach()  # standard input stays open
    else:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib keeps every part of every path
            yield unpack(file, allowance)


def unpack(stream: Stream, allowance: int) -> Stream:
    """The stream, or what is packed in it, told by how it begins."""
    packing = find_packing(stream.peek(LONGEST_MAGIC))
    return io.BufferedReader(Unpacked(stream, packing, allowance), CHUNK) if packing else stream


def read_whole(stream: Stream, cap: int) -> bytes:
    """All bytes of the stream. Raises `UnreadableError` where there are more than `cap`."""
    raw = stream.read(cap + 1)
    if len(raw) > cap:
        size = format_size(stream.seek(0, io.SEEK_END)) if stream.seekable() else f"more than {format_size(cap)}"
        raise UnreadableError(describe_excess(size, cap))
    return raw


def read_lines(stream: Stream, cap: int) -> Iterator[Line]:
    """Each line with its number from 1, its end of line included; a longer one than `cap` bytes is passed over."""
    number = 0
    while raw := stream.readline(cap + 1):
        number += 1
        size = len(raw)
        if size <= cap or raw.endswith(b"\n"):
            yield Line(number, raw, size)
            continue
        while not raw.endswith(b"\n") and (raw := stream.readline(CHUNK)):
            size += len(raw)
        yield Line(number, b"", size)


def describe_excess(size: str, cap: int) -> str:
    """What is wrong with an item of `size`, in words."""
    return f"{size}, where one item may have {format_size(cap)} (page_bytes)"
