"""The log of corrections: who changed what, when and why. It is the truth; the database follows it."""

from datetime import datetime
from typing import Any

import msgspec

from dragoman.values import ReviewAction


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One row or one column changed by an entry, and where its words stand."""

    table: str
    row_id: str
    field: str | None = None
    old: Any = None
    new: Any = None
    anchor: dict[str, Any] = {}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log: one act of one person, done and undone as a whole."""

    entry_id: str
    number: int
    at: datetime
    by: str
    action: ReviewAction
    reason: str
    changes: tuple[Change, ...]
    undoes: str | None = None
    hash: str
