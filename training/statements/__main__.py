"""Train the statement tagger: `python -m training.statements --gold FOLDER`.

Seeded and resumable: a checkpoint is written every few hundred steps, and a run that was cut off goes on from it.
Recipe: embeddings frozen, AdamW 2e-4 falling by 0.9 a layer from the top, heads at five times that, 80 steps of
warm-up, flat to half, then linear to nearly nothing; the mean of the weights along the way is what is kept. A
smaller one can be made of it by `training.statements.distil`.
"""

import argparse
import os
import re
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.analyse.windows import load_tokenizer
from training.encoder import LAYERS, minilm_folder
from training.statements.examples import IGNORED, Example, collate, make_examples, read_documents
from training.statements.export import export
from training.statements.loop import HIDE, fit, hide_some, make_plan
from training.statements.model import Tagger

RATE, DECAY, HEADS_FASTER = 2e-4, 0.9, 5


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


class Lesson:
    """The losses of a step: tags and links against the labels."""

    def __init__(self, tagger: Tagger, examples: list[Example], device: str) -> None:
        self.tagger, self.examples, self.device = tagger, examples, device

    def __call__(self, step: int, indices: list[int]) -> tuple[Tensor, ...]:
        batch = collate([self.examples[k] for k in indices], self.device)
        vectors, tags = self.tagger.encode(hide_some(batch.ids, batch.mask, HIDE, step), batch.mask)
        tag_loss = F.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
        link_loss = torch.zeros((), device=self.device)
        if len(batch.links):
            links = self.tagger.link(vectors, batch.mask, batch.window, batch.first, batch.last)
            link_loss = F.cross_entropy(links.flatten(0, 1), batch.links.flatten(), ignore_index=IGNORED)
        return tag_loss, link_loss


def train(gold: Path, work: Path, epochs: float, threads: int, device: str, only: int | None = None) -> Tagger:
    """The tagger after `epochs` over PolNeAR's training documents: the mean of its weights along the way."""
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    tokenizer = load_tokenizer(minilm_folder() / "tokenizer.json")
    examples = make_examples(tokenizer, read_documents(gold / "statements" / "polnear.train.jsonl")[:only])
    tagger = Tagger().to(device)
    kept = fit(tagger, parameter_groups(tagger), make_plan(examples, epochs), Lesson(tagger, examples, device), work)
    tagger.load_state_dict(torch.load(kept, map_location=device))
    return tagger


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.statements", description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="the folder that holds statements/polnear.train.jsonl")
    parser.add_argument("--work", type=Path, default=Path("training/work/statements"), help="checkpoints and weights")
    parser.add_argument("--data", type=Path, default=Path("training/work/teacher/statements"), help="where it goes")
    parser.add_argument("--epochs", type=float, default=4.0)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", type=int, help="train on the first N documents, to try the command")
    given = parser.parse_args()
    tagger = train(given.gold, given.work, given.epochs, given.threads, given.device, given.only)
    export(tagger, given.work, given.data)


if __name__ == "__main__":
    main()
