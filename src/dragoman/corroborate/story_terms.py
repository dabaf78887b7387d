"""What a document is about, as weighted terms: words, names, and pairs of names, each a hash.

A name is a word with a capital that no sentence's beginning explains; it counts beside its word, and two in a row count
as a pair, so that `Río Caroní` weighs more than a river. How rare a term is in general comes from a table of ours
(`data/corroborate/terms.tsv`), how rare it is these days from the documents of the window (Brants, Chen & Farahat 2003,
incremental TF-IDF).
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.corroborate.shingles import Hashes, Numbers, Words, find_words, mix
from dragoman.settings import DATA

BUCKET_BITS = 22
"""Bits of a term's hash by which it is indexed; two terms that share them are held to be one."""

_NAME = np.uint64(0x2545F4914F6CDD1D)
_PAIR = np.uint64(0xD6E8FEB86659FD93)


class Terms(NamedTuple):
    """The terms of a batch of documents, sorted by document and term."""

    documents: Numbers
    """Place of the document in its batch."""
    terms: Hashes
    counts: Numbers
    """How often the document has it."""
    known: NDArray[np.float64]
    """In how many documents of the general table it stands."""


def find_terms(texts: pa.Array) -> Terms:
    """The terms of texts (Arrow strings)."""
    words = find_words(texts)
    documents, terms = _terms_of(words)
    order = np.lexsort((terms, documents))
    documents, terms = documents[order], terms[order]
    new = np.concatenate(([True], (documents[1:] != documents[:-1]) | (terms[1:] != terms[:-1])))[: len(terms)]
    places = np.flatnonzero(new)
    counts = np.diff(np.concatenate((places, [len(terms)])))
    return Terms(documents[places], terms[places], counts, _known(terms[places]))


def _terms_of(words: Words) -> tuple[Numbers, Hashes]:
    named = words.capital & ~words.opens
    paired = np.flatnonzero(named[:-1] & named[1:] & (words.documents[:-1] == words.documents[1:]))
    pairs = mix((words.hashes[paired] * _PAIR) ^ words.hashes[paired + 1])
    documents = np.concatenate((words.documents, words.documents[named], words.documents[paired]))
    return documents, np.concatenate((words.hashes, mix(words.hashes[named] ^ _NAME), pairs))


class General(NamedTuple):
    """How rare terms are in general."""

    terms: Hashes
    """Sorted."""
    counts: NDArray[np.float64]
    """In how many documents each stands."""
    documents: int
    """Of how many."""


@cache
def read_general() -> General:
    """The general table."""
    rows = [line.split("\t") for line in (DATA / "corroborate/terms.tsv").read_text("utf-8").splitlines()]
    written, counts = [row[0] for row in rows[1:]], np.array([float(row[1]) for row in rows[1:]])
    words = find_words(pa.array(written, pa.string()))
    names = words._replace(opens=np.zeros(len(words.hashes), bool))
    documents, terms = _terms_of(names)
    kinds = np.zeros(len(written), np.uint64)
    kinds[documents] = terms  # the last term of a row is its fullest: a pair after names, a name after its word
    order = np.argsort(kinds)
    return General(kinds[order], counts[order], int(rows[0][1]))


def _known(terms: Hashes) -> NDArray[np.float64]:
    general = read_general()
    places = np.minimum(np.searchsorted(general.terms, terms), len(general.terms) - 1)
    return np.where(general.terms[places] == terms, general.counts[places], 0.0)
