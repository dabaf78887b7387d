"""A content that begins in the middle of the noun phrase after its cue begins with that phrase."""

import re

from dragoman.spans import Span, overlaps
from dragoman.trees import MODIFIERS, NOMINAL_KIDS, tokens_in
from dragoman.values import Analysis

AFTER_CUE = re.compile(r"\s+(?:(?:on|upon|for|to|of|about)\s+)?")
BEFORE_NOUN = NOMINAL_KIDS | MODIFIERS
DEGREES = frozenset({"more", "most", "less", "least"})
"""What the parse often takes for an adjective of the noun that follows."""


def with_phrase(analysis: Analysis, text: str, beside: list[Span], content: list[Span]) -> list[Span]:
    """The content from the beginning of the phrase that follows the cue: `asked [the harbour] police to close it`.

    `beside` are the spans of cue and source. In PolNeAR's training part this mends six beginnings and spoils none; to
    begin with what stands before a fronted clause spoils more than it mends, and is not done.
    """
    cue, inside = beside[0], tokens_in(analysis, content[0])
    if not inside:
        return content
    noun = first = inside[0]
    while analysis.deps[noun] in BEFORE_NOUN and analysis.heads[noun] > noun and analysis.heads[noun] in inside:
        noun = analysis.heads[noun]
    while first and _stands_before(analysis, first - 1, noun):
        first -= 1
    start = analysis.starts[first]
    missed = start, content[0][0]
    if start >= missed[1] or start < cue[1] or any(overlaps(span, missed) for span in beside):
        return content
    return [(start, content[0][1]), *content[1:]] if AFTER_CUE.fullmatch(text, cue[1], start) else content


def _stands_before(analysis: Analysis, token: int, noun: int) -> bool:
    """Whether a word before a noun narrows it, or another that does."""
    word, head = analysis.words[token], analysis.heads[token]
    narrows = analysis.deps[token] in BEFORE_NOUN and word.casefold() not in DEGREES and word[0].isalnum()
    return narrows and (head == noun or (token < head < noun and analysis.deps[head] in BEFORE_NOUN))
