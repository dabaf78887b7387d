"""Pairs into groups: what is joined, what never is, and that no order matters."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.corroborate.clustering import cluster


def groups(chances: dict[str, float], even: float = 0.5, ids: str = "abcd", **named: object) -> list[str]:
    pairs = [(ids.index(one), ids.index(two)) for one, two in chances]
    return ["".join(some) for some in cluster(list(ids), pairs, list(chances.values()), even, **named)]  # type: ignore[arg-type]


def test_pairs_above_the_threshold_are_joined():
    assert groups({"ab": 0.9, "cd": 0.8, "bc": 0.1}) == ["ab", "cd"]


def test_no_pairs_leave_all_alone():
    assert groups({}) == ["a", "b", "c", "d"]


def test_a_chain_needs_its_mean():
    assert groups({"ab": 0.9, "bc": 0.8}, ids="abc") == ["ab", "c"]  # a and c were not compared: mean 0.4
    assert groups({"ab": 0.9, "bc": 0.8, "ac": 0.3}, ids="abc") == ["abc"]


def test_the_best_link_is_joined_first():
    assert groups({"ab": 0.6, "bc": 0.9, "ac": 0.0}, ids="abc") == ["a", "bc"]


def test_forbidden_pairs_never_meet():
    likely = {"ab": 0.9, "bc": 0.8, "ac": 0.95}
    assert groups(likely, ids="abc", apart=[("a", "c")]) == ["ab", "c"]


def test_a_ban_is_kept_by_the_group():
    likely = dict.fromkeys(map("".join, combinations("abcd", 2)), 0.9)
    found = groups(likely, apart=[("a", "d")])
    assert all(not {"a", "d"} <= set(some) for some in found)
    assert sorted("".join(found)) == list("abcd")


def test_a_pair_that_was_not_compared_may_count_for_something():
    assert groups({"ab": 0.9, "bc": 0.9}, ids="abc", unseen=0.3) == ["abc"]
    assert groups({"ab": 0.9, "bc": 0.6}, ids="abc", unseen=0.3) == ["ab", "c"]


def test_a_bond_beats_any_chance():
    assert groups({"ab": 0.0}, bound=[("a", "b"), ("d", "b")]) == ["abd", "c"]
    assert groups({"ac": 0.9}, ids="abc", bound=[("a", "b")], apart=[("b", "c")]) == ["ab", "c"]


def test_a_bond_joins_nothing_that_is_apart():
    assert groups({}, ids="abc", bound=[("a", "b"), ("b", "c")], apart=[("a", "c")]) == ["ab", "c"]


def test_ties_go_to_the_smaller_ids():
    assert groups({"ab": 0.8, "bc": 0.8, "ac": 0.0}, ids="abc") == ["ab", "c"]


@pytest.mark.parametrize("even", [0.35, 0.5])
@given(data=st.data())
def test_no_order_matters(even, data):
    ids = [f"id{k}" for k in range(8)]
    pairs = list(combinations(ids, 2))
    chances = data.draw(st.lists(st.sampled_from([0.0, 0.2, 0.4, 0.5, 0.8]), min_size=len(pairs), max_size=len(pairs)))
    turned = data.draw(st.permutations(ids))
    rows = data.draw(st.permutations(list(zip(pairs, chances, strict=True))))
    straight = cluster(ids, [(ids.index(a), ids.index(b)) for a, b in pairs], chances, even)
    mixed = cluster(
        turned, [(turned.index(b), turned.index(a)) for (a, b), _ in rows], [chance for _, chance in rows], even
    )
    assert straight == mixed
