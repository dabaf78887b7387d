"""Triggers: the words that may name an event, found by the lexicon and the tree.

A verb is a trigger where its particles and its object fit an entry; a noun of action where it has its own entry or
takes its verb's (`suspension of flights` as `suspend flights`). A support verb (`launch an attack`) lends its subject.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from dragoman.claims.events.lexicon import (
    Entry,
    nominal_index,
    noun_index,
    sector_of,
    support_verbs,
    verb_index,
    word_table,
)
from dragoman.claims.events.patterns import (
    is_noun_idiom,
    is_verb_idiom,
    nominal_fits,
    noun_fits,
    particles,
    spelling,
    verb_fits,
)
from dragoman.claims.events.patterns import (
    objects_of as objects_of,
)
from dragoman.trees import CLAUSES, Tree
from dragoman.values import EventType, Value

NOUN_DEPS = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj", "ROOT", "dep", "oprd", "nmod", "npadvmod"}
)
CONTENT_TYPES = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
"""Acts whose objects and infinitives are what they are about: `demand the return`, `refuse to sign`."""


class Trigger(Value, frozen=True, kw_only=True):
    """Words that may name an event."""

    token: int
    """The verb, or the noun of action."""
    first: int
    last: int
    entry: Entry
    nominal: bool
    support: int | None = None
    """The support verb whose subject is the noun's."""
    object: int | None = None
    """The token that fulfilled the entry's condition on the object."""
    weights: tuple[tuple[EventType, float], ...]
    """Each type that some fitting entry gives, with the best weight."""
    about: frozenset[EventType] = frozenset()
    """What the act is about: `talks` in `called for talks`, which are no event of their own."""


def _weights(entries: Iterable[Entry]) -> tuple[tuple[EventType, float], ...]:
    best: dict[EventType, float] = {}
    for entry in entries:
        best[entry.type] = max(best.get(entry.type, 0.0), entry.weight + 0.05 * min(entry.specific, 3))
    return tuple(best.items())


def find_verb(tree: Tree, token: int) -> Trigger | None:
    """The verb as a trigger, by the most specific entry that fits."""
    word, start = spelling(tree, token)
    entries = verb_index().get(word, ())
    if not entries or not tree.is_verb(token):
        return None
    fits = [(entry, fit) for entry in entries if (fit := verb_fits(tree, token, entry)) is not None]
    if not fits or is_verb_idiom(tree, token, fits[0][0]):
        return None
    entry, (chain, found) = fits[0]
    words = [*chain, *([found] if found is not None and sector_of(tree.words[found]) is None else [])]
    last = max([token, *(w for w in words if w - token <= 3 - (w == found))])
    kept = [e for e, _ in fits if e.specific >= entry.specific - 2 or e.type == entry.type]
    return Trigger(
        token=token, first=start, last=last, entry=entry, nominal=False, object=found, weights=_weights(kept)
    )


def support_of(tree: Tree, token: int) -> int | None:
    """The support verb of an action noun: the noun is its object, or the subject of its passive."""
    head = tree.heads[token]
    while tree.deps[token] == "conj" and head != token:
        token, head = head, tree.heads[head]
    if tree.deps[token] == "pobj" and tree.deps[head] == "prep" and tree.words[head] in ("in", "on", "to", "of"):
        noun = tree.heads[head]
        if tree.deps[noun] == "dobj" and tree.words[noun] in (
            "part",
            "series",
            "number",
            "round",
            "wave",
            "state",
            "act",
        ):
            token, head = noun, tree.heads[noun]
    if tree.deps[token] not in ("dobj", "nsubjpass") or tree.words[head] not in support_verbs():
        return None
    needed = support_verbs()[tree.words[head]]
    return head if particles(tree, head, needed) is not None else None


@lru_cache(maxsize=20_000)
def _may_be_noun(word: str) -> bool:
    return word in noun_index() or word in nominal_index()


def find_noun(tree: Tree, token: int) -> Trigger | None:
    """The noun as a trigger: its own entries before those of its verb, the specific before the plain."""
    word, start = spelling(tree, token)
    if tree.deps[token] not in NOUN_DEPS | CLAUSES or tree.is_verb(token):
        return None
    own = [(e, first) for e in noun_index().get(word, ()) if (first := noun_fits(tree, token, e)) is not None]
    made = [(e, o) for e in nominal_index().get(word, ()) if (o := nominal_fits(tree, token, e)) is not None]
    made = [(e, o) for e, o in made if e.objects is not None or not own]
    if word.endswith("ing") and not own:
        made = [(e, o) for e, o in made if e.objects is not None or tree.under_preps(token, "of")]
    fits = [
        *((e, f) for e, f in own if "_" in e.lemma),
        *((e, token) for e, _ in made if e.objects),
        *own,
        *((e, token) for e, _ in made),
    ]
    if not fits or is_noun_idiom(tree, token):
        return None
    entry, first = fits[0]
    first = min(first, start)
    found = next((o for e, o in made if e is entry and e.objects), None)
    weights = _weights(e for e, _ in fits)
    support = support_of(tree, token)
    return Trigger(
        token=token, first=first, last=token, entry=entry, nominal=True, support=support, object=found, weights=weights
    )


CONTENT_PREPS = frozenset({"for", "to", "of", "on", "in", "with"})
PASSED = frozenset(
    {"xcomp", "prep", "pobj", "conj", "pcomp", "dobj", "acl", "compound", "amod", "ccomp", "poss", "agent", "acomp"}
)


def _stands_below(tree: Tree, token: int, act: Trigger) -> bool:
    """Whether a child of the act is what it is about, not something beside it."""
    dep, type_ = tree.deps[token], act.entry.type
    if dep == "prep":
        return tree.words[token] in CONTENT_PREPS and token > act.token
    if dep == "ccomp":
        bare = type_ == "THREATEN" and not tree.kids(token, "nsubj", "nsubjpass")
        return bare or (type_ == "REQUEST" and not _is_told(tree, token))
    return dep in ("xcomp", "dobj", "oprd", "acl", "nsubjpass", "acomp")


FINITE = frozenset(
    {"had", "has", "have", "was", "were", "did", "is", "are", "'s", "'ve", "'d", "will", "wo", "'ll", "would"}
)


def _is_told(tree: Tree, clause: int) -> bool:
    """Whether a complement tells what happened, not what is asked for: `told them that rebels had attacked`."""
    helpers = {tree.words[c] for c in tree.kids(clause, "aux", "auxpass")}
    return bool(helpers & FINITE) or (not helpers and tree.words[clause].endswith("ed"))


def _is_denial(act: Trigger) -> bool:
    """Whether what the act is about is held not to have happened, `denied shelling`, rather than refused."""
    return act.entry.lemma in word_table("realis.tsv")["fact deniers"] and act.entry.objects is None


def _act_over(tree: Tree, trigger: Trigger, acts: dict[int, Trigger]) -> int | None:
    """The other act that the trigger is only the content of: `agreed to withdraw`, `demanded the release`."""
    token = trigger.token
    for head in tree.ancestors(token):
        act = acts.get(head)
        if act is not None and act.entry.type in CONTENT_TYPES and not _is_denial(act):
            return head if _stands_below(tree, token, act) else None
        if tree.deps[token] not in PASSED:
            return None
        token = head
    return None


@cache
def _operators() -> frozenset[str]:
    """Verbs that with an infinitive only say that somebody wants or is about to do something."""
    return word_table("realis.tsv")["operators"]


def find_triggers(tree: Tree, first: int, last: int) -> list[Trigger]:
    """All triggers of a sentence, without those that are another's support verb, object or content."""
    verbs = {t: found for t in range(first, last) if (found := find_verb(tree, t)) is not None}
    named = [t for t in range(first, last) if t not in verbs and _may_be_noun(spelling(tree, t)[0])]
    nouns = {t: found for t in named if (found := find_noun(tree, t)) is not None}
    taken = {t.object for t in [*verbs.values(), *nouns.values()] if t.object is not None}
    taken |= {tree.heads[o] for o in taken if tree.deps[o] == "compound"}
    nouns = {t: found for t, found in nouns.items() if t not in taken}
    for token, noun in tuple(nouns.items()):
        verb = verbs.get(noun.support) if noun.support is not None else None
        if verb is None or noun.support is None:
            continue
        if verb.entry.weight > noun.entry.weight or verb.entry.specific:
            nouns.pop(token)
        else:
            verbs.pop(noun.support)
    for token in [t for t, v in verbs.items() if v.entry.lemma in _operators() and v.object is None]:
        if any(child in verbs for child in tree.kids(token, "xcomp")):
            verbs.pop(token)
    acts = verbs | nouns
    for token in [t for t, act in verbs.items() if _is_denial(act)]:
        if any(tree.heads[t] == token and tree.deps[t] in ("xcomp", "ccomp") for t in verbs):
            acts.pop(token)
    over = {token: _act_over(tree, trigger, acts) for token, trigger in sorted(acts.items())}
    return [
        msgspec.structs.replace(acts[token], about=frozenset(acts[t].entry.type for t in over if over[t] == token))
        for token, act in over.items()
        if act is None
    ]
