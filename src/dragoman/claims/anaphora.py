"""`The incident`: words that point back to an event, and whom that makes the recipient of an accusation or a threat."""

import msgspec

from dragoman.claims.cast import Cast
from dragoman.claims.judgement import Candidate
from dragoman.claims.lexicon import noun_lemmas, word_table
from dragoman.claims.plover import quad_of
from dragoman.claims.tree import Tree
from dragoman.values import EventType, Participant

REACH = 5
"""How many sentences back the event may stand."""
DEFINITE = frozenset({"the", "this", "that", "these"})


def find_pointer(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    """First and last token of the words of a sentence that point back to an event, or nothing."""
    names = word_table("classes.tsv")["incident"]
    for token in range(first, last):
        if names.intersection(noun_lemmas(tree.words[token])):
            articles = [c for c in tree.kids(token, "det") if tree.words[c] in DEFINITE]
            if articles and not tree.under_preps(token, "of", "by", "on"):
                return articles[0], token
    return None


def aim_back(tree: Tree, cast: Cast, candidate: Candidate, past: list[tuple[EventType, Candidate]]) -> Candidate:
    """The candidate with the doers of the event that its sentence points back to as recipients, where it has none."""
    pointer = find_pointer(tree, *tree.analysis.sentences[candidate.sentence])
    if candidate.recipients or pointer is None:
        return candidate
    own = {cast.country_of(p.actor_id or "") for p in candidate.actors}
    for type_, other in reversed(past):
        if candidate.sentence - other.sentence > REACH:
            break
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
