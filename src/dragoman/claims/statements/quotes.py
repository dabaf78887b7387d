"""Quotation marks: which stretches of a paragraph are quoted, and which of them are only scare quotes."""

import re

from dragoman.spans import Span, lines, overlaps

PAIRS = {"“": "”", "«": "»", "„": "“”", "‹": "›"}
STRAIGHT = '"'
SINGLE_OPEN, SINGLE_CLOSE = "‘", "’"
OPENING = {*PAIRS, STRAIGHT, SINGLE_OPEN}
CLOSING = {*"".join(PAIRS.values()), STRAIGHT}
WORD = re.compile(r"\w+(?:[’']\w+)*")
SCARE_WORDS = 2
"""A quotation of so few words, set inside a noun phrase, marks distance and not speech."""
LITTLE = 4
"""Words of so few letters may be small in a title."""


def find_quotes(text: str) -> tuple[Span, ...]:
    """Spans between quotation marks, marks left out, paragraph by paragraph.

    A mark that is never closed runs to the end of its paragraph (a quotation over several paragraphs opens each
    of them anew and is closed once); a closing mark without an opening one is passed over.
    """
    return tuple(quote for line in lines(text) for quote in _quotes_in(text, line))


def _quotes_in(text: str, line: Span) -> list[Span]:
    found: list[Span] = []
    position, end = line
    while position < end:
        mark = text[position]
        closing = PAIRS.get(mark) or (STRAIGHT if mark == STRAIGHT else None)
        if mark == SINGLE_OPEN:
            close = _single_close(text, position + 1, end)
        elif closing:
            close = next((k for k in range(position + 1, end) if text[k] in closing), end)
        else:
            position += 1
            continue
        if close is not None and close > position + 1:
            found.append((position + 1, close))
            position = close
        position += 1
    return found


def _single_close(text: str, start: int, end: int) -> int | None:
    """The closing single mark, an apostrophe too: one beside punctuation, else the first without a letter after it."""
    marks = [k for k in range(start, end) if text[k] == SINGLE_CLOSE and not text[k + 1 : k + 2].isalnum()]
    sure = (k for k in marks if text[k - 1] in ",.?!…" or text[k + 1 : k + 2] in (",", ".", ";", ":", "?", "!", ")"))
    return next(sure, marks[0] if marks else None)


def with_marks(text: str, start: int, end: int) -> Span:
    """The span with the quotation marks that touch it from outside."""
    opened = start > 0 and text[start - 1] in OPENING
    closed = end < len(text) and text[end] in CLOSING
    return start - opened, end + closed


def is_scare(text: str, quote: Span) -> bool:
    """Whether a quotation only distances the writer from a word: `the so-called “coast guard” of ...`."""
    before = text[max(0, quote[0] - 40) : quote[0] - 1].rstrip().casefold()
    if before.endswith("so-called"):
        return True
    words = WORD.findall(text[quote[0] : quote[1]])
    after = text[quote[1] + 1 : quote[1] + 3]
    inside_phrase = bool(re.search(r"\b(?:the|a|an|his|her|its|their)(?: \w+)?$", before)) and after[:1] == " "
    return len(words) <= SCARE_WORDS and inside_phrase


def is_title(text: str, span: Span, quotes: tuple[Span, ...]) -> bool:
    """Whether a span is a quotation in title case, without a sentence's punctuation: `“The Long Winter”`."""
    within = next((one for one in quotes if one[0] - 1 <= span[0] and span[1] <= one[1] + 1), None)
    if within is None or text[within[1] - 1] in ".,?!…":
        return False
    words = [text[start:end] for start, end in words_in(text, within)]
    long = [word for word in words if len(word) > LITTLE] or words
    return bool(long) and words[0][0].isupper() and all(word[0].isupper() for word in long)


def words_in(text: str, span: Span) -> list[Span]:
    """Words of a span of the text."""
    return [(span[0] + match.start(), span[0] + match.end()) for match in WORD.finditer(text[span[0] : span[1]])]


def quoted_share(text: str, content: tuple[Span, ...], quotes: tuple[Span, ...]) -> float:
    """How many of the content's words stand in quotation marks that are no scare quotes, 0 to 1."""
    words = [word for span in content for word in words_in(text, span)]
    near = [quote for quote in quotes if any(overlaps(quote, span) for span in content) and not is_scare(text, quote)]
    return sum(any(overlaps(word, quote) for quote in near) for word in words) / len(words) if words else 0.0
