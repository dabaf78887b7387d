"""How likely it is that two reports tell of one event: a logistic comparer, its weights learned from ECB+.

Reports are compared on the words that name the event, on who takes part and in which role, on place and date with
their precision, on tolls, on their sentences and on where in the page they stand. There are two sets of weights, for
two reports of one page and for reports of two pages. The score of a pair is a plain sum, explained part by part.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dragoman.corroborate.likeness import find_likeness
from dragoman.corroborate.report_views import Columns, ReportView
from dragoman.corroborate.vocabulary import DATA, load_vocabulary

Floats = NDArray[np.float64]

CHUNK = 20_000
"""Pairs that are compared together; more need more memory and are no faster."""
SETS = ("across", "within")
"""Weights for reports of two pages, and of one."""


class Comparer(NamedTuple):
    """Learned weights; row 0 is `across`, row 1 `within`."""

    features: tuple[str, ...]
    weights: Floats
    constants: Floats
    even: float
    """The mean chance from which on two groups of reports are one incident."""


def read_comparer(path: Path = DATA / "comparer.json") -> Comparer:
    """The comparer of a file that `training.incidents` wrote."""
    data = json.loads(path.read_text("utf-8"))
    features = tuple(data["features"])
    weights = np.array([[data[name][feature] for feature in features] for name in SETS])
    return Comparer(features, weights, np.array([data[name]["constant"] for name in SETS]), data["even"])


@cache
def load_comparer() -> Comparer:
    """The shipped comparer, read once a process."""
    return read_comparer()


def compare(views: Sequence[ReportView], pairs: ArrayLike, comparer: Comparer | None = None) -> Floats:
    """For each pair of places in `views`, the probability that both views tell of one event.

    A pair's probability rests on its two views alone: other views, other pairs and their order change nothing.
    """
    comparer = comparer or load_comparer()
    both = np.asarray(pairs, np.int64).reshape(-1, 2)
    columns = Columns(views, load_vocabulary())
    chances = np.zeros(len(both))
    for first in range(0, len(both), CHUNK):
        ones, twos = np.sort(both[first : first + CHUNK], axis=1).T
        within = (columns.document[ones] == columns.document[twos]).astype(np.int64)
        likeness = find_likeness(columns, ones, twos)
        scores = comparer.constants[within]
        for number, name in enumerate(comparer.features):  # one after the other: the same sum for one pair as for many
            scores = scores + likeness[name] * comparer.weights[within, number]
        chances[first : first + CHUNK] = 1 / (1 + np.exp(-scores))
    return chances


def explain(one: ReportView, two: ReportView, comparer: Comparer | None = None) -> dict[str, float]:
    """What each feature adds to the log-odds of a pair, weightiest first; `constant` is what all pairs start from."""
    comparer = comparer or load_comparer()
    columns = Columns((one, two), load_vocabulary())
    within = int(one.document_id == two.document_id)
    likeness = find_likeness(columns, np.array([0]), np.array([1]))
    parts = {
        name: float(likeness[name][0] * weight)
        for name, weight in zip(comparer.features, comparer.weights[within], strict=True)
        if likeness[name][0]
    }
    ordered = sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0]))
    return {"constant": float(comparer.constants[within]), **dict(ordered)}
