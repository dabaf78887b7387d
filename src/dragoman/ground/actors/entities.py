"""Names that the syntax model found, put right: who is a person, who a body, and where each name begins and ends."""

import re

from dragoman.ground.actors.hits import Hit, match_noun
from dragoman.ground.actors.lexicon import Lexicon, read_words
from dragoman.ground.actors.metonyms import is_locative
from dragoman.ground.actors.page import Page

Range = tuple[int, int]

PERSON_LABELS = frozenset({"PERSON"})

BODY_LABELS = frozenset({"ORG", "FAC", "PRODUCT"})

OTHER_LABELS = frozenset({"GPE", "NORP", "LOC", "WORK_OF_ART", "EVENT", "LAW"})

ADJECTIVAL = read_words("adjectival")
"""Nouns that are adjectives as often: in the singular they count only where they head a phrase."""

MEETING = read_words("meeting")


class EntityReader:
    """The model's names on one page; a one-word name follows the majority of its labels there."""

    def __init__(self, page: Page, lexicon: Lexicon, hit_at: dict[int, Hit]) -> None:
        self.page = page
        self.lexicon = lexicon
        self.hit_at = hit_at

    def read(self) -> tuple[list[Range], list[Range]]:
        """Token ranges of people and of bodies; a one-word name follows the majority of its labels on the page."""
        votes: dict[str, int] = {}
        voted = set()
        ranges = []
        for entity in self.page.entities:
            if entity.label not in PERSON_LABELS | BODY_LABELS | OTHER_LABELS:
                continue
            first, last = self._trim(*self.page.tokens_of(entity.start, entity.end), entity.label == "PERSON")
            if first < last and self.page.words[last - 1][0].isupper():
                ranges.append((first, last, entity.label))
                key = self.page.folded[last - 1]
                weight = 3 if last - first > 1 else 1
                if entity.label == "PERSON":
                    voted.add(key)
                elif last - first > 1 and entity.label == "ORG":
                    before = self.page.folded[first]
                    votes[before] = votes.get(before, 0) - 3
                votes[key] = votes.get(key, 0) + (weight if entity.label == "PERSON" else -weight)
        people: list[Range] = []
        bodies: list[Range] = []
        for first, last, label in ranges:
            surname = self.page.folded[last - 1]
            person = label == "PERSON" if last - first > 1 else votes[surname] >= 0 and surname in voted
            if label in BODY_LABELS and self._has_given_name(first, last):
                person = True
            if last - first == 1 and self._in_company(first):
                person = person or label == "GPE" or (label == "ORG" and self._beside(first) in voted)
            if person and last - first == 1 and self._only_place(surname):
                continue
            if person and not self.is_known(first, last):
                people.append((first, last))
            elif not person and (label in BODY_LABELS or label == "PERSON"):
                bodies.append((first, last))
        return people, bodies

    def find_inside(self) -> set[int]:
        """Tokens of longer names of places and works, save the last: the "Shell" of a beach is no company."""
        inside: set[int] = set()
        for entity in self.page.entities:
            if entity.label in OTHER_LABELS | {"FAC"}:
                first, last = self.page.tokens_of(entity.start, entity.end)
                inside.update(t for t in range(first, last - 1) if self.page.deps[t] == "compound")
        return inside

    def _in_company(self, token: int) -> bool:
        """Whether somebody met or talked with the bearer of a name that the model takes for a place."""
        page = self.page
        while page.deps[token] == "conj":
            token = page.heads[token]
        above = page.heads[token]
        if page.deps[token] != "pobj" or page.folded[above] != "with":
            return False
        first, _ = page.sentences[page.sentence_of[token]]
        return any(page.folded[t] in MEETING for t in (page.heads[above], *range(max(first, above - 4), above)))

    def _has_given_name(self, first: int, last: int) -> bool:
        """Whether a name of two or three words begins like a person's and ends like no body's."""
        if last - first not in {2, 3} or not self.lexicon.genders.get(self.page.folded[first]):
            return False
        words = self.page.words[first:last]
        capitals = all(word[0].isupper() and not word.isupper() for word in words)
        return capitals and last - 1 not in self.hit_at and match_noun(self.page, self.lexicon, last - 1) is None

    def _beside(self, token: int) -> str:
        """The word that a name is coordinated with, folded."""
        return self.page.folded[self.page.heads[token]] if self.page.deps[token] == "conj" else ""

    def _only_place(self, name: str) -> bool:
        """Whether a one-word name stands behind prepositions of place alone."""
        return all(is_locative(self.page, t) for t, word in enumerate(self.page.folded) if word == name)

    def is_known(self, first: int, last: int) -> bool:
        """Whether the lexicon knows all of these words: "Jordan" by itself is the country, "Sergei Jordan" is not."""
        hit = self.hit_at.get(first)
        return hit is not None and hit.first <= first and hit.last >= last

    def _trim(self, first: int, last: int, person: bool) -> Range:
        """A name without article and possessive; a person's without title."""
        page = self.page
        while first < last and (
            page.folded[first] in {"the", "a", "an", "'s"}
            or (person and page.folded[first] in self.lexicon.titles)
            or (person and last - first > 1 and self._is_title_word(first, last))
        ):
            first += 1
        while first < last and (page.folded[last - 1] in {"'s", "'"} or not re.match(r"\w", page.words[last - 1])):
            last -= 1
        return first, last

    def _is_title_word(self, token: int, last: int) -> bool:
        noun = self.lexicon.nouns.get(self.page.folded[token])
        after = self.lexicon.nouns.get(self.page.folded[last - 1])
        return (
            noun is not None
            and noun.sort == "PERSON"
            and after is None
            and noun.noun not in ADJECTIVAL
            and not noun.plural
        )
