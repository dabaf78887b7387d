"""Who said it: from the words of the source to an actor, with what the text leaves open."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from dragoman.spans import Span, contains
from dragoman.trees import head_of, subject_of
from dragoman.values import Actor, Alternative, Analysis, Mention

OPEN = 0.5
"""Weight left to a speaker who speaks against their own side."""
FEWEST = 0.05
"""An alternative of less weight is none."""
NEWCOMER = 0.92
"""How sure a speaker is who is new on the page and described: `a doctor`, `residents`."""
POINTS_BACK = 0.8
"""Factor for words that point back to somebody, but were read as somebody new: `the Briton`, `his colleague`."""
SAME_ONE = 0.65
"""How sure it is that a bare `the scientist` means the only person named so far."""
DEFINITE = re.compile(r"(?:the|this|that|his|her|its|their)\b", re.I)
COUNTERPART = re.compile(r"(?:colleague|counterpart|rival|host|guest|predecessor|successor|opponent|namesake)s?", re.I)
SEVERAL = re.compile(r"\w*(?:s|sh|ch|ese)", re.I)
OWN_PHRASE = frozenset({"prep", "relcl", "acl"})
"""What hangs on a noun that says by itself whom it means: `the driver of the lorry`."""


class Scene(NamedTuple):
    """What a speaker is looked for in."""

    analysis: Analysis
    actors: dict[str, Actor]
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    """First characters of the mentions, which are in the order of the text."""
    longest: int
    """Characters of the longest mention."""

    @classmethod
    def of(cls, analysis: Analysis, actors: Iterable[Actor], mentions: Iterable[Mention]) -> "Scene":
        """The scene of a document."""
        ordered = tuple(sorted(mentions, key=lambda one: one.start))
        longest = max((one.end - one.start for one in ordered), default=0)
        by_id = {actor.actor_id: actor for actor in actors}
        return cls(analysis, by_id, ordered, tuple(one.start for one in ordered), longest)

    def mentions_in(self, span: Span) -> list[Mention]:
        """The mentions that share a character with the span."""
        first, last = bisect_left(self.starts, span[0] - self.longest), bisect_left(self.starts, span[1])
        return [one for one in self.mentions[first:last] if one.end > span[0]]


class Speaker(NamedTuple):
    """An actor, how sure, and all candidates where there are several."""

    actor_id: str | None
    confidence: float
    alternatives: tuple[Alternative, ...]


NOBODY = Speaker(None, 0.0, ())


def source_of(scene: Scene, source: Span | None, cue: Span) -> Span | None:
    """The words that name the speaker: those tagged, less a name that only stands before, else the verb's subject."""
    if source is not None:
        return _own_words(scene, source)
    verb = head_of(scene.analysis, cue)
    subject = subject_of(scene.analysis, verb) if verb is not None else None
    if subject is None or scene.analysis.deps[subject] == "nsubjpass":
        return None
    mention = mention_at(scene, (scene.analysis.starts[subject], scene.analysis.ends[subject]))
    return (mention.start, mention.end) if mention else None


def _own_words(scene: Scene, source: Span) -> Span:
    """The source from its title on, where another name only ran into it: `met Ana, the envoy, Eva Lind, said`."""
    inside = [m for m in scene.mentions_in(source) if contains(source, (m.start, m.end))]
    for before, title, name in zip(inside, inside[1:], inside[2:], strict=False):
        apart = title.start - before.end
        if title.how != "TITLE" or title.actor_id != name.actor_id or before.actor_id == title.actor_id:
            continue
        if before.how in ("NAME", "ALIAS") and 0 < apart <= len(", the ") and name.how == "NAME":
            return title.start, source[1]
    return source


def mention_at(scene: Scene, span: Span) -> Mention | None:
    """The mention that stands for the span: one that holds its head, else the longest within, else any."""
    near = scene.mentions_in(span)
    if not near:
        return None
    relative = next((m for m in near if m.start == span[0] and m.text.casefold() in ("who", "which")), None)
    if relative is not None and relative.actor_id is not None:
        return relative
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
    mention = _named_beside(scene, mention)
    tagged = min(1.0, 0.5 + sure / 2)
    confidence = round(_sureness(scene, mention) * tagged, 3)
    speaker = Speaker(mention.actor_id, confidence, mention.alternatives)
    return _or_the_one_named(scene, mention, speaker, round(SAME_ONE * tagged, 3))


def _or_the_one_named(scene: Scene, mention: Mention, speaker: Speaker, sure: float) -> Speaker:
    """The only person named before whom a bare `the scientist`, `the Briton` may mean; the words' own actor else."""
    actor = scene.actors.get(mention.actor_id or "")
    if actor is None or mention.alternatives or not _is_new(scene, mention) or not _points_back(scene, mention, actor):
        return speaker
    if actor.kind == "ORGANISATION" or COUNTERPART.search(mention.text):
        return speaker
    earlier = {one.actor_id for one in scene.mentions if one.start < mention.start and one.how != "PRONOUN"}
    people = [one for key, one in scene.actors.items() if key in earlier and one.kind == "PERSON"]
    fit = [one for one in people if None in (actor.country, one.country) or actor.country == one.country]
    if len(fit) != 1 or (len(people) > 1 and actor.country is None):
        return speaker
    left = Alternative(actor_id=actor.actor_id, confidence=round(min(speaker.confidence, 0.9 - sure), 3))
    return Speaker(fit[0].actor_id, sure, (Alternative(actor_id=fit[0].actor_id, confidence=sure), left))


def _named_beside(scene: Scene, mention: Mention) -> Mention:
    """The name that a description stands at: `the Uzbek` after `Rashidov,`, `activist` before `Zainab al-Sayed`."""
    if mention.how != "DESCRIPTION":
        return mention
    for one in scene.mentions:
        actor = scene.actors.get(one.actor_id or "")
        if one.how not in ("NAME", "ALIAS") or actor is None or actor.kind not in ("PERSON", "ORGANISATION"):
            continue
        ahead = one.start - mention.end == 1
        if ahead or _is_apposed(scene.analysis, one, mention):
            return one
    return mention


def _is_apposed(analysis: Analysis, name: Mention, description: Mention) -> bool:
    """Whether a description follows a name as its apposition, commas on both sides."""
    first, last = head_of(analysis, (name.start, name.end)), head_of(analysis, (description.start, description.end))
    if first is None or last is None or name.end > description.start:
        return False
    return analysis.deps[last] == "appos" and analysis.heads[last] == first


def _sureness(scene: Scene, mention: Mention) -> float:
    """The mention's confidence; of a description, whether it can well be of somebody new."""
    actor = scene.actors.get(mention.actor_id or "")
    if actor is None or mention.alternatives or not _is_new(scene, mention):
        return mention.confidence
    if _points_back(scene, mention, actor):
        return mention.confidence * POINTS_BACK
    return max(mention.confidence, NEWCOMER) if mention.how == "DESCRIPTION" else mention.confidence


def _is_new(scene: Scene, mention: Mention) -> bool:
    return not any(one.actor_id == mention.actor_id and one.start < mention.start for one in scene.mentions)


def _points_back(scene: Scene, mention: Mention, actor: Actor) -> bool:
    """Whether the words mean somebody known by now: a definite noun without more, or one of a nationality, or a peer.

    Only where somebody was named before whom it could mean: a person, or a body whose name ends in the noun.
    """
    analysis = scene.analysis
    head = head_of(analysis, (mention.start, mention.end))
    if head is None:
        return False
    phrase = min(head, *analysis.children[head]) if analysis.children[head] else head
    definite = DEFINITE.match(analysis.words[phrase])
    earlier = {one.actor_id for one in scene.mentions if one.start < mention.start and one.how != "PRONOUN"}
    named = [one for key in earlier for one in [scene.actors.get(key or "")] if one is not None]
    if actor.kind in ("PERSON", "PEOPLE", "GROUP"):
        single = actor.kind == "PERSON" or not SEVERAL.fullmatch(analysis.words[head])
        further = any(analysis.deps[child] in OWN_PHRASE for child in analysis.children[head])
        alone = single and not further and mention.how in ("DESCRIPTION", "NAME")
        peer = COUNTERPART.fullmatch(analysis.words[head])
        return bool(definite and (alone or peer)) and any(one.kind == "PERSON" for one in named)
    noun = analysis.words[head].casefold()
    return (
        bool(definite)
        and mention.how == "DESCRIPTION"
        and any(one.kind == "ORGANISATION" and one.name.casefold().endswith(" " + noun) for one in named)
    )


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
