"""Bytes from files, standard input and gzip, never more of them in memory than a cap allows."""

import codecs
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.values import Value

CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_RATIO = 100  # prose packs to a third, repetitive tables to a twentieth; a bomb to a thousandth


type Stream = io.BufferedReader[Any]


class Stdin(Value, frozen=True):
    """Standard input, as an input."""

    def __str__(self) -> str:
        return "standard input"


class UnreadableError(OSError):
    """What is wrong with a stream, in words for a reader; `readers.inputs` makes it a Problem."""


class Unpacked(io.RawIOBase):
    """The bytes inside a gzip stream, in bounded memory.

    Unpacks to at most `allowance` bytes, or a hundred times what was read of the archive where that is more. Raises
    `UnreadableError` beyond that and where the archive is damaged or ends early, after giving what came before.
    """

    def __init__(self, packed: io.BufferedIOBase, allowance: int) -> None:
        self._packed = packed
        self._allowance = allowance
        self._unpacker = zlib.decompressobj(wbits=31)
        self._inside = False
        self._pending = b""
        self._taken = self._given = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """How many bytes were unpacked into the buffer; 0 at the end."""
        while self._pending or self._fill():
            if piece := self._unpack(len(buffer)):
                self._count(len(piece))
                buffer[: len(piece)] = piece
                return len(piece)
        return 0

    def _fill(self) -> bool:
        """Whether there was more of the archive to read."""
        self._pending = self._packed.read(CHUNK)
        self._taken += len(self._pending)
        if self._inside and not self._pending:
            raise UnreadableError(f"the gzip archive ends early, after {format_size(self._given)} of content")
        return bool(self._pending)

    def _unpack(self, room: int) -> bytes:
        try:
            piece = self._unpacker.decompress(self._pending, room)
        except zlib.error as error:
            raise UnreadableError(f"the gzip archive is damaged after {format_size(self._given)} of content") from error
        self._inside = not self._unpacker.eof
        if self._inside:
            self._pending = self._unpacker.unconsumed_tail
        else:  # another member may follow; archives may be padded with zeros
            self._pending = self._unpacker.unused_data.lstrip(b"\0")
            self._unpacker = zlib.decompressobj(wbits=31)
        return piece

    def _count(self, size: int) -> None:
        self._given += size
        if self._given > max(self._allowance, _RATIO * self._taken):
            raise UnreadableError(
                f"the gzip archive unpacks to more than {format_size(self._allowance)} and {_RATIO} times its own size"
            )


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
def open_stream(path: Path | Stdin, allowance: int) -> Iterator[Stream]:
    """The input's bytes, unpacked if it is a gzip archive. Raises OSError, `UnreadableError` among them."""
    if isinstance(path, Stdin):
        stream: Stream = io.BufferedReader(sys.stdin.buffer, CHUNK)
        try:
            yield _unpack(stream, allowance)
        finally:
            stream.detach()  # standard input stays open
    else:
        with path.open("rb") as file:
            yield _unpack(file, allowance)


def _unpack(stream: Stream, allowance: int) -> Stream:
    if not stream.peek(2).startswith(_GZIP):
        return stream
    return io.BufferedReader(Unpacked(stream, allowance), CHUNK)


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


def format_size(size: int) -> str:
    """A number of bytes in words: `12 bytes`, `3.4 kB`, `50.0 MB`."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def describe_excess(size: str, cap: int) -> str:
    """What is wrong with an item of `size`, in words."""
    return f"{size}, where one item may have {format_size(cap)} (page_bytes)"
