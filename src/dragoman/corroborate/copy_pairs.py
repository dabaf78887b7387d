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
    keys = index.keys()
    places = np.arange(len(keys))
    first = np.searchsorted(keys, join_key(index.shingles, since[index.documents], count))
    before = np.maximum(places - 1, first)
    links = [index.documents[held] * count + index.documents for held in (first, before)]
    apart = before != first
    pairs, counts = np.unique(np.concatenate((links[0][first < places], links[1][apart])), return_counts=True)
    pairs = pairs[counts >= SHARED]
    return pairs // count, pairs % count


def compare_pairs(index: Index, earlier: Numbers, later: Numbers) -> Pairs:
    """How many shingles each pair shares, all of them looked up."""
    keys, count = index.keys(), len(index.sizes)
    order = np.argsort(index.documents, kind="stable")
    starts = np.searchsorted(index.documents[order], np.arange(count + 1))
    held = np.diff(starts)
    swap = held[earlier] < held[later]
    small, large = np.where(swap, earlier, later), np.where(swap, later, earlier)
    shared, outside = np.zeros(len(small), np.int64), np.zeros(len(small), np.int64)
    batches = np.cumsum(held[small]) // _LOOKED_UP
    edges = np.flatnonzero(np.diff(batches, prepend=-1, append=np.inf)).tolist()
    for start, end in pairwise(edges):
        lengths = held[small[start:end]]
        pair = np.repeat(np.arange(end - start), lengths)
        offsets = np.arange(len(pair)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        own = order[starts[small[start:end]][pair] + offsets]
        wanted = join_key(index.shingles[own], large[start:end][pair], count)
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        hit = keys[found] == wanted
        shared[start:end] = np.bincount(pair[hit], minlength=end - start)
        hit &= ~(index.quoted[own] | index.quoted[found])
        outside[start:end] = np.bincount(pair[hit], minlength=end - start)
    return Pairs(earlier, later, shared, outside)


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
