"""Events that are reports of one incident: average-link clustering of the pairs. The table `report`.

Two groups are joined as long as the mean chance over all pairs between them stays at `EVEN` or more; a pair that was
not compared counts as `UNSEEN`. What a person has said of two events beats any chance.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.corroborate.bonds import place_bonds
from dragoman.corroborate.clustering import cluster
from dragoman.ids import make_id
from dragoman.schema import SCHEMAS

EVEN = 0.5
UNSEEN = 0.3

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Links(NamedTuple):
    """Pairs of events by their places: compared, bound by hand, or both; each once, by earlier and later."""

    earlier: Numbers
    later: Numbers
    chance: NDArray[np.float64]
    bound: Flags
    """A person said that they are one incident."""
    apart: Flags
    """A person said that they are not."""

    def pick(self, which: Flags | Numbers) -> "Links":
        """Some of the links."""
        return Links._make(column[which] for column in self)


def group_reports(view: pa.Table, judged: pa.Table, bond: pa.Table) -> pa.Table:
    """The table `report`: each event in just one incident, whose id is a hash of its earliest report; its confidence
    is the mean chance of its pairs within the incident, 1 where it is alone."""
    ids = view["event_id"].combine_chunks()
    links = _link(judged, bond, ids)
    first = _find_firsts(view.num_rows, links)
    heads, inverse = np.unique(first, return_inverse=True)
    names = pa.array([make_id("incident", event_id) for event_id in ids.take(pa.array(heads)).to_pylist()], pa.string())
    columns = [names.take(pa.array(inverse)), ids, pa.array(_find_means(first, links))]
    table = pa.Table.from_arrays(columns, schema=SCHEMAS["report"])
    return table.sort_by([("incident_id", "ascending"), ("event_id", "ascending")])


def _link(judged: pa.Table, bond: pa.Table, ids: pa.Array) -> Links:
    """The judged pairs, and the bonds in place of what was judged."""
    one, two = (judged[name].to_numpy().astype(np.int64) for name in ("earlier", "later"))
    chance, none = judged["chance"].to_numpy(), np.zeros(len(one), bool)
    if not bond.num_rows:
        return Links(one, two, chance, none, none)
    earlier, later, same = place_bonds(bond, ids)
    bonds = Links(earlier, later, same.astype(float), same, ~same)
    every = Links._make(map(np.concatenate, zip(bonds, (one, two, chance, none, none), strict=True)))
    _, places = np.unique(every.earlier * len(ids) + every.later, return_index=True)  # of two, the bond comes first
    return every.pick(places)


def _find_firsts(count: int, links: Links) -> Numbers:
    """For each event the place of its incident's earliest report."""
    likely = (links.chance >= EVEN) & ~links.apart
    first = find_roots(count, links.earlier[likely], links.later[likely])
    within = links.pick(first[links.earlier] == first[links.later])
    root = first[within.earlier]
    size, pairs = np.bincount(first, minlength=count), np.bincount(root, minlength=count)
    unlikely = np.bincount(root, ~((within.chance >= EVEN) & ~within.apart), count)
    unclear = (pairs < size * (size - 1) // 2) | (unlikely > 0)  # else nothing stands between any two
    for some in _split(within.pick(unclear[root]), root[unclear[root]]):
        for members in _cluster(some):
            first[members] = members[0]
    return first


def _split(links: Links, root: Numbers) -> Iterator[Links]:
    """The links of each root."""
    order = np.argsort(root, kind="stable")
    edges = np.flatnonzero(np.diff(root[order], prepend=-1, append=-1))
    for start, end in pairwise(edges.tolist()):
        yield links.pick(order[start:end])


def _cluster(links: Links) -> list[list[int]]:
    places, both = np.unique(np.concatenate((links.earlier, links.later)), return_inverse=True)
    pairs = both.reshape(2, -1).T
    bound, apart = (
        zip(*(side[which].tolist() for side in (links.earlier, links.later)), strict=True)
        for which in (links.bound, links.apart)
    )
    return cluster(places.tolist(), pairs, links.chance, EVEN, unseen=UNSEEN, bound=bound, apart=apart)


def _find_means(first: Numbers, links: Links) -> NDArray[np.float64]:
    inside = links.pick(first[links.earlier] == first[links.later])
    others = np.bincount(first, minlength=len(first))[first] - 1
    over = np.zeros(len(first))
    for side in (inside.earlier, inside.later):
        over += np.bincount(side, inside.chance - UNSEEN, len(first))
    return np.where(others > 0, np.round(UNSEEN + over / np.maximum(others, 1), 4), 1.0)


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
