from pathlib import Path

import pytest

from dragoman.claims.events.quantities import Bounds, read_bounds, read_number, total
from dragoman.claims.events.tolls import find_tolls
from dragoman.trees import Tree


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("seven", 7),
        ("twenty-one", 21),
        ("1,200", 1200),
        ("two hundred", 200),
        ("three thousand", 3000),
        ("a dozen", 12),
        ("forty", 40),
        ("several", None),
        ("", None),
    ],
)
def test_read_number(words, number):
    assert read_number(words.split()) == number


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at least seven drivers", 7, None),
        ("more than 30 people", 31, None),
        ("up to 40 villagers", None, 40),
        ("between 40 and 60 people", 40, 60),
        ("three sailors", 3, 3),
        ("no one", 0, 0),
        ("none", 0, 0),
        ("no fewer than nine guards", 9, None),
        ("dozens of people", 24, None),
        ("hundreds", 200, None),
        ("fewer than ten men", None, 9),
        ("tens of thousands", 20_000, None),
        ("from 20 to 30 people", 20, 30),
        ("250 to 300 people", 250, 300),
        ("nine or more", 9, None),
        ("not one villager", 0, 0),
        ("half a dozen people", 6, 6),
    ],
)
def test_read_bounds(text, low, high):
    assert read_bounds(text) == Bounds(low=low, high=high)


def test_quantities_together_are_open_where_one_is():
    parts = [Bounds(low=3, high=3), Bounds(low=24), Bounds(high=5)]
    assert total(parts) == Bounds(low=27)
    assert total(parts[:1] * 2) == Bounds(low=6, high=6)


def test_no_number_is_no_toll():
    assert read_bounds("the drivers") is None


def rows():
    for line in (Path(__file__).parent / "tolls.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            text, _, tolls = line.partition("\t")
            yield pytest.param(text, set(tolls.split()), id=text)


def written(bounds):
    return "-".join("" if end is None else str(end) for end in (bounds.low, bounds.high))


@pytest.mark.parametrize(("text", "tolls"), list(rows()))
def test_tolls_of_a_sentence(parse, text, tolls):
    tree = Tree(parse(text)[1])
    found = find_tolls(tree, 0, len(tree.words)).values()
    assert {f"{kind}:{written(bounds)}" for kind, bounds in found} == tolls
