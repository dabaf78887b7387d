"""Events that statements are by themselves: to accuse, demand, threaten, refuse, promise, praise is to do something.

A denial is none: CAMEO files it under public statements, which PLOVER drops.
"""

from dragoman.claims.events.cast import Cast
from dragoman.claims.events.judgement import Candidate
from dragoman.claims.events.lexicon import Entry
from dragoman.claims.events.plover import ROOT_CODES
from dragoman.claims.events.subjects import warns_own
from dragoman.claims.events.triggers import Trigger
from dragoman.trees import Tree
from dragoman.values import Act, EventType, Mention, Participant, Statement, Value

TYPES: dict[Act, EventType] = {
    "ACCUSE": "ACCUSE", "DEMAND": "REQUEST", "THREATEN": "THREATEN", "WARN": "THREATEN", "REFUSE": "REJECT",
    "PROMISE": "AGREE", "AGREE": "AGREE", "PRAISE": "SUPPORT",
}  # fmt: skip


class SpeechAct(Value, frozen=True, kw_only=True):
    """A statement that is an event."""

    trigger: Trigger
    verdict_type: EventType
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]

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
    subjects = ("nsubj", "nsubjpass", "dobj", "pobj", "poss")
    for part in statement.content:
        for token, mention in sorted(cast.by_head.items()):
            inside = part.start <= mention.start and mention.end <= part.end
            if not inside or mention.actor_id is None or cast.tree.deps[token] not in subjects:
                continue
            country = cast.country_of(mention.actor_id)
            if country is not None and country != cast.country_of(statement.speaker or ""):
                return mention
    return None


def _cue_token(statement: Statement, tree: Tree) -> int | None:
    spans = enumerate(zip(tree.analysis.starts, tree.analysis.ends, strict=True))
    tokens = [t for t, (start, end) in spans if start < statement.cue_end and end > statement.cue_start]
    return next((t for t in tokens if tree.heads[t] not in tokens or tree.heads[t] == t), None)


def _participant(actor_id: str, span: tuple[int, int], cast: Cast) -> Participant:
    actor = cast.actors.get(actor_id)
    return Participant(actor_id=actor_id, code=actor.code if actor else None, start=span[0], end=span[1])


def find_speech_acts(statements: tuple[Statement, ...], cast: Cast, tree: Tree) -> list[SpeechAct]:
    """Statements with an act, a speaker and somebody whom the act is about."""
    found = []
    for statement in statements:
        type_ = TYPES.get(statement.act)
        if type_ is None or statement.speaker is None or statement.source_start is None or statement.source_end is None:
            continue
        other, token = _recipient(statement, cast), _cue_token(statement, tree)
        if token is not None and type_ == "THREATEN" and warns_own(tree, token):
            continue
        if other is None or other.actor_id is None or token is None or not tree.is_verb(token):
            continue
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
            )
        )
    return found
