"""Whom pronouns mean, and how openly: short documents of our own."""

from collections.abc import Callable

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.actors.resolver import resolve_actors
from dragoman.spans import lines
from dragoman.values import Attribution, Block, Document, Mention

Said = tuple[str, str, str]


class Read:
    """Mentions by their words, actors by name."""

    def __init__(self, text: str, actors: dict[str, str], mentions: tuple[Mention, ...]) -> None:
        self.text, self.actors, self.mentions = text, actors, mentions

    def pronoun(self, words: str, which: int = 0) -> Mention:
        found = [one for one in self.mentions if one.text == words and one.how == "PRONOUN"]
        assert len(found) > which, f"{words!r} not among {[one.text for one in self.mentions]}"
        return found[which]

    def means(self, words: str, which: int = 0) -> str | None:
        found = self.pronoun(words, which).actor_id
        return None if found is None else self.actors[found]

    def open_to(self, words: str, which: int = 0) -> set[str]:
        return {self.actors[one.actor_id] for one in self.pronoun(words, which).alternatives}


@pytest.fixture(scope="module")
def read() -> Callable[..., Read]:
    parser = Parser()

    def read_page(text: str, *said: Said, furniture: str | None = None) -> Read:
        document = Document(document_id="d", text=text, raw_sha256="")
        blocks = tuple(
            Block(start=start, end=end, kind="FURNITURE" if text[start:end] == furniture else "BODY")
            for start, end in lines(text)
        )
        attributions = tuple(_attribution(text, *one) for one in said)
        actors, mentions = resolve_actors(document, parser(document, blocks), attributions)
        return Read(text, {actor.actor_id: actor.name for actor in actors}, mentions)

    return read_page


def _attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    at = [(text.index(words), text.index(words) + len(words)) for words in (source, cue, content)]
    return Attribution(source=at[0], cue=at[1], content=(at[2],), score=1.0)


def test_he_is_the_man_who_spoke(read):
    page = read("Kenyan Minister Peter Oduya met the crews. He said the port was safe.")
    assert page.means("He") == "Peter Oduya"
    assert page.pronoun("He").confidence > 0.8


def test_gender_of_names_decides(read):
    page = read("Peter Oduya met Maria Teller in Nairobi. She was tired. He was not.")
    assert page.means("She") == "Maria Teller"
    assert page.means("He") == "Peter Oduya"


def test_gender_is_learned_from_titles(read):
    page = read("Spokeswoman Zeno Akari and Mr Umbo Tal arrived. She spoke first.")
    assert page.means("She") == "Zeno Akari"


def test_complement_subject_is_who_says_it(read):
    page = read("Peter Oduya told Samuel Kirwa that he would resign.")
    assert page.means("he") == "Peter Oduya"


def test_object_is_not_its_own_subject(read):
    page = read("Peter Oduya arrived with Samuel Kirwa. Samuel Kirwa thanked him.")
    assert page.means("him") == "Peter Oduya"


def test_it_is_the_state_not_the_man(read):
    page = read("Kenya sent Peter Oduya to the talks. It wants a truce.")
    assert page.means("It") == "Kenya"


def test_its_is_the_subject_of_the_clause(read):
    page = read("Somalia warned its citizens against travel.")
    assert page.means("its") == "Somalia"


def test_empty_it_means_nobody(read):
    page = read("Kenya closed the border. It is clear that trade will suffer.")
    assert not any(one.text == "It" for one in page.mentions)


def test_they_are_those_named_together(read):
    page = read("After lunch with Maria Teller, Peter Oduya said they had agreed on a truce.")
    found = page.pronoun("they")
    assert page.open_to("they") == {"Maria Teller", "Peter Oduya"}
    assert found.confidence > found.alternatives[0].confidence


def test_they_are_the_plural_before(read):
    page = read("Kenyan soldiers took the bridge. They left at dawn.")
    assert page.means("They") == "Kenyan soldiers"


def test_who_is_the_noun_before(read):
    page = read("Maria Teller, who runs the clinic, saw the raid.")
    assert page.means("who") == "Maria Teller"


def test_i_is_the_speaker(read):
    text = "“I saw three boats,” Peter Oduya said."
    page = read(text, ("Peter Oduya", "said", "“I saw three boats,”"))
    assert page.means("I") == "Peter Oduya"


def test_we_is_the_speaker_or_the_state_spoken_for(read):
    text = "“We shall not pay,” Kenyan President Peter Oduya said."
    page = read(text, ("Kenyan President Peter Oduya", "said", "“We shall not pay,”"))
    assert page.means("We") == "Peter Oduya"
    assert page.open_to("We") == {"Peter Oduya", "Kenya"}


def test_our_planes_are_of_the_speakers_country(read):
    text = "“Our planes are marked,” Kenyan President Peter Oduya said."
    page = read(text, ("Kenyan President Peter Oduya", "said", "“Our planes are marked,”"))
    planes = next(one for one in page.mentions if one.text == "planes")
    assert page.actors[planes.actor_id or ""] == "Kenyan planes"


def test_speaker_does_not_call_himself_he(read):
    text = "Samuel Kirwa was arrested. “He is innocent,” Peter Oduya said. “He will be freed.”"
    page = read(text, ("Peter Oduya", "said", "“He is innocent,”"))
    assert page.means("He") == "Samuel Kirwa"


def test_two_men_leave_a_pronoun_open(read):
    page = read("Peter Oduya and Samuel Kirwa sat down. He was angry.")
    assert page.pronoun("He").confidence < 0.8
    assert page.open_to("He") == {"Peter Oduya", "Samuel Kirwa"}


def test_furniture_between_lowers_confidence(read):
    near = read("Peter Oduya arrived on Monday.\n\nHe said the port was open.")
    far = read(
        "Peter Oduya arrived on Monday.\n\nAdvertisement\n\nHe said the port was open.", furniture="Advertisement"
    )
    assert far.means("He") == "Peter Oduya"
    assert far.pronoun("He").confidence < 0.8 < near.pronoun("He").confidence


def test_blame_on_ones_own_side_brings_in_the_other(read):
    text = (
        "Turkish President Deniz Arslan toured the coast. Kenyan President Peter Oduya spoke in parliament. "
        "He told reporters that Kenya, not Turkey, should pay for the ship."
    )
    page = read(text, ("He", "told", "that Kenya, not Turkey, should pay for the ship"))
    assert page.open_to("He") >= {"Peter Oduya", "Deniz Arslan"}
    assert page.pronoun("He").confidence < 0.8


def test_no_antecedent_means_nobody(read):
    page = read("His remarks pleased nobody.")
    found = page.pronoun("His")
    assert (found.actor_id, found.confidence, found.alternatives) == (None, 0.0, ())


def test_name_after_the_pronoun_is_not_meant(read):
    page = read("Samuel Kirwa spoke first.\n\nHis words echo Peter Oduya’s earlier remarks.")
    assert page.means("His") == "Samuel Kirwa"
    assert page.pronoun("His").confidence < 0.8


def test_they_are_rather_many_than_a_body(read):
    page = read("The company laid off its workers. They marched on the harbour.")
    assert page.means("They") == "workers"


def test_who_was_acted_on_is_who_a_passive_is_about(read):
    page = read("Police arrested forty students in Tunis. They were released on Monday.")
    assert page.means("They") == "students"


def test_two_arguments_of_one_verb_are_two(read):
    page = read("The gunmen took two nurses. They freed them after a day.")
    assert (page.means("They"), page.means("them")) == ("gunmen", "nurses")


def test_a_captain_is_of_the_ship(read):
    page = read("The Kenyan navy stopped a trawler. Its captain had lost the way.")
    assert page.means("Its") == "trawler"
