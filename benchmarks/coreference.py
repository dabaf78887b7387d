"""Which event mentions of a collection are one event: the task `coreference`, mentions given, pages grouped here.

Reads of a row its text and the offsets of the mentions that are scored, nothing else. Pages are grouped into stories by
TF-IDF; mentions of one story are compared as reports are (`dragoman.corroborate.comparing`) and clustered.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.corroborate.clustering import cluster
from dragoman.corroborate.comparing import Comparer, compare, load_comparer
from dragoman.corroborate.report_views import ReportView
from dragoman.corroborate.vocabulary import Vocabulary, load_vocabulary, words_in
from dragoman.flow import Flow
from dragoman.ids import make_id
from dragoman.spans import Span
from dragoman.trees import Tree, head_of, subject_of, tokens_in
from dragoman.values import Actor, Analysis, Document, Mention

Row = dict[str, Any]
Floats = NDArray[np.float64]

STORY = 0.54
"""Mean likeness of pages, each beside its own neighbours', from which on they tell of one story."""
NEIGHBOURS = 5
"""Pages whose likeness to a page is the measure of how alike its story's pages are."""
NAMES = 2.0
"""What a name's word counts for, beside any other: names tell stories of one kind apart."""
TELLING = 0.7
"""Rarity from which on a word of a sentence tells something."""
WANTED = ("actors", "mentions", "analysis")
OBJECTS = ("to", "with", "against", "on", "from", "for", "into")


# ---------------------------------------------------------------- pages


def group_pages(texts: list[str], even: float = STORY) -> list[str]:
    """A label for each text, the same for those of one story."""
    ids = [f"{number:06}" for number in range(len(texts))]
    pairs = np.array(list(combinations(range(len(texts)), 2)), np.int64).reshape(-1, 2)
    alike = _beside_neighbours(_page_vectors(texts))
    groups = cluster(ids, pairs, np.minimum(alike[pairs[:, 0], pairs[:, 1]], 1.0), even)
    return [label for _, label in sorted((one, group[0]) for group in groups for one in group)]


def _page_vectors(texts: list[str]) -> Floats:
    """TF-IDF vectors of length 1; a word that mostly has a capital inside sentences counts as a name's."""
    pages = [Counter(words_in(text)) for text in texts]
    frequency = Counter(word for page in pages for word in page)
    capital = Counter(w for t in texts for w in {m.lower() for m in re.findall(r"(?<=[a-z,] )[A-Z]\w+", t)})
    rare = load_vocabulary().rarity
    kept = sorted(word for word, count in frequency.items() if count > 1 and rare(word) > TELLING)
    column = {word: at for at, word in enumerate(kept)}
    table = np.zeros((len(texts), len(kept)))
    for row, page in enumerate(pages):
        for word, count in page.items():
            if word in column:
                name = NAMES if capital[word] > 0.3 * frequency[word] else 1.0
                table[row, column[word]] = name * (1 + np.log(count)) * np.log(len(texts) / frequency[word])
    norms: Floats = np.linalg.norm(table, axis=1, keepdims=True)
    return table / np.maximum(norms, 1e-9)


def _beside_neighbours(vectors: Floats) -> Floats:
    """Cosines, each over the geometric mean of what its two pages have with their nearest (local scaling)."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, 0.0)
    nearest = np.sort(cosines, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
    scaled: Floats = cosines / np.sqrt(np.outer(nearest, nearest) + 1e-9)
    return scaled


# ---------------------------------------------------------------- mentions


class PageViews:
    """The views of a page's mentions: who takes part, by the parse; nobody coded their type, place or day."""

    def __init__(self, document: Document, values: dict[str, Any], vocabulary: Vocabulary) -> None:
        self.document, self.vocabulary = document, vocabulary
        self.analysis: Analysis = values["analysis"]
        self.tree = Tree(self.analysis)
        actors: dict[str, Actor] = {actor.actor_id: actor for actor in values["actors"]}
        self.named: list[tuple[Mention, Actor]] = [
            (one, actors[one.actor_id]) for one in values["mentions"] if one.actor_id in actors
        ]

    def view(self, span: Span, story: str) -> ReportView:
        """The mention at `span` as a report."""
        analysis, words = self.analysis, self.document.text[span[0] : span[1]]
        head = head_of(analysis, span)
        page = self.document.document_id
        name = f"{page}:{span[0]:06}:{span[1]:06}"
        if head is None:
            return ReportView(id=name, document_id=page, story=story, trigger=words_in(words))
        inside = set(tokens_in(analysis, span))
        number = analysis.sentence_of[head]
        first, last = analysis.sentences[number]
        actors, recipients = self._participants(head)
        return ReportView(
            id=name,
            document_id=page,
            story=story,
            trigger=words_in(words),
            lemma=self.vocabulary.lemma(analysis.words[head]),
            words=frozenset(self._telling(token for token in range(first, last) if token not in inside)),
            actors=frozenset(actors),
            recipients=frozenset(recipients),
            position=number,
        )

    def _telling(self, tokens: Iterator[int]) -> Iterator[str]:
        for token in tokens:
            for word in words_in(self.analysis.words[token]):
                if word[0].isdigit() or self.vocabulary.rarity(word) > TELLING:
                    yield self.vocabulary.lemma(word)

    def _participants(self, head: int) -> tuple[set[str], set[str]]:
        """Keys of who does it and of whom or what it is done to, by the verb's or the noun's own frame."""
        tree, analysis = self.tree, self.analysis
        subject = subject_of(analysis, head)
        doers = tree.under_preps(head, "by") + tree.kids(head, "poss")
        done_to = tree.kids(head, "dobj", "dative", "attr", "compound", "amod", "nmod")
        done_to += tree.under_preps(head, "of") + tree.under_preps(head, *OBJECTS)
        if subject is not None:
            (done_to if tree.is_passive(head) else doers).append(subject)
        if analysis.deps[head] in ("dobj", "pobj", "nsubjpass"):  # `carried out an attack`: the verb's subject did it
            verb = analysis.heads[head]
            verb = analysis.heads[verb] if analysis.deps[head] == "pobj" else verb
            other = subject_of(analysis, verb)
            doers += [other] if other is not None and other != head else []
        if analysis.deps[head] in ("acl", "relcl"):
            passive = analysis.deps[head] == "acl" and not tree.words[head].endswith("ing")
            (done_to if passive else doers).append(analysis.heads[head])
        return self._keys(doers), self._keys(done_to)

    def _keys(self, tokens: list[int]) -> set[str]:
        """The last word of whom each token means, and the token's lemma where it is no pronoun."""
        keys: set[str] = set()
        for token in (one for some in tokens for one in self.tree.conjuncts(some)):
            start = self.analysis.starts[token]
            keys |= {actor.name.split()[-1].lower() for one, actor in self.named if one.start <= start < one.end}
            word = self.tree.words[token]
            if self.vocabulary.rarity(word) > TELLING:
                keys.add(self.vocabulary.lemma(word))
        return keys


def make_views(rows: list[Row], flow: Flow) -> list[list[ReportView]]:
    """The views of each row's mentions that are scored, in their order; pages of one story know it."""
    stories = group_pages([row["text"] for row in rows])
    views = []
    for row, story in zip(rows, stories, strict=True):
        id_, text = row["doc_id"], row["text"]
        document = Document(document_id=make_id(id_), external_id=id_, language="en", text=text, raw_sha256="")
        page = PageViews(document, flow.run({"document": document}, WANTED), load_vocabulary())
        views.append([page.view((one["start"], one["end"]), story) for one in scored(row)])
    return views


def scored(row: Row) -> list[Row]:
    """The mentions that a line of the predictions has labels for; of each only the offsets are read."""
    return [one for one in row["mentions"] if one["kind"] == "event" and one.get("selected", True)]


def pair_views(views: list[ReportView]) -> NDArray[np.int64]:
    """Places of every two views of one story."""
    by_story = defaultdict(list)
    for place, view in enumerate(views):
        by_story[view.story].append(place)
    pairs = [pair for places in by_story.values() for pair in combinations(places, 2)]
    return np.array(pairs, np.int64).reshape(-1, 2)


def chains_of(views: list[ReportView], comparer: Comparer | None = None) -> dict[str, str]:
    """The chain of each view by its id."""
    comparer = comparer or load_comparer()
    ids, pairs = [view.id for view in views], pair_views(views)
    groups = cluster(ids, pairs, compare(views, pairs, comparer), comparer.even)
    return {one: group[0] for group in groups for one in group}


def predict_coreference(rows: list[Row], flow: Flow) -> list[Row]:
    """The lines of the predictions."""
    views = make_views(rows, flow)
    chains = chains_of([one for some in views for one in some])
    return [
        {"doc_id": row["doc_id"], "chains": [chains[one.id] for one in some]}
        for row, some in zip(rows, views, strict=True)
    ]
