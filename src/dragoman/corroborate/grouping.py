"""Events that are reports of one incident: average-link clustering of the pairs. The table `report`.

The two groups that fit best are joined first, as long as the mean chance over all pairs between them stays at `EVEN` or
more; a pair that was not compared counts as `UNSEEN`. Ties go to the earlier events, so that no order of rows matters.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.ids import make_id
from dragoman.schema import SCHEMAS

EVEN = 0.5
UNSEEN = 0.3

Numbers = NDArray[np.int64]
Chances = dict[tuple[int, int], float]


def group_reports(view: pa.Table, judged: pa.Table) -> pa.Table:
    """The table `report`: each event in just one incident, whose id is a hash of its earliest report."""
    one, two = (judged[name].to_numpy().astype(np.int64) for name in ("earlier", "later"))
    chance = judged["chance"].to_numpy()
    first = np.arange(view.num_rows)
    belongs = np.ones(view.num_rows)
    for places, chances in _split(view.num_rows, one, two, chance):
        for members in cluster(places, chances):
            for place in members:
                first[place] = members[0]
                belongs[place] = _confidence(place, members, chances)
    ids = view["event_id"].combine_chunks()
    names = pa.array([make_id("incident", event_id) for event_id in ids.to_pylist()], pa.string())
    table = pa.Table.from_arrays([names.take(pa.array(first)), ids, pa.array(belongs)], schema=SCHEMAS["report"])
    return table.sort_by([("incident_id", "ascending"), ("event_id", "ascending")])


def _split(count: int, one: Numbers, two: Numbers, chance: NDArray[np.float64]) -> Iterator[tuple[list[int], Chances]]:
    """The events that chances of `EVEN` or more tie together, directly or through others, with all their pairs."""
    likely = chance >= EVEN
    root = find_roots(count, one[likely], two[likely])
    within = np.flatnonzero(root[one] == root[two])
    within = within[np.argsort(root[one[within]], kind="stable")]
    edges = np.flatnonzero(np.diff(root[one[within]], prepend=-1, append=-1))
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        some = within[start:end]
        pairs = zip(one[some].tolist(), two[some].tolist(), strict=True)
        chances = dict(zip(pairs, chance[some].tolist(), strict=True))
        yield sorted({place for pair in chances for place in pair}), chances


def find_roots(count: int, one: Numbers, two: Numbers) -> Numbers:
    """For each of 0 to `count - 1` the smallest number that pairs tie it to."""
    root = np.arange(count)
    while True:
        before = root.copy()
        lower = np.minimum(root[one], root[two])
        np.minimum.at(root, one, lower)
        np.minimum.at(root, two, lower)
        root = root[root]
        if (root == before).all():
            return root


def _confidence(one: int, members: list[int], chances: Chances) -> float:
    """The mean chance of an event's pairs within its incident; 1 where it is alone."""
    some = [chances.get((min(one, other), max(one, other)), UNSEEN) for other in members if other != one]
    return round(sum(some) / len(some), 4) if some else 1.0


def cluster(places: list[int], chances: Chances) -> list[list[int]]:
    """Groups of the places, each sorted, by average link."""
    members = {place: [place] for place in places}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, two), chance in chances.items():
        sums[one][two] = sums[two][one] = chance - UNSEEN  # what a pair is over or under one not compared
    heap = [(-_mean(*pair, members, sums), *pair) for pair, chance in chances.items() if chance >= EVEN]
    heapq.heapify(heap)
    while heap:
        mean, one, two = heapq.heappop(heap)
        if one not in members or two not in members or -mean != _mean(one, two, members, sums):
            continue
        for other, value in sums.pop(two).items():
            del sums[other][two]
            if other != one:
                sums[one][other] = sums[other][one] = sums[one].get(other, 0.0) + value
        members[one] = sorted(members[one] + members.pop(two))
        for other in sums[one]:
            now = _mean(one, other, members, sums)
            if now >= EVEN:
                heapq.heappush(heap, (-now, min(one, other), max(one, other)))
    return [members[place] for place in sorted(members)]


def _mean(one: int, two: int, members: dict[int, list[int]], sums: dict[int, dict[int, float]]) -> float:
    return UNSEEN + sums[one].get(two, 0.0) / (len(members[one]) * len(members[two]))
