"""Pairs put together as groups: average link over compared pairs (Sokal and Michener 1958).

The two groups that fit best are joined first, as long as the mean chance over all pairs between them stays at `even`
or more. Sums are kept in whole millionths, so that no order of adding changes them, and ties go to the smaller ids:
neither the order of the ids nor that of the pairs matters.
"""

import heapq
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

UNIT = 1_000_000
"""Chances are counted in parts of this."""


def cluster[Id: (str, int)](
    ids: Sequence[Id],
    pairs: ArrayLike,
    chances: ArrayLike,
    even: float,
    *,
    unseen: float = 0.0,
    bound: Iterable[tuple[Id, Id]] = (),
    apart: Iterable[tuple[Id, Id]] = (),
) -> list[list[Id]]:
    """Groups of all `ids`, each sorted, in the order of their first ids.

    `pairs` holds places in `ids`, `chances` the probability of each; a pair that was not compared counts as `unseen`.
    Pairs in `bound` are in one group whatever their chance, those in `apart` in none, not even through others: where
    the two contradict each other, a bond that would join what is apart binds nothing.
    """
    order = sorted(ids)
    rank = {one: number for number, one in enumerate(order)}
    place = np.array([rank[one] for one in ids], np.int64)
    both = np.sort(place[np.asarray(pairs, np.int64).reshape(-1, 2)], axis=1)
    groups = _Groups(len(order), even, unseen)
    parts = np.rint((np.asarray(chances, float) - unseen) * UNIT).astype(np.int64)
    for (one, two), part in zip(both.tolist(), parts.tolist(), strict=True):
        groups.link(one, two, part)
    for here, there in apart:
        groups.forbid(rank[here], rank[there])
    groups.bind(sorted((rank[here], rank[there]) for here, there in bound))
    groups.join()
    return [[order[member] for member in sorted(some)] for some in groups.sorted_members()]


class _Groups:
    """Groups of numbers, what links each to others, and the links that are good enough, best first."""

    def __init__(self, count: int, even: float, unseen: float) -> None:
        self.even, self.unseen = even, unseen
        self.members: dict[int, list[int]] = {one: [one] for one in range(count)}
        self.links: list[dict[int, int]] = [{} for _ in range(count)]
        """To each other group: by how much all pairs between the two are over what unseen ones would be."""
        self.apart: list[set[int]] = [set() for _ in range(count)]

    def link(self, one: int, two: int, part: int) -> None:
        self.links[one][two] = self.links[two][one] = part

    def forbid(self, one: int, two: int) -> None:
        self.apart[one].add(two)
        self.apart[two].add(one)

    def bind(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Join groups by bonds."""
        into = list(range(len(self.links)))
        for pair in pairs:
            one, two = sorted(_follow(into, number) for number in pair)
            if one != two and two not in self.apart[one]:
                self._absorb(one, two)
                into[two] = one

    def mean(self, one: int, two: int) -> float:
        """The mean chance over all pairs between two groups."""
        return self.unseen + self.links[one].get(two, 0) / (UNIT * len(self.members[one]) * len(self.members[two]))

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


def _follow(into: Sequence[int], number: int) -> int:
    while into[number] != number:
        number = into[number]
    return number
