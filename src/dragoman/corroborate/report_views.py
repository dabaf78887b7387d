"""A report of an event as it is compared with others, and many of them in columns."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dragoman.corroborate.vocabulary import Vocabulary

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Range = tuple[int | None, int | None]


class Whereabouts(msgspec.Struct, frozen=True):
    """Where an event happened: degrees north and east, UCDP where-precision, the place's name."""

    lat: float
    lon: float
    precision: int
    name: str | None = None


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of one report of an event; what is unknown stays empty."""

    id: str
    """The event's."""
    document_id: str
    """The page's."""
    story: str | None = None
    """The story that the page belongs to."""
    type: str | None = None
    """PLOVER event type."""
    trigger: tuple[str, ...]
    """The words that name the event, in small letters."""
    lemma: str | None = None
    """Lemma of the word among them that the others hang on, where a parse tells it; else it is guessed."""
    words: frozenset[str] = frozenset()
    """The other words and figures of its sentence that tell something, as lemmas."""
    actors: frozenset[str] = frozenset()
    """Keys of those who did it: actor ids, codes, names or head words, whatever is alike in all views."""
    recipients: frozenset[str] = frozenset()
    """Keys of those it was done to."""
    countries: frozenset[str] = frozenset()
    """ISO 3166 codes of those who take part."""
    place: Whereabouts | None = None
    """Where it happened."""
    earliest: date | None = None
    """First day it may have happened."""
    latest: date | None = None
    """Last day."""
    killed: Range | None = None
    """Killed, at least and at most."""
    injured: Range | None = None
    """Injured, likewise."""
    position: int = 0
    """Number of its sentence in the page; 0 is the headline or the first."""


class Bag(NamedTuple):
    """A set of items for each view, sorted, one after another."""

    starts: Ints
    counts: Ints
    items: Ints
    keys: Ints
    """View times `size` plus item: ascending over all views."""
    size: int
    """One more than the greatest item that any bag of these columns can hold."""

    def shared(self, ones: Ints, other: "Bag", twos: Ints, weights: Floats) -> Floats:
        """For each pair of a view here and one in `other`: the weights of the items that both have, added up."""
        counts = self.counts[ones]
        if not len(other.keys) or not counts.sum():
            return np.zeros(len(ones))
        pair = np.repeat(np.arange(len(ones)), counts)
        first = np.cumsum(counts) - counts
        items = self.items[np.arange(len(pair)) - first[pair] + self.starts[ones][pair]]
        wanted = twos[pair] * self.size + items
        at = np.minimum(np.searchsorted(other.keys, wanted), len(other.keys) - 1)
        found = other.keys[at] == wanted
        return np.bincount(pair[found], weights[items[found]], len(ones))

    def total(self, weights: Floats) -> Floats:
        """The weights of each view's items, added up."""
        return np.bincount(np.repeat(np.arange(len(self.counts)), self.counts), weights[self.items], len(self.counts))


class Columns:
    """Views in columns, with what the vocabulary knows of their words."""

    def __init__(self, views: Sequence[ReportView], vocabulary: Vocabulary) -> None:
        self.vocabulary, self.views = vocabulary, views
        self.numbers: dict[str, int] = {}
        heads = [view.lemma or vocabulary.head(view.trigger) for view in views]
        families = [vocabulary.family_of(head) for head in heads]
        self.lemma, self.family = self._intern(heads), self._intern(families)
        self.lemma_vector, self.family_vector = self._vectors(heads), self._vectors(families)
        self.rarity = np.array([vocabulary.rarity(one) for one in families])
        self.senses = self._sense_bag(families, (vocabulary.senses,))
        self.kinds = self._sense_bag(families, (vocabulary.senses, vocabulary.above))
        self._participants(views)
        self._circumstances(views)

    def _intern(self, names: Iterable[str | None]) -> Ints:
        """A number for each name, the same for the same name; -1 for none."""
        return np.array(
            [-1 if name is None else self.numbers.setdefault(name, len(self.numbers)) for name in names], np.int64
        )

    def _vectors(self, words: list[str]) -> NDArray[np.float32]:
        table = np.vstack([self.vocabulary.vectors, np.zeros((1, self.vocabulary.vectors.shape[1]), np.float32)])
        return table[[self.vocabulary.number.get(word, -1) for word in words]]

    def _sense_bag(self, words: list[str], tables: tuple[NDArray[np.int32], ...]) -> Bag:
        at = [self.vocabulary.number.get(word, -1) for word in words]
        rows = [{int(s) for table in tables for s in table[k] if s >= 0} if k >= 0 else set() for k in at]
        return make_bag(rows, 1 + max(int(table.max()) for table in (self.vocabulary.senses, self.vocabulary.above)))

    def _participants(self, views: Sequence[ReportView]) -> None:
        families = [{self.vocabulary.family_of(self.vocabulary.lemma(word)) for word in view.trigger} for view in views]
        sets: dict[str, list[set[str] | frozenset[str]]] = {
            "triggers": list(families),
            "actors": [view.actors for view in views],
            "recipients": [view.recipients for view in views],
            "everyone": [view.actors | view.recipients for view in views],
            "words": [view.words for view in views],
            "figures": [{word for word in view.words if word[0].isdigit()} for view in views],
            "countries": [view.countries for view in views],
        }
        rows = {name: [set(self._intern(sorted(one)).tolist()) for one in some] for name, some in sets.items()}
        self.bags = {name: make_bag(some, len(self.numbers)) for name, some in rows.items()}
        self.weights = np.array([self.vocabulary.rarity(name) for name in self.numbers])
        self.ones = np.ones(max(len(self.numbers), self.kinds.size))

    def _circumstances(self, views: Sequence[ReportView]) -> None:
        nowhere = (np.nan, np.nan, np.nan)
        self.document = self._intern(view.document_id for view in views)
        self.story = self._intern(view.story for view in views)
        self.type = self._intern(view.type for view in views)
        self.position = np.array([view.position for view in views], np.int64)
        self.phrase = self._intern(" ".join(view.trigger) if len(view.trigger) > 1 else None for view in views)
        self.place = np.array(
            [(one.lat, one.lon, one.precision) if (one := view.place) else nowhere for view in views], float
        ).reshape(len(views), 3)
        self.days = np.array([(_day(view.earliest), _day(view.latest)) for view in views]).reshape(len(views), 2)
        self.killed = np.array([_range(view.killed) for view in views]).reshape(len(views), 2)
        self.injured = np.array([_range(view.injured) for view in views]).reshape(len(views), 2)


def make_bag(rows: Sequence[Iterable[int]], size: int) -> Bag:
    """The bag of each row's items, all below `size`."""
    ordered = [sorted(row) for row in rows]
    counts = np.array([len(row) for row in ordered], np.int64)
    items = np.array([item for row in ordered for item in row], np.int64)
    keys = np.repeat(np.arange(len(counts)), counts) * size + items
    return Bag(np.cumsum(counts) - counts, counts, items, keys, size)


def _day(day: date | None) -> float:
    return np.nan if day is None else day.toordinal()


def _range(given: Range | None) -> tuple[float, float]:
    if given is None or given == (None, None):
        return np.nan, np.nan
    low, high = given
    return 0.0 if low is None else low, np.inf if high is None else high
