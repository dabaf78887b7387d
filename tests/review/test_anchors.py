"""Words are found again where they stand now, or it is said why not."""

import contextlib

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.store.anchors import AROUND, locate, move
from dragoman.store.corrections import Anchor


@contextlib.contextmanager
def document(text):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE document AS SELECT 'd' AS document_id, $1 AS text", [text])
        yield connection


def anchor(text, start, end):
    around = {"before": text[max(0, start - AROUND) : start], "after": text[end : end + AROUND]}
    return Anchor(document_id="d", start=start, end=end, words=text[start:end], **around)


OLD = "😀 e\u0301 Arland struck Borduria. Later Zoë met them, שלום."
STRUCK = OLD.index("struck")


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (OLD, STRUCK),
        ("A new line.\n\n" + OLD, STRUCK + 13),
        (OLD.replace("😀 ", ""), "what stands around its words 'struck' has changed"),
        (OLD.replace("Borduria", "Bordavia"), "what stands around its words 'struck' has changed"),
        (OLD.replace("struck", "strack"), "its words 'struck' are gone"),
        ("_" + OLD + "\n" + OLD, "its words 'struck' are there more than once"),
    ],
)
def test_words_are_found_in_place_or_where_they_moved_to_with_all_around_them(now, found):
    with document(now) as connection:
        (spot,) = locate(connection, [anchor(OLD, STRUCK, STRUCK + 6)])
    assert spot == (("d", found, found + 6) if isinstance(found, int) else found)


def test_a_document_that_is_gone_is_said_to_be():
    with document(OLD) as connection:
        assert locate(connection, [Anchor(document_id="x", start=0, end=1, words="a")]) == [
            "its document is not in the record any more"
        ]


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=4, max_size=60), ahead=st.text(max_size=20), data=st.data())
def test_whatever_is_found_says_what_the_anchor_says(text, ahead, data):
    text, ahead = (one.replace("\0", " ").encode("utf-8", "ignore").decode() for one in (text + ".", ahead))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    now = ahead + text
    with document(now) as connection:
        (spot,) = locate(connection, [anchor(text, start, end)])
    if isinstance(spot, str):
        told = anchor(text, start, end)
        assert now.count(told.before + told.words + told.after) != 1 or "more than once" in spot
    else:
        assert now[spot[1] : spot[2]] == text[start:end]


def test_all_that_counts_characters_moves():
    row = {"place": 4, "time": None, "killed_low": 4, "actors": [{"code": "ARL", "start": 1, "end": 5}]}
    assert move(row, 10) == {
        "place": 14, "time": None, "killed_low": 4, "actors": [{"code": "ARL", "start": 11, "end": 15}],
    }  # fmt: skip
