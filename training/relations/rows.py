"""Labelled sentences as masked texts, and the folds that the figures come from."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.model_selection import StratifiedGroupKFold

from dragoman.analyse.relations import ACTOR, LABELS, RECIPIENT

FOLDS = 5
HERE = Path(__file__).parent


class Row(NamedTuple):
    """A sentence with a type; `text` has both actors masked, `lone` only the actor."""

    id: str
    text: str
    lone: str
    label: int
    fold: int


class Judged(NamedTuple):
    """A sentence that tells of a political event, or does not."""

    id: str
    text: str
    relevant: bool
    fold: int


def unmark(marked: str, recipient: bool = True) -> str:
    """`<s>..</s>` and `<t>..</t>` replaced by the names the models know, or the recipient left as it is."""
    text = re.sub(r"<s>.*?</s>", ACTOR, marked)
    if recipient:
        text = re.sub(r"<t>.*?</t>", RECIPIENT, text)
    return " ".join(re.sub(r"</?[st]>", "", text).split())


def read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def split(labels: list[Any], texts: list[str]) -> list[int]:
    """The fold of each row: stratified by label, rows of one text together."""
    numbers: dict[str, int] = {}
    groups = [numbers.setdefault(text, len(numbers)) for text in texts]
    folds = [0] * len(labels)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for fold, (_, held_out) in enumerate(splitter.split(labels, labels, groups)):
        for k in held_out:
            folds[k] = fold
    return folds


def read_rows(gold: Path) -> list[Row]:
    """The rows of plv.train."""
    rows = read_lines(gold / "events" / "plv.train.jsonl")
    labels = [LABELS.index(r["event"]) for r in rows]
    folds = split(labels, [r["text"] for r in rows])
    marked = [r["marked_text"] for r in rows]
    texts = [(unmark(m), unmark(m, recipient=False)) for m in marked]
    return [Row(r["id"], *t, label, fold) for r, t, label, fold in zip(rows, texts, labels, folds)]


def read_judged(gold: Path) -> list[Judged]:
    """Sentences judged relevant or not: of the gold, and our own of `negatives.txt`."""
    found = [(r["id"], r["text"], r["relevant"]) for r in read_lines(gold / "events/wikievents_relevance.train.jsonl")]
    validation = read_lines(gold / "events" / "petrarch2_validation.jsonl")
    found += [(r["id"], r["text"], r["event"] is not None) for r in validation]
    own = (HERE / "negatives.txt").read_text(encoding="utf-8").splitlines()
    found += [(f"own-{k}", unmark(line), False) for k, line in enumerate(own)]
    kinds = [f"{id_[:3]}{relevant}" for id_, _, relevant in found]
    folds = split(kinds, [text for _, text, _ in found])
    return [Judged(*one, fold) for one, fold in zip(found, folds)]
