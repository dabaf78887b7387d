"""The place that a page is about: the heaviest country, or the place inside of it that bears most of the weight."""

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.clean.furniture import find_blocks
from dragoman.ground.places.focus import find_focus
from dragoman.ground.places.gazetteer import Candidate
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.settings import Settings
from dragoman.values import Document


def place(key: int, country: str, admin: str = "", feature: str = "PPL") -> Candidate:
    return Candidate(key, f"place {key}", 0.0, 0.0, country, admin, feature, 0, True)


FRANCE, NORWAY = place(1, "FRA", feature="PCLI"), place(2, "NOR", feature="PCLI")
RHONE, LYON, BREST = place(3, "FRA", "84", "ADM1"), place(4, "FRA", "84.69"), place(5, "FRA", "53.29")
NANTES, LILLE, OSLO, STRAIT = (
    place(6, "FRA", "52"),
    place(7, "FRA", "32"),
    place(8, "NOR", "12"),
    place(9, "", "", "STRT"),
)


@pytest.mark.parametrize(
    ("named", "about"),
    [
        pytest.param([FRANCE, LYON, LYON], LYON, id="a town that bears most of its country's weight"),
        pytest.param([FRANCE, LYON, BREST, NANTES, FRANCE], FRANCE, id="a country whose towns share the weight"),
        pytest.param([FRANCE, RHONE, LYON, LYON, LYON], LYON, id="down from level to level"),
        pytest.param([LYON, LYON, LYON, NORWAY], LYON, id="a town whose country is not named"),
        pytest.param(
            [LYON, BREST, NANTES, LILLE, OSLO], None, id="a country that is not named, nor what lies elsewhere"
        ),
        pytest.param([STRAIT, STRAIT, OSLO], STRAIT, id="water that lies in no country"),
        pytest.param([], None, id="no place"),
    ],
)
def test_focus_is_what_bears_most_of_the_weight(named, about):
    assert find_focus([(one, 0.9) for one in named]) == (about.id if about else None)


def test_focus_needs_more_than_one_unsure_mention():
    assert find_focus([(LYON, 0.5)]) is None
    assert find_focus([(FRANCE, 0.9)]) == FRANCE.id


def test_every_mention_of_the_focus_is_marked_and_no_other():
    text = "Trains to Lyon stopped on Monday. Shops in Lyon stayed shut, and schools in Lyon too, France said."
    document = Document(document_id="d", text=text, raw_sha256="0")
    parsed = Parser(Settings().syntax_model)(document, find_blocks(document))
    places = PlaceResolver()(document, parsed)
    assert [(one.text, one.focus) for one in places] == [("Lyon", True)] * 3 + [("France", False)]
