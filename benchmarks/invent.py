"""A press of our own invention, as large as wanted: documents with stories, publishers, dates, copies and quotations.

    table, truth = invent_documents(10_000, seed=1)

Nothing in it was written by anybody: words come from `benchmarks/words.tsv`, names are put together from syllables. The
same count and seed give the same documents. The press is as dense whatever its size (`PER_DAY` documents a day), so
that a larger one is a longer one, as a record that grows is.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from dragoman.ids import make_id
from dragoman.schema import SCHEMAS

PER_DAY = 400
BEGINS = datetime(2019, 1, 1)
COPIES = 0.4
"""Share of documents that are somebody else's."""
UNDATED = 0.02


class Incident(NamedTuple):
    """Something that happened in a story, for those who code it."""

    number: int
    verb: str
    actor: str
    recipient: str
    place: str
    day: datetime
    killed: int


class Sentence(NamedTuple):
    """A sentence, and the incident it tells of."""

    text: str
    incident: Incident | None = None


class Page(NamedTuple):
    """A document of the press."""

    number: int
    publisher: int
    title: str
    published: datetime | None
    sentences: tuple[Sentence, ...]
    furniture: str
    story: int
    original: int | None
    """Number of the page that it copies."""
    relation: str | None
    """`COPY`, or `PART` for a cut or brief."""


class Story(NamedTuple):
    """A course of events: who, where, and the words that recur in what is written about it."""

    number: int
    begins: datetime
    days: int
    place: str
    sides: tuple[str, str]
    people: tuple[str, ...]
    topic: tuple[str, ...]
    incidents: tuple[Incident, ...]
    quotations: tuple[str, ...]


@cache
def read_words() -> dict[str, tuple[str, ...]]:
    """The word lists, by name."""
    rows = (Path(__file__).parent / "words.tsv").read_text("utf-8").splitlines()
    return {name: tuple(words.split()) for name, words in (row.split("\t") for row in rows)}


class Vocabulary(NamedTuple):
    """Words, and the running sum of how often each is drawn."""

    words: tuple[str, ...]
    weights: tuple[float, ...]


class Press:
    """Draws stories and pages; all chance comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = read_words()
        self.nouns, self.adjectives = self.vocabulary("nouns", 12_000), self.vocabulary("adjectives", 3_000)
        self.places = [self.name() for _ in range(3000)]
        self.sides = [self.name() for _ in range(400)]
        self.publishers = [f"{self.name()} {self.pick('outlets')}" for _ in range(300)]
        self.furniture = [f"{self.filler(9)}. {self.filler(12)}." for _ in self.publishers]

    def name(self) -> str:
        pieces = [self.pick("syllables") for _ in range(self.chance.randint(2, 3))]
        return ("".join(pieces) + self.pick("endings")).capitalize()

    def vocabulary(self, words: str, count: int) -> Vocabulary:
        """Our words and many made ones, the first the most frequent (Zipf's law)."""
        made = (self.name().lower() for _ in range(count))
        every = tuple(dict.fromkeys((*self.words[words], *made)))
        return Vocabulary(every, tuple(accumulate(1 / (rank + 20) for rank in range(len(every)))))

    def draw(self, vocabulary: Vocabulary) -> str:
        return self.chance.choices(vocabulary.words, cum_weights=vocabulary.weights)[0]

    def pick(self, words: str) -> str:
        return self.chance.choice(self.words[words])

    def filler(self, count: int) -> str:
        """A run of words that means nothing: `the slow ferry and nine harbours ...`."""
        words: list[str] = []
        while len(words) < count:
            words += [self.pick("links"), self.draw(self.adjectives), self.draw(self.nouns)]
        return " ".join(words[:count]).capitalize()

    def story(self, number: int, begins: datetime) -> Story:
        days = 1 + min(int(self.chance.expovariate(1 / 4)), 25)
        first, second = self.chance.sample(self.sides, 2)
        place = self.chance.choice(self.places)
        incidents = tuple(
            Incident(
                number=number * 8 + one,
                verb=self.pick("deeds"),
                actor=first if self.chance.random() < 0.7 else second,
                recipient=second,
                place=place if self.chance.random() < 0.7 else self.chance.choice(self.places),
                day=begins + timedelta(days=self.chance.randint(0, days - 1)),
                killed=max(0, int(self.chance.expovariate(0.3)) - 2),
            )
            for one in range(1 + min(int(self.chance.expovariate(0.7)), 6))
        )
        return Story(
            number=number,
            begins=begins,
            days=days,
            place=place,
            sides=(first, second),
            people=tuple(f"{self.name()} {self.name()}" for _ in range(5)),
            topic=tuple(self.chance.sample(self.nouns.words, 12)),
            incidents=incidents,
            quotations=tuple(self.filler(self.chance.randint(10, 22)) for _ in range(4)),
        )

    def sentence(self, story: Story) -> Sentence:
        """Something said of a story: an incident, a quotation, or a sentence about its topic."""
        kind = self.chance.random()
        person = self.chance.choice(story.people)
        if kind < 0.25:
            one = self.chance.choice(story.incidents)
            toll = f", leaving {one.killed} dead" if one.killed else ""
            when = f"{one.day:%A}"
            text = f"{self.filler(4)} {one.actor} {one.verb} {one.recipient} near {one.place} on {when}{toll}."
            return Sentence(text, one)
        if kind < 0.4:
            said = self.chance.choice(story.quotations)
            return Sentence(f"“{said},” {person} {self.pick('sayings')} {self.filler(5).lower()}.")
        topic = self.chance.sample(story.topic, 2)
        opening = f"{self.filler(5)} {topic[0]} {self.pick('verbs')} {self.pick('links')} {person}"
        return Sentence(f"{opening} {self.filler(6).lower()} {topic[1]} {self.pick('links')} {story.place}.")

    def original(self, number: int, story: Story) -> Page:
        published = story.begins + timedelta(seconds=self.chance.randrange(story.days * 86_400))
        publisher = self.chance.randrange(len(self.publishers))
        sentences = tuple(self.sentence(story) for _ in range(self.chance.randint(4, 9)))
        title = f"{story.sides[0]} {self.pick('deeds')} {story.sides[1]}: {self.filler(4).lower()}"
        furniture = self.furniture[publisher]
        return Page(number, publisher, title, published, sentences, furniture, story.number, None, None)

    def copy(self, number: int, page: Page) -> Page:
        """The page as another outlet prints it: whole, with words changed, cut, or the first lines of it."""
        kind = self.chance.choice(("whole", "whole", "edited", "cut", "brief"))
        sentences = page.sentences
        if kind == "cut":
            sentences = sentences[: max(2, len(sentences) // 2)]
        elif kind == "brief":
            sentences = sentences[:2]
        elif kind == "edited":
            sentences = tuple(one._replace(text=self.edited(one.text)) for one in sentences)
        publisher = (page.publisher + self.chance.randrange(1, len(self.publishers))) % len(self.publishers)
        assert page.published
        return page._replace(
            number=number,
            publisher=publisher,
            title=self.filler(7),
            published=page.published + timedelta(seconds=self.chance.randrange(60, 2 * 86_400)),
            sentences=sentences,
            furniture=self.furniture[publisher],
            original=page.number,
            relation="PART" if kind in ("cut", "brief") else "COPY",
        )

    def edited(self, text: str) -> str:
        """The text with one word in twenty-five put otherwise."""
        words = text.split()
        for place in range(len(words)):
            if self.chance.random() < 0.04 and words[place].isalpha():
                words[place] = self.pick("adjectives")
        return " ".join(words)

    def pages(self, count: int) -> Iterator[Page]:
        """So many pages, story after story."""
        number = stories = 0
        while number < count:
            size = min(1 + int(self.chance.paretovariate(1.1)), 300, count - number)
            story = self.story(stories, BEGINS + timedelta(days=number / PER_DAY))
            stories += 1
            printed: list[Page] = []
            for _ in range(size):
                copied = bool(printed) and self.chance.random() < COPIES
                page = self.copy(number, self.chance.choice(printed)) if copied else self.original(number, story)
                number += 1
                printed += () if copied else (page,)
                undated = not copied and len(printed) > 1 and self.chance.random() < UNDATED / (1 - COPIES)
                yield page._replace(published=None) if undated else page


def read_text(page: Page) -> str:
    """The page's text as the record holds it."""
    return "\n".join([page.title, *(one.text for one in page.sentences), page.furniture])


def document_rows(press: Press, pages: list[Page], ids: dict[int, str]) -> pa.Table:
    """Pages as the record's table of documents."""
    held = {
        "document_id": [ids[page.number] for page in pages],
        "publisher": [press.publishers[page.publisher] for page in pages],
        "title": [page.title for page in pages],
        "published": [page.published for page in pages],
        "text": [read_text(page) for page in pages],
        "raw_sha256": [""] * len(pages),
    }
    schema = SCHEMAS["document"]
    columns = [
        pa.array(held[one.name], one.type) if one.name in held else pa.nulls(len(pages), one.type) for one in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def invent_documents(count: int, seed: int = 0) -> tuple[pa.Table, pa.Table]:
    """So many documents as the record's table, in no order, and the truth: document_id, copy_of, relation, story."""
    press = Press(seed)
    pages = list(press.pages(count))
    press.chance.shuffle(pages)
    ids = {page.number: make_id("invented", page.number, seed) for page in pages}
    truth = {
        "document_id": [ids[page.number] for page in pages],
        "copy_of": [None if page.original is None else ids[page.original] for page in pages],
        "relation": [page.relation for page in pages],
        "story": [page.story for page in pages],
    }
    return document_rows(press, pages, ids), pa.table(truth)
