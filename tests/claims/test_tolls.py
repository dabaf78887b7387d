import pytest

from dragoman.claims.events.tolls import Bounds, find_tolls, read_bounds, read_number
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
    ],
)
def test_read_bounds(text, low, high):
    assert read_bounds(text) == Bounds(low=low, high=high)


def test_no_number_is_no_toll():
    assert read_bounds("the drivers") is None


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("The blast killed at least nine people.", "killed", 9, None),
        ("Two guards were wounded in the raid.", "injured", 2, 2),
        ("The attack left four soldiers dead.", "killed", 4, 4),
        ("Police arrested between 40 and 60 students.", "arrested", 40, 60),
        ("No one was killed in the shelling.", "killed", 0, 0),
        ("Rebels hit a convoy, killing three.", "killed", 3, 3),
        ("Fighting displaced thousands of villagers.", "displaced", 2000, None),
    ],
)
def test_tolls_of_a_sentence(parse, text, kind, low, high):
    tree = Tree(parse(text)[1])
    assert (kind, Bounds(low=low, high=high)) in find_tolls(tree, 0, len(tree.words)).values()


def test_a_length_of_time_is_no_toll(parse):
    tree = Tree(parse("He died in three years.")[1])
    assert find_tolls(tree, 0, len(tree.words)) == {}
