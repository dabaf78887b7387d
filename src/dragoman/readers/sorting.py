"""Names in order, however many there are: sorted in portions that wait on the disk, merged as they are read."""

import heapq
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import IO

PORTION = 10_000
_END = b"\0"  # which no name has in it
_CHUNK = 1 << 13


def sort_names(names: Iterable[str], portion: int = PORTION) -> Iterator[str]:
    """The names in the order that `sorted` gives, with one portion of them in memory at a time."""
    portions = batched(names, portion)
    first = sorted(next(portions, ()))
    if len(first) < portion:
        return iter(first)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - `_merge` closes it
    places = [_write(file, first)]
    del first
    places += [_write(file, sorted(one)) for one in portions]
    return _merge(file, places)


def _merge(file: IO[bytes], places: list[tuple[int, int]]) -> Iterator[str]:
    with file:
        yield from heapq.merge(*(_read(file, *place) for place in places))


def _write(file: IO[bytes], names: list[str]) -> tuple[int, int]:
    """Where the names begin and end in the file."""
    start = file.tell()
    file.writelines(os.fsencode(name) + _END for name in names)
    file.flush()
    return start, file.tell()


def _read(file: IO[bytes], start: int, end: int) -> Iterator[str]:
    rest = b""
    while start < end:
        chunk = os.pread(file.fileno(), min(_CHUNK, end - start), start)
        start += len(chunk)
        *whole, rest = (rest + chunk).split(_END)
        yield from map(os.fsdecode, whole)
