"""The tagger's network: MiniLM, a tagging head, and a linking head that is run once for each cue."""

import torch
from torch import Tensor, nn

from dragoman.analyse.windows import LINKS, TAGS
from training.encoder import WIDTH, Encoder, Layer, padding_bias

LINK_WIDTH, LINK_HEADS = 192, 4
NEAR, FAR = 16, 32
"""Distances up to NEAR pieces are told apart, then by logarithm up to FAR buckets a side."""


class Tagger(nn.Module):
    """MiniLM itself, or with `encoder` a smaller one of its kind, under the two heads.

    `link_heads` and `link_inner` are the size of the linking head's own layer.
    """

    def __init__(
        self, encoder: Encoder | None = None, link_heads: int = LINK_HEADS, link_inner: int = 2 * LINK_WIDTH
    ) -> None:
        super().__init__()
        self.encoder = Encoder.pretrained() if encoder is None else encoder
        self.tag = nn.Linear(WIDTH, TAGS)
        self.of_piece = nn.Linear(WIDTH, 2 * LINK_WIDTH)
        self.of_cue = nn.Linear(2 * WIDTH, 2 * LINK_WIDTH)
        self.distance = nn.Embedding(2 * FAR + 1, LINK_WIDTH)
        self.norm = nn.LayerNorm(LINK_WIDTH)
        self.layer = Layer(LINK_WIDTH, link_heads, link_inner, eps=1e-5, size=LINK_WIDTH // LINK_HEADS)
        self.out = nn.Linear(LINK_WIDTH, LINKS)

    def encode(self, ids: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Vectors (batch, pieces, WIDTH) and tag scores (batch, pieces, TAGS)."""
        vectors = self.encoder(ids, mask)
        return vectors, self.tag(vectors)

    def link(self, vectors: Tensor, mask: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Scores (cues, pieces, LINKS); `window` is each cue's row in `vectors`, `first` and `last` its pieces."""
        cues = self.of_cue(torch.cat([vectors[window, first], vectors[window, last]], -1))
        at = torch.arange(vectors.shape[1], device=vectors.device)
        return self._link(self.of_piece(vectors)[window], at, cues, first, last, padding_bias(mask[window]))

    def link_kept(self, vectors: Tensor, at: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Scores (cues, kept, LINKS) in one window of which only the pieces `at` were kept.

        `first` and `last` count among those kept; how far a piece is from a cue counts them all.
        """
        cues = self.of_cue(torch.cat([vectors[first], vectors[last]], -1))
        return self._link(self.of_piece(vectors)[None], at, cues, at[first], at[last], None)

    def _link(
        self, pieces: Tensor, at: Tensor, cues: Tensor, first: Tensor, last: Tensor, bias: Tensor | None
    ) -> Tensor:
        sums, products = pieces.split(LINK_WIDTH, -1)
        cue_sum, cue_product = cues[:, None].split(LINK_WIDTH, -1)
        before, after = at[None] - first[:, None], at[None] - last[:, None]
        apart = torch.where(before < 0, before, torch.where(after > 0, after, torch.zeros_like(after)))
        steps = apart.abs()
        logarithm = NEAR + (torch.log2(steps.float().clamp(min=NEAR) / NEAR) * 5).long()
        bucket = torch.where(steps <= NEAR, steps, logarithm).clamp(max=FAR)
        x = sums + cue_sum + products * cue_product
        x = self.norm(x + self.distance(FAR + torch.sign(apart) * bucket))
        scores: Tensor = self.out(self.layer(x, bias))
        return scores
