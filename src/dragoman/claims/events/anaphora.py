"""`The incident`: words that point back to an event, and whom that makes the recipient of an accusation or a threat."""

import msgspec

from dragoman.claims.events.cast import Cast
from dragoman.claims.events.judgement import Candidate
from dragoman.claims.events.lexicon import noun_lemmas, word_table
from dragoman.claims.events.merging import Found
from dragoman.claims.events.plover import quad_of
from dragoman.claims.events.sides import take_sides
from dragoman.trees import Tree
from dragoman.values import EventType, Participant

REACH = 5
"""How many sentences back the event stands; further off it is what the page is about: the first of its kind."""
DEFINITE = frozenset({"the", "this", "that", "these"})


def find_pointer(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    """First and last token of the words of a sentence that point back to an event, or nothing."""
    classes = word_table("classes.tsv")
    for token in range(first, last):
        lemmas = noun_lemmas(tree.words[token])
        act = classes["incident"].intersection(lemmas)
        named = act or classes["conduct"].intersection(lemmas)
        free = bool(named) and _is_free(tree, token)
        articles = [c for c in tree.kids(token, "det") if free or (act and tree.words[c] in DEFINITE)]
        if articles and not tree.under_preps(token, "of", "by", "on"):
            return articles[0], token
    return None


def _is_free(tree: Tree, token: int) -> bool:
    """`what it called a reckless move`: a clause that stands for what somebody did."""
    clause = next((t for t in tree.ancestors(token) if tree.deps[t] in ("ccomp", "pcomp", "dobj", "pobj")), None)
    return clause is not None and any(tree.words[t] == "what" for t in tree.children[clause])


def aim_back(tree: Tree, cast: Cast, candidate: Candidate, past: list[tuple[EventType, Candidate]]) -> Candidate:
    """The candidate with the doers of the event that its sentence points back to as recipients, where it has none."""
    pointer = find_pointer(tree, *tree.analysis.sentences[candidate.sentence])
    if candidate.recipients or pointer is None:
        return candidate
    own = {cast.country_of(p.actor_id or "") for p in candidate.actors}
    near = [one for one in reversed(past) if candidate.sentence - one[1].sentence <= REACH]
    for type_, other in [*near, *past]:
        doers = [p for p in other.actors if p.code and cast.country_of(p.actor_id or "") not in own]
        if quad_of(type_) == 4 and doers:
            start, end = tree.span(*pointer)
            found = tuple(Participant(actor_id=p.actor_id, code=_bare(p), start=start, end=end) for p in doers)
            return msgspec.structs.replace(candidate, recipients=found)
    return candidate


def _bare(participant: Participant) -> str | None:
    """The state for its forces: words are aimed at the state."""
    code = participant.code
    return code[:3] if code is not None and code[4:] == "MIL" else code


ANY = frozenset({"anyone", "anybody", "anything", "nobody", "nothing", "none"})
OBJECT_PRONOUNS = frozenset({"it", "them", "him", "her"})
ADDRESSED = frozenset({"REQUEST", "ACCUSE", "THREATEN", "REJECT"})
"""Types of words that are said to somebody, who may have been named by the verb before."""


def echo(tree: Tree, one: Found, past: list[Found]) -> Candidate:
    """The candidate with recipients that only an earlier event names: of the verb it is joined to (`summoned the
    ambassador and demanded`, `hit the boat and rammed her`), of the event that it denies (`did not attack anyone`), or
    of the attack that it answers (`returned fire`).
    """
    candidate, token = take_sides(tree, one, past), one.trigger.token
    if any(p.code for p in candidate.recipients):
        return candidate
    verb = token if one.trigger.support is None else one.trigger.support
    if one.verdict.type == "ASSAULT" and _is_answer(tree, verb):
        found = _attackers(candidate, past)
        return msgspec.structs.replace(candidate, recipients=found) if found else candidate
    if one.trigger.nominal:
        return candidate
    objects = [tree.words[o] for o in tree.kids(token, "dobj")]
    found = ()
    if one.realis == "DENIED" and ANY.intersection(objects):
        found = _denied(one, past)
    elif tree.deps[token] == "conj" and (
        one.verdict.type in ADDRESSED or any(word in OBJECT_PRONOUNS for word in objects)
    ):
        found = _joined(tree, one, past)
    return msgspec.structs.replace(candidate, recipients=found) if found else candidate


def _countries(people: tuple[Participant, ...]) -> set[str]:
    return {p.code[:3] for p in people if p.code}


def _denied(one: Found, past: list[Found]) -> tuple[Participant, ...]:
    doers = _countries(one.candidate.actors)
    for other in reversed(past):
        known = tuple(p for p in other.candidate.recipients if p.code)
        if other.verdict.type == one.verdict.type and doers & _countries(other.candidate.actors) and known:
            return known
    return ()


def _is_answer(tree: Tree, verb: int) -> bool:
    """`Returned fire`, `fired back`, `retaliated`: a blow for a blow."""
    back = any(tree.words[child] == "back" for child in tree.kids(verb, "advmod", "prt"))
    returned = tree.words[verb].startswith("return") and bool(tree.kids(verb, "dobj"))
    return back or returned or tree.words[verb].startswith("retaliat")


def _attackers(candidate: Candidate, past: list[Found]) -> tuple[Participant, ...]:
    """Who last attacked those who answer."""
    own = _countries(candidate.actors)
    for other in reversed(past):
        doers = tuple(p for p in other.candidate.actors if p.code and p.code[:3] not in own)
        if other.verdict.type == "ASSAULT" and doers and own & _countries(other.candidate.recipients):
            return doers
    return ()


def _joined(tree: Tree, one: Found, past: list[Found]) -> tuple[Participant, ...]:
    above, doers = tree.heads[one.trigger.token], _countries(one.candidate.actors)
    for other in past:
        if above in (other.trigger.token, other.trigger.support) and doers & _countries(other.candidate.actors):
            return tuple(p for p in other.candidate.recipients if p.code and p.code[:3] not in doers)
    return ()
