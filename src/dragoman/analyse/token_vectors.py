"""spaCy's token vectors, reckoned by numpy: the same figures to the sixth place, in less than half of the time.

The network is spaCy's own (MultiHashEmbed and MaxoutWindowEncoder in its documentation): a vector for each token from
its form alone, then layers that each look one token to either side. Here every form is embedded once and remembered,
and the largest of three pieces is found over whole columns. A network of any other shape is left to spaCy.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps

from dragoman.analyse.windows import Floats

PIECES = 3
"""Pieces of which a maxout layer takes the largest."""

AT_ONCE = 64
"""Forms that are embedded together."""
MOST_KNOWN = 50_000
"""Forms that are remembered, at 0.4 kB each; then all are forgotten, and it begins anew."""

EMBEDS = ("extract_features", "static_vectors", "maxout", "layernorm")
LAYER = ("expand_window", "maxout", "layernorm")
PASSED_BY = {"list2ragged", "ragged2list", "ints-getitem", "dropout", "hashembed"}
"""Parts of the network that have no weights, and the tables, whose number may be any."""

_MIXED = np.random.default_rng(0).integers(2**63, size=64, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
"""Odd factors: columns that are hashes already become one number, by which tokens of one form are known."""


class Maxout(NamedTuple):
    """The largest of three linear pieces, normalised."""

    weight: Floats
    """(inputs, 3 x width): all first pieces, then all second, then all third."""
    bias: Floats
    scale: Floats
    shift: Floats

    def __call__(self, given: Floats) -> Floats:
        """(rows, inputs) to (rows, width)."""
        width = len(self.scale)
        pieces = given @ self.weight
        pieces += self.bias
        out: Floats = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
        np.maximum(out, pieces[:, 2 * width :], out=out)
        out -= out.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", out, out) / np.float32(width) + np.float32(1e-8)
        out *= (1 / np.sqrt(variance))[:, None]
        out *= self.scale
        out += self.shift
        return out


class Form(NamedTuple):
    """One feature of a token's form: its column, and the table whose rows its hash picks."""

    column: int
    seed: int
    rows: Floats

    def __call__(self, ids: np.ndarray[Any, Any], ops: NumpyOps) -> Floats:
        """(tokens, columns) of hashes to (tokens, width)."""
        keys = ops.hash(np.ascontiguousarray(ids[:, self.column]), self.seed) % len(self.rows)
        picked: Floats = ops.gather_add(self.rows, keys)
        return picked


class Embedding(NamedTuple):
    """A vector for every form: its features' and the word's own, mixed."""

    columns: list[str | int]
    forms: tuple[Form, ...]
    static: Floats
    """(width of the word vectors, width)."""
    mix: Maxout
    ops: NumpyOps

    def __call__(self, kinds: np.ndarray[Any, Any], vocab: Vocab) -> Floats:
        """(kinds, width); the first column of `kinds` is the word itself, the others are its features.

        Always AT_ONCE at a time, the last of them made up with zeros: so a form's vector is the same to the last bit,
        whichever forms stand beside it.
        """
        rows = vocab.vectors.find(keys=kinds[:, 0])
        features = np.ascontiguousarray(kinds[:, 1:])
        count = -(-len(kinds) // AT_ONCE) * AT_ONCE
        words = np.zeros((count, self.static.shape[0]), np.float32)
        words[: len(kinds)][rows >= 0] = np.asarray(vocab.vectors.data)[rows[rows >= 0]]
        width = len(self.mix.scale)
        both = np.zeros((count, (len(self.forms) + 1) * width), np.float32)
        for k, form in enumerate(self.forms):
            both[: len(kinds), k * width : (k + 1) * width] = form(features, self.ops)
        out = np.empty((count, width), np.float32)
        for start in range(0, count, AT_ONCE):
            some = slice(start, start + AT_ONCE)
            both[some, -width:] = words[some] @ self.static
            out[some] = self.mix(both[some])
        return out[: len(kinds)]


class TokenVectors:
    """The whole network: how forms are embedded, then layer after layer over each token and its two neighbours."""

    def __init__(self, embedding: Embedding, layers: tuple[Maxout, ...]) -> None:
        self.embedding = embedding
        self.layers = layers
        self.width = len(embedding.mix.scale)
        self.known: dict[int, int] = {}
        """Where the vector of each form stands, by its number."""
        self.vectors = np.empty((MOST_KNOWN, self.width), np.float32)

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """(tokens, width) of each document; none sees another."""
        ids = np.concatenate([doc.to_array([ORTH, *self.embedding.columns]) for doc in docs])
        if not len(ids):
            return [np.zeros((0, self.width), np.float32) for _ in docs]
        between = len(self.layers)
        starts = np.cumsum([between + len(doc) for doc in docs]) - [len(doc) for doc in docs]
        out = np.zeros((int(starts[-1]) + len(docs[-1]) + between, self.width), np.float32)
        at = np.repeat(starts - np.cumsum([0, *map(len, docs[:-1])]), [len(doc) for doc in docs])
        out[at + np.arange(len(ids))] = self._embed(ids, docs[0].vocab)
        for layer in self.layers:
            out += layer(_with_neighbours(out))
        return [out[start : start + len(doc)] for start, doc in zip(starts, docs, strict=True)]

    def _embed(self, ids: np.ndarray[Any, Any], vocab: Vocab) -> Floats:
        """(tokens, width), each form from memory once it is known; what is remembered never changes a figure."""
        numbers, first, place = np.unique(ids @ _MIXED[: ids.shape[1]], return_index=True, return_inverse=True)
        if len(numbers) > MOST_KNOWN:
            return self.embedding(ids[first], vocab)[place]
        asked = numbers.tolist()
        new = [k for k, number in enumerate(asked) if number not in self.known]
        if len(self.known) + len(new) > MOST_KNOWN:
            self.known.clear()
            new = list(range(len(asked)))
        if new:
            begin = len(self.known)
            self.vectors[begin : begin + len(new)] = self.embedding(ids[first[new]], vocab)
            self.known.update((asked[k], begin + place) for place, k in enumerate(new))
        return self.vectors[[self.known[number] for number in asked]][place]


def _with_neighbours(x: Floats) -> Floats:
    """(rows, width) to (rows, 3 x width): the row before, the row, the row after; zeros beyond the ends."""
    rows, width = x.shape
    out = np.zeros((rows, 3, width), np.float32)
    out[1:, 0] = x[:-1]
    out[:, 1] = x
    out[:-1, 2] = x[1:]
    return out.reshape(rows, 3 * width)


def _weights(node: Model[Any, Any], name: str) -> Floats:
    return np.asarray(node.get_param(name))


def _read_maxout(node: Model[Any, Any], norm: Model[Any, Any]) -> Maxout:
    weight = _weights(node, "W")
    return Maxout(
        weight=np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(weight.shape[-1], -1)),
        bias=np.ascontiguousarray(_weights(node, "b").T.reshape(-1)),
        scale=_weights(norm, "G"),
        shift=_weights(norm, "b"),
    )


def read_network(network: Model[Any, Any], vocab: Vocab) -> TokenVectors | None:
    """The network of a thinc model that is nothing but this network; none where it is another."""
    leaves = [node for node in network.walk(order="dfs_pre") if not node.layers]
    plain = [node for node in leaves if node.name not in PASSED_BY]
    names = [node.name for node in plain]
    count = (len(names) - len(EMBEDS)) // len(LAYER)
    if count < 1 or names != [*EMBEDS, *LAYER * count] or not isinstance(vocab.vectors.data, np.ndarray):
        return None
    maxouts = [node for node in plain if node.name == "maxout"]
    windows = {node.attrs["window_size"] for node in plain if node.name == "expand_window"}
    if windows != {1} or {node.get_dim("nP") for node in maxouts} != {PIECES}:
        return None
    first, *rest = map(_read_maxout, maxouts, (node for node in plain if node.name == "layernorm"))
    forms = (node for node in leaves if node.name == "hashembed")
    embedding = Embedding(
        columns=plain[0].attrs["columns"],
        forms=tuple(Form(one.attrs["column"], one.attrs["seed"], _weights(one, "E")) for one in forms),
        static=np.ascontiguousarray(_weights(plain[1], "W").T),
        mix=first,
        ops=NumpyOps(use_blis=False),
    )
    return TokenVectors(embedding, tuple(rest))


def _predict(model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Any]:
    if is_train:
        raise NotImplementedError("these networks do not learn")
    return model.attrs["vectors"](docs), None


def _as_model(vectors: TokenVectors) -> Model[Any, Any]:
    """A thinc model that predicts and cannot learn."""
    return Model("token_vectors", _predict, dims={"nO": vectors.width}, attrs={"vectors": vectors})


def quicken(language: Language) -> None:
    """Put this module's networks in the place of spaCy's, in every pipe that has one."""
    for _, pipe in language.pipeline:
        if not isinstance(pipe, TrainablePipe):
            continue
        for node in pipe.model.walk(order="dfs_pre"):
            vectors = read_network(node, language.vocab)
            if vectors is None:
                continue
            if node is pipe.model:
                pipe.model = _as_model(vectors)
            else:
                pipe.model.replace_node(node, _as_model(vectors))
            break
