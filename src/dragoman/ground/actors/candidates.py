"""Words of a page that may stand for an actor, gathered one kind after another. Whom they mean is decided later."""

from typing import Literal

from dragoman.ground.actors.entities import Range
from dragoman.ground.actors.hits import find_hits, match_noun
from dragoman.ground.actors.lexicon import Entry, Lexicon, Noun
from dragoman.ground.actors.page import Page
from dragoman.values import Value

Form = Literal["ENTRY", "PERSON", "BODY", "PEOPLE", "DESCRIPTION", "PRONOUN"]


class Candidate(Value, frozen=True, kw_only=True):
    """Words that may stand for an actor: tokens `first` to `last`, the last excluded, around `head`."""

    form: Form
    first: int
    last: int
    head: int
    entry: Entry | None = None
    """What the lexicon knows by this name."""
    noun: Noun | None = None
    """The role noun that heads a description or ends the name of a body."""
    title: Range | None = None
    """The title or description before a name, determiner and possessor left out."""


NOT_IN_NAME = frozenset(
    {"'s", "'", ",", "“", "”", '"', "(", ")", "[", "]", ":", "—", "–", "both", "all", "two", "three"}
)

PRONOUNS: dict[str, str] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
    "i": "1", "me": "1", "my": "1", "mine": "1", "myself": "1",
    "we": "2", "us": "2", "our": "2", "ours": "2", "ourselves": "2", "who": "r", "which": "r",
}  # fmt: skip
"""Pronouns by gender or person: first person singular `1` and plural `2`, relative `r`."""

MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod", "nummod", "dep"})


class Candidates:
    """What was gathered so far, and which tokens it takes."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.lexicon = lexicon
        self.hits = find_hits(page, lexicon)
        self.hit_at = {token: hit for hit in self.hits for token in range(hit.first, hit.last)}
        self.taken = [False] * page.size
        self.found: list[Candidate] = []

    def add(self, candidate: Candidate) -> None:
        """Gather a candidate, whose tokens no other will have."""
        self.found.append(candidate)
        self.take((candidate.first, candidate.last))

    def take(self, tokens: Range | None) -> None:
        """Let nothing else have these tokens."""
        if tokens is not None:
            self.taken[tokens[0] : tokens[1]] = [True] * (tokens[1] - tokens[0])

    def noun(self, token: int) -> tuple[int, Noun] | None:
        """The role noun that ends at a token, and where its head is."""
        return match_noun(self.page, self.lexicon, token)
