"""The rows that a review may touch, and how a person names them."""

from typing import Any, NamedTuple

from dragoman.values import Correction


class ReviewError(Exception):
    """What was asked for cannot be done; the message says why, and what can."""


class Target(NamedTuple):
    """A row under review."""

    table: str
    row_id: str
    row: dict[str, Any]
    """Its columns as they stand now."""
    quote: str
    """The sentence, or the words, that it rests on."""
    start: int
    """Where `quote` begins in the document's text."""
    document_id: str | None
    corrections: tuple[Correction, ...] = ()
    """What was done to it, oldest first."""

    @property
    def name(self) -> str:
        """`table/id`, as every call takes it."""
        return f"{self.table}/{self.row_id}"
