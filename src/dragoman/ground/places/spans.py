"""What speaks for a span naming a place at all: the model's label, the words beside it, the place that it would be."""

import math
import re
from collections.abc import Sequence

import numpy as np

from dragoman.ground.places.gazetteer import COUNTRY, OWN, Candidate
from dragoman.ground.places.groups import Evidence
from dragoman.ground.places.toponyms import Toponym, count_labels
from dragoman.ground.places.weights import SPAN, Floats
from dragoman.ground.places.words import INSTITUTION, LOCATIVE, PERSON_BEFORE, SAYING_AFTER, STREET
from dragoman.values import Analysis, Document

HELD = ("GPE=", "GPE^", "LOC=")
LABELS = ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP")


def describe_spans(
    document: Document,
    analysis: Analysis,
    evidence: Evidence,
    senses: Sequence[tuple[Candidate, float] | None],
    near: Sequence[float],
) -> Floats:
    """Features (`SPAN`) of all toponyms."""
    text = document.text
    known, people = count_labels(evidence.toponyms, analysis, text)
    lowered = set(re.findall(r"\b[a-z]+\b", text))
    firsts = {analysis.starts[first] for first, _ in analysis.sentences}
    inside = {k + 1 for k in evidence.containers}
    rows = []
    for k, t in enumerate(evidence.toponyms):
        sense = senses[k]
        word = text[t.start : t.end]
        row = [
            *_context_features(text, t), t.start in firsts, float(t.key in lowered),
            math.log1p(known[t.key] - (t.label in HELD)),
            float(people[t.key] > 0),
        ]  # fmt: skip
        row[SPAN.index("container")] = float(k in evidence.containers)
        row[SPAN.index("contained")] = float(k in inside)
        if sense is None:
            row += [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
        else:
            c, sure = sense
            row += [
                math.log10(c.population + 1) / 7, near[k], sure, c.feature in COUNTRY, c.feature == "ADM1",
                c.feature == "ADM2",
                c.feature.startswith("PPL"), 0.0,
            ]  # fmt: skip
        own = sense is not None and sense[0].own
        big = sense is not None and (sense[0].feature in COUNTRY or sense[0].feature == "ADM1")
        row += [
            float(not t.exact and sense is not None),
            float(own),
            float(word.isupper() and len(word) > 3),
            float(big and t.label.startswith("ORG")),
            float(sense is not None and sense[0].id >= OWN),
        ]
        rows.append(row)
    return np.array(rows, np.float32).reshape(len(rows), len(SPAN))


def _context_features(text: str, t: Toponym) -> list[float]:
    """The part of `SPAN` that the label and the words beside the span give."""
    kind, how = t.label[:-1], t.label[-1]
    none = t.label == "-"
    before = text[max(0, t.start - 40) : t.start]
    words = before.split()
    after = text[t.end : t.end + 60]
    return [
        1.0, how == "=", how == "^", how == "$", how == "~" , none, *(kind == label for label in LABELS),
        not none and kind not in LABELS, (bool(words) and words[-1].lower() in LOCATIVE) or before.endswith("in the "),
        0.0, 0.0, STREET.match(after) is not None, INSTITUTION.match(after) is not None,
        PERSON_BEFORE.search(before) is not None,
        SAYING_AFTER.match(after) is not None, text[t.start : t.end].count(" "),
        bool(re.match(r" [A-Z]", after)) + bool(re.search(r"[A-Z][\w.]* $", before)),
    ]  # fmt: skip
