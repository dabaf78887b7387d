"""The log of corrections: who changed what, when and why. It is the truth; the database follows it.

Each line of `corrections.jsonl` is one act of one person, chained to the line before. Nothing in it is ever changed:
taking an act back is a line too.
"""

import contextlib
import fcntl
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from dragoman.store.files import CHAIN, CORRECTIONS, Log
from dragoman.store.folder import Folder, RecordError
from dragoman.values import ReviewAction


class Anchor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What finds a row again after its document was coded anew: the words it stands on, and what it said."""

    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    words: str = ""
    """The text from `start` to `end`."""
    before: str = ""
    """The characters before the words, to find them where the text has moved."""
    after: str = ""
    """The characters after them."""
    row: dict[str, Any] = {}
    """The columns by which it is told from other rows on the same words, as they were."""
    actors: dict[str, dict[str, Any]] = {}
    """Name, kind and code of each actor that the new value names, by id."""
    spans: dict[str, str] = {}
    """The words of each span, written `start:end`, that the new value names."""
    reports: tuple["Anchor", ...] = ()
    """Of an incident some of its events; of an event that is tied to another, that other."""
    row_id: str = ""
    """Of a report: the event's id."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row, or one column of it, as an entry changed it."""

    table: str
    row_id: str
    field: str | None = None
    old: Any = None
    new: Any = None
    anchor: Anchor = Anchor()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log: one act of one person, done and undone as a whole."""

    entry_id: str
    """The first 16 digits of `hash`."""
    number: int
    """Its place in the log, 1 and up."""
    at: datetime
    by: str
    action: ReviewAction
    reason: str
    changes: tuple[Change, ...] = ()
    undoes: str | None = None
    """entry_id of the line that it takes back."""
    hash: str
    """SHA-256 of the line before and this one."""


def correction_log(folder: Folder) -> Log:
    """The log of a record; the file need not be there."""
    return Log(folder.path / CORRECTIONS)


def coding_log(folder: Folder) -> Log:
    """The log of what coders said of a sample, each by themselves; it changes nothing in the record."""
    return Log(folder.path / "codings.jsonl")


def read_entries(log: Log, length: int | None = None) -> list[Entry]:
    """All whole lines of the log, in order, or those within its first `length` bytes; raises RecordError where one is
    no line of such a log."""
    entries: list[Entry] = []
    try:
        for end, line in log.read():
            if length is None or end <= length:
                entries.append(_entry(len(entries) + 1, line))
    except (ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError) as error:
        raise RecordError(f"{log.path} is damaged at line {len(entries) + 1}: {error}") from None
    return entries


def _entry(number: int, line: dict[str, Any]) -> Entry:
    told = {name: value for name, value in line.items() if name != CHAIN}
    return msgspec.convert(told | {"entry_id": line[CHAIN][:16], "number": number, "hash": line[CHAIN]}, Entry)


@contextlib.contextmanager
def hold(log: Log) -> Iterator[Log]:
    """The log for one writer at a time; waits for the others, each of whom needs it for a moment only.

    A line that a crash cut short is taken off first.
    """
    with log.path.open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        log.repair()
        yield log


def append_entry(
    log: Log, action: ReviewAction, changes: Iterable[Change], *, by: str, reason: str, undoes: str | None = None
) -> Entry:
    """Write an act to a log that is held; it is on the disk when this returns."""
    line: dict[str, Any] = {"at": datetime.now(UTC).isoformat(), "by": by, "action": action, "reason": reason}
    line["changes"] = msgspec.to_builtins(tuple(changes))
    if undoes is not None:
        line["undoes"] = undoes
    before = log.length()
    log.append(line)
    ((_, written),) = log.read(before)
    return _entry(_count_lines(log, before) + 1, written)


def _count_lines(log: Log, end: int) -> int:
    with log.path.open("rb") as lines:
        return lines.read(end).count(b"\n")


def find_undone(entries: Iterable[Entry]) -> frozenset[str]:
    """entry_id of every entry that a later one takes back, and that no still later one restores."""
    undone: set[str] = set()
    for entry in sorted(entries, key=lambda one: -one.number):
        if entry.undoes is not None and entry.entry_id not in undone:
            undone.add(entry.undoes)
    return frozenset(undone)
