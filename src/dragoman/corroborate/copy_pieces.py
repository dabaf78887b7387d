"""Pieces of one text that share no words: two briefs cut from different ends of an article that holds both.

A document that holds two others is the text they were cut from, or a digest of things that have nothing to do with each
other. It is a digest unless the two are about one thing, which their words tell.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.corroborate.shingles import Hashes, Numbers
from dragoman.corroborate.story_terms import find_terms, read_general

ALIKE = 0.4
"""Cosine of the weighted terms of two pieces of one text; two reports of one event seldom reach it."""


class Joined(NamedTuple):
    """The groups of documents that are one text."""

    roots: Numbers
    """For each document the earliest of its group."""
    through: dict[int, int]
    """For the first document of a piece that was joined to an earlier one: the document that holds both."""


def join_pieces(texts: pa.ChunkedArray, roots: Numbers, earlier: Numbers, later: Numbers, near: Numbers) -> Joined:
    """Groups joined where a `later` document holds an `earlier` one and one of another group, `near`, of one text."""
    roots, through = roots.copy(), dict[int, int]()
    alike = compare_texts(texts, earlier, near) >= ALIKE
    for one, holder in zip(earlier[alike].tolist(), later[alike].tolist(), strict=True):
        first, second = sorted((_find_root(roots, one), _find_root(roots, holder)))
        if first != second:
            roots[second] = first
            through[second] = holder
    while (roots != (further := roots[roots])).any():
        roots = further
    return Joined(roots, through)


def _find_root(roots: Numbers, place: int) -> int:
    while (further := int(roots[place])) != place:
        place = further
    return place


def compare_texts(texts: pa.ChunkedArray, left: Numbers, right: Numbers) -> NDArray[np.float64]:
    """The cosine of the weighted terms of each pair of texts, weighed by how rare they are in general."""
    places, inverse = np.unique(np.concatenate((left, right)), return_inverse=True)
    vectors = _weigh(texts.take(pa.array(places)).cast(pa.large_string())) if len(places) else []
    pairs = zip(inverse[: len(left)].tolist(), inverse[len(left) :].tolist(), strict=True)
    return np.array([_cosine(vectors[one], vectors[other]) for one, other in pairs])


def _weigh(texts: pa.ChunkedArray) -> list[tuple[Hashes, NDArray[np.float64]]]:
    """Terms and weights of each text, terms ascending, weights of length one."""
    vectors = []
    for text in texts:
        found = find_terms(pa.array([text.as_py()], pa.large_string()))
        weights = (1 + np.log(found.counts)) * np.log((read_general().documents + 1) / (found.known + 0.5))
        vectors.append((found.terms, weights / (np.sqrt(np.square(weights).sum()) or 1.0)))
    return vectors


def _cosine(left: tuple[Hashes, NDArray[np.float64]], right: tuple[Hashes, NDArray[np.float64]]) -> float:
    _, ours, theirs = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
    return float((left[1][ours] * right[1][theirs]).sum())
