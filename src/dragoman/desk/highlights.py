"""A text cut where marks begin and end, so that marks may overlap as they like and the text stays what it was.

The pieces, put together, are the text; the pieces of one mark, put together, are the words it stands over.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape


class Mark(NamedTuple):
    """Words that a row of the record rests on."""

    start: int
    end: int
    layer: str
    """`statement`, `event`, `actor`, `place` or `time`; or a part of an event's sentence, such as `trigger`."""
    key: str = ""
    """What the row is called on its page: `event-3f9a`; empty for marks that are no row's."""


class Piece(NamedTuple):
    """Characters under the same marks."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    """The narrowest first."""
    begins: tuple[str, ...]
    """Keys of the marks that begin here."""


def cut(text: str, marks: Iterable[Mark], offset: int = 0) -> list[Piece]:
    """The text in pieces; `offset` is where in its document it begins, and what lies outside it is cut off."""
    end = offset + len(text)
    inside = [
        mark._replace(start=max(mark.start, offset), end=min(mark.end, end))
        for mark in marks
        if mark.start < mark.end and mark.start < end and offset < mark.end
    ]
    inside.sort(key=lambda mark: (mark.start, -mark.end, mark.key))
    edges = sorted({offset, end, *(mark.start for mark in inside), *(mark.end for mark in inside)})
    pieces: list[Piece] = []
    over: list[Mark] = []
    waiting = iter([*inside, Mark(end, end, "")])
    coming = next(waiting)
    for start, stop in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        begins = []
        while coming.start == start and coming.layer:
            over.append(coming)
            begins.append(coming.key)
            coming = next(waiting)
        narrow = sorted(over, key=lambda mark: (mark.end - mark.start, mark.key))
        pieces.append(
            Piece(
                start, text[start - offset : stop - offset], tuple(narrow), tuple(dict.fromkeys(filter(None, begins)))
            )
        )
    return pieces


CONTROLS = frozenset([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that turn the direction of writing, and could make words read as what they are not."""
_RUNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]|[^\u202a-\u202e\u2066-\u2069]+")


def show_words(text: str) -> Markup:
    """Words of an article for a page: escaped, every character kept. Carriage returns, which a browser would drop, are
    spelled out; marks that turn the direction of writing stand alone, so that they turn nothing, and can be seen."""
    if text.isascii() and "\r" not in text and "\0" not in text:
        return escape(text)
    parts = []
    for one in _RUNS.findall(text):
        if ord(one[0]) in CONTROLS:
            parts.append(Markup('<span class="control" title="U+{:04X}">{}</span>').format(ord(one), one))
        else:
            parts.append(Markup(str(escape(one)).replace("\r", "&#13;").replace("\0", "\N{REPLACEMENT CHARACTER}")))
    return Markup("").join(parts)
