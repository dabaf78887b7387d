"""PolNeAR documents as labelled windows, and windows as batches."""

import json
import random
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor

from dragoman.analyse.windows import (
    CONTENT,
    CUE,
    LINK_CONTENT,
    LINK_SOURCE,
    SOURCE,
    Window,
    find_paragraphs,
    make_windows,
    pieces_in,
)

IGNORED = -100


class Example(NamedTuple):
    """A window, its tags, and for each cue in it: first piece, last piece, link labels."""

    window: Window
    tags: list[int]
    cues: list[tuple[int, int, list[int]]]


class Batch(NamedTuple):
    ids: Tensor
    mask: Tensor
    tags: Tensor
    window: Tensor
    first: Tensor
    last: Tensor
    links: Tensor


def read_documents(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def label(window: Window, attributions: list[dict[str, Any]]) -> Example:
    """The window with the tags and links that the attributions overlapping it give."""
    offsets = window.offsets
    low, high = min(s for s, _ in offsets if s >= 0), max(e for _, e in offsets)
    tags = [0] * len(offsets)
    cues = []
    for relation in attributions:
        everything = relation["content"] + relation["cue"] + relation["source_all"]
        if not any(start < high and end > low for start, end in everything):
            continue
        for role, spans in ((CONTENT, relation["content"]), (SOURCE, relation["source_all"]), (CUE, relation["cue"])):
            for span in spans:
                for place, piece in enumerate(pieces_in(offsets, [span])):
                    tags[piece] = role + (place > 0)
        cue = pieces_in(offsets, relation["cue"][:1])
        if cue:
            links = [0] * len(offsets)
            for piece in pieces_in(offsets, relation["source_all"]):
                links[piece] = LINK_SOURCE
            for piece in pieces_in(offsets, relation["content"]):
                links[piece] = LINK_CONTENT
            cues.append((cue[0], cue[-1], links))
    return Example(window, tags, cues)


def make_examples(tokenizer: Tokenizer, documents: list[dict[str, Any]]) -> list[Example]:
    return [
        label(window, document["attributions"])
        for document in documents
        for window in make_windows(tokenizer, document["text"], find_paragraphs(document["text"]))
    ]


def collate(examples: list[Example], device: str = "cpu") -> Batch:
    """Padded tensors on `device`; special pieces and padding carry no label, nor does a cue in its own links."""
    longest = max(len(e.window.ids) for e in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    tags = torch.full_like(ids, IGNORED)
    rows, firsts, lasts, links = [], [], [], []
    for k, example in enumerate(examples):
        size = len(example.window.ids)
        ids[k, :size] = torch.tensor(example.window.ids)
        mask[k, :size] = 1
        special = torch.tensor([start < 0 for start, _ in example.window.offsets])
        tags[k, :size] = torch.tensor(example.tags).masked_fill(special, IGNORED)
        for first, last, labels in example.cues:
            row = torch.full((longest,), IGNORED)
            row[:size] = torch.tensor(labels).masked_fill(special, IGNORED)
            row[first : last + 1] = IGNORED
            rows.append(k)
            firsts.append(first)
            lasts.append(last)
            links.append(row)
    stacked = torch.stack(links) if links else torch.zeros(0, longest, dtype=torch.long)
    cues = (torch.tensor(column).long() for column in (rows, firsts, lasts))
    return Batch(*(tensor.to(device) for tensor in (ids, mask, tags, *cues, stacked)))


def shuffled_batches(examples: list[Example], size: int, rng: random.Random) -> list[list[int]]:
    """Indices of one epoch's batches: random, but of like length within a batch."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), size * 40):
        chunk = sorted(order[start : start + size * 40], key=lambda k: len(examples[k].window.ids))
        groups = [chunk[k : k + size] for k in range(0, len(chunk), size)]
        rng.shuffle(groups)
        batches += groups
    return batches
