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
from dragoman.corroborate.copy_index import Index, cut_index, index_shingles
from dragoman.corroborate.copy_pairs import (
    HALF,
    Comparer,
    Pairs,
    add_counts,
    find_candidates,
    is_copy,
    is_quotation,
    is_whole,
)
from dragoman.corroborate.copy_pieces import Joined, join_pieces
from dragoman.corroborate.origins import find_families
from dragoman.corroborate.sequence import find_days, put_in_order
from dragoman.corroborate.shingles import Flags, Numbers
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
    pieces = cut_index(index)
    counted = [np.unique(_follow(index, families, piece).links, return_counts=True) for piece in pieces]
    links, counts = add_counts(counted)
    count = len(index.sizes)
    unlike = links[counts < HALF * np.minimum(index.sizes[links // count], index.sizes[links % count])]
    dropped = [_find_repeated(_follow(index, families, piece), unlike) for piece in pieces]
    return index.without(np.concatenate([np.zeros(0, bool), *dropped]))


class _Followed(NamedTuple):
    """Postings by shingle, publisher and document, and which follow one of the same shingle and publisher."""

    order: Numbers
    follows: Flags
    links: Numbers
    """For each that follows: its document and the one before, as one number."""


def _follow(index: Index, families: Numbers, piece: slice) -> _Followed:
    documents, shingles = index.documents[piece], index.shingles[piece]
    publishers = families[documents]
    order = np.lexsort((publishers, shingles))  # documents stay in order
    documents, shingles, publishers = documents[order].astype(np.int64), shingles[order], publishers[order]
    follows = np.zeros(len(order), bool)
    follows[1:] = (shingles[1:] == shingles[:-1]) & (publishers[1:] == publishers[:-1])
    earlier, later = documents[:-1][follows[1:]], documents[follows]
    return _Followed(order, follows, earlier * len(index.sizes) + later)


def _find_repeated(followed: _Followed, unlike: Numbers) -> Flags:
    """Which postings are of a shingle that their publisher repeats in documents unlike each other."""
    order, follows, links = followed
    again = np.zeros(len(order), bool)
    again[follows] = np.isin(links, unlike)
    runs = np.flatnonzero(~follows)
    repeated = np.add.reduceat(again, runs, dtype=np.int64) if len(runs) else again
    found = np.zeros(len(order), bool)
    found[order] = np.repeat(repeated >= HOUSE, np.diff(runs, append=len(order)))
    return found


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
