import re

import pytest

from tools.gazetteer import map as drawing
from tools.gazetteer.page import CASE, NOTHING, PAGE, page

TEXT = PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def spots() -> list[drawing.Spot]:
    return drawing.count_spots(drawing.read_examples())


def test_places_page_shows_what_the_program_reads() -> None:
    assert page() == TEXT, "run: python -m tools.gazetteer.page"


def test_every_example_is_followed_by_what_was_read() -> None:
    cases = list(CASE.finditer(TEXT))
    assert len(cases) >= 15
    assert all("|" in case.group() or NOTHING in case.group() for case in cases)


def test_the_page_names_files_that_exist() -> None:
    root = PAGE.parents[1]
    for name in re.findall(r"`((?:tests|tools|examples|data)/[\w/.]*)`", TEXT):
        assert (root / name).exists() or (root / "src/dragoman" / name).exists(), name


def test_map_is_current(spots: list[drawing.Spot]) -> None:
    assert drawing.draw(spots) == drawing.DRAWING.read_text("utf-8"), "run: python -m tools.gazetteer.map"


def test_map_is_small_and_no_country_is_a_point(spots: list[drawing.Spot]) -> None:
    svg = drawing.DRAWING.read_text("utf-8")
    countries = [s.place.name for s in spots if s.place.precision == drawing.COUNTRYWIDE]
    assert len(svg) < 60_000 and len(countries) >= 3
    assert all(f">{name}</text>" not in svg for name in countries)
    assert svg.count("<circle") == len(spots) - len(countries) >= 6
