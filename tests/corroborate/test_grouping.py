"""Pairs become incidents: who is joined, what a person's word changes, and that the order of bonds does not matter."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.corroborate.bonds import BOND, NO_BONDS
from dragoman.corroborate.grouping import find_roots, group_reports

EVENTS = "abcdef"
CHANCES = {"ab": 0.9, "ac": 0.9, "bc": 0.9, "cd": 0.6, "ad": 0.0, "bd": 0.0, "ef": 0.8}
"""Each event by a letter; by single link a, b, c and d would be one."""


def report(bonds=(), chances=CHANCES, events=EVENTS):
    view = pa.table({"event_id": list(events)})
    pairs = sorted((events.index(one), events.index(two), chance) for (one, two), chance in chances.items())
    names = ("earlier", "later", "chance")
    judged = pa.table({name: pa.array([pair[k] for pair in pairs]) for k, name in enumerate(names)})
    bond = pa.Table.from_pylist([dict(zip(BOND.names, one, strict=True)) for one in bonds], BOND)
    return group_reports(view, judged, bond).report


def groups(*bonds):
    """The incidents, each as its letters."""
    found = {}
    for row in report(bonds).to_pylist():
        found.setdefault(row["incident_id"], []).append(row["event_id"])
    return sorted(map("".join, map(sorted, found.values())))


def test_one_good_link_does_not_pull_in_what_fits_nobody_else():
    assert groups() == ["abc", "d", "ef"]


def test_confidence_is_the_mean_chance_within_the_incident():
    sure = dict(zip(*(report()[name].to_pylist() for name in ("event_id", "confidence")), strict=True))
    assert sure == {"a": 0.9, "b": 0.9, "c": 0.9, "d": 1.0, "e": 0.8, "f": 0.8}


def test_a_pair_that_was_not_compared_counts_a_little_against():
    (row, *_) = report(chances={"ab": 0.9, "bc": 0.9}, events="abc").to_pylist()
    assert row["confidence"] == pytest.approx((0.9 + 0.3) / 2)


@pytest.mark.parametrize(
    ("bonds", "told"),
    [
        ([("e", "f", False)], ["abc", "d", "e", "f"]),
        ([("f", "e", False)], ["abc", "d", "e", "f"]),
        ([("d", "e", True)], ["abc", "def"]),
        ([("a", "d", True)], ["abcd", "ef"]),
        ([("a", "b", False)], ["ac", "b", "d", "ef"]),
        ([("a", "e", True), ("e", "f", False)], ["abce", "d", "f"]),
        ([("a", "gone", True), ("gone", "b", False), ("c", "c", False)], ["abc", "d", "ef"]),
        ([("e", "f", True), ("f", "e", False)], ["abc", "d", "e", "f"]),
    ],
)
def test_a_person_s_word_beats_any_chance(bonds, told):
    assert groups(*bonds) == groups(*bonds[::-1]) == told


def test_no_bonds_are_a_table_too():
    assert NO_BONDS.num_rows == 0 and report() == report([])


PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(0, 20).map(lambda n: n / 20),
)


@given(PAIRS)
def test_roots_tie_what_pairs_tie(chances):
    one, two = (np.array([pair[k] for pair in chances], np.int64) for k in (0, 1))
    root = find_roots(8, one, two)
    assert all(root[a] == root[b] for a, b in chances)
    assert all(root[place] <= place for place in range(8))
