"""A document as the search for actors sees it: columns over its tokens, computed once."""

import re

from dragoman.ground.actors.lexicon import fold
from dragoman.spans import Span
from dragoman.values import Analysis, Document

OPENING, CLOSING = "“«„", "”»"
NOUN_LEFT = frozenset(
    {
        "compound",
        "amod",
        "nmod",
        "det",
        "poss",
        "nummod",
        "quantmod",
        "predet",
        "npadvmod",
        "punct",
        "case",
        "advmod",
        "prt",
    }
)
"""Dependencies that stand before a noun inside its phrase."""


class Page:
    """Tokens with what is read off them: folded words, phrase edges, paragraphs, quotation marks. Read-only."""

    def __init__(self, document: Document, analysis: Analysis) -> None:
        self.document_id = document.document_id
        self.text = document.text
        self.year = document.published.year if document.published else None
        self.words = analysis.words
        self.starts = analysis.starts
        self.ends = analysis.ends
        self.heads = analysis.heads
        self.deps = analysis.deps
        self.children = analysis.children
        self.sentence_of = analysis.sentence_of
        self.sentences = analysis.sentences
        self.entities = analysis.entities
        self.folded = tuple(map(fold, analysis.words))
        self.size = len(self.words)
        self.left, self.right = _edges(analysis)
        self.paragraph_of, self.furniture_before = _paragraphs(document.text, analysis)
        self.quoted, self.quotes = _quotations(self)
        self.token_at = {start: token for token, start in enumerate(self.starts)}

    def span(self, first: int, last: int) -> Span:
        """Characters of tokens `first` to `last`, the last excluded."""
        return self.starts[first], self.ends[last - 1]

    def slice(self, first: int, last: int) -> str:
        """The text of tokens `first` to `last`, the last excluded."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """Tokens that begin within the characters: first, and one past the last; equal where there are none."""
        first = _bisect(self.starts, start)
        if first and self.ends[first - 1] > start:
            first -= 1
        return first, _bisect(self.starts, end)

    def phrase_start(self, head: int) -> int:
        """First token of the noun phrase of `head`: its contiguous modifiers on the left, a possessor included."""
        first = head
        for child in reversed(self.children[head]):
            if child < first and self.deps[child] in NOUN_LEFT and self.right[child] == first - 1:
                first = self.left[child]
        return first

    def child(self, head: int, *labels: str) -> int | None:
        """The first child of `head` that bears one of the labels."""
        return next((child for child in self.children[head] if self.deps[child] in labels), None)

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, or of the verb it is coordinated with or bound to as an infinitive."""
        for _ in range(4):
            found = self.child(verb, "nsubj", "nsubjpass")
            if found is not None:
                return found
            if self.deps[verb] not in {"conj", "xcomp", "advcl"} or self.heads[verb] == verb:
                return None
            verb = self.heads[verb]
        return None

    def clause(self, token: int) -> int:
        """The verb (or root) whose clause the token stands in."""
        while self.heads[token] != token and self.deps[token] not in CLAUSES:
            token = self.heads[token]
        return token


CLAUSES = frozenset({"ROOT", "ccomp", "relcl", "advcl", "acl", "parataxis", "pcomp", "xcomp", "csubj"})


def _bisect(values: tuple[int, ...], wanted: int) -> int:
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def _edges(analysis: Analysis) -> tuple[list[int], list[int]]:
    """First and last token of each token's subtree."""
    left, right = list(range(len(analysis.words))), list(range(len(analysis.words)))
    for token, head in enumerate(analysis.heads):
        above, below = head, token
        while above != below:
            if token < left[above]:
                left[above] = token
            elif token > right[above]:
                right[above] = token
            below, above = above, analysis.heads[above]
    return left, right


def _paragraphs(text: str, analysis: Analysis) -> tuple[list[int], list[int]]:
    """For each token: the number of its paragraph, and of the furniture and stray lines before it."""
    paragraphs: list[int] = []
    furniture: list[int] = []
    paragraph = gaps = end = 0
    for start, stop in zip(analysis.starts, analysis.ends, strict=True):
        if start > end + 1:
            between = text[end:start]
            if "\n" in between and paragraphs:
                paragraph += 1
            if paragraphs and re.search(r"\w", between):
                gaps += 1
        paragraphs.append(paragraph)
        furniture.append(gaps)
        end = stop
    return paragraphs, furniture


def _quotations(page: Page) -> tuple[list[bool], list[tuple[int, int]]]:
    """Whether each token stands inside quotation marks, and the quotations as ranges of tokens, marks left out."""
    quoted = [False] * page.size
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for token, word in enumerate(page.words):
        new = token and page.paragraph_of[token] != page.paragraph_of[token - 1]
        if new and opened is not None:
            found.append((opened, token))
            opened = None
        if opened is None and (word in OPENING or word in {'"', "``", "''"}):
            opened = token + 1
        elif opened is not None and (word in CLOSING or word in {'"', "''"}):
            found.append((opened, token))
            opened = None
    if opened is not None:
        found.append((opened, page.size))
    for first, last in found:
        quoted[first:last] = [True] * (last - first)
    return quoted, found
