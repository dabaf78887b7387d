"""Sentences with an actor and a trigger's word in which nothing happens between states, and some in which it does."""

import pytest

from dragoman.spans import lines
from dragoman.values import Block, Document


@pytest.fixture(scope="module")
def types(flow):
    def run(text):
        document = Document(document_id="d", text=text, raw_sha256="", language="en")
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        return [e.type for e in flow.run({"document": document, "blocks": blocks}, ["events"])["events"]]

    return run


METAPHORS = (
    "Chile is fighting a drought.",
    "Japan is battling an ageing population.",
    "Portugal won the battle against inflation.",
    "Greek firefighters are battling wildfires near Athens.",
    "The minister suffered a heart attack in Vienna.",
    "A price war broke out between German and Danish bakeries.",
)
COMMERCE = (
    "Denmark released its growth figures.",
    "The Greek government released a report on wages.",
    "China's demand for soybeans fell.",
    "Nigeria struck oil in the delta.",
    "The Turkish lira hit a record low.",
    "Egypt paid its debts.",
)
GAMES = (
    "France crushed Spain 4-0 in Saturday's friendly.",
    "Hungary beat Poland 2-1.",
    "The Dutch striker fired a shot past the Belgian goalkeeper.",
    "Iran and Iraq will meet in the final on Friday.",
    "Qatar hosts the Cup in November.",
)
FICTION = (
    "The film tells how German troops occupied the village.",
    "A documentary about how Britain bombed Dresden won a prize.",
    "The novel imagines that Germany invaded England.",
)
STATES = (
    "Norway enjoys support from Estonia.",
    "The Somali teacher lacks support from Nairobi.",
    "Poland believes that Germany should do more.",
    "The tanks of Poland might want Spain to head back.",
    "The Ukrainian minister said he hoped Paris would be blamed.",
    "The Mexican minister likes to visit Cuba.",
)
CONDITIONS = (
    "If Iran attacked Israel, the price of bread would rise.",
    "Should Serbia refuse, the bridge stays closed.",
    "Is Russia about to attack Georgia?",
    "China is unlikely to attack Taiwan.",
)


@pytest.mark.parametrize("text", [*METAPHORS, *COMMERCE, *GAMES, *FICTION, *STATES, *CONDITIONS])
def test_nothing_happens(types, text):
    assert types(text) == []


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Chile is fighting Peru.", "ASSAULT"),
        ("Portugal won the battle against Spain.", "ASSAULT"),
        ("Denmark released its Greek prisoners.", "RETREAT"),
        ("China's demand for an apology angered Japan.", "REQUEST"),
        ("The Turkish army hit a Syrian village.", "ASSAULT"),
        ("The Hungarian police beat Polish journalists.", "ASSAULT"),
        ("Iran and Iraq will meet in Vienna on Friday.", "CONSULT"),
        ("The minister condemned a film about Germany and threatened France.", "THREATEN"),
        ("Estonia voiced support for Norway.", "SUPPORT"),
        ("Mexico would like to visit Cuba.", "CONSULT"),
    ],
)
def test_the_same_words_of_states_are_events(types, text, type_):
    assert type_ in types(text)


def test_what_is_named_by_its_year_is_history(types):
    assert types("The Chilean minister wrote a book on Peru's 1879 invasion.") == []


def test_a_word_in_a_name_is_no_act(types):
    assert types("The Organisation for Security and Cooperation in Europe has a flag.") == []
