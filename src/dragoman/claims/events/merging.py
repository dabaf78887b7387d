"""One event for each happening in a sentence: what renames an event, or tells its outcome, is the same one."""

from dragoman.claims.events.judgement import Candidate, Verdict
from dragoman.claims.events.plover import quad_of
from dragoman.claims.events.tolls import OUTCOMES
from dragoman.claims.events.triggers import Trigger
from dragoman.trees import Tree
from dragoman.values import Participant, Realis, Value


class Found(Value, frozen=True, kw_only=True):
    """A candidate with its verdict, before it becomes a row."""

    candidate: Candidate
    verdict: Verdict
    realis: Realis
    sentence: int
    """Index into the analysis' sentences."""

    @classmethod
    def of(cls, candidate: Candidate, verdict: Verdict) -> "Found":
        """A candidate with its verdict."""
        return cls(candidate=candidate, verdict=verdict, realis=candidate.realis, sentence=candidate.sentence)

    @property
    def trigger(self) -> Trigger:
        """The words that name it."""
        return self.candidate.trigger


def merge(tree: Tree, found: list[Found]) -> list[Found]:
    """One event for each happening: a noun that renames it and a participle that tells its outcome are the same one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: is_outcome(tree, f.trigger.token)):
        if not any(_is_same(tree, other, one) for other in kept):
            kept.append(one)
    return kept


def _people(found: Found) -> tuple[set[str], set[str]]:
    return _keys(found.candidate.actors), _keys(found.candidate.recipients)


def _keys(people: tuple[Participant, ...]) -> set[str]:
    return {p.code or p.actor_id or str(p.start) for p in people}


def is_outcome(tree: Tree, token: int) -> bool:
    """Whether a participle only tells what an attack led to: `killing seven and wounding nine`."""
    first = token
    while tree.deps[first] == "conj":
        first = tree.heads[first]
    participles = tree.deps[first] in ("advcl", "acl") and tree.words[first].endswith("ing")
    return participles and tree.words[first] in OUTCOMES and tree.words[token] in OUTCOMES


def _is_same(tree: Tree, main: Found, other: Found) -> bool:
    """Whether the second, later or deeper in the sentence, tells of what the first does."""
    if main.sentence != other.sentence or main.verdict.type != other.verdict.type or main.realis != other.realis:
        return False
    if is_outcome(tree, other.trigger.token):
        return True
    actors, recipients = _people(main)
    doers, receivers = _people(other)
    alike = bool(actors & doers) and (not receivers or not recipients or bool(receivers & recipients))
    if other.trigger.nominal or main.trigger.nominal:
        return alike
    governed = main.trigger.token in set(tree.ancestors(other.trigger.token))
    words = quad_of(main.verdict.type) in (1, 3) and bool(actors & doers)
    return governed and (words or (alike and tree.deps[other.trigger.token] in ("xcomp", "pcomp")))
