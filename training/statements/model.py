"""The tagger's network: MiniLM, a tagging head, and a linking head that is run once for each cue."""

import torch
from torch import Tensor, nn

from dragoman.analyse.windows import LINKS, TAGS
from training.encoder import WIDTH, Encoder, Layer, padding_bias

LINK_WIDTH = 192
NEAR, FAR = 16, 32
"""Distances up to NEAR pieces are told apart, then by logarithm up to FAR buckets a side."""


class Tagger(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder.pretrained()
        self.tag = nn.Linear(WIDTH, TAGS)
        self.of_piece = nn.Linear(WIDTH, 2 * LINK_WIDTH)
        self.of_cue = nn.Linear(2 * WIDTH, 2 * LINK_WIDTH)
        self.distance = nn.Embedding(2 * FAR + 1, LINK_WIDTH)
        self.norm = nn.LayerNorm(LINK_WIDTH)
        self.layer = Layer(LINK_WIDTH, 4, 2 * LINK_WIDTH, eps=1e-5)
        self.out = nn.Linear(LINK_WIDTH, LINKS)

    def encode(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors (batch, pieces, WIDTH) and tag scores (batch, pieces, TAGS)."""
        vectors = self.encoder(ids, mask)
        return vectors, self.tag(vectors)

    def link(self, vectors: Tensor, mask: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Scores (cues, pieces, LINKS); `window` is each cue's row in `vectors`, `first` and `last` its pieces."""
        cue_sum, cue_product = self.of_cue(torch.cat([vectors[window, first], vectors[window, last]], -1)).split(
            LINK_WIDTH, -1
        )
        sums, products = self.of_piece(vectors).split(LINK_WIDTH, -1)
        at = torch.arange(vectors.shape[1], device=vectors.device)[None]
        before, after = at - first[:, None], at - last[:, None]
        apart = torch.where(before < 0, before, torch.where(after > 0, after, torch.zeros_like(after)))
        steps = apart.abs()
        logarithm = NEAR + (torch.log2(steps.float().clamp(min=NEAR) / NEAR) * 5).long()
        bucket = torch.where(steps <= NEAR, steps, logarithm).clamp(max=FAR)
        x = sums[window] + cue_sum[:, None] + products[window] * cue_product[:, None]
        x = self.norm(x + self.distance(FAR + torch.sign(apart) * bucket))
        scores: Tensor = self.out(self.layer(x, padding_bias(mask[window])))
        return scores
