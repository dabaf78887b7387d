"""What the text does not support stays empty: nothing is borrowed from a sentence about something else."""

import pytest

from dragoman.flow import Flow
from dragoman.ids import sha256
from dragoman.values import RawDocument, Reading

PAGES = [
    ("Gunmen killed three teachers.", "The annual flower market in Lisbon was well attended."),
    ("A bomb killed four people at a checkpoint.", "Norway won the handball match on 4 May 2019."),
    ("Protesters burned two buses.", "A museum in Vienna will open a new wing on 12 March 2031."),
    ("Rebels shelled a market.", "French President Luc Moreau congratulated the winners of a bicycle race."),
    ("Police arrested nine smugglers.", "Swedish researchers in Uppsala published a study of moss in June 2020."),
    ("Soldiers fired on a bus.", "The bakery in Bruges has sold bread since 1954."),
    ("Demonstrators blocked the road.", "The orchestra of Helsinki played in Riga on 3 February 2018."),
    ("An explosion wounded six workers.", "Japan's tea harvest was the best in years, growers in Shizuoka said."),
]  # fmt: skip


def read(flow: Flow, text: str) -> Reading:
    reading = flow(RawDocument(input="page", text=text, media="TEXT", raw_sha256=sha256(text.encode())))
    assert isinstance(reading, Reading)
    return reading


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("told", "unrelated"), PAGES)
def test_promise_22_nothing_is_borrowed_from_an_unrelated_sentence(
    flow: Flow, told: str, unrelated: str, *, turned: bool
) -> None:
    reading = read(flow, "\n\n".join([unrelated, told] if turned else [told, unrelated]))
    start = reading.document.text.index(told)
    (sentence,) = [one.sentence for one in reading.sentences if one.start == start]
    for event in reading.events:
        if event.sentence == sentence:
            assert event.place is None
            assert event.time is None
            assert (event.earliest, event.latest, event.date_precision) == (None, None, "NONE")
            for actor in (*event.actors, *event.recipients):
                assert start <= actor.start < actor.end <= start + len(told)
                assert actor.code is None, actor.code


def test_promise_22_what_the_sentence_itself_says_is_taken(flow: Flow) -> None:
    """So that the tests above cannot pass by leaving all empty."""
    text = "Swedish police arrested nine smugglers in Uppsala on 4 May 2019.\n\nThe bakery in Bruges has sold bread."
    (event,) = [one for one in read(flow, text).events if one.type == "COERCE"]
    assert [actor.code for actor in event.actors] == ["SWE COP"]
    assert event.place == text.index("Uppsala")
    assert str(event.earliest) == str(event.latest) == "2019-05-04"
