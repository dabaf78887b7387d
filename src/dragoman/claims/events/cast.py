"""The document's actors as they stand in its sentences: who a noun phrase names, and by what code."""

from bisect import bisect_left

import msgspec

from dragoman.claims.events.lexicon import adjectives, countries, noun_lemmas, sector_of, word_table
from dragoman.claims.events.triggers import Trigger
from dragoman.trees import MODIFIERS, Tree
from dragoman.values import Actor, EventType, Mention, Participant, Place

CALENDAR = word_table("classes.tsv")["calendar"]
PEOPLE_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
INNER = ("of", "in", "from", "for", "by", "between", "with", "against", "to", "on", "at", "over", "into")
ARMED: dict[EventType, str] = {"ASSAULT": "MIL", "MOBILIZE": "MIL"}
"""Types that a state does through its forces."""
ARMED_MODES = frozenset({"withdraw", "aerial", "heavy-weapons", "troops", "weapons"})
UNNAMED = "~"
"""Begins the key of a state that the document names only as a place or by an adjective: no row of actors has it."""
LOCAL = frozenset({"COP", "JUD", "LEG", "GOV", "CVL", "OPP", "EDU", "LAB", "MED"})
"""Sectors whose people are, unless something else is said, of the country they are in."""
MOVING = frozenset({"MIL", "REB", "UAF", "PRM", "REF", "JRN", "NGO"})
"""Sectors whose people are often not of the country they are in."""
WHERE = ("of", "in", "near", "at", "from", "inside", "around", "outside", "to", "into", "on", "across")
"""Prepositions that tie a place to a noun."""
STATIC = ("in", "at", "near", "outside", "inside", "across", "around", "throughout")
"""Those after which something happens there."""


class Cast:
    """The document's actors as they stand in its sentences, by the token that heads each mention."""

    def __init__(
        self, tree: Tree, actors: tuple[Actor, ...], mentions: tuple[Mention, ...], places: dict[int, Place]
    ) -> None:
        self.tree, self.places = tree, places
        self.actors = {actor.actor_id: actor for actor in actors}
        self.by_head: dict[int, Mention] = {}
        self.within: dict[int, Mention] = {}
        starts = tree.analysis.starts
        first = 0
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            while first < len(starts) and tree.analysis.ends[first] <= mention.start:
                first += 1
            self._place(mention, first)
        self.states = {a.code: a.actor_id for a in actors if a.kind == "STATE" and a.code is not None}
        self._place_adjectives()
        self.names = self._names()

    def _place(self, mention: Mention, first: int) -> None:
        tokens = []
        while first < len(self.tree.words) and self.tree.analysis.starts[first] < mention.end:
            tokens.append(first)
            first += 1
        if not tokens:
            return
        inside = set(tokens)
        heads = [t for t in tokens if self.tree.heads[t] not in inside or self.tree.heads[t] == t]
        head = heads[-1] if self.tree.words[heads[0]] in ("'s", "the") else heads[0]
        self.by_head.setdefault(head, mention)
        for token in tokens:
            self.within.setdefault(token, mention)

    def _place_adjectives(self) -> None:
        """`Turkish imports`: an adjective of origin that no mention covers names a state."""
        table = adjectives()
        for token, word in enumerate(self.tree.analysis.words):
            country = table.get(word)
            if country is not None and token not in self.within:
                self.by_head[token] = self.within[token] = self._state(country, token)

    def _state(self, country: str, token: int) -> Mention:
        """A mention of a state by a word that no mention covers."""
        key = self.states.get(country)
        if key is None:
            key = UNNAMED + country
            self.actors.setdefault(key, Actor(actor_id=key, name=country, kind="STATE", country=country, code=country))
        start, end = self.tree.span(token, token)
        return Mention(
            mention_id="", document_id="", start=start, end=end, text=self.tree.analysis.words[token],
            actor_id=key, how="ALIAS", confidence=0.9,
        )  # fmt: skip

    def located(self, token: int) -> list[Participant]:
        """The state of the place that a noun is, or stands in: `a base in Kandahar`, `fired at Chile`."""
        if self._is(token, "agreement") or self._is(token, "talks"):
            return []
        near = [] if sector_of(self.tree.words[token]) in MOVING else self.tree.under_preps(token, *WHERE)
        near += [n for c in self.tree.kids(token, "acl") for n in self.tree.under_preps(c, *STATIC)]
        near = [n for c in near for n in self.tree.conjuncts(c)]
        near += [n for c in near for n in self.tree.under_preps(c, "of", "in")]
        inside = [n for c in self.tree.kids(token, "poss", "compound", "nmod", "appos") for n in self.tree.conjuncts(c)]
        found = []
        for at in (self.tree.conjuncts(token), inside, near):
            for one in at:
                place = self.places.get(one)
                if place is None or place.country is None or one in self.within:
                    continue
                if one != token or (place.feature or "").startswith("PCL"):
                    found += self.of_mention(self._state(place.country, one), token)
            if found:
                break
        return found

    def _names(self) -> dict[int, tuple[int, int]]:
        """Names that the syntax model found, by the token that ends them: actors of last resort."""
        found: dict[int, tuple[int, int]] = {}
        ends = {end: k for k, end in enumerate(self.tree.analysis.ends)}
        for entity in self.tree.analysis.entities:
            if entity.label in PEOPLE_LABELS and entity.end in ends:
                found[ends[entity.end]] = entity.start, entity.end
        return found

    def people(self, token: int) -> list[Participant]:
        """Who the noun phrase headed by the token names, with all that it is joined to."""
        found: list[Participant] = []
        for one in self.tree.conjuncts(token):
            found += self._one(one) if one == token else self._shared_office(token, self._one(one), found)
        return list({(p.actor_id or p.code, p.start): p for p in found}.values())

    def _shared_office(self, token: int, added: list[Participant], found: list[Participant]) -> list[Participant]:
        """`The ministers of Chad and Niger`, where the parser joins Niger to the ministers: one of them is Niger's."""
        code = (found[0].code or "") if found else ""
        owners = [m for n in self.tree.under_preps(token, "of") if (m := self.by_head.get(n)) is not None]
        shared = code[3:4] == " " and self.tree.words[token].endswith("s")
        if not shared or not any(self._is_whole(m.actor_id) for m in owners):
            return added
        return [
            msgspec.structs.replace(p, code=p.code + code[3:]) if p.code and self._is_whole(p.actor_id) else p
            for p in added
        ]

    def _is_whole(self, actor_id: str | None) -> bool:
        actor = self.actors.get(actor_id or "")
        return actor is not None and actor.kind == "STATE"

    def _one(self, token: int) -> list[Participant]:
        own = self.by_head.get(token)
        if own is None or own.actor_id is None:
            appositions = [self.by_head[c] for c in self.tree.kids(token, "appos") if c in self.by_head]
            own = next((m for m in appositions if m.actor_id is not None), None)
        found = self.of_mention(own, token) if own is not None else []
        if any(p.code is not None for p in found):
            return found + self._fellows(token, found)
        if sector_of(self.tree.words[token]) in LOCAL and not self.inner(token, MODIFIERS, ()):
            local = [p for p in self.located(token) if p.code is not None and " " in p.code]
            if local:
                return local
        if own is None and self._is(token, "quantity"):
            counted = [p for n in self.tree.under_preps(token, "of") for p in self.people(n)]
            if counted:
                return counted
        if sector_of(self.tree.words[token]) is not None or self._is(token, "proxy"):
            narrowed = [p for m in self.inner(token, MODIFIERS, INNER[:3]) for p in self.of_mention(m, token)]
            if any(p.code is not None for p in narrowed):
                return narrowed
        return found or self._unnamed(token)

    def place_of(self, token: int) -> str | None:
        """The country of the place that something is said to happen in."""
        inside = self.tree.under_preps(token, *STATIC)
        for one in inside:
            inside += self.tree.under_preps(one, "of", "in", "near")
            if (place := self.places.get(one)) is not None and place.country is not None:
                return place.country
        return None

    def local(self, participant: Participant, country: str) -> Participant:
        """The participant, of that country where it is of none, and its noun is one for local people."""
        ends = self.tree.analysis.ends
        token = bisect_left(ends, participant.end)
        if participant.code is not None or token >= len(ends) or token in self.places:
            return participant
        word, actor = self.tree.words[token], self.actors.get(participant.actor_id or "")
        sector = actor.sector if actor is not None and actor.sector is not None else sector_of(word)
        if sector not in LOCAL or self._is(token, "stranger") or (actor is not None and actor.country is not None):
            return participant
        return msgspec.structs.replace(participant, code=f"{country} {sector}")

    def _fellows(self, token: int, found: list[Participant]) -> list[Participant]:
        """Who is meant with them: `Chilean and Peruvian miners`, `the ministers of Chad and Niger`."""
        code = found[0].code or ""
        if len(found) > 1 or code[3:4] != " " or not self.tree.words[token].endswith("s"):
            return []
        first = [*self.tree.kids(token, "amod", "compound", "nmod"), *self.tree.under_preps(token, "of", "from")]
        table, fellows = countries(), list[Participant]()
        for group in (self.tree.conjuncts(one) for one in first):
            named = [(t, table.get(self.tree.analysis.words[t])) for t in group]
            if len(group) > 1 and code[:3] in {country for _, country in named}:
                for t, country in named:
                    if country not in (None, code[:3]):
                        start, end = self.tree.span(t, t)
                        fellows.append(Participant(actor_id=None, code=f"{country}{code[3:]}", start=start, end=end))
        return fellows

    def _is(self, token: int, name: str) -> bool:
        """Whether the noun is of a class of nouns."""
        return bool(word_table("classes.tsv")[name].intersection(noun_lemmas(self.tree.words[token])))

    def _unnamed(self, token: int) -> list[Participant]:
        """Somebody whom no mention covers: a noun for people, or a name."""
        word = self.tree.words[token]
        if token in self.names:
            start, end = self.names[token]
            return [Participant(actor_id=None, code=None, start=start, end=end)]
        if self._is_name(token) or (
            sector_of(word) is not None and self._is_open(token) and not self._is(token, "thing")
        ):
            start, end = self.tree.span(self._first(token), token)
            return [Participant(actor_id=None, code=None, start=start, end=end)]
        return []

    def _is_open(self, token: int) -> bool:
        """Whether no mention covers the token, or only a description that stays without an actor."""
        mention = self.within.get(token)
        return mention is None or (mention.actor_id is None and mention.how in ("DESCRIPTION", "TITLE"))

    def _is_name(self, token: int) -> bool:
        """A word in capitals, or one with a capital inside a sentence, that no model has named."""
        word = self.tree.analysis.words[token]
        if not word.isalpha() or token in self.within:
            return False
        inside = token > self.tree.analysis.sentences[self.tree.analysis.sentence_of[token]][0]
        return (word.isupper() and 1 < len(word) < 7) or (
            inside and word[:1].isupper() and word.lower() not in CALENDAR
        )

    def _first(self, token: int) -> int:
        """First token of the phrase, up to its head."""
        return min([token, *(c for c in self.tree.kids(token, "det", *MODIFIERS) if c < token)])

    def inner(self, token: int, deps: frozenset[str], preps: tuple[str, ...]) -> list[Mention]:
        """Mentions inside the noun phrase: adjectives of origin, a possessor, the objects of a preposition."""
        before = [n for c in self.tree.children[token] if self.tree.deps[c] in deps for n in self.tree.conjuncts(c)]
        found = [m for n in before if (m := self.by_head.get(n) or self.within.get(n)) is not None]
        found = [m for m in found if m.actor_id is not None and self.by_head.get(token) is not m]
        if found:
            return found
        after = [n for c in self.tree.under_preps(token, *preps) for n in self.tree.conjuncts(c)]
        return [m for n in after if (m := self.by_head.get(n)) is not None and m.actor_id is not None]

    def of_mention(self, mention: Mention, token: int) -> list[Participant]:
        """Whom the mention means, with codes narrowed by the noun at `token`: all members, where it means several."""
        ids = [mention.actor_id]
        if len(mention.alternatives) > 1 and _is_several(mention):
            ids = [one.actor_id for one in mention.alternatives]
        return [
            Participant(
                actor_id=None if i is not None and i.startswith(UNNAMED) else i,
                code=self.code(i, token),
                start=mention.start,
                end=mention.end,
            )
            for i in ids
        ]

    def code(self, actor_id: str | None, token: int) -> str | None:
        """The actor's code in this event: a bare state that fights or moves troops does so by its forces."""
        actor = self.actors.get(actor_id or "")
        if actor is None or actor.code is None or actor.sector is not None or actor.country is None:
            return actor.code if actor else None
        own = self.by_head.get(token)
        if own is not None and own.how == "DESCRIPTION" and self._is_whole(own.actor_id):
            return actor.code
        word = self.tree.words[token]
        sector = sector_of(word) if token not in self.names else None
        sector = None if sector == "-" else sector
        return f"{actor.country} {sector}" if sector else actor.code

    def country_of(self, actor_id: str) -> str | None:
        """The actor's country."""
        actor = self.actors.get(actor_id)
        return actor.country if actor else None

    def is_craft_or_act(self, token: int) -> bool:
        """Whether the noun names an act or a means of it: a raid, a missile."""
        return self._is(token, "thing") or self._is(token, "incident")

    def is_scene(self, token: int) -> bool:
        """Whether a noun for a state is a possessor that only says where: `the country's genocide`."""
        own = self.by_head.get(token)
        return own is not None and own.how == "DESCRIPTION" and self._is_whole(own.actor_id)

    def is_talks(self, token: int) -> bool:
        """Whether the noun is one for talks."""
        return self._is(token, "talks")

    def is_victim(self, participant: Participant, token: int) -> bool:
        """Whether the words are what an act of the noun at `token` is done to: `the shelling of a ferry`."""
        last = bisect_left(self.tree.analysis.ends, participant.end)
        return last in self.tree.under_preps(token, "of")

    def is_vehicle(self, participant: Participant) -> bool:
        """Whether the words name a vehicle and nobody in it."""
        last = bisect_left(self.tree.analysis.ends, participant.end)
        return last < len(self.tree.words) and self._is(last, "vehicle")

    def is_state(self, participant: Participant) -> bool:
        """Whether it is a state as a whole."""
        return self._is_whole(participant.actor_id)

    def armed(self, people: list[Participant], trigger: Trigger, type_: EventType) -> list[Participant]:
        """The doers of an armed act: a bare state, or a leader who is said to have done it, acts through its forces."""
        mode = trigger.entry.mode
        if type_ not in ARMED and not (type_ == "RETREAT" and mode in ARMED_MODES):
            return people
        if mode == "police":
            return people
        return [self._through_forces(p) for p in people]

    def _through_forces(self, participant: Participant) -> Participant:
        actor = self.actors.get(participant.actor_id or "")
        if actor is None or actor.country is None or participant.code != actor.country:
            return participant
        return Participant(
            actor_id=participant.actor_id, code=f"{actor.country} MIL", start=participant.start, end=participant.end
        )


def _is_several(mention: Mention) -> bool:
    """Whether the mention means all its alternatives together (`they`), not one of them: see `resolve_actors`."""
    weights = {one.actor_id: one.confidence for one in mention.alternatives}
    return mention.confidence > weights.get(mention.actor_id or "", 1.0)
