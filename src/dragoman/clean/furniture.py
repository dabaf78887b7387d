"""What each line of a page is: headline, dateline, body, caption, a stray headline, or furniture.

No line is judged by one rule. Each trait that can be seen speaks for a kind with some weight, the weights add up, and
a line whose case is not made stays BODY: losing a sentence costs more than reading a button.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from dragoman.clean.dateline import Dateline, find_dateline
from dragoman.clean.lines import Traits, find_live_stamp, find_traits
from dragoman.spans import Span, lines, strip
from dragoman.values import Block, BlockKind, Document

_SENTENCE_WORDS = 8  # an ended line this long is running text
_CASE = 1.0  # what the weights for a kind must reach


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
    punctuated: bool
    """On this page the lines of running text end in full stops."""


Evidence = tuple[BlockKind, float, Callable[[Line], bool]]

EVIDENCE: tuple[Evidence, ...] = (
    ("FURNITURE", 1.5, lambda line: line.traits.phrase),
    ("FURNITURE", 1.5, lambda line: line.traits.stamp or line.traits.counter or line.traits.rule),
    ("FURNITURE", 1.2, lambda line: line.traits.address or line.traits.rights),
    ("FURNITURE", 1.2, lambda line: line.traits.byline and not line.traits.ended),
    ("FURNITURE", 1.2, lambda line: line.repeated and line.traits.words <= 12 and not line.traits.ended),
    ("FURNITURE", 0.6, lambda line: line.before and line.traits.words <= 3 and not line.title),
    (
        "FURNITURE",
        0.5,
        lambda line: line.before and not line.first and not line.traits.ended and line.traits.words <= 4,
    ),
    ("FURNITURE", -1.0, lambda line: line.title),
    ("CAPTION", 2.0, lambda line: line.traits.caption),
    ("HEADLINE", 1.5, lambda line: line.title),
    ("HEADLINE", 1.0, lambda line: line.before and not line.traits.ended),
    ("HEADLINE", 1.0, lambda line: line.first and line.traits.capitals > 0.7 and not line.traits.inner_stop),
    ("HEADLINE", -0.5, lambda line: line.traits.said or line.traits.inner_stop),
    ("HEADLINE", -0.6, lambda line: line.traits.words < 3 and not line.title),
    ("HEADLINE", -1.0, lambda line: not (line.before or line.first or line.title)),
    ("STRAY", 0.8, lambda line: line.punctuated and not line.traits.ended and not line.before),
    ("STRAY", 0.3, lambda line: 2 <= line.traits.words <= 14),
    ("STRAY", 0.3, lambda line: line.after),
    ("STRAY", 0.2, lambda line: line.traits.capitals > 0.6),
    ("STRAY", -0.6, lambda line: line.traits.words > 18),
    ("STRAY", -0.8, lambda line: line.traits.dangling or line.traits.inner_stop),
    ("STRAY", -0.5, lambda line: line.traits.said),
    ("STRAY", -0.4, lambda line: line.traits.opener),
    ("STRAY", -0.4, lambda line: line.traits.quoted),
    ("STRAY", -0.3, lambda line: line.traits.finite),
    ("STRAY", -0.5, lambda line: line.traits.bullet),
)
"""What speaks for a kind, how strongly, and when; a negative weight speaks against it."""


def find_blocks(document: Document) -> tuple[Block, ...]:
    """Every line that is not blank as a block, in order; a dateline or a time that opens a line is a block of its own.

    Blocks do not overlap, and together they hold every character that is no white space.
    """
    text = document.text
    pieces = list(_split_lines(text))
    rest = _survey(text, [span for span, kind in pieces if kind is None], document.title)
    judged = {line.span: _judge(line) for line in rest}
    after_dateline = {later[0] for (_, kind), later in pairwise(pieces) if kind == "DATELINE"}
    return tuple(
        Block(start=span[0], end=span[1], kind=kind or ("BODY" if span in after_dateline else judged[span]))
        for span, kind in pieces
    )


def _split_lines(text: str) -> Iterator[tuple[Span, BlockKind | None]]:
    """Each line, with what stands apart at its head; the kind of the rest is still open."""
    heads = [(span, *_find_head(text, span)) for span in lines(text)]
    weak = sum(dateline is not None and _is_weak(dateline, text) for _, _, dateline in heads)
    for span, stamp, dateline in heads:
        rest = span
        if stamp:
            yield stamp, "FURNITURE"
            rest = strip(text, (stamp[1], rest[1]))
        if dateline and not (weak > 1 and _is_weak(dateline, text)):
            yield (dateline.start, dateline.end), "DATELINE"
            rest = strip(text, (dateline.end, rest[1]))
        if rest[0] < rest[1]:
            yield rest, None


def _find_head(text: str, span: Span) -> tuple[Span | None, Dateline | None]:
    """The time and the dateline that open a line."""
    stamp = find_live_stamp(text, span)
    return stamp, find_dateline(text, strip(text, (stamp[1], span[1])) if stamp else span)


def _is_weak(dateline: Dateline, text: str) -> bool:
    """`ISLAMABAD:` may be a dateline, or somebody who speaks in a transcript; there they are many."""
    return text[dateline.end - 1] == ":" and not (dateline.day or dateline.agency)


def _survey(text: str, spans: list[Span], title: str | None) -> list[Line]:
    """The lines in their page."""
    traits = [find_traits(text[slice(*span)]) for span in spans]
    times = Counter(_fold(text[slice(*span)]) for span in spans)
    body = [i for i, one in enumerate(traits) if _is_running(one)]
    long = [one for one in traits if one.words >= _SENTENCE_WORDS and not one.phrase]
    punctuated = sum(one.ended for one in long) > 0.5 * len(long)
    real = [i for i, one in enumerate(traits) if not (one.phrase or one.stamp or one.rule or one.counter)]
    wanted = _fold(title or "")
    return [
        Line(
            span=span,
            traits=one,
            before=bool(body) and i < body[0],
            after=bool(body) and i > body[-1],
            first=i == (real[0] if real else 0) and len(spans) > 1,
            title=bool(wanted) and _fold(text[slice(*span)]) == wanted,
            repeated=times[_fold(text[slice(*span)])] > 1,
            punctuated=punctuated,
        )
        for i, (span, one) in enumerate(zip(spans, traits, strict=True))
    ]


def _is_running(traits: Traits) -> bool:
    return (traits.ended and traits.words >= _SENTENCE_WORDS and not traits.phrase) or traits.words > 30


def _fold(line: str) -> str:
    return "".join(filter(str.isalnum, line.lower()))


def _judge(line: Line) -> BlockKind:
    """The kind whose case is best made, BODY where none is."""
    cases: dict[BlockKind, float] = {}
    for kind, weight, holds in EVIDENCE:
        if holds(line):
            cases[kind] = cases.get(kind, 0.0) + weight
    best = max(cases, key=lambda kind: cases[kind], default=None)
    return best if best and cases[best] >= _CASE else "BODY"
