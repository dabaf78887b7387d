"""The linear half: TF-IDF over the features of `dragoman.analyse.relations`, logistic regression, arrays."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch.nn import functional

from dragoman.analyse.relations import LABELS, find_features
from training.encoder import Encoder

CLASSES, STRENGTH, RELEVANCE_STRENGTH = 1500, 10.0, 3.0
PARTS = (1.8, 0.5, 0.7)
"""Exponents until they are chosen."""


class Fitted(NamedTuple):
    """Feature names, their inverse document frequency, weights (features, types + 1) and bias (types + 1)."""

    features: list[str]
    idf: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]


@torch.inference_mode()
def write_classes(tokenizer: Tokenizer, path: Path) -> None:
    """Group the encoder's whole words by the vectors that the untouched encoder gives each alone."""
    words = sorted(w for w in tokenizer.get_vocab() if w.isascii() and w.isalpha() and w.islower() and len(w) > 1)
    ids = torch.tensor([tokenizer.encode(word).ids for word in words])
    encoder = Encoder.pretrained().eval()
    vectors = [encoder(part, torch.ones_like(part)).mean(1) for part in ids.split(256)]
    points = functional.normalize(torch.cat(vectors), dim=-1).numpy()
    classes = MiniBatchKMeans(CLASSES, random_state=0, n_init=1, batch_size=4096).fit(points).labels_
    np.savez_compressed(
        path, words=np.frombuffer("\n".join(words).encode(), np.uint8), classes=classes.astype(np.uint16)
    )


def fit_linear(
    typed: list[tuple[str, int, float]], judged: list[tuple[str, bool, float]], classes: dict[str, int]
) -> Fitted:
    """Fit types on `typed` (text, label, weight) and relevance on `judged` (text, tells of an event, weight)."""

    def analyse(text: str) -> list[str]:
        return find_features(text, classes)

    texts = [text for text, _, _ in typed] + [text for text, _, _ in judged]
    vectoriser = TfidfVectorizer(analyzer=analyse, sublinear_tf=True, vocabulary=known_features(judged, analyse))
    x: csr_matrix = vectoriser.fit_transform(texts)
    types = LogisticRegression(C=STRENGTH, max_iter=400, class_weight=balance([k for _, k, _ in typed]))
    types.fit(x[: len(typed)], [k for _, k, _ in typed], sample_weight=[w for _, _, w in typed])
    relevance = LogisticRegression(C=RELEVANCE_STRENGTH, max_iter=400, class_weight="balanced")
    relevance.fit(x[len(typed) :], [yes for _, yes, _ in judged], sample_weight=[w for _, _, w in judged])
    return Fitted(
        list(vectoriser.get_feature_names_out()),
        vectoriser.idf_,
        np.concatenate([types.coef_, relevance.coef_]).T,
        np.concatenate([types.intercept_, relevance.intercept_]),
    )


def known_features(judged: list[tuple[str, bool, float]], analyse: Callable[[str], list[str]]) -> list[str]:
    """Features of two sentences at least; `judged` holds every sentence once, where `typed` has several views of it."""
    counts = Counter(feature for text, _, _ in judged for feature in set(analyse(text)))
    return sorted(feature for feature, count in counts.items() if count >= 2)


def balance(labels: list[int]) -> dict[int, float]:
    """Every type as heavy as every other."""
    counts = Counter(labels)
    return {label: len(labels) / len(LABELS) / count for label, count in counts.items()}


def save(fitted: Fitted, path: Path) -> None:
    """Write the arrays that `LinearTyper` reads, in half precision."""
    names = np.frombuffer("\n".join(fitted.features).encode(), np.uint8)
    halves = {name: getattr(fitted, name).astype(np.float16) for name in ("idf", "weights")}
    bias = fitted.bias.astype(np.float32)
    np.savez_compressed(path, features=names, bias=bias, parts=np.array(PARTS, np.float32), **halves)


def set_parts(parts: tuple[float, float, float], path: Path) -> None:
    """Write other exponents into a saved model."""
    with np.load(path) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    np.savez_compressed(path, **{**kept, "parts": np.array(parts, np.float32)})
