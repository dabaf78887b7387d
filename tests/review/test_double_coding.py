"""Two people code the same rows without seeing each other's work, and alpha says how far they agree."""

import pytest

from dragoman.review import DoubleCoding, ReviewError, measure
from dragoman.review.agreement import FEW, find_alpha

pytest.importorskip("krippendorff", reason="alpha needs the package krippendorff (extra `review`)")


def alpha_by_hand(rows, differ):
    """1 minus observed over expected disagreement, straight from the definition: over all pairs within rows, each row
    weighed by one less than its values, and over all pairs of values wherever they stand."""
    rows = [[one for one in row if one is not None] for row in rows]
    rows = [row for row in rows if len(row) > 1]
    values = [one for row in rows for one in row]
    within = sum(
        differ(row[i], row[j]) / (len(row) - 1)
        for row in rows
        for i in range(len(row))
        for j in range(len(row))
        if i != j
    )
    between = sum(differ(values[i], values[j]) for i in range(len(values)) for j in range(len(values)) if i != j) / (
        len(values) - 1
    )
    return 1 - within / between


def test_alpha_is_that_of_the_definition():
    nominal = [["a", "a"], ["a", "b"], ["b", "b"], ["c", None], ["b", "b"], ["a", "a"], ["c", "c"], ["b", "a"]]
    assert find_alpha(nominal, "nominal") == pytest.approx(alpha_by_hand(nominal, lambda x, y: x != y))
    # 2 of 7 rows differ; of 14 values 6 are a, 6 b, 2 c, so that 120 of 182 pairs would
    assert find_alpha(nominal, "nominal") == pytest.approx(1 - (2 / 7) / (120 / 182))
    ratio = [[1, 1], [2, 3], [10, 12], [4, 4], [0, 0], [7, None], [3, 3]]
    square = lambda x, y: ((x - y) / (x + y)) ** 2 if x + y else 0.0  # noqa: E731
    assert find_alpha(ratio, "ratio") == pytest.approx(alpha_by_hand(ratio, square))


def test_near_misses_weigh_less_on_an_ordinal_scale():
    order = ("DAY", "WEEK", "MONTH", "YEAR", "NONE")
    near = [["DAY", "WEEK"], ["DAY", "DAY"], ["MONTH", "MONTH"], ["YEAR", "YEAR"], ["NONE", "NONE"]]
    far = [["DAY", "NONE"], ["DAY", "DAY"], ["MONTH", "MONTH"], ["YEAR", "YEAR"], ["WEEK", "WEEK"]]
    assert find_alpha(near, "ordinal", order) > find_alpha(far, "ordinal", order)
    assert find_alpha(near, "nominal") == pytest.approx(find_alpha(far, "nominal"))


def test_nobody_sees_what_another_said_and_the_coder_only_if_asked(desk):
    coding = DoubleCoding(desk.folder)
    coding.assign(["ana", "bo"], 3, seed=7)
    first = coding.next("ana")
    assert (first.coded, first.left) == (None, 3)
    assert first.text[first.start : first.end] in ("struck", "met", "helped")
    coding.code("ana", first.row_id, {"type": "aid", "realis": "ACTUAL"})
    again = coding.next("bo", show=True)
    assert again.row_id == first.row_id
    assert again.coded["type"] in ("ASSAULT", "CONSULT", "AID")
    assert coding.next("ana").row_id != first.row_id
    assert coding.next("ana").left == 2


def test_the_same_seed_draws_the_same_rows(desk):
    coding = DoubleCoding(desk.folder)
    rows = [[unit.row_id for unit in coding.assign(["a", "b"], 3, seed=seed).units] for seed in (1, 1, 2, 3, 4)]
    assert rows[0] == rows[1]
    assert len({tuple(one) for one in rows}) > 1


def test_agreement_is_told_by_column_with_what_it_rests_on(desk):
    coding = DoubleCoding(desk.folder)
    sample = coding.assign(["ana", "bo"], 5, seed=1)
    said = [("ASSAULT", "ASSAULT"), ("ASSAULT", "COERCE"), ("AID", "AID"), ("CONSULT", "CONSULT"), (None, None)]
    for unit, both in zip(sample.units, said, strict=True):
        for coder, kind in zip(sample.coders, both, strict=True):
            values = {"type": kind, "killed_low": 2, "earliest": ""} if kind else {"valid": "no"}
            coding.code(coder, unit.row_id, values)
    told = {one.field: one for one in measure(sample, coding.codings(sample.sample_id))}
    by_hand = alpha_by_hand([list(both) for both in said], lambda x, y: x != y)
    assert told["type"].alpha == pytest.approx(by_hand)
    assert (told["type"].n, told["type"].same, told["type"].level) == (4, 3, "nominal")
    assert told["type"].note == f"too few: under {FEW} rows alpha says little"
    assert (told["valid"].n, told["valid"].alpha) == (5, 1.0)
    assert (told["killed_low"].alpha, told["killed_low"].note) == (
        None,
        "all said the same, so that nothing could differ",
    )
    assert told["earliest"].n == 4  # that the text does not say is an answer
    assert (told["realis"].n, told["realis"].note) == (0, "nothing was coded twice")


def test_what_was_said_last_counts_and_the_record_is_left_alone(desk):
    before = desk.state()
    coding = DoubleCoding(desk.folder)
    sample = coding.assign(["ana", "bo"], 1)
    row = sample.units[0].row_id
    coding.code("ana", row, {"type": "AID"})
    coding.code("ana", row, {"type": "COERCE", "actors": "bor, arl mil"})
    assert coding.codings(sample.sample_id)["ana", row].values == {
        "valid": "yes", "type": "COERCE", "actors": "ARL MIL, BOR",
    }  # fmt: skip
    assert coding.next("ana") is None
    assert desk.state() == before


def test_rows_of_a_sample_are_coded_after_a_recode(desk):
    coding = DoubleCoding(desk.folder)
    sample = coding.assign(["ana", "bo"], 5)
    words = coding.next("ana")
    desk.code("build_moved")
    moved = coding.next("ana")
    assert moved.text[moved.start : moved.end] == words.text[words.start : words.end]
    coding.code("ana", moved.row_id, {"valid": "no"})
    assert len(coding.codings(sample.sample_id)) == 1


def test_what_is_no_coding_is_turned_down(desk):
    coding = DoubleCoding(desk.folder)
    for call, message in (
        (lambda: coding.next("ana"), "no sample was drawn yet"),
        (lambda: coding.assign(["ana", "ana"], 3), "takes two coders or more"),
        (lambda: coding.assign(["a", "b"], 3, table="actor"), "no 'actor' is coded twice; there are event"),
        (lambda: coding.assign(["a", "b"], 0), "the record has no event, or none was asked for"),
    ):
        with pytest.raises(ReviewError, match=message):
            call()
    row = coding.assign(["ana", "bo"], 1).units[0].row_id
    for values, message in (
        ({}, "say something of valid, type"),
        ({"type": "WAR"}, "type is one of"),
        ({"valid": "perhaps"}, "valid is yes or no"),
        ({"valid": "no", "type": "AID"}, "what is no such row has no columns to code"),
        ({"weather": "dry"}, "no 'weather' is coded"),
    ):
        with pytest.raises(ReviewError, match=message):
            coding.code("ana", row, values)
    with pytest.raises(ReviewError, match="'cy' is no coder of sample"):
        coding.next("cy")
    assert coding.codings(coding.sample().sample_id) == {}
