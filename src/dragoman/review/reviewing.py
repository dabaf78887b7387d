"""The Python face of the review."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.review.rows import Target
from dragoman.store.corrections import Entry
from dragoman.values import Correction


class Review:
    """The review of one record. It keeps nothing open between calls, so that one may be kept as long as a desk runs."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = folder

    def find(self, given: str) -> Target:
        """The row that `given` names: its table, id, columns as they stand now, and what was corrected in it."""
        raise NotImplementedError

    def accept(self, given: str, *, by: str, reason: str = "") -> Entry:
        """Say that a row is right as it stands."""
        raise NotImplementedError

    def reject(self, given: str, *, by: str, reason: str = "") -> Entry:
        """Take a row out of the record; what names it no longer does. An incident's events go with it."""
        raise NotImplementedError

    def edit(self, given: str, changes: Mapping[str, Any], *, by: str, reason: str = "") -> Entry:
        """Change columns of a row. A value may be text, as a form sends it: `"2015-11-24"`, `"3"`, `""` for unknown."""
        raise NotImplementedError

    def merge(self, given: Sequence[str], *, by: str, reason: str = "") -> Entry:
        """Make one of several actors or incidents; of actors the first is kept."""
        raise NotImplementedError

    def split(
        self,
        given: str,
        parts: Sequence[str],
        *,
        by: str,
        reason: str = "",
        into: str | Mapping[str, Any] | None = None,
    ) -> Entry:
        """Take some events out of an incident, as an incident of their own; or some mentions out of an actor, as the
        actor `into`: one there is, or the columns of a new one, such as `{"name": "Ana Ruiz", "kind": "PERSON"}`."""
        raise NotImplementedError

    def undo(self, entry: str, *, by: str, reason: str = "") -> Entry:
        """Take back an entry of the log by its id, or the id of a correction in it; an undo may be undone too."""
        raise NotImplementedError

    def log(self, given: str | None = None) -> list[Correction]:
        """Everything that was done, or what was done to one row, oldest first."""
        raise NotImplementedError

    def orphans(self) -> list[Correction]:
        """Corrections that found no row to apply to; `orphaned_by` says why."""
        raise NotImplementedError

    def queue(self, table: str = "event", *, limit: int = 20) -> list[Target]:
        """Rows that nobody has reviewed, the least sure first."""
        raise NotImplementedError

    def training(self) -> Iterator[dict[str, Any]]:
        """Each standing correction as an example: text, span, before, after, who; docs/review.md lists the columns."""
        raise NotImplementedError
