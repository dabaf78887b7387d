"""Reports become one row: what it says, and how well it is supported."""

from dragoman.corroborate.accounts import find_accounts
from dragoman.corroborate.incidents import status_of, sum_up_incident
from dragoman.corroborate.told import Party
from tests.corroborate.reports import at, day, told


def test_one_page_is_a_single_source_two_origins_corroborate():
    assert status_of([told("a")], disputed=False) == "SINGLE SOURCE"
    assert status_of([told("a"), told("b")], disputed=False) == "CORROBORATED"
    assert status_of([told("a"), told("b")], disputed=True) == "DISPUTED"


def test_neither_a_copy_nor_a_party_that_repeats_itself_corroborates():
    copy = told("b", page="q")._replace(origin_id="p")
    assert status_of([told("a", page="p"), copy], disputed=False) == "SINGLE SOURCE"
    assert status_of([told("a", speaker="minister"), told("b", speaker="minister")], disputed=False) == "SINGLE SOURCE"
    assert status_of([told("a", speaker="minister"), told("b")], disputed=False) == "CORROBORATED"


def test_two_speakers_on_one_page_are_one_origin():
    reports = [told("a", page="p", speaker="minister"), told("b", page="p", speaker="general")]
    assert status_of(reports, disputed=False) == "SINGLE SOURCE"


def test_what_was_denied_does_not_corroborate():
    assert status_of([told("a"), told("b", realis="DENIED")], disputed=False) == "SINGLE SOURCE"


def test_a_place_that_no_gazetteer_knows_counts_where_no_other_is_told():
    headland = told("a", place_name="Grey Head", place_precision=1)
    assert sum_up_incident("i", [headland], disputed=False).place_name == "Grey Head"
    town = told("b", **at("Northport", 10.0, 10.0, precision=3))
    assert sum_up_incident("i", [headland, town], disputed=False).place_name == "Northport"


def test_the_most_exact_date_and_place_count_and_copies_once():
    reports = [
        told("a", page="p", **at("Arland", 20.0, 10.0, precision=6)),
        told("b", page="q", **at("Northport", 10.0, 10.0), **day(9)),
        told("c", page="r", **at("Northport", 10.0, 10.0))._replace(origin_id="q"),
    ]
    one = sum_up_incident("i", reports, disputed=False)
    assert (one.place_name, one.place_precision, one.earliest, one.date_precision) == (
        "Northport", 1, day(9)["earliest"], "DAY",
    )  # fmt: skip
    assert (one.reports, one.documents, one.independent_sources) == (3, 3, 2)


def test_the_version_of_most_voices_leads():
    other = {"actors": (Party("rebels", "ARL REB"),)}
    one = sum_up_incident("i", [told("a", **other), told("b"), told("c")], disputed=True)
    assert one.actor_codes == ("BOR MIL", "ARL REB")


def stances(*reports):
    speakers = {"minister": Party("minister", "ARL GOV"), "general": Party("general", "BOR MIL")}
    return {(one.party, one.stance) for one in find_accounts(reports, speakers)}


def test_who_asserts_denies_blames_and_claims():
    """The minister blames Bordur, whose general first claims the attack and then denies it; a report without a
    speaker is nobody's account; that talks were held is only asserted."""
    assert stances(told("a", speaker="minister")) == {("minister", "BLAMES")}
    assert stances(told("a", speaker="general")) == {("general", "CLAIMS")}
    assert stances(told("a", speaker="general", realis="DENIED", act="DENY")) == {("general", "DENIES")}
    assert stances(told("a")) == set()
    assert stances(told("a", speaker="minister", type="CONSULT")) == {("minister", "ASSERTS")}
