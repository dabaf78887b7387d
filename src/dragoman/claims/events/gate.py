"""What is no event: sport, business and show, and triggers that neither the participants nor the model bear out."""

import math

from dragoman.claims.events.judgement import Candidate, Verdict
from dragoman.claims.events.lexicon import noun_lemmas, word_table
from dragoman.claims.events.plover import quad_of
from dragoman.trees import Tree
from dragoman.values import Actor, Participant

POLITICAL = frozenset({"GOV", "MIL", "REB", "COP", "LEG", "JUD", "SPY", "UAF", "PRM", "OPP", "PTY", "PRE"})
CONTEST_WORDS = 6
"""Different words of one field of contest from which on a page is about one."""
PLAIN = 0.7
"""Weight from which a trigger names its act beyond doubt."""
PRIVATE = 0.4
"""What remains of an act that needs no force, where nobody who takes part is of any public body."""
CONTEST_SHARE = 0.6
"""The least of them there must be in each sentence, on average."""


def is_contest(tree: Tree) -> bool:
    """Whether the page is about sport, business or show, by its words."""
    words = [lemma for word in tree.words for lemma in noun_lemmas(word)[:2]]
    sentences = max(1, len(tree.analysis.sentences))
    for vocabulary in word_table("contests.tsv").values():
        hits = [word for word in words if word in vocabulary]
        if len(set(hits)) >= CONTEST_WORDS and len(hits) >= CONTEST_SHARE * sentences:
            return True
    return False


def is_political(participant: Participant, actors: dict[str, Actor]) -> bool:
    """Whether it is a state or somebody who acts for one, fights one, or seeks to."""
    actor = actors.get(participant.actor_id or "")
    code = participant.code or ""
    sector = code[4:7]
    if actor is not None and (actor.kind == "STATE" or actor.sector in POLITICAL):
        return True
    return (
        sector in POLITICAL or code[:3] in ("IGO", "UNO", "EUR", "IMG") or bool(code and not sector and len(code) == 3)
    )


def _has_code(people: tuple[Participant, ...]) -> bool:
    return any(p.code is not None for p in people)


def is_event(candidate: Candidate, verdict: Verdict, actors: dict[str, Actor], contest: bool) -> bool:
    """Whether the candidate is kept: who takes part, how sure the trigger is, what the model holds."""
    if contest:
        return False
    known = _has_code(candidate.recipients)
    if (
        candidate.realis == "DENIED"
        and not known
        and (quad_of(verdict.type) in (1, 3) or not _has_code(candidate.actors))
    ):
        return False
    people = (*candidate.actors, *candidate.recipients)
    political = any(is_political(p, actors) for p in people)
    weight = max(w for _, w in candidate.trigger.weights)
    strength = weight * math.sqrt(max(verdict.agreement, 0.05))
    if sum(p.code is not None for p in people) < 2 and not (political and weight >= PLAIN):
        strength *= verdict.relevance
    if not political and quad_of(verdict.type) != 4:
        strength *= PRIVATE
    floor = 0.12 if political else 0.15
    if weight < 0.4 and quad_of(verdict.type) in (1, 3) and sum(p.code is not None for p in people) < 2:
        floor *= 2
    return strength >= floor
