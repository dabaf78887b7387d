"""Whose doing a verb is: its subject, the one it shares, the one that controls it, the agent of a passive."""

from functools import cache

from dragoman.claims.events.lexicon import verb_forms, word_table
from dragoman.trees import Tree

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
OWN = frozenset({"its", "his", "her", "their", "our", "my"})


@cache
def object_control() -> frozenset[str]:
    """Forms of verbs whose object does what their complement says: `urge them to leave`, `accuse them of lying`."""
    return frozenset(form for lemma in word_table("classes.tsv")["object-control"] for form in verb_forms(lemma))


def subject_tokens(tree: Tree, verb: int, steps: int = 0) -> list[int]:
    """Whose doing the verb is: its subject, or the subject it shares or is controlled by."""
    own = tree.kids(verb, "nsubj", "nsubjpass", "csubj")
    if own:
        subject = own[-1]
        if tree.words[subject] in RELATIVES and tree.deps[verb] == "relcl":
            return [tree.heads[verb]]
        listed = [c for c in tree.kids(verb, "npadvmod") if c < subject and is_listed(tree, c)]
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


def is_listed(tree: Tree, token: int) -> bool:
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
    """Of a gerund after a preposition: the object of `accuse of`, wherever the parse hangs the preposition, else the
    subject of the verb above."""
    head = tree.heads[prep]
    if not tree.is_verb(head):
        if tree.deps[head] == "dobj" and tree.words[tree.heads[head]] in object_control():
            return [head]
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


@cache
def speech_verbs() -> frozenset[str]:
    """Forms of verbs by which somebody says something."""
    return frozenset(form for lemma in word_table("classes.tsv")["speech"] for form in verb_forms(lemma))


@cache
def people_nouns() -> frozenset[str]:
    """Lemmas of nouns for people whom a state holds or sends."""
    return word_table("classes.tsv")["captive"] | word_table("classes.tsv")["diplomat"]


def complement_subjects(tree: Tree, clause: int) -> list[int]:
    """The subject of a complement; in a subjunctive (`that Rome apologise`) the parser may take it for a compound."""
    found = tree.kids(clause, "nsubj", "nsubjpass")
    return found or (tree.kids(clause, "compound") if tree.kids(clause, "mark") else [])


def warns_own(tree: Tree, verb: int) -> bool:
    """`warned its nationals`: who cautions his own people threatens nobody."""
    owners = [owner for o in tree.kids(verb, "dobj") for owner in tree.kids(o, "poss")]
    return any(tree.words[owner] in OWN for owner in owners)
