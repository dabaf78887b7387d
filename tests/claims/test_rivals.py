"""Attributions that run into each other, put apart."""

from dragoman.claims.statements.rivals import end_at_next_cue
from dragoman.values import Attribution

TEXT = "The mayor denied that the dam had burst and accused the miners of lying."


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def said(cue: str, *content: str, source: str = "The mayor") -> Attribution:
    return Attribution(source=span(source), cue=span(cue), content=tuple(map(span, content)), score=0.9)


def contents(*attributions: Attribution) -> list[list[str]]:
    return [[TEXT[s:e] for s, e in one.content] for one in end_at_next_cue(TEXT, attributions)]


def test_a_content_ends_before_the_next_cue_of_its_source() -> None:
    accused = said("accused", "the miners of lying")
    assert contents(said("denied", "that the dam had burst and accused"), accused) == [
        ["that the dam had burst"],
        ["the miners of lying"],
    ]
    assert contents(said("denied", "that the dam had burst", "accused"), accused)[0] == ["that the dam had burst"]


def test_what_another_says_inside_stays() -> None:
    """Somebody else's cue is part of what the first one tells."""
    other = said("accused", "the miners of lying", source="the dam")
    assert contents(said("denied", "that the dam had burst and accused"), other)[0] == [
        "that the dam had burst and accused"
    ]


def test_a_content_that_holds_the_other_whole_stays() -> None:
    whole = "that the dam had burst and accused the miners of lying"
    assert contents(said("denied", whole), said("accused", "the miners of lying"))[0] == [whole]
