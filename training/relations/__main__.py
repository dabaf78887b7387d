"""Train the relation models: `python -m training.relations --gold FOLDER`.

Seeded and resumable: what a fold has finished is kept in the work folder and not made again. Five models are made
that each leave out one fold, for the figures, and one on all rows, which ships. Figures are those of the quantised
models on the rows that they never saw.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from dragoman.analyse.encoder import RelationTyper
from dragoman.analyse.relations import LABELS, crop, load_classes
from dragoman.analyse.windows import load_tokenizer
from training.encoder import copy_tokenizer, minilm_folder
from training.relations.card import write_card
from training.relations.examples import write_examples
from training.relations.export import write_lower, write_top
from training.relations.figures import Scores, choose_parts, write_out_of_fold
from training.relations.linear import fit_linear, save, set_parts, write_classes
from training.relations.rows import FOLDS, Judged, Row, read_judged, read_rows
from training.relations.top import Example, Top, average, encode_lower, train_top

RARE, COMMON = 40, 12
"""Own examples for each rare type and each other."""
OWN_WEIGHT, LONE_WEIGHT, IRRELEVANT_WEIGHT = 0.5, 0.3, 3.0
"""Of own examples, of sentences whose recipient is not masked, of the few gold sentences without an event."""
SEEDS = 2
"""Networks whose weights are averaged."""


class Training:
    """The rows, and where everything goes."""

    def __init__(self, gold: Path, work: Path, data: Path, folds: Path) -> None:
        self.work, self.data, self.folds = work, data, folds
        for folder in (work, data, folds):
            folder.mkdir(parents=True, exist_ok=True)
        self.rows, self.judged = read_rows(gold), read_judged(gold)
        self.own = [(text, LABELS.index(label)) for text, label in write_examples(RARE, COMMON)]
        self.tokenizer = load_tokenizer(minilm_folder() / "tokenizer.json")
        self.vectors: dict[str, torch.Tensor] = {}

    def prepare(self) -> None:
        """What all folds share: tokenizer, word classes, lower layers."""
        copy_tokenizer(self.data.parent)
        if not (self.data / "words.npz").exists():
            write_classes(self.tokenizer, self.data / "words.npz")
        if not (self.data / "lower.onnx").exists():
            write_lower(self.data / "lower.onnx")
        self.classes = load_classes(self.data / "words.npz")

    def kept(self, fold: int | None) -> tuple[list[Row], list[Judged]]:
        return [r for r in self.rows if r.fold != fold], [j for j in self.judged if j.fold != fold]

    def linear(self, fold: int | None) -> None:
        """Fit and write the linear half."""
        rows, judged = self.kept(fold)
        typed = [(r.text, r.label, 1.0) for r in rows] + [(r.lone, r.label, LONE_WEIGHT) for r in rows]
        typed += [(text, label, OWN_WEIGHT) for text, label in self.own]
        sentences = [(r.text, True, 1.0) for r in rows] + [(text, True, OWN_WEIGHT) for text, _ in self.own]
        rare = {False: IRRELEVANT_WEIGHT, True: 1.0}
        sentences += [(j.text, j.relevant, 1.0 if j.id.startswith("own-") else rare[j.relevant]) for j in judged]
        save(fit_linear(typed, sentences, self.classes), self.path(fold, "linear", "npz"))

    def path(self, fold: int | None, name: str, ending: str) -> Path:
        return self.data / f"{name}.{ending}" if fold is None else self.folds / f"{name}.{fold}.{ending}"

    def vector(self, text: str) -> torch.Tensor:
        """What the shipped lower layers give for a text."""
        if not self.vectors:
            texts = [t for r in self.rows for t in (r.text, r.lone)] + [text for text, _ in self.own]
            windows = [crop(self.tokenizer, t) for t in texts]
            self.vectors = dict(zip(texts, encode_lower(self.data / "lower.onnx", windows)))
        return self.vectors[text]

    def top(self, fold: int | None) -> None:
        """Fine-tune, unless that is done, average and write the upper layers."""
        tops = []
        for seed in range(SEEDS):
            weights = self.work / f"top.{fold}.{seed}.pt"
            if not weights.exists():
                started, rows = time.time(), self.kept(fold)[0]
                examples = [Example([self.vector(r.text), self.vector(r.lone)], r.label, 1.0) for r in rows]
                examples += [Example([self.vector(text)], label, OWN_WEIGHT) for text, label in self.own]
                torch.save(train_top(examples, seed).state_dict(), weights)
                print(f"fold {fold} seed {seed}: {time.time() - started:.0f} s", flush=True)
            tops.append(Top())
            tops[-1].load_state_dict(torch.load(weights))
        write_top(average(tops), self.path(fold, "top", "onnx"))

    def judge(self) -> Scores:
        """Every row by the models of its fold."""
        words = np.zeros((len(self.rows), len(LABELS)), np.float32)
        tops, lone, lone_tops = words.copy(), words.copy(), words.copy()
        relevance = np.zeros(len(self.rows), np.float32)
        others = np.zeros(len(self.judged), np.float32)
        for fold in range(FOLDS):
            typer = RelationTyper(self.data, fold, self.folds)
            held_out = [k for k, row in enumerate(self.rows) if row.fold == fold]
            texts, alone = [self.rows[k].text for k in held_out], [self.rows[k].lone for k in held_out]
            words[held_out], lone[held_out] = (typer.words.scores(t)[:, : len(LABELS)] for t in (texts, alone))
            tops[held_out], lone_tops[held_out] = typer.tops(texts), typer.tops(alone)
            relevance[held_out] = typer.relevance(texts)
            held_out = [k for k, one in enumerate(self.judged) if one.fold == fold]
            others[held_out] = typer.relevance([self.judged[k].text for k in held_out])
            print(f"fold {fold} judged", flush=True)
        return Scores(words, tops, lone, lone_tops, relevance, others)

    def run(self) -> None:
        self.prepare()
        for fold in (None, *range(FOLDS)):
            self.linear(fold)
            self.top(fold)
        fold_of = {row.id: row.fold for row in (*self.rows, *self.judged) if not row.id.startswith("own-")}
        (self.folds / "folds.json").write_text(json.dumps(fold_of, indent=0) + "\n")
        scores = self.judge()
        parts = choose_parts(scores, [row.label for row in self.rows])
        for fold in (*range(FOLDS), None):
            set_parts(parts, self.path(fold, "linear", "npz"))
        figures = write_out_of_fold(scores, parts, self.rows, self.judged, self.folds / "relations.oof.jsonl")
        write_card(figures, self.data / "README.md")
        print(json.dumps(figures, indent=1), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.relations", description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="the folder that holds events/plv.train.jsonl")
    parser.add_argument("--work", type=Path, default=Path("training/work/relations"), help="weights of finished folds")
    parser.add_argument("--data", type=Path, default=Path("src/dragoman/data/relations"), help="where the model goes")
    parser.add_argument("--folds", type=Path, default=Path("benchmarks/folds"), help="where the fold models go")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.set_flush_denormal(True)
    Training(given.gold, given.work, given.data, given.folds).run()


if __name__ == "__main__":
    main()
