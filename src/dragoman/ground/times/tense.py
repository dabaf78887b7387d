"""Whether the verb over a time expression looks ahead or back, as far as auxiliaries and endings show it."""

from dragoman.ground.times.rules import word_list
from dragoman.ground.times.scene import Tense
from dragoman.values import Analysis

_CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "csubjpass", "parataxis"})
_AHEAD, _PLANNED, _DONE = word_list("ahead"), word_list("planned"), word_list("done")
_FROM_THEN = word_list("from then")
_HOPED = word_list("hoped")
_UNTIL = frozenset({"until", "till", "by", "through"})
_UNLESS_OVER = frozenset({"by", "through"})


def tense_over(analysis: Analysis, token: int) -> Tense:
    """The tense of the clause that a token is in; `until Friday` is ahead, `by Friday` unless all is over."""
    verb = _verb(analysis, token)
    tense = _tense_of(analysis, verb) if verb is not None else "UNKNOWN"
    before = analysis.words[token - 1].lower() if token else ""
    if before in _UNTIL:
        return tense if before in _UNLESS_OVER and tense == "PAST" else "FUTURE"
    return tense


def looks_ahead(analysis: Analysis, token: int) -> bool:
    """Whether the verb looks ahead from the time of writing: `will end`, `retires`, but not `would end`."""
    verb = _verb(analysis, token)
    if verb is None or _tense_of(analysis, verb) not in ("FUTURE", "PRESENT"):
        return False
    return not any(analysis.words[at].lower() in _FROM_THEN for at in analysis.children[verb])


def _verb(analysis: Analysis, token: int) -> int | None:
    """The head of the clause that a token is in, or a word on the way that says what is planned."""
    for _ in range(12):
        if analysis.deps[token] in _CLAUSES or analysis.words[token].lower() in _PLANNED:
            return token
        token = analysis.heads[token]
    return None


def _tense_of_purpose(analysis: Analysis, above: int) -> Tense:
    """The tense of an infinitive: ahead of `agreed to`, that of the verb over it in `went down to defeat`."""
    word = analysis.words[above].lower()
    if word in _DONE:
        return "PAST"
    if word in _HOPED or word in _PLANNED or analysis.deps[above] not in _CLAUSES:
        return "FUTURE"
    over = _tense_of(analysis, above) if analysis.deps[above] == "ROOT" else "UNKNOWN"
    return "UNKNOWN" if over == "PRESENT" else over


def _tense_of(analysis: Analysis, verb: int) -> Tense:
    words, deps, children = analysis.words, analysis.deps, analysis.children[verb]
    helpers = {words[at].lower() for at in children if deps[at] in ("aux", "auxpass")}
    word = words[verb].lower()
    if helpers & {"have", "has", "had"}:
        return "PAST"
    if helpers & _AHEAD or word in _PLANNED:
        return "FUTURE"
    if "to" in helpers:
        return _tense_of_purpose(analysis, analysis.heads[verb])
    if helpers & {"is", "are", "'s", "’s", "am"} and word.endswith("ing"):
        return "FUTURE"
    if word.endswith("ed") or helpers & {"was", "were", "did"} or word in ("was", "were", "said", "told"):
        return "PAST"
    if deps[verb] == "acl" and not word.endswith("ing"):
        return "PAST"  # a poll taken through Sunday
    finite = any(deps[at] == "nsubj" for at in children) and word.endswith("s") and word != "says"
    return "PRESENT" if finite else "UNKNOWN"
