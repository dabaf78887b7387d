"""Stories after a change: only the windows that the change touches are gone through again.

What the pass decides of a document follows from the two windows before it: one that holds the documents it is compared
with, one that says how rare their words were. So from two windows before a changed document on, the pass is run again,
and two windows after it, as soon as the documents of one window are grouped as they were, everything that follows is as
it was. The outcome is that of a pass over all documents.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.corroborate.sequence import UNDATED, Days, find_days, put_in_order
from dragoman.corroborate.shingles import Numbers
from dragoman.corroborate.stories import (
    Links,
    Stories,
    find_stories,
    make_fingerprints,
    make_tables,
    no_links,
    read_terms,
)
from dragoman.corroborate.story_pass import LIKE, WINDOW, Pass

_CHECK = 64  # documents between two looks at whether the pass is back on its old way


class Past(NamedTuple):
    """What an earlier pass said of the ordered documents."""

    stories: Numbers
    """A number for the story each document was in; -1 where it is new or was changed."""
    links: Links
    """Its links; `stories` as above."""
    touched: Days
    """When something was added, changed or taken out, ascending."""


def update_stories(document: pa.Table, before: Stories | None = None, like: float = LIKE) -> Stories:
    """What `find_stories` makes of `document`, given what it made `before` of an earlier state of the collection.

    Undated documents are compared with all others, so a collection that has some is gone through from its beginning,
    though what no change touches is not compared anew.
    """
    if before is None:
        return find_stories(document, like)
    ordered = put_in_order(document)
    days = find_days(ordered)
    past = _read_past(ordered, days, before.story)
    again = _Again(ordered, days, past, like)
    place = 0
    while place < len(days):
        place = again.keep(place)
        place = again.redo(place)
    return make_tables(ordered, again.links)


def _read_past(ordered: pa.Table, days: Days, before: pa.Table) -> Past:
    found = pc.index_in(ordered["document_id"], before["document_id"].combine_chunks())
    held = before.take(found.combine_chunks())
    same = np.asarray(pc.fill_null(pc.equal(held["fingerprint"], make_fingerprints(ordered)), False))
    codes = pc.fill_null(pc.index_in(held["story_id"], pc.unique(before["story_id"])), -1)
    nearest = pc.fill_null(pc.index_in(held["nearest"], ordered["document_id"].combine_chunks()), -1)
    gone = np.ones(before.num_rows, bool)
    gone[found.drop_null().to_numpy()[same[found.is_valid().to_numpy()]]] = False
    touched = np.unique(np.concatenate((days[~same], find_days(before.filter(pa.array(gone)), "moment"))))
    if len(touched) and np.isinf(days).any():
        touched = np.union1d(touched, [UNDATED])
    links = Links(np.where(same, codes.to_numpy(), -1), nearest.to_numpy(), held["likeness"].fill_null(0.0).to_numpy())
    return Past(links.stories, links, touched)


class _Again:
    """A pass that keeps what it can of an earlier one."""

    def __init__(self, ordered: pa.Table, days: Days, past: Past, like: float) -> None:
        self.ordered, self.days, self.past = ordered, days, past
        self.links = no_links(len(days))
        self.window = Pass(days, like)
        self._now: dict[int, int] = {}
        """What a story of the past is now."""

    def keep(self, place: int) -> int:
        """Keep the links up to the next change; where that is. The two windows before it go through the pass."""
        waiting = self.past.touched[self.past.touched >= self.days[place]]
        end = int(np.searchsorted(self.days, waiting[0])) if len(waiting) else len(self.days)
        for one in range(place, end):
            self.links.stories[one] = self._now.setdefault(int(self.past.stories[one]), one)
        for column in ("nearest", "likeness"):
            getattr(self.links, column)[place:end] = getattr(self.past.links, column)[place:end]
        if len(waiting):
            start = 0 if np.isinf(self.days[-1]) else int(np.searchsorted(self.days, waiting[0] - 2 * WINDOW))
            for one in self._take(max(start, place), end):
                self.window.join(one, int(self.links.stories[one]))
        return end

    def redo(self, place: int) -> int:
        """Find links anew until all is as it was; where that is."""
        taken = iter(self._take(place, len(self.days)))
        for one in range(place, len(self.days)):
            if one % _CHECK == 0 and self._is_as_before(one):
                return one
            placed = self.window.find(next(taken))
            self.window.join(one, placed.story)
            self.links.stories[one], self.links.nearest[one], self.links.likeness[one] = placed
        return len(self.days)

    def _take(self, start: int, end: int) -> Iterable[int]:
        for place, terms in enumerate(read_terms(self.ordered.slice(start, end - start)), start):
            self.window.take(place, *terms)
            yield place

    def _is_as_before(self, place: int) -> bool:
        """Whether, before the document at `place`, the window is grouped as it was and no change is near."""
        day = self.days[place]
        changes = self.past.touched[self.past.touched <= day]
        if np.isinf(day) or day - changes[-1] <= 2 * WINDOW:
            return False
        start = int(np.searchsorted(self.days, day - WINDOW))
        pairs = {*zip(self.past.stories[start:place].tolist(), self.links.stories[start:place].tolist(), strict=True)}
        if len({old for old, _ in pairs}) < len(pairs) or len({new for _, new in pairs}) < len(pairs):
            return False
        self._now = dict(pairs)
        return True
