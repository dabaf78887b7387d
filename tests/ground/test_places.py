import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.ground.places.weights import read_weights, write_weights
from dragoman.spans import lines
from dragoman.values import Block, Document, Place

Read = Callable[..., tuple[Place, ...]]


@pytest.fixture(scope="module")
def read() -> Read:
    parser, resolve = Parser(None), PlaceResolver()

    def places(text: str, publisher: str | None = None) -> tuple[Place, ...]:
        document = Document(document_id="d", text=text, raw_sha256="", publisher=publisher)
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        return resolve(document, parser(document, blocks))

    return places


def by_text(places: tuple[Place, ...]) -> dict[str, Place]:
    return {place.text: place for place in places}


def test_spans_are_exact_ordered_and_do_not_overlap(read: Read) -> None:
    text = "Jets bombed Homs and Aleppo in Syria. In Kyiv, Ukraine’s capital, sirens rang; aid came through Poland."
    places = read(text)
    assert {"Homs", "Aleppo", "Syria", "Kyiv", "Ukraine", "Poland"} <= set(by_text(places))
    last = 0
    for place in places:
        assert text[place.start : place.end] == place.text
        assert place.start >= last
        assert 0 <= place.confidence <= 1
        last = place.end


def test_transliterated_border_town_is_found_in_its_country(read: Read) -> None:
    azzaz = by_text(read("Trucks were burning on Sunday outside Azzaz, a border town in northern Syria."))["Azzaz"]
    assert azzaz.country == "SYR"
    assert azzaz.lat is not None and azzaz.lon is not None
    assert abs(azzaz.lat - 36.59) < 0.1 and abs(azzaz.lon - 37.04) < 0.1


def test_base_and_coast_town(read: Read) -> None:
    found = by_text(read("The missiles went to Russia's Khmeimim airbase, near Latakia, said a general in Moscow."))
    base = found["Khmeimim"]
    assert (base.country, base.feature, base.precision, base.geonameid) == ("SYR", "AIRB", 1, None)
    assert found["Latakia"].precision == 2
    assert found["Russia"].country == "RUS"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Crowds filled Tripoli, in Lebanon, on Friday.", "Tripoli", "LBN"),
        ("Crowds filled Tripoli, the Libyan capital, on Friday.", "Tripoli", "LBY"),
        ("The mayor of Paris, Texas, has resigned.", "Paris", "USA"),
        ("The summit in Paris ended without a deal, Macron and Scholz said.", "Paris", "FRA"),
        ("Guyana put its army on alert, and ministers met in Georgetown.", "Georgetown", "GUY"),
        ("Envoys of Sudan's army met in Geneva on Monday.", "Geneva", "CHE"),
        ("Miners were killed in Bolívar, Venezuela.", "Bolívar", "VEN"),
        ("Rebels hold Goma and Bukavu, and Congo's army fled.", "Goma", "COD"),
        ("Ships unload grain in Port Sudan.", "Port Sudan", "SDN"),
        ("Merkel returned to Berlin from Brussels.", "Berlin", "DEU"),
        ("Police in Alexandria, La., closed the bridge.", "Alexandria", "USA"),
        ("Police in Alexandria, Egypt, closed the bridge.", "Alexandria", "EGY"),
        ("Saakashvili spoke in Tbilisi; Georgia has asked NATO for help.", "Georgia", "GEO"),
        ("Rebels fled from Bukavu, and Congo sent troops.", "Congo", "COD"),
        ("Azzaz, on the Syrian border, was calm.", "Azzaz", "SYR"),
        ("US officials flew home.", "US", "USA"),
        ("Papua New Guinea asked for help.", "Papua New Guinea", "PNG"),
        ("South Sudan closed its border.", "South Sudan", "SSD"),
        ("Police in Seville held two men.", "Seville", "ESP"),
        ("Rebels captured Goma.", "Goma", "COD"),
        ("The Kremlin was silent.", "Kremlin", "RUS"),
        ("The president spoke from the Palace of Miraflores.", "Palace of Miraflores", "VEN"),
        ("The senator from Atlanta said Georgia, like Alabama, would sue.", "Georgia", "USA"),
    ],
)
def test_the_words_around_decide_between_places_of_one_name(read: Read, text: str, name: str, country: str) -> None:
    assert by_text(read(text))[name].country == country


def test_one_name_has_one_sense_unless_the_text_says_otherwise(read: Read) -> None:
    text = "Tripoli, Lebanon, was calm. Shops in Tripoli reopened. Meanwhile in Libya, militias met in Benghazi."
    assert [p.country for p in read(text) if p.text == "Tripoli"] == ["LBN", "LBN"]
    text = "The flight from Paris, France, to Paris, Texas, was late."
    assert [p.country for p in read(text) if p.text == "Paris"] == ["FRA", "USA"]


def test_adjectives_people_and_organisations_are_no_places(read: Read) -> None:
    text = "Turkish and Israeli officers met. Jackson Clinton, a Georgian singer, thanked Mr. Houston. Kurds left."
    assert read(text) == ()


def test_teams_are_no_towns_but_where_they_play_is(read: Read) -> None:
    text = "Girona beat Burgos two-nil; their captain scored both goals. The Girona coach was calm. Fans wept in Lugo."
    assert set(by_text(read(text))) == {"Lugo"}
    assert "Girona" in by_text(read("Girona, in Spain, beat the drought: the captain of the firemen said so."))


def test_half_of_a_person_is_no_place_and_a_place_before_a_person_is(read: Read) -> None:
    assert "India" not in by_text(read("Israel Castro and India Douglas won the prize."))
    assert "Paris" in by_text(read("In Paris Macron met the strikers."))


def test_companies_and_families_are_no_places(read: Read) -> None:
    found = by_text(read("The Bank of China and London & Partners sued. The Austin family of Leeds wept."))
    assert set(found) == {"Leeds"}


def test_the_seat_of_a_wide_province_is_meant_by_its_name(read: Read) -> None:
    town = by_text(read("The markets of Agadez and Niamey, in Niger, were closed."))["Agadez"]
    assert town.feature == "PPLA"
    assert by_text(read("Herders left the Agadez region of Niger."))["Agadez region"].feature == "ADM1"


def test_a_country_is_meant_before_its_capital_also_called_so(read: Read) -> None:
    assert by_text(read("The ship sailed under the flag of Panama."))["Panama"].precision == 6


def test_streets_are_no_towns(read: Read) -> None:
    assert "Memphis" not in by_text(read("The man lives at 2517 Memphis Street, police in Baton Rouge, La., said."))


def test_a_state_after_its_town_is_read_from_its_abbreviation(read: Read) -> None:
    found = by_text(read("The plant in Athens, Ga., closed, and the one in Columbus, Ohio, cut jobs."))
    assert found["Ga."].feature == "ADM1"
    assert found["Athens"].country == "USA"
    assert found["Athens"].lat is not None and abs(found["Athens"].lat - 33.96) < 0.2
    assert found["Columbus"].lat is not None and abs(found["Columbus"].lat - 39.96) < 0.2


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("A bomb went off in Mosul on Sunday.", "Mosul", 1),
        ("A bomb went off 12 kilometres from Mosul on Sunday.", "Mosul", 2),
        ("Fighting spread across Donetsk region, Ukraine said.", "Donetsk", 4),
        ("Fighting spread across Syria.", "Syria", 6),
        ("Fighting spread across northern Syria.", "Syria", 5),
        ("A tanker was hit in the Red Sea, the navy said.", "Red Sea", 7),
        ("A tanker was hit off Hodeidah on Sunday.", "Hodeidah", 2),
        ("Deputies in Walla Walla County, Washington, found the car.", "Walla Walla County", 3),
    ],
)
def test_precision_follows_what_is_named_and_how(read: Read, text: str, name: str, precision: int) -> None:
    assert by_text(read(text))[name].precision == precision


def test_an_unknown_name_has_a_row_without_a_place_and_spoils_nothing(read: Read) -> None:
    found = by_text(read("The militia left Velmarovska, a village in Syria, and marched to Homs."))
    unknown = found["Velmarovska"]
    assert unknown.lat is None and unknown.geonameid is None and unknown.precision is None
    assert unknown.confidence <= 0.5
    assert found["Homs"].country == "SYR"


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("Ferries across the Uruguay River stopped on Monday.", "Uruguay River", "STM"),
        ("The Uruguay river rose, and Paraguay opened its gates.", "Uruguay river", "STM"),
        ("Tankers waited in the Gulf of Paria for a berth.", "Gulf of Paria", "GULF"),
        ("Troops crossed Lake Albert into Uganda.", "Lake Albert", "LK"),
        ("Barges sank in the Nile River on Sunday.", "Nile River", "STM"),
        ("Boats went up the Black River to a camp.", "Black River", None),
        ("Nomads camped by the Mexico River in Chad.", "Mexico River", None),
        ("The Gulf of Velmar froze, as did Lake Peru.", "Lake Peru", None),
    ],
)
def test_a_water_named_with_its_kind_is_that_water_or_none(
    read: Read, text: str, name: str, feature: str | None
) -> None:
    assert by_text(read(text))[name].feature == feature


def test_a_commission_for_a_river_is_not_in_the_country_that_the_river_is_called_after(read: Read) -> None:
    assert set(by_text(read("The Uruguay River Commission met in Geneva."))) == {"Geneva"}


def test_a_town_called_after_a_river_is_still_a_town(read: Read) -> None:
    assert by_text(read("A mill in Fall River, Mass., closed."))["Fall River"].feature == "PPL"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fishermen near Shell Beach found the wreck.", "Shell Beach"),
        ("A patrol boat sank off Waini Point on Monday.", "Waini Point"),
        ("Off Waini Point a patrol boat was rammed.", "Waini Point"),
        ("Marines landed on Hudson Island at dawn.", "Hudson Island"),
        ("Ships unloaded in Puerto Velmar at night.", "Puerto Velmar"),
        ("A corvette rammed the boat off Punta Velmar, the admiral said.", "Punta Velmar"),
        ("Three Sailors Killed Off Shell Beach", "Shell Beach"),
    ],
)
def test_a_name_that_the_gazetteer_lacks_is_one_toponym_and_no_place(read: Read, text: str, name: str) -> None:
    (place,) = read(text)
    assert (place.text, place.lat, place.country) == (name, None, None)


def test_a_name_of_two_words_that_the_gazetteer_has_is_found_whole(read: Read) -> None:
    assert by_text(read("Residents of Fray Bentos blocked the bridge."))["Fray Bentos"].country == "URY"


def test_words_that_place_or_size_a_known_name_leave_it_known(read: Read) -> None:
    found = by_text(read("Storms hit North Memphis, in Tennessee."))
    assert found["Memphis"].country == "USA"


def test_a_place_put_in_a_country_where_none_is_known_is_left_open(read: Read) -> None:
    found = by_text(read("They met at Argyle in St Vincent, and agreed."))
    assert (found["Argyle"].lat, found["St Vincent"].country) == (None, "VCT")
    assert by_text(read("They met in Aleppo, in Georgia."))["Aleppo"].country == "SYR"


def test_ships_are_no_places_wherever_they_are_named(read: Read) -> None:
    text = "The frigate Danube sailed from Latakia. The Moskva, an old missile cruiser, followed the Danube to Tartus."
    assert set(by_text(read(text))) == {"Latakia", "Tartus"}
    assert "Danube" in by_text(read("A frigate sailed in the Danube, near Vienna."))


def test_an_ambiguous_name_is_less_sure_than_one_that_is_placed(read: Read) -> None:
    alone = by_text(read("Firemen went to Springfield on Monday."))["Springfield"]
    placed = by_text(read("Firemen went to Springfield, Missouri, on Monday."))["Springfield"]
    assert alone.confidence < placed.confidence
    assert placed.lat is not None and abs(placed.lat - 37.2) < 0.3


def test_the_publisher_tells_where_a_local_paper_is(read: Read) -> None:
    text = "The council of Dublin met with firemen and with the mayor of Worthington."
    dublin = by_text(read(text, publisher="columbusgazette.com"))["Dublin"]
    assert dublin.country == "USA"


def test_dateline_in_capitals_is_a_place(read: Read) -> None:
    found = by_text(read("BEIRUT (Agency) — Two men were held overnight, the army said."))
    assert found["BEIRUT"].country == "LBN"


def test_an_empty_document_has_no_places(read: Read) -> None:
    assert read("") == ()


def test_other_weights_may_stand_in(tmp_path: Path) -> None:
    shipped = read_weights()
    write_weights(shipped._replace(threshold=2.0), tmp_path / "never.json")
    text = "Jets bombed Homs in Syria."
    document = Document(document_id="d", text=text, raw_sha256="")
    analysis = Parser(None)(document, (Block(start=0, end=len(text), kind="BODY"),))
    assert PlaceResolver()(document, analysis) != ()
    assert PlaceResolver(read_weights(tmp_path / "never.json"))(document, analysis) == ()


def test_a_resolver_sent_to_another_process_reads_alike() -> None:
    text = "Shells fell on Sumy and Kharkiv; Moscow blamed Kyiv."
    document = Document(document_id="d", text=text, raw_sha256="")
    analysis = Parser(None)(document, (Block(start=0, end=len(text), kind="BODY"),))
    resolver = PlaceResolver()
    assert pickle.loads(pickle.dumps(resolver))(document, analysis) == resolver(document, analysis) != ()


def test_the_same_text_gives_the_same_rows(read: Read) -> None:
    text = "Shells fell on Sumy and Kharkiv; Moscow blamed Kyiv. In Springfield a vigil was held."
    assert read(text) == read(text)


def test_fold_weights_differ_and_an_outlet_is_in_one_fold(shared: Path) -> None:
    folder = Path(__file__).parents[2] / "benchmarks" / "folds"
    fold_of = json.loads((folder / "places.json").read_text("utf-8"))
    outlets: dict[str, set[int]] = {}
    for row in (shared / "gold/places/lgl.jsonl").open(encoding="utf-8"):
        document = json.loads(row)
        outlets.setdefault(document["publisher"], set()).add(fold_of[document["id"]])
    assert all(len(folds) == 1 for folds in outlets.values())
    assert len({(folder / f"places.{fold}.json").read_text("utf-8") for fold in range(5)}) == 5
