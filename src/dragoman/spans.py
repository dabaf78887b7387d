"""Half-open intervals of code points, as pairs (start, end)."""

import re
from collections.abc import Iterable, Iterator

Span = tuple[int, int]


def overlaps(a: Span, b: Span) -> bool:
    """Whether the two share a character."""
    return a[0] < b[1] and b[0] < a[1]


def contains(outer: Span, inner: Span) -> bool:
    """Whether `inner` lies wholly within `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def covers_any(spans: Iterable[Span], span: Span) -> bool:
    """Whether any of the spans shares a character with `span`."""
    return any(overlaps(one, span) for one in spans)


def strip(text: str, span: Span) -> Span:
    """The span without the white space at its ends; empty at its start where there is nothing else."""
    start, end = span
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def lines(text: str) -> Iterator[Span]:
    """Each line that is not blank, without the white space around it."""
    for match in re.finditer(r"[^\n]+", text):
        span = strip(text, match.span())
        if span[0] < span[1]:
            yield span
