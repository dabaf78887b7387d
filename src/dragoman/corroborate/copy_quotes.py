"""Which words of many texts stand in quotation marks, found in their UTF-8 bytes."""

import numpy as np
from numpy.typing import NDArray

QUOTATION_WORDS = 5
"""Fewer words in quotation marks are a title, an irony or a term; from here on somebody is quoted."""

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_BLANK = np.frombuffer(b" \t\n\r([-", np.uint8)
_BLANKS = np.array([byte >= 0x80 or byte in b" \t\n\r([-" for byte in range(256)])
_STOPS = np.frombuffer(b".,;:!?)]", np.uint8)


def find_quoted(data: Bytes, starts: Numbers, edges: Numbers) -> Flags:
    """Whether each word stands in a quotation of `QUOTATION_WORDS` words or more.

    `starts` are the first bytes of words, `edges` of texts. The last mark before a word decides: an opening one that no
    other mark follows on the same line. So a quotation that runs over several paragraphs, opened in each, is quoted
    throughout, and an odd mark spoils a line at most.
    """
    if not len(starts):
        return np.zeros(0, bool)
    padded = np.concatenate(([10], data, [10, 10, 10])).astype(np.uint8)
    double, single = _find_double_marks(data, padded), _find_single_marks(data, padded)
    return _stand_within(*double, starts, edges) | _stand_within(*single, starts, edges)


def _stand_within(marks: Numbers, opening: Flags, starts: Numbers, edges: Numbers) -> Flags:
    """Which words follow a mark that opens, `QUOTATION_WORDS` of them or more up to the next mark."""
    places = np.concatenate((marks, edges))
    states = np.concatenate((opening, np.zeros(len(edges), bool)))
    order = np.lexsort((states, places))  # a mark at the very head of a text comes after the edge
    last = np.searchsorted(places[order], starts, side="right") - 1
    runs = np.cumsum(np.concatenate(([True], last[1:] != last[:-1])))
    return np.asarray(states[order][last] & (np.bincount(runs)[runs] >= QUOTATION_WORDS))


def _find_double_marks(data: Bytes, padded: Bytes) -> tuple[Numbers, Flags]:
    """Straight and typographic double marks and guillemets: where, and which open; the end of a line closes."""
    straight = np.flatnonzero(data == ord('"'))
    straight_opens = _BLANKS[padded[straight]] & ~_BLANKS[padded[straight + 2]]
    curly = _find_general(data, padded, (0x9C, 0x9D, 0x9E))
    angled = np.flatnonzero(data == 0xC2)
    angled = angled[np.isin(padded[angled + 2], (0xAB, 0xBB))]
    ends = np.flatnonzero(data == ord("\n"))
    opens = (straight_opens, padded[curly + 3] != 0x9D, padded[angled + 2] == 0xAB, np.zeros(len(ends), bool))
    return np.concatenate((straight, curly, angled, ends)), np.concatenate(opens)


def _find_single_marks(data: Bytes, padded: Bytes) -> tuple[Numbers, Flags]:
    """Typographic single marks likewise; a closing one is told from an apostrophe by the stop that stands before it or
    the blank or stop after it."""
    marks = _find_general(data, padded, (0x98, 0x99))
    opens = padded[marks + 3] == 0x98
    closes = np.isin(padded[marks], _STOPS) | np.isin(padded[marks + 4], np.concatenate((_BLANK, _STOPS)))
    ends = np.flatnonzero(data == ord("\n"))
    marks, opens = marks[opens | closes], opens[opens | closes]
    return np.concatenate((marks, ends)), np.concatenate((opens, np.zeros(len(ends), bool)))


def _find_general(data: Bytes, padded: Bytes, last: tuple[int, ...]) -> Numbers:
    """Where a character of U+2000 to U+203F stands whose last byte is one of these."""
    found = np.flatnonzero(data == 0xE2)
    return np.asarray(found[(padded[found + 2] == 0x80) & np.isin(padded[found + 3], last)])
