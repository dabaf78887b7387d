"""Pages of our own through the whole way: what becomes one incident, what stays two, and what is disputed."""

import random

import pyarrow as pa
import pytest

from dragoman.across import ACROSS, relate, relate_readings
from dragoman.schema import RELATIONS
from tests.corroborate.pages import Page, incidents, read_pages

ACCUSATION = (
    "Uganda accuses Kenya of sinking patrol boat\n\n"
    "Uganda on Tuesday accused Kenya's navy of ramming a Ugandan patrol boat off Port Victoria on Monday, killing"
    " three sailors. “They came straight at us,” Ugandan Defence Minister Moses Okello told reporters in Kampala."
)
DENIAL = (
    "Navy denies ramming boat\n\n"
    "Kenya's navy denied on Tuesday that it had rammed a Ugandan patrol boat. The Ugandan crew opened fire first on"
    " Monday and then struck the Kenyan ship, Kenyan navy spokesman Peter Mwangi said."
)
PAGES = (
    Page("Lake Post", 12, ACCUSATION),
    Page("Shore News", 12, ACCUSATION),
    Page("Nairobi Wire", 12, DENIAL),
    Page("Valley Radio", 12, "Police in Mombasa arrested twelve protesters on Monday, police said."),
    Page("Coast Star", 12, "Police in Kisumu arrested twelve protesters on Monday, police said."),
    Page("Hill Times", 13, "Police in Mombasa arrested nine protesters on Tuesday, police said."),
)


@pytest.fixture(scope="module")
def readings(flow):
    return read_pages(flow, *PAGES)


@pytest.fixture(scope="module")
def tables(readings):
    return relate_readings(readings)


def test_every_relation_reads_what_the_documents_or_an_earlier_one_wrote():
    from dragoman.schema import PARTS

    known = {*PARTS, "bond"}
    for stage in ACROSS:
        assert set(stage.reads) <= known, stage
        assert not set(stage.writes) & known, stage
        known |= set(stage.writes)
    assert known >= {*RELATIONS, "kin"}


def test_rival_versions_of_one_clash_are_one_incident(tables):
    """Uganda says that Kenya rammed; Kenya denies it and says that Uganda opened fire."""
    clashes = [words for kind, words in incidents(tables) if kind == "ASSAULT"]
    (clash,) = [words for words in clashes if "Lake Post: ramming" in words]
    assert {"Shore News: ramming", "Nairobi Wire: rammed", "Nairobi Wire: opened fire"} <= clash


def test_the_clash_is_disputed_and_the_copy_is_no_second_source(tables):
    (clash,) = (row for row in tables["incident"].to_pylist() if row["type"] == "ASSAULT" and row["documents"] == 3)
    assert (clash["status"], clash["independent_sources"], clash["killed_best"]) == ("DISPUTED", 2, 3)
    fields = {row["field"] for row in tables["dispute"].to_pylist() if row["incident_id"] == clash["incident_id"]}
    assert {"HAPPENED", "RESPONSIBLE"} <= fields
    (copy,) = tables["copy"].to_pylist()
    assert (copy["relation"], copy["containment"]) == ("COPY", 1.0)


def test_arrests_a_town_or_a_day_apart_stay_apart(tables):
    arrests = [words for kind, words in incidents(tables) if kind == "COERCE"]
    assert arrests == [{"Coast Star: arrested"}, {"Hill Times: arrested"}, {"Valley Radio: arrested"}]


def test_a_measure_and_the_answer_to_it_are_two(flow):
    pages = (
        Page("Lake Post", 12, "Uganda closed the Busia crossing with Kenya on Monday."),
        Page("Nairobi Wire", 12, "Kenya closed its airspace to Uganda on Monday."),
        Page("Hill Times", 12, "Uganda closed the Busia crossing with Kenya on Monday, traders said."),
    )
    told = [words for kind, words in incidents(relate_readings(read_pages(flow, *pages))) if kind == "COERCE"]
    assert told == [{"Hill Times: closed", "Lake Post: closed"}, {"Nairobi Wire: closed its airspace"}]


def test_every_event_is_in_one_incident_and_every_incident_has_one(tables):
    events = tables["event"]["event_id"].to_pylist()
    assert sorted(tables["report"]["event_id"].to_pylist()) == sorted(events)
    assert set(tables["report"]["incident_id"].to_pylist()) == set(tables["incident"]["incident_id"].to_pylist())


def test_the_order_of_rows_changes_nothing(tables):
    for seed in range(5):
        chance = random.Random(seed)
        shuffled = {
            name: one.take(pa.array(chance.sample(range(one.num_rows), one.num_rows), pa.int64()))
            for name, one in tables.items()
        }
        again = relate(shuffled.__getitem__)
        for name in (*RELATIONS, "kin"):
            assert again[name].equals(tables[name]), (seed, name)
