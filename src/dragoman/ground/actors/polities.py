"""A state by a common noun: "the country", "the country's president", "the Republic"."""

from dragoman.ground.actors.book import Book
from dragoman.ground.actors.coreference import Referent, subjecthood
from dragoman.ground.actors.hits import Hit
from dragoman.ground.actors.lexicon import fold
from dragoman.ground.actors.page import Page

REACH = 4
"""Sentences that are looked back."""
FADING, CLEAR = 0.6, 1.4
"""What a sentence further back takes off, and how far the best must lead."""


def find_state(book: Book, token: int) -> Referent | None:
    """The state that a noun like "the country" points back to: the one spoken of last, if no other comes near it.

    "The Republic", with a capital, is the one whose full name on the page has that word.
    """
    page = book.page
    if page.words[token][0].isupper():
        named = {h.entry.country for h in book.hits.values() if _is_called(page, h, page.folded[token])}
        if len(named) == 1 and (country := named.pop()) is not None:
            return book.state(country)
    scores: dict[str, float] = {}
    for referent in book.referents:
        if referent.country is None:
            continue
        for seen in referent.seen:
            far = page.sentence_of[token] - page.sentence_of[seen.token]
            if seen.token < token and far <= REACH:
                share = (1.0 if referent.kind == "STATE" else 0.6) * (0.5 + subjecthood(page, seen.token))
                scores[referent.country] = scores.get(referent.country, 0.0) + share * FADING**far
    ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < CLEAR * ranked[1][1]):
        return None
    return book.state(ranked[0][0])


def _is_called(page: Page, hit: Hit, noun: str) -> bool:
    """Whether a state is named with the noun for what it is: "the Kingdom of Morocco", "Bolivarian Republic"."""
    before = page.folded[max(0, hit.first - 2) : hit.first]
    return before == (noun, "of") or noun in fold(hit.entry.written).split()
