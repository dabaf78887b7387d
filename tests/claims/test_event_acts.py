"""Acts that are done by saying something: each once, each with its own words, and nothing beside their content."""

import pytest

from dragoman.spans import lines
from dragoman.values import Block, Document


@pytest.fixture(scope="module")
def events_of(flow):
    def run(text):
        document = Document(document_id="d", text=text, raw_sha256="", language="en")
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        return flow.run({"document": document, "blocks": blocks}, ["events"])["events"]

    return run


@pytest.fixture
def told(events_of):
    """Type, words and realis of each event of a text, in order."""
    return lambda text: [(e.type, text[e.trigger_start : e.trigger_end], e.realis) for e in events_of(text)]


@pytest.fixture
def flow_codes(events_of):
    """Type and codes of both sides of the first event of a text."""

    def run(text):
        first = events_of(text)[0]
        return first.type, [p.code for p in first.actors], [p.code for p in first.recipients]

    return run


@pytest.mark.parametrize(
    "text",
    [
        "Turkey rejected a Greek request to withdraw its troops from the island.",
        "Turkey rejected Greece's demand for an apology.",
        "Greece rejected an appeal by Turkey to halt the drills.",
        "Iran turned down Germany's invitation.",
        "Iran declined a request by Germany to extradite the suspect.",
    ],
)
def test_a_rejected_request_is_a_rejection_and_no_denial(told, text):
    ((type_, _, realis),) = told(text)
    assert (type_, realis) == ("REJECT", "ACTUAL")


def test_joined_acts_are_two(told):
    text = "Israel denied that it had struck the convoy, and accused Syria of inventing the raid."
    assert [(type_, realis) for type_, _, realis in told(text)] == [("ASSAULT", "DENIED"), ("ACCUSE", "ACTUAL")]
    text = "Turkey praised Qatar and criticised Egypt."
    assert [type_ for type_, _, _ in told(text)] == ["SUPPORT", "ACCUSE"]


def test_the_same_words_are_not_two_acts(told):
    text = "Iran condemned the strike and vowed to retaliate against Israel."
    assert [words for _, words, _ in told(text)] == ["condemned", "vowed"]


def test_a_plan_that_is_told_is_its_promise(told):
    text = "The Kenyan president said Kenya would send tents to Somalia."
    assert len(told(text)) == 1


def test_what_must_be_done_is_the_demand(told):
    text = "Russia says Israel must end its attacks on Syria."
    assert [type_ for type_, _, _ in told(text)] == ["REQUEST"]


def test_the_act_follows_the_news_it_passes_on(told):
    text = "Uganda shelled a Kenyan village, the Kenyan president said."
    assert told(text)[0][0] == "ASSAULT"


def test_a_sharp_speech_is_no_assault(told):
    text = "The Polish premier launched a scathing attack on Hungary."
    assert [type_ for type_, _, _ in told(text)] == ["ACCUSE"]
    text = "Polish troops launched a dawn attack on Hungary."
    assert [type_ for type_, _, _ in told(text)] == ["ASSAULT"]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The Kenyan president called his Ugandan counterpart on Friday to discuss trade.", "CONSULT"),
        ("The Kenyan president called the Ugandan minister a liar.", "ACCUSE"),
        ("The Kenyan president called for talks with Uganda.", "REQUEST"),
    ],
)
def test_to_call_somebody_to_call_him_something_to_call_for_something(told, text, type_):
    assert told(text)[0][0] == type_


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Japan is sending troops to Mali.", "MOBILIZE"),
        ("Japan is sending troops to a peacekeeping mission in Mali.", "AID"),
        ("Norwegian soldiers were deployed in Mali as peacekeepers.", "AID"),
        ("Japan held a military exercise.", "MOBILIZE"),
        ("Japan and Kenya held a military exercise.", "COOPERATE"),
        ("Japan launched war games near Fiji.", "MOBILIZE"),
        ("Japan opened its borders to Syrian refugees.", "AID"),
        ("Japan shared evidence with Kenya.", "COOPERATE"),
        ("Japan handed over a suspect to Kenya.", "COOPERATE"),
        ("Israeli troops pulled out of Jenin.", "RETREAT"),
        ("Israel pulled out of the treaty with Japan.", "SANCTION"),
        ("Japan offered talks to Kenya.", "AGREE"),
        ("An agreement between Israel and Lebanon on gas was announced.", "AGREE"),
        ("There was sharp criticism of Israel from Ireland.", "ACCUSE"),
        ("A Norwegian ship rescued Syrian migrants.", "AID"),
        ("Japan protested after a Korean missile fell into its waters.", "ACCUSE"),
        ("Japanese students protested against Korea.", "PROTEST"),
    ],
)
def test_what_the_setting_makes_of_an_act(told, text, type_):
    assert told(text)[0][0] == type_


def test_what_is_denied_and_who_is_accused_are_two(told):
    text = "Russia denied shelling the town and accused Ukraine of lying."
    assert [(type_, realis) for type_, _, realis in told(text)] == [("ASSAULT", "DENIED"), ("ACCUSE", "ACTUAL")]
    text = "Iran denied attacking the tanker and blamed Saudi Arabia."
    assert [(type_, realis) for type_, _, realis in told(text)] == [("ASSAULT", "DENIED"), ("ACCUSE", "ACTUAL")]


@pytest.mark.parametrize(
    "text",
    [
        "The Taliban said it will not begin talks with the Afghan government.",
        "Norway will not lift its embargo against Denmark.",
    ],
)
def test_a_kindness_refused_is_known_as_denied(told, text):
    ((_, _, realis),) = told(text)
    assert realis == "DENIED"


def test_what_was_said_to_come_is_planned(told):
    assert told("Kenya said it would withdraw its troops from Somalia.")[0][::2] == ("RETREAT", "PLANNED")
    assert told("Kenya said it would withdraw its troops if Somalia agreed.")[0][::2] != ("RETREAT", "PLANNED")
    assert told("Somalia called for talks with Kenya.")[0][0] == "REQUEST"
    assert told("Kenya and Somalia signed a cease-fire.") != []


def test_what_is_suspended_is_not_given(told):
    assert told("Norway announced a suspension of aid to Mali.")[0][0] == "SANCTION"
    assert told("Norway announced a shipment of aid to Mali.")[0][0] == "AID"


def test_what_another_foretells_is_no_refusal(told):
    assert [type_ for type_, _, _ in told("Norway said it will never apologise.")] == ["CONCEDE"]
    foretold = told("A Danish analyst said Norway will never apologise.")
    assert "CONCEDE" not in [type_ for type_, _, _ in foretold]


def test_whose_an_action_noun_is(flow_codes):
    assert flow_codes("There was sharp criticism of Israel from Ireland.") == ("ACCUSE", ["IRL"], ["ISR"])
    assert flow_codes("Hezbollah fired rockets into northern Israel.")[2] == ["ISR"]
    assert flow_codes("Turkish troops fought Greek soldiers on the island.")[1] == ["TUR MIL", "GRC MIL"]


def test_to_defend_one_s_own_warns_and_to_defend_another_supports(flow_codes, told):
    text = "If Chile crosses the river, Peru will defend its villages."
    assert flow_codes(text) == ("THREATEN", ["PER"], ["CHL"])
    assert told(text)[0][2] == "ACTUAL"
    assert flow_codes("Brazil will defend Peru.")[0] == "SUPPORT"


def test_a_word_of_blame_for_an_act_is_no_second_act(told):
    assert [type_ for type_, _, _ in told("Peru denounced a provocation by Chile.")] == ["ACCUSE"]
    assert [type_ for type_, _, _ in told("Peru denounced a raid by Chilean troops.")] == ["ACCUSE", "ASSAULT"]


def test_what_is_told_to_come_is_no_request(told):
    text = "The Kenyan president told reporters that Kenya will withdraw its troops from Somalia."
    assert [(type_, realis) for type_, _, realis in told(text)] == [("RETREAT", "PLANNED")]


def test_an_accusation_by_a_human_rights_group_is_one(flow_codes):
    type_, actors, _ = flow_codes("Amnesty International accused the soldiers of torturing detainees.")
    assert (type_, actors) == ("ACCUSE", ["NGO AMN"])


def test_talks_agreed_to_and_hours_given(told):
    assert told("Norway agreed to talks with Denmark.")[0][0] == "AGREE"
    assert told("Norway gave Denmark 48 hours to leave.")[0][0] == "THREATEN"


def test_who_denies_and_accuses_does_both_whatever_the_parse_joins(events_of):
    text = "Kenya's foreign minister denied that troops had crossed the border and accused Uganda of lying."
    (accusing,) = (e for e in events_of(text) if e.type == "ACCUSE")
    assert ([p.code for p in accusing.actors], accusing.realis) == (["KEN GOV"], "ACTUAL")
    assert [p.code for p in accusing.recipients] == ["UGA"]


def test_who_leaves_lessons_is_on_strike(told):
    assert told("Students in Kenya walked out of classes on Monday.") == [("PROTEST", "walked out of", "ACTUAL")]
