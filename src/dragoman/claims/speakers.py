"""Who said it: from the words of the source to an actor, with what the text leaves open."""

from typing import NamedTuple

from dragoman.spans import Span, contains, overlaps
from dragoman.trees import head_of, subject_of
from dragoman.values import Actor, Alternative, Analysis, Mention

OPEN = 0.5
"""Weight left to a speaker who speaks against their own side."""
FEWEST = 0.05
"""An alternative of less weight is none."""


class Scene(NamedTuple):
    """What a speaker is looked for in."""

    analysis: Analysis
    actors: dict[str, Actor]
    mentions: tuple[Mention, ...]


class Speaker(NamedTuple):
    """An actor, how sure, and all candidates where there are several."""

    actor_id: str | None
    confidence: float
    alternatives: tuple[Alternative, ...]


NOBODY = Speaker(None, 0.0, ())


def source_of(scene: Scene, source: Span | None, cue: Span) -> Span | None:
    """The words that name the speaker: those tagged, else the subject of the cue's verb."""
    if source is not None:
        return source
    verb = head_of(scene.analysis, cue)
    subject = subject_of(scene.analysis, verb) if verb is not None else None
    if subject is None or scene.analysis.deps[subject] == "nsubjpass":
        return None
    mention = mention_at(scene, (scene.analysis.starts[subject], scene.analysis.ends[subject]))
    return (mention.start, mention.end) if mention else None


def mention_at(scene: Scene, span: Span) -> Mention | None:
    """The mention that stands for the span: one that holds its head, else the longest within, else any."""
    near = [one for one in scene.mentions if overlaps((one.start, one.end), span)]
    if not near:
        return None
    head = head_of(scene.analysis, span)
    if head is not None:
        word = scene.analysis.starts[head], scene.analysis.ends[head]
        at_head = [one for one in near if contains((one.start, one.end), word)]
        if at_head:
            return max(at_head, key=lambda one: (one.actor_id is not None, one.confidence, one.end - one.start))
    named = [one for one in near if one.actor_id is not None and contains(span, (one.start, one.end))]
    return max(named or near, key=lambda one: (one.end - one.start, -one.start))


def find_speaker(scene: Scene, source: Span | None, sure: float) -> Speaker:
    """The actor that the source's words mean; `sure` is how sure the tagger is of the statement."""
    mention = mention_at(scene, source) if source else None
    if mention is None:
        return NOBODY
    return Speaker(mention.actor_id, round(mention.confidence * min(1.0, 0.5 + sure / 2), 3), mention.alternatives)


def doubt(scene: Scene, speaker: Speaker, blamed: frozenset[str], spared: frozenset[str]) -> Speaker:
    """A speaker who demands of or blames their own side is doubtful: the others' leading figures are possible too.

    `blamed` are countries that the content turns against, `spared` those it sets against them.
    """
    actor = scene.actors.get(speaker.actor_id or "")
    if actor is None or actor.country is None or actor.country not in blamed:
        return speaker
    rivals = [
        one.actor_id
        for one in scene.actors.values()
        if one.kind == "PERSON" and one.country in spared and one.sector in ("GOV", "MIL")
    ]
    return _reweigh(scene, speaker, rivals) if rivals else speaker


def _reweigh(scene: Scene, speaker: Speaker, rivals: list[str]) -> Speaker:
    """Half of the speaker's weight goes to rivals, by how often the page mentions each."""
    counts = {rival: sum(one.actor_id == rival for one in scene.mentions) for rival in rivals}
    total = sum(counts.values()) or 1
    own = {one.actor_id: one.confidence for one in speaker.alternatives} or {speaker.actor_id or "": speaker.confidence}
    weights = {actor: weight * OPEN for actor, weight in own.items()}
    for rival, count in counts.items():
        weights[rival] = weights.get(rival, 0.0) + (1 - OPEN) * count / total * sum(own.values())
    ranked = sorted(((w, a) for a, w in weights.items() if w >= FEWEST), key=lambda pair: (-pair[0], pair[1]))
    alternatives = tuple(Alternative(actor_id=actor, confidence=round(weight, 3)) for weight, actor in ranked)
    kept = weights.get(speaker.actor_id or "", 0.0)
    return Speaker(speaker.actor_id, round(kept, 3), alternatives)
