"""What users of other event coders complain of, each shown not to happen here."""

from datetime import UTC, date, datetime

import pytest

from dragoman.spans import lines
from dragoman.values import Block, Document


@pytest.fixture
def coded(flow):
    """Each event of a text by its trigger: type, codes of both sides, and the row."""

    def run(text, published=None):
        day = datetime.combine(published, datetime.min.time(), UTC) if published else None
        document = Document(
            document_id="d", text=text, raw_sha256="", language="en",
            published=day, published_from="METADATA" if day else None,
        )  # fmt: skip
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        found = flow.run({"document": document, "blocks": blocks}, ["events", "places"])
        return {text[e.trigger_start : e.trigger_end]: e for e in found["events"]}, found["places"]

    return run


def sides(event):
    """Codes of actors and recipients."""
    return [p.code for p in event.actors], [p.code for p in event.recipients]


def test_not_every_object_becomes_a_target(coded):
    events, _ = coded("Norway launched missiles on Tuesday and signed a letter about fish.")
    assert all(not p.code for e in events.values() for p in e.recipients)


def test_prepositions_decide_roles(coded):
    events, _ = coded("Ghana's navy attacked Togo with help from Benin, according to officials in Chad.")
    assert sides(events["attacked"]) == (["GHA MIL"], ["TGO"])


def test_according_to_brings_no_recipient(coded):
    events, _ = coded("Japan sent tents, according to Fijian officials.")
    assert all("FJI" not in str(p.code) for e in events.values() for p in e.recipients)


def test_actor_is_not_taken_from_another_sentence(coded):
    events, _ = coded("Denmark held a festival. Four people were killed in the town.")
    assert not any(p.code and p.code.startswith("DNK") for e in events.values() for p in (*e.actors, *e.recipients))


def test_place_is_not_taken_from_another_sentence(coded):
    events, _ = coded("A fair opened in Nairobi. Ugandan troops bombed rebels.")
    assert events["bombed"].place is None


def test_place_under_the_cue_is_not_the_event_s(coded):
    events, _ = coded("The minister told reporters in Montevideo that Chilean troops had shelled the village.")
    assert sides(events["shelled"]) == (["CHL MIL"], [])
    assert events["shelled"].place is None


def test_day_under_the_cue_is_not_the_event_s(coded):
    events, _ = coded(
        "The minister told reporters on Friday that Chilean troops had shelled the village.", date(2016, 3, 9)
    )
    assert events["shelled"].earliest is None


def test_same_day_on_every_run(coded):
    text = "Chilean troops shelled a Peruvian village on Monday."
    first, _ = coded(text, date(2016, 3, 9))
    again, _ = coded(text, date(2016, 3, 9))
    assert first["shelled"].earliest == again["shelled"].earliest == date(2016, 3, 7)


def test_actor_table_has_its_dates(coded):
    events, _ = coded("Sarkozy condemned Belgium.", date(2009, 5, 4))
    later, _ = coded("Sarkozy condemned Belgium.", date(2019, 5, 4))
    assert [p.code for p in events["condemned"].actors] == ["FRA GOV"]
    assert [p.code for p in later["condemned"].actors] == ["FRA ELI"]


def test_state_that_is_only_a_place_can_be_struck(coded):
    events, _ = coded("Chadian jets bombed a depot in eastern Niger.")
    assert sides(events["bombed"]) == (["TCD MIL"], ["NER"])


def test_town_of_a_signing_signs_nothing(coded):
    events, _ = coded("Peru and Chile signed a treaty in Oslo.")
    assert all("NOR" not in str(p.code) for e in events.values() for p in (*e.actors, *e.recipients))


def test_both_countries_of_a_joined_title_take_part(coded):
    events, _ = coded("The foreign ministers of Uruguay and Argentina met.")
    assert sides(events["met"]) == (["URY GOV", "ARG GOV"], [])


def test_both_countries_of_joined_adjectives_take_part(coded):
    events, _ = coded("Kenyan and Ugandan soldiers attacked the rebels.")
    assert {p.code for p in events["attacked"].actors} == {"KEN MIL", "UGA MIL"}


def test_accident_is_no_event(coded):
    events, _ = coded("The ferry had struck a sandbank and one person had drowned. The barge sank.")
    assert events == {}


def test_of_object_of_a_violent_noun_is_no_actor(coded):
    events, _ = coded("Togo condemned the shelling of a ferry.")
    assert [p.code for e in events.values() if e.type == "ASSAULT" for p in e.actors] == []
    assert sides(events["condemned"]) == (["TGO"], [])


def test_agent_behind_the_victim_is_the_actor(coded):
    events, _ = coded("The shelling of a ferry by Chadian troops angered everyone.")
    assert [p.code for p in events["shelling"].actors] == ["TCD MIL"]


def test_outcome_belongs_to_the_deed_not_to_the_accuser(coded):
    events, _ = coded("Benin accuses Togo of shelling a village, killing nine")
    violent = [e for e in events.values() if e.type == "ASSAULT"]
    assert [[p.code for p in e.actors] for e in violent] == [["TGO MIL"]]
    assert violent[0].killed_low == violent[0].killed_high == 9


def test_tale_for_voters_is_aimed_at_nobody(coded):
    events, _ = coded("The Finnish minister called the story a fairy tale for voters.")
    assert all(not e.recipients for e in events.values())


def test_pronoun_does_not_mean_an_act(coded):
    events, _ = coded("Chadian shelling killed two herders. They had fled the valley and attacked a convoy.")
    assert all(p.code != "TCD MIL" for e in events.values() if e.sentence == 1 for p in e.actors)


def test_the_court_is_the_one_named_before(coded):
    events, _ = coded("The International Court of Justice met. The court condemned Togo.")
    assert sides(events["condemned"]) == (["IGO UNO"], ["TGO"])


def test_sport_is_no_war(coded):
    text = (
        "Togo beat Benin in the final. The striker scored a goal and the keeper saved a penalty. "
        "The coach praised the team after the match. The defender fired the ball into the league's net."
    )
    assert coded(text)[0] == {}


def test_one_unknown_name_does_not_empty_the_document(coded):
    events, _ = coded("Zzyzxian officials met in Qwertzu. Chile bombed Peru.")
    assert sides(events["bombed"]) == (["CHL MIL"], ["PER"])


def test_who_denies_an_attack_denies_it_on_its_victim(coded):
    events, _ = coded("Togo's navy attacked Benin. Togo's navy did not attack anyone, its admiral said.")
    denied = [e for e in events.values() if e.realis == "DENIED"]
    assert [[p.code for p in e.recipients] for e in denied] == [["BEN"]]


def test_joined_demand_goes_to_whom_was_summoned(coded):
    events, _ = coded("The Norwegian minister summoned the Danish ambassador and demanded an apology.")
    assert [p.code for p in events["demanded"].recipients] == ["DNK GOV"]
