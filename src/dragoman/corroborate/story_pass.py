"""The moving window that documents are taken through, and what it remembers of them."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.corroborate.sequence import UNDATED, Days, find_gaps
from dragoman.corroborate.shingles import Numbers
from dragoman.corroborate.story_terms import BUCKET_BITS, read_general

WINDOW = 90.0
"""Days after which a document is forgotten: no story bridges a longer silence."""
HALF_LIFE = 45.0
"""Days between two documents that halve their likeness."""
LIKE = 0.06
"""Cosine of a document and a story from which on it belongs there, for every tenfold number of documents in the window:
the more documents, the more alike the most alike of them are by chance."""
FEW = 40
"""Fewer documents than these in the window ask for no less."""
TERMS = 64
"""Terms kept of a document, the weightiest."""
PROBES = 24
"""Of these, the terms that are looked up: the weightiest again, so names and rare words."""
HOLDERS = 16
"""Latest documents that the index keeps of a term."""
COMPARED = 32
"""Documents compared: those that share the most looked-up terms, the latest where they tie."""
STORIES = 4
"""Stories compared: those of the most alike of these documents."""
FACES = 16
"""Latest documents that stand for a story."""

_BUCKETS = 1 << BUCKET_BITS
_NO_TERM = _BUCKETS
_SHELVES = _BUCKETS >> 2  # of the index; terms that share one bring up a few documents in vain
_DIGITS = 9  # beyond them, sums may differ by the order of their terms


class Placed(NamedTuple):
    """Where a document belongs: the place of the story's first document, of the most alike, and the cosine."""

    story: int
    nearest: int
    likeness: float


class Pass:
    """A window over documents that are taken one by one, in order. For each: `take`, `find`, then `join`."""

    def __init__(self, days: Days, like: float = LIKE) -> None:
        count = len(days)
        self.days = days
        self._days: list[float] = days.tolist()
        self.like = like
        self.stories: Numbers = np.full(count, -1)
        self._general = read_general().documents
        self._seen = np.zeros(_BUCKETS, np.int32)
        self._held: dict[int, Numbers] = {}
        self._terms = np.full((count, TERMS), _NO_TERM, np.int32)
        self._weights = np.zeros((count, TERMS), np.float32)
        self._own = np.zeros(_BUCKETS + 1, np.float32)
        self._holders = np.zeros((_SHELVES, HOLDERS), np.int32)  # places, and one more, so that 0 is none
        self._slots = np.zeros(_SHELVES, np.uint8)
        self._faces: dict[int, Numbers] = {}
        self._alike: dict[int, NDArray[np.float64]] = {}
        self._likeness: dict[int, NDArray[np.float64]] = {}

    def take(self, place: int, buckets: Numbers, counts: Numbers, known: NDArray[np.float64]) -> None:
        """Weigh the terms of the document by how rare they are in general and in the window, itself included."""
        self._forget(place)
        self._seen[buckets] += 1
        self._held[place] = buckets
        number = self._general + len(self._held)
        weights = (1 + np.log(counts)) * np.log((number + 1) / (known + self._seen[buckets] + 0.5))
        kept = np.argsort(-weights, kind="stable")[:TERMS]
        length = np.sqrt(np.square(weights[kept]).sum()) or 1.0
        self._terms[place, : len(kept)] = buckets[kept]
        self._weights[place, : len(kept)] = weights[kept] / length

    def _forget(self, place: int) -> None:
        """Take out of the counts what lies more than a window back; an undated document pushes nothing out."""
        while self._held and not self._is_near(place, oldest := next(iter(self._held))):
            self._seen[self._held.pop(oldest)] -= 1

    def find(self, place: int) -> Placed:
        """The story the document taken last is most like, or a story of its own."""
        best = Placed(place, -1, 0.0)
        stories = self._find_candidates(place)
        if not stories:
            return best
        least = self.like * np.log10(max(len(self._held), FEW))
        faces = [self._faces[story] for story in stories]
        likeness = self._compare(place, np.concatenate(faces))
        start = 0
        for story, own in zip(stories, faces, strict=True):
            self._likeness[story] = alike = likeness[start : start + len(own)]
            start += len(own)
            cosine = round(float(alike.sum()) / self._length(place, story), _DIGITS)
            if cosine >= least and cosine > best.likeness:  # of equals the first, which has the most alike document
                best = Placed(story, int(own[alike.argmax()]), cosine)
        return best

    def _length(self, place: int, story: int) -> float:
        """The length of the sum of a story's faces, those within the window."""
        faces, alike = self._faces[story], self._alike[story]
        if not self._is_near(place, int(faces[0])):
            live = int((find_gaps(self.days[place], self.days[faces]) <= WINDOW).sum())
            alike = np.ascontiguousarray(alike[-live:, -live:])
        return math.sqrt(alike.sum())

    def join(self, place: int, story: int) -> None:
        """Put the document taken last into a story, and its rarest terms into the index."""
        self.stories[place] = story
        faces = self._faces.get(story, np.zeros(0, np.int64))
        grown = np.ones((len(faces) + 1, len(faces) + 1))
        if len(faces):
            known = self._likeness.get(story)
            grown[:-1, :-1] = self._alike[story]
            grown[-1, :-1] = grown[:-1, -1] = self._compare(place, faces) if known is None else known
        self._faces[story] = np.append(faces, place)[-FACES:]
        self._alike[story] = np.ascontiguousarray(grown[-FACES:, -FACES:])
        self._likeness = {}
        probes = self._probes(place)
        slots = self._slots[probes]
        self._holders[probes, slots] = place + 1
        self._slots[probes] = (slots + 1) % HOLDERS

    def _probes(self, place: int) -> NDArray[np.int32]:
        probes = self._terms[place, :PROBES]
        return np.asarray(probes[probes != _NO_TERM] >> 2)

    def _is_near(self, place: int, other: int) -> bool:
        """Whether an earlier document lies within the window; always, for an undated one."""
        day = self._days[place]
        return day == UNDATED or day - self._days[other] <= WINDOW

    def _find_candidates(self, place: int) -> list[int]:
        """The stories of the documents that are most alike, best first."""
        held = self._holders[self._probes(place)].ravel().astype(np.int64)
        found, shared = np.unique(held[held > 0] - 1, return_counts=True)
        near = find_gaps(self.days[place], self.days[found]) <= WINDOW
        found, shared = found[near], shared[near]
        held = found[np.lexsort((-found, -shared))[:COMPARED]]
        order = np.lexsort((-held, -np.round(self._compare(place, held), _DIGITS)))
        return list(dict.fromkeys(self.stories[held[order]].tolist()))[:STORIES]

    def _compare(self, place: int, others: Numbers) -> NDArray[np.float64]:
        """Likeness of a document to earlier ones: the cosine of their terms, halved with every half-life between, and
        nothing beyond the window."""
        own = self._terms[place]
        self._own[own] = self._weights[place]
        cosines = (np.take(self._own, self._terms[others]) * self._weights[others]).sum(axis=1)
        self._own[own] = 0
        gaps = find_gaps(self.days[place], self.days[others])
        return np.where(gaps <= WINDOW, cosines * np.exp2(-gaps / HALF_LIFE), 0.0)
