"""Dispatches of our own from all over the world, with what each toponym in them means: `toponyms.jsonl`.

A toponym is a name that stands for a place, also where it stands for its government (`Beijing said`). Demonyms, people,
teams, companies and ships called after places are none. Where GeoNames has the place its id is given.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.spans import lines
from dragoman.values import Block, Document, Place

ROWS = [json.loads(row) for row in (Path(__file__).parent / "toponyms.jsonl").open(encoding="utf-8")]
NEAR_KM = 161.0
"""What the field's tables call near: a hundred miles."""
FLOORS = {"F1": 0.96, "accuracy": 0.98, "country": 0.98, "geonameid": 0.9}
NO_PLACES = ("football-1", "people-1", "orgs-1", "demonyms-1", "jordan-2", "sailors-1", "desk-1")
"""Pages on people, teams, firms and ships with names of places."""


class Pair(NamedTuple):
    """A toponym as it is given and as it was read."""

    given: dict[str, Any]
    read: Place | None


def kilometres(lat: float, lon: float, place: Place) -> float:
    assert place.lat is not None and place.lon is not None
    a, b, d = math.radians(lat), math.radians(place.lat), math.radians(place.lon - lon)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def is_right(pair: Pair) -> bool:
    given, read = pair
    return read is not None and read.lat is not None and kilometres(given["lat"], given["lon"], read) <= NEAR_KM


@pytest.fixture(scope="module")
def read() -> Callable[[str], tuple[Place, ...]]:
    parser, resolve = Parser(None), PlaceResolver()

    def places(text: str) -> tuple[Place, ...]:
        document = Document(document_id="d", text=text, raw_sha256="")
        return resolve(document, parser(document, tuple(Block(start=s, end=e, kind="BODY") for s, e in lines(text))))

    return places


@pytest.fixture(scope="module")
def readings(read: Callable[[str], tuple[Place, ...]]) -> dict[str, tuple[Place, ...]]:
    return {row["id"]: read(row["text"]) for row in ROWS}


@pytest.fixture(scope="module")
def pairs(readings: dict[str, tuple[Place, ...]]) -> list[Pair]:
    return [
        Pair(g, next((p for p in readings[row["id"]] if p.start < g["end"] and g["start"] < p.end), None))
        for row in ROWS
        for g in row["toponyms"]
    ]


def test_the_dispatches_are_many_and_from_everywhere() -> None:
    toponyms = [(row["text"], t) for row in ROWS for t in row["toponyms"]]
    assert len(ROWS) >= 60 and len(toponyms) >= 200
    assert len({t["country"] for _, t in toponyms}) >= 75
    assert all(text[t["start"] : t["end"]] == t["text"] for text, t in toponyms)


def test_end_to_end(readings: dict[str, tuple[Place, ...]], pairs: list[Pair]) -> None:
    right = sum(map(is_right, pairs))
    written = sum(p.lat is not None for places in readings.values() for p in places)
    assert 2 * right / (written + len(pairs)) >= FLOORS["F1"]


def test_the_found_are_put_right(pairs: list[Pair]) -> None:
    found = [pair for pair in pairs if pair.read is not None]
    assert sum(map(is_right, found)) / len(found) >= FLOORS["accuracy"]
    in_country = [(p.read.country or "") == p.given["country"] for p in found if p.read]
    assert sum(in_country) / len(found) >= FLOORS["country"]


def test_most_have_the_very_id(pairs: list[Pair]) -> None:
    known = [(p.given["geonameid"], p.read.geonameid) for p in pairs if p.read and p.given["geonameid"]]
    assert sum(given == read for given, read in known) / len(known) >= FLOORS["geonameid"]


def test_of_what_only_bears_a_place_s_name_little_is_taken_for_one(
    readings: dict[str, tuple[Place, ...]],
) -> None:
    meant = {row["id"]: {t["start"] for t in row["toponyms"]} for row in ROWS}
    wrong = [p.text for key in NO_PLACES for p in readings[key] if p.start not in meant[key] and p.lat is not None]
    assert len(wrong) <= 6, wrong
    assert readings["demonyms-1"] == ()


def test_one_name_is_read_by_the_page_it_stands_on(readings: dict[str, tuple[Place, ...]]) -> None:
    countries: dict[str, set[str]] = {}
    for row in ROWS:
        for t in row["toponyms"]:
            found = next((p.country for p in readings[row["id"]] if p.start == t["start"]), None)
            if found == t["country"]:
                countries.setdefault(t["text"], set()).add(found)
    assert countries["Tripoli"] == {"LBN", "LBY"} or "TRIPOLI" in countries
    for name in ("Georgia", "Hyderabad", "Valencia", "Cartagena", "Niger", "Paris", "Santiago", "Newcastle"):
        assert len(countries[name]) >= 2, name
    assert len(countries["Córdoba"]) == 3
