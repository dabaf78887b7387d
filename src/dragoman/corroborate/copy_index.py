"""The inverted index of shingles: which documents hold a run of five words that others hold too.

A posting is one number: the upper bits of the shingle's hash, then the document, then whether the document has it in
quotation marks only. Sorting such numbers is all that makes the index. They are sorted in parts by hash, each of a size
that fits easily into memory, so that the index of a million documents takes no more room than its answer.
"""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dragoman.corroborate.sequence import cut_batches
from dragoman.corroborate.shingles import Flags, Hashes, Numbers, find_words, make_shingles

STOCK = 1000
"""A shingle in more documents than this is a stock phrase and tells nothing: the document-frequency cap."""
_PART = 1 << 24  # postings sorted at once
_PIECE = 1 << 22  # postings looked at once
_BYTES_A_WORD = 5


class Index(NamedTuple):
    """Shingles that more than one document holds, by shingle and document."""

    shingles: NDArray[np.uint32]
    """Number of the shingle, ascending."""
    documents: NDArray[np.int32]
    """Place of the document, ascending within a shingle."""
    quoted: Flags
    """Whether the document has it in a quotation only."""
    sizes: Numbers
    """For each document, how many different shingles it has, stock phrases left out."""
    outside: Numbers
    """Of these, how many outside quotations."""

    def without(self, dropped: Flags) -> "Index":
        """The index with some postings taken out of it, and out of the sizes."""
        count = len(self.sizes)
        out, outer = self.documents[dropped], self.documents[dropped & ~self.quoted]
        return Index(
            self.shingles[~dropped],
            self.documents[~dropped],
            self.quoted[~dropped],
            self.sizes - np.bincount(out, minlength=count),
            self.outside - np.bincount(outer, minlength=count),
        )


def cut_index(index: Index) -> list[slice]:
    """The postings in pieces, all those of a shingle in one."""
    starts = np.flatnonzero(np.diff(index.shingles, prepend=index.shingles[:1] + np.uint32(1)))
    near = np.searchsorted(starts, np.arange(0, len(index.shingles), _PIECE))
    edges = starts[np.unique(near[near < len(starts)])].tolist()
    return [slice(*piece) for piece in pairwise([*edges, len(index.shingles)])]


def join_key(shingles: NDArray[np.uint32], documents: NDArray[np.integer], count: int) -> Hashes:
    """Shingle and document in one number; keys of an index ascend."""
    return (shingles.astype(np.uint64) << np.uint64(count.bit_length())) | documents.astype(np.uint64)


def index_shingles(ordered: pa.Table) -> Index:
    """The index over the column `text`; a document goes by its place."""
    count = ordered.num_rows
    shift = np.uint64(count.bit_length() + 1)
    words = (pc.sum(pc.binary_length(ordered["text"])).as_py() or 0) / _BYTES_A_WORD
    bits = max(0, int(words / _PART).bit_length())
    sizes, outside = np.zeros(count, np.int64), np.zeros(count, np.int64)
    kept: list[tuple[NDArray[np.uint32], NDArray[np.int32], Flags]] = []
    numbered = 0
    for part in _sort_parts(_pack(ordered, shift), bits):
        documents, quoted, heads = _unpack(part, shift)
        runs = np.flatnonzero(heads)
        holders = np.diff(runs, append=len(part))
        usual = np.repeat(holders <= STOCK, holders)
        sizes += np.bincount(documents[usual], minlength=count)
        outside += np.bincount(documents[usual & ~quoted], minlength=count)
        shared = np.repeat((holders > 1) & (holders <= STOCK), holders)
        shingles = (np.cumsum(heads)[shared] + numbered).astype(np.uint32)
        numbered += len(runs)
        kept.append((shingles, documents[shared].astype(np.int32), quoted[shared]))
    shingles, holding, quotes = (np.concatenate(column) for column in zip(*kept, strict=True))
    return Index(shingles, holding, quotes, sizes, outside)


def _pack(ordered: pa.Table, shift: np.uint64) -> Iterator[Hashes]:
    """The postings of each batch of texts."""
    for first, batch in cut_batches(ordered):
        texts = batch["text"].cast(pa.large_string()).combine_chunks()
        hashes, documents, quoted = make_shingles(find_words(texts))
        low = ((documents + first).astype(np.uint64) << np.uint64(1)) | quoted.astype(np.uint64)
        yield ((hashes >> shift) << shift) | low


def _unpack(postings: Hashes, shift: np.uint64) -> tuple[Numbers, Flags, Flags]:
    """Of sorted postings: documents, whether quoted, and where a new shingle begins."""
    documents = ((postings & ((np.uint64(1) << shift) - np.uint64(1))) >> np.uint64(1)).astype(np.int64)
    hashes = postings >> shift
    heads = np.ones(len(postings), bool)
    heads[1:] = hashes[1:] != hashes[:-1]
    return documents, (postings & np.uint64(1)).astype(bool), heads


def _sort_parts(batches: Iterator[Hashes], bits: int) -> Iterator[Hashes]:
    """All postings, sorted, each once, in parts by the upper bits of their hash; many wait on the disk meanwhile."""
    if bits == 0:
        yield _sort_once(np.concatenate([np.zeros(0, np.uint64), *batches]))
        return
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        edges = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(64 - bits)
        paths = [Path(folder) / str(part) for part in range(1 << bits)]
        for batch in batches:
            batch.sort()
            for path, piece in zip(paths, np.split(batch, np.searchsorted(batch, edges)), strict=True):
                with path.open("ab") as file:
                    piece.tofile(file)
        for path in paths:
            yield _sort_once(np.fromfile(path, np.uint64))
            path.unlink()


def _sort_once(postings: Hashes) -> Hashes:
    """Sorted, and each shingle of a document once: outside a quotation, if it stands there at all."""
    postings.sort()
    keys = postings >> np.uint64(1)
    first = np.ones(len(postings), bool)
    first[1:] = keys[1:] != keys[:-1]
    return postings[first]
