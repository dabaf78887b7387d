from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ground.times.calendar import bounds, coarsen, finer_or_same, grain, shift, weekday_near

UNITS = ("day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016-02-29", "2016-02-29", "2016-02-29"),
        ("2015-11-25TEV", "2015-11-25", "2015-11-25"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("2015-W53", "2015-12-28", "2016-01-03"),
        ("2015-W48-WE", "2015-11-28", "2015-11-29"),
        ("2006-Q4", "2006-10-01", "2006-12-31"),
        ("2006-H1", "2006-01-01", "2006-06-30"),
        ("2015-WI", "2015-12-01", "2016-02-29"),
        ("2015-SU", "2015-06-01", "2015-08-31"),
    ],
)
def test_the_days_a_value_covers(value: str, first: str, last: str) -> None:
    assert bounds(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", ["PAST_REF", "XXXX-WXX-2", "XXXX-11-25", "P3D", "BC0490", "2015-02-30", "2015-W54", "0000", "9999-WI", ""]
)
def test_what_covers_no_days_that_are_known(value: str) -> None:
    assert bounds(value) is None


@pytest.mark.parametrize(
    ("value", "count", "unit", "expected"),
    [
        ("1966-02-17", 8, "month", "1966-10"),
        ("2015-12-31", 1, "day", "2016-01-01"),
        ("2015-12-31", 1, "week", "2016-W01"),
        ("2015-01-15", -2, "month", "2014-11"),
        ("2015-11", -1, "year", "2014"),
        ("2015-11-24", -2, "decade", "199"),
        ("2015-11-24", -1, "quarter", "2015-Q3"),
        ("2015-11-24", 1, "half", "2016-H1"),
        ("2015-01-24", 0, "season", "2014-WI"),
        ("BC0491", 1, "year", "BC0490"),
    ],
)
def test_so_many_units_on(value: str, count: int, unit: str, expected: str) -> None:
    assert shift(value, count, unit) == expected  # type: ignore[arg-type]


def test_what_a_value_does_not_say_is_not_made_up() -> None:
    assert shift("1966", 2, "day") is None
    assert coarsen("199", "year") is None
    assert shift("BC0001", 1, "year") is None
    assert shift("9999-12-31", 1, "day") is None


def test_weekdays_before_on_and_after() -> None:
    friday = date(2015, 11, 27)
    assert weekday_near(friday, 5, 0) == friday
    assert weekday_near(friday, 2, 0) == date(2015, 11, 24)
    assert weekday_near(friday, 5, 1) == date(2015, 12, 4)
    assert weekday_near(friday, 5, -1) == date(2015, 11, 20)
    assert weekday_near(date.max, 1, 1) is None


values = st.one_of(
    st.text(max_size=12),
    st.from_regex(
        r"(BC)?[0-9]{2,4}(-(W[0-9]{2}(-WE)?|Q[0-9]|H[0-9]|SU|WI|[0-9]{2}(-[0-9]{2})?))?(T[A-Z0-9:]{2,5})?",
        fullmatch=True,
    ),
)


@given(values, st.integers(-10_000_000, 10_000_000), st.sampled_from(UNITS))
def test_arithmetic_never_raises_and_lands_on_its_unit(value: str, count: int, unit: str) -> None:
    moved = shift(value, count, unit)  # type: ignore[arg-type]
    if moved is not None:
        assert grain(moved) == unit
        assert finer_or_same(moved, unit)  # type: ignore[arg-type]


@given(st.dates(), st.integers(-500, 500), st.sampled_from(("day", "month", "quarter", "half", "year", "week")))
def test_there_and_back(day: date, count: int, unit: str) -> None:
    here = coarsen(day.isoformat(), unit)  # type: ignore[arg-type]
    there = shift(day.isoformat(), count, unit)  # type: ignore[arg-type]
    if here is not None and there is not None and bounds(there):
        assert shift(there, -count, unit) == here  # type: ignore[arg-type]


@given(values)
def test_first_day_comes_first(value: str) -> None:
    days = bounds(value)
    assert days is None or days[0] <= days[1]
