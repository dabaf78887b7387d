"""Who did it: the actors of a trigger, by the tree and the entry's frame.

Nobody is borrowed from another sentence, except through a mention (a pronoun, a description) that stands in this one.
"""

from dragoman.claims.events.afield import forms_of
from dragoman.claims.events.cast import Cast
from dragoman.claims.events.lexicon import verb_forms, word_table
from dragoman.claims.events.plover import quad_of
from dragoman.claims.events.subjects import agents, is_listed, object_control, speech_verbs, subject_tokens
from dragoman.claims.events.tolls import OUTCOMES
from dragoman.claims.events.triggers import Trigger, objects_of
from dragoman.trees import CLAUSES, Tree
from dragoman.values import EventType, Participant

ORIGIN = frozenset({"amod", "compound", "nmod"})
RUNS_INTO = ("strike", "hit", "step", "drive", "run", "trigger", "touch", "detonate", "trip")
"""What a victim does to a mine: `their vehicle struck a landmine`."""
AUTHORITY: dict[tuple[str, str | None], tuple[str, ...]] = {
    ("SANCTION", "expel"): ("from",), ("COERCE", "deport"): ("from",), ("COERCE", "arrest"): ("in",),
    ("RETREAT", "release"): ("in",), ("SANCTION", "convict"): ("in",), ("COERCE", "restrict"): ("in",),
    ("ASSAULT", "firearms"): ("from",), ("ASSAULT", "heavy-weapons"): ("from",),
}  # fmt: skip
"""Acts of state, and the preposition that names the state when the passive has no agent."""


class Doers:
    """Finds the actors of triggers in one document."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree, self.cast = tree, cast

    def actors(self, trigger: Trigger, type_: EventType) -> list[Participant]:
        """Who did it; nobody, where the text does not say, or names only what was sailed or driven."""
        found = self.localise(self._actors(trigger, type_), trigger, type_)
        if type_ == "ASSAULT":
            return [p for p in found if p.code is not None or not self.cast.is_vehicle(p)]
        return found

    def localise(self, found: list[Participant], trigger: Trigger, type_: EventType) -> list[Participant]:
        """The same; local people of no stated country are of the one where it happens: `police in Minsk arrested`."""
        if quad_of(type_) != 4 or all(p.code is not None for p in found):
            return found
        base = trigger.token if trigger.support is None else trigger.support
        where = self.cast.place_of(trigger.token) or self.cast.place_of(base)
        return [self.cast.local(p, where) for p in found] if where is not None else found

    def _actors(self, trigger: Trigger, type_: EventType) -> list[Participant]:
        for token in self._actor_tokens(trigger):
            found = self.cast.people(token)
            if found:
                rest = self._actor_tokens(trigger)
                if len(rest) > 1 and not trigger.nominal:
                    found = [p for t in rest for p in self.cast.people(t)]
                return self.cast.armed(found, trigger, type_)
        if not trigger.nominal and self._passive(trigger.token):
            return self._authorities(trigger)
        if trigger.nominal and trigger.entry.type == "CONSULT":
            return self._party(trigger.token)
        if trigger.nominal and trigger.support is None:
            return self.cast.armed(self.origin(trigger.token), trigger, type_)
        return []

    def _party(self, token: int) -> list[Participant]:
        """Who was at talks that only a phrase mentions: `after talks with X, Y said`."""
        tree = self.tree
        if not tree.under_preps(token, "with", "between"):
            return []
        while tree.deps[token] in ("pobj", "prep", "pcomp", "conj", "dobj") and not tree.is_verb(token):
            token = tree.heads[token]
        if not tree.is_verb(token):
            return []
        return [p for t in subject_tokens(tree, token) for p in self.cast.people(t)]

    def _authorities(self, trigger: Trigger) -> list[Participant]:
        """`expelled from Russia`, `arrested in Niger`: the state that alone can do it, where no agent is named."""
        if trigger.entry.type == "ASSAULT":
            for noun in self.tree.under_preps(trigger.token, "in", "by", "during"):
                if found := self.origin(noun):
                    return self.cast.armed(found, trigger, "ASSAULT")
        preps = AUTHORITY.get((trigger.entry.type, trigger.entry.mode))
        for token in self.tree.under_preps(trigger.token, *(preps or ())):
            states = [p for p in self.cast.people(token) if p.code is not None and self.cast.is_state(p)]
            if states:
                return states
        return []

    def origin(self, noun: int, deps: frozenset[str] = ORIGIN) -> list[Participant]:
        """Whose a noun of action is, by an adjective or a noun before it: `Russian airstrikes`."""
        if self.tree.deps[noun] in CLAUSES:
            listed = [c for c in self.tree.kids(noun, "dep", "npadvmod") if c < noun and is_listed(self.tree, c)]
            before = [t for t in self.tree.kids(noun, *deps) if t in self.cast.by_head]
            if listed and before:
                return [p for t in (*listed, *before) for p in self.cast.people(t)]
        inner = self.cast.inner(noun, deps, ("by",))
        heads = {id(m): t for t, m in self.cast.by_head.items()}
        return [p for m in inner for p in self.cast.of_mention(m, heads.get(id(m), noun))]

    def _actor_tokens(self, trigger: Trigger) -> list[int]:
        tree, token = self.tree, trigger.token
        if "from-actor" in trigger.entry.frame and not trigger.nominal:
            givers = [trigger.token, *objects_of(tree, token)]
            return [n for home in givers for n in tree.under_preps(home, "from")]
        if not trigger.nominal:
            if trigger.entry.lemma in word_table("classes.tsv")["ergative"] and not self._has_object(token):
                return []
            if self._is_outcome_told(token):
                return []
            if self._is_compounded(token):
                return [token - 1]
            if "rev" in trigger.entry.frame and tree.is_passive(token):
                return agents(tree, token)
            return agents(tree, token) if self._passive(token) else subject_tokens(tree, token)
        if tree.deps[token] == "appos" and tree.words[token].endswith("ing"):
            return [tree.heads[token]]
        if is_elicited(tree, trigger):
            return tree.under_preps(token, "from")
        by = tree.under_preps(token, "by") or [n for a in tree.kids(token, "agent") for n in tree.kids(a, "pobj")]
        of = tree.under_preps(token, "of")
        by = by or [n for victim in of for n in tree.under_preps(victim, "by")]
        if by:
            return by
        poss = [owner for owner in tree.kids(token, "poss") if not self.cast.is_scene(owner)]
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
            if trigger.entry.mode == "explosives" and tree.words[trigger.support] in forms_of(RUNS_INTO):
                return []
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

    def _is_outcome_told(self, token: int) -> bool:
        """`A accuses B of firing on a ferry, killing four`: the participle tells what B did, not A."""
        tree, head = self.tree, self.tree.heads[token]
        told = tree.deps[token] == "advcl" and tree.words[token].endswith("ing") and tree.words[token] in OUTCOMES
        return told and (tree.words[head] in object_control() or tree.words[head] in speech_verbs())

    def _has_object(self, verb: int) -> bool:
        tree = self.tree
        return self._passive(verb) or bool(tree.kids(verb, "dobj", "dative")) or tree.deps[verb] in ("acl", "relcl")

    def _is_compounded(self, token: int) -> bool:
        """`killed in Norwegian tank shelling`: a noun that the parser took for a clause of a passive verb."""
        tree = self.tree
        return (
            tree.deps[token] == "advcl"
            and tree.words[token].endswith("ing")
            and tree.deps[token - 1] == "pobj"
            and tree.is_passive(tree.heads[token])
            and not tree.kids(token, "dobj", "nsubj")
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


def is_elicited(tree: Tree, trigger: Trigger) -> bool:
    """`drew a harsh response from Rome`: the noun is done by whom the from-phrase names, to the subject's doer."""
    if not trigger.nominal or trigger.support is None:
        return False
    forms = {form for lemma in word_table("classes.tsv")["elicit"] for form in verb_forms(lemma)}
    return tree.words[trigger.support] in forms and bool(tree.under_preps(trigger.token, "from"))
