"""Reports of one incident put together: average link over compared pairs (Sokal and Michener 1958).

The two groups that fit best are joined first, as long as the mean chance over all pairs between them stays at `even`
or more; a pair that was not compared counts as no chance at all. Sums are kept in whole millionths, so that no order of
adding changes them, and ties go to the smaller ids: neither the order of the views nor that of the pairs matters.
"""

import heapq
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

UNIT = 1_000_000
"""Chances are counted in parts of this."""


def cluster(
    ids: Sequence[str],
    pairs: ArrayLike,
    chances: ArrayLike,
    even: float,
    forbidden: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Groups of all `ids`, each sorted, in the order of their first ids.

    `pairs` holds places in `ids`, `chances` the probability of each. No group holds two ids of a pair in `forbidden`.
    """
    order = sorted(ids)
    rank = {one: number for number, one in enumerate(order)}
    place = np.array([rank[one] for one in ids], np.int64)
    both = np.sort(place[np.asarray(pairs, np.int64).reshape(-1, 2)], axis=1)
    groups = _Groups(len(order), even)
    for one, two in forbidden:
        if one in rank and two in rank:
            groups.forbid(rank[one], rank[two])
    parts = np.rint(np.asarray(chances, float) * UNIT).astype(np.int64)
    for (one, two), part in zip(both.tolist(), parts.tolist(), strict=True):
        groups.link(one, two, part)
    groups.join()
    return tuple(tuple(order[member] for member in sorted(some)) for some in groups.sorted_members())


class _Groups:
    """Groups of numbers, what links each to others, and the links that are good enough, best first."""

    def __init__(self, count: int, even: float) -> None:
        self.even = even
        self.members: dict[int, list[int]] = {one: [one] for one in range(count)}
        self.links: list[dict[int, int]] = [{} for _ in range(count)]
        self.apart: list[set[int]] = [set() for _ in range(count)]

    def forbid(self, one: int, two: int) -> None:
        self.apart[one].add(two)
        self.apart[two].add(one)

    def link(self, one: int, two: int, part: int) -> None:
        self.links[one][two] = self.links[two][one] = part

    def mean(self, one: int, two: int) -> float:
        """The mean chance over all pairs between two groups."""
        return self.links[one].get(two, 0) / (UNIT * len(self.members[one]) * len(self.members[two]))

    def join(self) -> None:
        """Join what belongs together, the best link first."""
        heap = [
            (-mean, one, two)
            for one, others in enumerate(self.links)
            for two in others
            if one < two and (mean := self.mean(one, two)) >= self.even
        ]
        heapq.heapify(heap)
        while heap:
            mean, one, two = heapq.heappop(heap)
            stale = one not in self.members or two not in self.members or -mean != self.mean(one, two)
            if stale or two in self.apart[one]:
                continue
            self._absorb(one, two)
            for other in self.links[one]:
                if (now := self.mean(one, other)) >= self.even:
                    heapq.heappush(heap, (-now, min(one, other), max(one, other)))

    def _absorb(self, one: int, two: int) -> None:
        """Put the second group into the first, with its links and its bans."""
        for other, part in self.links[two].items():
            del self.links[other][two]
            if other != one:
                self.links[one][other] = self.links[other][one] = self.links[one].get(other, 0) + part
        for other in self.apart[two]:
            self.apart[other].discard(two)
            self.forbid(one, other)
        self.members[one] += self.members.pop(two)
        self.links[two], self.apart[two] = {}, set()

    def sorted_members(self) -> list[list[int]]:
        """The groups by their smallest members, which name them."""
        return [self.members[one] for one in sorted(self.members)]
