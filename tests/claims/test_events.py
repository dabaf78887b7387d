import numpy as np
import pytest

from dragoman.claims.events.coder import EventCoder
from dragoman.claims.events.judgement import LABELS, mask
from dragoman.claims.events.rows import CODER
from dragoman.values import Actor, Alternative, Mention, Part, Participant, Place, Sentence, Statement, Time

ACTORS = {
    "Norway": ("STATE", "NOR", None, "NOR"),
    "Norwegian": ("STATE", "NOR", None, "NOR"),
    "Denmark": ("STATE", "DNK", None, "DNK"),
    "Danish": ("STATE", "DNK", None, "DNK"),
    "Sweden": ("STATE", "SWE", None, "SWE"),
    "Olsen": ("PERSON", "NOR", "GOV", "NOR GOV"),
    "Berg": ("PERSON", "DNK", "GOV", "DNK GOV"),
    "Acme": ("ORGANISATION", "NOR", "BUS", "NOR BUS"),
    "Globex": ("ORGANISATION", "DNK", "BUS", "DNK BUS"),
}


class Undecided:
    """A relation model that holds every type equally likely and every sentence relevant."""

    def __init__(self):
        self.asked = 0

    def __call__(self, texts):
        self.asked += len(texts)
        return np.full((len(texts), len(LABELS)), 0.5, np.float32)

    def linear(self, texts):
        return np.full((len(texts), len(LABELS)), 0.5, np.float32)

    def relevance(self, texts):
        return np.ones(len(texts), np.float32)


def people(text):
    """Actors and mentions of the names above, wherever they stand in the text."""
    actors, mentions = {}, []
    for name, (kind, country, sector, code) in ACTORS.items():
        at = text.find(name)
        while at >= 0:
            if not text[at + len(name) : at + len(name) + 1].isalpha():
                id_ = code + kind
                actors[id_] = Actor(actor_id=id_, name=name, kind=kind, country=country, sector=sector, code=code)
                mentions.append(mention(text, at, name, id_))
            at = text.find(name, at + 1)
    return tuple(actors.values()), tuple(sorted(mentions, key=lambda m: m.start))


def mention(text, at, name, id_, alternatives=(), confidence=0.9):
    return Mention(
        mention_id=str(at), document_id="d", start=at, end=at + len(name), text=text[at : at + len(name)],
        actor_id=id_, how="NAME", confidence=confidence, alternatives=alternatives,
    )  # fmt: skip


@pytest.fixture
def code(parse):
    """Events of a text, with whatever other rows are given."""

    def run(text, typer=None, **rows):
        document, analysis = parse(text)
        actors, mentions = people(text)
        sentences = tuple(
            Sentence(document_id="d", sentence=k + 10, start=analysis.starts[a], end=analysis.ends[b - 1], kind="BODY")
            for k, (a, b) in enumerate(analysis.sentences)
        )
        given = {"actors": actors, "mentions": mentions, "places": (), "times": (), "statements": ()} | rows
        return EventCoder(typer or Undecided())(document, analysis, sentences, *given.values())

    return run


def told(text, events):
    """Each event in a line: type, words, codes of both sides."""
    return [(e.type, text[e.trigger_start : e.trigger_end], codes(e.actors), codes(e.recipients)) for e in events]


def codes(people):
    return "+".join(sorted(p.code or "?" for p in people))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway attacked Denmark.", ("ASSAULT", "attacked", "NOR MIL", "DNK")),
        ("Denmark was attacked by Norway.", ("ASSAULT", "attacked", "NOR MIL", "DNK")),
        ("Norway’s shelling of Danish troops went on.", ("ASSAULT", "shelling", "NOR MIL", "DNK MIL")),
        ("Norwegian airstrikes hit the harbour.", ("ASSAULT", "hit", "NOR MIL", "")),
        ("Norway shot down a Danish plane.", ("ASSAULT", "shot down", "NOR MIL", "DNK MIL")),
        ("Norway shot the Danish plane down.", ("ASSAULT", "shot", "NOR MIL", "DNK MIL")),
        ("Olsen called on Denmark to apologise.", ("REQUEST", "called on", "NOR GOV", "DNK")),
        ("Norway imposed sanctions on Denmark.", ("SANCTION", "imposed sanctions", "NOR", "DNK")),
        ("Norway lifted sanctions on Denmark.", ("CONCEDE", "lifted sanctions", "NOR", "DNK")),
        ("Norway withdrew its troops from Denmark.", ("RETREAT", "withdrew", "NOR MIL", "DNK")),
        ("Norway recalled its ambassador from Denmark.", ("SANCTION", "recalled", "NOR", "DNK")),
        ("Norway agreed to withdraw its troops from Denmark.", ("AGREE", "agreed", "NOR", "DNK")),
        ("Norway refused to sign the treaty with Denmark.", ("REJECT", "refused", "NOR", "DNK")),
        ("Norway threatened to shell Danish forces.", ("THREATEN", "threatened", "NOR", "DNK MIL")),
        ("Norway sent medicine to Denmark.", ("AID", "sent medicine", "NOR", "DNK")),
        ("Norway sent warships to Denmark.", ("MOBILIZE", "sent", "NOR MIL", "DNK")),
        ("Olsen praised Denmark.", ("SUPPORT", "praised", "NOR GOV", "DNK")),
        ("Norway expelled a Danish diplomat.", ("SANCTION", "expelled", "NOR", "DNK GOV")),
        ("Norway demanded that Denmark apologise.", ("REQUEST", "demanded", "NOR", "DNK")),
        ("Norwegian police arrested Berg.", ("COERCE", "arrested", "NOR COP", "DNK GOV")),
        ("Norway, which attacked Denmark, is small.", ("ASSAULT", "attacked", "NOR MIL", "DNK")),
        ("Olsen met Berg.", ("CONSULT", "met", "DNK GOV+NOR GOV", "")),
        ("Olsen and Berg held talks.", ("CONSULT", "held talks", "DNK GOV+NOR GOV", "")),
        ("After a dinner with Berg, Olsen spoke.", ("CONSULT", "dinner", "DNK GOV+NOR GOV", "")),
    ],
)
def test_who_did_what_to_whom(code, text, expected):
    assert expected in told(text, code(text))


def test_an_accusation_and_what_it_is_about_are_two(code):
    text = "Norway accused Denmark of shelling a village."
    assert told(text, code(text)) == [
        ("ACCUSE", "accused", "NOR", "DNK"),
        ("ASSAULT", "shelling", "DNK MIL", ""),
    ]


def test_joined_verbs_share_their_subject(code):
    text = "Norway condemned Denmark and attacked Sweden."
    assert told(text, code(text)) == [
        ("ACCUSE", "condemned", "NOR", "DNK"),
        ("ASSAULT", "attacked", "NOR MIL", "SWE"),
    ]


def test_compound_actors_are_one_event(code):
    text = "Norway and Sweden attacked Denmark."
    assert told(text, code(text)) == [("ASSAULT", "attacked", "NOR MIL+SWE MIL", "DNK")]


def test_no_actor_no_event(code):
    assert code("The village was shelled on Tuesday.") == ()
    assert code("Mudslides destroyed the village.") == ()


def test_nobody_is_borrowed_from_another_sentence(code):
    text = "Norway was calm. The village was shelled."
    assert code(text) == ()


def test_a_toll_is_the_event_s_and_no_event_of_its_own(code):
    text = "Norway shelled Danish troops, killing at least seven soldiers."
    (event,) = code(text)
    assert (event.type, event.killed_low, event.killed_high) == ("ASSAULT", 7, None)


def test_what_is_demanded_or_refused_is_no_second_event(code):
    for text in ("Norway demanded the release of Berg.", "Norway refused to release Berg."):
        assert len(code(text)) == 1, text


@pytest.mark.parametrize(
    "text",
    [
        "Norway would have attacked Denmark if it had known.",
        "Had Norway attacked Denmark, Sweden would have helped.",
        "Sweden prepared for further attacks by Norway.",
        "Norway “attacked” Denmark.",
        "Did Norway attack Denmark?",
    ],
)
def test_what_is_no_event(code, text):
    assert not [e for e in code(text) if e.type == "ASSAULT"]


def test_denied_and_planned_keep_their_type(code):
    text = "Norway did not attack Denmark. Norway will attack Sweden."
    assert [(e.type, e.realis) for e in code(text)] == [("ASSAULT", "DENIED"), ("ASSAULT", "PLANNED")]


SPORT = (
    "Norway attacked Denmark from the first whistle of the match. The Danish goalkeeper saved a goal before half-time. "
    "Norway shot at the keeper and the striker scored in the league. The referee showed the captain and a midfielder."
)


def test_a_match_is_no_war(code):
    assert code(SPORT) == ()


def test_a_price_war_is_no_war(code):
    text = (
        "Acme attacked Globex with lower prices. Shares of the chain fell as its profit and sales shrank. "
        "Analysts said the takeover bid for the company hurt its shareholders. The board of the retailer met investors."
    )
    assert code(text) == ()


def test_offsets_sentence_and_coder(code):
    text = "It was cold. Norway attacked Denmark."
    (event,) = code(text)
    assert text[event.trigger_start : event.trigger_end] == "attacked"
    assert event.sentence == 11
    assert event.coder == CODER
    assert 0 < event.confidence <= 1
    assert {text[p.start : p.end] for p in (*event.actors, *event.recipients)} == {"Norway", "Denmark"}


def row(text, words, kind, **fields):
    at = text.index(words)
    return kind(document_id="d", start=at, end=at + len(words), text=words, **fields)


def test_time_and_place_are_those_on_the_trigger(code):
    from datetime import date

    text = "On Tuesday Norway accused Denmark of shelling a village near Bergen."
    day = date(2024, 5, 7)
    time = row(text, "Tuesday", Time, type="DATE", value="2024-05-07", earliest=day, latest=day)
    place = row(text, "Bergen", Place, name="Bergen", lat=60.4, lon=5.3, precision=1, confidence=1.0)
    accused, shelling = code(text, times=(time,), places=(place,))
    assert (accused.time, accused.earliest, accused.date_precision, accused.place) == (time.start, day, "DAY", None)
    assert (shelling.time, shelling.earliest, shelling.date_precision) == (None, None, "NONE")
    assert shelling.place == place.start


def test_known_only_from_a_statement(code):
    text = "Olsen said Denmark attacked Sweden."
    content = Part(start=text.index("Denmark"), end=len(text) - 1)
    statement = Statement(
        statement_id="s", document_id="d", start=0, end=len(text) - 1, source_start=0, source_end=5, cue_start=6,
        cue_end=10, content=(content,), kind="INDIRECT", speaker="NOR GOVPERSON", act="ASSERT",
    )  # fmt: skip
    (event,) = code(text, statements=(statement,))
    assert (event.type, event.statement_id) == ("ASSAULT", "s")


def test_words_that_point_back_are_aimed_at_the_doer(code):
    text = "Norway shelled a village. Berg condemned the incident."
    shelling, condemned = code(text)
    assert told(text, [condemned]) == [("ACCUSE", "condemned", "DNK GOV", "NOR")]
    (recipient,) = condemned.recipients
    assert text[recipient.start : recipient.end] == "the incident"
    assert shelling.recipients == ()


def test_nobody_is_blamed_without_such_words(code):
    text = "Norway shelled a village. Berg condemned the weather."
    assert code(text)[1].recipients == ()


def test_an_elicited_response_is_the_other_side_s(code):
    text = "Norway’s shelling of the village has drawn a harsh response from Denmark."
    assert ("ACCUSE", "harsh response", "DNK", "NOR") in told(text, code(text))


def test_an_adjective_alone_names_a_state_of_the_page(code):
    text = "Denmark is near. Norway banned Danish imports."
    actors, mentions = people(text)
    known = tuple(m for m in mentions if m.text != "Danish")
    (event,) = code(text, actors=actors, mentions=known)
    assert codes(event.recipients) == "DNK"


def test_what_could_have_been_prevented_happened(code):
    text = "Olsen said Sweden should have prevented Denmark from attacking Norway."
    assert ("ASSAULT", "attacking", "DNK MIL", "NOR") in told(text, code(text))
    text = "Olsen said Sweden prevented Denmark from attacking Norway."
    assert not [e for e in code(text) if e.type == "ASSAULT"]


def test_two_meant_by_one_word_both_take_part(code):
    text = "They agreed to meet Sweden."
    actors, _ = people("Norway Denmark Sweden")
    both = (Alternative(actor_id="NORSTATE", confidence=0.4), Alternative(actor_id="DNKSTATE", confidence=0.4))
    they = mention(text, 0, "They", "NORSTATE", both, 0.8)
    (event,) = code(text, actors=actors, mentions=(they, *people(text)[1]))
    assert codes(event.actors[:2]) == "DNK+NOR"


def test_one_of_two_is_not_both(code):
    text = "It attacked Sweden."
    actors, _ = people("Norway Denmark Sweden")
    either = (Alternative(actor_id="NORSTATE", confidence=0.6), Alternative(actor_id="DNKSTATE", confidence=0.3))
    (event,) = code(text, actors=actors, mentions=(mention(text, 0, "It", "NORSTATE", either, 0.6), *people(text)[1]))
    assert codes(event.actors) == "NOR MIL"


class Sure(Undecided):
    """A model that is sure of one type."""

    def __init__(self, type_):
        super().__init__()
        self.column = LABELS.index(type_)

    def linear(self, texts):
        rows = np.full((len(texts), len(LABELS)), 0.001, np.float32)
        rows[:, self.column] = 0.98
        return rows

    def __call__(self, texts):
        self.asked += len(texts)
        return self.linear(texts)


def test_the_model_corrects_an_unsure_trigger(code):
    text = "Norway struck Denmark."
    assert code(text, typer=Sure("ASSAULT"))[0].type == "ASSAULT"
    assert code(text, typer=Sure("COERCE"))[0].type == "COERCE"


def test_the_dear_model_is_asked_only_where_there_is_doubt(code):
    sure, unsure = Sure("ASSAULT"), Sure("COERCE")
    code("Norway bombed Denmark.", typer=sure)
    code("Norway bombed Denmark.", typer=unsure)
    assert sure.asked == 0
    assert unsure.asked == 1


def test_an_empty_page(code):
    assert code("") == ()


def test_a_very_long_series_is_read(code):
    assert isinstance(code("Norway attacked " + ", ".join(["bombed", "shelled"] * 900) + " Denmark."), tuple)


def test_mask():
    text = "Then Norway attacked Denmark."
    actor = Participant(actor_id=None, code=None, start=5, end=11)
    recipient = Participant(actor_id=None, code=None, start=21, end=28)
    assert mask(text, (0, len(text)), actor, recipient) == "Then Alice attacked Bob."
    assert mask(text, (0, len(text)), actor, None) == "Then Alice attacked Denmark."
