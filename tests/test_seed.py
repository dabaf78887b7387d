"""The first real input, row by row: what `../shared/seed/README.md` says that it must yield.

Sentences are found by a word or two of theirs, and read from the shared folder: nothing of the page is kept here.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dragoman.flow import Flow
from dragoman.ids import sha256
from dragoman.settings import Settings
from dragoman.values import Actor, Event, Place, RawDocument, Reading, Sentence, Statement

PUBLISHED = datetime(2015, 11, 27, tzinfo=UTC)


class Page:
    """A reading of the seed page, to ask questions of."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.document.text
        self.dated = reading.document.published is not None
        self.actors: dict[str, Actor] = {actor.actor_id: actor for actor in reading.actors}

    def sentence(self, words: str) -> Sentence:
        return next(s for s in self.reading.sentences if words in self.text[s.start : s.end])

    def events(self, words: str, *types: str) -> list[Event]:
        number = self.sentence(words).sentence
        return [e for e in self.reading.events if e.sentence == number and (not types or e.type in types)]

    def statements(self, words: str) -> list[Statement]:
        sentence = self.sentence(words)
        return [s for s in self.reading.statements if s.start < sentence.end and sentence.start < s.end]

    def speakers(self, words: str) -> set[str]:
        return {self.name(s.speaker) for s in self.statements(words)}

    def name(self, actor_id: str | None) -> str:
        return self.actors[actor_id].name if actor_id else ""

    def candidates(self, statement: Statement) -> set[str]:
        return {self.name(one.actor_id) for one in statement.alternatives} | {self.name(statement.speaker)}

    def place(self, event: Event) -> Place | None:
        return next((p for p in self.reading.places if p.start == event.place), None)


def codes(event: Event) -> tuple[set[str | None], set[str | None]]:
    return {p.code for p in event.actors}, {p.code for p in event.recipients}


def is_near(place: Place | None, lat: float, lon: float) -> bool:
    return place is not None and abs((place.lat or 0) - lat) < 0.2 and abs((place.lon or 0) - lon) < 0.2


@pytest.fixture(scope="module", params=[None, PUBLISHED], ids=["undated", "dated"])
def page(request: pytest.FixtureRequest, shared: Path, flow: Flow) -> Iterator[Page]:
    raw = (shared / "seed" / "su24.txt").read_bytes()
    reading = Flow(Settings(published=request.param), flow.stages)(
        RawDocument(input="su24.txt", text=raw.decode(), media="TEXT", raw_sha256=sha256(raw))
    )
    assert isinstance(reading, Reading)
    yield Page(reading)


def test_furniture_is_no_sentence_and_holds_no_mention(page: Page) -> None:
    furniture = [s for s in page.reading.sentences if s.kind == "FURNITURE"]
    assert [page.text[s.start : s.end] for s in furniture] == ["Share", "Advertisement", "Advertisement"]
    assert not [m for m in page.reading.mentions for s in furniture if s.start <= m.start < s.end]


def test_last_line_is_a_stray_headline(page: Page) -> None:
    last = page.reading.sentences[-1]
    assert last.kind == "STRAY"
    assert not [s for s in page.reading.statements if s.end > last.start]


def test_headline_is_a_reciprocal_agreement(page: Page) -> None:
    assert page.sentence("Putin, Hollande").kind == "HEADLINE"
    (event,) = page.events("Putin, Hollande", "AGREE")
    assert codes(event) == ({"RUS GOV", "FRA GOV"}, set())
    assert "military" in event.contexts
    assert event.place is None


def test_downing_by_a_noun_on_a_tuesday(page: Page) -> None:
    downing = next(e for e in page.events("half a century", "ASSAULT") if "downing" in page.text[e.trigger_start :][:9])
    assert codes(downing) == ({"TUR MIL"}, {"RUS MIL"})
    assert downing.earliest == (date(2015, 11, 24) if page.dated else None)
    time = next(t for t in page.reading.times if t.start == downing.time)
    assert time.value == ("2015-11-24" if page.dated else "XXXX-WXX-2")


def test_disapproving_response_of_moscow(page: Page) -> None:
    responses = page.events("half a century", "ACCUSE", "REJECT")
    assert [({c and c[:3] for c in codes(e)[0]}, {c and c[:3] for c in codes(e)[1]}) for e in responses] == [
        ({"RUS"}, {"TUR"})
    ]


def test_effigy_is_nobody(page: Page) -> None:
    sentence = page.sentence("straw")
    assert page.events("straw") == []
    assert page.statements("straw") == []
    assert not [m for m in page.reading.mentions if sentence.start <= m.start < sentence.end and "rdo" in m.text]


def test_three_acts_in_one_sentence(page: Page) -> None:
    statements = page.statements("stab in the")
    assert {s.act for s in statements} >= {"DENY", "ACCUSE"}
    assert {s.act for s in statements} & {"WARN", "THREATEN"}
    assert page.speakers("stab in the") == {"Vladimir Putin"}
    assert any(s.kind == "MIXED" for s in statements if s.act == "ACCUSE")
    (threat,) = page.events("stab in the", "THREATEN")
    assert codes(threat)[0] == {"RUS GOV"}
    assert {c and c[:3] for c in codes(threat)[1]} == {"TUR"}


def test_speaker_against_own_side_is_ambiguous(page: Page) -> None:
    (statement,) = page.statements("told CNN")
    assert statement.act == "DEMAND"
    assert page.candidates(statement) >= {"Vladimir Putin", "Recep Tayyip Erdoğan"}
    assert statement.speaker_confidence < 0.8
    assert page.name(statement.addressee) == "CNN"


def test_direct_quote_of_putin(page: Page) -> None:
    (statement,) = page.statements("identification signs")
    assert (statement.kind, page.name(statement.speaker)) == ("DIRECT", "Vladimir Putin")


def test_dinner_in_the_kremlin(page: Page) -> None:
    (consult,) = page.events("working dinner", "CONSULT")
    assert codes(consult) == ({"FRA GOV", "RUS GOV"}, set())
    assert is_near(page.place(consult), 55.75, 37.62)
    assert {"Hollande"} == {name.split()[-1] for name in page.speakers("working dinner")}
    (agree,) = page.events("working dinner", "AGREE")
    assert codes(agree)[0] == {"FRA GOV", "RUS GOV"}
    assert agree.statement_id in {s.statement_id for s in page.statements("working dinner")}


def test_wish_to_meet_is_planned(page: Page) -> None:
    assert page.speakers("face to face") == {"Recep Tayyip Erdoğan"}
    (wish,) = page.events("face to face", "REQUEST", "CONSULT")
    assert codes(wish) in (({"TUR GOV"}, {"RUS GOV"}), ({"TUR GOV", "RUS GOV"}, set()))
    assert wish.realis == "PLANNED"


def test_airstrikes_known_from_anadolu_alone(page: Page) -> None:
    (strike,) = page.events("Anadolu", "ASSAULT")
    assert codes(strike) == ({"RUS MIL"}, {"TUR CVL"})
    assert "aerial" in strike.modes
    assert (strike.killed_low, strike.killed_high) == (7, None)
    assert is_near(page.place(strike), 36.59, 37.04)
    assert page.place(strike).country == "SYR"  # type: ignore[union-attr]
    assert strike.earliest == (date(2015, 11, 25) if page.dated else None)
    said = next(s for s in page.reading.statements if s.statement_id == strike.statement_id)
    assert page.actors[said.speaker or ""].code == "TUR JRN"


def test_counterfactual_is_no_event(page: Page) -> None:
    assert "Recep Tayyip Erdoğan" in page.speakers("echo")
    assert [e for e in page.events("echo") if e.realis == "ACTUAL"] == []


def test_agreement_and_planned_cooperation(page: Page) -> None:
    statement = next(s for s in page.statements("bilateral basis") if s.kind == "DIRECT")
    assert (page.name(statement.speaker), statement.act) == ("Vladimir Putin", "AGREE")
    assert page.events("bilateral basis", "AGREE")
    (cooperate,) = page.events("bilateral basis", "COOPERATE")
    assert cooperate.realis == "PLANNED"


def test_reproach_to_the_usa(page: Page) -> None:
    assert "Vladimir Putin" in page.speakers("united front")
    downing = page.events("united front", "ASSAULT")
    assert [codes(e) for e in downing] == [({"TUR MIL"}, {"RUS MIL"})]
    assert not [e for e in page.events("united front") if e.realis == "ACTUAL" and "USA" in str(codes(e)[0])]


def test_title_without_a_name(page: Page) -> None:
    assert page.speakers("tensions") == {"Recep Tayyip Erdoğan"}


def test_visas_cancelled(page: Page) -> None:
    (sanction,) = page.events("visa-free", "SANCTION")
    assert codes(sanction)[0] == {"RUS GOV"}
    assert {c and c[:3] for c in codes(sanction)[1]} == {"TUR"}
    assert sanction.earliest == (date(2015, 11, 27) if page.dated else None)
    mixed = next(s for s in page.statements("visa-free") if s.kind == "MIXED")
    assert (mixed.act, page.name(mixed.speaker)) == ("ACCUSE", "Sergei Lavrov")


def test_import_controls(page: Page) -> None:
    sanctions = page.events("agricultural imports", "SANCTION")
    assert [codes(e)[0] for e in sanctions] in ([{"RUS GOV"}], [{"RUS"}])
    assert [{c and c[:3] for c in codes(e)[1]} for e in sanctions] == [{"TUR"}]


def test_missiles_sent_to_the_base(page: Page) -> None:
    (mobilize,) = page.events("airbase", "MOBILIZE")
    assert codes(mobilize)[0] == {"RUS MIL"}
    assert is_near(page.place(mobilize), 35.41, 35.95)
    assert page.place(mobilize).country == "SYR"  # type: ignore[union-attr]
    said = next(s for s in page.reading.statements if s.statement_id == mobilize.statement_id)
    assert (page.name(said.speaker), page.actors[said.speaker or ""].code) == ("Igor Konashenkov", "RUS MIL")
    assert [e for e in page.events("airbase", "ASSAULT") if e.realis == "ACTUAL"] == []


def test_second_speaker_of_the_stitched_end_is_ambiguous(page: Page) -> None:
    (statement,) = page.statements("culprits")
    assert statement.act == "ACCUSE"
    assert "Igor Konashenkov" in page.candidates(statement)
    assert statement.speaker_confidence < 0.8


def test_one_actor_under_all_its_names(page: Page) -> None:
    named = {m.text: m.actor_id for m in page.reading.mentions}
    assert named["IS"] == named["ISIS"] == named["Islamic State"]
    erdogan = {m.actor_id for m in page.reading.mentions if m.text in ("Erdogan", "Recep Tayyip Erdoğan")}
    assert len(erdogan) == 1
    assert named["Russian Federation"] == named["Russia"]


def test_no_date_without_a_publication_date(page: Page) -> None:
    if not page.dated:
        assert {e.earliest for e in page.reading.events} == {None}
