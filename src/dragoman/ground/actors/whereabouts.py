"""The country of local people and bodies by the place that their own phrase names: "the mayor of Antwerp".

Where a phrase says whose somebody is (`of`, a possessor, a noun before it) the place is their home. Where it only says
that they are there (`in`, `at`), that holds for people who are mostly at home, and not for soldiers, envoys or guests.
"""

from collections.abc import Mapping, Sequence

from dragoman.ground.actors.lexicon import Lexicon, Noun, read_words
from dragoman.ground.actors.page import Page
from dragoman.values import Place

LOCAL = frozenset({
    "COP", "JUD", "LEG", "GOV", "CVL", "OPP", "EDU", "LAB", "AGR", "MED", "PTY", "BUS", "REL", "CRM", "PRM", "SOC",
})  # fmt: skip
"""Sectors whose people are, unless something else is said, of the country they are in."""
STRANGERS = read_words("strangers")
"""Nouns for people and bodies that are often abroad."""
WITHIN = frozenset({"in", "at", "near", "across", "inside", "outside", "around", "throughout"})
INSIDE = frozenset({"compound", "nmod", "poss", "amod"})


def places_by_token(page: Page, lexicon: Lexicon, places: Sequence[Place]) -> dict[int, str]:
    """Country of each place of the page, by the place's tokens; a dependency is of its sovereign state."""
    found: dict[int, str] = {}
    for place in places:
        country = lexicon.sovereigns.get(place.country or "", place.country)
        if country in lexicon.states:
            found.update(dict.fromkeys(range(*page.tokens_of(place.start, place.end)), country))
    return found


def home_by_place(
    page: Page, places: Mapping[int, str], head: int, span: tuple[int, int], noun: Noun | None, sector: str | None
) -> str | None:
    """The country of the place that the phrase around `head` names as somebody's own, if it names one."""
    if not places:
        return None
    for token in (head, *range(*span)):
        for child in page.children[token]:
            if child < head and child in places and page.deps[child] in INSIDE:
                return places[child]
    local = sector in LOCAL and (noun is None or noun.noun not in STRANGERS)
    for child in page.children[head]:
        word = page.folded[child]
        if child > head and page.deps[child] == "prep" and (word == "of" or (local and word in WITHIN)):
            country = _object_country(page, places, child)
            if country is not None:
                return country
    return None


def _object_country(page: Page, places: Mapping[int, str], preposition: int) -> str | None:
    """The country of a preposition's object, or of what that one is in: "a suburb of Lyon"."""
    for token in page.children[preposition]:
        if page.deps[token] != "pobj":
            continue
        if token in places:
            joined = {places[c] for c in page.children[token] if page.deps[c] == "conj" and c in places}
            return None if joined - {places[token]} else places[token]
        deeper = [c for c in page.children[token] if page.deps[c] == "prep" and page.folded[c] in {"of", "in"}]
        inside = next((places[c] for c in page.children[token] if c in places and page.deps[c] in INSIDE), None)
        return inside or next((c for d in deeper if (c := _object_country(page, places, d)) is not None), None)
    return None
