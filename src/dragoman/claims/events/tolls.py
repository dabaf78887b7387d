"""Tolls: how many were killed, injured, arrested or displaced, as lower and upper bounds.

`at least seven` is 7 and open above; `up to 40` is open below; `between 40 and 60` has both. For vague words only a
lower bound is set and the upper stays open: `dozens` 24 and `scores` 40 (two of the unit, for the plural says more than
one; ACLED, more conservative, takes 12), `hundreds` 200, `thousands` 2000, `several` 3, `a handful` 3.
`no one`, `none` and `nobody` are 0 to 0.
"""

import re

from dragoman.claims.events.lexicon import noun_lemmas, verb_forms
from dragoman.trees import Tree
from dragoman.values import Value

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "score": 20}
VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens": 20, "several": 3, "handful": 3, "few": 2,
    "couple": 2,
}  # fmt: skip


def _forms(*verbs: str) -> frozenset[str]:
    return frozenset(form for verb in verbs for form in verb_forms(verb))


KILL = _forms("kill", "die", "slay", "murder", "perish", "massacre", "execute", "behead", "drown", "assassinate") | {
    "dead"
}
INJURE = _forms("injure", "wound", "hurt", "maim") | {"hospitalised", "hospitalized"}
ARREST = _forms("arrest", "detain", "jail", "imprison", "apprehend")
DISPLACE = _forms("displace", "uproot", "flee") | {"homeless"}
OUTCOMES = KILL | INJURE | DISPLACE
"""Words for what an attack led to."""
KINDS = {"killed": KILL, "injured": INJURE, "arrested": ARREST, "displaced": DISPLACE}
NOUNS = {
    "death": "killed",
    "fatality": "killed",
    "casualty": "",
    "injury": "injured",
    "arrest": "arrested",
    "detention": "arrested",
    "body": "",
}
NOBODY = frozenset({"none", "nobody", "no-one"})


class Bounds(Value, frozen=True, kw_only=True):
    """A number as far as the words fix it; nothing means open."""

    low: int | None = None
    high: int | None = None


class Tolls(Value, frozen=True, kw_only=True):
    """What one event cost."""

    killed: Bounds | None = None
    injured: Bounds | None = None
    arrested: Bounds | None = None
    displaced: Bounds | None = None


def read_number(words: list[str]) -> int | None:
    """The number that words or figures write, or nothing: `twenty-one`, `1,200`, `two hundred`, `a dozen`."""
    total, current, seen = 0, 0, False
    for word in (part for w in words for part in w.lower().split("-")):
        if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", word):
            current, seen = current + int(word.replace(",", "")), True
        elif word in UNITS or word in TENS:
            current, seen = current + UNITS.get(word, 0) + TENS.get(word, 0), True
        elif word in SCALES:
            current, seen = max(current, 1) * SCALES[word], True
            if SCALES[word] >= 1000:
                total, current = total + current, 0
        elif word not in ("a", "an", "and"):
            return None
    return total + current if seen else None


def read_bounds(text: str) -> Bounds | None:
    """Lower and upper bound of a quantity as written: `at least seven drivers`, `between 40 and 60`."""
    words = re.findall(
        r"[a-z]+(?:-[a-z]+)*|\d[\d,]*",
        text.lower().replace(" to ", " and ") if "from" in text.lower() else text.lower(),
    )
    joined = " ".join(words)
    if re.match(r"(no one|nobody|none|no)\b", joined) and not re.match(r"no (fewer|less|more)", joined):
        return Bounds(low=0, high=0)
    between = re.search(r"\b(?:between|from) (.+?) and (\S+(?: (?:hundred|thousand|million))?)", joined)
    if between:
        low, high = _first_number(between[1].split()), _first_number(between[2].split())
        return Bounds(low=low, high=high) if low is not None and high is not None else None
    number = _first_number(words)
    if number is not None:
        return _bounded(joined, number)
    vague = next((VAGUE[w] for w in words if w in VAGUE), None)
    return None if vague is None else Bounds(low=vague)


def _first_number(words: list[str]) -> int | None:
    """The number that the longest run of number words from the first of them writes."""
    for start in range(len(words)):
        if words[start] in ("a", "an", "and") and not (
            words[start] in ("a", "an") and words[start + 1 : start + 2] and words[start + 1] in SCALES
        ):
            continue
        for stop in range(len(words), start, -1):
            number = read_number(words[start:stop])
            if number is not None:
                return number
    return None


def _bounded(joined: str, number: int) -> Bounds:
    if re.search(r"\b(at least|no fewer than|no less than|not less than|upwards of)\b", joined) or "or more" in joined:
        return Bounds(low=number)
    if re.search(r"\b(more than|over)\b", joined):
        return Bounds(low=number + 1)
    if re.search(r"\b(up to|as many as|at most|no more than)\b", joined):
        return Bounds(high=number)
    if re.search(r"\b(fewer than|less than|under|nearly|almost)\b", joined):
        return Bounds(high=number - 1 if re.search(r"fewer|less|under", joined) else number)
    if re.search(r"\b(about|around|some|approximately|roughly)\b", joined):
        return Bounds(low=number, high=number)
    return Bounds(low=number, high=number)


BEFORE = frozenset({"between", "at", "least", "more", "than", "up", "to", "fewer", "less", "over", "about"})
"""Words before a number that the parser may hang elsewhere."""
PEOPLE_STOP = frozenset(
    {
        "year",
        "hour",
        "day",
        "month",
        "week",
        "percent",
        "dollar",
        "time",
        "mile",
        "kilometre",
        "kilometer",
        "yard",
        "minute",
    }
)


def _quantity(tree: Tree, token: int) -> Bounds | None:
    """The bounds of a noun phrase of people, by its number; 1 to 1 for a single person named or `a man`."""
    left, start = tree.left[token], tree.analysis.sentences[tree.analysis.sentence_of[token]][0]
    while left > start and tree.words[left - 1] in BEFORE:
        left -= 1
    if set(noun_lemmas(tree.words[token])) & PEOPLE_STOP:
        return None
    head = " ".join(tree.analysis.words[left : token + 1])
    if tree.words[token] in NOBODY or head.lower() == "no one":
        return Bounds(low=0, high=0)
    counted = tree.kids(token, "nummod", "quantmod") or re.search(
        r"(?i)\b(no|dozens?|scores|hundreds|thousands|several)\b", head
    )
    if counted or _first_number([tree.words[token]]) is not None or tree.words[token] in VAGUE:
        return read_bounds(head)
    return None


def _people(tree: Tree, token: int) -> list[int]:
    """Who was killed, hurt or taken, beside a word that says so."""
    word, dep, head = tree.words[token], tree.deps[token], tree.heads[token]
    if dep in ("oprd", "acomp", "amod", "advcl") and word in ("dead", "homeless", "wounded", "injured"):
        return tree.kids(head, "dobj", "nsubj") if dep in ("oprd", "acomp", "advcl") and tree.is_verb(head) else [head]
    found = tree.kids(token, "dobj", "nsubjpass") or tree.under_preps(token, "between")
    if word in _intransitive():
        found = tree.kids(token, "nsubj") + found
    if not found and dep == "acl":
        found = [head]
    if not found and dep == "conj" and tree.is_verb(token):
        found = _people(tree, head) if tree.words[head] not in ("said",) and tree.is_passive(head) else []
    if not found and tree.deps[token] in ("ccomp", "xcomp", "oprd"):
        found = tree.kids(token, "nsubj")
    return found


def _intransitive() -> frozenset[str]:
    return verb_forms("die") | verb_forms("perish") | verb_forms("drown") | verb_forms("flee") | {"dead", "homeless"}


def find_tolls(tree: Tree, first: int, last: int) -> dict[int, tuple[str, Bounds]]:
    """All tolls between two tokens: the token that says what happened to people, which toll it is, and its bounds."""
    found: dict[int, tuple[str, Bounds]] = {}
    for token in range(first, last):
        kind = next((name for name, words in KINDS.items() if tree.words[token] in words), None)
        if kind is None:
            kind = next((NOUNS[x] for x in noun_lemmas(tree.words[token]) if NOUNS.get(x)), None)
            bounds = _quantity(tree, token) if kind else None
        else:
            bounds = next((b for p in _people(tree, token) if (b := _quantity(tree, p)) is not None), None)
            bounds = bounds or _bare(tree, token)
        if kind and bounds is not None:
            found[token] = kind, bounds
    return found


def _bare(tree: Tree, token: int) -> Bounds | None:
    """`killing three`: a number alone beside the verb, as headlines have it."""
    for child in tree.kids(token, "dobj", "nummod", "npadvmod", "nsubjpass", "nsubj", "dep"):
        number = _first_number([tree.words[child]])
        if number is not None and not set(noun_lemmas(tree.words[child])) & PEOPLE_STOP:
            return read_bounds(" ".join(tree.analysis.words[tree.left[child] : child + 1]))
    return None
