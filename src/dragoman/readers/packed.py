"""Packed bytes, unpacked as they are read: gzip, Zstandard, LZ4, bzip2 and xz, and none of them a bomb.

A packed file is one member after another (gzip's word; frames in Zstandard and LZ4, streams in bzip2 and xz), each
unpacked for itself, so that what follows a damaged one can still be found.
"""

import bz2
import io
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import NamedTuple, Protocol

import lz4.frame

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK = 1 << 16
LONGEST_MAGIC = 6
_RATIO = 100  # prose packs to a third, repetitive tables to a twentieth; a bomb to a thousandth
_XZ_MEMORY = 1 << 27  # what `xz -9` needs, twice
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # opens a .warc.zst: a frame to skip, which holds the dictionary of the others
_DICTIONARY_BYTES = 1 << 24
_FAULTS = (zlib.error, lzma.LZMAError, zstd.ZstdError, OSError, EOFError, ValueError, RuntimeError)  # lz4's, the last


class UnreadableError(OSError):
    """What is wrong with a stream, in words for a reader; `readers.inputs` makes it a Problem."""


class Unpacker(Protocol):
    """What bz2, lzma, lz4 and zstd agree on for unpacking one member."""

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before something goes in."""

    @property
    def unused_data(self) -> bytes | None:
        """What follows the member's end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes more of the member."""


class Inflate:
    """zlib, speaking as the others do; `wbits` as zlib has it, gzip unless told."""

    def __init__(self, wbits: int = 31) -> None:
        self._inner = zlib.decompressobj(wbits=wbits)

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before something goes in."""
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What follows the member's end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes more of the member."""
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class Packing(NamedTuple):
    """A way of packing: its name, the bytes that each member begins with, the unpacker of one member."""

    name: str
    magic: bytes
    start: Callable[[], Unpacker]


PACKINGS = (
    Packing("gzip", b"\x1f\x8b\x08", Inflate),
    Packing("Zstandard", b"\x28\xb5\x2f\xfd", zstd.ZstdDecompressor),
    Packing("Zstandard", _DICTIONARY, zstd.ZstdDecompressor),
    Packing("LZ4", b"\x04\x22\x4d\x18", lz4.frame.LZ4FrameDecompressor),
    Packing("bzip2", b"BZh", bz2.BZ2Decompressor),
    Packing("xz", b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY)),
)
SUFFIXES = frozenset((".gz", ".zst", ".zstd", ".lz4", ".bz2", ".xz"))
"""Ends of the names of packed files."""


def find_packing(head: bytes) -> Packing | None:
    """How what begins with `head` is packed, if it is."""
    return next((packing for packing in PACKINGS if head.startswith(packing.magic)), None)


class Unpacked(io.RawIOBase):
    """The bytes inside a packed stream, in bounded memory.

    Unpacks to at most `allowance` bytes, or a hundred times what was read of the archive where that is more. Raises
    `UnreadableError` beyond that and where the archive is damaged or ends early, after giving what came before.
    """

    def __init__(self, packed: io.BufferedIOBase, packing: Packing, allowance: int) -> None:
        self._packed = packed
        self._packing = packing
        self._allowance = allowance
        self._inside = self._damaged = self._ended = False
        self._pending = self._latest = b""
        self._taken = self._given = 0
        if packing.magic == _DICTIONARY:
            self._packing = self._read_dictionary()
        self._unpacker = self._packing.start()

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """How many bytes were unpacked into the buffer; 0 at the end."""
        while self._has_more():
            if piece := self._unpack(len(buffer)):
                self._count(len(piece))
                buffer[: len(piece)] = piece
                return len(piece)
        return 0

    def go_on(self) -> bool:
        """Whether there may be more: always while nothing is wrong, and after damage where another member begins."""
        if not self._damaged:
            return not self._ended
        magic = self._packing.magic
        while (at := self._latest.find(magic)) < 0:
            if not (chunk := self._read()):
                self._damaged, self._ended = False, True
                return False
            self._latest = self._latest[1 - len(magic) :] + chunk
        self._pending = self._latest[at:]
        self._inside = self._damaged = False
        return True

    def _read(self) -> bytes:
        chunk = self._packed.read(CHUNK)
        self._taken += len(chunk)
        return chunk

    def _has_more(self) -> bool:
        """Whether there is something to unpack, in hand or further on in the archive."""
        if self._pending or (self._inside and not self._unpacker.needs_input):
            return True
        self._pending = self._latest = self._read()
        if self._inside and not self._pending:
            self._ended = True
            raise UnreadableError(f"the {self._packing.name} archive ends early, after {self._given_so_far()}")
        return bool(self._pending)

    def _unpack(self, room: int) -> bytes:
        if not self._inside:
            self._unpacker = self._packing.start()
            self._latest = self._pending
        try:
            piece = self._unpacker.decompress(self._pending, room)
        except _FAULTS as error:
            self._damaged, self._pending = True, b""
            self._latest = self._latest[1:]  # never the same member again
            raise UnreadableError(
                f"the {self._packing.name} archive is damaged after {self._given_so_far()}"
            ) from error
        self._inside = not self._unpacker.eof
        # another member may follow; archives may be padded with zeros
        self._pending = b"" if self._inside else (self._unpacker.unused_data or b"").lstrip(b"\0")
        return piece

    def _count(self, size: int) -> None:
        self._given += size
        if self._given > max(self._allowance, _RATIO * self._taken):
            self._ended = True
            raise UnreadableError(
                f"the {self._packing.name} archive unpacks to more than {format_size(self._allowance)} and"
                f" {_RATIO} times its own size"
            )

    def _given_so_far(self) -> str:
        return f"{format_size(self._given)} of content"

    def _read_dictionary(self) -> Packing:
        """Zstandard with the dictionary that the archive begins with, as IIPC's rules for .warc.zst have it."""
        frame = self._packed.read(8)
        size = int.from_bytes(frame[4:], "little")
        if size > _DICTIONARY_BYTES:
            raise UnreadableError(f"the Zstandard archive has a dictionary of {format_size(size)}")
        words = self._packed.read(size)
        self._taken += len(frame) + len(words)
        packing = find_packing(words)
        try:
            if packing and packing.name == "Zstandard":  # the dictionary is packed itself
                words = zstd.ZstdDecompressor().decompress(words, _DICTIONARY_BYTES)
            dictionary = zstd.ZstdDict(words)
        except _FAULTS as error:
            raise UnreadableError("the dictionary of the Zstandard archive is damaged") from error
        return Packing("Zstandard", b"\x28\xb5\x2f\xfd", lambda: zstd.ZstdDecompressor(dictionary))


def format_size(size: int) -> str:
    """A number of bytes in words: `12 bytes`, `3.4 kB`, `50.0 MB`."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
