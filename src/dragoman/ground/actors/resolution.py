"""From candidates to referents: one pass over the page from left to right, then what only the speakers explain."""

from dragoman.ground.actors.book import Book
from dragoman.ground.actors.candidates import PRONOUNS, Candidate
from dragoman.ground.actors.coreference import Referent
from dragoman.ground.actors.describing import Describing
from dragoman.ground.actors.ledger import Found, Ledger
from dragoman.ground.actors.naming import Naming
from dragoman.ground.actors.pronouns import Pronouns
from dragoman.values import Attribution

NOBODY = frozenset(
    [
        "that",
        "one",
        "some",
        "others",
        "another",
        "many",
        "most",
        "few",
        "both",
        "none",
        "all",
        "those",
        "number",
        "this",
    ]
)
"""Words that may name who speaks, but that no pronoun refers back to."""


class Resolver:
    """Goes over the candidates of one page once and fills its book."""

    def __init__(self, book: Book, candidates: list[Candidate], attributions: tuple[Attribution, ...]) -> None:
        self.book = book
        self.page = book.page
        self.ledger = Ledger(book, candidates, attributions)
        self.found = self.ledger.found
        self.pronouns = Pronouns(self.ledger)
        self.naming = Naming(self.ledger, self.pronouns)
        self.describing = Describing(self.ledger)

    def resolve(self) -> list[Found]:
        """All mentions. Afterwards the book is complete."""
        self.book.named_bodies = {
            t: c for c in self.ledger.candidates if c.form == "BODY" for t in range(c.first, c.last)
        }
        people = self.book.add_people([one for one in self.ledger.candidates if one.form == "PERSON"])
        self.ledger.people = people
        self.naming.learn_titles(people)
        for one in sorted(self.ledger.candidates, key=lambda c: c.first - c.last):
            if one.form == "BODY":
                self.naming.find_body(one)
        speaking = {head for head, _ in self.ledger.spoken}
        later = []
        for one in self.ledger.candidates:
            if self._waits(one):
                later.append(one)
                if one.form == "DESCRIPTION":
                    self.describing.announce(one)
                continue
            self._resolve_one(one, people, one.head in speaking)
        for one in later:
            if one.form == "PRONOUN":
                self.pronouns.resolve_first_person(one)
            else:
                self.describing.complete(one)
        return list(self.found.values())

    def _waits(self, one: Candidate) -> bool:
        """First persons, and what they possess, are known only when all speakers are."""
        token: int | None = one.head
        if one.form == "DESCRIPTION":
            token = self.page.child(one.head, "poss")
        elif one.form != "PRONOUN":
            return False
        if token is None or PRONOUNS.get(self.page.folded[token]) not in {"1", "2"}:
            return False
        return self.pronouns.speaker_of(token) is None

    def _resolve_one(self, one: Candidate, people: dict[int, list[Referent]], speaks: bool) -> None:
        if one.form == "PERSON":
            self.naming.name_person(one, people.get(one.head, []))
        elif one.form == "ENTRY":
            self.naming.name_entry(one)
        elif one.form == "BODY":
            self.naming.name_body(one)
        elif one.form == "PEOPLE":
            self.naming.name_people(one)
        elif one.form == "DESCRIPTION":
            self.describing.resolve(one)
        elif PRONOUNS[self.page.folded[one.head]] in {"1", "2"}:
            self.pronouns.resolve_first_person(one)
        elif one.head not in self.found:
            self.pronouns.resolve(one)
        found = self.found.get(one.head)
        if self.ledger.in_brackets(one) or self.page.folded[one.head] in NOBODY:
            return
        if found is not None and found.weights and (found.weights[0][1] >= 0.5 or found.several):
            for number, _ in found.weights if found.several else found.weights[:1]:
                self.book.see(self.book.referents[number], one.head, speaks)
