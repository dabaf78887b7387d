"""Whom a pronoun may mean: a small score over what was mentioned before, as weights that say how open it is.

Recency, subjecthood, who spoke last, agreement in gender and number, and who cannot be meant by the grammar. The
weights below were set by hand on documents of our own; they are the whole model.
"""

import math
from collections.abc import Iterable, Sequence

from dragoman.ground.actors.lexicon import read_words
from dragoman.ground.actors.page import Page
from dragoman.values import ActorKind

Weights = list[tuple[int, float]]
"""Referents by number, the likeliest first, with weights that add up to at most 1."""

SPEECH = read_words("speech")
"""Nouns for what only people and bodies have: their words."""

WINDOW = 7
"""Sentences that are looked back."""
PER_SENTENCE, PER_PARAGRAPH = 0.75, 0.25
SUBJECT, SPEAKER, GOVERNOR, NAMED_AFTER = 1.0, 0.8, 1.6, -1.5
IN_QUOTATION, GENDER_KNOWN, OFTEN = -0.8, 0.5, 0.12
OWN_WORDS = -3.0
AGAINST_OWN_SIDE = -1.6
SURE = 0.97
SHARP, BLURRED = 1.7, 0.7
ANSWERING = frozenset({"answered", "replied", "retorted", "responded", "countered", "objected"})
TOOK_TURN = -3.0
"""Whoever spoke in the sentence before is not who answers."""
CALLED, CALLED_OTHERWISE = 1.5, -5.0
"""How much it speaks for somebody to have been `she` before, and for the next `he` against them."""
ONE_BODY, PATIENT, ABOARD_OF = -1.0, 1.5, 2.0
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj"})
ABOARD = frozenset({"captain", "crew", "skipper", "helmsman", "cargo", "hull", "deck", "passengers", "catch"})
"""Nouns for who and what is on a ship or plane."""
ACROSS_PARAGRAPH, ACROSS_FURNITURE = 0.92, 0.72


class Referent:
    """An actor in the making: what the document has said about somebody so far."""

    def __init__(self, number: int, name: str, kind: ActorKind) -> None:
        self.number = number
        self.name = name
        self.kind: ActorKind = kind
        self.country: str | None = None
        self.sector: str | None = None
        self.code: str | None = None
        self.wikidata: str | None = None
        self.gender: str | None = None
        self.called: dict[str, float] = {}
        """How surely `he` and `she` were taken to mean this one so far."""
        self.plural = False
        self.craft = False
        self.nouns: set[str] = set()
        self.role_words: set[str] = set()
        self.role: str | None = None
        self.home_known = False
        self.seen: list[Seen] = []
        self.named: list[int] = []


class Seen:
    """One place where a referent was mentioned."""

    def __init__(self, token: int, speaks: bool) -> None:
        self.token = token
        self.speaks = speaks


def agrees(referent: Referent, kind: str) -> bool:
    """Whether a pronoun of this gender or number may mean the referent at all."""
    if kind in {"m", "f"}:
        if referent.kind == "PERSON" and not referent.plural:
            return referent.gender in {None, kind}
        return kind == "f" and referent.craft
    if kind == "n":
        return referent.kind != "PERSON" and not referent.plural
    return referent.plural or referent.kind in {"GROUP", "ORGANISATION", "PEOPLE"}


def score_place(page: Page, seen: Seen, token: int) -> float:
    """How good an antecedent the mention makes for the pronoun, by place alone."""
    then, now = seen.token, token
    distance = page.sentence_of[now] - page.sentence_of[then]
    paragraphs = page.paragraph_of[now] - page.paragraph_of[then]
    score = -PER_SENTENCE * min(distance, WINDOW) - PER_PARAGRAPH * min(paragraphs, 4)
    score += subjecthood(page, then)
    if seen.speaks:
        score += SPEAKER
    if page.quoted[then] and not page.quoted[now]:
        score += IN_QUOTATION
    if distance == 0 and governs(page, then, now):
        score += GOVERNOR
    return score


def subjecthood(page: Page, token: int) -> float:
    """1 for the subject of a main clause, less for other places."""
    label, above = page.deps[token], page.heads[token]
    if label in {"appos", "conj"}:
        label, above = page.deps[above], page.heads[above]
    if label in {"nsubj", "nsubjpass"}:
        return SUBJECT if page.deps[above] in {"ROOT", "conj", "ccomp"} else 0.7 * SUBJECT
    return {"dobj": 0.25, "agent": 0.3, "dative": 0.2, "poss": 0.15, "ROOT": 0.3}.get(label, 0.0)


def governs(page: Page, antecedent: int, pronoun: int) -> bool:
    """Whether the antecedent is the subject of a verb whose complement holds the pronoun: "Ana said that she"."""
    verb = page.heads[antecedent]
    if page.deps[antecedent] not in {"nsubj", "nsubjpass"}:
        return False
    above = page.clause(pronoun)
    while page.heads[above] != above:
        above = page.heads[above]
        if above == verb:
            return True
    return False


def is_barred(page: Page, antecedent: int, pronoun: int) -> bool:
    """Whether grammar keeps the two apart: subject and object of one verb, unless reflexive or a possessive."""
    word = page.folded[pronoun]
    if page.left[antecedent] <= pronoun <= page.right[antecedent] and page.folded[pronoun] not in {"who", "which"}:
        return page.deps[antecedent] not in {"ROOT", "ccomp"}
    if word.endswith(("self", "selves")) or page.deps[pronoun] == "poss":
        return page.heads[pronoun] == antecedent
    ours, theirs = page.clause(pronoun), page.clause(antecedent)
    return (
        ours == theirs and page.sentence_of[antecedent] == page.sentence_of[pronoun] and not _inside(page, antecedent)
    )


def _inside(page: Page, token: int) -> bool:
    """Whether the token is a possessor, and so not itself an argument of the verb."""
    return page.deps[token] == "poss"


def to_weights(scores: dict[int, float], sure: float = SURE, sharp: float = SHARP) -> Weights:
    """Scores as weights that add up to `sure`, the flatter the less `sharp`; those below a twentieth are left out."""
    if not scores:
        return []
    top = max(scores.values())
    powers = {number: math.exp(sharp * (score - top)) for number, score in scores.items()}
    total = sum(powers.values())
    ranked = sorted(
        ((number, sure * power / total) for number, power in powers.items()), key=lambda one: (-one[1], one[0])
    )
    return [(number, round(weight, 3)) for number, weight in ranked[:4] if weight >= 0.05]


def rank_antecedents(
    page: Page, referents: Sequence[Referent], token: int, kind: str, speaker: int | None
) -> dict[int, float]:
    """Scores of all referents that a third-person pronoun may mean; `speaker` is in whose words it stands, if so."""
    scores: dict[int, float] = {}
    above = page.heads[token]
    spoken = page.folded[above] in SPEECH and page.deps[token] == "poss"
    for referent in referents:
        if not agrees(referent, kind) or (spoken and referent.craft):
            continue
        best = _best_place(page, referent, token)
        if best is None:
            continue
        best += _fit(page, referent, token, kind)
        best += OFTEN * min(len(referent.seen), 5)
        if referent.gender == kind and kind in {"m", "f"}:
            best += GENDER_KNOWN
        if referent.gender is None:
            best += sum((CALLED if it == kind else CALLED_OTHERWISE) * sure for it, sure in referent.called.items())
        if referent.craft and kind == "f":
            best -= 0.6
        if referent.number == speaker and page.quoted[token]:
            best += OWN_WORDS
        if kind in {"m", "f"} and _spoke_last(page, referent, token) and page.folded[above] in ANSWERING:
            best += TOOK_TURN
        if _named_after(page, referent, token):
            best += NAMED_AFTER
        scores[referent.number] = best
    return scores


def _best_place(page: Page, referent: Referent, token: int) -> float | None:
    """The best score of a referent's mentions; nothing for who is another argument of the pronoun's verb."""
    best = None
    for seen in reversed(referent.seen):
        if page.sentence_of[token] - page.sentence_of[seen.token] > WINDOW:
            break
        if seen.token >= token:
            continue
        if is_barred(page, seen.token, token):
            if _are_arguments(page, seen.token, token):
                return None
            continue
        score = score_place(page, seen, token)
        best = score if best is None else max(best, score)
    return best


def _are_arguments(page: Page, one: int, other: int) -> bool:
    """Whether two words are arguments of one verb: "they freed them"."""
    return page.heads[one] == page.heads[other] and page.deps[other] != "poss" and page.deps[one] in ARGUMENTS


def _fit(page: Page, referent: Referent, token: int, kind: str) -> float:
    """How well number and part fit: "they" is rather many than a body, whom a passive is about was acted on before."""
    score = 0.0
    if kind == "p" and not referent.plural:
        score += ONE_BODY
    before = [seen.token for seen in referent.seen if seen.token < token]
    if page.deps[token] == "nsubjpass" and before and page.deps[before[-1]] in {"dobj", "nsubjpass"}:
        score += PATIENT
    if page.deps[token] == "poss" and page.folded[page.heads[token]] in ABOARD and referent.craft:
        score += ABOARD_OF
    return score


def _spoke_last(page: Page, referent: Referent, token: int) -> bool:
    """Whether the referent spoke in the sentence before the token's."""
    return any(seen.speaks and page.sentence_of[token] - page.sentence_of[seen.token] == 1 for seen in referent.seen)


def _named_after(page: Page, referent: Referent, token: int) -> bool:
    """Whether the referent is named later in the pronoun's own clause, which would be odd if the pronoun meant it."""
    return any(
        token < name and page.sentence_of[name] == page.sentence_of[token] and page.clause(name) == page.clause(token)
        for name in referent.named
    )


def certainty(page: Page, antecedent: Referent | None, token: int) -> tuple[float, float]:
    """How far the best antecedent may be trusted, and how sharply it stands out: less across a stitch in the page."""
    before = [seen.token for seen in antecedent.seen if seen.token < token] if antecedent else []
    if not before:
        return 0.9, SHARP
    last = before[-1]
    sure, sharp = SURE, SHARP
    if page.deps[token] == "poss" and page.paragraph_of[token] != page.paragraph_of[max(0, token - 1)]:
        sure *= ACROSS_FURNITURE
    if page.paragraph_of[last] != page.paragraph_of[token]:
        sure *= ACROSS_PARAGRAPH ** min(3, page.paragraph_of[token] - page.paragraph_of[last])
    if page.furniture_before[last] != page.furniture_before[token]:
        sure *= ACROSS_FURNITURE
        sharp = BLURRED
    return sure, sharp


def has_rival(page: Page, referents: Sequence[Referent], scores: dict[int, float], best: int, token: int) -> bool:
    """Whether somebody else fits as well and was last mentioned beside the best: "Ana met Eva. She said".

    The grammar of one sentence settles it where the pronoun stands in the clause that one of them says.
    """
    seen = [one.token for one in referents[best].seen if one.token < token]
    now = page.sentence_of[token]
    if not seen or page.sentence_of[seen[-1]] == now:
        return False
    since = page.sentence_of[seen[-1]]
    return any(
        since <= page.sentence_of[one.token] < now and one.token < token and page.deps[one.token] != "poss"
        for number in scores
        if number != best and referents[number].kind == "PERSON"
        for one in referents[number].seen
    )


OUGHT = frozenset({"should", "must", "ought", "needs", "failed", "refused"})


def find_blamed(page: Page, content: Iterable[tuple[int, int]], countries: dict[int, str]) -> tuple[set[str], set[str]]:
    """Countries of which the content demands or misses something ("X should", "X has not"), and all that it names."""
    blamed, named = set(), set()
    for first, last in content:
        for token in range(first, last):
            country = countries.get(token)
            if country is None:
                continue
            named.add(country)
            if _is_blamed(page, token, last, countries):
                blamed.add(country)
    return blamed, named


def _is_blamed(page: Page, token: int, last: int, countries: dict[int, str]) -> bool:
    if token and page.folded[token - 1] in {"not", "with", "to", "for"}:
        return False
    verb = page.heads[token]
    if page.deps[token] in {"nsubj", "nsubjpass"} and any(
        page.deps[child] == "neg" or page.folded[child] in OUGHT for child in page.children[verb]
    ):
        return True
    for place in range(token + 1, min(last, token + 7)):
        if page.folded[place] in OUGHT:
            return True
        if page.deps[place] in {"nsubj", "nsubjpass"} or (place in countries and page.folded[place - 1] != "not"):
            return False
    return False
