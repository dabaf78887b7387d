import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.claims.statements.quotes import find_quotes, is_scare, quoted_share


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We leave,” she said, “at dawn.”", ["We leave,", "at dawn."]),
        ('"We leave," she said.', ["We leave,"]),
        ("«Nous partons», he said.", ["Nous partons"]),
        ("„Wir gehen“, he said.", ["Wir gehen"]),
        ("‘It’s the farmers’ land,’ he said.", ["It’s the farmers’ land,"]),
        ("The farmers’ land isn’t theirs.", []),
    ],
)
def test_quotes_by_mark(text: str, inside: list[str]) -> None:
    assert quoted(text) == inside


def test_quote_never_closed_ends_with_its_paragraph() -> None:
    assert quoted("“We left at dawn.\n\n“We came back at noon,” she said.") == [
        "We left at dawn.",
        "We came back at noon,",
    ]


def test_odd_mark_does_not_spoil_the_next_paragraph() -> None:
    assert quoted('A 5" pipe burst.\n\n"We saw it," he said.')[-1] == "We saw it,"


def test_scare_quotes_are_no_quotation() -> None:
    text = "The so-called “people's court” of the valley met again."
    assert is_scare(text, find_quotes(text)[0])
    assert quoted_share(text, ((0, len(text)),), find_quotes(text)) == 0


def test_short_quotation_that_ends_the_clause_is_one() -> None:
    text = "She called the ruling a “bad joke”."
    assert not is_scare(text, find_quotes(text)[0])


@given(st.text(alphabet='ab“”"‘’«»„ \n🙂א́', max_size=60))
def test_quotes_lie_within_the_text_and_within_one_line(text: str) -> None:
    for start, end in find_quotes(text):
        assert 0 < start < end <= len(text)
        assert "\n" not in text[start:end]
