"""The last word on two events holds, and what it contradicts no longer does."""

from dragoman.corroborate import bonds
from dragoman.store.ties import BOND, Ties


def told(*acts):
    ties = Ties()
    for number, act in enumerate(acts):
        for one, two, same in act:
            ties.add(str(number), one, two, same=same)
    return [tuple(row.values()) for row in ties.bonds().to_pylist()]


def test_the_table_is_the_one_that_the_grouping_reads():
    assert BOND.equals(bonds.BOND)
    assert Ties().bonds().equals(bonds.NO_BONDS)


def test_each_pair_is_there_once_with_what_was_said_last():
    assert told([("b", "a", True)], [("a", "b", False)]) == [("a", "b", False)]
    assert told([("b", "a", True), ("c", "a", True)]) == [("a", "b", True), ("a", "c", True)]


def test_who_makes_some_one_takes_back_all_that_kept_them_apart():
    apart = [("a", "x", False), ("a", "y", False)]
    assert told(apart, [("x", "a", True), ("y", "a", True)]) == [("a", "x", True), ("a", "y", True)]
    assert told([("a", "y", False)], [("a", "x", True), ("y", "x", True)]) == [("a", "x", True), ("x", "y", True)]


def test_who_takes_some_out_takes_back_what_tied_them_to_the_rest_and_nothing_else():
    merged = [("b", "a", True), ("c", "a", True), ("d", "a", True)]
    split = [("c", "b", True), ("b", "a", False), ("b", "d", False)]  # b and c are one, a and d the rest
    assert told(merged, split) == [("a", "b", False), ("a", "d", True), ("b", "c", True), ("b", "d", False)]


def test_an_event_is_not_tied_to_itself():
    assert told([("a", "a", True)]) == []
