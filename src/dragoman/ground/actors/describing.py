"""Descriptions: "the Turkish leader", "Russian warplanes", "both sides"."""

import msgspec

from dragoman.ground.actors.book import HOME, LEADERS, OFFICIALS
from dragoman.ground.actors.bridging import ABOARD, find_craft, find_fleet
from dragoman.ground.actors.candidates import Candidate
from dragoman.ground.actors.coreference import Referent, Weights
from dragoman.ground.actors.homes import find_home
from dragoman.ground.actors.ledger import Found, Ledger
from dragoman.ground.actors.lexicon import Noun
from dragoman.ground.actors.metonyms import is_polity
from dragoman.ground.actors.nouns import DEFINITE, MUTUAL, SHARED, SIDES
from dragoman.ground.actors.polities import find_state
from dragoman.ground.actors.roles import Description
from dragoman.values import How

FLYING = frozenset({"plane", "aircraft", "airplane", "helicopter", "jet"})


class Describing:
    """Finds whom a description means, or enters somebody new under it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.book = ledger.book
        self.page = ledger.page
        self.found = ledger.found

    def resolve(self, one: Candidate) -> None:
        """Note whom a description means."""
        if one.head in self.found or one.head in self.ledger.apposed:
            return
        if self._several(one):
            return
        if is_polity(self.page, one.head, self.book.hits):
            state = find_state(self.book, one.head)
            if state is not None:
                self.ledger.note(one, [(state.number, 0.75)], "DESCRIPTION")
            return
        said = self.book.describe(one)
        country, sure = self._country_of(one, said)
        if country and _is_national(said):
            said = self._add_country(one, said, country)
        if not self._known(one, said, country):
            self._enter(one, said, country, sure)

    def announce(self, one: Candidate) -> None:
        """Enter somebody by a description whose owner only its speaker tells: "our crew"; a pronoun may mean it."""
        referent = self.book.add_described(self.book.describe(one), None)
        self.ledger.note(one, [(referent.number, 0.6)], "DESCRIPTION")
        self.book.see(referent, one.head, speaks=False)

    def complete(self, one: Candidate) -> None:
        """Note whom such a description means, now that all speakers are known."""
        announced = self.book.referents[self.found.pop(one.head).weights[0][0]]
        self.resolve(one)
        found = self.found.get(one.head)
        if found is not None and found.weights:
            meant = self.book.referents[found.weights[0][0]]
            announced.name, announced.kind, announced.country = meant.name, meant.kind, meant.country
            announced.sector, announced.code = meant.sector, meant.code

    def _known(self, one: Candidate, said: Description, country: str | None) -> bool:
        """Note a referent mentioned before that the description means, if there is one."""
        noun = said.noun
        if noun is None:
            return False
        if noun.noun in {"member", "ally"} and self._member(one, said):
            return True
        if not said.definite or said.plural or (noun.sort == "BODY" and country is not None):
            return False
        known = self.book.find_described(said, one.head)
        if not known:
            return self._last_body(one, said, country)
        if noun.sort == "THING":
            free = [r for r in known if not self._is_beside(r, one.head)]
            if not free:
                return self._of_fleet(one, said, known)
            known = free
        how: How = "TITLE" if noun.sort == "PERSON" else "DESCRIPTION"
        if said.country and known[0].country is None and noun.sort == "THING":
            known[0].country = said.country
            known[0].sector = self._craft_sector(noun, said.country) if said.sector is None else said.sector
        self.ledger.note(one, _share(known, 0.9 if said.country else 0.85), how)
        return True

    def _is_beside(self, referent: Referent, token: int) -> bool:
        """Whether the referent is another argument of the description's verb: "the corvette sank the vessel"."""
        page = self.page
        near = [seen.token for seen in referent.seen if page.sentence_of[seen.token] == page.sentence_of[token]]
        return any(page.heads[seen] == page.heads[token] for seen in near)

    def _of_fleet(self, one: Candidate, said: Description, others: list[Referent]) -> bool:
        """Note a craft that nobody has named as one of the other side's forces, if any are on the page."""
        fleet = find_fleet(self.book, said, one.head, others)
        if fleet is None:
            return False
        craft = self.book.add_described(said, fleet.country)
        craft.sector = fleet.sector
        self.ledger.note(one, [(craft.number, 0.7)], "DESCRIPTION")
        return True

    def _enter(self, one: Candidate, said: Description, country: str | None, sure: float) -> None:
        """Note somebody who has no name, under the description."""
        noun = said.noun
        if noun is not None and country is None and said.entry is None:
            country, sure = self._guess_country(one, said, sure)
        if noun is not None and noun.sort == "PERSON" and not said.plural:
            referent = self.book.add_described(said, country)
        else:
            referent = self.book.body(said, country)
        aboard = noun is not None and noun.noun in ABOARD
        if aboard and (craft := find_craft(self.book, one.head, self._owner(one))) is not None:
            referent.sector = craft.sector or referent.sector
        elif (referent.craft or aboard) and referent.sector in {None, "CRAFT"}:
            referent.sector = self._craft_sector(noun, referent.country)
        self.ledger.note(one, [(referent.number, sure)], "DESCRIPTION")

    def _guess_country(self, one: Candidate, said: Description, sure: float) -> tuple[str | None, float]:
        """The country of a description whose own words name none, and how sure the mention then is."""
        noun = said.noun
        if noun is None:
            return None, sure
        if noun.sort == "PERSON" and not said.plural:
            official = said.definite and said.sector in OFFICIALS and noun.sector in OFFICIALS
            country = find_home(self.page, self.book.hits, one.head) if official else None
            return country, 0.65 if country else sure
        if noun.sort == "THING" and not said.plural:
            return None, sure
        if noun.sort == "BODY" and said.definite and noun.sector == said.sector and said.sector in HOME:
            country = find_home(self.page, self.book.hits, one.head, body=True)
            if country is not None:
                return country, 0.75
        country = self._adopted_country(one, said)
        return country, 0.65 if country else sure

    def _add_country(self, one: Candidate, said: Description, country: str) -> Description:
        """The description with the adjective of a country that its own words leave out, or have behind the noun."""
        state = self.book.lexicon.states.get(country)
        adjective = self.book.lexicon.adjective_of.get(country, "")
        hit = {self.book.hits[t].entry.country for t in range(one.first, one.last) if t in self.book.hits}
        if state is None or country in hit or adjective in said.name:
            return said
        name = said.name[0].lower() + said.name[1:] if said.name[0].isupper() and said.name[1:].islower() else said.name
        return msgspec.structs.replace(said, name=f"{adjective} {name}")

    def _craft_sector(self, noun: Noun | None, country: str | None) -> str | None:
        """A vehicle of a country is its forces' where they are on the page; an aircraft, where any forces are."""
        if country is None:
            return None
        flies = noun is not None and noun.noun in FLYING
        forces = [r for r in self.book.referents if r.sector == "MIL" or (flies and r.sector == "REB")]
        return "MIL" if any(flies or r.country == country for r in forces) else "CVL"

    def _member(self, one: Candidate, said: Description) -> bool:
        """ "A NATO member": the state of the sentence that is one, the nearest first."""
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
        self.ledger.note(one, [(max(near, key=lambda pair: pair[0])[1].number, 0.7)], "DESCRIPTION")
        return True

    def _last_body(self, one: Candidate, said: Description, country: str | None) -> bool:
        """ "The company", "the agency": the body named last, if nothing yet says what it is."""
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
        self.ledger.note(one, [(last.number, 0.75)], "DESCRIPTION")
        return True

    def _adopted_country(self, one: Candidate, said: Description) -> str | None:
        """The one country that those of the same noun, if "the" points back to them, or sector in the sentence have."""
        noun, page = said.noun, self.page
        if noun is None:
            return None
        now = page.sentence_of[one.head]
        countries = set()
        for referent in self.book.referents:
            before = [seen.token for seen in referent.seen if seen.token < one.head]
            if not before or referent.country is None:
                continue
            same = page.sentence_of[before[-1]] == now and referent.sector == said.sector and said.sector in OFFICIALS
            if same or (said.definite and said.plural and noun.noun in referent.nouns):
                countries.add(referent.country)
        return countries.pop() if len(countries) == 1 else None

    def _owner(self, one: Candidate) -> Referent | None:
        """Whom the possessor before a description means."""
        owner = self.page.child(one.head, "poss")
        found = self.found.get(owner) if owner is not None else None
        return self.book.referents[found.weights[0][0]] if found is not None and found.weights else None

    def _country_of(self, one: Candidate, said: Description) -> tuple[str | None, float]:
        """The country of a description: its own words', or its possessor's."""
        if said.country or (said.entry is not None and not said.entry.country):
            return said.country, 0.93
        owner = self.page.child(one.head, "poss")
        if owner is None:
            named = [
                t for t in self.page.children[one.head] if self.page.deps[t] in {"compound", "nmod"} and t in self.found
            ]
            owner = named[0] if named else None
        found = None if owner is None else self.found.get(owner)
        if said.noun is not None and said.noun.noun in ABOARD:
            craft = find_craft(self.book, one.head, self._owner(one))
            if craft is not None and craft.country is not None:
                return craft.country, 0.75
        if found is None or not found.weights:
            return None, 0.8
        number, weight = found.weights[0]
        country = self.book.referents[number].country
        if said.noun is not None and said.noun.noun in {"counterpart", "opposite number"}:
            return self._other_country(country, one.head), 0.7
        return country, round(min(0.9, weight + 0.05), 3)

    def _other_country(self, country: str | None, token: int) -> str | None:
        """The one other country named in the sentence or the one before: a counterpart is another state's."""
        page = self.page
        near = {
            hit.entry.country
            for t, hit in self.book.hits.items()
            if t < token and page.sentence_of[token] - page.sentence_of[t] < 2 and hit.entry.country
        } - {country}
        return near.pop() if len(near) == 1 else None

    def _states_present(self, token: int) -> list[Referent]:
        """States by how much they and their officials were mentioned before a token, the most present first."""
        weights: dict[str, float] = {}
        for referent in self.book.referents:
            if referent.country is not None and (referent.kind == "STATE" or referent.sector in {"GOV", "MIL"}):
                share = 1.0 if referent.kind == "STATE" else 0.4
                weight = share * self.ledger.weight_of(referent, token)
                weights[referent.country] = weights.get(referent.country, 0.0) + weight
        doers = self._doers(token)
        present = (country for country, weight in weights.items() if weight > 0 and country not in doers)
        ranked = sorted(present, key=lambda country: -weights[country])
        states = [self.book.state(country) for country in ranked[:2]]
        return [state for state in states if state is not None]

    def _doers(self, token: int) -> set[str | None]:
        """The country of a verb's subject whose object the two are: who "borders both countries" is a third one."""
        page = self.page
        subject = page.child(page.heads[token], "nsubj") if page.deps[token] == "dobj" else None
        if subject is None:
            return set()
        if page.folded[subject] in {"which", "who", "that"} and page.deps[page.heads[subject]] == "relcl":
            subject = page.heads[page.heads[subject]]
        found = self.found.get(subject)
        return set() if found is None else {self.book.referents[number].country for number, _ in found.weights[:1]}

    def _several(self, one: Candidate) -> bool:
        """ "Both sides", "the two countries", "bilateral relations", "the two presidents": the two mentioned last."""
        page = self.page
        before = {page.folded[t] for t in range(page.phrase_start(one.head), one.head)}
        word, noun = page.folded[one.head], one.noun
        mutual = word in SHARED and bool(before & MUTUAL)
        if not mutual and not (before & {"both", "two"} and word.endswith("s")):
            return False
        if one.noun is not None and one.noun.sort == "PERSON" and not before & DEFINITE:
            return False  # `two diplomats said`: new to the page
        if mutual or word in SIDES:
            members = self._states_present(one.head)
        elif noun is not None and noun.sort == "PERSON":
            wanted = {noun.noun} | (LEADERS if noun.noun == "leader" else set())
            members = [r for r in self.book.referents if r.kind == "PERSON" and wanted & r.nouns]
        else:
            return False
        if not mutual and word not in SIDES:
            weighed = [(self.ledger.weight_of(r, one.head), r) for r in members]
            members = [r for weight, r in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]
        ranked = members[:2]
        if len(ranked) < 2:
            return noun is not None and noun.sort == "PERSON" and noun.sector == "GOV" and self._governments(one)
        self.found[one.head] = Found(
            first=one.first, last=one.last, weights=[(r.number, 0.4) for r in ranked], how="DESCRIPTION", several=True
        )
        return True

    def _governments(self, one: Candidate) -> bool:
        """ "The two presidents", where the page names none: of the two states it speaks of."""
        states = self._states_present(one.head)
        if len(states) < 2:
            return False
        weights = [(state.number, 0.35) for state in states]
        self.found[one.head] = Found(first=one.first, last=one.last, weights=weights, how="DESCRIPTION", several=True)
        return True


def _is_national(said: Description) -> bool:
    """Whether the country of a possessor belongs into a description's name: "his navy", "its nationals"."""
    noun = said.noun
    return noun is not None and (
        noun.sector in OFFICIALS or noun.sort == "THING" or noun.noun in {"national", "citizen"}
    )


def _share(known: list[Referent], sure: float) -> Weights:
    """Weights for a description that several may fit: the first is the most recent."""
    if len(known) == 1:
        return [(known[0].number, sure)]
    return [(r.number, round(sure * w, 3)) for r, w in zip(known, (0.72, 0.2, 0.08), strict=False)]
