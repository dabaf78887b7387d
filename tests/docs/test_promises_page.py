"""The table of promises is made from the tests, and none is without one."""

from tools.promises import PAGE, find_tests, page, read_titles


def test_the_table_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.promises"


def test_every_promise_has_a_test() -> None:
    assert [int(row["number"]) for row in read_titles()] == list(range(1, 24))
    assert {number for number, _ in find_tests()} == set(range(1, 24))
