"""Repairs of characters, before offsets begin. Nothing is repaired that is not broken."""

import re
from itertools import pairwise

import ftfy
from ftfy.badness import is_bad

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x0b\x0c]")
_STOPS = ".!?"
_LEAST_PAIRS = 4
_BROKEN = 0.4  # of the lines that another follows; half of them begin with a capital or a digit in wire copy
_NARROWEST, _WIDEST = 40, 110  # characters
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_NO_CONTROLS = ftfy.TextFixerConfig(fix_c1_controls=False)  # guessing at single bytes spoils what can be decoded


def normalise(text: str) -> str:
    """The text with line feeds as its only line ends, no control characters, and mojibake undone.

    A control character becomes a space and a lone surrogate U+FFFD, so that offsets hold. Of ftfy only the repair of
    wrongly decoded text is used: its others change quotation marks, widths and lengths. Non-breaking spaces stay.
    """
    text = _SURROGATE.sub("\ufffd", text.removeprefix("\ufeff"))
    text = _LINE_END.sub("\n", text)
    if not text.isascii():
        text = "\n".join(line if line.isascii() else _undo_mojibake(line) for line in text.split("\n"))
    return _CONTROL.sub(" ", text)


def unwrap(text: str) -> str:
    """The text with a space for each line feed that only keeps lines short; no other character changes, and no offset.

    A text counts as wrapped where its lines are of one width and break in the middle of sentences. There, a line that
    has no room for the first word of the next one goes on in it; a shorter one ends a paragraph.
    """
    lines = text.split("\n")
    width = _find_width(lines)
    if not width:
        return text
    pieces = [lines[0]]
    for line, following in pairwise(lines):
        first_word = following.split(" ", 1)[0]
        goes_on = line.strip() and following[:1].strip() and len(line) + len(first_word) >= width
        pieces += [" " if goes_on else "\n", following]
    return "".join(pieces)


def _find_width(lines: list[str]) -> int:
    """The width that the lines are wrapped to, 0 where they are not."""
    filled = [line for line in lines if line.strip()]
    width = max(map(len, filled), default=0)
    pairs = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    broken = sum(after[0].islower() and line[-1] not in _STOPS for line, after in pairs)
    wrapped = len(pairs) >= _LEAST_PAIRS and broken >= _BROKEN * len(pairs)
    return width if wrapped and _NARROWEST <= width <= _WIDEST else 0


def _undo_mojibake(line: str) -> str:
    """The line decoded as it was meant; word by word where some of its words are broken in another way."""
    fixed = ftfy.fix_encoding(line, _NO_CONTROLS)
    if not is_bad(fixed):
        return fixed
    return " ".join(ftfy.fix_encoding(word) for word in fixed.split(" "))
