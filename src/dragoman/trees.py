"""Questions about a parse: which token stands where, what heads a span, whose subject is whose."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from dragoman.spans import Span
from dragoman.values import Analysis

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "dep", "parataxis"})
"""A verb without a subject of its own takes that of the head it hangs on by one of these."""


def tokens_in(analysis: Analysis, span: Span) -> range:
    """Tokens that overlap the span."""
    return range(bisect_right(analysis.ends, span[0]), bisect_left(analysis.starts, span[1]))


def head_of(analysis: Analysis, span: Span) -> int | None:
    """The token of the span that the others hang on: the first whose head lies outside."""
    inside = tokens_in(analysis, span)
    for token in inside:
        head = analysis.heads[token]
        if (head == token or head not in inside) and analysis.deps[token] not in ("punct", "det", "case", "cc"):
            return token
    return inside[0] if len(inside) else None


def descendants(analysis: Analysis, token: int) -> Iterator[int]:
    """The token and all that hangs on it, in no particular order."""
    open_tokens = [token]
    while open_tokens:
        one = open_tokens.pop()
        yield one
        open_tokens.extend(analysis.children[one])


def ancestors(analysis: Analysis, token: int) -> Iterator[int]:
    """The token's head, the head's head, up to the root of the sentence."""
    while analysis.heads[token] != token:
        token = analysis.heads[token]
        yield token


def child(analysis: Analysis, token: int, *labels: str) -> int | None:
    """The first child that hangs on the token by one of the labels."""
    return next((one for one in analysis.children[token] if analysis.deps[one] in labels), None)


def subject_of(analysis: Analysis, verb: int) -> int | None:
    """The subject of a verb: its own, or that of the verb it is joined or subordinate to."""
    own = next((one for one in analysis.children[verb] if analysis.deps[one] in SUBJECTS), None)
    if own is not None or analysis.deps[verb] not in SHARES_SUBJECT:
        return own
    return subject_of(analysis, analysis.heads[verb])
