"""What the setting makes of an act: the same troop movement is aid, cooperation or posture (PLOVER manual).

Forces sent to keep a peace are AID (CAMEO 074); an exercise of two countries is COOPERATE (CAMEO 062), of one MOBILIZE.
"""

import msgspec

from dragoman.claims.events.lexicon import noun_lemmas, word_table
from dragoman.claims.events.subjects import OWN, subject_tokens
from dragoman.claims.events.triggers import Trigger
from dragoman.trees import Tree
from dragoman.values import EventType, Participant

MOVES = frozenset({"152", "042"})
"""CAMEO codes of the movements that a purpose can recast."""
SELVES = frozenset({"itself", "himself", "herself", "themselves", "ourselves", "myself"})
APART = frozenset({"relcl", "ccomp", "parataxis", "conj"})
"""Labels of clauses that do not belong to the movement they hang on."""


def _recast(trigger: Trigger, type_: EventType, cameo: str, mode: str | None = None) -> Trigger:
    entry = msgspec.structs.replace(trigger.entry, type=type_, cameo=cameo, mode=mode)
    weight = max(weight for _, weight in trigger.weights)
    return msgspec.structs.replace(trigger, entry=entry, weights=((type_, max(weight, 0.8)),))


def for_peace(tree: Tree, trigger: Trigger) -> Trigger:
    """The same; troops that go to keep a peace, by the words of their movement, bring aid."""
    if trigger.entry.cameo not in MOVES:
        return trigger
    words = word_table("classes.tsv")["peace"]
    base = trigger.token if trigger.support is None else trigger.support
    open_tokens = [base]
    while open_tokens:
        token = open_tokens.pop()
        if words.intersection(noun_lemmas(tree.words[token])):
            return _recast(trigger, "AID", "074")
        open_tokens += [c for c in tree.children[token] if tree.deps[c] not in APART]
    return trigger


def by_forces(tree: Tree, trigger: Trigger) -> Trigger:
    """The same; where troops pull out, that is a retreat, as when a party leaves a treaty it is a sanction."""
    if trigger.entry.mode != "withdraw" or trigger.entry.type != "SANCTION" or trigger.nominal:
        return trigger
    forces = word_table("classes.tsv")["forces"]
    leaving = subject_tokens(tree, trigger.token) if trigger.object is None else []
    moved = any(forces.intersection(noun_lemmas(tree.words[noun])) for noun in leaving)
    return _recast(trigger, "RETREAT", "087", "withdraw") if moved else trigger


def is_own_defence(tree: Tree, trigger: Trigger) -> bool:
    """Whether one defends what is one's own: to say so beforehand warns, as to defend another's is support."""
    if trigger.entry.lemma not in ("defend", "protect") or trigger.nominal:
        return False
    objects = tree.kids(trigger.token, "dobj")
    owners = [owner for noun in objects for owner in tree.kids(noun, "poss")]
    return any(tree.words[owner] in OWN for owner in owners) or any(tree.words[noun] in SELVES for noun in objects)


def as_threat(trigger: Trigger) -> Trigger:
    """The same words, as a warning."""
    return _recast(trigger, "THREATEN", "130")


def by_state(trigger: Trigger, actors: list[Participant]) -> Trigger:
    """The same; a state or its government that protests does so in words, and people do in the street."""
    official = all(p.code is not None and p.code[4:] in ("", "GOV") for p in actors)
    bare = trigger.entry.type == "PROTEST" and trigger.entry.lemma == "protest" and trigger.support is None
    return _recast(trigger, "ACCUSE", "110", "disapprove") if bare and official else trigger


def together(tree: Tree, trigger: Trigger, actors: list[Participant], recipients: list[Participant]) -> Trigger:
    """The same; an exercise in which two countries take part is cooperation."""
    if trigger.entry.cameo != "152":
        return trigger
    nouns = [t for t in (trigger.object, trigger.token if trigger.nominal else None) if t is not None]
    lemmas = {lemma for noun in nouns for lemma in noun_lemmas(tree.words[noun])}
    if not lemmas & word_table("classes.tsv")["manoeuvres"]:
        return trigger
    partners = actors + [p for p in recipients if _is_partner(tree, nouns, p)]
    countries = {p.code[:3] for p in partners if p.code and p.code[:3] != "IGO"}
    return _recast(trigger, "COOPERATE", "062") if len(countries) > 1 else trigger


def _is_partner(tree: Tree, nouns: list[int], who: Participant) -> bool:
    """Whether somebody takes part, not only hosts or fears it: he stands behind `with`."""
    homes = [*nouns, *(tree.heads[noun] for noun in nouns)]
    spans = [
        tree.span(tree.left[n], tree.right[n]) for home in homes for n in tree.under_preps(home, "with", "alongside")
    ]
    return any(start <= who.start and who.end <= end for start, end in spans)
