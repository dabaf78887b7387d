"""Realis: whether the text holds that an event happened, was denied, is planned, or is only supposed.

Read from the tree, from the trigger up to the clause that asserts it: negation, auxiliaries, the verbs and nouns that
govern it. What is counterfactual, an if-clause, a purpose or a fear tells of no event at all.
"""

import re
from collections.abc import Iterator
from functools import cache

from dragoman.claims.events.lexicon import noun_lemmas, verb_forms, word_table
from dragoman.claims.events.triggers import Trigger
from dragoman.spans import Span
from dragoman.trees import Tree
from dragoman.values import Realis

HISTORIC_NEVER = frozenset({"never"})
"""`has never invaded` denies all such events, not one that is told of."""


WILL = frozenset({"will", "'ll", "shall", "wo"})
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


def _words(name: str) -> frozenset[str]:
    return word_table("realis.tsv")[name]


@cache
def forms_of(name: str) -> frozenset[str]:
    """All forms of the verbs of a row of `realis.tsv`."""
    return frozenset(form for lemma in _words(name) for form in verb_forms(lemma))


def _auxiliaries(tree: Tree, verb: int) -> list[str]:
    """Auxiliaries of a verb; those of the verb it is joined to, where it has neither auxiliaries nor subject."""
    for one in (verb, *tree.ancestors(verb)):
        own = [tree.words[c] for c in tree.kids(one, "aux", "auxpass")]
        if own or tree.deps[one] != "conj" or tree.kids(one, "nsubj", "nsubjpass"):
            return own
    return []


NOBODY = frozenset({"neither", "nor", "no", "nobody", "none"})


def _says_no(tree: Tree, verb: int) -> bool:
    """Whether the verb itself is negated: by a particle, or by `no` before what it takes."""
    heads = [verb, *tree.kids(verb, "aux", "auxpass")]
    if tree.kids(verb, "neg") or any(tree.words[n] in ("n't", "not") for head in heads for n in tree.children[head]):
        return True
    taken = tree.kids(verb, "nsubj", "nsubjpass", "dobj")
    if any(tree.words[c] in NOBODY for c in [*taken, *tree.kids(verb, "preconj", "cc")]):
        return True
    return any(tree.words[d] == "no" for one in taken for d in tree.kids(one, "det"))


def _negated(tree: Tree, verb: int) -> bool:
    """The same, or joined by `or` to a verb that is: `did not attack or shell`."""
    for one in (verb, *tree.ancestors(verb)):
        if _says_no(tree, one):
            return True
        joined = tree.deps[one] == "conj" and not tree.kids(one, "nsubj", "nsubjpass", "aux")
        if not joined or not any(tree.words[c] in ("or", "nor") for c in tree.kids(tree.heads[one], "cc")):
            return False
    return False


def _mood(tree: Tree, verb: int) -> Realis | None:
    """What a verb's own negation and auxiliaries make of it; nothing for a counterfactual or a condition."""
    words = _auxiliaries(tree, verb)
    marks = {tree.words[c] for c in tree.kids(verb, "mark", "advmod")}
    if marks & _words("conditions") or (tree.deps[verb] == "advcl" and "had" in words and _inverted(tree, verb, "had")):
        return None
    if any(word in words and _inverted(tree, verb, word) for word in ("were", "should")):
        return None
    if {tree.words[c] for c in tree.kids(verb, "neg")} & HISTORIC_NEVER and not set(words) & WILL:
        return None
    modal = set(words) & _words("modals")
    if modal and set(words) & {"have", "'ve"} and modal & _words("conditional modals"):
        return None
    if _negated(tree, verb):
        return "DENIED"
    if set(words) & WILL:
        return "PLANNED"
    if modal & {"would", "'d"} and tree.words[verb] in ("like", "love", "want", "prefer"):
        return "ACTUAL"
    if modal == {"would"} and _is_backshifted(tree, verb):
        return "PLANNED"
    if modal:
        return None if tree.words[verb] in forms_of("attitudes") else "HYPOTHETICAL"
    if "to" in words and set(words) & {"is", "are", "was", "were"}:
        return "PLANNED"
    return "ACTUAL"


def _is_backshifted(tree: Tree, verb: int) -> bool:
    """Whether `would` is the future of what was said in the past: `said it would withdraw`, with no condition to it."""
    head = tree.heads[verb]
    told = tree.deps[verb] == "ccomp" and (tree.words[head].endswith("ed") or tree.words[head] in ("said", "told"))
    clauses = [c for home in (verb, head) for c in tree.kids(home, "advcl")]
    marks = {tree.words[m] for c in clauses for m in tree.kids(c, "mark")}
    return told and not marks & {"if", "unless"}


def _inverted(tree: Tree, verb: int, word: str) -> bool:
    """Whether the auxiliary stands before the subject: `Had they attacked`."""
    subjects = tree.kids(verb, "nsubj", "nsubjpass")
    return any(tree.words[c] == word and subjects and c < subjects[0] for c in tree.kids(verb, "aux", "auxpass"))


def _unprevented(tree: Tree, verb: int) -> bool:
    """`should have prevented them from`, `did not stop them from`: then it happened."""
    for above in (verb, *tree.ancestors(verb)):
        if tree.is_verb(above):
            mood = _mood(tree, above)
            if mood is None or mood == "DENIED":
                return True
            if tree.kids(above, "nsubj", "nsubjpass"):
                return False
    return False


def _governed(tree: Tree, verb: int) -> Realis | None:
    """What the word above makes of the clause below it: `agreed to`, `refused to`, `threatened to`."""
    head, dep = tree.heads[verb], tree.deps[verb]
    word = tree.words[head]
    if dep == "ccomp" and verb < head:
        return "ACTUAL"
    if dep == "pcomp" and word == "from":
        return "ACTUAL" if _unprevented(tree, tree.heads[head]) else None
    infinitive = "to" in (tree.words[c] for c in tree.kids(verb, "aux"))
    if dep == "pcomp" and tree.words[head] in ("without", "from", "before", "of", "for", "against"):
        return {"without": "DENIED", "from": None, "before": None, "against": None}.get(tree.words[head], "ACTUAL")
    if dep == "ccomp":
        if word in forms_of("content deniers"):
            return "DENIED"
        return "HYPOTHETICAL" if word in forms_of("content supposers") else "ACTUAL"
    if dep == "xcomp" and (word in forms_of("deniers")):
        return "DENIED"
    if dep == "xcomp" and word in forms_of("supposers"):
        return "HYPOTHETICAL"
    if dep == "xcomp" and word in _words("unable"):
        return "DENIED"
    if dep == "xcomp" and word in _words("improbable"):
        return None
    if dep == "xcomp" and word in forms_of("habits") and not set(_auxiliaries(tree, head)) & {"would", "'d"}:
        return None
    if dep == "xcomp" and (word in forms_of("planners") or word in _words("adjectives")):
        return "PLANNED"
    if dep == "xcomp" and infinitive and word in verb_forms("be"):
        return "PLANNED"
    if dep == "xcomp" and infinitive and word in forms_of("movers"):
        return None
    if dep == "advcl" and infinitive and not tree.kids(verb, "nsubj"):
        return None
    if dep in ("acl", "relcl") and infinitive:
        return "PLANNED" if word in _words("plan nouns") else None
    return "ACTUAL"


def _weaker(one: Realis | None, other: Realis | None) -> Realis | None:
    """The two together: nothing beats all, then denial, supposition, plan."""
    if one is None or other is None:
        return None
    for realis in ("DENIED", "HYPOTHETICAL", "PLANNED"):
        if realis in (one, other):
            return realis
    return "ACTUAL"


def _chain(tree: Tree, verb: int) -> Iterator[int]:
    """The verb and those above it on whose mood it depends."""
    yield verb
    while tree.deps[verb] in ("xcomp", "ccomp", "pcomp", "conj", "prep", "acomp", "attr"):
        own = tree.kids(verb, "nsubj", "nsubjpass")
        if tree.deps[verb] == "conj" and own:
            return
        verb = tree.heads[verb]
        yield verb


def realis_of_verb(tree: Tree, verb: int) -> Realis | None:
    """Whether the text holds that what the verb says happened; nothing where it tells of no event."""
    found = _weaker(_mood(tree, verb), _governed(tree, verb))
    carried: int = verb
    for above in list(_chain(tree, verb))[1:]:
        if tree.deps[carried] in ("ccomp", "pcomp"):
            condition = _mood(tree, above) is None and tree.deps[above] == "advcl"
            return None if condition else found
        if tree.deps[carried] == "conj":
            if _infinitive(tree, above) and not _finite(tree, carried):
                found = _weaker(found, _governed(tree, above))
        elif tree.is_verb(above):
            found = _weaker(found, _mood(tree, above))
            found = _weaker(found, _governed(tree, above))
        carried = above
    return found


def _infinitive(tree: Tree, verb: int) -> bool:
    return "to" in (tree.words[c] for c in tree.kids(verb, "aux"))


def _finite(tree: Tree, verb: int) -> bool:
    return bool(tree.kids(verb, "nsubj", "nsubjpass")) or tree.words[verb].endswith("ed")


def _is_name_given(tree: Tree, token: int) -> bool:
    """`called it an assault`, `what it called a reckless move`, `it was a war`: a word for something, no happening."""
    head, dep = tree.heads[token], tree.deps[token]
    if tree.words[head] not in forms_of("name givers"):
        return dep == "attr" and not tree.kids(head, "expl")
    what = any(tree.words[k] == "what" for k in tree.children[head])
    return dep in ("oprd", "ccomp", "attr") or (dep == "dobj" and what)


def _is_verdict(tree: Tree, token: int) -> bool:
    """Whether a noun says what somebody thinks of an act, `denounced the provocation`, and tells of none."""
    return bool(_words("verdicts").intersection(noun_lemmas(tree.words[token])))


def _realis_of_noun(tree: Tree, trigger: Trigger) -> Realis | None:
    """The same for a noun of action: what stands before it, what governs it, and the mood of its support verb."""
    token = trigger.token
    before = {tree.words[c] for c in tree.kids(token, "det", "amod", "compound")}
    if before & {"no"}:
        return "DENIED"
    if before & _words("planned"):
        return "PLANNED"
    if trigger.support is not None:
        return realis_of_verb(tree, trigger.support)
    if before & _words("supposed"):
        return None
    head, dep = tree.heads[token], tree.deps[token]
    if _is_name_given(tree, token):
        return None
    if (
        dep == "pobj"
        and tree.words[head] in _words("anticipations")
        and tree.words[tree.heads[head]] not in forms_of("blamers")
    ):
        return None
    if dep == "pobj" and tree.words[tree.heads[head]] in _words("fears"):
        return None
    if dep == "dobj" and tree.words[head] in forms_of("noun supposers"):
        return None
    if dep == "dobj" and tree.words[head] in forms_of("blamers") and _is_verdict(tree, token):
        return None
    if dep in ("nsubj", "nsubjpass") and tree.is_verb(head) and trigger.entry.type == "CONSULT":
        return realis_of_verb(tree, head)
    return "ACTUAL"


def _is_invented(tree: Tree, token: int) -> bool:
    """Whether a work of the imagination tells it: `the film shows how troops landed`, `a drama about the siege`."""
    fiction = word_table("classes.tsv")["fiction"]
    below = token
    for above in tree.ancestors(token):
        tellers = tree.kids(above, "nsubj") if tree.deps[below] in ("ccomp", "advcl", "pcomp", "xcomp") else []
        tellers += [above] if tree.deps[below] == "prep" else []
        if any(fiction.intersection(noun_lemmas(tree.words[teller])) for teller in tellers):
            return True
        below = above
    return False


def realis_of(tree: Tree, trigger: Trigger) -> Realis | None:
    """The realis of a trigger, or nothing where the words tell of no event."""
    first, last = tree.analysis.sentences[tree.analysis.sentence_of[trigger.token]]
    if "?" in tree.words[max(first, last - 2) : last] or _is_invented(tree, trigger.token):
        return None
    if trigger.nominal:
        return _realis_of_noun(tree, trigger)
    return realis_of_verb(tree, trigger.token)


def is_bygone(tree: Tree, trigger: Trigger, year: int | None) -> bool:
    """Whether a noun refers to what happened in an earlier year than the page's: `the 1994 massacre`."""
    if not trigger.nominal or trigger.support is not None:
        return False
    years = [tree.words[c] for c in tree.kids(trigger.token, "nummod", "compound", "amod", "nmod", "npadvmod")]
    return any(YEAR.fullmatch(word) and (year is None or int(word) < year) for word in years)


def is_refused(tree: Tree, trigger: Trigger) -> bool:
    """Whether the doer says no to it, `will not lift the embargo`: PLOVER's REJECT of what would be a kindness."""
    verb = trigger.support if trigger.nominal else trigger.token
    return verb is not None and bool(set(_auxiliaries(tree, verb)) & {*WILL, "would"})


def is_scare_quoted(text: str, span: Span) -> bool:
    """Whether the words stand alone in quotation marks, as a word is held at arm's length."""
    before, after = text[max(0, span[0] - 1) : span[0]], text[span[1] : span[1] + 1]
    return before in "“\"'‘" and before != "" and after in "”\"'’" and after != ""
