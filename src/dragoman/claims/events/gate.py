"""What is no event: sport, business and show, and triggers that neither the participants nor the model bear out."""

import math
import re

from dragoman.claims.events.judgement import Candidate, Verdict
from dragoman.claims.events.lexicon import noun_lemmas, word_table
from dragoman.claims.events.plover import plover_reading, quad_of
from dragoman.claims.events.triggers import Trigger
from dragoman.trees import Tree
from dragoman.values import Actor, Participant

POLITICAL = frozenset({"GOV", "MIL", "REB", "COP", "LEG", "JUD", "SPY", "UAF", "PRM", "OPP", "PTY", "PRE"})
PUBLIC = frozenset({"IGO", "UNO", "EUR", "IMG", "NGO", "ISM"})
"""Codes of organisations of many countries that act in public affairs."""
CONTEST_WORDS = 6
"""Different words of one field of contest from which on a page is about one."""
PLAIN = 0.7
"""Weight from which a trigger names its act beyond doubt."""
PRIVATE = 0.4
"""What remains of an act that needs no force, where nobody who takes part is of any public body."""
CONTEST_SHARE = 0.6
"""The least of them there must be in each sentence, on average."""
SCORE = re.compile(r"\b\d{1,3}\s?[-–]\s?\d{1,3}\b")
"""`3-1`: beside a verb of defeat, the result of a game."""


def is_contest(tree: Tree) -> bool:
    """Whether the page is about sport, business or show, by its words."""
    words = [lemma for word in tree.words for lemma in noun_lemmas(word)[:2]]
    sentences = max(1, len(tree.analysis.sentences))
    for vocabulary in word_table("contests.tsv").values():
        hits = [word for word in words if word in vocabulary]
        if len(set(hits)) >= CONTEST_WORDS and len(hits) >= CONTEST_SHARE * sentences:
            return True
    return False


def is_game(tree: Tree, trigger: Trigger, text: str) -> bool:
    """Whether a blow or a defeat is one in a game, by the words of its sentence, or the score beside a defeat."""
    if trigger.entry.type != "ASSAULT" or trigger.nominal:
        return False
    classes = word_table("classes.tsv")
    first, last = tree.analysis.sentences[tree.analysis.sentence_of[trigger.token]]
    words = {lemma for word in tree.words[first:last] for lemma in noun_lemmas(word)[:2]}
    start, end = tree.span(first, last - 1)
    if trigger.entry.lemma in classes["defeat"] and (SCORE.search(text[start:end]) or words & classes["arena"]):
        return not words & classes["weapons"]
    return len(words & classes["arena"]) > 1 and not words & classes["armed"]


def is_political(participant: Participant, actors: dict[str, Actor]) -> bool:
    """Whether it is a state or somebody who acts for one, fights one, or seeks to."""
    actor = actors.get(participant.actor_id or "")
    code = participant.code or ""
    sector = code[4:7]
    if actor is not None and (actor.kind == "STATE" or actor.sector in POLITICAL):
        return True
    return sector in POLITICAL or code[:3] in PUBLIC or bool(code and not sector and len(code) == 3)


def _has_code(people: tuple[Participant, ...]) -> bool:
    return any(p.code is not None for p in people)


def _is_denial(candidate: Candidate, verdict: Verdict) -> bool:
    """Whether what did not happen is worth a row: somebody known would have done it, or had it done to him."""
    if _has_code(candidate.recipients) or sum(p.code is not None for p in candidate.actors) > 1:
        return True
    refused = candidate.refused and plover_reading(verdict.type, "DENIED") == "REJECT"
    return _has_code(candidate.actors) and (refused or quad_of(verdict.type) in (2, 4))


def _is_relief(candidate: Candidate, verdict: Verdict) -> bool:
    """Whether people of one country, no firm, bring aid to those of another."""
    giving = {p.code[:3] for p in candidate.actors if p.code and p.code[4:7] != "BUS"}
    taking = {p.code[:3] for p in candidate.recipients if p.code and p.code[4:7] != "BUS"}
    return verdict.type == "AID" and bool(giving and taking) and not giving & taking


def is_event(candidate: Candidate, verdict: Verdict, actors: dict[str, Actor], contest: bool) -> bool:
    """Whether the candidate is kept: who takes part, how sure the trigger is, what the model holds."""
    if contest:
        return False
    if candidate.realis == "DENIED" and not _is_denial(candidate, verdict):
        return False
    people = (*candidate.actors, *candidate.recipients)
    political = any(is_political(p, actors) for p in people)
    weight = max(w for _, w in candidate.trigger.weights)
    strength = weight * math.sqrt(max(verdict.agreement, 0.05))
    if sum(p.code is not None for p in people) < 2 and not (political and weight >= PLAIN):
        strength *= verdict.relevance
    if not political and quad_of(verdict.type) != 4 and not _is_relief(candidate, verdict):
        strength *= PRIVATE
    floor = 0.12 if political else 0.15
    if weight < 0.4 and quad_of(verdict.type) in (1, 3) and sum(p.code is not None for p in people) < 2:
        floor *= 2
    return strength >= floor
