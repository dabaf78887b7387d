"""Names: people with their titles, what the lexicon knows, and the bodies it does not."""

from dragoman.ground.actors.book import HOME, LEADERS, OFFICIALS
from dragoman.ground.actors.candidates import PRONOUNS, Candidate
from dragoman.ground.actors.coreference import Referent, Weights, to_weights
from dragoman.ground.actors.homes import find_home
from dragoman.ground.actors.leaders import recognise
from dragoman.ground.actors.ledger import Ledger
from dragoman.ground.actors.lexicon import fold
from dragoman.ground.actors.pronouns import Pronouns
from dragoman.ground.actors.roles import Description


class Naming:
    """Finds the referents of names and learns from the words around them."""

    def __init__(self, ledger: Ledger, pronouns: Pronouns) -> None:
        self.ledger = ledger
        self.pronouns = pronouns
        self.book = ledger.book
        self.page = ledger.page
        self.found = ledger.found

    def learn_titles(self, people: dict[int, list[Referent]]) -> None:
        """Roles from titles and appositions, for all people before any description is read."""
        for one in self.ledger.candidates:
            if one.form == "PERSON" and one.head in people:
                for said, role in self._titles_of(one):
                    self.book.learn_role(people[one.head][0], said, role)
        countries = {hit.entry.country for hit in self.book.hits.values() if hit.entry.country}
        for person in {p.number: p for known in people.values() for p in known}.values():
            recognise(person, self.page.year, countries)
        for one in self.ledger.candidates:
            if one.form == "PERSON" and one.head in people:
                self._learn_affiliation(one, people[one.head][0])
                self._learn_home(one, people[one.head][0])

    def _titles_of(self, one: Candidate) -> list[tuple[Description, str]]:
        page = self.page
        titles = []
        if one.title is not None:
            said = self.book.describe(one)
            abbreviation = self.book.lexicon.titles.get(page.folded[one.title[1] - 1])
            if abbreviation is not None and abbreviation[1]:
                for person in self.book.surnames.get(page.folded[one.last - 1], [])[:1]:
                    person.gender = abbreviation[1]
            titles.append((said, page.slice(*one.title)))
        other = self._apposition(one)
        if other is not None:
            said = self.book.describe(other)
            last = min(page.right[other.head] + 1, one.first) if other.head < one.first else page.right[other.head] + 1
            while last > other.last and (page.folded[last - 1] in {",", "-"} or last - other.first > 14):
                last -= 1
            start = page.phrase_start(other.head)
            while start < other.first and page.deps[start] == "det":
                start += 1
            titles.append((said, page.slice(start, max(last, other.last))))
            self.ledger.apposed.add(other.head)
        return titles

    def _learn_affiliation(self, one: Candidate, person: Referent) -> None:
        """Sector and country of a person without a title from the body named behind: "X of the University of Y"."""
        if person.country is not None or (person.sector is not None and person.sector in OFFICIALS):
            return
        page = self.page
        for child in page.children[one.head]:
            if child >= one.last and page.deps[child] == "prep" and page.folded[child] in {"of", "from", "at", "with"}:
                for token in range(child + 1, min(page.right[child], child + 8) + 1):
                    other = self.ledger.at.get(token)
                    if other is not None and other.noun is not None and other.noun.sort == "BODY":
                        said = self.book.describe(other)
                        self.book.set_home(person, said)
                        return

    def _apposition(self, one: Candidate) -> Candidate | None:
        """The description that stands beside a name: "X, chief of staff of Y", "the foreign minister, X"."""
        page = self.page
        for child in page.children[one.head]:
            other = self.ledger.description_at(child)
            if page.deps[child] != "appos" or other is None or self._parted(one, other):
                continue
            if other.noun is not None and not other.noun.plural:
                return other
        if page.deps[one.head] == "appos":
            other = self.ledger.description_at(page.heads[one.head])
            if other is not None and other.noun is not None and not other.noun.plural:
                return other
        start = one.title[0] if one.title else one.first
        if (
            start >= 2
            and page.words[start - 1] == ","
            and one.last < page.size
            and page.words[one.last] in {",", ";", "."}
        ):
            before = self._phrase_ending(start - 2)
            if (
                before is not None
                and before.noun is not None
                and before.noun.sort == "PERSON"
                and not before.noun.plural
            ):
                return before
        return None

    def _parted(self, one: Candidate, other: Candidate) -> bool:
        """Whether another person is named between a name and a description: "A and B, the minister", "A and B"."""
        between = range(one.last, other.first)
        return any(t in self.ledger.at and self.ledger.at[t].form == "PERSON" for t in between)

    def _phrase_ending(self, token: int) -> Candidate | None:
        """A description whose phrase, with what follows it, ends at the token."""
        page = self.page
        for back in range(token, max(-1, token - 8), -1):
            if page.words[back] == "," or page.sentence_of[back] != page.sentence_of[token]:
                return None
            other = self.ledger.at.get(back)
            if (
                other is not None
                and other.form == "DESCRIPTION"
                and (other.last == token + 1 or page.folded[other.last] in {"of", "for"})
            ):
                return other
        return None

    def _learn_home(self, one: Candidate, person: Referent) -> None:
        """A country for an official whose title names none, where the page is clear about it."""
        if person.country is None and person.code is None and person.sector in HOME and not self._owned(one):
            taken = {
                other.country
                for other in self.book.referents
                if other.country and other is not person and other.nouns & person.nouns & LEADERS
            }
            person.country = find_home(self.page, self.book.hits, one.head, frozenset(taken - {None}))

    def _owned(self, one: Candidate) -> bool:
        """Whether a possessive pronoun before the title says whose official it is."""
        other = self._apposition(one)
        heads = [one.head] + ([other.head] if other else [])
        owners = [self.page.child(head, "poss") for head in heads]
        return any(owner is not None and self.page.folded[owner] in PRONOUNS for owner in owners)

    def name_person(self, one: Candidate, known: list[Referent]) -> None:
        """Note whom a personal name means, and the description beside it."""
        if not known:
            return
        page = self.page
        role = page.slice(*one.title) if one.title else None
        other = self._apposition(one)
        if role is None and other is not None:
            role = known[0].role
        full = fold(known[0].name) == fold(page.slice(one.first, one.last))
        if len(known) > 1:
            weights = self._namesakes(one.head, known)
        else:
            weights = [(known[0].number, 0.97 if full or one.title else 0.93)]
        self.ledger.note(one, weights, "NAME" if full else "ALIAS", role)
        if other is not None:
            self.ledger.note(other, weights, "TITLE")
            self._take_home_of_owner(other, known[0])

    def _namesakes(self, token: int, known: list[Referent]) -> Weights:
        """A surname that several bear: the one the page names most, unless another was named just before."""
        scores = {}
        for person in known:
            before = [seen.token for seen in person.seen if seen.token < token]
            near = 1.5 / (1 + self.page.sentence_of[token] - self.page.sentence_of[before[-1]]) if before else 0.0
            scores[person.number] = near + 0.5 * min(4, len(person.named))
        return to_weights(scores, 0.9)

    def name_entry(self, one: Candidate) -> None:
        """Note whom a name of the lexicon means."""
        entry = one.entry
        if entry is None:
            return
        referent = self.book.entry(entry)
        if entry.part in {"CAPITAL", "SEAT"}:
            self.ledger.note(one, [(referent.number, 0.85 if entry.part == "CAPITAL" else 0.9)], "METONYM")
            return
        name = fold(self.page.slice(one.first, one.last)) == fold(entry.name)
        self.ledger.note(
            one,
            [(referent.number, 0.97 if one.last - one.first > 1 or entry.kind == "STATE" else 0.93)],
            "NAME" if name else "ALIAS",
        )
        self._merge_apposition(one, referent)

    def _merge_apposition(self, one: Candidate, referent: Referent) -> None:
        """A description beside the name of a body means the body: "the state news agency, Anadolu"."""
        page = self.page
        heads = [child for child in page.children[one.head] if page.deps[child] == "appos"]
        if page.deps[one.head] == "appos":
            heads.append(page.heads[one.head])
        for head in heads:
            other = self.ledger.description_at(head)
            if (
                other is None
                or other.noun is None
                or other.noun.plural
                or (other.noun.sort == "PERSON") != (referent.kind == "PERSON")
            ):
                continue
            self.book.set_home(referent, self.book.describe(other))
            referent.nouns.add(other.noun.noun)
            self.ledger.note(other, [(referent.number, 0.9)], "DESCRIPTION")

    def name_body(self, one: Candidate) -> None:
        """An organisation, ship or unit that the lexicon does not know."""
        page, book = self.page, self.book
        referent = self.find_body(one)
        said = book.describe(one)
        if said.noun is not None:
            referent.nouns.add(said.noun.noun)
        book.set_home(referent, said)
        if referent.country is None and referent.code is None and referent.sector in OFFICIALS:
            referent.country = find_home(page, book.hits, one.head, body=True)
        full = page.slice(one.first, one.last) == referent.name
        self.ledger.note(
            one,
            [(referent.number, 0.93 if full else 0.88)],
            "NAME" if full else "ALIAS",
            page.slice(*one.title) if one.title else None,
        )
        self._merge_apposition(one, referent)

    def find_body(self, one: Candidate) -> Referent:
        """The referent of a body's name, by the whole name or a part at its beginning or end."""
        book = self.book
        key = " ".join(fold(word) for word in self.page.words[one.first : one.last])
        known = book.bodies.get(key)
        if known is None:
            known = next((r for k, r in book.bodies.items() if k.startswith(key + " ") or k.endswith(" " + key)), None)
        if known is None:
            thing = one.noun is not None and one.noun.sort == "THING"
            known = book.add(self.page.slice(one.first, one.last), "GROUP" if thing else "ORGANISATION")
            known.craft = thing
            book.bodies[key] = known
            self._learn_acronym(one, known)
        return known

    def _learn_acronym(self, one: Candidate, referent: Referent) -> None:
        """The acronym that a name introduces in brackets."""
        page = self.page
        if one.last + 2 < page.size and page.words[one.last] == "(" and page.words[one.last + 2] == ")":
            short = page.words[one.last + 1]
            if short.isupper() and len(short) > 1:
                self.book.bodies[fold(short)] = referent

    def name_people(self, one: Candidate) -> None:
        """A people by its demonym: the whole people with an article, some of them otherwise."""
        entry = one.entry
        if entry is None or entry.country is None:
            return
        whole = self.page.child(one.head, "det") is not None and self.page.child(one.head, "nummod") is None
        text = self.page.slice(one.first, one.last)
        known = self.book.described.get((entry.country, "PEOPLE", str(whole)))
        if known is None:
            known = self.book.add(text, "PEOPLE")
            known.country, known.sector, known.plural = entry.country, None if whole else "CVL", True
            self.book.described[entry.country, "PEOPLE", str(whole)] = known
        self.ledger.note(one, [(known.number, 0.85)], "NAME")

    def _take_home_of_owner(self, other: Candidate, person: Referent) -> None:
        """ "Their spokesman, X": X is of the country that "their" means."""
        owner = self.page.child(other.head, "poss")
        if (
            owner is not None
            and owner not in self.found
            and owner in self.ledger.at
            and self.ledger.at[owner].form == "PRONOUN"
        ):
            self.pronouns.resolve(self.ledger.at[owner])
        found = None if owner is None else self.found.get(owner)
        if person.country is not None or person.code is not None or found is None or not found.weights:
            return
        theirs = self.book.referents[found.weights[0][0]]
        if person.nouns & {"counterpart", "opposite number"}:
            others = [r for r in self.book.referents if r.kind == "STATE" and r.country != theirs.country]
            most = max(others, key=lambda r: len(r.seen), default=None)
            person.country = most.country if most is not None and theirs.country else None
            person.sector = theirs.sector or person.sector
            person.nouns |= theirs.nouns
        elif found.weights[0][1] >= 0.6:
            person.country = theirs.country
