"""Attributions that run into each other, put apart."""

from collections.abc import Callable

import pytest

from dragoman.claims.statements.rivals import end_at_next_cue, part_joined
from dragoman.values import Analysis, Attribution, Document

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


@pytest.mark.parametrize(
    ("text", "cue", "contents"),
    [
        (
            "The mayor denied that the dam had burst, and has refused to let divers look at it.",
            "refused",
            ["that the dam had burst", "to let divers look at it"],
        ),
        (
            "The mayor said that the dam was safe, but has acknowledged that it leaked.",
            "acknowledged",
            ["that the dam was safe", "that it leaked"],
        ),
        ("The mayor said the dam would hold and protect the town.", None, ["the dam would hold and protect the town"]),
        ("The mayor said the dam burst and the miners denied it.", None, ["the dam burst and the miners denied it"]),
    ],
)
def test_a_second_verb_of_the_same_source_is_a_second_cue(
    parse: Callable[[str], tuple[Document, Analysis]], text: str, cue: str | None, contents: list[str]
) -> None:
    """Whatever stands between the two verbs is one content before, as a tagger gives it that missed the second."""
    _, analysis = parse(text)
    first = text.index(text.split()[2])
    whole = Attribution(
        source=(0, 9), cue=(first, text.index(" ", first)), content=((text.index(" ", first) + 1, len(text) - 1),),
        score=0.9,
    )  # fmt: skip
    parts = part_joined(analysis, (whole,))
    assert [text[start:end] for one in parts for start, end in one.content] == contents
    assert [text[slice(*one.cue)] for one in parts[1:]] == ([cue] if cue else [])
