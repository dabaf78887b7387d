"""Whether a country, a capital, a seat of power, or a noun for a state, stands for those who act there."""

from dragoman.ground.actors.hits import Hit
from dragoman.ground.actors.lexicon import read_words
from dragoman.ground.actors.page import Page

LOCATIVE = frozenset(
    {"in", "near", "inside", "outside", "at", "around", "across", "throughout", "within", "off", "through", "via"}
)
"""Prepositions after which a name of a country or town is a place, and no actor."""

TOWARDS = frozenset({"with", "from", "against", "to", "between", "by", "on", "towards", "toward", "of", "for"})

MOTION = read_words("motion")
"""Words that make "to X" and "from X" a way, and "of X" a part of a town."""

POLITIES = read_words("polities")
"""Nouns for a state as a whole."""
OTHERS = read_words("other_polities")
"""Adjectives that make it another than the one spoken of, or any one of a kind: "the neighbouring country"."""
LINKING = frozenset({"attr", "oprd", "appos", "compound", "nmod", "npadvmod"})


def is_locative(page: Page, head: int) -> bool:
    """Whether the name is the object of a preposition of place, or stands in a dateline or an address."""
    above = page.heads[head]
    while page.deps[head] in {"conj", "appos", "compound", "nmod"} and above != head:
        head, above = above, page.heads[above]
    return page.deps[head] == "pobj" and page.folded[above] in LOCATIVE


def stands_for_state(page: Page, head: int) -> bool:
    """Whether a capital or a seat of power acts, speaks or is dealt with here, and is no mere place."""
    above = page.heads[head]
    while page.deps[head] in {"conj", "appos"} and above != head:
        head, above = above, page.heads[above]
    label = page.deps[head]
    if label in {"nsubj", "poss", "agent", "dative", "nsubjpass"}:
        return page.folded[above] not in {"is", "lies", "sits"} or page.child(above, "acomp", "neg") is not None
    if label == "dobj":
        return page.folded[above] not in MOTION and not page.folded[above].startswith(
            ("visit", "leav", "reach", "enter", "left")
        )
    if label == "pobj" and page.folded[above] in TOWARDS:
        governor = page.heads[above]
        return page.folded[governor] not in MOTION and page.deps[above] != "ROOT" and page.folded[above] != "of"
    return label == "compound" and above > head and page.deps[above] in {"ccomp", "advcl"}


def is_polity(page: Page, token: int, hits: dict[int, Hit]) -> bool:
    """Whether a noun for a state stands with a definite article and points back to one, and is no mere place."""
    if page.folded[token] not in POLITIES or token in hits or page.deps[token] in LINKING or is_locative(page, token):
        return False
    before = range(page.phrase_start(token), token)
    if not any(page.folded[t] in {"the", "this", "that"} for t in before):
        return False
    if any(page.folded[t] in OTHERS or t in hits or page.deps[t] == "poss" for t in before):
        return False
    return not any(page.folded[c] == "of" or page.deps[c] == "relcl" for c in page.children[token] if c > token)
