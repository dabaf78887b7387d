"""Who takes part, read with the whole chain: invented people and ships, real countries."""

import pytest

from dragoman.spans import lines
from dragoman.values import Block, Document


@pytest.fixture
def sides(flow):
    """Codes of the actors and of the recipients of the event that bears these trigger words."""

    def run(text, words):
        document = Document(document_id="d", text=text, raw_sha256="", language="en")
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        events = flow.run({"document": document, "blocks": blocks}, ["events"])["events"]
        found = [e for e in events if words in text[e.trigger_start : e.trigger_end]]
        assert found, [text[e.trigger_start : e.trigger_end] for e in events]
        return tuple({p.code for p in people} for people in (found[0].actors, found[0].recipients))

    return run


@pytest.mark.parametrize(
    ("text", "words", "recipients"),
    [
        ("Peru lifted its embargo against both Chile and Bolivia.", "lifted", {"CHL", "BOL"}),
        ("Chile lifted the sanctions imposed on Peru and Bolivia.", "lifted", {"PER", "BOL"}),
        ("A rebel commander surrendered to Colombian forces.", "surrendered", {"COL MIL"}),
        ("Egypt’s ministry expressed its support for the government of Jordan.", "expressed", {"JOR GOV"}),
        ("Norway donated a shipment of pumps to assist Ethiopia with its response.", "donated", {"ETH"}),
        ("Norway announced new aid to help people in Kenya and Somalia.", "announced", {"KEN CVL", "SOM CVL"}),
        ("Chile closed its border with Peru on Monday.", "closed", {"PER"}),
        ("Chile pulled out of the talks with Peru on Monday.", "pulled", {"PER"}),
        ("Norway offered to mediate between Chile and Peru.", "offered", {"CHL", "PER"}),
    ],
)
def test_recipients_outside_the_frame(sides, text, words, recipients):
    assert sides(text, words)[1] == recipients


def test_offered_talks_are_for_the_two_that_the_sentence_names(sides):
    text = "Peru and Chile traded blows. Bolivia, which borders both countries, said it was ready to host talks."
    assert sides(text, "ready") == ({"BOL"}, {"PER", "CHL"})


def test_offered_talks_are_for_nobody_where_the_sentence_names_none(sides):
    text = "Peru and Chile traded blows. Bolivia said it was ready to host talks."
    assert sides(text, "ready") == ({"BOL"}, set())


def test_who_fired_first_fired_at_those_who_say_so(sides):
    assert sides("Lima said that the Ecuadorians fired first.", "fired") == ({"ECU MIL"}, {"PER MIL"})


def test_a_second_is_another_of_the_same(sides):
    text = "On 3 May the Chilean navy seized the Rosal, a trawler working for Peru; on 9 June it detained a second."
    assert sides(text, "detained")[1] == {"PER CVL"}


def test_words_are_not_aimed_at_the_speakers_own_state(sides):
    text = "Jordan’s king warned that, were it to go on, the kingdom would close its airspace to Syrian aircraft."
    assert sides(text, "warned")[1] == {"SYR CVL"}


def test_those_given_up_and_those_who_receive_them_are_recipients(sides):
    text = "Kenya handed over four Somali sailors to the Red Cross."
    assert sides(text, "handed over")[1] == {"SOM MIL", "NGO IRC"}


def test_who_fires_back_fires_at_the_attackers(sides):
    text = "Ecuadorean gunboats opened fire on Peruvian marines. The marines fired back."
    assert sides(text, "fired back") == ({"PER MIL"}, {"ECU MIL"})


def test_the_frigate_that_hit_one_side_is_the_other_s(sides):
    text = "Peru accused Chile of piracy. Lima said four of its sailors died when the frigate rammed them."
    assert sides(text, "rammed") == ({"CHL MIL"}, {"PER MIL"})


def test_a_frigate_is_nobody_s_where_three_are_at_odds(sides):
    text = (
        "Peru accused Chile of piracy. Bolivia accused Peru of lying. "
        "Lima said four of its sailors died when the frigate rammed them."
    )
    assert sides(text, "rammed") == ({None}, {"PER MIL"})


def test_the_same_frigate_is_that_of_the_last_attack(sides):
    text = "Chile’s sinking of the Peruvian boat angered Lima. On Friday the same frigate fired on a trawler."
    assert sides(text, "fired")[0] == {"CHL MIL"}


def test_an_incident_far_above_is_what_the_page_is_about(sides):
    text = (
        "Chile shelled a Peruvian trawler. It was dark. The sea was rough. The crew swam. A priest saw it. "
        "Nobody slept. Brazil condemned the incident."
    )
    assert sides(text, "condemned") == ({"BRA"}, {"CHL"})


def test_the_country_s_war_is_not_its_doing(sides):
    text = "Rwanda is small. Kenya condemned the country’s 1994 massacre of farmers."
    assert sides(text, "condemned")[0] == {"KEN"}


def test_those_accused_of_it_did_it_wherever_the_parse_hangs_the_preposition(sides):
    text = "Chad accused Nigerian soldiers of shelling a border post in Chad."
    assert sides(text, "shelling")[0] == {"NGA MIL"}


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Chilean soldiers' massacre of Peruvian fishermen shocked Bolivia.", {"CHL MIL"}, {"PER CVL"}),
        ("The blockade of Peru by Chile entered its third week.", {"CHL"}, {"PER"}),
    ],
)
def test_of_names_the_victim_of_a_killing_or_a_siege(sides, text, actors, recipients):
    assert sides(text, "massacre" if "massacre" in text else "blockade") == (actors, recipients)


def test_a_killing_whose_victims_alone_are_named_is_no_event(flow):
    text = "The killing of two herders angered Chile."
    document = Document(document_id="d", text=text, raw_sha256="", language="en")
    blocks = (Block(start=0, end=len(text), kind="BODY"),)
    events = flow.run({"document": document, "blocks": blocks}, ["events"])["events"]
    assert not [one for one in events if one.type == "ASSAULT"]


def test_who_runs_into_a_mine_laid_no_mine(flow):
    text = "Two Chilean soldiers were killed when their truck struck a landmine near the border."
    document = Document(document_id="d", text=text, raw_sha256="", language="en")
    blocks = (Block(start=0, end=len(text), kind="BODY"),)
    events = flow.run({"document": document, "blocks": blocks}, ["events"])["events"]
    assert not any(one.actors for one in events)
