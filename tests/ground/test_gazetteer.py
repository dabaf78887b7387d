import pickle
import sqlite3
from pathlib import Path

import pytest

from dragoman.ground.places.gazetteer import (
    COUNTRY,
    FILE,
    OWN,
    Candidate,
    Gazetteer,
    fold_name,
    open_gazetteer,
    sound_key,
)


def first(name: str, country: str | None = None) -> Candidate:
    found = [c for c in open_gazetteer().find(fold_name(name)) if country in (None, c.country)]
    assert found, f"no {name} in the gazetteer"
    return found[0]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("A'zāz", "azaz"),
        ("St. Louis", "saint louis"),
        ("Ust-Kamenogorsk", "ust kamenogorsk"),
        ("the Gaza Strip", "gaza strip"),
        ("Île-de-France", "ile de france"),
        ("Iğdır", "igdir"),
        ("Mt. Hermon", "mount hermon"),
        ("Łódź", "lodz"),
        ("", ""),
    ],
)
def test_fold_name_gives_plain_small_letters(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_sound_key_is_shared_by_transliterations() -> None:
    assert sound_key("azzaz") == sound_key("aazaz")
    assert sound_key("khmeimim") == sound_key("hmeymim")
    assert sound_key("al qamishli") == sound_key("qamishly")
    assert sound_key("homs") != sound_key("hama")


def test_sound_key_of_a_short_name_is_empty() -> None:
    assert sound_key("ur") == ""


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Azzaz", "SYR", 36.59, 37.05),
        ("Khmeimim", "SYR", 35.41, 35.95),
        ("Kiev", "UKR", 50.45, 30.52),
        ("Deir Ezzor", "SYR", 35.34, 40.14),
        ("Kremlin", "RUS", 55.75, 37.62),
        ("Miraflores Palace", "VEN", 10.51, -66.92),
        ("Strait of Hormuz", "", 26.57, 56.25),
        ("Essequibo", "GUY", 5.9, -59.0),
        ("Gaza Strip", "PSE", 31.42, 34.33),
        ("Mindoro", "PHL", 13.0, 121.1),
        ("Ras Ajdir", "TUN", 33.15, 11.56),
        ("Dokdo", "", 37.24, 131.87),
    ],
)
def test_names_of_crises_are_in_the_gazetteer(name: str, country: str, lat: float, lon: float) -> None:
    place = first(name, country)
    assert abs(place.lat - lat) < 0.1 and abs(place.lon - lon) < 0.1


@pytest.mark.parametrize(
    ("name", "geonameid"), [("Russia", 2017370), ("Turkey", 298795), ("Syria", 163843), ("Ukraine", 690791)]
)
def test_countries_have_the_centres_of_geonames(name: str, geonameid: int) -> None:
    assert first(name).id == geonameid


def test_a_district_without_a_centre_lies_among_its_towns() -> None:
    county = first("Walla Walla County", "USA")
    assert county.feature == "ADM2"
    assert abs(county.lat - 46.2) < 0.4 and abs(county.lon + 118.5) < 0.7


@pytest.mark.parametrize(
    ("name", "country"),
    [("Seville", "ESP"), ("Sicily", "ITA"), ("Bavaria", "DEU"), ("Sichuan", "CHN"), ("Congo", "COD"), ("Derna", "LBY")],
)
def test_the_name_that_english_uses_is_a_place_s_own(name: str, country: str) -> None:
    assert any(c.own for c in open_gazetteer().find(fold_name(name)) if c.country == country)


def test_a_country_s_name_is_no_demonym() -> None:
    demonyms = open_gazetteer().demonyms
    assert "syrian" in demonyms
    for key in demonyms:
        assert not any(c.feature in COUNTRY and c.own for c in open_gazetteer().find(key)), key


def test_plain_words_that_are_also_names_are_known() -> None:
    words = open_gazetteer().words
    assert {"bush", "reading", "orange"} <= words
    assert "aleppo" not in words


def test_own_places_are_told_apart_from_those_of_geonames() -> None:
    assert first("Red Sea", "").id >= OWN
    assert first("Latakia", "SYR").id < OWN


def test_every_name_leads_to_a_place_and_every_place_is_on_the_map() -> None:
    with sqlite3.connect(f"{FILE.as_uri()}?mode=ro", uri=True) as database:
        assert database.execute("SELECT count(*) FROM place").fetchone()[0] > 250_000
        (wrong,) = database.execute(
            "SELECT count(*) FROM place WHERE abs(lat) > 900000 OR abs(lon) > 1800000 OR (lat = 0 AND lon = 0)"
        ).fetchone()
        assert wrong == 0
        (nameless,) = database.execute(
            "SELECT count(*) FROM place WHERE name = '' OR length(country) NOT IN (0, 3)"
        ).fetchone()
        assert nameless == 0


def test_find_knows_nothing_of_an_invented_name() -> None:
    assert open_gazetteer().find("velmarovska") == ()


def test_a_gazetteer_sent_to_another_process_opens_its_own_file() -> None:
    gazetteer = open_gazetteer()
    other = pickle.loads(pickle.dumps(gazetteer))
    assert other is not gazetteer
    assert other.find("aleppo") == gazetteer.find("aleppo") != ()


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")
