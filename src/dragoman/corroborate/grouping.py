"""Events that are reports of one incident: average-link clustering of the pairs. The table `report`.

Two groups are joined as long as the mean chance over all pairs between them stays at `EVEN` or more; a pair that was
not compared counts as `UNSEEN`. What a person has said of two events beats any chance.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.corroborate.bonds import place_bonds
from dragoman.corroborate.clustering import cluster
from dragoman.corroborate.regrouping import Grouped, find_known, hash_ids, keep_groups, mark_ties
from dragoman.corroborate.shingles import Flags, Numbers
from dragoman.ids import make_id
from dragoman.schema import SCHEMAS

EVEN = 0.5
UNSEEN = 0.3


class Links(NamedTuple):
    """Pairs of events by their places: compared, bound by hand, or both; each once, by earlier and later."""

    earlier: Numbers
    later: Numbers
    chance: NDArray[np.float64]
    bound: Flags
    """A person said that they are one incident."""
    apart: Flags
    """A person said that they are not."""

    def pick(self, which: Flags | Numbers | slice) -> "Links":
        """Some of the links."""
        return Links._make(column[which] for column in self)


def group_reports(view: pa.Table, judged: pa.Table, bond: pa.Table, before: Grouped | None = None) -> Grouped:
    """The table `report`: each event in just one incident, whose id is a hash of its earliest report; its confidence
    is the mean chance of its pairs within the incident, 1 where it is alone.

    With what was made `before`, only events that other links tie than did then are grouped anew; what comes out is the
    same.
    """
    ids = view["event_id"].combine_chunks()
    links = _link(judged, bond, ids)
    first, grouped = _find_firsts(ids, links, before)
    heads, inverse = np.unique(first, return_inverse=True)
    names = pa.array([make_id("incident", event_id) for event_id in ids.take(pa.array(heads)).to_pylist()], pa.string())
    columns = [names.take(pa.array(inverse)), ids, pa.array(_find_means(first, links))]
    table = pa.Table.from_arrays(columns, schema=SCHEMAS["report"])
    return Grouped(table.sort_by([("incident_id", "ascending"), ("event_id", "ascending")]), grouped)


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


def _find_firsts(ids: pa.Array, links: Links, before: Grouped | None) -> tuple[Numbers, pa.Table]:
    """For each event the place of its incident's earliest report; and the table `grouped`."""
    likely = (links.chance >= EVEN) & ~links.apart
    first = find_roots(len(ids), links.earlier[likely], links.later[likely])
    tied, root = _find_unclear(first, links)
    runs = np.flatnonzero(np.diff(root, prepend=-1))
    heads = ids.take(pa.array(root[runs]))
    weights = tied.chance.view(np.uint64) ^ (tied.bound + 2 * tied.apart.astype(np.uint64))
    marks = mark_ties(tied.earlier, tied.later, weights, root, hash_ids(ids))
    known = find_known(heads, marks, before) if before is not None else np.zeros(len(runs), bool)
    if before is not None and known.any():
        kept = np.flatnonzero(np.isin(first, root[runs][known]))
        first[kept] = keep_groups(kept, ids, before)
    for as_before, (start, end) in zip(known.tolist(), pairwise([*runs.tolist(), len(root)]), strict=True):
        for members in [] if as_before else _cluster(tied.pick(slice(start, end))):
            first[members] = members[0]
    return first, pa.table({"event_id": heads, "mark": marks})


def _find_unclear(first: Numbers, links: Links) -> tuple[Links, Numbers]:
    """The links, and their roots, of events that something stands between, though others tie them; sorted by root."""
    count = len(first)
    within = links.pick(first[links.earlier] == first[links.later])
    root = first[within.earlier]
    size, pairs = np.bincount(first, minlength=count), np.bincount(root, minlength=count)
    unlikely = np.bincount(root, ~((within.chance >= EVEN) & ~within.apart), count)
    unclear = ((pairs < size * (size - 1) // 2) | (unlikely > 0))[root]
    order = np.flatnonzero(unclear)[np.argsort(root[unclear], kind="stable")]
    return within.pick(order), root[order]


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
