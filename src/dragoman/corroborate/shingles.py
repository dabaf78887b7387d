"""Words and word 5-shingles of many documents at once, as hashes in columns.

A word is a run of letters and digits, its case taken away; punctuation and white space only part words. Words are never
made as strings: the hash of a word is a difference of two running sums over the bytes of the texts, so that a million
documents cost a few passes over an array.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.corroborate.copy_quotes import find_quoted

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

WIDTH = 5
"""Words in a shingle: long enough that two writers seldom share one by chance (Broder 1997 takes four to ten)."""

_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2 ** 64
_INVERSE = pow(_BASE, -1, 2**64)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))  # splitmix64
_ASCII_WORD = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ENDS_SENTENCE = np.array([byte == 0xE2 or byte in b'.!?:\n"' for byte in range(256)])  # 0xE2: typographic marks


class Words(NamedTuple):
    """The words of a batch of texts, in order; column `i` of each is the `i`-th word."""

    hashes: Hashes
    documents: Numbers
    """Place of the text in its batch."""
    quoted: Flags
    """Stands in a quotation of five words or more."""
    capital: Flags
    """Begins with a capital letter."""
    opens: Flags
    """Begins a sentence, a line or a quotation: a capital says nothing there."""


def find_words(texts: pa.Array) -> Words:
    """The words of texts (Arrow strings), in order."""
    data, offsets = _bytes_of(texts)
    lower, inside = _fold(data)
    edges = offsets[:-1][offsets[:-1] < len(data)]
    before = np.concatenate(([False], inside[:-1]))
    before[edges] = False
    starts = np.flatnonzero(inside & ~before)
    after = np.concatenate((inside[1:], [False]))
    after[edges[edges > 0] - 1] = False
    ends = np.flatnonzero(inside & ~after) + 1
    documents = np.searchsorted(offsets, starts, side="right") - 1
    first = np.concatenate(([True], documents[1:] != documents[:-1])) if len(starts) else np.zeros(0, bool)
    return Words(
        hashes=_hash_pieces(lower, starts, ends),
        documents=documents,
        quoted=find_quoted(data, starts, edges),
        capital=_find_capitals(data, lower, starts),
        opens=_find_openings(data, starts, ends, first),
    )


def make_shingles(words: Words) -> tuple[Hashes, Numbers, Flags]:
    """Hash, document and `quoted` of every run of `WIDTH` words of one document; quoted where any of its words is."""
    count = len(words.hashes) - WIDTH + 1
    if count <= 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, bool)
    whole = words.documents[:count] == words.documents[WIDTH - 1 :]
    hashes = np.zeros(count, np.uint64)
    quoted = np.zeros(count, bool)
    for place in range(WIDTH):
        hashes = hashes * np.uint64(_BASE) + words.hashes[place : place + count]
        quoted |= words.quoted[place : place + count]
    return mix(hashes[whole]), words.documents[:count][whole], quoted[whole]


def mix(hashes: Hashes) -> Hashes:
    """Hashes whose bits all depend on all bits of those given (the finaliser of splitmix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIX[0]
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIX[1]
    return hashes ^ (hashes >> np.uint64(31))


def _bytes_of(texts: pa.Array) -> tuple[NDArray[np.uint8], Numbers]:
    """The UTF-8 bytes of the texts in one piece, and where each begins; an empty text for null."""
    texts = texts.cast(pa.large_string()).fill_null("")
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    held = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return held[places[0] : places[-1]], places - places[0]


@cache
def _tables() -> tuple[NDArray[np.uint8], Flags, Hashes]:
    """For each byte: itself in lower case, whether it may be part of a word, and what it adds to a hash."""
    lower = np.arange(256, dtype=np.uint8)
    lower[ord("A") : ord("Z") + 1] += 32
    word = np.array([byte in _ASCII_WORD or byte >= 0x80 for byte in range(256)])
    return lower, word, mix(np.arange(1, 257, dtype=np.uint64))


def _fold(data: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Flags]:
    """The bytes in lower case (ASCII and Latin-1), and which are part of a word."""
    table, word, _ = _tables()
    lower, inside = table[data], word[data]
    long = np.flatnonzero(data >= 0xC2)
    long = long[long < len(data) - 1]
    follows = data[long + 1]
    latin = long[(data[long] == 0xC3) & (follows <= 0x9E) & (follows != 0x97)]
    lower[latin + 1] += 32
    lower[latin] = 0xC3
    signs = long[(data[long] == 0xC2)]  # U+0080 to U+00BF: no-break space, guillemets
    general = long[
        ((data[long] == 0xE2) & (follows >= 0x80) & (follows <= 0x82)) | ((data[long] == 0xE3) & (follows == 0x80))
    ]
    for place in (signs, signs + 1, general, general + 1, np.minimum(general + 2, len(data) - 1)):
        inside[place] = False
    return lower, inside


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    both = []
    for base in (_BASE, _INVERSE):
        powers = np.full(count, base, np.uint64)
        powers[:1] = 1
        both.append(np.multiply.accumulate(powers))
    return both[0], both[1]


def _hash_pieces(data: NDArray[np.uint8], starts: Numbers, ends: Numbers) -> Hashes:
    """A hash of each piece of the bytes that depends on its bytes alone and not on where it stands."""
    size = 1 << max(16, len(data).bit_length())
    powers, inverses = _powers(size)
    sums = np.zeros(len(data) + 1, np.uint64)
    np.cumsum(_tables()[2][data] * powers[: len(data)], out=sums[1:])
    return mix((sums[ends] - sums[starts]) * inverses[starts])


def _find_capitals(data: NDArray[np.uint8], lower: NDArray[np.uint8], starts: Numbers) -> Flags:
    """Which words begin with a capital; the second byte tells for a letter of Latin-1."""
    seconds = np.minimum(starts + 1, max(len(data) - 1, 0))
    return np.asarray((data[starts] != lower[starts]) | ((data[starts] == 0xC3) & (data[seconds] != lower[seconds])))


def _find_openings(data: NDArray[np.uint8], starts: Numbers, ends: Numbers, first: Flags) -> Flags:
    """Which words stand after the end of a sentence, at the head of a line, or after a quotation mark."""
    if not len(starts):
        return np.zeros(0, bool)
    stops = np.concatenate(([0], np.cumsum(_ENDS_SENTENCE[data])))
    between = stops[starts[1:]] - stops[ends[:-1]]
    return np.concatenate(([True], between > 0)) | first
