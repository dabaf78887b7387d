"""The small transformers, behind ONNX Runtime. No other module knows it."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from dragoman.analyse.relations import LABELS, LinearTyper, crop, load_classes
from dragoman.analyse.windows import LINKS, Floats, Span, Window, decode, load_tokenizer, make_windows
from dragoman.settings import DATA
from dragoman.values import Attribution, Block, Document

TOKENIZER = DATA / "minilm" / "tokenizer.json"
"""The word pieces of both models."""

READ = frozenset({"HEADLINE", "BODY", "CAPTION"})
"""Kinds of block that hold running text."""

SLOW = ["SkipLayerNormFusion"]
"""Fusions of ONNX Runtime that run slower on a processor than the parts they fuse."""


def open_session(path: Path) -> ort.InferenceSession:
    """A session of one thread: processes are how dragoman uses more cores, and one thread always adds up alike."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW)


OUTSIDE = 0.99
"""A piece that the tagger is as sure of being outside is linked to no cue."""


class StatementTagger:
    """Attributions of a document: one encoder pass over paragraph-sized windows, then one linking pass a cue."""

    def __init__(self, folder: Path = DATA / "statements") -> None:
        self.tokenizer = load_tokenizer(TOKENIZER)
        self.encoder = open_session(folder / "encoder.onnx")
        self.linker = open_session(folder / "linker.onnx")

    def __call__(self, document: Document, blocks: tuple[Block, ...]) -> tuple[Attribution, ...]:
        """Outermost attributions in the order of the text. Furniture and stray lines are never read."""
        return self.find(document.text, [(block.start, block.end) for block in blocks if block.kind in READ])

    def find(self, text: str, paragraphs: Sequence[Span]) -> tuple[Attribution, ...]:
        """Outermost attributions of the paragraphs of a text, in order.

        One window at a time: on one thread a batch is slower, and int8 scales its numbers by all that is in it, so that
        a window would read differently beside others.
        """
        windows = make_windows(self.tokenizer, text, paragraphs)
        found = [attribution for window in windows for attribution in self._tag(text, window)]
        return tuple(sorted(found, key=lambda one: (one.cue, one.content)))

    def _tag(self, text: str, window: Window) -> Iterator[Attribution]:
        vectors, tags = self.encoder.run(["vectors", "tags"], {"ids": np.array([window.ids], np.int64)})
        for one in decode(window, text, tags[0], lambda cues: self._link(vectors[0], tags[0], cues)):
            yield Attribution(source=one.source, cue=one.cue, content=one.content, score=one.score)

    def _link(self, vectors: Floats, tags: Floats, cues: list[tuple[int, int]]) -> Floats:
        """Link probabilities (cues, pieces, 3) within one window; pieces surely outside are not looked at."""
        first, last = (np.array(ends, np.int64) for ends in zip(*cues, strict=True))
        kept = tags[:, 0] < OUTSIDE
        kept[first] = kept[last] = True
        at = np.flatnonzero(kept)
        given = {
            "vectors": vectors[at],
            "at": at,
            "first": np.searchsorted(at, first),
            "last": np.searchsorted(at, last),
        }
        links = np.zeros((len(cues), len(tags), LINKS), np.float32)
        links[:, :, 0] = 1.0
        links[:, at] = self.linker.run(["links"], given)[0]
        return links


class RelationTyper:
    """What one actor does to the other, in sentences with `Alice` and `Bob` in their places (`relations.mask`).

    Every matrix has the columns of `relations.LABELS`. With `fold`, the linear part and the upper layers are those
    of the folder `folds` that never saw the rows of that fold; the rest is the shipped model.
    """

    def __init__(self, folder: Path = DATA / "relations", fold: int | None = None, folds: Path | None = None) -> None:
        self.folder = folder
        own, ending = (folder, "") if fold is None else (folds or folder, f".{fold}")
        self.words = LinearTyper(own / f"linear{ending}.npz", load_classes(folder / "words.npz"))
        self.top_path = own / f"top{ending}.onnx"

    def __call__(self, texts: Sequence[str]) -> Floats:
        """(texts, types) calibrated probabilities by words and encoder together: some 5 ms a text."""
        if not texts:
            return np.zeros((0, len(LABELS)), np.float32)
        return self.words.combine(texts, self.tops(texts))

    def linear(self, texts: Sequence[str]) -> Floats:
        """(texts, types) calibrated probabilities by words alone: some 0.2 ms a text."""
        return self.words(texts)

    def relevance(self, texts: Sequence[str]) -> Floats:
        """(texts,) probability that the sentence tells of a political event at all, by words alone."""
        return self.words.relevance(texts)

    def tops(self, texts: Sequence[str]) -> Floats:
        """(texts, types) scores of the encoder; each text goes through alone, so that no other changes its figures."""
        rows = [self._top(text) for text in texts]
        return np.concatenate(rows)

    def _top(self, text: str) -> Floats:
        ids = np.array([crop(self._tokenizer, text).ids], np.int64)
        mask = np.ones_like(ids)
        vectors = self._lower.run(["vectors"], {"ids": ids, "mask": mask})[0]
        scores: Floats = self._upper.run(["scores"], {"vectors": vectors, "mask": mask})[0]
        return scores

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return load_tokenizer(TOKENIZER)

    @cached_property
    def _lower(self) -> ort.InferenceSession:
        return open_session(self.folder / "lower.onnx")

    @cached_property
    def _upper(self) -> ort.InferenceSession:
        return open_session(self.top_path)
