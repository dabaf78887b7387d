"""From candidates to referents: one pass over the page from left to right, then what only the speakers explain."""

from collections.abc import Iterable

import msgspec

from dragoman.ground.book import LEADERS, Book
from dragoman.ground.coreference import (
    AGAINST_OWN_SIDE,
    Referent,
    Weights,
    certainty,
    find_blamed,
    rank_antecedents,
    to_weights,
)
from dragoman.ground.homes import find_home
from dragoman.ground.leaders import recognise
from dragoman.ground.lexicon import fold
from dragoman.ground.names import PRONOUNS, SIDES, Candidate
from dragoman.ground.page import Page
from dragoman.ground.roles import Description
from dragoman.values import Attribution, How, Value

OFFICIALS = frozenset({"GOV", "MIL", "LEG", "COP", "JUD", "SPY"})


class Found(Value, frozen=True, kw_only=True):
    """Words, and the referents they may mean."""

    first: int
    last: int
    weights: Weights
    how: How
    role: str | None = None
    several: bool = False
    """Whether the referents are meant together."""


class Resolver:
    """Goes over the candidates of one page once and fills its book."""

    def __init__(self, book: Book, candidates: list[Candidate], attributions: tuple[Attribution, ...]) -> None:
        self.book = book
        self.page = book.page
        self.candidates = candidates
        self.at = {one.head: one for one in candidates}
        self.found: dict[int, Found] = {}
        self.claimed: list[tuple[int, list[tuple[int, int]]]] = []
        self.spoken = self._find_speakers(attributions)
        self.apposed: dict[int, list[Referent]] = {}
        self.countries = {
            token: hit.entry.country
            for token, hit in book.hits.items()
            if hit.entry.country and hit.entry.kind == "STATE" and hit.entry.part in {"NAME", "CAPITAL"} and token == hit.last - 1
        }

    # ------------------------------------------------------------ who speaks

    def _find_speakers(self, attributions: tuple[Attribution, ...]) -> list[tuple[int, list[tuple[int, int]]]]:
        """For each attribution with a source: the head of the words that name it, and the token ranges of its content.

        A source that holds no candidate gets one, of its syntactic head: somebody is meant, whatever the word.
        """
        spoken = []
        for one in attributions:
            if one.source is None:
                continue
            first, last = self.page.tokens_of(*one.source)
            if first >= last:
                continue
            content = [self.page.tokens_of(*part) for part in one.content]
            head = self._source_head(first, last)
            spoken.append((head, content))
            self.claimed.append((head, self._whole_content(one, content)))
        return spoken

    def _whole_content(self, one: Attribution, content: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The content with the words between it and a cue before it, where its first words may have been left out."""
        after = self.page.tokens_of(one.cue[1], one.cue[1] + 1)[0]
        parts = []
        for first, last in content:
            near = after <= first < self.page.size and self.page.sentence_of[after] == self.page.sentence_of[first] and first - after < 4
            parts.append((after if near else first, last))
        return parts

    def _source_head(self, first: int, last: int) -> int:
        page = self.page
        inside = [token for token in range(first, last) if token in self.at]
        outer = next((t for t in range(first, last) if not first <= page.heads[t] < last or page.heads[t] == t), first)
        if outer in self.at:
            return outer
        if inside:
            return min(inside, key=lambda token: (_depth(page.heads, token, outer), token))
        while page.deps[outer] in {"prep", "det", "punct", "case"} and outer + 1 < last:
            outer += 1
        if any(one.first <= outer < one.last for one in self.candidates) or not page.words[outer][0].isalpha():
            return outer
        word = Candidate(form="DESCRIPTION", first=outer, last=outer + 1, head=outer)
        self.candidates.append(word)
        self.candidates.sort(key=lambda candidate: candidate.head)
        self.at[outer] = word
        return outer

    # ------------------------------------------------------------ the passes

    def resolve(self) -> list[Found]:
        """All mentions. Afterwards the book is complete."""
        self.book.named_bodies = {t: c for c in self.candidates if c.form == "BODY" for t in range(c.first, c.last)}
        people = self.book.add_people([one for one in self.candidates if one.form == "PERSON"])
        self._learn_titles(people)
        for one in sorted(self.candidates, key=lambda c: c.first - c.last):
            if one.form == "BODY":
                self._find_body(one)
        speaking = {head for head, _ in self.spoken}
        later = []
        for one in self.candidates:
            if self._waits(one):
                later.append(one)
                continue
            self._resolve_one(one, people, one.head in speaking)
        for one in later:
            self._resolve_later(one)
        return list(self.found.values())

    def _waits(self, one: Candidate) -> bool:
        """First persons, and what they possess, are known only when all speakers are."""
        word = self.page.folded[one.head]
        if one.form == "PRONOUN":
            return PRONOUNS[word] in {"1", "2"}
        if one.form != "DESCRIPTION":
            return False
        owner = self.page.child(one.head, "poss")
        return owner is not None and PRONOUNS.get(self.page.folded[owner]) in {"1", "2"}

    def _resolve_one(self, one: Candidate, people: dict[int, list[Referent]], speaks: bool) -> None:
        if one.form == "PERSON":
            self._person(one, people.get(one.head, []))
        elif one.form == "ENTRY":
            self._entry(one)
        elif one.form == "BODY":
            self._body(one)
        elif one.form == "PEOPLE":
            self._people(one)
        elif one.form == "DESCRIPTION":
            self._description(one)
        elif one.head not in self.found:
            self._pronoun(one)
        found = self.found.get(one.head)
        if self._in_brackets(one):
            return
        if found is not None and found.weights and (found.weights[0][1] >= 0.5 or found.several):
            for number, _ in found.weights if found.several else found.weights[:1]:
                self.book.see(self.book.referents[number], one.head, speaks)

    def _in_brackets(self, one: Candidate) -> bool:
        """Whether a name stands alone in round brackets, as an agency does in a dateline: nothing refers back to it."""
        page = self.page
        return one.first > 0 and one.last < page.size and page.words[one.first - 1] == "(" and page.words[one.last] == ")"

    def _note(self, one: Candidate, weights: Weights, how: How, role: str | None = None) -> None:
        self.found[one.head] = Found(first=one.first, last=one.last, weights=weights, how=how, role=role)

    # ------------------------------------------------------------ names

    def _learn_titles(self, people: dict[int, list[Referent]]) -> None:
        """Roles from titles and appositions, for all people before any description is read."""
        for one in self.candidates:
            if one.form == "PERSON" and one.head in people:
                for said, role in self._titles_of(one):
                    self.book.learn_role(people[one.head][0], said, role)
        countries = {hit.entry.country for hit in self.book.hits.values() if hit.entry.country}
        for person in {p.number: p for known in people.values() for p in known}.values():
            recognise(person, self.page.year, countries)
        for one in self.candidates:
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
            self.apposed[other.head] = []
        return titles

    def _learn_affiliation(self, one: Candidate, person: Referent) -> None:
        """Sector and country of a person without a title from the body named behind: "X of the University of Y"."""
        if person.sector is not None or person.nouns:
            return
        page = self.page
        for child in page.children[one.head]:
            if child >= one.last and page.deps[child] == "prep" and page.folded[child] in {"of", "from", "at", "with"}:
                for token in range(child + 1, min(page.right[child], child + 8) + 1):
                    other = self.at.get(token)
                    if other is not None and other.noun is not None and other.noun.sort == "BODY":
                        said = self.book.describe(other)
                        self.book.set_home(person, said)
                        return

    def _apposition(self, one: Candidate) -> Candidate | None:
        """The description that stands beside a name: "X, chief of staff of Y", "the foreign minister, X"."""
        page = self.page
        for child in page.children[one.head]:
            other = self._description_at(child)
            if page.deps[child] == "appos" and other is not None and other.noun is not None and not other.noun.plural:
                return other
        if page.deps[one.head] == "appos":
            other = self._description_at(page.heads[one.head])
            if other is not None and other.noun is not None and not other.noun.plural:
                return other
        start = one.title[0] if one.title else one.first
        if start >= 2 and page.words[start - 1] == "," and one.last < page.size and page.words[one.last] in {",", ";", "."}:
            before = self._phrase_ending(start - 2)
            if before is not None and before.noun is not None and before.noun.sort == "PERSON" and not before.noun.plural:
                return before
        return None

    def _description_at(self, token: int) -> Candidate | None:
        other = self.at.get(token)
        if other is None:
            for size in (1, 2):
                other = self.at.get(token + size)
                if other is not None and other.form == "DESCRIPTION" and other.first == token:
                    return other
            return None
        return other if other.form == "DESCRIPTION" else None

    def _phrase_ending(self, token: int) -> Candidate | None:
        """A description whose phrase, with what follows it, ends at the token."""
        page = self.page
        for back in range(token, max(-1, token - 8), -1):
            if page.words[back] == "," or page.sentence_of[back] != page.sentence_of[token]:
                return None
            other = self.at.get(back)
            if other is not None and other.form == "DESCRIPTION" and (
                other.last == token + 1 or page.folded[other.last] in {"of", "for"}
            ):
                return other
        return None

    def _learn_home(self, one: Candidate, person: Referent) -> None:
        """A country for an official whose title names none, where the page is clear about it."""
        if person.country is None and person.code is None and person.sector in OFFICIALS and not self._owned(one):
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

    def _person(self, one: Candidate, known: list[Referent]) -> None:
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
        self._note(one, weights, "NAME" if full else "ALIAS", role)
        if other is not None:
            self._note(other, weights, "TITLE")
            self._take_home_of_owner(other, known[0])

    def _namesakes(self, token: int, known: list[Referent]) -> Weights:
        """A surname that several bear: the one the page names most, unless another was named just before."""
        scores = {}
        for person in known:
            before = [seen.token for seen in person.seen if seen.token < token]
            near = 1.5 / (1 + self.page.sentence_of[token] - self.page.sentence_of[before[-1]]) if before else 0.0
            scores[person.number] = near + 0.5 * min(4, len(person.named))
        return to_weights(scores, 0.9)

    def _take_home_of_owner(self, other: Candidate, person: Referent) -> None:
        """"Their spokesman, X": X is of the country that "their" means."""
        owner = self.page.child(other.head, "poss")
        if owner is not None and owner not in self.found and owner in self.at and self.at[owner].form == "PRONOUN":
            self._resolve_one(self.at[owner], {}, False)
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

    def _entry(self, one: Candidate) -> None:
        entry = one.entry
        if entry is None:
            return
        referent = self.book.entry(entry)
        if entry.part in {"CAPITAL", "SEAT"}:
            self._note(one, [(referent.number, 0.85 if entry.part == "CAPITAL" else 0.9)], "METONYM")
            return
        name = fold(self.page.slice(one.first, one.last)) == fold(entry.name)
        self._note(one, [(referent.number, 0.97 if one.last - one.first > 1 or entry.kind == "STATE" else 0.93)], "NAME" if name else "ALIAS")
        self._merge_apposition(one, referent)

    def _merge_apposition(self, one: Candidate, referent: Referent) -> None:
        """A description beside the name of a body means the body: "the state news agency, Anadolu"."""
        page = self.page
        heads = [child for child in page.children[one.head] if page.deps[child] == "appos"]
        if page.deps[one.head] == "appos":
            heads.append(page.heads[one.head])
        for head in heads:
            other = self._description_at(head)
            if other is None or other.noun is None or other.noun.plural or (other.noun.sort == "PERSON") != (referent.kind == "PERSON"):
                continue
            self.book.set_home(referent, self.book.describe(other))
            referent.nouns.add(other.noun.noun)
            self._note(other, [(referent.number, 0.9)], "DESCRIPTION")

    def _body(self, one: Candidate) -> None:
        """An organisation, ship or unit that the lexicon does not know."""
        page, book = self.page, self.book
        referent = self._find_body(one)
        said = book.describe(one)
        if said.noun is not None:
            referent.nouns.add(said.noun.noun)
        book.set_home(referent, said)
        if referent.country is None and referent.code is None and referent.sector in OFFICIALS:
            referent.country = find_home(page, book.hits, one.head, body=True)
        full = page.slice(one.first, one.last) == referent.name
        self._note(one, [(referent.number, 0.93 if full else 0.88)], "NAME" if full else "ALIAS", page.slice(*one.title) if one.title else None)
        self._merge_apposition(one, referent)

    def _find_body(self, one: Candidate) -> Referent:
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

    def _people(self, one: Candidate) -> None:
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
        self._note(one, [(known.number, 0.85)], "NAME")

    # ------------------------------------------------------------ descriptions

    def _description(self, one: Candidate) -> None:
        if one.head in self.found or one.head in self.apposed:
            return
        page, book = self.page, self.book
        if self._several(one):
            return
        said = book.describe(one)
        country, sure = self._country_of(one, said)
        noun = said.noun
        if country and not said.country and country in book.lexicon.adjective_of and _is_national(said):
            said = msgspec.structs.replace(said, name=f"{book.lexicon.adjective_of[country]} {said.name}")
        if noun is not None and noun.noun in {"counterpart", "opposite number"}:
            self._note(one, [(book.add_described(said, country).number, 0.7)], "DESCRIPTION")
            return
        if noun is not None and noun.noun in {"member", "ally"} and self._member(one, said):
            return
        if noun is not None and said.definite and not said.plural and (noun.sort != "BODY" or country is None):
            known = book.find_described(said, one.head)
            if known:
                self._note(one, _share(known, 0.9 if said.country else 0.85), "TITLE" if noun.sort == "PERSON" else "DESCRIPTION")
                return
            if self._last_body(one, said, country):
                return
        if country is None and said.entry is None and noun is not None and said.definite and noun.sort == "BODY" and noun.sector in OFFICIALS:
            country = find_home(page, book.hits, one.head, body=True)
            sure = 0.75
        if noun is not None and noun.sort == "PERSON" and not said.plural:
            referent = book.add_described(said, country)
        else:
            referent = book.body(said, country)
        if referent.craft and referent.sector in {None, "CRAFT"}:
            referent.sector = self._craft_sector(country)
        self._note(one, [(referent.number, sure)], "DESCRIPTION")

    def _member(self, one: Candidate, said: Description) -> bool:
        """"A NATO member": the state of the sentence that is one, the nearest first."""
        members = self.book.lexicon.members.get(said.entry.name if said.entry else "")
        if members is None or said.plural:
            return False
        now = self.page.sentence_of[one.head]
        near = [
            (seen.token, referent)
            for referent in self.book.referents
            if referent.kind == "STATE" and referent.country in members
            for seen in referent.seen
            if now - 1 <= self.page.sentence_of[seen.token] and seen.token < one.head
        ]
        if not near:
            return False
        self._note(one, [(max(near, key=lambda pair: pair[0])[1].number, 0.7)], "DESCRIPTION")
        return True

    def _last_body(self, one: Candidate, said: Description, country: str | None) -> bool:
        """"The company", "the agency": the body named last, if nothing yet says what it is."""
        noun = said.noun
        if noun is None or noun.sort != "BODY" or country or noun.sector in {"GOV", "MIL", "COP", "LEG"} or said.words:
            return False
        open_ = [r for r in self.book.bodies.values() if not r.nouns and not r.craft and r.code is None and r.seen]
        if not open_:
            return False
        last = max(open_, key=lambda r: r.seen[-1].token)
        if self.page.sentence_of[one.head] - self.page.sentence_of[last.seen[-1].token] > 4:
            return False
        last.nouns.add(noun.noun)
        last.sector = last.sector or said.sector
        self._note(one, [(last.number, 0.75)], "DESCRIPTION")
        return True

    def _craft_sector(self, country: str | None) -> str | None:
        """A vehicle of a country whose armed forces are on the page is theirs."""
        if country is None:
            return None
        return "MIL" if any(r.country == country and r.sector == "MIL" for r in self.book.referents) else "CVL"

    def _country_of(self, one: Candidate, said: Description) -> tuple[str | None, float]:
        """The country of a description: its own words', or its possessor's."""
        if said.country or (said.entry is not None and not said.entry.country):
            return said.country, 0.93
        owner = self.page.child(one.head, "poss")
        found = None if owner is None else self.found.get(owner)
        if found is None or not found.weights:
            return None, 0.8
        number, weight = found.weights[0]
        return self.book.referents[number].country, round(min(0.9, weight + 0.05), 3)

    def _several(self, one: Candidate) -> bool:
        """"Both sides", "the two countries", "the two presidents": the two that were mentioned last."""
        page = self.page
        counted = [t for t in range(page.phrase_start(one.head), one.head) if page.folded[t] in {"both", "two"}]
        if not counted or not page.folded[one.head].endswith("s"):
            return False
        word, noun = page.folded[one.head], one.noun
        if word in SIDES:
            members = [r for r in self.book.referents if r.kind == "STATE"]
        elif noun is not None and noun.sort == "PERSON":
            wanted = {noun.noun} | (LEADERS if noun.noun == "leader" else set())
            members = [r for r in self.book.referents if r.kind == "PERSON" and wanted & r.nouns]
        else:
            return False
        seen = [(self._weight_of(r, one.head), r) for r in members]
        ranked = [r for weight, r in sorted(seen, key=lambda pair: -pair[0]) if weight > 0][:2]
        if len(ranked) < 2:
            return False
        self.found[one.head] = Found(
            first=one.first, last=one.last, weights=[(r.number, 0.4) for r in ranked], how="DESCRIPTION", several=True
        )
        return True

    def _weight_of(self, referent: Referent, token: int) -> float:
        """How present a referent is at a token: its mentions before, the near ones counting more."""
        return sum(1 / (1 + 0.25 * (self.page.sentence_of[token] - self.page.sentence_of[s.token])) for s in referent.seen if s.token < token)

    # ------------------------------------------------------------ pronouns

    def _pronoun(self, one: Candidate) -> None:
        page, book = self.page, self.book
        kind = PRONOUNS[page.folded[one.head]]
        if kind == "r":
            self._relative(one)
            return
        if kind == "n" and page.deps[one.head] in {"nsubj", "nsubjpass"} and _is_expletive(page, one.head):
            return
        if kind == "p" and self._pair(one):
            return
        speaker = self._speaker_around(one.head)
        scores = rank_antecedents(page, book.referents, one.head, kind, speaker)
        scores = self._weigh_content(one.head, kind, scores)
        best = max(scores, key=lambda number: (scores[number], -number), default=None)
        sure, sharp = certainty(page, None if best is None else book.referents[best], one.head)
        weights = to_weights(scores, sure, sharp)
        if not weights:
            self._note(one, [], "PRONOUN")
            return
        if weights[0][1] >= 0.8 and kind in {"m", "f"} and book.referents[weights[0][0]].gender is None:
            book.referents[weights[0][0]].gender = kind
        self._note(one, weights, "PRONOUN")

    def _weigh_content(self, token: int, kind: str, scores: dict[int, float]) -> dict[int, float]:
        """Somebody who seems to speak against their own side is doubted, and the other side's leaders come in."""
        contents = [content for head, content in self.claimed if head == token]
        if not contents or not scores:
            return scores
        blamed, named = find_blamed(self.page, [part for content in contents for part in content], self.countries)
        others = named - blamed
        doubted = {n for n in scores if self.book.referents[n].country in blamed and self.book.referents[n].kind == "PERSON"}
        if not doubted or not others:
            return scores
        top = max(scores.values())
        weighed = {n: score + (AGAINST_OWN_SIDE if n in doubted else 0.0) for n, score in scores.items()}
        for referent in self.book.referents:
            if referent.country in others and referent.kind == "PERSON" and (referent.nouns & LEADERS) and referent.gender in {None, kind}:
                weighed[referent.number] = max(weighed.get(referent.number, -99.0), top + AGAINST_OWN_SIDE)
        return weighed

    def _speaker_around(self, token: int) -> int | None:
        """The referent in whose words the token stands, if that is known already."""
        for head, content in self.spoken:
            if any(first <= token < last for first, last in content):
                found = self.found.get(head)
                if found is not None and found.weights:
                    return found.weights[0][0]
        return None

    def _relative(self, one: Candidate) -> None:
        antecedent = self.page.heads[self.page.heads[one.head]]
        found = self.found.get(antecedent)
        if found is not None:
            self._note(one, found.weights, "PRONOUN")

    def _pair(self, one: Candidate) -> bool:
        """"They" for people named together, by "and" or by "with", in the same sentence or the one before."""
        page = self.page
        now = page.sentence_of[one.head]
        for sentence in (now, now - 1):
            if sentence < 0:
                break
            group = self._together(sentence, one.head)
            if len(group) > 1:
                share = round((0.8 if sentence == now else 0.6) / len(group), 3)
                self.found[one.head] = Found(
                    first=one.first, last=one.last, weights=[(n, share) for n in group], how="PRONOUN", several=True
                )
                return True
        return False

    def _together(self, sentence: int, before: int) -> list[int]:
        """People of a sentence who are coordinated, or the subject and those it is "with"."""
        page = self.page
        first, last = page.sentences[sentence]
        people = [t for t in range(first, min(last, before)) if self._person_at(t) is not None]
        linked: dict[int, None] = {}
        for token in people:
            above = page.heads[token]
            if page.deps[token] == "conj" and above in people:
                linked.update({above: None, token: None})
            elif page.deps[token] == "pobj" and page.folded[above] in {"with", "and"}:
                subject = page.subject(page.clause(token))
                if subject is not None and subject in people:
                    linked.update({subject: None})
                linked.update({token: None})
        numbers = dict.fromkeys(n for n in (self._person_at(t) for t in linked) if n is not None)
        return list(numbers)

    def _person_at(self, token: int) -> int | None:
        found = self.found.get(token)
        if found is None or found.several or not found.weights or found.weights[0][1] < 0.6:
            return None
        number = found.weights[0][0]
        return number if self.book.referents[number].kind == "PERSON" else None

    # ------------------------------------------------------------ first persons

    def _resolve_later(self, one: Candidate) -> None:
        page = self.page
        if one.form != "PRONOUN":
            self._description(one)
            return
        speaker = self._quoted_speaker(one.head)
        if speaker is None:
            return
        number, weight = speaker
        weights: Weights = [(number, round(weight * 0.97, 3))]
        country = self.book.referents[number].country
        if PRONOUNS[page.folded[one.head]] == "2" and country is not None and self.book.referents[number].kind == "PERSON":
            state = self.book.state(country)
            if state is not None:
                weights = [(number, round(weight * 0.65, 3)), (state.number, round(weight * 0.3, 3))]
        self._note(one, weights, "PRONOUN")

    def _quoted_speaker(self, token: int) -> tuple[int, float] | None:
        for head, content in self.spoken:
            if any(first <= token < last for first, last in content):
                found = self.found.get(head)
                if found is not None and found.weights:
                    return found.weights[0]
        return None


def _is_national(said: Description) -> bool:
    """Whether the country of a possessor belongs into a description's name: "his navy", "its nationals"."""
    noun = said.noun
    return noun is not None and (noun.sector in OFFICIALS or noun.sort == "THING" or noun.noun in {"national", "citizen"})


def _share(known: list[Referent], sure: float) -> Weights:
    """Weights for a description that several may fit: the first is the most recent."""
    if len(known) == 1:
        return [(known[0].number, sure)]
    return [(r.number, round(sure * w, 3)) for r, w in zip(known, (0.72, 0.2, 0.08), strict=False)]


def _depth(heads: Iterable[int], token: int, top: int) -> int:
    above = list(heads)
    steps = 0
    while token != top and above[token] != token and steps < 30:
        token = above[token]
        steps += 1
    return steps


def _is_expletive(page: Page, token: int) -> bool:
    """Whether "it" is likely to stand for nothing: "it is clear that", "it was after midnight"."""
    verb = page.heads[token]
    return page.folded[verb] in {"is", "was", "'s", "seems", "appears", "seemed", "appeared", "be"} and page.child(
        verb, "ccomp", "csubj", "advcl", "xcomp"
    ) is not None
