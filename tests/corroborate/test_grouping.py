"""Average link: who is joined, and that nothing but the chances decides."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dragoman.corroborate.grouping import cluster, find_roots


def test_two_that_fit_are_joined_a_third_that_fits_neither_stays_out():
    assert cluster([0, 1, 2], {(0, 1): 0.9, (0, 2): 0.2, (1, 2): 0.1}) == [[0, 1], [2]]


def test_one_good_link_does_not_pull_in_what_fits_nobody_else():
    """By single link all four would be one."""
    chances = {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9, (2, 3): 0.6, (0, 3): 0.0, (1, 3): 0.0}
    assert cluster([0, 1, 2, 3], chances) == [[0, 1, 2], [3]]


def test_a_pair_that_was_not_compared_speaks_a_little_against():
    assert cluster([0, 1, 2], {(0, 1): 0.9, (1, 2): 0.9}) == [[0, 1, 2]]
    assert cluster([0, 1, 2], {(0, 1): 0.9, (1, 2): 0.6}) == [[0, 1], [2]]


def test_the_best_pair_goes_first():
    assert cluster([0, 1, 2], {(0, 1): 0.6, (1, 2): 0.95, (0, 2): 0.1}) == [[0], [1, 2]]


PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(0, 20).map(lambda n: n / 20),
)


@given(PAIRS, st.integers(0, 1000))
def test_the_order_of_pairs_changes_nothing(chances, seed):
    shuffled = list(chances.items())
    random.Random(seed).shuffle(shuffled)
    groups = cluster(list(range(8)), dict(sorted(chances.items())))
    assert cluster(list(range(8)), dict(sorted(shuffled))) == groups
    assert sorted(place for group in groups for place in group) == list(range(8))


@given(PAIRS)
def test_roots_tie_what_pairs_tie(chances):
    one, two = (np.array([pair[k] for pair in chances], np.int64) for k in (0, 1))
    root = find_roots(8, one, two)
    assert all(root[a] == root[b] for a, b in chances)
    assert all(root[place] <= place for place in range(8))
