"""Rendering: words stay as long as they are, spans fall where they should, nothing is obeyed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dragoman.views.claims import tolls, when
from dragoman.views.text import make_harmless, mark


@given(st.text(alphabet=st.characters(categories=None)))
def test_harmless_text_is_as_long_and_obeyed_by_nothing(text):
    harmless = make_harmless(text)
    assert len(harmless) == len(text)
    assert not [letter for letter in harmless if ord(letter) < 32 or 127 <= ord(letter) < 160]
    harmless.encode()


def test_lines_are_kept_where_asked():
    assert make_harmless("a\nb\r\tc", lines=True) == "a\nb  c"
    assert make_harmless("a\nb") == "a b"


def test_spans_are_marked_from_where_the_text_begins():
    marked = mark("met [b]Zoë", [(10, 13, "bold"), (17, 20, "red"), (0, 4, "blue"), (30, 31, "blue")], offset=10)
    assert marked.plain == "met [b]Zoë"
    assert [(span.start, span.end, span.style) for span in marked.spans] == [(0, 3, "bold"), (7, 10, "red")]


def test_markup_in_words_is_printed_as_it_stands():
    console = Console(width=80, force_terminal=True, color_system=None)
    with console.capture() as captured:
        console.print(mark("[red]x[/red] [link=file:///]y", []))
    assert captured.get() == "[red]x[/red] [link=file:///]y\n"


@pytest.mark.parametrize(
    ("earliest", "latest", "words", "said"),
    [
        (date(2031, 5, 4), date(2031, 5, 4), "Sunday", "2031-05-04"),
        (date(2031, 5, 1), date(2031, 5, 7), "that week", "2031-05-01 to 2031-05-07"),
        (date(2031, 5, 1), None, None, "2031-05-01 to …"),
        (None, None, "Sunday", "Sunday, undated"),
        (None, None, None, "undated"),
    ],
)
def test_when(earliest, latest, words, said):
    assert when(earliest, latest, words) == said


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({}, None),
        ({"killed_low": 7, "killed_high": 7}, "killed 7"),
        ({"killed_low": 7, "killed_high": None}, "killed 7 or more"),
        ({"killed_low": None, "killed_high": 9}, "killed up to 9"),
        ({"injured_low": 40, "injured_high": 60, "killed_low": 0, "killed_high": 0}, "killed 0, injured 40 to 60"),
    ],
)
def test_tolls(bounds, said):
    assert tolls(bounds) == said
