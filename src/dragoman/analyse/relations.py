"""What one actor does to another, by words alone: the cheap half of `RelationTyper`, and how the halves are combined.

Shared with `training/`, which runs on an older Python: keep to 3.11 syntax here, numpy only.
The texts are sentences in which the actor's words are replaced by `Alice` and the recipient's by `Bob`: the models
then learn what is done, not who does it. The features are words, stems and word classes, alone, in pairs, and by
where they stand beside the two names.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.analyse.windows import NOWHERE, Window

ACTOR, RECIPIENT = "Alice", "Bob"
"""Common names, which the encoder knows as persons; they stand for the actor and the recipient."""

LABELS = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE",
    "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD",
)  # fmt: skip
"""Columns of every probability matrix. `YIELD` is PLOVER's CONCEDE and RETREAT: the corpus does not tell them apart."""

AFTER, BEFORE, BETWEEN = 4, 3, 12
"""Words that count as standing after a name, before it, and between the two."""

PIECES = 64
"""Word pieces that the encoder reads of a sentence, its special pieces included."""

Span = tuple[int, int]
Floats = NDArray[np.float32]

_WORD = re.compile(r"\w+")
_ENDINGS = ("ing", "ed", "es", "s", "ion", "al")


def mask(text: str, actor: Span | None, recipient: Span | None) -> str:
    """The sentence with `Alice` for the actor and `Bob` for the recipient, on one line.

    Spans are offsets into `text`. A span that is missing, empty or outside the text is left out; a recipient that
    overlaps the actor is the same words and is left out too.
    """
    given = [(span, name) for span, name in ((actor, ACTOR), (recipient, RECIPIENT)) if _stands(text, span)]
    spans = [(span, name) for span, name in given if span is not None]
    if len(spans) == 2 and spans[0][0][0] < spans[1][0][1] and spans[1][0][0] < spans[0][0][1]:
        spans.pop()
    for (start, end), name in sorted(spans, reverse=True):
        text = text[:start] + name + text[end:]
    return " ".join(text.split())


def _stands(text: str, span: Span | None) -> bool:
    return span is not None and 0 <= span[0] < span[1] <= len(text)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without a common ending; crude, but the same for `attack`, `attacks`, `attacked` and `attacking`."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def _beside(words: list[str], names: dict[str, int]) -> Iterator[str]:
    """Each word near a name, marked with the name and the side; each word between the two, with their order."""
    for mark, at in names.items():
        yield from (f"{mark}>{word}" for word in words[at + 1 : at + 1 + AFTER])
        yield from (f"{mark}<{word}" for word in words[max(0, at - BEFORE) : at])
    if len(names) == 2:
        low, high = sorted(names.values())
        order = "ab" if names["a"] == low else "ba"
        yield from (f"{order}:{word}" for word in words[low + 1 : high][:BETWEEN])


def find_features(text: str, classes: dict[str, int]) -> list[str]:
    """The features of a masked sentence, repeated as often as they occur. `classes` gives the class of known words."""
    words = _WORD.findall(text.lower())
    stems = [stem(word) for word in words]
    kinds = [f"#{classes[word]}" if word in classes else word for word in words]
    names = {mark: words.index(name) for mark, name in (("a", "alice"), ("b", "bob")) if name in words}
    features = words + [f"{one} {two}" for one, two in pairwise(words)]
    features += [f"~{word}" for word in stems] + [f"~{one} {two}" for one, two in pairwise(stems)]
    features += [f"~{word[:5]}" for word in words if len(word) > 5]
    features += [kind for kind in kinds if kind[0] == "#"]
    features += [f"{one} {two}" for one, two in pairwise(kinds) if one[0] == "#" or two[0] == "#"]
    return features + list(_beside(stems, names)) + list(_beside(kinds, names))


def load_classes(path: Path) -> dict[str, int]:
    """Word to class, from the arrays `words` (UTF-8, one a line) and `classes`."""
    with np.load(path) as arrays:
        words = bytes(arrays["words"]).decode().split("\n")
        return dict(zip(words, arrays["classes"].tolist(), strict=True))


def softmax(scores: Floats) -> Floats:
    """Rows that add up to 1."""
    raised: Floats = np.exp(scores - scores.max(-1, keepdims=True))
    out: Floats = raised / raised.sum(-1, keepdims=True)
    return out


def crop(tokenizer: Tokenizer, text: str) -> Window:
    """The sentence as pieces; of a long one the `PIECES` around the two names."""
    encoded = tokenizer.encode(text)
    (begin, *ids, end), offsets = encoded.ids, encoded.offsets[1:-1]
    size = PIECES - 2
    if len(ids) > size:
        names = [k for k, (start, end) in enumerate(offsets) if text[start:end] in (ACTOR, RECIPIENT)]
        middle = (names[0] + names[-1]) // 2 if names and names[-1] - names[0] < size else (names or [0])[0]
        first = min(max(0, middle - size // 2), len(ids) - size)
        ids, offsets = ids[first : first + size], offsets[first : first + size]
    return Window([begin, *ids, end], [NOWHERE, *offsets, NOWHERE])


class LinearTyper:
    """TF-IDF and logistic regression as plain arrays: about a fifth of a millisecond a sentence."""

    def __init__(self, path: Path, classes: dict[str, int]) -> None:
        self.classes = classes
        with np.load(path) as arrays:
            names = bytes(arrays["features"]).decode().split("\n")
            self.column = {name: k for k, name in enumerate(names)}
            self.idf = arrays["idf"].astype(np.float32)
            self.weights = arrays["weights"].astype(np.float32)
            """One row a feature: the types in the order of LABELS, then relevance."""
            self.bias = arrays["bias"].astype(np.float32)
            self.parts = arrays["parts"].astype(np.float32)
            """Exponents: of the linear part alone, then in the ensemble of the linear part and of the encoder's."""
        self._last: tuple[tuple[str, ...], Floats] | None = None
        """Types and relevance are asked for one after the other, of the same texts."""

    def scores(self, texts: Sequence[str]) -> Floats:
        """(texts, types + 1) log-odds; the last column is relevance."""
        if self._last is None or self._last[0] != tuple(texts):
            self._last = tuple(texts), self._score(texts)
        return self._last[1]

    def _score(self, texts: Sequence[str]) -> Floats:
        out = np.tile(self.bias, (len(texts), 1))
        for row, text in enumerate(texts):
            counts = Counter(map(self.column.get, find_features(text, self.classes)))
            counts.pop(None, None)
            if not counts:
                continue
            columns = np.fromiter(counts, np.int64, len(counts))
            values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.idf[columns]
            out[row] += (values / np.sqrt(values @ values)) @ self.weights[columns]
        return out

    def __call__(self, texts: Sequence[str]) -> Floats:
        """(texts, types) calibrated probabilities."""
        return softmax(self.parts[0] * self.scores(texts)[:, : len(LABELS)])

    def relevance(self, texts: Sequence[str]) -> Floats:
        """(texts,) probability that the sentence tells of a political event at all."""
        odds = np.exp(-self.scores(texts)[:, len(LABELS)])
        return (1 / (1 + odds)).astype(np.float32)

    def combine(self, texts: Sequence[str], tops: Floats) -> Floats:
        """(texts, types) calibrated probabilities of words and encoder together; `tops` are the encoder's scores."""
        words = np.log(softmax(self.scores(texts)[:, : len(LABELS)]) + 1e-9)
        deep = np.log(softmax(tops) + 1e-9)
        return softmax(self.parts[1] * words + self.parts[2] * deep)
