"""Figures of the out-of-fold predictions, and how the two halves are weighed against each other."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from dragoman.analyse.relations import LABELS, softmax
from training.relations.rows import Judged, Row
from training.relations.top import QUADS

Matrix = NDArray[np.float32]
Parts = tuple[float, float, float]
STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.3)

THRESHOLDS = (0.2, 0.3, 0.4, 0.5)


class Scores(NamedTuple):
    """By the models of each row's fold: (rows, types), with both actors masked and with one; (rows,) relevance."""

    words: Matrix
    tops: Matrix
    lone_words: Matrix
    lone_tops: Matrix
    relevance: Matrix
    others: Matrix


def combine(words: Matrix, tops: Matrix, parts: Parts) -> Matrix:
    """As `LinearTyper.combine` does it."""
    out: Matrix = softmax(parts[1] * np.log(softmax(words) + 1e-9) + parts[2] * np.log(softmax(tops) + 1e-9))
    return out


def surprise(chances: Matrix, labels: list[int]) -> float:
    """Mean negative log-likelihood."""
    return float(-np.log(chances[np.arange(len(labels)), labels] + 1e-9).mean())


def choose_parts(scores: Scores, labels: list[int]) -> Parts:
    """The exponents under which the true types are most likely: that makes the probabilities calibrated too."""
    alone = min(STEPS, key=lambda a: surprise(softmax(a * scores.words), labels))
    pairs = [(b, c) for b in STEPS for c in STEPS]
    best = min(pairs, key=lambda bc: surprise(combine(scores.words, scores.tops, (alone, *bc)), labels))
    return (alone, *best)


def measure(chances: Matrix, labels: list[int]) -> dict[str, float]:
    """Macro-F1 of types and quads, accuracy and calibration, in per cent."""
    found = chances.argmax(1).tolist()
    quads = [QUADS[label] for label in LABELS]
    sure, right = chances.max(1), np.array(found) == np.array(labels)
    bins = np.minimum((sure * 10).astype(int), 9)
    gap = sum(abs(right[bins == k].mean() - sure[bins == k].mean()) * (bins == k).mean() for k in set(bins.tolist()))
    return {
        "type_macro_F1": percent(f1_score(labels, found, average="macro")),
        "type_accuracy": percent(right.mean()),
        "quad_macro_F1": percent(f1_score([quads[k] for k in labels], [quads[k] for k in found], average="macro")),
        "calibration_error": percent(float(gap)),
    }


def percent(part: float) -> float:
    return round(100 * float(part), 1)


def by_type(chances: Matrix, labels: list[int]) -> dict[str, float]:
    each = f1_score(labels, chances.argmax(1), average=None, labels=list(range(len(LABELS))))
    return {label: percent(value) for label, value in zip(LABELS, each)}


def relevance_figures(scores: Scores, judged: list[Judged]) -> dict[str, Any]:
    """How often what tells of an event, and what does not, reaches each threshold; area under the curve over all."""
    own = np.array([one.id.startswith("own-") for one in judged])
    yes = np.array([one.relevant for one in judged])
    groups = {
        "PLV sentences": scores.relevance,
        "other gold sentences with an event": scores.others[yes],
        "gold sentences without one": scores.others[~yes & ~own],
        "our own sentences without one": scores.others[own],
    }
    everything = np.concatenate([scores.relevance, scores.others])
    truth = np.concatenate([np.ones(len(scores.relevance)), yes])
    passed = {name: {str(t): percent((group > t).mean()) for t in THRESHOLDS} for name, group in groups.items()}
    return {"passed": passed, "area_under_curve": percent(roc_auc_score(truth, everything))}


def write_out_of_fold(
    scores: Scores, parts: Parts, rows: list[Row], judged: list[Judged], path: Path
) -> dict[str, Any]:
    """Write each row's type and probabilities; the figures come back."""
    labels = [row.label for row in rows]
    whole = combine(scores.words, scores.tops, parts)
    with path.open("w", encoding="utf-8") as lines:
        for row, chances in zip(rows, whole):
            one = {
                "id": row.id,
                "event": LABELS[int(chances.argmax())],
                "chances": [round(float(c), 4) for c in chances],
            }
            lines.write(json.dumps(one) + "\n")
    return {
        "parts": [float(p) for p in parts],
        "ensemble": measure(whole, labels),
        "encoder": measure(softmax(scores.tops), labels),
        "linear": measure(softmax(parts[0] * scores.words), labels),
        "ensemble, recipient unknown": measure(combine(scores.lone_words, scores.lone_tops, parts), labels),
        "linear, recipient unknown": measure(softmax(parts[0] * scores.lone_words), labels),
        "by type, ensemble": by_type(whole, labels),
        "by type, linear": by_type(softmax(parts[0] * scores.words), labels),
        "relevance": relevance_figures(scores, judged),
    }
