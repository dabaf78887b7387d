"""ZIP archives, member by member, read from front to back by what stands before each member.

The table of contents at the end is not used: so an archive that is cut short gives what came before the cut, standard
input will do, no list of millions of names is held, and members that overlap, a bomb of a few kB, are not to be had.
Nothing is written anywhere: a member's name is a label, whatever folders it climbs to.
"""

import bz2
import io
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from dragoman.readers.encodings import repair_surrogates
from dragoman.readers.packed import CHUNK, Inflate, Unpacker, UnreadableError, format_size

START = b"PK\x03\x04"
_HEAD = struct.Struct("<HHHHHLLLHH")
_ENDS = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08")
_DESCRIPTOR = b"PK\x07\x08"
_RATIO = 100  # as for other packed files
_WIDE = 0xFFFFFFFF
_ENCRYPTED, _SIZE_AFTER, _UTF8 = 1, 8, 0x800
_STORED, _DEFLATED, _BZIP2 = 0, 8, 12
_LONGEST_NAME = 300


class _Source:
    """A stream that bytes can be given back to; counts what was taken."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._pending = b""
        self.taken = 0

    def read(self, size: int) -> bytes:
        piece, self._pending = self._pending[:size], self._pending[size:]
        while len(piece) < size and (more := self._stream.read(size - len(piece))):
            piece += more
        self.taken += len(piece)
        return piece

    def unread(self, piece: bytes) -> None:
        self._pending = piece + self._pending
        self.taken -= len(piece)


class Head(NamedTuple):
    """What stands before a member: its name, how it is packed, and its sizes, `None` where they stand behind it."""

    name: str
    flags: int
    method: int
    checksum: int
    packed: int | None


class Allowance:
    """What all members of an archive may unpack to: a number of bytes, or a hundred times what was read of it."""

    def __init__(self, most: int) -> None:
        self.most, self.given = most, 0

    def take(self, size: int, taken: int) -> None:
        """Count bytes; raises UnreadableError beyond."""
        self.given += size
        if self.given > max(self.most, _RATIO * taken):
            told = f"more than {format_size(self.most)} and {_RATIO} times its own size"
            raise UnreadableError(f"the ZIP archive unpacks to {told}")


class _Content(io.RawIOBase):
    """The bytes of one member."""

    def __init__(self, source: _Source, head: Head, allowance: Allowance) -> None:
        self._source, self._head, self._allowance = source, head, allowance
        self._left = head.packed
        self._unpacker = _start_unpacker(head.method)
        self._sum = 0
        self._ended = False

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """How many bytes were unpacked into the buffer; 0 at the end."""
        while not self._ended:
            piece = self._unpack(len(buffer))
            self._sum = zlib.crc32(piece, self._sum)
            if piece:
                self._allowance.take(len(piece), self._source.taken)
                buffer[: len(piece)] = piece
                return len(piece)
        return 0

    def _unpack(self, room: int) -> bytes:
        if self._unpacker is None:
            piece = self._take(min(room, CHUNK))
            self._ended = not piece
        else:
            packed = self._take(CHUNK) if self._unpacker.needs_input else b""
            if not packed and self._unpacker.needs_input:
                raise UnreadableError("damaged: its packed bytes end early")
            try:
                piece = self._unpacker.decompress(packed, room)
            except (zlib.error, OSError, EOFError, ValueError) as error:
                raise UnreadableError("damaged") from error
            self._ended = self._unpacker.eof
        if self._ended:
            self._finish()
        return piece

    def _take(self, size: int) -> bytes:
        if self._left is None:
            return self._source.read(size)
        piece = self._source.read(min(size, self._left))
        if not piece and self._left:
            raise UnreadableError("the archive ends early, inside it")
        self._left -= len(piece)
        return piece

    def _finish(self) -> None:
        rest = self._unpacker.unused_data if self._unpacker is not None else b""
        if rest:
            self._source.unread(rest)
            self._left = None if self._left is None else self._left + len(rest)

    def close_member(self) -> None:
        """Go to the end of the member, read or not; raises UnreadableError where that cannot be found."""
        passed = memoryview(bytearray(CHUNK))
        while self._left is None and not self._ended:
            self.readinto(passed)
        while self._left:
            self._take(CHUNK)
        checksum = self._read_descriptor() if self._head.flags & _SIZE_AFTER else self._head.checksum
        if self._ended and self._sum != checksum:
            raise UnreadableError("damaged: its checksum is that of other bytes")

    def _read_descriptor(self) -> int:
        """The checksum behind the member; the sizes after it have 4 bytes each, or 8 where the archive is large."""
        start = self._source.read(4)
        found = self._source.read(4) if start == _DESCRIPTOR else start
        sizes = self._source.read(20)
        if len(found) < 4 or len(sizes) < 8:
            raise UnreadableError("the archive ends early, behind it")
        wide = sizes[8:12] not in (START, *_ENDS) and sizes[16:20] in (START, *_ENDS)
        self._source.unread(sizes[16 if wide else 8 :])
        return int.from_bytes(found, "little")


def _start_unpacker(method: int) -> Unpacker | None:
    if method == _DEFLATED:
        return Inflate(-15)
    return bz2.BZ2Decompressor() if method == _BZIP2 else None


class Member(NamedTuple):
    """A file in the archive: its number from 1, its name, and its bytes, or what is wrong with it."""

    number: int
    name: str
    content: io.BufferedReader | None
    error: str | None = None


def read_members(stream: io.BufferedIOBase, most: int) -> Iterator[Member]:
    """Each file of the archive; a member's bytes are to be had until the next is asked for. Raises UnreadableError
    where the archive ends early, is damaged beyond finding the next member, or unpacks to more than `most` bytes and a
    hundred times its size."""
    source, allowance = _Source(stream), Allowance(most)
    number = 0
    while (start := source.read(4)) == START:
        head = _read_head(source)
        number += 1
        if (error := _find_fault(head)) is None:
            content = _Content(source, head, allowance)
            if not head.name.endswith("/"):
                yield Member(number, head.name, io.BufferedReader(content, CHUNK))
            try:
                content.close_member()
            except UnreadableError as fault:
                error = str(fault)
                if head.packed is None or "early" in error:
                    raise UnreadableError(f"{head.name}: {error}") from fault
        elif head.packed is None:
            raise UnreadableError(f"{head.name}: {error}, and where it ends cannot be found")
        else:
            _pass_over(source, head.packed)
        if error:
            yield Member(number, head.name, None, error)
    if start not in _ENDS:
        what = "ends early" if len(start) < len(START) else "is damaged"
        raise UnreadableError(f"the ZIP archive {what}, behind file {number}")


def _pass_over(source: _Source, size: int) -> None:
    while size > 0:
        if not (piece := source.read(min(size, CHUNK))):
            raise UnreadableError("the ZIP archive ends early")
        size -= len(piece)


def _read_head(source: _Source) -> Head:
    raw = source.read(_HEAD.size)
    if len(raw) < _HEAD.size:
        raise UnreadableError("the ZIP archive ends early")
    _, flags, method, _, _, checksum, packed, size, name_length, extra_length = _HEAD.unpack(raw)
    name, extra = source.read(name_length), source.read(extra_length)
    if len(extra) < extra_length or len(name) < name_length:
        raise UnreadableError("the ZIP archive ends early")
    if packed == _WIDE:
        packed = _find_wide(extra, behind_size=size == _WIDE)
    words = name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")[:_LONGEST_NAME]
    later = bool(flags & _SIZE_AFTER)
    return Head(repair_surrogates(words), flags, method, checksum, None if later else packed)


def _find_wide(extra: bytes, *, behind_size: bool) -> int:
    """The packed size where it has 8 bytes (ZIP64), behind the other size where that has too."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        at = 8 if behind_size else 0
        if kind == 1 and length >= at + 8:
            return int.from_bytes(extra[4 + at : 12 + at], "little")
        extra = extra[4 + length :]
    return _WIDE


def _find_fault(head: Head) -> str | None:
    if head.flags & _ENCRYPTED:
        return "it is encrypted"
    if head.method not in (_STORED, _DEFLATED, _BZIP2):
        return f"packed in a way that is not read (method {head.method})"
    if head.method == _STORED and head.packed is None:
        return "not packed, and its size is not said before it"
    return None
