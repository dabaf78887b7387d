"""Descriptions that point to somebody without a name: "the country", "the vessel", "the two presidents"."""

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.actors.resolver import resolve_actors
from dragoman.spans import lines
from dragoman.values import Block, Document


class Page:
    """Actors of a text by the words that mean them."""

    def __init__(self, actors, mentions):
        self.actors = {actor.actor_id: actor for actor in actors}
        self.mentions = mentions

    def mention(self, words):
        return next(one for one in self.mentions if one.text == words)

    def code(self, words):
        return self.actors[self.mention(words).actor_id].code

    def several(self, words):
        return {self.actors[one.actor_id] for one in self.mention(words).alternatives}

    def has(self, words):
        return any(one.text == words for one in self.mentions)


@pytest.fixture(scope="module")
def read():
    parser = Parser()

    def read_page(text):
        document = Document(document_id="d", text=text, raw_sha256="")
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        return Page(*resolve_actors(document, parser(document, blocks), ()))

    return read_page


def test_the_country_is_the_state_spoken_of(read):
    page = read("Kenya sent police to Haiti. The country’s president, Marta Otieno, said the nation would help.")
    assert page.code("country") == page.code("nation") == "KEN"
    assert page.code("Marta Otieno") == "KEN GOV"


def test_the_country_stays_open_between_two(read):
    page = read("Chile and Peru met on Monday. The country closed its border.")
    assert not page.has("country")


def test_the_neighbouring_country_is_another(read):
    page = read("Kenya complained. The neighbouring country did not answer.")
    assert not page.has("country")


def test_the_kingdom_is_the_one_called_so(read):
    page = read("The Kingdom of Morocco wrote to Spain. Spain did not answer. The Kingdom recalled its envoy.")
    assert page.code("Kingdom") == "MAR"


def test_a_vessel_beside_the_corvette_is_the_other_sides(read):
    page = read(
        "Ecuador’s coast guard fired on the Peruvian corvette Rosal. "
        "The minister denied that the corvette had sunk the vessel. Two castaways were picked up."
    )
    assert page.code("corvette") == "PER MIL"
    assert page.code("vessel") == page.code("castaways") == "ECU MIL"


def test_a_paper_s_own_our_navy_is_that_of_its_dateline(read):
    page = read("Quito, 4 May (NTC). The raid failed. Two men were picked up by our sailors.")
    assert page.code("sailors") == "ECU MIL"


def test_a_craft_described_again_gets_its_country(read):
    page = read("Ferry sinks off Corrientes. The Uruguayan ferry had left at dawn.")
    assert page.code("Ferry") == "URY CVL"


def test_an_apposition_belongs_to_the_name_beside_it(read):
    page = read("After talks with Vidal and Amaro, the Chilean foreign minister, Teresa Quiroga, went home.")
    assert page.code("Teresa Quiroga") == "CHL GOV"
    assert page.code("Vidal") is None and page.code("Amaro") is None


def test_they_are_two_where_the_clause_speaks_of_two(read):
    page = read(
        "Coming out of talks with Vidal and Amaro, the Chilean foreign minister, Teresa Quiroga, said they had agreed "
        "to reopen the line between the two fleets."
    )
    assert {actor.name for actor in page.several("they")} == {"Vidal", "Amaro"}


def test_the_two_presidents_of_two_states_before_any_is_named(read):
    page = read("Chile and Peru signed a treaty. In 1999 the two presidents met. Marta Rojas is Chile’s president now.")
    assert {actor.code for actor in page.several("presidents")} == {"CHL", "PER"}


def test_a_counterpart_is_of_the_other_state(read):
    page = read("Guatemala’s foreign minister, Rosa Tzul, flew to Belize. She will meet her counterpart.")
    assert page.code("counterpart") == "BLZ GOV"


def test_they_are_two_states_named_together(read):
    page = read("Latvia and Estonia signed. They will share radar.")
    assert {actor.code for actor in page.several("They")} == {"LVA", "EST"}


def test_a_sponsor_lends_no_country(read):
    page = read("Russian-backed separatists and pro-Iranian militias shelled a Saudi-led coalition.")
    assert page.code("Russian-backed separatists") is None and page.code("pro-Iranian militias") is None
    assert page.code("Saudi-led coalition") == "SAU MIL"


def test_a_demonym_before_any_noun_gives_a_name_its_country(read):
    page = read("Moroccan beekeeper Sami Idrissi was jailed.")
    assert page.actors[page.mention("Sami Idrissi").actor_id].country == "MAR"


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Kenya’s minister met Otto Pérez Molina in Antigua.", "Otto Pérez Molina", "GTM GOV"),
        ("President Bush spoke in Ohio.", "Bush", "USA GOV"),
        ("Clark opened the shop.", "Clark", None),
        ("Helen Clark opened the summit.", "Helen Clark", "NZL GOV"),
        ("Griffiths left the room.", "Griffiths", None),
    ],
)
def test_office_holders_by_full_name_or_office_and_not_by_a_common_surname(read, text, words, code):
    assert read(text).code(words) == code
