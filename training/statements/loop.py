"""The loop that both trainings of the tagger share: seeded, resumable, keeping the mean of the weights."""

import math
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.statements.examples import Example, shuffled_batches

WARM_UP, BATCH, SAVE_EVERY = 80, 8, 200
HIDE, HIDDEN = 0.05, 103
"""Share of pieces replaced by [MASK], whose id is HIDDEN; the other special pieces have smaller ones."""


def factor(step: int, steps: int) -> float:
    """The learning rate at `step` as a part of its highest."""
    done = step / steps
    return min(1.0, (step + 1) / WARM_UP) * (1.0 if done < 0.5 else max(0.02, (1 - done) / 0.5))


def hide_some(ids: Tensor, mask: Tensor, share: float, step: int) -> Tensor:
    """The pieces with a share of them hidden, so that the tagger leans on no single word; special pieces stay."""
    chance = torch.rand(ids.shape, generator=torch.Generator().manual_seed(step)).to(ids.device)
    ordinary = (mask == 1) & (ids > HIDDEN)
    return torch.where(ordinary & (chance < share), torch.full_like(ids, HIDDEN), ids)


def make_plan(examples: list[Example], epochs: float) -> list[list[int]]:
    """The batches of all steps, as indices of examples."""
    rng = random.Random(0)
    plan = [batch for _ in range(math.ceil(epochs)) for batch in shuffled_batches(examples, BATCH, rng)]
    return plan[: round(epochs * len(examples) / BATCH)]


class Progress:
    """What a run needs to go on from: weights, the optimiser, the mean of the weights so far, and the step."""

    def __init__(self, tagger: nn.Module, optimiser: torch.optim.Optimizer, work: Path, steps: int) -> None:
        self.tagger, self.optimiser, self.path, self.steps = tagger, optimiser, work / "checkpoint.pt", steps
        self.mean = {name: value.clone() for name, value in tagger.state_dict().items()}
        self.learned = [name for name, value in tagger.named_parameters() if value.requires_grad]
        self.step = 0
        work.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            self._load()

    def _load(self) -> None:
        saved = torch.load(self.path)
        if saved["steps"] != self.steps:
            raise SystemExit(f"{self.path} belongs to a run of {saved['steps']} steps: remove it, or ask for as many")
        self.tagger.load_state_dict(saved["tagger"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.mean, self.step = saved["mean"], saved["step"]

    def save(self) -> None:
        state: dict[str, Any] = {"tagger": self.tagger.state_dict(), "optimiser": self.optimiser.state_dict()}
        state |= {"mean": self.mean, "step": self.step, "steps": self.steps}
        torch.save(state, self.path.with_suffix(".new"))
        self.path.with_suffix(".new").replace(self.path)

    @torch.no_grad()
    def advance(self) -> None:
        """Count a step that was made, and add its weights to the mean."""
        self.step += 1
        weight = 1 - min(0.995, self.step / (self.step + 20))
        now = self.tagger.state_dict()
        for name in self.learned:
            self.mean[name].lerp_(now[name], weight)


Losses = Callable[[int, list[int]], tuple[Tensor, ...]]
"""Step and indices of its examples to the losses, whose sum is made small."""


def fit(tagger: nn.Module, groups: list[dict[str, Any]], plan: list[list[int]], losses: Losses, work: Path) -> Path:
    """Follow the plan; the path of the averaged weights comes back. Each group has its own learning rate in `base`."""
    kept = work / "tagger.pt"
    if kept.exists():
        print(f"{kept} is finished; remove it to train anew", flush=True)
        return kept
    tagger.train()
    optimiser = torch.optim.AdamW(groups, groups[0]["base"], betas=(0.9, 0.98), fused=True)
    progress = Progress(tagger, optimiser, work, len(plan))
    print(f"{len(plan)} steps, from step {progress.step}", flush=True)
    began, first, smooth = time.time(), progress.step, None
    for batch in plan[first:]:
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * factor(progress.step, len(plan))
        parts = losses(progress.step, batch)
        torch.stack(parts).sum().backward()
        nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        progress.advance()
        now = torch.stack(parts).detach()
        smooth = now if smooth is None else smooth.lerp(now, 0.02)
        if progress.step % 50 == 0:
            left = (time.time() - began) / (progress.step - first) * (len(plan) - progress.step) / 60
            shown = "  ".join(f"{value:.3f}" for value in smooth.tolist())
            print(f"step {progress.step}/{len(plan)}  {shown}  {left:.0f} min left", flush=True)
        if progress.step % SAVE_EVERY == 0:
            progress.save()
    torch.save(progress.mean, kept)
    progress.path.unlink(missing_ok=True)
    return kept
