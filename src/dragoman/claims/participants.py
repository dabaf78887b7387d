"""Who did it and to whom: the participants of a trigger, by the tree and the entry's frame.

Prepositions decide roles; not every object is a recipient. Nobody is borrowed from another sentence, except through a
mention (a pronoun, a description) that stands in this one.
"""

from functools import cache

from dragoman.claims.lexicon import sector_of, verb_forms, word_table
from dragoman.claims.tree import MODIFIERS, Tree
from dragoman.claims.triggers import Trigger, objects_of
from dragoman.values import Actor, EventType, Mention, Participant

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
PEOPLE_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
INNER = ("of", "in", "from", "for", "by", "between", "with", "against", "to", "on", "at", "over", "into")
ARMED: dict[EventType, str] = {"ASSAULT": "MIL", "MOBILIZE": "MIL"}
"""Types that a state does through its forces."""
ARMED_MODES = frozenset({"withdraw", "aerial", "heavy-weapons", "troops", "weapons"})


@cache
def object_control() -> frozenset[str]:
    """Forms of verbs whose object does what their complement says: `urge them to leave`, `accuse them of lying`."""
    return frozenset(form for lemma in word_table("classes.tsv")["object-control"] for form in verb_forms(lemma))


class Cast:
    """The document's actors as they stand in its sentences, by the token that heads each mention."""

    def __init__(self, tree: Tree, actors: tuple[Actor, ...], mentions: tuple[Mention, ...]) -> None:
        self.tree = tree
        self.actors = {actor.actor_id: actor for actor in actors}
        self.by_head: dict[int, Mention] = {}
        self.within: dict[int, Mention] = {}
        starts = tree.analysis.starts
        first = 0
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            while first < len(starts) and tree.analysis.ends[first] <= mention.start:
                first += 1
            self._place(mention, first)
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

    def _names(self) -> dict[int, tuple[int, int]]:
        """Names that the syntax model found, by the token that ends them: actors of last resort."""
        found: dict[int, tuple[int, int]] = {}
        ends = {end: k for k, end in enumerate(self.tree.analysis.ends)}
        for entity in self.tree.analysis.entities:
            if entity.label in PEOPLE_LABELS and entity.end in ends:
                found[ends[entity.end]] = entity.start, entity.end
        return found

    def people(self, token: int, type_: EventType, mode: str | None) -> list[Participant]:
        """Who the noun phrase headed by the token names, with all that it is joined to."""
        found: list[Participant] = []
        for one in self.tree.conjuncts(token):
            found += self._one(one, type_, mode)
        return list({(p.actor_id, p.start): p for p in found}.values())

    def _one(self, token: int, type_: EventType, mode: str | None) -> list[Participant]:
        mention = self.by_head.get(token)
        if mention is not None and mention.actor_id is not None:
            return self._of_mention(mention, token, type_, mode)
        for child in self.tree.kids(token, "appos"):
            if (other := self.by_head.get(child)) is not None and other.actor_id is not None:
                return self._of_mention(other, child, type_, mode)
        inner = self.inner(token, MODIFIERS, INNER[:3])
        if inner is not None and sector_of(self.tree.words[token]) is not None:
            return self._of_mention(inner, token, type_, mode)
        return self._unnamed(token)

    def _unnamed(self, token: int) -> list[Participant]:
        """Somebody whom no mention covers: a noun for people, or a name."""
        word = self.tree.words[token]
        if token in self.names:
            start, end = self.names[token]
            return [Participant(actor_id=None, code=None, start=start, end=end)]
        if sector_of(word) is not None and token not in self.within:
            start, end = self.tree.span(self._first(token), token)
            return [Participant(actor_id=None, code=None, start=start, end=end)]
        return []

    def _first(self, token: int) -> int:
        """First token of the phrase, up to its head."""
        return min([token, *(c for c in self.tree.kids(token, "det", *MODIFIERS) if c < token)])

    def inner(self, token: int, deps: frozenset[str], preps: tuple[str, ...]) -> Mention | None:
        """A mention inside the noun phrase: an adjective, a possessor, the object of a preposition."""
        for child in self.tree.children[token]:
            if self.tree.deps[child] in deps:
                mention = self.by_head.get(child) or self.within.get(child)
                if mention is not None and mention.actor_id is not None:
                    return mention
        for child in self.tree.under_preps(token, *preps):
            mention = self.by_head.get(child)
            if mention is not None and mention.actor_id is not None:
                return mention
        return None

    def _of_mention(self, mention: Mention, token: int, type_: EventType, mode: str | None) -> list[Participant]:
        ids = [mention.actor_id]
        if len(mention.alternatives) > 1 and _is_several(mention):
            ids = [one.actor_id for one in mention.alternatives]
        return [
            Participant(actor_id=i, code=self.code(i, token, type_, mode), start=mention.start, end=mention.end)
            for i in ids
        ]

    def code(self, actor_id: str | None, token: int, type_: EventType, mode: str | None) -> str | None:
        """The actor's code in this event: a bare state that fights or moves troops does so by its forces."""
        actor = self.actors.get(actor_id or "")
        if actor is None or actor.code is None or actor.sector is not None or actor.country is None:
            return actor.code if actor else None
        word = self.tree.words[token]
        sector = sector_of(word) if token not in self.names else None
        del type_, mode
        return f"{actor.country} {sector}" if sector else actor.code

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


def subject_tokens(tree: Tree, verb: int, steps: int = 0) -> list[int]:
    """Whose doing the verb is: its subject, or the subject it shares or is controlled by."""
    own = tree.kids(verb, "nsubj", "nsubjpass", "csubj")
    if own:
        subject = own[-1]
        if tree.words[subject] in RELATIVES and tree.deps[verb] == "relcl":
            return [tree.heads[verb]]
        listed = [c for c in tree.kids(verb, "npadvmod") if c < subject and _is_listed(tree, c)]
        return [*listed, subject]
    dep, head = tree.deps[verb], tree.heads[verb]
    if steps > 6 or head == verb:
        return []
    if dep in ("relcl", "acl"):
        return _subject_from_noun(tree, verb, head, steps)
    if dep == "pcomp":
        return _subject_from_prep(tree, head, steps)
    if (
        dep in ("xcomp", "ccomp")
        and tree.words[head] in object_control()
        and tree.kids(head, "dobj", "nsubjpass", "dative")
    ):
        return tree.kids(head, "dobj", "nsubjpass", "dative")[:1]
    if dep in ("conj", "xcomp", "advcl", "ccomp", "dep", "oprd", "acomp", "parataxis", "prep"):
        return subject_tokens(tree, head, steps + 1)
    if dep in ("dobj", "attr") and not tree.kids(verb, "poss"):
        return subject_tokens(tree, head, steps + 1)
    return []


def _is_listed(tree: Tree, token: int) -> bool:
    """`Putin, Hollande agree`: a name before the subject, parted from it by a comma."""
    return (
        tree.words[min(tree.right[token] + 1, len(tree.words) - 1)] in (",", "and")
        and tree.analysis.words[token][:1].isupper()
    )


def _subject_from_noun(tree: Tree, verb: int, noun: int, steps: int) -> list[int]:
    """Of a clause that hangs on a noun: the noun itself, or whose plan (`its plan to attack`) it is."""
    infinitive = "to" in (tree.words[c] for c in tree.kids(verb, "aux"))
    if not infinitive:
        return [noun]
    owner = tree.kids(noun, "poss")
    return owner or (
        subject_tokens(tree, tree.heads[noun], steps + 1) if tree.deps[noun] in ("dobj", "attr", "nsubjpass") else []
    )


def _subject_from_prep(tree: Tree, prep: int, steps: int) -> list[int]:
    """Of a gerund after a preposition: the object of `accuse of`, else the subject of the verb above."""
    head = tree.heads[prep]
    if not tree.is_verb(head):
        owner = tree.kids(head, "poss")
        above = tree.heads[head]
        return owner or (subject_tokens(tree, above, steps + 1) if tree.deps[head] == "dobj" else [])
    if tree.words[head] in object_control():
        found = tree.kids(head, "dobj", "nsubjpass")
        if found:
            return found[:1]
    return subject_tokens(tree, head, steps + 1)


def agents(tree: Tree, verb: int) -> list[int]:
    """Who did what stands in the passive."""
    return [n for prep in tree.kids(verb, "agent") for n in tree.kids(prep, "pobj")] or tree.under_preps(verb, "by")


class Roles:
    """Finds actors and recipients of triggers in one document."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree, self.cast = tree, cast

    def actors(self, trigger: Trigger, type_: EventType) -> list[Participant]:
        """Who did it; nobody, where the text does not say."""
        mode = trigger.entry.mode
        for token in self._actor_tokens(trigger):
            found = self.cast.people(token, type_, mode)
            if found:
                rest = self._actor_tokens(trigger)
                if len(rest) > 1 and not trigger.nominal:
                    found = [p for t in rest for p in self.cast.people(t, type_, mode)]
                return self.cast.armed(found, trigger, type_)
        if trigger.nominal and trigger.support is None:
            inner = self.cast.inner(trigger.token, frozenset({"amod", "compound", "nmod"}), ("by",))
            if inner is not None:
                token = self._head_of(inner)
                return self.cast.armed(self.cast._of_mention(inner, token, type_, mode), trigger, type_)
        return []

    def _head_of(self, mention: Mention) -> int:
        return next(t for t, m in self.cast.by_head.items() if m is mention)

    def _actor_tokens(self, trigger: Trigger) -> list[int]:
        tree, token = self.tree, trigger.token
        if not trigger.nominal:
            if "rev" in trigger.entry.frame and tree.is_passive(token):
                return agents(tree, token)
            return agents(tree, token) if self._passive(token) else subject_tokens(tree, token)
        by = tree.under_preps(token, "by") or [n for a in tree.kids(token, "agent") for n in tree.kids(a, "pobj")]
        if by:
            return by
        of = tree.under_preps(token, "of")
        poss = tree.kids(token, "poss")
        if "of-obj" in trigger.entry.frame or "obj" in trigger.entry.frame:
            if poss and (
                of
                or trigger.object is not None
                or trigger.entry.type in ("RETREAT", "REJECT", "SUPPORT", "ACCUSE", "CONCEDE", "AID")
            ):
                return poss
        elif poss:
            return poss
        if trigger.support is not None:
            passive = tree.is_passive(trigger.support)
            return agents(tree, trigger.support) if passive else subject_tokens(tree, trigger.support)
        sides = tree.under_preps(token, "between", "among") if "recip" in trigger.entry.frame else []
        if sides:
            return sides
        if "of-actor" in trigger.entry.frame and of:
            return of
        return (
            tree.under_preps(token, "from")
            if trigger.entry.type in ("ACCUSE", "SUPPORT", "REQUEST", "THREATEN")
            else []
        )

    def _passive(self, verb: int) -> bool:
        tree = self.tree
        if tree.is_passive(verb):
            return True
        if (
            tree.deps[verb] == "conj"
            and not tree.kids(verb, "nsubj", "aux", "dobj")
            and tree.is_passive(tree.heads[verb])
        ):
            return not tree.words[verb].endswith("ing")
        return (
            tree.deps[verb] in ("acl", "advcl")
            and not tree.words[verb].endswith("ing")
            and not tree.kids(verb, "aux", "nsubj", "dobj")
        )

    def recipients(self, trigger: Trigger, type_: EventType, actors: list[Participant]) -> list[Participant]:
        """To whom, by the first place of the frame that names somebody other than the actors."""
        doers = {(p.actor_id or str(p.start)) for p in actors}
        for slot in trigger.entry.frame:
            for token in self._slot(trigger, slot):
                found = [p for p in self._received(token, type_, trigger) if (p.actor_id or str(p.start)) not in doers]
                if found:
                    return found
        return self._from_complement(trigger, type_, doers)

    def _received(self, token: int, type_: EventType, trigger: Trigger) -> list[Participant]:
        found = self.cast.people(token, type_, trigger.entry.mode)
        if found:
            return found
        inner = self.cast.inner(token, MODIFIERS, INNER)
        if inner is None:
            for deeper in self.tree.under_preps(token, "of", "on", "against", "with", "for"):
                inner = inner or self.cast.inner(deeper, MODIFIERS, INNER)
        return self.cast._of_mention(inner, token, type_, trigger.entry.mode) if inner is not None else []

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
            return [s for c in tree.kids(token, "ccomp", "xcomp", "advcl") for s in tree.kids(c, "nsubj", "nsubjpass")]
        if slot in ("recip", "light", "self", "theme", "rev", "of-actor"):
            return tree.under_preps(token, "between") if slot == "recip" and trigger.nominal else []
        homes = [token, *([trigger.support] if trigger.support is not None else []), *objects_of(tree, token)[:2]]
        homes += [p for h in homes[:1] for p in tree.kids(h, "prt", "prep", "advmod")]
        return [n for home in homes for n in tree.under_preps(home, slot)]

    def _dative(self, token: int, slot: str) -> list[int]:
        if slot != "dat":
            return []
        return [n for prep in self.tree.kids(token, "dative") for n in self.tree.kids(prep, "pobj")]

    def _from_complement(self, trigger: Trigger, type_: EventType, doers: set[str]) -> list[Participant]:
        """`threatened to shell British forces`: whom the act is about, where it names nobody itself."""
        if trigger.nominal or "theme" in trigger.entry.frame:
            return []
        tree = self.tree
        for clause in tree.kids(trigger.token, "xcomp", "ccomp"):
            places = [*tree.kids(clause, "nsubj", "nsubjpass"), *objects_of(tree, clause)]
            places += tree.under_preps(clause, "with", "against", "on", "to", "from", "for")
            for token in places:
                found = [p for p in self._received(token, type_, trigger) if (p.actor_id or str(p.start)) not in doers]
                if found:
                    return found
        return []
