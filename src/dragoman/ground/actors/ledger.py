"""What has been found on one page so far: the book, the mentions, and who speaks where."""

from collections.abc import Sequence

from dragoman.ground.actors.book import Book
from dragoman.ground.actors.candidates import Candidate
from dragoman.ground.actors.coreference import Referent, Weights
from dragoman.values import Attribution, How, Value

NOMINAL = frozenset({"nsubj", "nsubjpass", "pobj", "dobj", "appos", "conj", "poss"})
RELATIVE = frozenset({"who", "which", "that"})


class Found(Value, frozen=True, kw_only=True):
    """Words, and the referents they may mean."""

    first: int
    last: int
    weights: Weights
    how: How
    role: str | None = None
    several: bool = False
    """Whether the referents are meant together."""


class Ledger:
    """The candidates of one page, those found out by the token of their head, and the attributions as tokens."""

    def __init__(self, book: Book, candidates: list[Candidate], attributions: tuple[Attribution, ...]) -> None:
        self.book = book
        self.page = book.page
        self.candidates = candidates
        self.at = {one.head: one for one in candidates}
        self.found: dict[int, Found] = {}
        self.claimed: list[tuple[int, list[tuple[int, int]]]] = []
        self.spoken = self._find_speakers(attributions)
        self.apposed: set[int] = set()
        self.people: dict[int, list[Referent]] = {}
        self.countries = {
            token: hit.entry.country
            for token, hit in book.hits.items()
            if hit.entry.country and hit.entry.kind == "STATE" and hit.entry.part in {"NAME", "CAPITAL"}
            if token == hit.last - 1
        }

    def _find_speakers(self, attributions: tuple[Attribution, ...]) -> list[tuple[int, list[tuple[int, int]]]]:
        """For each attribution with a source: the head of the words that name it, and the token ranges of its content.

        A source that holds no candidate gets one, of its syntactic head: somebody is meant, whatever the word.
        """
        spoken = []
        for one in attributions:
            if one.source is None:
                continue
            first, last = self.page.tokens_of(*one.source)
            if first >= last:
                continue
            content = [self.page.tokens_of(*part) for part in one.content]
            head = self._source_head(first, last)
            spoken.append((head, content))
            self.claimed.append((head, self._whole_content(one, content)))
        return spoken

    def _whole_content(self, one: Attribution, content: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The content with the words between it and a cue before it, where its first words may have been left out."""
        after = self.page.tokens_of(one.cue[1], one.cue[1] + 1)[0]
        parts = []
        for first, last in content:
            near = (
                after <= first < self.page.size
                and self.page.sentence_of[after] == self.page.sentence_of[first]
                and first - after < 4
            )
            parts.append((after if near else first, last))
        return parts

    def _source_head(self, first: int, last: int) -> int:
        page = self.page
        inside = [token for token in range(first, last) if token in self.at]
        outer = next((t for t in range(first, last) if not first <= page.heads[t] < last or page.heads[t] == t), first)
        if page.folded[outer] in RELATIVE and page.deps[page.heads[outer]] == "relcl":
            self._add_head(page.heads[page.heads[outer]])
        if outer in self.at:
            return outer
        if inside and page.deps[outer] not in NOMINAL:
            return min(inside, key=lambda token: (_depth(page.heads, token, outer), token))
        while page.deps[outer] in {"prep", "det", "punct", "case"} and outer + 1 < last:
            outer += 1
        self._add_head(outer)
        return outer

    def _add_head(self, token: int) -> None:
        """A candidate of a single noun, unless the token belongs to one or is no word."""
        if any(one.first <= token < one.last for one in self.candidates) or not self.page.words[token][0].isalnum():
            return
        word = Candidate(form="DESCRIPTION", first=token, last=token + 1, head=token)
        self.candidates.append(word)
        self.candidates.sort(key=lambda candidate: candidate.head)
        self.at[token] = word

    def in_brackets(self, one: Candidate) -> bool:
        """Whether a name stands alone in round brackets, as an agency does in a dateline: nothing refers back to it."""
        page = self.page
        return (
            one.first > 0 and one.last < page.size and page.words[one.first - 1] == "(" and page.words[one.last] == ")"
        )

    def note(self, one: Candidate, weights: Weights, how: How, role: str | None = None) -> None:
        """Write down whom a candidate means."""
        self.found[one.head] = Found(first=one.first, last=one.last, weights=weights, how=how, role=role)

    def weight_of(self, referent: Referent, token: int) -> float:
        """How present a referent is at a token: its mentions before, the near ones counting more."""
        return sum(
            1 / (1 + 0.25 * (self.page.sentence_of[token] - self.page.sentence_of[s.token]))
            for s in referent.seen
            if s.token < token
        )

    def person_at(self, token: int) -> int | None:
        """The person that the words around a head mean, if that is fairly sure."""
        found = self.found.get(token)
        if found is None or found.several or not found.weights or found.weights[0][1] < 0.6:
            return None
        number = found.weights[0][0]
        return number if self.book.referents[number].kind == "PERSON" else None

    def description_at(self, token: int) -> Candidate | None:
        """The description whose phrase is headed by, or begins at, a token."""
        other = self.at.get(token)
        if other is None:
            for size in (1, 2):
                other = self.at.get(token + size)
                if other is not None and other.form == "DESCRIPTION" and other.first == token:
                    return other
            return None
        return other if other.form == "DESCRIPTION" else None


def _depth(heads: Sequence[int], token: int, top: int) -> int:
    steps = 0
    while token != top and heads[token] != token and steps < 30:
        token = heads[token]
        steps += 1
    return steps
