"""Statements inside statements: `She recalled that he had said the well was dry` holds what *he* said.

PolNeAR marks the outermost statement alone, so the tagger finds no others: inner ones come from the parse, a verb of
saying with a subject of its own and a clause that it governs, both within the outer content.
"""

import re
from collections.abc import Iterator

from dragoman.spans import Span
from dragoman.trees import child, descendants, tokens_in
from dragoman.values import Analysis, Attribution

SAYING = re.compile(
    r"sa(?:y|ys|id)|t(?:ell|ells|old)|claim(?:s|ed)?|believ(?:e|es|ed)|alleg(?:e|es|ed)|insist(?:s|ed)?|argu(?:e|es|ed)"
    r"|warn(?:s|ed)?|den(?:y|ies|ied)|announc(?:e|es|ed)|report(?:s|ed)?|add(?:s|ed)?|state[sd]?|declar(?:e|es|ed)"
    r"|confirm(?:s|ed)?|promis(?:e|es|ed)|vow(?:s|ed)?|maintain(?:s|ed)?|suggest(?:s|ed)?"
)
SCORE = 0.6
"""How sure an inner statement is: the parse alone says so."""


def find_inner(analysis: Analysis, outer: tuple[Attribution, ...]) -> Iterator[Attribution]:
    """Attributions that the contents of others hold."""
    for attribution in outer:
        for span in attribution.content:
            inside = tokens_in(analysis, span)
            for verb in inside:
                if SAYING.fullmatch(analysis.words[verb].casefold()):
                    yield from _attribution(analysis, verb, inside)


def _attribution(analysis: Analysis, verb: int, inside: range) -> Iterator[Attribution]:
    subject, clause = child(analysis, verb, "nsubj"), child(analysis, verb, "ccomp")
    if subject is None or clause is None or subject not in inside or clause not in inside:
        return
    if analysis.words[subject].casefold() in ("who", "which", "that"):
        subject = analysis.heads[verb] if analysis.deps[verb] == "relcl" else subject
    content = _extent(analysis, clause)
    cue = analysis.starts[verb], analysis.ends[verb]
    if content[0] < cue[1] and cue[0] < content[1]:
        return
    own = None if analysis.heads[subject] == verb else verb
    yield Attribution(source=_extent(analysis, subject, own), cue=cue, content=(content,), score=SCORE)


def _extent(analysis: Analysis, token: int, without: int | None = None) -> Span:
    """From the first to the last of what hangs on the token, leaving out the branch that `without` is in."""
    kept = [one for one in descendants(analysis, token) if without is None or not _under(analysis, one, without)]
    words = [one for one in kept if analysis.deps[one] != "punct"] or [token]
    return analysis.starts[min(words)], analysis.ends[max(words)]


def _under(analysis: Analysis, token: int, top: int) -> bool:
    while token != top:
        if analysis.heads[token] == token:
            return False
        token = analysis.heads[token]
    return True
