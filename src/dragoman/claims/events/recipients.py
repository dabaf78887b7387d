"""To whom it is done: the recipients of a trigger, by the tree and the entry's frame.

Prepositions decide roles; not every object is a recipient.
"""

from dragoman.claims.events.afield import HOSTING, afield, forms_of
from dragoman.claims.events.cast import INNER, Cast
from dragoman.claims.events.doers import Doers, is_elicited
from dragoman.claims.events.lexicon import noun_lemmas, word_table
from dragoman.claims.events.plover import quad_of
from dragoman.claims.events.subjects import OWN, agents, complement_subjects, people_nouns, speech_verbs, subject_tokens
from dragoman.claims.events.triggers import Trigger, objects_of
from dragoman.trees import MODIFIERS, Tree
from dragoman.values import EventType, Participant

SITES = frozenset({"in", "at", "near", "from", "on", "over"})
"""Prepositions that bring a place as often as somebody."""
SENT = frozenset({"MOBILIZE", "AID", "ASSAULT"})
"""Types whose object may be what the doers send or launch, and theirs."""
EXCHANGED = frozenset({"first", "back"})
"""Adverbs that make a blow one of an exchange."""
ELLIPTIC = frozenset({"second", "third", "fourth", "another"})
"""Words that leave out the noun of the object before them."""
LINKING = frozenset({"according", "due", "because", "thanks", "owing", "prior", "ahead", "contrary", "subject"})
"""First words of prepositions of two words, whose second is no role: `according to officials`."""


class Recipients:
    """Finds the recipients of triggers in one document, once their actors are known."""

    def __init__(self, tree: Tree, cast: Cast, doers: Doers) -> None:
        self.tree, self.cast, self.doers = tree, cast, doers

    def recipients(self, trigger: Trigger, type_: EventType, actors: list[Participant]) -> list[Participant]:
        """To whom, by the first place of the frame that names a known actor other than the doers; else anybody."""
        return self.doers.localise(self._recipients(trigger, type_, actors), trigger, type_)

    def _recipients(self, trigger: Trigger, type_: EventType, actors: list[Participant]) -> list[Participant]:
        doers = {(p.actor_id or str(p.start)) for p in actors}
        thing = trigger.object if trigger.entry.objects and not trigger.entry.objects & people_nouns() else None
        unknown: list[Participant] = []
        if is_elicited(self.tree, trigger):
            subjects = subject_tokens(self.tree, trigger.support or trigger.token)
            aimed = [p for s in subjects for p in self.doers.origin(s, MODIFIERS)]
            return aimed or [p for s in subjects for p in self.cast.people(s)]
        if "from-actor" in trigger.entry.frame:
            return [p for s in subject_tokens(self.tree, trigger.token) for p in self.cast.people(s)]
        for slot in trigger.entry.frame:
            for token in self._slot(trigger, slot):
                found = self._others(self._received(token, doers, token == thing), actors)
                if token == thing and type_ in SENT:
                    found = self._foreign_only(found, actors)
                if quad_of(type_) in (1, 3) and self.cast.is_craft_or_act(token):
                    found = [p for p in found if p.code is not None or not self.cast.is_victim(p, token)]
                if slot in SITES and token in self.cast.places:
                    found = [p for p in found if p.code is not None]
                if any(p.code is not None for p in found):
                    return [*found, *self._receivers(trigger, type_, slot, doers)]
                unknown = unknown or (found if token != thing else [])
        if type_ == "AGREE" and len(actors) > 1:
            return []
        if further := self.further(trigger, type_, doers, actors):
            return further
        words = quad_of(type_) in (1, 3)
        if unknown and not (words and all(p.actor_id is None for p in unknown)):
            return unknown
        return self._from_complement(trigger, doers, words, actors)

    def _receivers(self, trigger: Trigger, type_: EventType, slot: str, doers: set[str]) -> list[Participant]:
        """Into whose hands those go who are given up: `handed the men over to the Red Cross`."""
        if type_ != "RETREAT" or slot != "obj" or "to" not in trigger.entry.frame or trigger.nominal:
            return []
        return [p for t in self._slot(trigger, "to") for p in self._received(t, doers) if p.code is not None]

    def further(
        self, trigger: Trigger, type_: EventType, doers: set[str], actors: list[Participant]
    ) -> list[Participant]:
        """Recipients outside the frame's places, where those name nobody that is known: see `afield`."""
        for token in afield(self.tree, trigger, type_):
            found = self._others(self._received(token, doers), actors)
            if any(p.code is not None for p in found):
                return found
        if type_ == "ASSAULT" and not trigger.nominal:
            return self.cast.armed(self._answered(trigger, actors), trigger, type_)
        return self._brought_together(trigger, doers) if type_ in ("AGREE", "CONSULT") else []

    def _answered(self, trigger: Trigger, actors: list[Participant]) -> list[Participant]:
        """Who is shot at by whom they say `fired first`: the words speak of an exchange, and the speaker is a party."""
        tree, own = self.tree, {p.code[:3] for p in actors if p.code}
        if not any(tree.words[c] in EXCHANGED for c in tree.kids(trigger.token, "advmod")):
            return []
        for verb in tree.ancestors(trigger.token):
            if tree.words[verb] in speech_verbs():
                said = [p for t in subject_tokens(tree, verb) for p in self.cast.people(t)]
                return [p for p in said if p.code and p.code[:3] not in own]
        return []

    def _brought_together(self, trigger: Trigger, doers: set[str]) -> list[Participant]:
        """The two whom a third party offers to bring together: the sentence's `both countries`, `the two sides`."""
        tree = self.tree
        clause = [t for t in tree.descendants(trigger.token) if tree.words[t] in forms_of(HOSTING)]
        if not any(self.cast.is_talks(o) for t in clause for o in tree.kids(t, "dobj")):
            return []
        first, last = tree.analysis.sentences[tree.analysis.sentence_of[trigger.token]]
        for token in range(first, last):
            people = self.cast.people(token) if token in self.cast.by_head else []
            if len(people) == 2 and not doers & {p.actor_id for p in people} and all(p.code for p in people):
                return people
        return []

    def _others(self, found: list[Participant], actors: list[Participant]) -> list[Participant]:
        """Of several, only those of other countries: `flights between the two countries` concern the other one."""
        own = {p.code[:3] for p in actors if p.code}
        organs = {p.code[:3] for p in actors if p.code and p.code[4:] in ("", "GOV", "MIL")}
        found = [p for p in found if p.code not in organs]
        foreign = [p for p in found if not p.code or p.code[:3] not in own]
        return foreign if len(found) > 1 and foreign else found

    def _foreign_only(self, found: list[Participant], actors: list[Participant]) -> list[Participant]:
        """Those of other countries than the doers: what a state launches or sends is not done to its own."""
        own = {p.code[:3] for p in actors if p.code}
        return [p for p in found if not p.code or p.code[:3] not in own]

    def _received(self, token: int, doers: set[str], thing: bool = False) -> list[Participant]:
        """Who is named at the token or inside its phrase, without the doers and what is theirs.

        Of a `thing` (the raids that are launched) only whom its phrase names."""
        if self._is_own(token, doers):
            return []
        people = [] if thing and self.cast.is_craft_or_act(token) else self.cast.people(token)
        found = [p for p in people if (p.actor_id or str(p.start)) not in doers]
        if any(p.code is not None for p in found):
            return found
        if self.tree.words[token] in ELLIPTIC and (full := self._spelt_out(token)) is not None:
            return self._received(full, doers)
        inner = self.cast.inner(token, MODIFIERS, INNER)
        for deeper in self.tree.under_preps(token, "of", "on", "against", "with", "for"):
            inner = inner or self.cast.inner(deeper, MODIFIERS, INNER)
        made = [n for c in self.tree.kids(token, "acl") for n in agents(self.tree, c)]
        by = [p for n in made for p in self.cast.people(n) if p.actor_id not in doers]
        if not inner and by:
            return by
        others = [m for m in inner if m.actor_id not in doers]
        named = [p for m in others for p in self.cast.of_mention(m, token)]
        if not any(p.code is not None for p in named):
            named = self._in_service(token) or named
        if not any(p.code is not None for p in named):
            named = ([] if inner else self.cast.located(token)) or named
        return named or found

    def _spelt_out(self, token: int) -> int | None:
        """The object before it in the sentence that a bare `a second` or `another` repeats the noun of."""
        tree = self.tree
        first, _ = tree.analysis.sentences[tree.analysis.sentence_of[token]]
        objects = [t for t in range(first, token) if tree.deps[t] in ("dobj", "nsubjpass")]
        return objects[-1] if objects and tree.words[objects[-1]] not in ELLIPTIC else None

    def _in_service(self, token: int) -> list[Participant]:
        """Whom an apposition says it belongs to or works for: `the Aurora, a ship working for Chile`."""
        tree = self.tree
        for noun in tree.kids(token, "appos"):
            inner = self.cast.inner(noun, MODIFIERS, ("of", "from"))
            for clause in tree.kids(noun, "acl"):
                owners = [*tree.under_preps(clause, "for", "by", "from", "with"), *agents(tree, clause)]
                inner = inner or [m for o in owners if (m := self.cast.by_head.get(o)) is not None]
            found = [p for m in inner for p in self.cast.of_mention(m, noun) if p.code is not None]
            if found:
                return found
        return []

    def _is_own(self, token: int, doers: set[str]) -> bool:
        """`its troops`: what belongs to the doers."""
        for owner in self.tree.kids(token, "poss"):
            mention = self.cast.by_head.get(owner)
            if self.tree.words[owner] in OWN and (mention is None or mention.actor_id in (None, *doers)):
                return True
        return False

    def _slot(self, trigger: Trigger, slot: str) -> list[int]:
        """The tokens that stand in one place of the frame."""
        tree, token = self.tree, trigger.token
        if slot in ("obj", "dat"):
            if trigger.nominal:
                sides = tree.under_preps(token, "of", "between")
                alone = [] if sides or tree.under_preps(token, "by") else tree.kids(token, "poss")
                return [n for s in sides for n in tree.conjuncts(s)] + tree.kids(token, "compound", "amod") + alone
            return (tree.kids(token, "dative") if slot == "dat" else objects_of(tree, token)) + self._dative(
                token, slot
            )
        if slot == "of" or slot == "of-obj":
            return tree.under_preps(token, "of") if trigger.nominal or slot == "of" else []
        if slot == "comp":
            return [s for c in tree.kids(token, "ccomp", "xcomp") for s in complement_subjects(tree, c)]
        if slot in ("recip", "light", "self", "theme", "rev", "of-actor", "nocomp", "from-actor"):
            return tree.under_preps(token, "between") if slot == "recip" and trigger.nominal else []
        homes = [token, *([trigger.support] if trigger.support is not None else []), *objects_of(tree, token)[:2]]
        homes += [p for h in homes[:1] for p in tree.kids(h, "prt", "prep", "advmod") if tree.words[p] not in LINKING]
        homes += [n for o in objects_of(tree, token)[:1] if not trigger.nominal for n in tree.under_preps(o, "of")]
        found = [n for home in homes for n in tree.under_preps(home, slot)]
        occasions = word_table("classes.tsv")["occasion"]
        return [n for n in found if not occasions.intersection(noun_lemmas(tree.words[n]))]

    def _dative(self, token: int, slot: str) -> list[int]:
        if slot != "dat":
            return []
        return [n for prep in self.tree.kids(token, "dative") for n in self.tree.kids(prep, "pobj")]

    def _from_complement(
        self, trigger: Trigger, doers: set[str], named: bool, actors: list[Participant]
    ) -> list[Participant]:
        """`threatened to shell British forces`: whom the act is about, where it names nobody itself."""
        if (trigger.nominal and not named) or "theme" in trigger.entry.frame:
            return []
        tree, unknown = self.tree, list[Participant]()
        clauses = tree.kids(trigger.token, "acl", "ccomp") if trigger.nominal else []
        clauses += [] if trigger.nominal else tree.kids(trigger.token, "xcomp", "ccomp")
        clauses += [c for a in tree.kids(trigger.token, "acomp") for c in tree.kids(a, "xcomp")]
        for clause in clauses:
            sides = tree.under_preps(clause, "between")
            if len(both := [p for n in sides for p in self._received(n, doers) if p.code is not None]) > 1:
                return both
            places = [*complement_subjects(tree, clause), *objects_of(tree, clause)]
            places += tree.under_preps(clause, "with", "against", "on", "to", "from", "for")
            for token in places:
                found = self._others(self._received(token, doers), actors)
                if any(p.code is not None for p in found):
                    return found
                unknown = unknown or found
        return (self._foreign(clauses, doers) if named else []) or unknown

    def _foreign(self, clauses: list[int], doers: set[str]) -> list[Participant]:
        """The first actor of another country, or of none, that a complement names: whom the words are aimed at."""
        own = {country for doer in doers if (country := self.cast.country_of(doer)) is not None}
        for clause in clauses:
            for token in self.tree.descendants(clause):
                mention = self.cast.by_head.get(token)
                if mention is None or mention.actor_id is None:
                    continue
                found = self.cast.of_mention(mention, token)
                if any(p.code is not None for p in found) and self.cast.country_of(mention.actor_id) not in own:
                    return found
        return []
