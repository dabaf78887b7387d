"""Copies: documents that repeat the words of earlier ones, whole, cut, or in quotations only.

    document -> shared -> copy

Likeness is containment (Broder 1997): how many of the word 5-shingles of the smaller text the other one holds too, so
that a brief is found in the article that it was cut from. What a publisher prints under everything is taken out first,
and so are words in quotation marks: two reporters at one press conference share these, and copied nothing.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dragoman.corroborate.copy_credits import find_evidence
from dragoman.corroborate.copy_index import Index, index_shingles
from dragoman.corroborate.copy_pairs import HALF, Comparer, Pairs, find_candidates, is_copy, is_quotation, is_whole
from dragoman.corroborate.copy_pieces import Joined, join_pieces
from dragoman.corroborate.origins import find_families
from dragoman.corroborate.sequence import find_days, put_in_order
from dragoman.corroborate.shingles import Numbers
from dragoman.schema import SCHEMAS

HOUSE = 2
"""Times that a publisher repeats a shingle in documents otherwise unlike each other until it is house text."""


class Copies(NamedTuple):
    """The tables that copies are made of, by name."""

    shared: pa.Table
    """Pairs compared: earlier, later (document_ids), shared and outside (shingles that both hold; of these, outside
    quotations), earlier_size, earlier_outside, later_size, later_outside (shingles of each)."""
    copy: pa.Table
    """The record's table."""


def find_copies(document: pa.Table) -> Copies:
    """Which documents repeat earlier ones, from document_id, publisher, url, title, published and text."""
    ordered = put_in_order(document)
    index = drop_house_text(index_shingles(ordered), find_families(ordered))
    candidates = find_candidates(index, find_days(ordered))
    compare = Comparer(index)
    pairs = compare(*candidates)
    copied = pairs.pick(is_copy(pairs, index))
    parents = find_parents(copied, len(index.sizes))
    roots = find_roots(parents)
    open_ = copied.pick(roots[copied.earlier] != roots[copied.later])
    joined = join_pieces(ordered["text"], roots, open_.earlier, open_.later, parents[open_.later])
    return Copies(make_shared(ordered, index, pairs), make_copy(ordered, compare, pairs, parents, joined))


def drop_house_text(index: Index, families: Numbers) -> Index:
    """The index without what a publisher repeats in documents that are otherwise unlike each other.

    `families` numbers the publisher of each document; documents of unknown publishers share a number. Two documents
    are unlike where the smaller has less than half of its shingles from the other: a publisher's second version of an
    article is like the first, and the words of both stay.
    """
    order = np.lexsort((families[index.documents], index.shingles))  # documents stay in order
    shingles, documents = index.shingles[order], index.documents[order]
    follows = np.zeros(len(order), bool)
    publishers = families[documents]
    follows[1:] = (shingles[1:] == shingles[:-1]) & (publishers[1:] == publishers[:-1])
    later = documents[follows]
    earlier = documents[np.flatnonzero(follows) - 1]
    links = earlier * np.int64(len(index.sizes)) + later
    _, inverse, counts = np.unique(links, return_inverse=True, return_counts=True)
    unlike = np.zeros(len(order), bool)
    unlike[follows] = counts[inverse] < HALF * np.minimum(index.sizes[earlier], index.sizes[later])
    runs = np.flatnonzero(~follows)
    repeated = np.add.reduceat(unlike, runs, dtype=np.int64) if len(runs) else unlike
    dropped = np.zeros(len(order), bool)
    dropped[order] = np.repeat(repeated >= HOUSE, np.diff(runs, append=len(order)))
    return index.without(dropped)


def find_parents(pairs: Pairs, count: int) -> Numbers:
    """For each document the earlier one that it shares most words with, the earliest where several tie; -1 for none."""
    order = np.lexsort((-pairs.earlier, pairs.outside))  # the last to be written stays
    parents = np.full(count, -1)
    parents[pairs.later[order]] = pairs.earlier[order]
    return parents


def find_roots(parents: Numbers) -> Numbers:
    """For each document the one that its parents lead to; itself where it has none."""
    roots = np.where(parents < 0, np.arange(len(parents)), parents)
    while (roots != (further := roots[roots])).any():
        roots = further
    return roots


def make_copy(ordered: pa.Table, compare: Comparer, pairs: Pairs, parents: Numbers, joined: Joined) -> pa.Table:
    """The table `copy`: the first of a group is the original, where the later one shares its words itself; else the
    document it was found to copy. A document that copies nothing may share quotations."""
    index, copied = compare.index, find_originals(compare, parents, joined.roots)
    quoting = pairs.pick(is_quotation(pairs) & (joined.roots[pairs.later] == pairs.later))
    quoted = find_parents(quoting._replace(outside=quoting.shared), len(parents))
    later = np.flatnonzero(quoted >= 0)
    quotations = compare(quoted[later], later)
    every = Pairs(*(np.concatenate(both) for both in zip(copied, quotations, strict=True)))
    relation = np.where(is_whole(copied, index), "COPY", "PART").tolist() + ["QUOTES"] * len(later)
    ids = ordered["document_id"].combine_chunks()
    through = {later: ids[holder].as_py() for later, holder in joined.through.items()}
    table = pa.table(
        {
            "document_id": ids.take(pa.array(every.later)),
            "original": ids.take(pa.array(every.earlier)),
            "relation": relation,
            "containment": np.round(every.shared / np.maximum(index.sizes[every.later], 1), 4),
            "evidence": find_evidence(ordered, every.earlier, every.later, through),
        },
        schema=SCHEMAS["copy"],
    )
    return table.sort_by([("document_id", "ascending"), ("original", "ascending")])


def find_originals(compare: Comparer, parents: Numbers, roots: Numbers) -> Pairs:
    """Every copy with its original."""
    later = np.flatnonzero(roots < np.arange(len(roots)))
    first = compare(roots[later], later)
    near = compare(np.where(parents < 0, roots, parents)[later], later)
    direct = is_copy(first, compare.index)
    return Pairs(*(np.where(direct, one, other) for one, other in zip(first, near, strict=True)))


def make_shared(ordered: pa.Table, index: Index, pairs: Pairs) -> pa.Table:
    """The table `shared`."""
    ids = ordered["document_id"].combine_chunks()
    table = pa.table(
        {
            "earlier": ids.take(pa.array(pairs.earlier)),
            "later": ids.take(pa.array(pairs.later)),
            "shared": pairs.shared,
            "outside": pairs.outside,
            "earlier_size": index.sizes[pairs.earlier],
            "earlier_outside": index.outside[pairs.earlier],
            "later_size": index.sizes[pairs.later],
            "later_outside": index.outside[pairs.later],
        }
    )
    return table.sort_by([("later", "ascending"), ("earlier", "ascending")])
