"""Pairs of mentions of the ECB+ training pages, as features with an answer; folds go by topic."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.coreference import make_views, pair_views, scored
from dragoman.corroborate.comparing import CHUNK
from dragoman.corroborate.likeness import find_likeness
from dragoman.corroborate.report_views import Columns, ReportView
from dragoman.corroborate.vocabulary import load_vocabulary
from dragoman.flow import Flow
from dragoman.settings import Settings

FOLDS = 5
Row = dict[str, Any]
Floats = NDArray[np.float64]


class Examples(NamedTuple):
    rows: list[Row]
    views: list[ReportView]
    pairs: NDArray[np.int64]
    features: tuple[str, ...]
    table: Floats
    """A row a pair, a column a feature."""
    within: NDArray[np.bool_]
    """Whether the pair is of one page."""
    one_event: NDArray[np.bool_]
    fold: NDArray[np.int64]
    """Fold of a pair; -1 where its two mentions are of different folds, which is never trained on."""


def read_examples(path: Path) -> Examples:
    """All pairs of mentions that stand in one story."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    views = [one for some in make_views(rows, Flow(Settings())) for one in some]
    topics = {topic: number % FOLDS for number, topic in enumerate(sorted({row["topic"] for row in rows}))}
    mentions = [(one["chain"], topics[row["topic"]]) for row in rows for one in scored(row)]
    chains, folds = np.array([chain for chain, _ in mentions]), np.array([fold for _, fold in mentions])
    pairs = pair_views(views)
    ones, twos = pairs.T
    columns = Columns(views, load_vocabulary())
    chunks = [find_likeness(columns, *pairs[at : at + CHUNK].T) for at in range(0, len(pairs), CHUNK)]
    features = tuple(chunks[0])
    return Examples(
        rows,
        views,
        pairs,
        features,
        np.concatenate([np.stack([chunk[name] for name in features], axis=1) for chunk in chunks]),
        columns.document[ones] == columns.document[twos],
        chains[ones] == chains[twos],
        np.where(folds[ones] == folds[twos], folds[ones], -1),
    )
