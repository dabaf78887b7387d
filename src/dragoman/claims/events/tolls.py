"""Tolls: how many were killed, injured, arrested or displaced, as lower and upper bounds.

`at least seven` is 7 and open above; `up to 40` is open below; `between 40 and 60` has both. For vague words only a
lower bound is set and the upper stays open: `dozens` 24 and `scores` 40 (two of the unit, for the plural says more than
one; ACLED, more conservative, takes 12), `hundreds` 200, `thousands` 2000, `several` 3, `a handful` 3.
`no one`, `none` and `nobody` are 0 to 0; a person who is named or described is one. The words are in
`data/plover/tolls.tsv`.
"""

from functools import cache

from dragoman.claims.events.lexicon import noun_lemmas, plural, read_rows, verb_forms, word_table
from dragoman.claims.events.quantities import Bounds as Bounds
from dragoman.claims.events.quantities import first_number, read_bounds, total
from dragoman.settings import DATA
from dragoman.trees import Tree

_WORDS = word_table("tolls.tsv")


def _forms(name: str) -> frozenset[str]:
    return frozenset(form for verb in _WORDS[name] for form in verb_forms(verb)) | _WORDS.get(
        f"{name} forms", frozenset()
    )


def _nouns(*lemmas: str) -> frozenset[str]:
    """The nouns in both numbers."""
    return frozenset({form for lemma in lemmas for form in (lemma, plural(lemma))} | {"lives"})


KINDS = {kind: _forms(kind) for kind in ("killed", "injured", "arrested", "displaced")}
"""Verbs and adjectives by what they say became of people."""
OUTCOMES = KINDS["killed"] | KINDS["injured"] | KINDS["displaced"]
"""Words for what an attack led to."""
_STATES = frozenset({"dead", "homeless", "wounded", "injured", "hurt", "killed", "displaced", "detained", "arrested"})
"""Adjectives and participles that can head what is counted: `three dead and twelve wounded`."""
_WHO_DIES = _forms("who dies") | {"dead", "homeless"}
_COUNTED = {noun: kind for kind in KINDS for noun in _WORDS.get(f"counted {kind}", ())}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
_NOUNS = _nouns("toll", "number", "life", "body", "casualty", "injury", "wound", *_COUNTED)
_COST, _LOSE, _FIND = _forms("costs lives"), _forms("loses lives"), _forms("finds bodies")
_SUFFER, _DENY = _forms("suffers"), _forms("denies")
_FLEE = verb_forms("flee")
_MODALS = frozenset({"will", "'ll", "wo", "would", "could", "can", "may", "might", "should", "must", "shall"})
_ONE = frozenset({"he", "she", "him", "her", "himself", "herself", "myself", "me"})
_LIFE = frozenset({"life", "lives"})
_NOBODY = frozenset({"none", "nobody", "no-one"})
_ANYBODY = frozenset({"anyone", "anybody", "any"})
_BEFORE = frozenset(
    {"between", "from", "at", "least", "more", "than", "up", "to", "fewer", "less", "over", "about", "half"}
)
"""Words before a number that the parser may hang elsewhere."""
_COUNTING = frozenset({"no", "dozen", "dozens", "scores", "hundreds", "thousands", "tens", "several", "handful", "few"})


@cache
def _persons() -> frozenset[str]:
    """Nouns for one person, from the table of roles."""
    rows = read_rows(DATA / "actors/roles.tsv")
    nouns = frozenset(noun for row in rows if row[1] == "PERSON" for noun in row[0].split("|"))
    return (nouns | {"guard", "pedestrian"}) - {"people"}


def find_tolls(tree: Tree, first: int, last: int) -> dict[int, tuple[str, Bounds]]:
    """All tolls between two tokens: the token that says what happened to people, which toll it is, and its bounds."""
    found: dict[int, tuple[str, Bounds]] = {}
    for token in range(first, last):
        word = tree.words[token]
        kind = _KIND_OF.get(word)
        bounds = _suffered(tree, token) if kind else None
        if word in _FLEE and bounds and bounds.high is not None and bounds.high < 2:
            bounds = None  # a thief who flees is not displaced
        if word in _NOUNS:
            kind, bounds = _counted(tree, token)
        if kind and bounds is not None:
            found[token] = kind, bounds
    return found


# ---------------------------------------------------------------- who was killed: verbs and adjectives


def _suffered(tree: Tree, token: int) -> Bounds | None:
    """How many a verb or adjective happened to."""
    if is_denied(tree, token):
        return Bounds(low=0, high=0)
    if tree.deps[token] in ("xcomp", "pcomp") and tree.words[tree.heads[token]] in _DENY:
        return None  # who denies killing three does not say that nobody died
    helpers = {tree.words[one] for one in tree.kids(token, "aux")}
    if helpers & _MODALS and "have" not in helpers:
        return None  # it could kill hundreds; `may have killed` is a toll all the same
    people = _people(tree, token)
    if tree.deps[token] == "pobj" and people and tree.words[tree.heads[token]] == "among":
        some = quantity(tree, people[0])
        return some and Bounds(low=some.low)
    if tree.kids(token, "neg"):
        anybody = any(tree.words[one] in _ANYBODY for one in people)
        return Bounds(low=0, high=0) if anybody else None
    if tree.words[token] in _STATES:
        near = _number_before(tree, token) or quantity(tree, token)
        if near:
            return near
    return next((b for one in people if (b := quantity(tree, one)) is not None), None) or _bare(tree, token)


def is_denied(tree: Tree, token: int) -> bool:
    """`denied that three had perished`: who denies a death itself, not his part in it, counts none."""
    dies = tree.words[token] in _WHO_DIES or tree.kids(token, "nsubjpass")
    while tree.deps[token] == "conj":
        token = tree.heads[token]
    return bool(dies) and tree.deps[token] == "ccomp" and tree.words[tree.heads[token]] in _DENY


def _people(tree: Tree, token: int) -> list[int]:
    """Who was killed, hurt or taken, beside a word that says so."""
    word, dep, head = tree.words[token], tree.deps[token], tree.heads[token]
    if word in _STATES and dep == "pobj" and tree.words[head] == "among":
        return tree.kids(tree.heads[head], "nsubj")
    if word in _STATES and dep in ("oprd", "acomp", "advcl", "amod", "attr"):
        return tree.kids(head, "dobj", "nsubj", "nsubjpass") if dep != "amod" and _has_clause(tree, head) else [head]
    found = tree.kids(token, "dobj", "nsubjpass") or tree.under_preps(token, "between", "from")
    if not found and tree.deps[tree.heads[token]] != "ROOT":
        found = tree.kids(token, "acomp")
    if word in _WHO_DIES:
        found = tree.kids(token, "nsubj") + found
    if not found and dep == "acl":
        return [head]
    if not found and dep == "conj" and tree.is_verb(token) and tree.is_passive(head) and tree.words[head] != "said":
        return _people(tree, head)
    if not found and dep in ("ccomp", "xcomp", "oprd"):
        return tree.kids(token, "nsubj")
    return found


def _has_clause(tree: Tree, head: int) -> bool:
    return tree.is_verb(head) or bool(tree.kids(head, "nsubj", "nsubjpass", "dobj"))


def _number_before(tree: Tree, token: int) -> Bounds | None:
    """`three dead`, `and twelve wounded`: a number right before a word for what became of people, and not of a date."""
    before = token - 1
    if before < tree.analysis.sentences[tree.analysis.sentence_of[token]][0] or tree.kids(token, "dobj"):
        return None
    if len(tree.words[before]) == 4 and before and tree.words[before - 1] in ("in", "since"):
        return None
    fits = tree.heads[before] == token or tree.deps[before] in ("nsubj", "nsubjpass", "dobj", "conj", "dep")
    if not fits or first_number([tree.words[before]]) is None:
        return None
    return read_bounds(" ".join(tree.words[_first_of(tree, before) : before + 1]))


def _bare(tree: Tree, token: int) -> Bounds | None:
    """`killing three`: a number alone beside the verb, as headlines have it."""
    for child in tree.kids(token, "dobj", "nummod", "npadvmod", "nsubjpass", "nsubj", "dep"):
        number = first_number([tree.words[child]])
        if number is not None and not _measures(tree.words[child]):
            return read_bounds(" ".join(tree.words[tree.left[child] : child + 1]))
    return None


# ---------------------------------------------------------------- how many: a noun phrase of people


def quantity(tree: Tree, token: int) -> Bounds | None:
    """How many people a noun phrase counts, with those joined to it: `his wife and two children` are three."""
    own = _quantity(tree, token)
    if own is None:
        return None
    joined = [one for one in tree.kids(token, "conj") if tree.words[one] not in OUTCOMES and not tree.is_verb(one)]
    others = [b for one in joined if (b := quantity(tree, one)) is not None]
    listed = _listed(tree, token)
    if listed and listed != own:
        others.append(listed)
    return total([own, *others]) if others else own


def _listed(tree: Tree, token: int) -> Bounds | None:
    """`four men, two women and a child`, where the parser takes the rest of the list for a second name of the first.

    It is one where it comes to as many: `three people, a man and two women`.
    """
    series = [one for one in tree.kids(token, "appos") if tree.kids(one, "conj")]
    return next((b for one in series if (b := quantity(tree, one)) is not None), None)


def _quantity(tree: Tree, token: int) -> Bounds | None:
    word = tree.words[token]
    if _measures(word):
        return None
    head = " ".join(tree.words[_first_of(tree, token) : token + 1])
    if word in _NOBODY or head == "no one":
        return Bounds(low=0, high=0)
    if word == "both" or any(tree.words[kid] == "both" for kid in tree.children[token]):
        return Bounds(low=2, high=2)
    counted = tree.kids(token, "nummod", "quantmod") or _COUNTING & set(head.split()) or head.startswith("not ")
    if counted or first_number([word]) is not None:
        return read_bounds(head)
    part = tree.under_preps(token, "of") if word in ("handful", "couple", "number") else []
    return Bounds(low=1, high=1) if not part and _is_one_person(tree, token) else None


def _is_one_person(tree: Tree, token: int) -> bool:
    """`a farmer`, `the mayor`, `she`, `Abdi Okello`; not a plural, not a body of men."""
    word = tree.words[token]
    if word in _ONE or word in _persons():
        return not tree.kids(token, "nummod")
    if word in ("another", "third", "other"):
        return any(tree.words[kid] in ("a", "an", "the") for kid in tree.children[token]) or word == "another"
    start = tree.analysis.starts[token]
    return any(one.start <= start < one.end and one.label == "PERSON" for one in tree.analysis.entities)


def _first_of(tree: Tree, token: int) -> int:
    """Where a noun phrase begins, with the words before its number that the parser hung elsewhere."""
    left, start = min(tree.left[token], token), tree.analysis.sentences[tree.analysis.sentence_of[token]][0]
    while left > start and (tree.words[left - 1] in _BEFORE or _ranges(tree, left - 1)):
        left -= 1
    return left


def _ranges(tree: Tree, token: int) -> bool:
    """Whether a number stands before `to`: the `250` of `250 to 300 people`."""
    return tree.words[token + 1] == "to" and first_number([tree.words[token]]) is not None


def _measures(word: str) -> bool:
    return bool(_WORDS["no people"].intersection(noun_lemmas(word)))


# ---------------------------------------------------------------- counted: nouns


def _counted(tree: Tree, token: int) -> tuple[str | None, Bounds | None]:
    """A toll that a noun tells: `31 arrests`, `the death toll rose to 31`, `the bodies of nine sailors`, `22 lives`."""
    lemmas = noun_lemmas(tree.words[token])
    verb = tree.words[tree.heads[token]]
    if "toll" in lemmas:
        return "killed", _figure(tree, token)
    if "number" in lemmas:
        return _numbered(tree, token)
    if tree.words[token] in _LIFE and verb in _COST:
        return "killed", _of_people(tree, token)
    if tree.words[token] in _LIFE and verb in _LOSE:
        return "killed", _subject(tree, tree.heads[token])
    if "body" in lemmas and verb in _FIND:
        return "killed", _of_people(tree, token)
    if {"other", "further", "more", "new"} & {tree.words[kid] for kid in tree.children[token]}:
        return None, None  # no further casualties: some there were
    if "casualty" in lemmas:
        nobody = any(tree.words[kid] == "no" for kid in tree.children[token])
        return "killed", Bounds(low=0, high=0) if nobody else None
    if {"injury", "wound"} & set(lemmas) and verb in _SUFFER:
        return "injured", _subject(tree, tree.heads[token])
    kind = next((_COUNTED[lemma] for lemma in lemmas if lemma in _COUNTED), None)
    return kind, _of_people(tree, token) if kind else None


def _of_people(tree: Tree, token: int) -> Bounds | None:
    """`22 lives`, `the lives of 22 miners`."""
    of_whom = tree.under_preps(token, "of")
    return next((b for one in (token, *of_whom) if (b := quantity(tree, one)) is not None), None)


def _subject(tree: Tree, verb: int) -> Bounds | None:
    return next((b for one in tree.kids(verb, "nsubj") if (b := quantity(tree, one)) is not None), None)


def _figure(tree: Tree, token: int) -> Bounds | None:
    """The number that a toll is, rises to or is put at."""
    head = tree.heads[token]
    said = tree.under_preps(token, "of") + tree.under_preps(head, "to", "at", "past", "above")
    if tree.deps[token] in ("nsubj", "nsubjpass"):
        said += tree.kids(head, "dobj", "attr", "npadvmod")
    return next((b for one in said if (b := _quantity(tree, one)) is not None), None)


def _numbered(tree: Tree, token: int) -> tuple[str | None, Bounds | None]:
    """`the number of dead`, `the number of people killed`."""
    for one in tree.under_preps(token, "of"):
        words = {tree.words[one], *(tree.words[kid] for kid in tree.kids(one, "acl", "amod"))}
        for kind, forms in KINDS.items():
            if words & forms:
                head = tree.heads[token]
                said = tree.under_preps(head, "to", "at") + tree.kids(head, "dobj", "attr")
                return kind, next((b for at in said if at != token and (b := _quantity(tree, at)) is not None), None)
    return None, None
