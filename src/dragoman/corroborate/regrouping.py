"""What was grouped before, so that events tied by the same links are not grouped again.

Events that likely links tie, directly or through others, are grouped by these links and their own order alone. A mark
over both tells whether anything has changed; where it has not, they are in the incidents they were in.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.corroborate.shingles import Flags, Hashes, Numbers, mix
from dragoman.corroborate.sql import ask

_ODD = np.uint64(0x9E3779B97F4A7C15)


class Grouped(NamedTuple):
    """The tables that grouping makes."""

    report: pa.Table
    """The record's table."""
    grouped: pa.Table
    """event_id of the earliest of events tied together, and a mark of all that groups them."""


def hash_ids(ids: pa.Array) -> Hashes:
    """A hash of each id."""
    table = pa.table({"id": ids})
    return np.asarray(ask("SELECT hash(id) AS hash FROM given", {"given": table}, "given").to_arrow_table()["hash"])


def mark_ties(earlier: Numbers, later: Numbers, weights: Hashes, root: Numbers, ids: Hashes) -> Hashes:
    """A mark for each run of one root: of its links, their weights, the ids at their ends and the order of these.

    Links are sorted by root; `ids` are the hashes of all events' ids.
    """
    places, both = np.unique(np.concatenate((earlier, later)), return_inverse=True)
    of = np.zeros(len(places), np.int64)
    of[both] = np.concatenate((root, root))
    order = np.lexsort((places, of))
    starts = np.flatnonzero(np.diff(of[order], prepend=-1))
    rank = np.zeros(len(places), np.uint64)
    rank[order] = np.arange(len(places)) - np.repeat(starts, np.diff(starts, append=len(places)))
    ends = mix(ids[places] ^ mix(rank * _ODD))
    links = mix(ends[both[: len(earlier)]] * _ODD + mix(ends[both[len(earlier) :]] ^ mix(weights)))
    runs = np.flatnonzero(np.diff(root, prepend=-1))
    return np.asarray(np.add.reduceat(links, runs)) if len(runs) else links


def find_known(heads: pa.Array, marks: Hashes, before: Grouped) -> Flags:
    """Which ties are as they were: by the id of their earliest event, and their mark."""
    at = pc.index_in(heads, before.grouped["event_id"].combine_chunks())
    held = pc.fill_null(before.grouped["mark"].combine_chunks().take(at), 0).to_numpy(zero_copy_only=False)
    known: Flags = np.asarray(at.is_valid()) & (held == marks)
    return known


def keep_groups(places: Numbers, ids: pa.Array, before: Grouped) -> Numbers:
    """For each of these places the earliest of them that was in its incident before."""
    held = before.report["incident_id"].combine_chunks()
    at = pc.index_in(ids.take(pa.array(places)), before.report["event_id"].combine_chunks())
    incident = held.take(at).dictionary_encode().indices.to_numpy()
    first = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(first, incident, places)
    kept: Numbers = first[incident]
    return kept
