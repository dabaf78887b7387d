import html

from hypothesis import given
from hypothesis import strategies as st

from dragoman.desk.highlights import Mark, cut, show_words

TEXTS = st.text(alphabet="ab 😀é\N{COMBINING ACUTE ACCENT}שא\N{RIGHT-TO-LEFT OVERRIDE}\n<&", max_size=40)


@st.composite
def texts_with_marks(draw):
    text, offset = draw(TEXTS), draw(st.integers(0, 5))
    places = st.integers(0, len(text) + offset + 3)
    marks = draw(st.lists(st.tuples(places, places, st.sampled_from(["event", "statement", "actor"])), max_size=8))
    return text, offset, [Mark(a, b, layer, f"{layer}-{number}") for number, (a, b, layer) in enumerate(marks)]


@given(texts_with_marks())
def test_pieces_are_the_text_and_the_pieces_of_a_mark_its_words(given_):
    text, offset, marks = given_
    pieces = cut(text, marks, offset)
    assert "".join(piece.text for piece in pieces) == text
    for mark in marks:
        words = "".join(piece.text for piece in pieces if mark.key in [one.key for one in piece.marks])
        expected = text[max(mark.start - offset, 0) : max(mark.end - offset, 0)] if mark.start < mark.end else ""
        assert words == expected
        assert sum(mark.key in piece.begins for piece in pieces) == (1 if expected else 0)


def test_the_narrowest_mark_comes_first():
    wide, narrow = Mark(0, 9, "statement", "statement-1"), Mark(4, 6, "event", "event-1")
    under = [[mark.key for mark in piece.marks] for piece in cut("abcdefghi", [wide, narrow])]
    assert under == [["statement-1"], ["event-1", "statement-1"], ["statement-1"]]


def test_marks_that_cross_share_what_they_share():
    pieces = cut("abcdef", [Mark(0, 4, "statement", "a"), Mark(2, 6, "event", "b")])
    assert [(piece.text, sorted(mark.key for mark in piece.marks)) for piece in pieces] == [
        ("ab", ["a"]), ("cd", ["a", "b"]), ("ef", ["b"]),
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_words_are_escaped_and_none_is_lost(text):
    shown = str(show_words(text))
    assert "<script" not in shown.lower()
    bare = shown
    while (start := bare.find('<span class="control"')) >= 0:
        bare = bare[:start] + bare[bare.index(">", start) + 1 :].replace("</span>", "", 1)
    assert html.unescape(bare).replace("\N{REPLACEMENT CHARACTER}", "\0") == text.replace(
        "\N{REPLACEMENT CHARACTER}", "\0"
    )


def test_a_turn_of_direction_stands_alone_and_is_named():
    shown = str(show_words("a\N{RIGHT-TO-LEFT OVERRIDE}b"))
    assert shown == 'a<span class="control" title="U+202E">\N{RIGHT-TO-LEFT OVERRIDE}</span>b'
