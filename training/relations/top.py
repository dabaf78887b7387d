"""The encoder's upper layers, fine-tuned on the output of the frozen lower ones."""

import random
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from dragoman.analyse.encoder import open_session
from dragoman.analyse.relations import LABELS
from dragoman.analyse.windows import Window
from training.encoder import LAYERS, WIDTH, Encoder, padding_bias

LOWER = 3
"""Layers that stay as they are."""
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 0), **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 1),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 2),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 3),
}  # fmt: skip
QUAD_OF = torch.tensor([QUADS[label] for label in LABELS])
RATE, HEADS_FASTER, EPOCHS, BATCH, SMOOTHING = 3e-4, 5, 6, 16, 0.05


class Example(NamedTuple):
    """Views of one sentence as the lower layers give them (pieces, width), the first the usual one."""

    views: list[Tensor]
    label: int
    weight: float


class Lower(nn.Module):
    """Piece ids and mask to the vectors that the frozen layers give."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder.pretrained()
        self.encoder.layers = self.encoder.layers[:LOWER]

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        out: Tensor = self.encoder(ids, mask)
        return out


class Top(nn.Module):
    """Vectors and mask to scores of types (batch, types), and of quads in training."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = Encoder.pretrained().layers[LOWER:LAYERS]
        self.look = nn.Linear(WIDTH, 1)
        self.head, self.quad = nn.Linear(WIDTH, len(LABELS)), nn.Linear(WIDTH, 4)
        nn.init.zeros_(self.look.weight)
        nn.init.normal_(self.head.weight, 0, 0.02)

    def pool(self, vectors: Tensor, mask: Tensor) -> Tensor:
        bias = padding_bias(mask)
        for layer in self.layers:
            vectors = layer(vectors, bias)
        weights = (self.look(vectors).squeeze(-1) + (mask.float() - 1) * 1e4).softmax(-1)
        return (vectors * weights.unsqueeze(-1)).sum(1)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        out: Tensor = self.head(self.pool(vectors, mask)) * 4
        return out


def collate(vectors: list[Tensor]) -> tuple[Tensor, Tensor]:
    longest = max(len(v) for v in vectors)
    out, mask = torch.zeros(len(vectors), longest, WIDTH), torch.zeros(len(vectors), longest, dtype=torch.long)
    for row, v in enumerate(vectors):
        out[row, : len(v)] = v
        mask[row, : len(v)] = 1
    return out, mask


def batches(sizes: list[int], rng: random.Random) -> list[list[int]]:
    """One epoch's batches: random, but of like length within a batch."""
    order = list(range(len(sizes)))
    rng.shuffle(order)
    out = []
    for start in range(0, len(order), BATCH * 20):
        chunk = sorted(order[start : start + BATCH * 20], key=sizes.__getitem__)
        out += [chunk[k : k + BATCH] for k in range(0, len(chunk), BATCH)]
    rng.shuffle(out)
    return out


def class_weights(examples: list[Example]) -> Tensor:
    """Square root of how much rarer than the mean a class is."""
    counts = np.zeros(len(LABELS))
    for example in examples:
        counts[example.label] += example.weight
    return torch.tensor((counts.sum() / len(LABELS) / counts) ** 0.5, dtype=torch.float)


def train_top(examples: list[Example], seed: int, epochs: int = EPOCHS, other_view: float = 0.25) -> Top:
    """Fine-tune on `examples`; a view other than the first is taken with the probability `other_view`."""
    torch.manual_seed(0)
    rng, top = random.Random(seed), Top()
    slow, fast = list(top.layers.parameters()), [p for n, p in top.named_parameters() if not n.startswith("layers")]
    groups = [{"params": slow, "base": RATE}, {"params": fast, "base": RATE * HEADS_FASTER}]
    optimiser = torch.optim.AdamW(groups, RATE, weight_decay=0.01)
    weights, sizes = class_weights(examples), [len(e.views[0]) for e in examples]
    plan = [b for _ in range(epochs) for b in batches(sizes, rng)]
    for step, batch in enumerate(plan):
        factor = min(1.0, (step + 1) / (0.1 * len(plan))) * max(0.02, 1 - step / len(plan))
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * factor
        chosen = [examples[k] for k in batch]
        views = [rng.choice(e.views[1:] or e.views) if rng.random() < other_view else e.views[0] for e in chosen]
        labels = torch.tensor([e.label for e in chosen])
        pooled = top.pool(*collate(views))
        each = functional.cross_entropy(
            top.head(pooled) * 4, labels, weights, label_smoothing=SMOOTHING, reduction="none"
        )
        each = each + 0.5 * functional.cross_entropy(top.quad(pooled), QUAD_OF[labels], reduction="none")
        share = torch.tensor([e.weight for e in chosen])
        ((each * share).sum() / (weights[labels] * share).sum()).backward()
        nn.utils.clip_grad_norm_(top.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
    return top.eval()


def average(tops: list[Top]) -> Top:
    """One network whose weights are the mean of several, all begun alike and shown the rows in other orders."""
    out = Top().eval()
    states = [top.state_dict() for top in tops]
    out.load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    return out


@torch.inference_mode()
def predict(top: nn.Module, vectors: list[Tensor]) -> NDArray[np.float32]:
    """(examples, types) scores."""
    parts = [top(*collate(vectors[k : k + 32])).numpy() for k in range(0, len(vectors), 32)]
    out: NDArray[np.float32] = np.concatenate(parts)
    return out


def encode_lower(path: Path, windows: list[Window]) -> list[Tensor]:
    """What the quantised lower layers give for each window, each alone, as at run time."""
    session = open_session(path)
    out = []
    for window in windows:
        ids = np.array([window.ids], np.int64)
        vectors = session.run(["vectors"], {"ids": ids, "mask": np.ones_like(ids)})[0]
        out.append(torch.from_numpy(vectors[0]))
    return out
