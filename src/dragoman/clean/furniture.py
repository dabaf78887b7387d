"""What each line of a page is: headline, dateline, body, caption, a stray headline, or furniture.

No line is judged by one rule. Each trait that can be seen speaks for a kind with some weight, the weights add up, and
a line whose case is not made stays BODY: losing a sentence costs more than reading a button.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dragoman.clean.dateline import find_dateline
from dragoman.clean.lines import Traits, find_credits, find_live_stamp, find_traits
from dragoman.spans import Span, lines, strip
from dragoman.values import Block, BlockKind, Document

_SENTENCE_WORDS = 8  # an ended line this long is running text
_AFTER_TITLE = re.compile(r"\s*[.!?:–—-]*\s+(?=\S)")
_PUNCTUATED = 0.6  # share of longer lines that end in full stops where lines are sentences
_CASE = 10  # what the weights for a kind must reach


class Line(NamedTuple):
    """A line in its page."""

    span: Span
    traits: Traits
    before: bool
    """Stands before the running text."""
    after: bool
    """No running text stands after it."""
    first: bool
    """The first line that is no furniture by itself."""
    title: bool
    """The document's title."""
    repeated: bool
    """Stands on the page more than once."""
    listed: bool
    """Stands below `Read more:` or the like, with no running text between."""
    itemised: bool
    """Is an item of a list that a sentence introduces: `The dead are:`"""
    punctuated: bool
    """On this page the lines of running text end in full stops."""


Evidence = tuple[BlockKind, int, Callable[[Line], bool]]

EVIDENCE: tuple[Evidence, ...] = (
    ("FURNITURE", 20, lambda line: line.traits.phrase),
    ("FURNITURE", 20, lambda line: line.traits.stamp or line.traits.counter or line.traits.rule),
    ("FURNITURE", 15, lambda line: line.traits.address or line.traits.rights),
    ("FURNITURE", 25, lambda line: line.traits.byline and not line.traits.ended),
    ("FURNITURE", 12, lambda line: line.repeated and line.traits.words <= 12 and not line.traits.ended),
    ("FURNITURE", 6, lambda line: line.before and line.traits.words <= 3),
    ("FURNITURE", 5, lambda line: line.before and not line.first and not line.traits.ended and line.traits.words <= 4),
    ("FURNITURE", -15, lambda line: line.title),
    ("CAPTION", 18, lambda line: line.traits.caption or line.traits.credit),
    ("CAPTION", -10, lambda line: line.traits.words > 60 and not line.traits.caption),
    ("HEADLINE", 15, lambda line: line.title),
    ("HEADLINE", 10, lambda line: line.before and not line.traits.ended),
    ("HEADLINE", 10, lambda line: line.first and line.traits.capitals > 0.7 and not line.traits.inner_stop),
    ("HEADLINE", -5, lambda line: line.traits.said or line.traits.inner_stop),
    ("HEADLINE", -6, lambda line: line.traits.words < 3 and not line.title),
    ("HEADLINE", -10, lambda line: not (line.before or line.first or line.title)),
    ("STRAY", 8, lambda line: line.punctuated and not line.traits.ended and not line.before),
    ("STRAY", 3, lambda line: 2 <= line.traits.words <= 14),
    ("STRAY", 3, lambda line: line.after),
    ("STRAY", 2, lambda line: line.traits.capitals > 0.6),
    ("STRAY", 8, lambda line: line.listed and not line.before),
    ("STRAY", 4, lambda line: line.traits.bracketed),
    ("STRAY", -8, lambda line: line.itemised),
    ("STRAY", -6, lambda line: line.traits.words > 18),
    ("STRAY", -8, lambda line: line.traits.dangling or line.traits.inner_stop),
    ("STRAY", -5, lambda line: line.traits.said),
    ("STRAY", -4, lambda line: line.traits.opener),
    ("STRAY", -4, lambda line: line.traits.quoted),
    ("STRAY", -3, lambda line: line.traits.finite),
    ("STRAY", -5, lambda line: line.traits.bullet),
)
"""What speaks for a kind, how strongly, and when; a negative weight speaks against it."""


def find_blocks(document: Document) -> tuple[Block, ...]:
    """Every line that is not blank as a block, in order; what stands apart in a line is a block of its own.

    Apart stand a dateline or a live blog's time at its head, and the reporters' credits in brackets at its end. Blocks
    do not overlap, and together they hold every character that is no white space.
    """
    text = document.text
    pieces = [piece for span in _split_title(text, document.title) for piece in _split_line(text, span)]
    rest = _survey(text, [span for span, kind in pieces if kind in (None, "BODY")], document.title)
    judged = {line.span: _judge(line) for line in rest}
    return tuple(Block(start=span[0], end=span[1], kind=kind or judged[span]) for span, kind in pieces)


def _split_title(text: str, title: str | None) -> Iterator[Span]:
    """The lines; where the first goes on after the document's title, as many data sets have it, cut there."""
    spans = lines(text)
    for start, end in spans:
        if title and text.startswith(title, start) and (found := _AFTER_TITLE.match(text, start + len(title), end)):
            yield strip(text, (start, found.end()))
            yield strip(text, (found.end(), end))
        else:
            yield start, end
        break
    yield from spans


def _split_line(text: str, span: Span) -> Iterator[tuple[Span, BlockKind | None]]:
    """The line, cut where something stands apart; `None` for what is still to be judged."""
    if stamp := find_live_stamp(text, span):
        yield stamp, "FURNITURE"
        span = strip(text, (stamp[1], span[1]))
    dateline = find_dateline(text, span)
    if dateline:
        yield (dateline.start, dateline.end), "DATELINE"
        span = strip(text, (dateline.end, span[1]))
    credits = find_credits(text, span)
    body = strip(text, (span[0], credits[0])) if credits else span
    if body[0] < body[1]:
        yield body, "BODY" if dateline else None
    if credits:
        yield credits, "FURNITURE"


def _survey(text: str, spans: list[Span], title: str | None) -> list[Line]:
    """The lines in their page."""
    traits = [find_traits(text[slice(*span)]) for span in spans]
    times = Counter(_fold(text[slice(*span)]) for span in spans)
    body = [i for i, one in enumerate(traits) if _is_running(one)]
    text_lines = [one for one in traits[body[0] if body else 0 :] if not (one.phrase or one.caption or one.credit)]
    long = [one for one in text_lines if one.words >= _SENTENCE_WORDS]
    punctuated = bool(long) and sum(one.ended for one in long) >= _PUNCTUATED * len(long)
    real = [i for i, one in enumerate(traits) if not (one.phrase or one.stamp or one.rule or one.counter)]
    wanted = _fold(title or "")
    listed = set(_find_items(traits, lambda one: one.phrase and one.heading))
    itemised = set(_find_items(traits, lambda one: one.colon and not one.phrase))
    return [
        Line(
            span=span,
            traits=one,
            before=bool(body) and i < body[0],
            after=bool(body) and i > body[-1],
            first=i == (real[0] if real else 0) and len(spans) > 1,
            title=bool(wanted) and _fold(text[slice(*span)]) == wanted,
            repeated=times[_fold(text[slice(*span)])] > 1,
            listed=i in listed,
            itemised=i in itemised,
            punctuated=punctuated,
        )
        for i, (span, one) in enumerate(zip(spans, traits, strict=True))
    ]


def _find_items(traits: list[Traits], opens: Callable[[Traits], bool]) -> Iterator[int]:
    """Which lines follow upon one that opens a list, before running text begins again."""
    below = False
    for i, one in enumerate(traits):
        if below and not one.ended:
            yield i
        below = opens(one) or (below and not one.ended)


def _is_running(traits: Traits) -> bool:
    return (traits.ended and traits.words >= _SENTENCE_WORDS and not traits.phrase) or traits.words > 30


def _fold(line: str) -> str:
    return "".join(filter(str.isalnum, line.lower()))


def _judge(line: Line) -> BlockKind:
    """The kind whose case is best made, BODY where none is."""
    cases: dict[BlockKind, int] = {}
    for kind, weight, holds in EVIDENCE:
        if holds(line):
            cases[kind] = cases.get(kind, 0) + weight
    best = max(cases, key=lambda kind: cases[kind], default=None)
    return best if best and cases[best] >= _CASE else "BODY"
