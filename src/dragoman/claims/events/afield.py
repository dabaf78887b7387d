"""Where a recipient may stand outside its trigger's frame: in the object's phrase, in a purpose, after a preposition.

`Lifted its embargo against Chile`, `sanctions imposed on Chile`, `gave money to help Chile`, `surrendered to Chile`.
"""

from collections.abc import Iterator
from functools import cache

from dragoman.claims.events.lexicon import noun_lemmas, verb_forms, word_table
from dragoman.claims.events.triggers import Trigger, objects_of
from dragoman.trees import Tree
from dragoman.values import EventType

AGAINST = ("against", "on", "upon", "towards", "toward", "with", "of")
"""Prepositions that tie to a noun of dealing whom it is with: `an embargo against`, `solidarity with`."""
OWN: dict[EventType, tuple[str, ...]] = {
    "RETREAT": ("to", "from"), "AID": ("for", "to"), "CONCEDE": ("to", "for"), "SUPPORT": ("for", "with", "to"),
    "COERCE": ("against", "on"), "SANCTION": ("against", "on", "with"), "ASSAULT": ("against", "on"),
    "PROTEST": ("against", "over"), "ACCUSE": ("against", "at"), "THREATEN": ("against",),
    "REJECT": ("from", "by"), "COOPERATE": ("with",), "MOBILIZE": ("against", "for"),
}  # fmt: skip
"""Prepositions that bring the recipient of a type, whatever the verb."""
DEALINGS = frozenset({"CONCEDE", "SANCTION", "COERCE", "SUPPORT", "REJECT", "ACCUSE", "THREATEN", "MOBILIZE"})
"""Types whose object is often what is done to somebody, with them in its phrase."""
SHARED = frozenset(
    {"border", "frontier", "crossing", "tie", "relation", "link", "talk", "negotiation", "trade", "treaty"}
)
"""What two have together, so that `with` names the other wherever the parser hangs it: `closed its border with`."""
HELPING = ("help", "assist", "support", "aid", "rescue", "feed", "shelter", "relieve", "vaccinate", "reassure")
"""Verbs that say what a gift is for."""
HOSTING = ("host", "mediate", "broker", "facilitate", "arrange", "convene", "sponsor", "chair", "organise", "organize")
"""Verbs that bring others together."""
FORBIDDING = frozenset({"recip", "nocomp", "from-actor", "rev"})
"""Marks of frames that leave no such place."""
LOOSE = frozenset({"AID", "MOBILIZE", "ACCUSE", "PROTEST"})
"""Types whose prepositions the parser often hangs on the object: `filed a lawsuit in court against Chile`."""


@cache
def forms_of(lemmas: tuple[str, ...]) -> frozenset[str]:
    """All forms of the verbs."""
    return frozenset(form for lemma in lemmas for form in verb_forms(lemma))


def afield(tree: Tree, trigger: Trigger, type_: EventType) -> Iterator[int]:
    """Tokens outside the frame that may name the recipient of an event of that type, the likeliest first."""
    if FORBIDDING.intersection(trigger.entry.frame):
        return
    token = trigger.token if trigger.support is None else trigger.support
    objects = [trigger.token] if trigger.nominal else objects_of(tree, token)
    if type_ in DEALINGS:
        outs = [] if trigger.nominal else [token, *tree.kids(token, "prep", "prt", "advmod")]
        left = [noun for out in outs for noun in tree.under_preps(out, "of", "from")]
        for noun in (*objects, *left):
            if SHARED.intersection(noun_lemmas(tree.words[noun])):
                yield from tree.under_preps(noun, "with")
                yield from tree.under_preps(token, "with")
            yield from tree.under_preps(noun, *AGAINST)
            for clause in tree.kids(noun, "acl"):
                yield from tree.under_preps(clause, "on", "against", "upon")
    if type_ == "AID":
        yield from _purposes(tree, [token, *objects])
    yield from _own(tree, [token, *objects] if type_ in LOOSE else [token], type_)


def _own(tree: Tree, homes: list[int], type_: EventType) -> Iterator[int]:
    occasions = word_table("classes.tsv")["occasion"]
    for home in homes:
        for noun in tree.under_preps(home, *OWN.get(type_, ())):
            if not occasions.intersection(noun_lemmas(tree.words[noun])):
                yield noun


def _purposes(tree: Tree, homes: list[int]) -> Iterator[int]:
    """Whom a clause of purpose names: `a loan to help Chile`, `money for aid to Chile`."""
    for home in homes:
        below = [c for c in tree.descendants(home) if c > home and tree.words[c] in forms_of(HELPING)]
        for verb in sorted(below):
            if "to" in (tree.words[c] for c in tree.kids(verb, "aux")) or tree.words[verb].endswith("ing"):
                yield from tree.kids(verb, "dobj")
                yield from (s for c in tree.kids(verb, "ccomp", "xcomp") for s in tree.kids(c, "nsubj"))
        for noun in tree.under_preps(home, "for", "to", "of"):
            yield noun
            yield from tree.under_preps(noun, "for", "to")
