"""The words, names and sentences around a match, looked up by character."""

from bisect import bisect_left, bisect_right

from dragoman.ground.times.rules import SMALL, TENS, word_list
from dragoman.ground.times.scene import Tense
from dragoman.ground.times.tense import looks_ahead, tense_over
from dragoman.values import Analysis, Entity

_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "GPE", "LOC", "LAW"})
_LIMITS, _COMPARISON = word_list("limit"), word_list("comparison")
_RATED = word_list("rated") | {*SMALL, *TENS}


class Context:
    """Lookups in an analysis by character."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.names = tuple(entity for entity in analysis.entities if entity.label in _NAMES)
        self.name_starts = tuple(entity.start for entity in self.names)

    def token_at(self, start: int, end: int) -> int | None:
        """The first token that shares a character with the span; `None` where the text was not analysed."""
        at = bisect_right(self.analysis.ends, start)
        return at if at < len(self.analysis.starts) and self.analysis.starts[at] < end else None

    def sentence_at(self, start: int) -> int:
        """Index of the sentence that a character is in or before; -1 after the last."""
        at = bisect_right(self.analysis.ends, start)
        return self.analysis.sentence_of[at] if at < len(self.analysis.ends) else -1

    def word_beside(self, token: int, step: int) -> str:
        """The word `step` tokens away in the same sentence; empty where there is none."""
        at, sentence_of = token + step, self.analysis.sentence_of
        here = 0 <= at < len(sentence_of) and sentence_of[at] == sentence_of[token]
        return self.analysis.words[at] if here else ""

    def name_over(self, start: int, end: int) -> Entity | None:
        """The name that a span is a part of; `None` where it is all of the name, or none."""
        at = bisect_right(self.name_starts, start) - 1
        name = self.names[at] if at >= 0 else None
        over = name is not None and name.end >= end and name.end > start and (name.start, name.end) != (start, end)
        return name if over else None

    def opens(self, end: int) -> bool:
        """Whether the expression ending there is among the first words of its sentence."""
        token = self.token_at(end - 1, end)
        return token is not None and token - self.analysis.sentences[self.analysis.sentence_of[token]][0] <= 3

    def reaches(self, end: int) -> bool:
        """Whether a year is named as a limit, not as where the story is: `until 1976`, `since 1931`."""
        token = self.token_at(end - 1, end)
        return bool(token) and self.analysis.words[(token or 1) - 1].lower() in _LIMITS

    def compares(self, start: int) -> bool:
        """Whether something is measured against what begins there: `the first since May`, `more than in 2012`."""
        at = bisect_left(self.analysis.starts, start) - 1
        return at >= 0 and self.analysis.words[at].lower() in _COMPARISON

    def counted_before(self, start: int) -> bool:
        """Whether a number stands before, or a number of things: `15 a year`, `9 crowns an hour` are rates."""
        at = bisect_left(self.analysis.starts, start) - 1
        near, far = (self.analysis.words[k].lower() if k >= 0 else "" for k in (at, at - 1))
        return _is_count(near) or (near.isalpha() and _is_count(far))

    def tense(self, start: int, end: int) -> Tense:
        """The tense of the verb over a time expression."""
        token = self.token_at(start, end)
        return "UNKNOWN" if token is None else tense_over(self.analysis, token)

    def is_ahead(self, start: int, end: int) -> bool:
        """Whether the verb over it looks ahead from the time of writing."""
        token = self.token_at(start, end)
        return token is not None and looks_ahead(self.analysis, token)


def _is_count(word: str) -> bool:
    return word[:1].isdigit() or word in _RATED
