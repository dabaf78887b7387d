"""The type of an event: what the trigger's entries say, confirmed or corrected by the relation model."""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol

from dragoman.claims.events.plover import TYPES, plover_reading, quad_of
from dragoman.claims.events.triggers import Trigger
from dragoman.spans import Span
from dragoman.values import EventType, Participant, Realis, Value

LABELS: tuple[str, ...] = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE",
    "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD",
)  # fmt: skip
"""The model's columns; YIELD is CONCEDE and RETREAT."""
REJECTED = LABELS.index("REJECT")
COSTLY = 2
"""How many candidates of a document the whole model may be asked about."""
FLOOR = 0.02
"""Probability left to types that no entry of the trigger gives."""
FAINT = 0.3
"""Weight under which a verb of speech (`tell`, `want`) says nearly nothing by itself."""
NEUTRAL = 0.15
"""The model's probability where it says nothing about a trigger."""
TRUST = 0.7
"""Exponent of the model's probability beside the trigger's."""


class Typer(Protocol):
    """The relation model, as it is handed in."""

    def __call__(self, texts: Sequence[str]) -> Any:
        """(texts, 15) probabilities by the whole model; dear."""
        ...

    def linear(self, texts: Sequence[str]) -> Any:
        """(texts, 15) probabilities by the linear part; cheap."""
        ...

    def relevance(self, texts: Sequence[str]) -> Any:
        """(texts,) probability that the sentence tells of a political event."""
        ...


class Candidate(Value, frozen=True, kw_only=True):
    """A trigger with its participants, before its type is settled."""

    trigger: Trigger
    realis: Realis
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    sentence: int
    """Index into the analysis' sentences."""
    text: str
    """The sentence with `Alice` for the actor and `Bob` for the recipient."""
    refused: bool = False
    """Whether it is denied by who would do it: `will not lift the embargo`."""


class Verdict(Value, frozen=True, kw_only=True):
    """What type it is, and how sure that is."""

    type: EventType
    probability: float
    agreement: float
    """The model's own probability of the type."""
    relevance: float


def mask(text: str, sentence: Span, actor: Participant | None, recipient: Participant | None) -> str:
    """The sentence with `Alice` for the actor's words and `Bob` for the recipient's."""
    given = [(p.start, p.end, name) for p, name in ((actor, "Alice"), (recipient, "Bob")) if p is not None]
    inside = [g for g in given if sentence[0] <= g[0] < g[1] <= sentence[1]]
    if len(inside) == 2 and inside[0][0] < inside[1][1] and inside[1][0] < inside[0][1]:
        inside.pop()
    out, end = [], sentence[1]
    for start, stop, name in sorted(inside, reverse=True):
        out += [text[stop:end], name]
        end = start
    out.append(text[sentence[0] : end])
    return " ".join("".join(reversed(out)).split())


@cache
def _columns(realis: Realis) -> dict[EventType, frozenset[int]]:
    """Of each type the model's columns that speak for it: its PLOVER reading, which the model has learned, and itself.

    The codebook reads a release that is planned as CONCEDE, its table of CAMEO codes as AGREE (035), and so the model.
    """

    def column(type_: EventType) -> int:
        return LABELS.index("YIELD" if type_ in ("CONCEDE", "RETREAT") else type_)

    intent = {column("AGREE")} if realis in ("PLANNED", "HYPOTHETICAL") else set()
    return {
        type_: frozenset(
            {column(plover_reading(type_, realis)), column(type_)}
            | (intent if type_ in ("CONCEDE", "RETREAT") else set())
        )
        for type_ in TYPES
    }


def _scores(candidate: Candidate, row: Any) -> dict[EventType, tuple[float, float]]:
    """Of each type the weight of trigger and model together, and the model's own probability."""
    weights = dict(candidate.trigger.weights)
    chances = [float(chance) for chance in row]
    scores: dict[EventType, tuple[float, float]] = {}
    spoken = max(weights.values()) < FAINT and quad_of(candidate.trigger.entry.type) in (1, 3)
    for type_, columns in _columns(candidate.realis).items():
        if spoken and type_ not in weights and quad_of(type_) in (2, 4):
            continue  # the model reads the deed that is spoken of
        if candidate.realis == "DENIED":
            # a denial reads as REJECT whatever it denies: that speaks for the trigger's own types alone
            columns = columns | {REJECTED} if type_ in weights else _columns("ACTUAL")[type_]
        chance = max(1e-4, *(chances[column] for column in columns))
        prior = max(weights.get(type_, 0.0), FLOOR * (1 - (type_ == "CONCEDE") * 0.1))
        scores[type_] = prior * math.pow(chance, TRUST), chance
    return scores


def _verdict(candidate: Candidate, row: Any, relevance: float) -> Verdict:
    scores = _scores(candidate, row)
    type_ = max(scores, key=lambda t: scores[t][0])
    weight, agreement = scores[type_]
    total = sum(score for score, _ in scores.values())
    return Verdict(type=type_, probability=weight / total, agreement=agreement, relevance=relevance)


def _is_unsure(candidate: Candidate, verdict: Verdict) -> bool:
    """Where trigger and cheap model disagree, or neither is sure."""
    return verdict.type != candidate.trigger.entry.type or verdict.probability < 0.6


def _explained(candidates: Sequence[Candidate], rows: list[Any]) -> list[Any]:
    """Rows, flat where the model only sees another trigger, or what this one is about: that casts no doubt on it."""
    flat = [NEUTRAL] * len(LABELS)
    out = []
    for candidate, row in zip(candidates, rows, strict=True):
        own = {column for t, _ in candidate.trigger.weights for column in _columns(candidate.realis)[t]}
        seen = max(range(len(LABELS)), key=lambda k: float(row[k]))
        others = {
            column
            for other in candidates
            if other.sentence == candidate.sentence and other.trigger.token != candidate.trigger.token
            for column in _columns(other.realis)[other.trigger.entry.type]
        }
        others |= {column for type_ in candidate.trigger.about for column in _columns("ACTUAL")[type_]}
        out.append(flat if seen in others - own and float(max(row[k] for k in own)) < NEUTRAL else row)
    return out


def _asked(model: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> list[Any]:
    """What the model says of each text; triggers of one sentence with the same participants share theirs."""
    once = list(dict.fromkeys(texts))
    answers = dict(zip(once, model(once), strict=True))
    return [answers[text] for text in texts]


def judge(typer: Typer, candidates: Sequence[Candidate]) -> list[Verdict]:
    """A verdict for each candidate; the whole model is asked only about the most doubtful."""
    if not candidates:
        return []
    texts = [candidate.text for candidate in candidates]
    rows = _explained(candidates, _asked(typer.linear, texts))
    relevance = [float(r) for r in _asked(typer.relevance, texts)]
    verdicts = [_verdict(c, row, r) for c, row, r in zip(candidates, rows, relevance, strict=True)]
    doubtful = [k for k, (c, v) in enumerate(zip(candidates, verdicts, strict=True)) if _is_unsure(c, v)]
    doubtful = sorted(doubtful, key=lambda k: verdicts[k].probability)[:COSTLY]
    if doubtful:
        asked = list(rows)
        for k, row in zip(doubtful, _asked(typer, [texts[k] for k in doubtful]), strict=True):
            asked[k] = row
        asked = _explained(candidates, asked)
        for k in doubtful:
            row = asked[k]
            verdicts[k] = _verdict(candidates[k], row, relevance[k])
    return verdicts
