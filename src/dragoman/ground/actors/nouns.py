"""Nouns and pronouns that may stand for an actor: "the Turkish leader", "both sides", "they"."""

from dragoman.ground.actors.candidates import MODIFIERS, NOT_IN_NAME, PRONOUNS, Candidate, Candidates
from dragoman.ground.actors.lexicon import Noun, read_words
from dragoman.ground.actors.metonyms import is_polity
from dragoman.ground.actors.page import Page

COLLECTIVE = read_words("collective")
SIDES = read_words("sides")
"""Nouns for two states together."""
SHARED = read_words("shared")
"""Nouns for what two states have between them."""
MUTUAL = frozenset({"bilateral", "mutual"})
ABSTRACT = frozenset(
    {"radio", "television", "force", "intelligence", "leadership", "defence", "source", "state", "justice",
     "resistance", "chair"}
)  # fmt: skip
"""Nouns that, without a word before them, are no body."""
DEFINITE = frozenset({"both", "the", "these", "those", "their"})
"""Words before a number that refer back: `the two presidents`."""
MEASURES = frozenset({"excessive", "deadly", "lethal", "brute", "disproportionate", "undue", "unnecessary", "full"})
"""What is said of the force that is used, and of no body."""


def add_descriptions(sofar: Candidates) -> None:
    """Every noun phrase that no name took and whose noun is somebody's role, a side of two, or a polity."""
    page = sofar.page
    for token in range(page.size - 1, -1, -1):
        if sofar.taken[token]:
            continue
        match = sofar.noun(token)
        if token in sofar.hit_at and sofar.hit_at[token].last - sofar.hit_at[token].first > 1:
            continue
        if page.folded[token] in SIDES and _is_counted(sofar, token):
            sofar.add(Candidate(form="DESCRIPTION", first=token, last=token + 1, head=token))
            continue
        if page.folded[token] in SHARED and page.folded[max(0, token - 1)] in MUTUAL:
            sofar.add(Candidate(form="DESCRIPTION", first=token - 1, last=token + 1, head=token))
            continue
        if is_polity(page, token, sofar.hit_at):
            sofar.add(Candidate(form="DESCRIPTION", first=token, last=token + 1, head=token))
            continue
        if match is None or (page.deps[token] in MODIFIERS and page.heads[token] > token):
            continue
        if page.deps[token] in {"advmod", "aux", "mark", "prep", "cc", "det"} or _is_verb(sofar, token):
            continue
        head = match[0] if " of " in match[1].noun else token
        if _is_thing_word(sofar, head, match) or _is_predicate(page, head, match):
            continue
        first = min(_chunk_start(sofar, head), _chunk_start(sofar, match[0]))
        sofar.add(Candidate(form="DESCRIPTION", first=first, last=token + 1, head=head, noun=match[1]))


def _is_counted(sofar: Candidates, token: int) -> bool:
    """Whether "both" or "two" stands before the noun."""
    return any(sofar.page.folded[t] in {"both", "two"} for t in range(sofar.page.phrase_start(token), token))


def _chunk_start(sofar: Candidates, head: int) -> int:
    """First token of a noun's phrase after its determiner, possessor and number."""
    page = sofar.page
    first = page.phrase_start(head)
    for token in range(head - 1, first - 1, -1):
        if page.folded[token] in NOT_IN_NAME or page.deps[token] in {"det", "poss", "predet", "case", "nummod"}:
            return token + 1
        if sofar.taken[token] and token not in sofar.hit_at:
            return token + 1
        if page.words[token] == "-" and page.starts[token] > page.ends[token - 1]:
            return token + 1
    while first < head and not page.words[first][0].isalnum():
        first += 1
    return first


def _is_thing_word(sofar: Candidates, head: int, match: tuple[int, Noun]) -> bool:
    """Whether a word of two meanings stands for no actor here: "its head", "by radio", "the use of force"."""
    page, noun = sofar.page, match[1]
    bare = page.phrase_start(head) == head
    if noun.noun == "head":
        return (
            match[0] == head
            and page.child(head, "prep") is None
            and (bare or page.child(head, "poss", "det") is not None)
        )
    if noun.noun == "force" and not noun.plural and page.folded[head - 1] in MEASURES:
        return True
    if noun.noun in ABSTRACT:
        return bare and not noun.plural
    if noun.sort == "BODY" and not noun.plural and noun.noun not in COLLECTIVE and page.words[head].islower():
        return bare and page.deps[head] in {"pobj", "dobj", "conj"} and page.child(head, "prep") is None
    return False


def _is_verb(sofar: Candidates, token: int) -> bool:
    """Whether a word that may be a noun ("judge", "force", "shell") is a verb here."""
    page = sofar.page
    if page.deps[token] in {"ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp"}:
        if any(page.deps[child] in {"nsubj", "aux", "auxpass", "dobj", "nsubjpass"} for child in page.children[token]):
            return True
        return page.deps[token] in {"xcomp", "advcl", "relcl", "acl", "ccomp"}
    return False


def add_pronouns(sofar: Candidates) -> None:
    """Every pronoun of people and things, and relative ones that are a subject."""
    page = sofar.page
    for token, word in enumerate(page.folded):
        kind = PRONOUNS.get(word)
        if kind is None or sofar.taken[token] or (word == "us" and page.words[token].isupper()):
            continue
        if kind == "r" and not (page.deps[token] in {"nsubj", "nsubjpass"} and page.deps[page.heads[token]] == "relcl"):
            continue
        sofar.add(Candidate(form="PRONOUN", first=token, last=token + 1, head=token))


def _is_predicate(page: Page, head: int, match: tuple[int, Noun]) -> bool:
    """Whether a noun says what somebody is or might be, and so stands for nobody: "to become president"."""
    if match[1].plural or match[1].sort != "PERSON":
        return False
    if page.deps[head] in {"attr", "oprd"}:
        return True
    above = page.heads[head]
    office = page.phrase_start(head) == match[0] and page.words[match[0]].islower()
    return (
        office
        and page.deps[head] in {"dobj", "pobj"}
        and page.folded[above]
        in {"as", "for", "become", "became", "becoming", "elected", "named", "appointed", "sworn", "becomes", "of"}
    )
