"""Words and shingles in columns, against words and shingles made one by one."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.corroborate.shingles import WIDTH, find_words, make_shingles

WORD = re.compile(r"[0-9a-zß-öø-þ]+")


def read(*texts: str | None):
    return find_words(pa.array(texts, pa.string()))


def words_of(text: str) -> list[str]:
    """The words of a text, made one by one."""
    return WORD.findall("".join(one.lower() if one < "\u0100" else one for one in text))


def quoted(text: str) -> str:
    """The words that stand in quotations."""
    words = re.findall(r"\w+", text)
    flags = read(text).quoted.tolist()
    assert len(words) == len(flags)
    return " ".join(word for word, inside in zip(words, flags, strict=True) if inside)


@given(st.lists(st.text("aB9 ,.-éÉß\n“”’", max_size=60), max_size=6))
def test_words_are_those_found_one_by_one(texts):
    found = read(*texts)
    made = [(place, word) for place, text in enumerate(texts) for word in words_of(text)]
    assert found.documents.tolist() == [place for place, _ in made]
    hashes: dict[str, int] = {}
    for (_, word), one in zip(made, found.hashes.tolist(), strict=True):
        assert hashes.setdefault(word, one) == one
    assert len(set(hashes.values())) == len(hashes)


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=9), max_size=4))
def test_shingles_are_those_made_one_by_one(texts):
    hashes, documents, _ = make_shingles(read(*(" ".join(words) for words in texts)))
    made = [
        (place, tuple(words[start : start + WIDTH]))
        for place, words in enumerate(texts)
        for start in range(len(words) - WIDTH + 1)
    ]
    assert documents.tolist() == [place for place, _ in made]
    same = {(one, shingle) for one, (_, shingle) in zip(hashes.tolist(), made, strict=True)}
    assert len(same) == len({one for one, _ in same}) == len({shingle for _, shingle in same})


def test_where_a_text_stands_changes_no_hash():
    alone = read("The quay at Ostrel").hashes.tolist()
    assert read(None, "x " * 900, "the QUAY — at\u00a0Ostrel").hashes.tolist()[-4:] == alone


def test_capitals_and_openings():
    found = read("The Élan left. Soon Arvo “Then” went; Arvo stayed", "Arvo left")
    assert found.capital.tolist() == [True, True, False, True, True, True, False, True, False, True, False]
    assert found.opens.tolist() == [True, False, False, True, False, True, True, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “we will mend the old pump” and left", "we will mend the old pump"),
        ('He said "we will mend the old pump" and left', "we will mend the old pump"),
        ("He said ‘we will mend John’s old pump,’ and left", "we will mend John s old pump"),
        ("«We will mend the old pump» he said and left", "We will mend the old pump"),
        ("A so-called “safe” zone of the so-called “peace force” stood", ""),
        (
            "“We will mend the pump\n“And the well as well soon” he said",
            "We will mend the pump And the well as well soon",
        ),
        ("“We will mend the pump and\nnobody closed the mark here", "We will mend the pump and"),
        ("The farmers’ union and the bakers’ guild went home again", ""),
        ('A 12" pipe burst near the school of the village', ""),
    ],
)
def test_words_in_quotations(text, inside):
    assert quoted(text) == inside


def test_a_quotation_ends_with_its_text():
    assert not read("“We will mend the old pump", "and then the well beside it").quoted[6:].any()


def test_no_text_no_words():
    assert len(read().hashes) == 0
    assert len(make_shingles(read("", None))[0]) == 0
    assert isinstance(read("one").hashes, np.ndarray)
