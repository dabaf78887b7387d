"""Words that may stand for an actor: names first, then nouns, then pronouns. `resolution` decides whom they mean."""

from dragoman.ground.actors.bodies import add_body, add_hit
from dragoman.ground.actors.candidates import Candidates
from dragoman.ground.actors.entities import EntityReader
from dragoman.ground.actors.lexicon import Lexicon
from dragoman.ground.actors.nouns import add_descriptions, add_pronouns
from dragoman.ground.actors.page import Page
from dragoman.ground.actors.people import add_companions, add_known_surnames, add_person, add_titled_names


def find_candidates(page: Page, lexicon: Lexicon) -> Candidates:
    """All candidates of a page, by the place of their head. What comes first takes its words from what comes later."""
    sofar = Candidates(page, lexicon)
    reader = EntityReader(page, lexicon, sofar.hit_at)
    inside = reader.find_inside()
    people, bodies = reader.read()
    for first, last in people:
        add_person(sofar, first, last)
    add_known_surnames(sofar)
    add_companions(sofar)
    for first, last in bodies:
        add_body(sofar, reader, first, last)
    for hit in sofar.hits:
        add_hit(sofar, inside, hit)
    add_titled_names(sofar)
    add_descriptions(sofar)
    add_pronouns(sofar)
    sofar.found.sort(key=lambda one: (one.head, one.first))
    return sofar
