"""A smaller tagger taught by the first: `python -m training.statements.distil --gold FOLDER --teacher FOLDER`.

The student is cut out of the teacher: fewer heads and inner units in each layer of the encoder and in the linker's own
(`prune`). It then learns on PolNeAR's training part to give the teacher's vectors, tags and links, and the labels too.
Rates 1e-4, heads at twice that; the rest as in `training.statements`.
"""

import argparse
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.analyse.encoder import open_session
from dragoman.analyse.windows import load_tokenizer
from training.encoder import Encoder, minilm_folder
from training.statements.examples import IGNORED, Example, collate, make_examples, read_documents
from training.statements.export import export
from training.statements.loop import HIDE, fit, hide_some, make_plan
from training.statements.model import Tagger
from training.statements.prune import prune_encoder, prune_linker
from training.statements.teacher import load_tagger

RATE, HEADS_FASTER, LABELS_WEIGH = 1e-4, 2, 0.5
PRUNED_ON = 130
"""Windows on which the student is fitted before it learns."""
LINKER_KEPT, LINKER_PRUNED_ON = (2, 128), 24
"""Heads and inner units of the linker's layer, and the windows on which it is fitted."""
LINKED = 12
"""Cues of a batch whose links are learned."""


class Taught:
    """The teacher's vectors and tags of every example, as float16 on disk, one piece after another."""

    def __init__(self, folder: Path, examples: list[Example], path: Path) -> None:
        sizes = [len(example.window.ids) for example in examples]
        self.ends = np.cumsum(sizes)
        shape = (int(self.ends[-1]), 384 + 7)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            session = open_session(folder / "encoder.onnx")
            rows = np.memmap(path.with_suffix(".new"), np.float16, "w+", shape=shape)
            for end, example in zip(self.ends, examples):
                ids = np.array([example.window.ids], np.int64)
                vectors, tags = session.run(["vectors", "tags"], {"ids": ids})
                rows[end - ids.shape[1] : end] = np.concatenate([vectors[0], tags[0]], 1)
            rows.flush()
            path.with_suffix(".new").replace(path)
        self.rows = np.memmap(path, np.float16, "r", shape=shape)
        self.sizes = sizes

    def __call__(self, batch: list[int], longest: int) -> tuple[Tensor, Tensor]:
        """Vectors and tag probabilities of a batch, padded by zeros."""
        out = np.zeros((len(batch), longest, self.rows.shape[1]), np.float32)
        for row, k in enumerate(batch):
            out[row, : self.sizes[k]] = self.rows[self.ends[k] - self.sizes[k] : self.ends[k]]
        both = torch.from_numpy(out)
        return both[..., :384], both[..., 384:]


def divergence(scores: Tensor, wanted: Tensor, labels: Tensor) -> Tensor:
    """Mean Kullback-Leibler divergence from the wanted probabilities, where there is a label."""
    told = labels != IGNORED
    return F.kl_div(scores.log_softmax(-1)[told], wanted[told], reduction="sum") / told.sum().clamp(min=1)


class Lesson:
    """The losses of a step: vectors, tags and links against the teacher's, and tags and links against the labels."""

    def __init__(self, student: Tagger, teacher: Tagger, taught: Taught, examples: list[Example]) -> None:
        self.student, self.teacher, self.taught, self.examples = student, teacher, taught, examples

    def __call__(self, step: int, indices: list[int]) -> tuple[Tensor, ...]:
        batch = collate([self.examples[k] for k in indices])
        vectors_wanted, tags_wanted = self.taught(indices, batch.ids.shape[1])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors, tags = self.student.encode(hide_some(batch.ids, batch.mask, HIDE, step), batch.mask)
        vectors, tags, real = vectors.float(), tags.float(), batch.mask == 1
        far = F.mse_loss(vectors[real], vectors_wanted[real]) / vectors_wanted[real].var()
        tag = divergence(tags, tags_wanted, batch.tags)
        right = F.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
        link = torch.zeros(())
        if len(batch.links):
            some = torch.randperm(len(batch.links), generator=torch.Generator().manual_seed(step))[:LINKED]
            cue = (batch.mask, batch.window[some], batch.first[some], batch.last[some])
            labels = batch.links[some]
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                links_wanted = self.teacher.link(vectors_wanted, *cue).float().softmax(-1)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                links = self.student.link(vectors, *cue).float()
            link = divergence(links, links_wanted, labels)
            right = right + F.cross_entropy(links.flatten(0, 1), labels.flatten(), ignore_index=IGNORED)
        return far, tag, link, LABELS_WEIGH * right


def parameter_groups(student: Tagger) -> list[dict[str, Any]]:
    """Layers and heads, matrices and the rest, each with its rate in `base`; embeddings stay as they are."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in student.named_parameters():
        if name.startswith("encoder.") and not name.startswith("encoder.layers."):
            parameter.requires_grad = False
            continue
        rate = RATE if name.startswith("encoder.") else RATE * HEADS_FASTER
        groups.setdefault((rate, 0.01 if parameter.dim() > 1 else 0.0), []).append(parameter)
    return [{"params": some, "base": rate, "weight_decay": decay} for (rate, decay), some in groups.items()]


def learn(folder: Path, work: Path, examples: list[Example], epochs: float, size: tuple[int, int]) -> None:
    """Prune the teacher and let what is left learn; its weights are `tagger.pt` in `work`."""
    teacher = load_tagger(folder)
    taught = Taught(folder, examples, work / "taught.f16")
    student = prune_encoder(teacher, *size, sample(examples, PRUNED_ON))
    student = prune_linker(student, Encoder(*size), *LINKER_KEPT, sample(examples, LINKER_PRUNED_ON))
    lesson = Lesson(student, teacher, taught, examples)
    fit(student, parameter_groups(student), make_plan(examples, epochs), lesson, work)


def sample(examples: list[Example], count: int) -> list[Example]:
    return random.Random(2).sample(examples, min(count, len(examples)))


def distil(gold: Path, folder: Path, work: Path, epochs: float, size: tuple[int, int], only: int | None) -> Tagger:
    """The student of so many heads and inner units after `epochs` over PolNeAR's training part."""
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    tokenizer = load_tokenizer(minilm_folder() / "tokenizer.json")
    examples = make_examples(tokenizer, read_documents(gold / "statements" / "polnear.train.jsonl")[:only])
    kept = work / "tagger.pt"
    if not kept.exists():
        learn(folder, work, examples, epochs, size)
    student = Tagger(Encoder(*size), *LINKER_KEPT)
    student.load_state_dict(torch.load(kept))
    return student


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.statements.distil", description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="the folder that holds statements/polnear.train.jsonl")
    parser.add_argument("--teacher", type=Path, required=True, help="where training.statements put its files")
    parser.add_argument("--work", type=Path, default=Path("training/work/student"), help="checkpoints and weights")
    parser.add_argument("--data", type=Path, default=Path("src/dragoman/data/statements"), help="where the model goes")
    parser.add_argument("--heads", type=int, default=8, help="heads kept in each layer, of twelve")
    parser.add_argument("--inner", type=int, default=768, help="inner units kept in each layer, of 1,536")
    parser.add_argument("--epochs", type=float, default=5.0)
    parser.add_argument("--threads", type=int, default=2, help="sums differ in the last place with another number")
    parser.add_argument("--only", type=int, help="train on the first N documents, to try the command")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    size = given.heads, given.inner
    export(distil(given.gold, given.teacher, given.work, given.epochs, size, given.only), given.work, given.data)


if __name__ == "__main__":
    main()
