"""The spans of a content, mended where punctuation makes it certain: whole quotations, no slips, no marks around."""

import re

from dragoman.claims.statements.quotes import words_in
from dragoman.spans import Span, covers_any, overlaps, strip

BREAK = re.compile(r"\n[^\S\n]*\n\s*")
OPENING = '“"‘«„‹'
STRAY_WORDS, STRAY_GAP = 2, 1
"""A piece of so few words, apart from the rest by more words than this that are neither cue nor source, is a slip."""


def mend_content(text: str, content: tuple[Span, ...], quotes: tuple[Span, ...], beside: list[Span]) -> list[Span]:
    """The content's pieces in order; `beside` are the spans of cue and source.

    A quotation that a piece nearly covers is taken whole, pieces without a word between them are one, slips of the
    linker go, and a piece that is all quoted stands within its marks. A quotation goes on in the next paragraph only
    where that opens with a mark of its own.
    """
    near = _of_paragraph(text, list(content), quotes, beside)
    whole = [_stretched(text, _within_paragraphs(text, span, quotes), quotes) for span in near]
    kept = _without_strays(text, _joined(text, whole), beside)
    return [_without_marks(text, span, quotes) for span in kept]


def _within_paragraphs(text: str, span: Span, quotes: tuple[Span, ...]) -> Span:
    """The span up to the first break between a quoted paragraph and one that does not open with a mark."""
    for gap in BREAK.finditer(text, *span):
        quoted = any(overlaps(quote, (span[0], gap.start())) and quote[1] + 1 >= gap.start() for quote in quotes)
        if quoted and text[gap.end() : gap.end() + 1] not in OPENING:
            return span[0], gap.start()
    return span


def _of_paragraph(text: str, spans: list[Span], quotes: tuple[Span, ...], beside: list[Span]) -> list[Span]:
    """The pieces in the cue's own paragraph, where there are any, and in others those that are whole quotations."""
    cue = beside[0]
    first, last = text.rfind("\n", 0, cue[0]) + 1, text.find("\n", cue[1])
    last = len(text) if last < 0 else last
    home = [span for span in spans if first <= span[0] < last]
    away = [
        span
        for span in spans
        if span not in home and any(q[0] - 1 <= span[0] < q[1] and _nearly_covers(text, span, q) for q in quotes)
    ]
    return sorted([*home, *away]) if home else spans


def _stretched(text: str, span: Span, quotes: tuple[Span, ...]) -> Span:
    start, end = span
    for quote in quotes:
        if overlaps(quote, span) and _nearly_covers(text, span, quote):
            start, end = min(start, quote[0]), max(end, quote[1])
    return start, end


def _nearly_covers(text: str, span: Span, quote: Span) -> bool:
    """Whether the span holds all but a tenth of the quotation's words, or all but one."""
    words = words_in(text, quote)
    return sum(not overlaps(word, span) for word in words) <= max(1, len(words) // 10)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not words_in(text, (joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without_strays(text: str, spans: list[Span], beside: list[Span]) -> list[Span]:
    longest = max(spans, key=lambda span: span[1] - span[0])

    def is_stray(span: Span) -> bool:
        gap = (span[1], longest[0]) if span < longest else (longest[1], span[0])
        between = [word for word in words_in(text, gap) if not covers_any([*beside, *spans], word)]
        return len(words_in(text, span)) <= STRAY_WORDS and len(between) > STRAY_GAP

    return [span for span in spans if span == longest or not is_stray(span)]


def _without_marks(text: str, span: Span, quotes: tuple[Span, ...]) -> Span:
    words = words_in(text, span)
    for quote in quotes:
        if words and quote[0] <= words[0][0] and words[-1][1] <= quote[1]:
            return strip(text, (max(span[0], quote[0]), min(span[1], quote[1])))
    return strip(text, span)
