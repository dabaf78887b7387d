"""What speaks for a span naming a place at all: the model's label, the words beside it, the place that it would be."""

import math
import re
from collections.abc import Sequence

import numpy as np

from dragoman.ground.places.gazetteer import COUNTRY, OWN
from dragoman.ground.places.groups import Evidence, is_division
from dragoman.ground.places.namesakes import is_sport
from dragoman.ground.places.senses import Company, Sense, size_of
from dragoman.ground.places.toponyms import Toponym, count_labels
from dragoman.ground.places.weights import SPAN, Floats
from dragoman.ground.places.words import INSTITUTION, LOCATIVE, PERSON_BEFORE, SAYING_AFTER, STREET, TAKING
from dragoman.trees import head_of
from dragoman.values import Analysis, Document

HELD = ("GPE=", "GPE^", "LOC=")
LABELS = ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP")


def describe_spans(
    document: Document,
    analysis: Analysis,
    evidence: Evidence,
    senses: Sequence[Sense | None],
    company: Sequence[Company],
) -> Floats:
    """Features (`SPAN`) of all toponyms."""
    text = document.text
    known, people = count_labels(evidence.toponyms, analysis, text)
    lowered = set(re.findall(r"\b[a-z]+\b", text))
    firsts = {analysis.starts[first] for first, _ in analysis.sentences}
    inside = {k + 1 for k in evidence.containers}
    heads = {
        head: t.label in HELD for t in evidence.toponyms if (head := head_of(analysis, (t.start, t.end))) is not None
    }
    sport = float(is_sport(analysis))
    rows = []
    for k, t in enumerate(evidence.toponyms):
        row = [
            *_context_features(text, t), t.start in firsts, float(t.key in lowered),
            math.log1p(known[t.key] - (t.label in HELD)),
            float(people[t.key] > 0),
            *_place_features(t, senses[k], company[k]),
            *_grammar_features(analysis, t, heads, sport),
            *_spelling_features(text, t, senses[k], evidence.words),
        ]  # fmt: skip
        row[SPAN.index("container")] = float(k in evidence.containers)
        row[SPAN.index("contained")] = float(k in inside)
        rows.append(row)
    return np.array(rows, np.float32).reshape(len(rows), len(SPAN))


def _place_features(t: Toponym, sense: Sense | None, company: Company) -> list[float]:
    """The part of `SPAN` that the place gives which the span would name."""
    if sense is None:
        return [0.0] * 7 + [1.0] + [0.0] * 7
    c, sure = sense
    large = c.feature in COUNTRY or c.feature == "ADM1"
    return [
        size_of(c) / 7, company.near, sure, c.feature in COUNTRY, c.feature == "ADM1", c.feature == "ADM2",
        c.feature.startswith("PPL"), 0.0, not t.exact, c.own, large and t.label.startswith("ORG"), c.id >= OWN,
        company.wide, company.doc_country, t.kind != "",
    ]  # fmt: skip


def _spelling_features(text: str, t: Toponym, sense: Sense | None, plain: frozenset[str]) -> list[float]:
    """The part of `SPAN` that the letters give: capitals, a plain word, what part of a name it is."""
    word = text[t.start : t.end]
    is_plain = t.key in plain and (sense is None or sense[0].feature not in COUNTRY)
    return [
        word.isupper() and len(word) > 3, t.label in ("ORG$", "ORG~"), t.loose, is_plain and t.label not in HELD,
        is_plain and t.label in HELD, is_division(text, t),
    ]  # fmt: skip


def _grammar_features(analysis: Analysis, t: Toponym, heads: dict[int, bool], sport: float) -> list[float]:
    """The part of `SPAN` that the tree gives: what the span hangs on and how.

    `heads` are the tokens that head toponyms, and whether the syntax model holds each for a place.
    """
    token = head_of(analysis, (t.start, t.end))
    if token is None:
        return [0.0] * 7
    dep, head = analysis.deps[token], analysis.heads[token]
    held = t.label in HELD
    taken = dep == "dobj" and analysis.words[head] in TAKING
    governed = taken or (dep == "pobj" and analysis.words[head] in LOCATIVE)
    joined = [head] if dep in ("conj", "appos") else []
    joined += [child for child in analysis.children[token] if analysis.deps[child] in ("conj", "appos")]
    return [
        governed, dep in ("nsubj", "nsubjpass") and not held, dep == "dobj" and not (held or taken),
        dep in ("compound", "nmod", "amod"), dep == "poss" and not held,
        any(heads.get(one, False) for one in joined), sport * (not governed),
    ]  # fmt: skip


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
