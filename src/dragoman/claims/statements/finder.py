"""Statements: source, cue and content as the encoder tagged them; speaker and act by the parse and the actors."""

import re
from typing import NamedTuple

import msgspec

from dragoman.claims.statements.acts import Content, find_act, find_polarity
from dragoman.claims.statements.contents import mend_content
from dragoman.claims.statements.inner import find_inner
from dragoman.claims.statements.phrases import with_phrase
from dragoman.claims.statements.quotes import find_quotes, is_title, quoted_share, with_marks
from dragoman.claims.statements.rivals import end_at_next_cue, part_joined, settle_rivals
from dragoman.claims.statements.speakers import Scene, Speaker, doubt, find_speaker, mention_at, source_of
from dragoman.claims.statements.turns import find_labelled, is_label, with_turns
from dragoman.ids import make_id
from dragoman.spans import Span, contains, overlaps, strip
from dragoman.trees import SUBJECTS, ancestors, child, head_of, tokens_in
from dragoman.values import (
    Actor,
    Analysis,
    Attribution,
    Document,
    Mention,
    Part,
    Statement,
    StatementKind,
)

MEDIUM = re.compile(
    r"\b(?:speech|interview|statement|conference|address|tweet|letter|briefing|post|television|radio|broadcast|"
    r"message|communiqu[eé]|video|report|article|note|call|programme|program|debate|testimony|parliament)\b",
    re.I,
)
ADDRESSED = frozenset(
    {"tell", "tells", "told", "telling", "inform", "informed", "informs", "assured", "warned", "asked"}
)
PERFORMING = re.compile(
    r"(?:sang|sings?|sung|perform\w*|play\w*|read|reads|recit\w*|screen\w*|stag\w*|publish\w*|releas\w*|paint\w*|"
    r"direct\w*|wrote|writes|written|(?:en)?titl\w*|call\w*|nam\w*|nicknam\w*|dubb\w*|known as)",
    re.I,
)
LABELLED, UNNAMED_LABEL = 0.9, 0.7
TOLD_AND_NAMED = 60
"""Characters from the cue to a content whose subject stands before it, after the addressee."""
AFTER_TELLING = 5
"""Characters between `told` and the name of whom it was told to: a space, and perhaps an article."""
FIRST_PERSON = frozenset({"i", "we", "our", "my", "us", "me", "ours", "mine"})
TURNED_AGAINST = frozenset({"ACCUSE", "DEMAND", "THREATEN", "WARN"})


class Text(NamedTuple):
    """A document as this stage looks at it."""

    document: Document
    scene: Scene
    quotes: tuple[Span, ...]

    def cut(self, span: Span) -> str:
        """The words of a span."""
        return self.document.text[span[0] : span[1]]


def find_statements(
    document: Document,
    analysis: Analysis,
    attributions: tuple[Attribution, ...],
    actors: tuple[Actor, ...],
    mentions: tuple[Mention, ...],
) -> tuple[Statement, ...]:
    """Statements in the order of the text, each with its speaker, act and, where it stands inside another, parent."""
    scene = Scene.of(analysis, actors, mentions)
    text = Text(document, scene, find_quotes(document.text))
    spoken = tuple(one for one in attributions if not _is_performed(text, one))
    ended = end_at_next_cue(document.text, spoken)
    outer = with_turns(document.text, part_joined(analysis, settle_rivals(analysis, ended)))
    found = [_make_statement(text, attribution) for attribution in (*outer, *find_inner(analysis, outer))]
    return tuple(sorted(_with_parents(_once_each(found)), key=lambda one: (one.start, one.cue_start)))


def _once_each(statements: list[Statement]) -> list[Statement]:
    """Each statement once: the parse may find inside another what the tagger, or another around it, gave already."""
    first: dict[str, Statement] = {}
    for one in statements:
        first.setdefault(one.statement_id, one)
    return list(first.values())


def _make_statement(text: Text, attribution: Attribution) -> Statement:
    cue = strip(text.document.text, attribution.cue)
    source = source_of(text.scene, attribution.source, cue)
    beside = [cue, *([source] if source else [])]
    content = mend_content(text.document.text, attribution.content, text.quotes, beside)
    content = with_phrase(text.scene.analysis, text.document.text, beside, _with_subject(text, cue, content))
    speaker = _speaker(text, source, cue, attribution.score)
    own, other, blamed, spared = _sides(text, content, speaker)
    said = " ".join(text.cut(span) for span in content)
    act = find_act(_cue_in_full(text, cue), Content(said, about_own=own, about_other=other))
    if act in TURNED_AGAINST:
        speaker = doubt(text.scene, speaker, blamed, spared)
    hull = with_marks(text.document.text, min([*content, *beside])[0], max(end for _, end in [*content, *beside]))
    return Statement(
        statement_id=make_id(text.document.document_id, "statement", *cue, *(x for span in content for x in span)),
        document_id=text.document.document_id,
        start=hull[0],
        end=hull[1],
        source_start=source[0] if source else None,
        source_end=source[1] if source else None,
        cue_start=cue[0],
        cue_end=cue[1],
        content=tuple(Part(start=start, end=end) for start, end in content),
        kind=_kind(text, content),
        speaker=speaker.actor_id,
        speaker_confidence=speaker.confidence,
        alternatives=speaker.alternatives,
        addressee=_addressee(text, cue, source),
        act=act,
        medium=_medium(text, cue),
        polarity=find_polarity(text.cut(cue), said),
    )


def _speaker(text: Text, source: Span | None, cue: Span, sure: float) -> Speaker:
    """The source's actor; of a label before a colon, the person it names."""
    if source is None or not is_label(text.document.text, source, cue):
        return find_speaker(text.scene, source, sure)
    people = {key: one.name for key, one in text.scene.actors.items() if one.kind == "PERSON"}
    labelled = find_labelled(text.cut(source), source[0], people, text.scene.mentions)
    if labelled is not None:
        return Speaker(labelled, LABELLED, ())
    found = find_speaker(text.scene, source, sure)
    return found if found.actor_id in people else found._replace(confidence=min(found.confidence, UNNAMED_LABEL))


def _is_performed(text: Text, one: Attribution) -> bool:
    """Whether what is sung, played or called is the title of a work or a name, and nothing was said."""
    after = [span for span in one.content if span[0] >= one.cue[1]]  # `a street named “Hope”`
    return PERFORMING.fullmatch(text.cut(one.cue).strip()) is not None and all(
        is_title(text.document.text, span, text.quotes) for span in after or one.content
    )


# ---------------------------------------------------------------- kind and nesting


def _kind(text: Text, content: list[Span]) -> StatementKind:
    """DIRECT where every word is quoted, INDIRECT where none is (`facts`: by quotation marks alone)."""
    share = quoted_share(text.document.text, tuple(content), text.quotes)
    return "DIRECT" if share > 0.99 else "INDIRECT" if share == 0 else "MIXED"


def _with_parents(statements: list[Statement]) -> list[Statement]:
    """Each statement with the smallest other one whose content holds its cue and content."""
    return [msgspec.structs.replace(one, parent=_parent(one, statements)) for one in statements]


def _parent(one: Statement, statements: list[Statement]) -> str | None:
    inner = (one.cue_start, one.cue_end), *((part.start, part.end) for part in one.content)
    around = [
        other
        for other in statements
        if other is not one
        and other.start <= one.cue_start
        and one.cue_end <= other.end
        and all(any(contains((part.start, part.end), span) for part in other.content) for span in inner)
    ]
    return min(around, key=lambda other: other.end - other.start).statement_id if around else None


# ---------------------------------------------------------------- what the content is about


def _sides(text: Text, content: list[Span], speaker: Speaker) -> tuple[bool, bool, frozenset[str], frozenset[str]]:
    """Whether the content's subject is the speaker's side, or another's; countries it turns against and the others."""
    analysis, actors = text.scene.analysis, text.scene.actors
    country = actors[speaker.actor_id].country if speaker.actor_id in actors else None
    subject = _opening_actor(text, content)
    if subject is None:
        subject = next((s for span in content for s in [_subject_in(analysis, span)] if s is not None), None)
    named = frozenset(
        actor.country
        for span in content
        for one in text.scene.mentions_in(span)
        for actor in [actors.get(one.actor_id or "")]
        if actor and actor.country
    )
    if subject is None:
        return False, False, frozenset(), named
    if analysis.words[subject].casefold() in FIRST_PERSON:
        return True, False, frozenset(), named
    possessor = child(analysis, subject, "poss")
    if possessor is not None and analysis.words[possessor].casefold() in FIRST_PERSON:
        return True, False, frozenset(), named
    mention = mention_at(text.scene, (analysis.starts[subject], analysis.ends[subject]))
    actor = actors.get(mention.actor_id or "") if mention else None
    if actor is None:
        return False, False, frozenset(), named
    of_subject = frozenset({actor.country} if actor.country else ())
    own = actor.actor_id == speaker.actor_id or (country is not None and actor.country == country)
    return own, not own and actor.country is not None, of_subject, named - of_subject


def _with_subject(text: Text, cue: Span, content: list[Span]) -> list[Span]:
    """The content with the name before it, where a comma alone parts them and the cue has its addressee already."""
    start = content[0][0]
    between = [one for one in text.scene.mentions if cue[1] <= one.start and one.end <= start]
    if len(between) < 2 or start - cue[1] > TOLD_AND_NAMED or text.cut((between[-1].end, start)).strip() != ",":
        return content
    return [(between[-1].start, content[0][1]), *content[1:]]


def _opening_actor(text: Text, content: list[Span]) -> int | None:
    """The head of the actor that the content opens with and a modal or verb soon follows, whatever the parse says."""
    first = content[0]
    opening = re.compile(r"(?:that\s+)?(?:the\s+)?", re.I).match(text.document.text, first[0])
    begin = opening.end() if opening else first[0]
    mention = next((one for one in text.scene.mentions if one.start == begin and one.end < first[1]), None)
    return head_of(text.scene.analysis, (mention.start, mention.end)) if mention else None


def _subject_in(analysis: Analysis, span: Span) -> int | None:
    """The first subject among the tokens of a span."""
    return next((token for token in tokens_in(analysis, span) if analysis.deps[token] in SUBJECTS), None)


# ---------------------------------------------------------------- cue, addressee, medium


def _cue_in_full(text: Text, cue: Span) -> str:
    """The cue with the particle or preposition after it, by which `called` and `called on` differ."""
    after = re.match(r"\s+(?:on|for|upon|out|of|about|to)\b(?:\s+\w+){0,2}", text.document.text[cue[1] : cue[1] + 40])
    return text.cut(cue) + (after.group() if after else "")


def _addressee(text: Text, cue: Span, source: Span | None) -> str | None:
    """Whom it was said to: the name after a verb of telling, its object, or what `to` after the cue governs."""
    analysis = text.scene.analysis
    verb = head_of(analysis, cue)
    if verb is None:
        return None
    tells = analysis.words[verb].casefold() in ADDRESSED
    if tells:
        next_words = next((one for one in text.scene.mentions if 0 < one.start - cue[1] <= AFTER_TELLING), None)
        if next_words:
            return next_words.actor_id
    told = child(analysis, verb, "dobj", "dative") if tells else None
    if told is None:
        towards = next((t for t in analysis.children[verb] if analysis.words[t].casefold() == "to"), None)
        told = child(analysis, towards, "pobj") if towards is not None else None
    if told is None:
        return None
    span = analysis.starts[told], analysis.ends[told]
    mention = mention_at(text.scene, span)
    return mention.actor_id if mention and not (source and overlaps(source, span)) else None


def _medium(text: Text, cue: Span) -> str | None:
    """Where it was said: `in`, `at`, `on` or `during` something that people speak or write in, under the cue."""
    analysis = text.scene.analysis
    verb = head_of(analysis, cue)
    if verb is None:
        return None
    for preposition in analysis.children[verb]:
        noun = child(analysis, preposition, "pobj")
        if noun is None or analysis.words[preposition].casefold() not in ("in", "at", "on", "during", "to", "via"):
            continue
        if MEDIUM.fullmatch(analysis.words[noun]) and verb not in ancestors(analysis, verb):
            first = min((t for t in analysis.children[noun] if t < noun and analysis.deps[t] != "punct"), default=noun)
            return text.cut((analysis.starts[first], analysis.ends[noun]))
    return None
