"""What is a dispute, and what only looks like one."""

from dragoman.corroborate.disputes import find_disputes
from dragoman.corroborate.told import Party
from tests.corroborate.reports import EVENING, MORNING, NAMES, NEXT_DAY, at, day, told

ARLAND = (Party("arland", "ARL MIL"),)


def found(*reports):
    """Each dispute as field: {value: who holds it}."""
    disputes = find_disputes("i", list(reports), NAMES)
    return {one.field: {p.value: p.held_by for p in one.positions} for one in disputes}


def test_one_side_says_it_happened_the_other_denies_it():
    """Arland: they shelled us. Bordur's general: we shelled nobody."""
    assert found(told("a", speaker="minister"), told("b", speaker="general", realis="DENIED", act="DENY")) == {
        "HAPPENED": {"it happened": ("minister",), "it did not happen": ("general",)}
    }


def test_a_planned_act_is_no_claim_that_it_happened():
    assert found(told("a", realis="PLANNED"), told("b", speaker="general", realis="DENIED")) == {}


def test_each_side_says_the_other_began_it():
    """Arland: Bordur opened fire. Bordur: Arland did."""
    theirs = told("b", speaker="general", actors=ARLAND, recipients=(Party("army", "BOR MIL"),))
    assert found(told("a", speaker="minister"), theirs) == {
        "RESPONSIBLE": {"Bordur": ("minister",), "Arland": ("general",)}
    }


def test_two_speakers_of_an_act_of_words_are_no_dispute_over_who_did_it():
    assert found(told("a", type="CONSULT"), told("b", type="CONSULT", actors=ARLAND)) == {}


def test_figures_that_exclude_each_other():
    """The minister counts three dead, the general none; an agency at least two, which fits the minister's three."""
    assert found(
        told("a", speaker="minister", killed_low=3, killed_high=3),
        told("b", speaker="general", killed_low=0, killed_high=0),
        told("c", publisher="Wire", killed_low=2),
    ) == {"KILLED": {"3": ("minister",), "0": ("general",), "at least 2": ("Wire",)}}


def test_a_speaker_who_corrects_a_figure_disputes_nothing():
    early = told("a", speaker="minister", killed_low=3, killed_high=3, published=MORNING)
    late = told("b", speaker="minister", killed_low=5, killed_high=5, published=EVENING)
    assert found(early, late) == {}


def test_a_later_higher_count_of_another_outlet_overtakes_the_earlier():
    early = told("a", publisher="Wire", injured_low=3, injured_high=3, published=MORNING)
    late = told("b", publisher="Post", injured_low=5, injured_high=5, published=NEXT_DAY)
    assert found(early, late) == {}
    lower = told("c", publisher="Star", injured_low=1, injured_high=1, published=NEXT_DAY)
    assert found(early, lower) == {"INJURED": {"3": ("Wire",), "1": ("Star",)}}


def test_a_copy_adds_no_voice():
    """The same page under another name cannot contradict itself."""
    one = told("a", publisher="Wire", page="p", killed_low=3, killed_high=3)
    two = told("b", publisher="Post", page="q", killed_low=4, killed_high=4)._replace(origin_id="p")
    assert found(one, two) == {}


def test_two_towns_far_apart_are_disputed_a_village_beside_its_town_is_not():
    here, there = at("Northport", 10.0, 10.0), at("Southwick", 11.0, 10.0)
    assert found(told("a", speaker="minister", **here), told("b", speaker="general", **there)) == {
        "PLACE": {"Northport": ("minister",), "Southwick": ("general",)}
    }
    beside = at("Northport Mole", 10.1, 10.0)
    assert found(told("a", speaker="minister", **here), told("b", speaker="general", **beside)) == {}
    country = at("Arland", 20.0, 10.0, precision=6)
    assert found(told("a", speaker="minister", **here), told("b", speaker="general", **country)) == {}


def test_places_that_no_gazetteer_knows_are_disputed_by_what_two_speakers_call_them():
    here, there = {"place_name": "Grey Head"}, {"place_name": "Skerry Point"}
    assert found(told("a", speaker="minister", **here), told("b", speaker="general", **there)) == {
        "PLACE": {"Grey Head": ("minister",), "Skerry Point": ("general",)}
    }
    same = {"place_name": "the Grey Head"}
    assert found(told("a", speaker="minister", **here), told("b", speaker="general", **same)) == {}
    assert found(told("a", **here), told("b", **there)) == {}
    known = at("Northport", 10.0, 10.0)
    assert found(told("a", speaker="minister", **here), told("b", speaker="general", **known)) == {}


def test_two_days():
    assert found(told("a", speaker="minister", **day(9)), told("b", speaker="general", **day(8))) == {
        "DATE": {"2026-03-09": ("minister",), "2026-03-08": ("general",)}
    }
    week = day(9) | {"earliest": day(4)["earliest"], "date_precision": "WEEK"}
    assert found(told("a", speaker="minister", **day(9)), told("b", speaker="general", **week)) == {}


def test_every_position_leads_to_its_words():
    """To the statement where there is one, else to the event."""
    (dispute,) = find_disputes(
        "i", [told("a"), told("b", speaker="general", realis="DENIED", act="DENY")], NAMES
    )  # fmt: skip
    assert [one.evidence for one in dispute.positions] == [("a",), ("words in b",)]
