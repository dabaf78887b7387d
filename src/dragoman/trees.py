"""The dependency tree of an Analysis: which token stands where, what heads a span, whose subject is whose.

Functions answer one question about a parse; `Tree` keeps what many questions about the same parse need again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from dragoman.spans import Span
from dragoman.values import Analysis

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "dep", "parataxis"})
"""A verb without a subject of its own takes that of the head it hangs on by one of these."""
CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "parataxis", "csubj", "csubjpass"})
"""Labels of words that head a clause."""
PARTICLES = frozenset({"prt", "prep", "advmod", "agent", "dative", "acomp", "npadvmod", "mark", "aux"})
"""Labels of words that make one verb with the one they hang on: `pull out of`."""
VERBAL_KIDS = frozenset(
    {"nsubj", "nsubjpass", "aux", "auxpass", "dobj", "prt", "agent", "ccomp", "xcomp", "dative", "oprd"}
)
"""Labels that only a verb's children bear."""
NOMINAL_KIDS = frozenset({"det", "poss", "case", "predet"})
"""Labels that only a noun's children bear."""
NOUN_PLACES = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "attr", "compound", "poss", "amod", "appos"})
"""Labels of words that stand as nouns or before them."""
MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod", "poss", "quantmod"})
"""Labels of words before a noun that narrow it."""


def tokens_in(analysis: Analysis, span: Span) -> range:
    """Tokens that overlap the span."""
    return range(bisect_right(analysis.ends, span[0]), bisect_left(analysis.starts, span[1]))


def head_of(analysis: Analysis, span: Span) -> int | None:
    """The token of the span that the others hang on: the first whose head lies outside."""
    inside = tokens_in(analysis, span)
    for token in inside:
        head = analysis.heads[token]
        if (head == token or head not in inside) and analysis.deps[token] not in ("punct", "det", "case", "cc"):
            return token
    return inside[0] if len(inside) else None


def descendants(analysis: Analysis, token: int) -> Iterator[int]:
    """The token and all that hangs on it, in no particular order."""
    open_tokens = [token]
    while open_tokens:
        one = open_tokens.pop()
        yield one
        open_tokens.extend(analysis.children[one])


def ancestors(analysis: Analysis, token: int) -> Iterator[int]:
    """The token's head, the head's head, up to the root of the sentence."""
    while analysis.heads[token] != token:
        token = analysis.heads[token]
        yield token


def child(analysis: Analysis, token: int, *labels: str) -> int | None:
    """The first child that hangs on the token by one of the labels."""
    return next((one for one in analysis.children[token] if analysis.deps[one] in labels), None)


def subject_of(analysis: Analysis, verb: int) -> int | None:
    """The subject of a verb: its own, or that of the verb it is joined or subordinate to."""
    own = next((one for one in analysis.children[verb] if analysis.deps[one] in SUBJECTS), None)
    if own is not None or analysis.deps[verb] not in SHARES_SUBJECT:
        return own
    return subject_of(analysis, analysis.heads[verb])


class Tree:
    """Walks over one Analysis; tokens are named by index."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.words = tuple(word.lower().replace("’", "'") for word in analysis.words)
        self.deps, self.heads, self.children = analysis.deps, analysis.heads, analysis.children
        self._depths = self._steps()
        self.left, self.right = self._edges()
        self._verbs: dict[int, bool] = {}

    def _steps(self) -> list[int]:
        """Steps from each token up to its root, each counted once."""
        steps = [-1] * len(self.words)
        for token in range(len(self.words)):
            path = []
            while steps[token] < 0 and self.heads[token] != token:
                path.append(token)
                token = self.heads[token]
            below = max(steps[token], 0)
            steps[token] = below
            for one in reversed(path):
                below += 1
                steps[one] = below
        return steps

    def _edges(self) -> tuple[list[int], list[int]]:
        """First and last token of what hangs on each token."""
        left, right = list(range(len(self.words))), list(range(len(self.words)))
        for first, last in self.analysis.sentences:
            for token in sorted(range(first, last), key=self._depths.__getitem__, reverse=True):
                head = self.heads[token]
                if left[token] < left[head]:
                    left[head] = left[token]
                if right[token] > right[head]:
                    right[head] = right[token]
        return left, right

    def depth(self, token: int) -> int:
        """Steps up to the root."""
        return self._depths[token]

    def span(self, first: int, last: int) -> Span:
        """Characters from token `first` through token `last`."""
        return self.analysis.starts[first], self.analysis.ends[last]

    def kids(self, token: int, *labels: str) -> list[int]:
        """Children that hang on the token by one of the labels, in order."""
        return [one for one in self.children[token] if self.deps[one] in labels]

    def descendants(self, token: int) -> Iterator[int]:
        """The token and all that hangs on it, in order."""
        return iter(range(self.left[token], self.right[token] + 1))

    def ancestors(self, token: int) -> Iterator[int]:
        """Heads from the nearest to the root."""
        return ancestors(self.analysis, token)

    def conjuncts(self, token: int) -> list[int]:
        """The token and what is coordinated below it, in order."""
        found = [token]
        for one in found:
            found += self.kids(one, "conj")
        return sorted(found)

    def under_preps(self, token: int, *words: str) -> list[int]:
        """Objects of the prepositions `words` that hang on the token."""
        preps = self.kids(token, "prep", "agent", "dative", "prt")
        preps += [joined for prep in preps for joined in self.kids(prep, "conj")]
        return [found for prep in preps if self.words[prep] in words for found in self.kids(prep, "pobj", "pcomp")]

    def is_passive(self, token: int) -> bool:
        """Whether the verb is in the passive, or a bare participle with an agent."""
        kids = {self.deps[one] for one in self.children[token]}
        return bool(kids & {"auxpass", "nsubjpass", "csubjpass"}) or (
            self.deps[token] in ("acl", "relcl", "advcl", "conj") and "agent" in kids
        )

    def is_verb(self, token: int) -> bool:
        """Whether a word that may be noun or verb stands as a verb; labels tell, for there are no tags."""
        known = self._verbs.get(token)
        if known is None:
            known = self._verbs[token] = self._stands_as_verb(token)
        return known

    def _stands_as_verb(self, token: int) -> bool:
        dep, kids = self.deps[token], {self.deps[one] for one in self.children[token]}
        if kids & NOMINAL_KIDS:
            return False
        verbal = bool(kids & VERBAL_KIDS)
        if not verbal and kids & {"amod", "compound"} and dep in ("pcomp", "csubj", "ccomp"):
            return False
        if dep == "ROOT":
            return verbal or not kids & {"amod", "compound", "nummod"}
        if dep in CLAUSES:
            return dep != "pcomp" or self.words[token].endswith("ing") or verbal
        if dep in ("conj", "dep"):
            return verbal or self._is_verb_above(token)
        return verbal and dep not in NOUN_PLACES

    def _is_verb_above(self, token: int) -> bool:
        """Whether what a word is joined to stands as a verb: the first word of the series, or one on the way."""
        for above in self.ancestors(token):
            if self.deps[above] not in ("conj", "dep"):
                return self.is_verb(above)
            if self.kids(above, "nsubj", "nsubjpass", "aux", "auxpass", "dobj"):
                return not self.kids(above, "det", "poss", "case")
        return False
