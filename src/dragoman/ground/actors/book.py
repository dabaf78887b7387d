"""The book of one document: who has been named so far, and what each further mention adds."""

from collections.abc import Mapping

from dragoman.ground.actors.candidates import Candidate
from dragoman.ground.actors.coreference import Referent, Seen
from dragoman.ground.actors.hits import Hit
from dragoman.ground.actors.lexicon import INTERNATIONAL, Entry, Lexicon, fold
from dragoman.ground.actors.page import Page
from dragoman.ground.actors.roles import Description, describe

LEADERS = frozenset({
    "president", "prime minister", "premier", "chancellor", "king", "queen", "emir", "sultan", "ruler", "leader",
    "monarch", "head of state", "head of government", "dictator", "strongman", "emperor", "prince",
})  # fmt: skip
SHIPS = frozenset({
    "ship", "vessel", "boat", "corvette", "frigate", "destroyer", "warship", "cutter", "tanker", "freighter",
    "patrol boat", "patrol ship", "patrol vessel", "cruiser", "trawler", "naval vessel", "cargo ship", "submarine",
    "ferry",
})  # fmt: skip
PLANES = frozenset({
    "plane", "aircraft", "jet", "warplane", "fighter jet", "airliner", "military plane", "military jet", "airplane",
    "military aircraft", "helicopter", "fighter plane",
})  # fmt: skip
ALIKE: dict[str, frozenset[str]] = {
    "leader": LEADERS,
    "head of state": frozenset({"president", "king", "queen", "emperor", "sultan", "emir", "monarch", "head of state"}),
    "head of government": frozenset({"prime minister", "premier", "chancellor", "head of government"}),
    "premier": frozenset({"prime minister", "premier"}),
    "prime minister": frozenset({"prime minister", "premier"}),
    "boat": frozenset({"patrol boat", "boat", "speedboat", "gunboat", "cutter", "fishing boat", "trawler"}),
    "vessel": SHIPS,
    "ship": SHIPS,
    "warship": frozenset({"corvette", "frigate", "destroyer", "warship", "cruiser"}),
    "plane": PLANES,
    "aircraft": PLANES,
    "jet": frozenset({"jet", "fighter jet", "warplane", "military jet", "military plane", "fighter plane"}),
    "minister": frozenset({"minister", "prime minister", "interior minister", "deputy minister"}),
    "diplomat": frozenset({"ambassador", "envoy", "diplomat", "consul", "chargé"}),
    "envoy": frozenset({"ambassador", "envoy"}),
    "spokesman": frozenset({"spokesman", "spokesperson"}),
    "spokeswoman": frozenset({"spokeswoman", "spokesperson"}),
    "spokesperson": frozenset({"spokesman", "spokeswoman", "spokesperson"}),
    "lawmaker": frozenset({"lawmaker", "senator", "congressman", "congresswoman", "mp", "legislator"}),
    "monarch": frozenset({"king", "queen", "monarch", "emperor"}),
    "general": frozenset({"general", "brigadier general", "major general", "lieutenant general", "brigadier"}),
    "brigadier": frozenset({"brigadier", "brigadier general"}),
    "admiral": frozenset({"admiral", "vice admiral", "rear admiral"}),
    "colonel": frozenset({"colonel", "lieutenant colonel"}),
}  # fmt: skip
"""Which roles a description may stand for, besides its own."""


ACTS = frozenset({
    "airstrike", "air strike", "air raid", "airplane strike", "shelling", "bombardment", "drone strike",
    "artillery fire",
})  # fmt: skip
"""Role nouns that say what was done, not who did it."""
SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})

OFFICIALS = frozenset({"GOV", "MIL", "LEG", "COP", "JUD", "SPY"})
"""Sectors of a state."""
HOME = OFFICIALS | {"OPP"}
"""Those and the opposition, whose country goes without saying in its own news."""


class Book:
    """Referents and the ways to find them again. One book a document; it only grows."""

    def __init__(
        self, page: Page, lexicon: Lexicon, hits: dict[int, Hit], places: Mapping[int, str] | None = None
    ) -> None:
        self.page = page
        self.lexicon = lexicon
        self.hits = hits
        self.places: Mapping[int, str] = places or {}
        self.referents: list[Referent] = []
        self.entries: dict[tuple[str, str], Referent] = {}
        self.surnames: dict[str, list[Referent]] = {}
        self.bodies: dict[str, Referent] = {}
        self.named_bodies: dict[int, Candidate] = {}
        self.described: dict[tuple[str | None, str | None, str], Referent] = {}

    def describe(self, candidate: Candidate) -> Description:
        """What the words of a candidate say."""
        return describe(self.page, self.lexicon, self.hits, candidate, self.named_bodies, self.places)

    def add(self, name: str, kind: str) -> Referent:
        """A new referent."""
        referent = Referent(len(self.referents), name, kind)  # type: ignore[arg-type]
        self.referents.append(referent)
        return referent

    def see(self, referent: Referent, token: int, speaks: bool) -> None:
        """Note that the referent is mentioned at a token; no pronoun refers back to an act of arms."""
        if referent.nouns & ACTS:
            return
        referent.seen.append(Seen(token, speaks))

    def entry(self, entry: Entry) -> Referent:
        """The referent of a lexicon entry."""
        known = self.entries.get((entry.name, entry.code))
        if known is None:
            known = self.add(entry.name, entry.kind)
            known.country, known.sector, known.code = entry.country, entry.sector, entry.code
            known.wikidata = entry.wikidata
            known.plural = entry.kind == "GROUP" and fold(entry.name).endswith("s")
            known.home_known = True
            if entry.kind == "ORGANISATION" and entry.country is None:
                nouns = (self.lexicon.nouns.get(word) for word in fold(entry.name).split())
                known.nouns.update(noun.noun for noun in nouns if noun is not None and noun.sort == "BODY")
            self.entries[entry.name, entry.code] = known
        return known

    def state(self, country: str) -> Referent | None:
        """The referent of a country, whether or not it has been named; nothing for what is no country."""
        entry = self.lexicon.states.get(country)
        return None if entry is None else self.entry(entry)

    # ------------------------------------------------------------ people

    def add_people(self, candidates: list[Candidate]) -> dict[int, list[Referent]]:
        """Referents of all personal names by the candidate's head token; several where a surname is shared."""
        meant: dict[int, list[Referent]] = {}
        for one in sorted(candidates, key=lambda c: (-(c.last - c.first), c.first)):
            words = [w for w in self.page.folded[one.first : one.last] if w[:1].isalnum()]
            if len(words) > 2 and words[-1] in SUFFIXES:
                words.pop()
            if not words:
                continue
            meant[one.head] = self._same_name(words) or [self._new_person(one, words)]
            for person in meant[one.head][:1]:
                person.named.append(one.head)
        return meant

    def _same_name(self, words: list[str]) -> list[Referent]:
        """People known by this surname whose further names agree; by a given name, if only one bears it."""
        known = self.surnames.get(words[-1], [])
        if len(words) > 1:
            return [p for p in known if _names_agree(words[:-1], [fold(w) for w in p.name.split()][:-1])][:1]
        if known:
            return known
        first = [p for people in self.surnames.values() for p in people if fold(p.name.split()[0]) == words[0]]
        unique = list({p.number: p for p in first}.values())
        return unique if len(unique) == 1 else []

    def _new_person(self, candidate: Candidate, words: list[str]) -> Referent:
        name = self.page.slice(candidate.first, candidate.last).replace("\n", " ")
        person = self.add(name, "PERSON")
        if len(words) > 1:
            person.gender = self.lexicon.genders.get(words[0]) or None
        self.surnames.setdefault(words[-1], []).append(person)
        if "-" in words[-1]:
            self.surnames.setdefault(words[-1].split("-")[-1], []).append(person)
        return person

    def learn_role(self, person: Referent, said: Description, role: str) -> None:
        """Take over what a title says of a person; the first word on each point stands, a fuller role is kept."""
        noun = said.noun
        if noun is not None:
            person.nouns.add(noun.noun)
            person.gender = noun.gender or person.gender
            person.role = person.role or role
        person.role_words |= said.words
        self.set_home(person, said)

    def set_home(self, referent: Referent, said: Description) -> None:
        """Country and sector of a referent, from a description of it."""
        if said.entry is not None and said.entry.code.split()[0] in INTERNATIONAL and referent.code is None:
            referent.code, referent.home_known = said.entry.code, True
        elif said.country and referent.country is None and referent.code is None:
            referent.country, referent.home_known = said.country, True
        if referent.sector is None or (said.sector == "GOV" and referent.sector in {"MIL", "EDU", "BUS"}):
            referent.sector = said.sector or referent.sector

    # ------------------------------------------------------------ descriptions

    def find_described(self, said: Description, token: int) -> list[Referent]:
        """Whom a definite description may mean among those mentioned before it, the likeliest first."""
        noun = said.noun
        if noun is None:
            return []
        wanted = ALIKE.get(noun.noun, frozenset()) | {noun.noun}
        fitting = []
        for referent in self.referents:
            if referent.plural or not (wanted & referent.nouns) or not _may_be(referent, said):
                continue
            before = [seen.token for seen in referent.seen if seen.token < token]
            if before:
                exact = noun.noun in referent.nouns
                home = said.country is None or referent.country == said.country
                fitting.append((home, exact, before[-1], referent))
        fitting.sort(key=lambda one: one[:3], reverse=True)
        if said.country and any(home for home, *_ in fitting):
            fitting = [one for one in fitting if one[0]]
        return [referent for *_, referent in fitting]

    def body(self, said: Description, country: str | None) -> Referent:
        """The referent of an institution or group by country, sector and noun: "Turkey's army" is the Turkish army."""
        noun = said.noun.noun if said.noun else fold(said.name)
        state = said.noun is not None and said.noun.sort == "BODY" and said.sector in OFFICIALS
        narrowed = "" if state else " ".join([*sorted(said.words), str(said.plural)])
        key = (country or (said.entry.code if said.entry else None), said.sector, f"{noun} {narrowed}")
        known = self.described.get(key)
        if known is None:
            known = self.add_described(said, country)
            self.described[key] = known
        return known

    def add_described(self, said: Description, country: str | None) -> Referent:
        """A new referent that has no name but its description."""
        noun = said.noun
        person = noun is not None and noun.sort == "PERSON"
        kind = "GROUP"
        if person and not said.plural:
            kind = "PERSON"
        elif noun is not None and noun.sort == "BODY" and noun.sector not in {"ANY", "REB", "CRM", "PRM"}:
            kind = "ORGANISATION"
        referent = self.add(said.name, kind)
        referent.plural = noun.plural if noun is not None and kind == "ORGANISATION" else said.plural
        referent.country, referent.sector = country, said.sector
        referent.craft = noun is not None and noun.sort == "THING"
        if said.entry is not None and (said.entry.code.split()[0] in INTERNATIONAL):
            referent.code, referent.country = said.entry.code, None
        if noun is not None:
            referent.nouns.add(noun.noun)
            referent.gender = noun.gender
        referent.role_words |= said.words
        return referent


def _names_agree(ours: list[str], theirs: list[str]) -> bool:
    """Whether given names do not contradict each other; an initial agrees with its name."""
    if not theirs:
        return True
    return any(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a in ours for b in theirs)


def _may_be(referent: Referent, said: Description) -> bool:
    """Whether country and narrowing words of a description do not speak against the referent."""
    if said.country and referent.country and referent.country != said.country:
        return False
    if said.noun is not None and said.noun.sort == "THING":
        return True
    narrowing = said.words - {
        "new",
        "old",
        "young",
        "country's",
        "veteran",
        "embattled",
        "late",
        "outgoing",
        "longtime",
    }
    return not narrowing or bool(narrowing & referent.role_words) or not referent.role_words
