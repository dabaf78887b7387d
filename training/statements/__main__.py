"""Train the statement tagger: `python -m training.statements --gold FOLDER`.

Seeded and resumable: a checkpoint is written every few hundred steps, and a run that was cut off goes on from it.
Recipe: embeddings frozen, AdamW 2e-4 falling by 0.9 a layer from the top, heads at five times that, 80 steps of
warm-up, flat to half, then linear to nearly nothing; the mean of the weights along the way is what is kept.
"""

import argparse
import math
import os
import random
import re
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.analyse.windows import load_tokenizer
from training.encoder import LAYERS, minilm_folder
from training.statements.examples import IGNORED, collate, make_examples, read_documents, shuffled_batches
from training.statements.export import export
from training.statements.model import Tagger

RATE, DECAY, HEADS_FASTER, WARM_UP, BATCH, SAVE_EVERY = 2e-4, 0.9, 5, 80, 8, 200
HIDE, HIDDEN = 0.05, 103
"""Share of pieces replaced by [MASK], whose id is HIDDEN; the other special pieces have smaller ones."""


def parameter_groups(tagger: Tagger) -> list[dict[str, Any]]:
    """One group a parameter, with its own learning rate in `base`; embeddings stay as they are."""
    groups = []
    for name, parameter in tagger.named_parameters():
        if re.match(r"encoder\.(words|positions|kind|norm)", name):
            parameter.requires_grad = False
            continue
        layer = re.match(r"encoder\.layers\.(\d)", name)
        rate = RATE * DECAY ** (LAYERS - 1 - int(layer.group(1))) if layer else RATE * HEADS_FASTER
        groups.append({"params": [parameter], "base": rate, "weight_decay": 0.01 if parameter.dim() > 1 else 0.0})
    return groups


def factor(step: int, steps: int) -> float:
    """The learning rate at `step` as a part of its highest."""
    done = step / steps
    return min(1.0, (step + 1) / WARM_UP) * (1.0 if done < 0.5 else max(0.02, (1 - done) / 0.5))


def hide_some(ids: Tensor, mask: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """The pieces with a share of them hidden, so that the tagger leans on no single word; special pieces stay."""
    chance = torch.rand(ids.shape, generator=generator).to(ids.device)
    ordinary = (mask == 1) & (ids > HIDDEN)
    return torch.where(ordinary & (chance < share), torch.full_like(ids, HIDDEN), ids)


def train(gold: Path, work: Path, epochs: float, threads: int, device: str, only: int | None = None) -> Path:
    """Train for `epochs` over PolNeAR's training documents; the path of the averaged weights comes back."""
    checkpoint, kept = work / "checkpoint.pt", work / "tagger.pt"
    if kept.exists():
        print(f"{kept} is finished; remove it to train anew", flush=True)
        return kept
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    tokenizer = load_tokenizer(minilm_folder() / "tokenizer.json")
    documents = read_documents(gold / "statements" / "polnear.train.jsonl")[:only]
    examples = make_examples(tokenizer, documents)
    tagger = Tagger().to(device)
    tagger.train()
    optimiser = torch.optim.AdamW(parameter_groups(tagger), RATE, betas=(0.9, 0.98))
    mean = {name: value.clone() for name, value in tagger.state_dict().items()}
    learned = [name for name, value in tagger.named_parameters() if value.requires_grad]
    rng = random.Random(0)
    plan = [b for _ in range(math.ceil(epochs)) for b in shuffled_batches(examples, BATCH, rng)]
    plan = plan[: round(epochs * len(examples) / BATCH)]
    work.mkdir(parents=True, exist_ok=True)
    begin = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device)
        if saved["steps"] != len(plan):
            raise SystemExit(f"{checkpoint} belongs to a run of {saved['steps']} steps: remove it, or ask for as many")
        tagger.load_state_dict(saved["tagger"])
        optimiser.load_state_dict(saved["optimiser"])
        mean, begin = saved["mean"], saved["step"]
    print(f"{len(examples)} windows, {len(plan)} steps, from step {begin}", flush=True)
    started, losses = time.time(), [0.0, 0.0]
    for step in range(begin, len(plan)):
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * factor(step, len(plan))
        batch = collate([examples[k] for k in plan[step]], device)
        generator = torch.Generator().manual_seed(step)
        vectors, tags = tagger.encode(hide_some(batch.ids, batch.mask, HIDE, generator), batch.mask)
        tag_loss = F.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
        link_loss = torch.zeros((), device=device)
        if len(batch.links):
            links = tagger.link(vectors, batch.mask, batch.window, batch.first, batch.last)
            link_loss = F.cross_entropy(links.flatten(0, 1), batch.links.flatten(), ignore_index=IGNORED)
        (tag_loss + link_loss).backward()
        nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        weight = 1 - min(0.995, (step + 1) / (step + 21))
        with torch.no_grad():
            now = tagger.state_dict()
            for name in learned:
                mean[name].lerp_(now[name], weight)
        losses = [0.98 * old + 0.02 * new for old, new in zip(losses, (tag_loss.item(), link_loss.item()))]
        if step % 50 == 49:
            pace = (time.time() - started) / (step + 1 - begin)
            left = pace * (len(plan) - step - 1) / 60
            print(
                f"step {step + 1}/{len(plan)}  tags {losses[0]:.3f}  links {losses[1]:.3f}  {left:.0f} min left",
                flush=True,
            )
        if step % SAVE_EVERY == SAVE_EVERY - 1:
            state = {"tagger": tagger.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean}
            torch.save({**state, "step": step + 1, "steps": len(plan)}, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
    torch.save(mean, kept)
    checkpoint.unlink(missing_ok=True)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.statements", description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="the folder that holds statements/polnear.train.jsonl")
    parser.add_argument("--work", type=Path, default=Path("training/work/statements"), help="checkpoints and weights")
    parser.add_argument("--data", type=Path, default=Path("src/dragoman/data/statements"), help="where the model goes")
    parser.add_argument("--epochs", type=float, default=4.0)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", type=int, help="train on the first N documents, to try the command")
    given = parser.parse_args()
    weights = train(given.gold, given.work, given.epochs, given.threads, given.device, given.only)
    export(weights, given.work, given.data)


if __name__ == "__main__":
    main()
