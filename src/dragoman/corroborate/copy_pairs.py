"""Pairs of documents that share words: which to compare, how much they share, and what that makes of them."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dragoman.corroborate.copy_index import Index, join_key
from dragoman.corroborate.sequence import Days
from dragoman.corroborate.shingles import Flags, Numbers

WINDOW = 30.0
"""Days within which a text is reprinted; an undated document is compared with all earlier ones."""
SHARED = 8
"""Shingles that two documents must share: a run of twelve words, or two of eight."""
HALF = 0.5
"""Share of the smaller text from which on it is a copy: the greater part of its words are somebody else's."""
QUOTED = 0.8
"""Share of shared shingles that stand in quotations from which on two documents share quotations only."""
_LOOKED_UP = 1 << 22  # shingles compared at once


class Pairs(NamedTuple):
    """Pairs of documents that share words; places in the ordered table."""

    earlier: Numbers
    later: Numbers
    shared: Numbers
    """Shingles that both hold, house text and stock phrases left out."""
    outside: Numbers
    """Of these, how many outside quotations in both."""

    def pick(self, which: Flags | Numbers) -> "Pairs":
        """Some of the pairs."""
        return Pairs(*(column[which] for column in self))


def find_candidates(index: Index, days: Days) -> tuple[Numbers, Numbers]:
    """Pairs (earlier, later) worth comparing.

    Of the holders of a shingle, each is paired with the one before it and with the first within the window. A wire
    story in five hundred papers so costs a thousand pairs and not a hundred thousand, and each copy meets its like.
    """
    count = len(index.sizes)
    since = np.searchsorted(days, np.where(np.isinf(days), -np.inf, days - WINDOW))
    keys = join_key(index.shingles, index.documents, count)
    found = []
    for start in range(0, len(keys), _LOOKED_UP):
        later = index.documents[start : start + _LOOKED_UP].astype(np.int64)
        places = np.arange(start, start + len(later))
        first = np.searchsorted(keys, join_key(index.shingles[places], since[later], count))
        before = np.maximum(places - 1, first)
        links = (index.documents[held] * np.int64(count) + later for held in (first, before))
        some = (first < places, before != first)
        joined = np.concatenate([link[which] for link, which in zip(links, some, strict=True)])
        found.append(np.unique(joined, return_counts=True))
    pairs, counts = add_counts(found)
    pairs = pairs[counts >= SHARED]
    return pairs // count, pairs % count


def add_counts(counted: list[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """Several countings as one: each value once, ascending, and its counts added up."""
    if not counted:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    values, counts = (np.concatenate(column) for column in zip(*counted, strict=True))
    once, inverse = np.unique(values, return_inverse=True)
    return once, np.bincount(inverse, counts, len(once)).astype(np.int64)


class Comparer:
    """Compares pairs of documents by looking up the shingles of the one among those of the other."""

    def __init__(self, index: Index) -> None:
        count = len(index.sizes)
        self.index = index
        self._keys = join_key(index.shingles, index.documents, count)
        self._order = np.argsort(index.documents, kind="stable").astype(np.uint32)
        self._held = np.bincount(index.documents, minlength=count)
        self._starts = np.cumsum(self._held) - self._held

    def __call__(self, earlier: Numbers, later: Numbers) -> Pairs:
        """How many shingles each pair shares."""
        swap = self._held[earlier] < self._held[later]
        small, large = np.where(swap, earlier, later), np.where(swap, later, earlier)
        shared, outside = np.zeros(len(small), np.int64), np.zeros(len(small), np.int64)
        batches = np.cumsum(self._held[small]) // _LOOKED_UP
        edges = np.flatnonzero(np.diff(batches, prepend=-1, append=np.inf)).tolist()
        for start, end in pairwise(edges):
            shared[start:end], outside[start:end] = self._look_up(small[start:end], large[start:end])
        return Pairs(earlier, later, shared, outside)

    def _look_up(self, small: Numbers, large: Numbers) -> tuple[Numbers, Numbers]:
        lengths = self._held[small]
        pair = np.repeat(np.arange(len(small)), lengths)
        offsets = np.arange(len(pair)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        own = self._order[self._starts[small][pair] + offsets]
        wanted = join_key(self.index.shingles[own], large[pair], len(self.index.sizes))
        found = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        hit = self._keys[found] == wanted
        outer = hit & ~(self.index.quoted[own] | self.index.quoted[found])
        shared, outside = (np.bincount(pair[which], minlength=len(small)) for which in (hit, outer))
        return shared, outside


def is_copy(pairs: Pairs, index: Index) -> Flags:
    """Where the greater part of the smaller text, quotations aside, stands in the other too."""
    smaller = np.minimum(index.outside[pairs.earlier], index.outside[pairs.later])
    return (pairs.outside >= SHARED) & (pairs.outside > HALF * smaller)


def is_whole(pairs: Pairs, index: Index) -> Flags:
    """Where the greater part of the larger text stands in the other too."""
    larger = np.maximum(index.sizes[pairs.earlier], index.sizes[pairs.later])
    return pairs.shared > HALF * larger


def is_quotation(pairs: Pairs) -> Flags:
    """Where two documents share quoted words and hardly any others."""
    quoted = pairs.shared - pairs.outside
    return (quoted >= SHARED) & (quoted >= QUOTED * pairs.shared)
