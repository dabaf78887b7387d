"""What one page says of somebody reaches the pages that only name them: invented people, real countries."""

from datetime import datetime

import pytest

from dragoman.corroborate.roles import learn_roles, teach_events
from dragoman.ids import make_id
from dragoman.schema import table_of_rows
from dragoman.values import Actor, Document, Event, Mention, Participant

MARCH, APRIL, NEXT_YEAR = datetime(2026, 3, 10), datetime(2026, 4, 2), datetime(2027, 6, 1)


def actor(name, code=None, kind="PERSON"):
    country, _, sector = (code or "").partition(" ")
    return Actor(
        actor_id=make_id("actor", name, kind, code), name=name, kind=kind, country=country or None,
        sector=sector or None, code=code,
    )  # fmt: skip


CHILE, PERU = actor("Chile", "CHL", "STATE"), actor("Peru", "PER", "STATE")


def page(name, *actors, published=MARCH):
    """A page that names these actors."""
    document = Document(document_id=name, text="", raw_sha256="", published=published)
    mentions = [
        Mention(
            mention_id=make_id(name, k), document_id=name, start=k, end=k + 1, text=one.name, actor_id=one.actor_id,
            how="NAME", confidence=0.9,
        )
        for k, one in enumerate(actors)
    ]  # fmt: skip
    return document, actors, mentions


def learn(*pages):
    """Codes learned, by page and name; the same whatever the order of the pages."""
    names = {one.actor_id: one.name for _, actors, _ in pages for one in actors}
    results = []
    for order in (pages, pages[::-1]):
        everybody = {one.actor_id: one for _, actors, _ in order for one in actors}
        role = learn_roles(
            table_of_rows("document", [document for document, _, _ in order]),
            table_of_rows("actor", list(everybody.values())),
            table_of_rows("mention", [mention for _, _, mentions in order for mention in mentions]),
        )
        results.append(role.to_pylist())
    assert results[0] == results[1]
    return {(row["document_id"], names[row["actor_id"]]): row["code"] for row in results[0]}


MINISTER, BARE = actor("Marta Quiroga", "CHL GOV"), actor("Quiroga")


def test_a_surname_learns_the_office_from_another_page():
    assert learn(page("a", MINISTER, CHILE), page("b", BARE, CHILE)) == {("b", "Quiroga"): "CHL GOV"}


def test_a_page_s_own_word_stands():
    other = actor("Quiroga", "CHL MIL")
    assert learn(page("a", MINISTER, CHILE), page("b", other, CHILE)) == {}


def test_nothing_is_learned_where_the_page_does_not_speak_of_the_country():
    assert learn(page("a", MINISTER, CHILE), page("b", BARE, PERU)) == {}


def test_nothing_is_learned_where_pages_differ_on_the_country():
    other = actor("Marta Quiroga", "PER GOV")
    assert learn(page("a", MINISTER, CHILE), page("b", BARE, CHILE, PERU), page("c", other, PERU)) == {}


def test_nothing_is_learned_from_two_of_one_surname():
    brother = actor("Luis Quiroga", "CHL BUS")
    assert learn(page("a", MINISTER, CHILE), page("b", BARE, CHILE), page("c", brother, CHILE)) == {}


def test_another_given_name_is_another_person():
    brother = actor("Luis Quiroga")
    assert learn(page("a", MINISTER, CHILE), page("b", brother, CHILE)) == {}


def test_an_initial_is_the_same_person():
    assert learn(page("a", MINISTER, CHILE), page("b", actor("M. Quiroga"), CHILE))


def test_the_office_most_pages_give_is_learned():
    general = actor("Marta Quiroga", "CHL MIL")
    pages = (page("a", MINISTER), page("b", MINISTER), page("c", general), page("d", BARE, CHILE))
    assert learn(*pages) == {("d", "Quiroga"): "CHL GOV"}


def test_an_office_is_not_carried_over_years():
    assert learn(page("a", MINISTER, CHILE), page("b", BARE, CHILE, published=NEXT_YEAR)) == {}
    assert learn(page("a", MINISTER, CHILE), page("b", BARE, CHILE, published=APRIL))
    assert learn(page("a", MINISTER, CHILE), page("b", BARE, CHILE, published=None))


def test_a_ship_learns_its_flag_by_name():
    frigate, bare = actor("Rosal", "CHL MIL", "GROUP"), actor("Rosal", None, "ORGANISATION")
    assert learn(page("a", frigate, CHILE), page("b", bare, CHILE)) == {("b", "Rosal"): "CHL MIL"}


def test_a_body_learns_only_by_its_whole_name():
    bank, bare = actor("Andes Bank", "CHL BUS", "ORGANISATION"), actor("Bank", None, "ORGANISATION")
    assert learn(page("a", bank, CHILE), page("b", bare, CHILE)) == {}


def event(document, *actors):
    people = tuple(Participant(actor_id=one.actor_id, code=one.code, start=0, end=1) for one in actors)
    return Event(
        event_id=make_id(document), document_id=document, sentence=0, trigger_start=0, trigger_end=1, type="CONSULT",
        cameo="040", quad=1, plover_score=2.5, goldstein=1.0, actors=people, realis="ACTUAL", coder="test",
        confidence=0.5,
    )  # fmt: skip


@pytest.fixture
def tables():
    pages = (page("a", MINISTER, CHILE), page("b", BARE, CHILE))
    return (
        table_of_rows("document", [document for document, _, _ in pages]),
        table_of_rows("actor", [MINISTER, BARE, CHILE]),
        table_of_rows("mention", [mention for _, _, mentions in pages for mention in mentions]),
    )


def test_events_take_the_codes_their_people_have_learned(tables):
    events = table_of_rows("event", [event("a", MINISTER, CHILE), event("b", BARE, CHILE)])
    taught = teach_events(events, learn_roles(*tables))
    assert taught.schema == events.schema
    found = {row["document_id"]: [one["code"] for one in row["actors"]] for row in taught.to_pylist()}
    assert found == {"a": ["CHL GOV", "CHL"], "b": ["CHL GOV", "CHL"]}


def test_events_stay_as_they_are_where_nothing_is_learned(tables):
    events = table_of_rows("event", [event("b", actor("Amaro"), CHILE)])
    assert teach_events(events, learn_roles(*tables)).to_pylist() == events.to_pylist()
