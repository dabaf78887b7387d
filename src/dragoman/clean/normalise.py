"""Repairs of characters, before offsets begin. Nothing is repaired that is not broken."""

import re

import ftfy
from ftfy.badness import is_bad

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x0b\x0c]")
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


def _undo_mojibake(line: str) -> str:
    """The line decoded as it was meant; word by word where some of its words are broken in another way."""
    fixed = ftfy.fix_encoding(line, _NO_CONTROLS)
    if not is_bad(fixed):
        return fixed
    return " ".join(ftfy.fix_encoding(word) for word in fixed.split(" "))
