import pytest

from dragoman.claims.statements.acts import Content, find_act, find_polarity

NEUTRAL = Content("the harvest was good", about_own=False, about_other=False)


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("said", "ASSERT"),
        ("has repeatedly denied", "DENY"),
        ("rejected", "DENY"),
        ("accused", "ACCUSE"),
        ("blamed", "ACCUSE"),
        ("demanded", "DEMAND"),
        ("called on", "DEMAND"),
        ("called", "ASSERT"),
        ("warned", "WARN"),
        ("threatened", "THREATEN"),
        ("vowed", "PROMISE"),
        ("agreed", "AGREE"),
        ("refused", "REFUSE"),
        ("praised", "PRAISE"),
        ("announced", "ASSERT"),
    ],
)
def test_act_of_cue(cue: str, act: str) -> None:
    assert find_act(cue, NEUTRAL) == act


@pytest.mark.parametrize(
    ("words", "own", "other", "act"),
    [
        ("we did not touch the pipeline", True, False, "DENY"),
        ("we agreed to share the water", True, False, "AGREE"),
        ("the ministry will repair the dam", True, False, "PROMISE"),
        ("if they come back, we will strike their camps", True, False, "THREATEN"),
        ("the neighbours should open the gates", False, True, "DEMAND"),
        ("the neighbours committed a crime", False, True, "ACCUSE"),
        ("the neighbours were behind the fire", False, True, "ACCUSE"),
        ("the neighbours are responsible for the leak", False, True, "ACCUSE"),
        ("the house behind the mill burned", False, True, "ASSERT"),
        ("she hoped the neighbours would come", True, False, "ASSERT"),
        ("rain is expected", False, False, "ASSERT"),
    ],
)
def test_act_of_content_under_neutral_cue(words: str, own: bool, other: bool, act: str) -> None:
    assert find_act("said", Content(words, about_own=own, about_other=other)) == act


@pytest.mark.parametrize(
    ("cue", "words", "polarity"),
    [
        ("said", "it was not raining", "POSITIVE"),
        ("did not say", "when", "NEGATIVE"),
        ("wouldn’t say", "when", "NEGATIVE"),
        ("declined", "to comment on the flood", "NEGATIVE"),
        ("refused to confirm", "the flood", "NEGATIVE"),
        ("refused", "to open the gates", "POSITIVE"),
        ("denied", "the flood", "POSITIVE"),
    ],
)
def test_polarity(cue: str, words: str, polarity: str) -> None:
    assert find_polarity(cue, words) == polarity


@pytest.mark.parametrize(
    ("cue", "words", "act"),
    [
        ("rejected", "the court's request to appear", "REFUSE"),
        ("has turned down", "an offer of talks", "REFUSE"),
        ("dismissed", "calls for an inquiry", "REFUSE"),
        ("rejected", "the claim that its boats had fired", "DENY"),
        ("noted", "the request", "ASSERT"),
    ],
)
def test_what_was_asked_for_is_refused_what_was_said_is_denied(cue: str, words: str, act: str) -> None:
    assert find_act(cue, Content(words, about_own=False, about_other=False)) == act
