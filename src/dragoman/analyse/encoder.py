"""The small transformers, behind ONNX Runtime. No other module knows it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime as ort

from dragoman.analyse.windows import Floats, Window, decode, load_tokenizer, make_windows
from dragoman.settings import DATA
from dragoman.values import Attribution, Block, Document

BATCH = 8
"""Windows that go through the encoder together."""

READ = frozenset({"HEADLINE", "BODY", "CAPTION"})
"""Kinds of block that hold running text."""


def open_session(path: Path) -> ort.InferenceSession:
    """A session of one thread: processes are how dragoman uses more cores, and one thread always adds up alike."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def pad(windows: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """Piece ids and mask, both (windows, longest), int64."""
    longest = max(len(window.ids) for window in windows)
    ids = np.zeros((len(windows), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
    return ids, mask


class StatementTagger:
    """Attributions of a document: one encoder pass over paragraph-sized windows, then one linking pass a cue."""

    def __init__(self, folder: Path = DATA / "statements") -> None:
        self.tokenizer = load_tokenizer(folder / "tokenizer.json")
        self.encoder = open_session(folder / "encoder.onnx")
        self.linker = open_session(folder / "linker.onnx")

    def __call__(self, document: Document, blocks: tuple[Block, ...]) -> tuple[Attribution, ...]:
        """Outermost attributions in the order of the text. Furniture and stray lines are never read."""
        paragraphs = [(block.start, block.end) for block in blocks if block.kind in READ]
        windows = make_windows(self.tokenizer, document.text, paragraphs)
        found = [attribution for batch in _batches(windows) for attribution in self._tag(document.text, batch)]
        return tuple(sorted(found, key=lambda one: (one.cue, one.content)))

    def _tag(self, text: str, windows: list[Window]) -> Iterator[Attribution]:
        ids, mask = pad(windows)
        vectors, tags = self.encoder.run(["vectors", "tags"], {"ids": ids, "mask": mask})
        for row, window in enumerate(windows):
            size = len(window.ids)

            def link(
                cues: list[tuple[int, int]], row: int = row, size: int = size, vectors: Floats = vectors
            ) -> Floats:
                return self._link(vectors[row : row + 1, :size], cues)

            for tagged in decode(window, text, tags[row, :size], link):
                yield Attribution(source=tagged.source, cue=tagged.cue, content=tagged.content, score=tagged.score)

    def _link(self, vectors: Floats, cues: list[tuple[int, int]]) -> Floats:
        """Link probabilities (cues, pieces, 3) within one window."""
        given = {
            "vectors": vectors,
            "mask": np.ones(vectors.shape[:2], np.int64),
            "window": np.zeros(len(cues), np.int64),
            "first": np.array([first for first, _ in cues], np.int64),
            "last": np.array([last for _, last in cues], np.int64),
        }
        links: Floats = self.linker.run(["links"], given)[0]
        return links


def _batches(windows: list[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, so that little is padding."""
    ordered = sorted(windows, key=lambda window: len(window.ids))
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
