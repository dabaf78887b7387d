"""Low, best and high of several figures."""

from dragoman.corroborate.tolls import Figure, Range, sum_up
from tests.corroborate.reports import EVENING, MORNING, told


def killed(event, low, high, **said):
    return told(event, killed_low=low, killed_high=high, **said)


def test_nobody_gives_a_figure():
    assert sum_up([told("a")], "killed") == Range(None, None, None)


def test_low_and_high_are_the_ends_best_is_what_most_voices_say():
    reports = [killed("a", 3, 3, speaker="minister"), killed("b", 0, 0, speaker="general"), killed("c", 3, 3)]
    assert sum_up(reports, "killed") == Range(0, 3, 3)


def test_ten_copies_are_one_voice():
    copies = [killed(f"c{k}", 9, 9)._replace(origin_id="wire") for k in range(10)]
    others = [killed("a", 4, 4), killed("b", 4, 4)]
    assert sum_up([*copies, *others], "killed").best == 4


def test_of_two_equals_the_later_counts_then_the_lower():
    assert sum_up([killed("a", 5, 5, published=EVENING), killed("b", 3, 3, published=MORNING)], "killed").best == 5
    assert sum_up([killed("a", 5, 5), killed("b", 3, 3)], "killed").best == 3


def test_what_a_voice_corrected_does_not_stand_but_is_kept_in_the_range():
    early = killed("a", 2, 2, speaker="minister", published=MORNING)
    late = killed("b", 6, 6, speaker="minister", published=EVENING)
    assert sum_up([early, late], "killed") == Range(2, 6, 6)


def test_an_open_end():
    """`At least twelve` has no upper end; twelve is the highest figure anybody gave."""
    assert sum_up([killed("a", 12, None)], "killed") == Range(12, 12, 12)
    assert [str(Figure(12, None)), str(Figure(None, 4)), str(Figure(3, 5)), str(Figure(3, 3))] == [
        "at least 12", "at most 4", "3 to 5", "3",
    ]  # fmt: skip


def test_figures_that_exclude_each_other():
    assert Figure(3, 3).excludes(Figure(4, None))
    assert not Figure(3, 5).excludes(Figure(4, None))
    assert not Figure(None, 5).excludes(Figure(4, 4))
