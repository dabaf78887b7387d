"""Windows over a text for the encoder, and the reading of its probabilities as attributions.

Shared with `training/`, which runs on an older Python: keep to 3.11 syntax here, numpy only.
A window holds whole paragraphs, packed up to `WINDOW` word pieces, so that a quotation and
the "she added" after it are seen together.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

WINDOW = 160
"""Word pieces in a window, its special pieces included."""

CUE, SOURCE, CONTENT = 1, 3, 5
"""First tag of each role: `role` begins a span, `role + 1` continues it; 0 is outside."""
TAGS = 7
LINK_SOURCE, LINK_CONTENT = 1, 2
LINKS = 3

Span = tuple[int, int]
Floats = NDArray[np.float32]
NOWHERE: Span = (-1, -1)


class Window(NamedTuple):
    """Word pieces and where each stands in the text; special pieces stand nowhere, at (-1, -1)."""

    ids: list[int]
    offsets: list[Span]


class Tagged(NamedTuple):
    """One relation as PolNeAR marks it: who (`source`, may be missing), the cue, and what (`content`)."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    score: float
    """Mean probability of the content words."""


def _piece(tokenizer: Tokenizer, piece: str) -> int:
    """The id of a piece that the vocabulary must have."""
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"the tokenizer has no piece {piece}")
    return number


def load_tokenizer(path: Path) -> Tokenizer:
    """The word-piece tokenizer at `path`, giving offsets in code points, never padding or cutting."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def find_paragraphs(text: str) -> list[Span]:
    """Every line that is not blank."""
    return [line.span() for line in re.finditer(r"[^\n]+", text) if line.group().strip()]


def _encode(tokenizer: Tokenizer, text: str, paragraphs: Iterable[Span], limit: int) -> Iterator[Window]:
    """Paragraphs as windows without special pieces; one longer than `limit` is cut at its sentence ends."""
    ends = {_piece(tokenizer, mark) for mark in ".!?"}
    spans = list(paragraphs)
    encodings = tokenizer.encode_batch([text[start:end] for start, end in spans], add_special_tokens=False)
    for (first, _), encoding in zip(spans, encodings):
        ids: list[int] = encoding.ids
        offsets: list[Span] = [(start + first, end + first) for start, end in encoding.offsets]
        while len(ids) > limit:
            cut = next((k + 1 for k in range(limit - 1, limit // 4, -1) if ids[k] in ends), limit)
            yield Window(ids[:cut], offsets[:cut])
            ids, offsets = ids[cut:], offsets[cut:]
        if ids:
            yield Window(ids, offsets)


def make_windows(tokenizer: Tokenizer, text: str, paragraphs: Iterable[Span], size: int = WINDOW) -> list[Window]:
    """The paragraphs of a text as windows of at most `size` word pieces: [CLS] paragraph [SEP] paragraph [SEP] ..."""
    first, between = _piece(tokenizer, "[CLS]"), _piece(tokenizer, "[SEP]")
    windows: list[Window] = []
    ids: list[int] = [first]
    offsets: list[Span] = [NOWHERE]
    for paragraph in _encode(tokenizer, text, paragraphs, size - 2):
        if len(ids) > 1 and len(ids) + len(paragraph.ids) + 1 > size:
            windows.append(Window(ids, offsets))
            ids, offsets = [first], [NOWHERE]
        ids = [*ids, *paragraph.ids, between]
        offsets = [*offsets, *paragraph.offsets, NOWHERE]
    if len(ids) > 1:
        windows.append(Window(ids, offsets))
    return windows


def pieces_in(offsets: list[Span], spans: Iterable[Span]) -> list[int]:
    """Indices of the word pieces that overlap any of the spans."""
    wanted = list(spans)
    return [k for k, (start, end) in enumerate(offsets) if start >= 0 and any(a < end and start < b for a, b in wanted)]


def group_words(window: Window, text: str) -> list[list[int]]:
    """Word pieces grouped to words: pieces that touch and are both made of letters, digits or apostrophes."""
    words: list[list[int]] = []
    last = -1
    for k, (start, end) in enumerate(window.offsets):
        if start < 0:
            last = -1
            continue
        joined = start == last and re.match(r"[\w’']", text[start]) and re.match(r"[\w’']", text[start - 1])
        if joined:
            words[-1].append(k)
        else:
            words.append([k])
        last = end
    return words


def _runs(flags: Iterable[bool]) -> list[tuple[int, int]]:
    """First and last index of each unbroken run of true flags."""
    runs: list[tuple[int, int]] = []
    for k, flag in enumerate(flags):
        if not flag:
            continue
        if runs and runs[-1][1] == k - 1:
            runs[-1] = (runs[-1][0], k)
        else:
            runs.append((k, k))
    return runs


def word_means(pieces: Floats, words: list[list[int]]) -> Floats:
    """The mean over each word's pieces of an array (..., pieces): (..., words)."""
    sums = np.zeros((*pieces.shape[:-1], pieces.shape[-1] + 1))
    np.cumsum(pieces, axis=-1, out=sums[..., 1:])
    first = np.array([word[0] for word in words])
    last = np.array([word[-1] + 1 for word in words])
    means: Floats = ((sums[..., last] - sums[..., first]) / (last - first)).astype(np.float32)
    return means


def _cue_runs(tags: Floats, words: list[list[int]], threshold: float) -> list[tuple[int, int]]:
    """Runs of words that are a cue; a word that more likely begins a cue than continues one starts a new run."""
    cue = word_means(tags[:, CUE] + tags[:, CUE + 1], words)
    runs: list[tuple[int, int]] = []
    for k, word in enumerate(words):
        if cue[k] < threshold:
            continue
        begins = tags[word[0], CUE] > tags[word[0], CUE + 1]
        if runs and runs[-1][1] == k - 1 and not begins:
            runs[-1] = (runs[-1][0], k)
        else:
            runs.append((k, k))
    return runs


def _best_source(links: Floats, labels: NDArray[Any], cue: tuple[int, int]) -> tuple[int, int] | None:
    """The run of source words with most probability, nearer ones first."""
    runs = _runs(labels == LINK_SOURCE)
    if not runs:
        return None
    return max(
        runs,
        key=lambda run: (
            float(links[run[0] : run[1] + 1, LINK_SOURCE].sum())
            / (1 + 0.02 * min(abs(run[0] - cue[1]), abs(run[1] - cue[0])))
        ),
    )


STRAY_CONTENT = 3
"""A run of content shorter than this, beside a long one, is a slip of the tagger."""
LONG_CONTENT = 12


def decode(
    window: Window,
    text: str,
    tags: Floats,
    link: Callable[[list[tuple[int, int]]], Floats],
    threshold: float = 0.5,
) -> list[Tagged]:
    """Attributions in one window.

    `tags` is (pieces, TAGS); `link` takes the first and last piece of each cue and gives
    (cues, pieces, LINKS). A content word belongs to the cue that claims it most.
    """
    words = group_words(window, text)
    cues = _cue_runs(tags, words, threshold)
    if not cues:
        return []
    by_piece = link([(words[first][0], words[last][-1]) for first, last in cues])
    links = np.moveaxis(word_means(np.moveaxis(by_piece, 2, 1), words), 1, 2).copy()
    for (first, last), row in zip(cues, links):
        row[first : last + 1] = (1.0, 0.0, 0.0)
    owner = links[:, :, LINK_CONTENT].argmax(axis=0)

    def span(run: tuple[int, int]) -> Span:
        return window.offsets[words[run[0]][0]][0], window.offsets[words[run[1]][-1]][1]

    found: list[Tagged] = []
    for k, (cue, row) in enumerate(zip(cues, links)):
        labels = row.argmax(axis=1)
        content = [span(run) for run in _runs((labels == LINK_CONTENT) & (owner == k))]
        longest = max((end - start for start, end in content), default=0)
        content = [(a, b) for a, b in content if b - a >= STRAY_CONTENT or longest < LONG_CONTENT]
        if not content:
            continue
        source = _best_source(row, labels, cue)
        sure = float(row[labels == LINK_CONTENT, LINK_CONTENT].mean())
        found.append(Tagged(span(source) if source else None, span(cue), tuple(content), round(sure, 4)))
    return found
