"""Events that statements are by themselves: to accuse, demand, threaten, refuse, promise, praise is to do something.

A denial is none: CAMEO files it under public statements, which PLOVER drops. What is demanded is no event beside the
demand, and a promise that is told as a plan is that plan.
"""

from collections.abc import Callable, Iterable

from dragoman.claims.events.cast import Cast
from dragoman.claims.events.judgement import Candidate, Verdict
from dragoman.claims.events.lexicon import Entry
from dragoman.claims.events.merging import Found, is_outcome
from dragoman.claims.events.plover import ROOT_CODES
from dragoman.claims.events.realis import forms_of, realis_of_verb
from dragoman.claims.events.subjects import warns_own
from dragoman.claims.events.triggers import Trigger
from dragoman.trees import Tree, tokens_in
from dragoman.values import Act, EventType, Mention, Part, Participant, Statement, Value

TYPES: dict[Act, EventType] = {
    "ACCUSE": "ACCUSE", "DEMAND": "REQUEST", "THREATEN": "THREATEN", "WARN": "THREATEN", "REFUSE": "REJECT",
    "PROMISE": "AGREE", "AGREE": "AGREE", "PRAISE": "SUPPORT",
}  # fmt: skip


NAMED = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss"})
"""Labels of those whom a content is about."""


class SpeechAct(Value, frozen=True, kw_only=True):
    """A statement that is an event."""

    trigger: Trigger
    verdict_type: EventType
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    content: tuple[Part, ...]

    def candidate(self, sentence: int) -> Candidate:
        """The same as a candidate of a sentence, to be judged and written like any other."""
        return Candidate(
            trigger=self.trigger,
            realis="ACTUAL",
            actors=self.actors,
            recipients=self.recipients,
            sentence=sentence,
            text="",
        )


def _recipient(statement: Statement, cast: Cast) -> Mention | None:
    """The first actor that the content names, other than the speaker: a subject of one of its clauses."""
    own = cast.country_of(statement.speaker or "")
    for part in statement.content:
        for token in tokens_in(cast.tree.analysis, (part.start, part.end)):
            mention = cast.by_head.get(token)
            if mention is None or mention.actor_id is None or cast.tree.deps[token] not in NAMED:
                continue
            country = cast.country_of(mention.actor_id)
            if part.start <= mention.start and mention.end <= part.end and country not in (None, own):
                return mention
    return None


def _cue_token(statement: Statement, tree: Tree) -> int | None:
    tokens = tokens_in(tree.analysis, (statement.cue_start, statement.cue_end))
    return next((t for t in tokens if tree.heads[t] not in tokens or tree.heads[t] == t), None)


def _participant(actor_id: str, span: tuple[int, int], cast: Cast) -> Participant:
    actor = cast.actors.get(actor_id)
    return Participant(actor_id=actor_id, code=actor.code if actor else None, start=span[0], end=span[1])


def _does_nothing(type_: EventType, tree: Tree, cue: int) -> bool:
    """`warned its nationals`, `believes`, `enjoys support`: nobody threatens his own, and to hold a view is no act."""
    if type_ == "THREATEN" and warns_own(tree, cue):
        return True
    clauses = tree.kids(cue, "ccomp") if type_ == "AGREE" else []
    views = forms_of("attitudes"), forms_of("habits")
    return any(tree.words[verb] in words for verb in (cue, *clauses) for words in views)


def find_speech_acts(statements: tuple[Statement, ...], cast: Cast, tree: Tree) -> list[SpeechAct]:
    """Statements with an act, a speaker and somebody whom the act is about."""
    found = []
    for statement in statements:
        type_ = TYPES.get(statement.act)
        if type_ is None or statement.speaker is None or statement.source_start is None or statement.source_end is None:
            continue
        other, token = _recipient(statement, cast), _cue_token(statement, tree)
        if token is not None and _does_nothing(type_, tree, token):
            continue
        if other is None or other.actor_id is None or token is None or not tree.is_verb(token):
            continue
        if type_ == "ACCUSE" and cast.country_of(statement.speaker) is None:
            continue
        if realis_of_verb(tree, token) != "ACTUAL":
            continue  # `would have condemned`: nothing was said
        entry = Entry(
            lemma="",
            particles=(),
            objects=None,
            type=type_,
            cameo=ROOT_CODES[type_],
            mode=None,
            frame=(),
            weight=0.5,
            order=0,
        )
        trigger = Trigger(token=token, first=token, last=token, entry=entry, nominal=False, weights=((type_, 0.5),))
        source = statement.source_start, statement.source_end
        found.append(
            SpeechAct(
                trigger=trigger,
                verdict_type=type_,
                actors=(_participant(statement.speaker, source, cast),),
                recipients=(_participant(other.actor_id, (other.start, other.end), cast),),
                content=statement.content,
            )
        )
    return found


def tell_acts(acts: Iterable[SpeechAct], found: list[Found], tree: Tree, keeps: Callable[[Found], bool]) -> list[Found]:
    """What triggers tell and what statements are, in the order of the sentences; within one, the main clause's first.

    An act adds no event where the sentence tells one of its type, or one by the same words. It follows what it says
    where the sentence leads with that: `X attacked Y, an official said`.
    """
    later: set[int] = set()
    for act in acts:
        if act.verdict_type == "REQUEST":
            found = [f for f in found if f.realis != "HYPOTHETICAL" or not _is_inside(f, act, tree)]
        one = _found(act, tree)
        if not any(_tells(other, one, act, tree) for other in found) and keeps(one):
            if any(_is_inside(f, act, tree) and f.trigger.token < act.trigger.token for f in found):
                later.add(act.trigger.token)
            found = [*found, one]
    return sorted(found, key=lambda f: (f.sentence, f.trigger.token in later, *_place(f, tree)))


def _place(found: Found, tree: Tree) -> tuple[bool, int, int]:
    token = found.trigger.token
    return is_outcome(tree, token), tree.depth(token), token


def _found(act: SpeechAct, tree: Tree) -> Found:
    sentence = tree.analysis.sentence_of[act.trigger.token]
    verdict = Verdict(type=act.verdict_type, probability=0.5, agreement=0.5, relevance=1.0)
    return Found.of(act.candidate(sentence), verdict)


def _is_inside(found: Found, act: SpeechAct, tree: Tree) -> bool:
    start, end = tree.span(found.trigger.token, found.trigger.token)
    return any(part.start <= start and end <= part.end for part in act.content)


def _tells(other: Found, one: Found, act: SpeechAct, tree: Tree) -> bool:
    """Whether an event is the act: the same words, the same type in its sentence, or the speaker's plan told."""
    if other.sentence != one.sentence:
        return False
    if one.trigger.token in (other.trigger.token, other.trigger.support) or other.verdict.type == act.verdict_type:
        return True
    if not _is_inside(other, act, tree):
        return False
    own = {p.actor_id for p in other.candidate.actors} & {p.actor_id for p in act.actors}
    return other.realis == "PLANNED" and (act.verdict_type in ("AGREE", "THREATEN") or bool(own))
