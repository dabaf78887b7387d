"""Whose a ship or force is that the page describes and nowhere names: the other side's, where there are only two.

A page on two states at odds leaves out what goes without saying: "three of its sailors died when the corvette rammed
them" is about the other state's corvette. Only a definite description is given a country so, only in an armed act, and
only where all that the page has told of hostile acts with one side had the same other side.
"""

import msgspec

from dragoman.claims.events.judgement import Candidate
from dragoman.claims.events.lexicon import sector_of
from dragoman.claims.events.merging import Found
from dragoman.claims.events.plover import quad_of
from dragoman.trees import Tree
from dragoman.values import Participant

ARMED = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
INTERNATIONAL = frozenset({"IGO", "NGO", "IMG", "MNC", "ISM"})


def take_sides(tree: Tree, one: Found, past: list[Found]) -> Candidate:
    """The candidate with the country of its described force filled in, where the page leaves only one."""
    candidate = one.candidate
    if one.verdict.type not in ARMED:
        return candidate
    doers, victims = candidate.actors, candidate.recipients
    if len(doers) == 1 and _is_described(tree, doers[0]):
        country = _opponent(victims, past) or _same(tree, doers[0], past)
        return msgspec.structs.replace(candidate, actors=_armed(doers, country))
    if len(victims) == 1 and _is_described(tree, victims[0]):
        return msgspec.structs.replace(candidate, recipients=_armed(victims, _opponent(doers, past)))
    return candidate


def _armed(people: tuple[Participant, ...], country: str | None) -> tuple[Participant, ...]:
    return people if country is None else tuple(msgspec.structs.replace(p, code=f"{country} MIL") for p in people)


def _head(tree: Tree, participant: Participant) -> int | None:
    """The token that ends the participant's words."""
    inside = [t for t, end in enumerate(tree.analysis.ends) if end == participant.end]
    return inside[0] if inside else None


def _words_before(tree: Tree, token: int) -> set[str]:
    return {tree.words[child] for child in tree.children[token] if child < token}


def _is_described(tree: Tree, participant: Participant) -> bool:
    """Whether the words are a definite description of a force or craft of no known country."""
    token = None if participant.code is not None else _head(tree, participant)
    return token is not None and sector_of(tree.words[token]) == "MIL" and bool(DEFINITE & _words_before(tree, token))


def _countries(people: tuple[Participant, ...]) -> set[str]:
    return {p.code[:3] for p in people if p.code} - INTERNATIONAL


def _opponent(people: tuple[Participant, ...], past: list[Found]) -> str | None:
    """The one state that the page's hostile acts and words have set against the state of these people."""
    ours = _countries(people)
    others: set[str] = set()
    for found in past:
        sides = _countries(found.candidate.actors) | _countries(found.candidate.recipients)
        if quad_of(found.verdict.type) in (3, 4) and ours & sides:
            others |= sides - ours
    return others.pop() if len(ours) == len(others) == 1 else None


def _same(tree: Tree, participant: Participant, past: list[Found]) -> str | None:
    """`The same corvette`, where none has been named: of those who did the last armed attack."""
    token = _head(tree, participant)
    if token is None or "same" not in _words_before(tree, token):
        return None
    attacks = [_countries(f.candidate.actors) for f in past if f.verdict.type == "ASSAULT" and f.realis == "ACTUAL"]
    last = next((states for states in reversed(attacks) if states), set())
    return last.pop() if len(last) == 1 else None
