import re
from datetime import date, datetime

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.times.finder import find_times
from dragoman.ground.times.holidays import HOLIDAYS, easter, holiday_in
from dragoman.ground.times.rules import RULE_OF, read_rules
from dragoman.ground.times.values import READERS
from dragoman.values import Block, Document


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.mark.parametrize("row", read_rules(), ids=lambda row: row.example)
def test_every_rule_reads_its_example(parser, row):
    before, words, after = re.split(r"[\[\]]", row.example)
    text = before + words + after + ("" if after.endswith(".") else ".")
    document = Document(document_id="d", text=text, published=datetime(2015, 11, 27), raw_sha256="")
    found = find_times(document, parser(document, (Block(start=0, end=len(text), kind="BODY"),)))
    read = {(one.start, one.end): one.value for one in found}
    at = (len(before), len(before + words))
    assert at in read, found
    assert read[at] == row.value


def test_every_rule_has_a_reader_and_every_reader_a_rule():
    assert {rule.name for rule in RULE_OF.values()} == READERS.keys()


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("Thanksgiving", 1989, date(1989, 11, 23)),
        ("Memorial Day", 2021, date(2021, 5, 31)),
        ("Good Friday", 2013, date(2013, 3, 29)),
        ("New Year’s Eve", 2015, date(2015, 12, 31)),
        ("Christmas", 0, None),
    ],
)
def test_the_day_of_a_holiday(name, year, day):
    assert holiday_in(name, year) == day


def test_easter_by_the_almanac():
    assert [easter(year) for year in (1961, 2000, 2008, 2011, 2038)] == [
        date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2038, 4, 25),
    ]  # fmt: skip


def test_every_holiday_can_be_computed():
    assert all(holiday_in(name, 2024) for name in HOLIDAYS)
