"""Attributions made whole: no holes in a clause, no two cues that share one out, and no two verbs under one cue."""

import re
from collections.abc import Iterator

from dragoman.claims.statements.inner import SAYING
from dragoman.spans import Span, contains, overlaps
from dragoman.trees import SUBJECTS, child, head_of, tokens_in
from dragoman.values import Analysis, Attribution

JOINING = re.compile(r"[\s,;]*\b(?:and|but)?\s*$", re.I)
"""What joins the next verb to a clause: it belongs to neither."""
GOES_ON = re.compile(
    rf"{SAYING.pattern}|predict(?:s|ed)?|refus(?:e|es|ed)|agree[sd]?|threaten(?:s|ed)?|acknowledg(?:e|es|ed)"
    r"|admit(?:s|ted)?|conced(?:e|es|ed)|not(?:e|es|ed)|stress(?:es|ed)?|urg(?:e|es|ed)|demand(?:s|ed)?"
)
"""Verbs by which a source says one thing more; of those that govern no clause, an infinitive does as well."""


def settle_rivals(analysis: Analysis, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The attributions with their holes filled, without those that only filled the holes of others.

    What a source says within one sentence, on one side of the cue, runs on without a break: words that the tagger gave
    to another cue inside are part of it too (PolNeAR marks the outermost statement).
    """
    whole = [_filled(analysis, one) for one in attributions]
    return tuple(one for one, was in zip(whole, attributions, strict=True) if not _is_filler(was, whole, attributions))


def end_at_next_cue(text: str, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Each attribution; a content that runs into the next thing the same source says ends before its cue.

    `She denied that it sank and accused the crew`: that she accuses is told by the page, not by her.
    """
    return tuple(_ended(text, one, [o for o in attributions if o.source == one.source]) for one in attributions)


def _ended(text: str, one: Attribution, others: list[Attribution]) -> Attribution:
    pieces = tuple(_before(text, piece, others) for piece in one.content)
    kept = tuple(piece for piece in pieces if piece[0] < piece[1])
    return Attribution(source=one.source, cue=one.cue, content=kept or one.content, score=one.score)


def _before(text: str, piece: Span, others: list[Attribution]) -> Span:
    """The piece up to the first cue in it whose own content begins after the piece."""
    cues = [o.cue for o in others if contains(piece, o.cue) and all(span[0] >= piece[1] for span in o.content)]
    if not cues:
        return piece
    return piece[0], piece[0] + len(JOINING.sub("", text[piece[0] : min(cues)[0]]))


def part_joined(analysis: Analysis, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Each attribution; one that holds a second verb of saying, joined to its cue, as two of the same source.

    `She said the ferry was late and warned that the road was shut`, `He denied that it sank, and has refused to let
    them look`: only where the parse joins the verbs themselves.
    """
    return tuple(part for one in attributions for part in _parted(analysis, one))


def _parted(analysis: Analysis, one: Attribution) -> Iterator[Attribution]:
    verb, last = head_of(analysis, one.cue), max(one.content)
    inside = tokens_in(analysis, last)
    for token in inside[2:-1]:
        joined = analysis.deps[token] == "conj" and analysis.heads[token] == verb
        clause = child(analysis, token, "ccomp", "xcomp")
        if not joined or clause is None or clause not in inside or child(analysis, token, *SUBJECTS) is not None:
            continue
        joint = _joint_before(analysis, token)
        if joint is None or joint not in inside[1:] or not GOES_ON.fullmatch(analysis.words[token].casefold()):
            continue
        apart = joint - 1 if analysis.words[joint - 1] == "," else joint
        ahead = last[0], analysis.ends[apart - 1]
        kept = (*(piece for piece in one.content if piece != last), ahead)
        cue, rest = (analysis.starts[token], analysis.ends[token]), (analysis.starts[token + 1], last[1])
        if ahead[0] < ahead[1] and rest[0] < rest[1]:
            yield Attribution(source=one.source, cue=one.cue, content=kept, score=one.score)
            yield Attribution(source=one.source, cue=cue, content=(rest,), score=one.score)
            return
    yield one


def _joint_before(analysis: Analysis, verb: int) -> int | None:
    """The `and` or `but` before a verb and its auxiliaries."""
    first = verb
    while first and analysis.heads[first - 1] == verb and analysis.deps[first - 1] in ("aux", "auxpass", "neg"):
        first -= 1
    return first - 1 if first and analysis.words[first - 1].casefold() in ("and", "but") else None


def _filled(analysis: Analysis, one: Attribution) -> Attribution:
    own = [one.cue, *([one.source] if one.source else [])]
    pieces: list[Span] = []
    for piece in sorted(one.content):
        gap = (pieces[-1][1], piece[0]) if pieces else None
        if gap and _same_sentence(analysis, pieces[-1], piece) and not any(overlaps(gap, span) for span in own):
            pieces[-1] = (pieces[-1][0], piece[1])
        else:
            pieces.append(piece)
    return Attribution(source=one.source, cue=one.cue, content=tuple(pieces), score=one.score)


def _same_sentence(analysis: Analysis, first: Span, second: Span) -> bool:
    before, after = tokens_in(analysis, first), tokens_in(analysis, second)
    return bool(before and after) and analysis.sentence_of[before[-1]] == analysis.sentence_of[after[0]]


def _is_filler(was: Attribution, whole: list[Attribution], attributions: tuple[Attribution, ...]) -> bool:
    """Whether an attribution has its source outside a clause that, once filled, holds its cue and all its content."""
    for other, before in zip(whole, attributions, strict=True):
        grown = [piece for piece in other.content if piece not in before.content]
        for piece in grown:
            inside = all(contains(piece, span) for span in (was.cue, *was.content))
            if inside and was is not before and (was.source is None or not contains(piece, was.source)):
                return True
    return False
