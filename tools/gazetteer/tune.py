"""Makes the weights for places from a gold file of located toponyms: `python -m tools.gazetteer.tune GOLD`.

Both models are fitted by plain gradient steps from zero, so the same gold gives the same weights. The shipped weights
see all documents; those in the folder of folds each leave out a fifth, whole outlets, and `places.json` tells which
fold a document is in: `python -m benchmarks --only places` reads each with weights that never saw its outlet.
"""

import argparse
import json
import math
import re
import sqlite3
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dragoman.analyse.syntax import Parser
from dragoman.ground.places import weights as place_weights
from dragoman.ground.places.gazetteer import COUNTRY, FILE, Candidate, Gazetteer, fold_name, open_gazetteer
from dragoman.ground.places.groups import Evidence, Group, gather_evidence
from dragoman.ground.places.senses import Sense, choose_senses, describe_senses
from dragoman.ground.places.spans import describe_spans
from dragoman.ground.places.toponyms import Toponym
from dragoman.ground.places.weights import SENSE, SPAN, Floats, Weights, write_weights
from dragoman.spans import lines
from dragoman.values import Analysis, Block, Document

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "benchmarks" / "folds"
FOLDS = 5
RIGHT_KM = 60.0
"""A candidate this near to the gold point is right."""
PLAIN = 0.3
"""What a name of `make_plain_examples` counts for."""
OWN_TIMES = 1.2
"""What a span of our own sentences counts for."""
TOWN_TIMES = 20
"""How many people of a province count as much as one of a town, where both bear the name."""
PULL = 0.003
"""How strongly weights are pulled to zero."""
FOREIGN = ("doc_country", "doc_region", "demonym", "near", "wide")
"""Features that the prior, which starts the joint choice, does without."""


class Example(NamedTuple):
    """A gold document, parsed."""

    fold: int
    document: Document
    analysis: Analysis
    gold: list[dict[str, Any]]
    evidence: Evidence


def read_examples(path: Path) -> list[Example]:
    """The gold documents, each line a block of running text."""
    parser, gazetteer, examples = Parser(None), open_gazetteer(), []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        document = Document(
            document_id=row["id"], text=row["text"], raw_sha256="", title=row["title"], publisher=row["publisher"],
            published=datetime.fromisoformat(row["date"]),
        )  # fmt: skip
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(row["text"]))
        analysis = parser(document, blocks)
        evidence = gather_evidence(document, analysis, gazetteer)
        fold = zlib.crc32(row["publisher"].encode()) % FOLDS
        examples.append(Example(fold, document, analysis, row["toponyms"], evidence))
    return examples


MARK = re.compile(r"\[\[([^|\]]+)\|([A-Z]{3})?\]\]")


def _plainness(c: Candidate) -> tuple[bool, bool, int]:
    """Orders the places of one name in one country by how likely the bare name means them: a town before the province
    around it, but not a hamlet before a state."""
    return c.feature in COUNTRY, c.own, c.population * (1 if c.feature.startswith("ADM") else TOWN_TIMES)


def read_own_examples(path: Path) -> list[Example]:
    """Our own sentences about world news; the place meant is the largest of that name in the country marked."""
    parser, gazetteer, examples = Parser(None), open_gazetteer(), []
    rows = [row.strip() for row in path.read_text("utf-8").splitlines() if row.strip() and not row.startswith("#")]
    for n, row in enumerate(rows):
        text, gold, last = "", [], 0
        for mark in MARK.finditer(row):
            text += row[last : mark.start()]
            last = mark.end()
            name, country = mark.groups()
            found = [c for c in gazetteer.find(fold_name(name)) if c.country == (country or "")]
            point: dict[str, float | None] = {"lat": None, "lon": None}
            if found:
                best = max(found, key=_plainness)
                point = {"lat": best.lat, "lon": best.lon}
            gold.append({"start": len(text), "end": len(text) + len(name), **point})
            text += name
        text += row[last:]
        document = Document(document_id=f"own-{n}", text=text, raw_sha256="")
        analysis = parser(document, (Block(start=0, end=len(text), kind="BODY"),))
        evidence = gather_evidence(document, analysis, gazetteer)
        examples.append(Example(-1, document, analysis, gold, evidence))
    return examples


def make_plain_examples() -> list[Example]:
    """For each country its largest towns, named without more words: what a name means where nothing else is said."""
    gazetteer = open_gazetteer()
    rows = sqlite3.connect(FILE).execute(
        """SELECT country, name, lat, lon, feature FROM place WHERE feature LIKE 'PPL%' AND population > 150000
        OR feature IN ('PPLC', 'PCLI') ORDER BY country, feature = 'PCLI' DESC, feature = 'PPLC' DESC,
        population DESC"""
    )
    towns: dict[str, list[tuple[str, float, float]]] = {}
    capitals = []
    for country, name, lat, lon, feature in rows:
        towns.setdefault(country, []).append((name, lat / 1e4, lon / 1e4))
        if feature == "PPLC":
            capitals.append((name, lat / 1e4, lon / 1e4))
    examples = []
    for country in sorted(towns):
        firsts = range(0, min(12, len(towns[country])), 3)
        examples += [_plain_example(gazetteer, towns[country][first : first + 3]) for first in firsts]
    return examples + [_plain_example(gazetteer, capitals[first::80]) for first in range(80)]


def _plain_example(gazetteer: Gazetteer, towns: list[tuple[str, float, float]]) -> Example:
    """A document of nothing but the names."""
    document = Document(document_id="plain", text=", ".join(name for name, _, _ in towns), raw_sha256="")
    gold: list[dict[str, Any]] = []
    toponyms: list[Toponym] = []
    groups: list[Group] = []
    for name, lat, lon in towns:
        start = document.text.index(name)
        if not gazetteer.find(fold_name(name)):
            continue
        key = fold_name(name)
        gold.append({"start": start, "end": start + len(name), "lat": lat, "lon": lon})
        toponyms.append(Toponym(start, start + len(name), key, gazetteer.find(key), "GPE=", True))
        groups.append(Group(key, [len(groups)], gazetteer.find(key), 1.0))
    columns = dict.fromkeys(Analysis.__struct_fields__, ())
    nothing = Analysis(**columns)
    return Example(-2, document, nothing, gold, Evidence(toponyms, groups, {}))


def kilometres(lat: float, lon: float, c: Candidate) -> float:
    """Great-circle distance."""
    a, b, d = math.radians(lat), math.radians(c.lat), math.radians(c.lon - lon)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))


def gold_of(example: Example, k: int) -> dict[str, Any] | None:
    """The gold toponym that shares a character with the `k`-th found one."""
    t = example.evidence.toponyms[k]
    return next((g for g in example.gold if g["start"] < t.end and t.start < g["end"]), None)


def fit_sense(examples: Sequence[Example], prior: Floats, kept: Floats) -> Floats:
    """Weights of a softmax over the candidates of each name, by its mentions' gold points."""
    blocks, rights, counts = [], [], []
    for example in examples:
        features, _ = describe_senses(example.document, example.evidence, open_gazetteer(), prior)
        first = 0
        for group in example.evidence.groups:
            last = first + len(group.candidates)
            golds = [g for k in group.mentions if (g := gold_of(example, k)) and g["lat"] is not None]
            if golds and last - first > 1:
                right = [any(kilometres(g["lat"], g["lon"], c) <= RIGHT_KM for g in golds) for c in group.candidates]
                if any(right) and not all(right):
                    blocks.append(features[first:last])
                    rights.append(np.array(right))
                    counts.append(len(golds) ** 0.5 * {-2: PLAIN, -1: OWN_TIMES}.get(example.fold, 1.0))
            first = last
    matrix = np.concatenate(blocks) * kept
    is_right, sizes = np.concatenate(rights), np.array([len(b) for b in blocks])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.repeat(np.array(counts), sizes)

    def gradient(w: Floats) -> Floats:
        scores = matrix @ w
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        e = np.exp(scores)
        p = e / np.repeat(np.add.reduceat(e, starts), sizes)
        q = e * is_right
        q = q / np.repeat(np.add.reduceat(q, starts), sizes)
        result: Floats = matrix.T @ ((p - q) * weight) / weight.sum() * 10 + PULL * w
        return result

    return descend(gradient, len(SENSE))


def descend(gradient: Any, size: int, steps: int = 1000) -> Floats:
    """Adam, from zero."""
    w, m, v = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        g = gradient(w)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        rate = 0.1 * min(1.0, 2 * (1 - step / (steps + 1)))
        w = w - rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return w.astype(np.float32)


def span_rows(example: Example, weights: Weights) -> tuple[Floats, list[Sense | None]]:
    """Features of the spans of a document, and their senses."""
    senses, company = choose_senses(example.document, example.evidence, open_gazetteer(), weights)
    return describe_spans(example.document, example.analysis, example.evidence, senses, company), senses


def fit_span(examples: Sequence[Example], weights: Weights) -> Floats:
    """Weights of a logistic regression: is the span a gold toponym, demonyms aside?"""
    rows, labels, counts = [], [], []
    for example in examples:
        if example.fold == -2:
            continue
        features, _ = span_rows(example, weights)
        counts += [OWN_TIMES if example.fold == -1 else 1.0] * len(features)
        rows.append(features)
        golds = [gold_of(example, k) for k in range(len(example.evidence.toponyms))]
        labels += [gold is not None and (gold["lat"] is not None or example.fold == -1) for gold in golds]
    matrix, label, weight = np.concatenate(rows), np.array(labels, np.float32), np.array(counts, np.float32)

    def gradient(w: Floats) -> Floats:
        p = 1 / (1 + np.exp(-(matrix @ w)))
        result: Floats = matrix.T @ ((p - label) * weight) / weight.sum() * 10 + PULL * w
        return result

    return descend(gradient, len(SPAN))


def fit(examples: Sequence[Example], threshold: float) -> Weights:
    """Both models."""
    everything = np.ones(len(SENSE), np.float32)
    alone = np.array([name not in FOREIGN for name in SENSE], np.float32)
    prior = fit_sense(examples, np.zeros(len(SENSE), np.float32), alone)
    sense = fit_sense(examples, prior, everything)
    weights = Weights(prior, sense, np.zeros(len(SPAN), np.float32), threshold)
    return weights._replace(span=fit_span(examples, weights))


def main() -> None:
    """Fit and write the shipped weights, then those of the folds."""
    parser = argparse.ArgumentParser(prog="python -m tools.gazetteer.tune", description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--threshold", type=float, default=0.38)
    parser.add_argument("--output", type=Path, default=place_weights.FILE, help="where the shipped weights go")
    parser.add_argument("--folds", type=Path, default=FOLDER, help="where the weights of the folds go")
    given = parser.parse_args()
    examples = read_examples(given.gold) + read_own_examples(HERE / "world.txt") + make_plain_examples()
    write_weights(fit(examples, given.threshold), given.output)
    for fold in range(FOLDS):
        weights = fit([example for example in examples if example.fold != fold], given.threshold)
        write_weights(weights, given.folds / f"places.{fold}.json")
    fold_of = {example.document.document_id: example.fold for example in examples if example.fold >= 0}
    (given.folds / "places.json").write_text(json.dumps(fold_of, indent=0) + "\n")


if __name__ == "__main__":
    main()
