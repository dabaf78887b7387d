"""Stories: documents about one course of events, grouped in a single pass over the collection in order of time.

    document -> story -> story_span

The pass takes documents by (published, document_id), undated ones last, so that the order of reading changes nothing.
A document joins the story it is most like, or begins one. Likeness is the cosine of weighted terms (`story_terms`),
halved for every `HALF_LIFE` days between two documents: both are kernels, so their product is a cosine too, of terms
and time. Only what a bounded index of rare terms brings up is compared, so that a document costs the same among a
million as among a thousand.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dragoman.corroborate.sequence import cut_batches, find_days, put_in_order
from dragoman.corroborate.shingles import Numbers
from dragoman.corroborate.story_pass import LIKE, Pass
from dragoman.corroborate.story_terms import BUCKET_BITS, find_terms
from dragoman.ids import make_id, sha256

STORY = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("story_id", pa.string(), nullable=False),
        pa.field("moment", pa.timestamp("us")),
        pa.field("nearest", pa.string()),
        pa.field("likeness", pa.float64()),
        pa.field("fingerprint", pa.string(), nullable=False),
    ]
)
SPAN = pa.schema(
    [
        pa.field("story_id", pa.string(), nullable=False),
        pa.field("first", pa.string(), nullable=False),
        pa.field("earliest", pa.timestamp("us")),
        pa.field("latest", pa.timestamp("us")),
        pa.field("documents", pa.int64(), nullable=False),
    ]
)


class Stories(NamedTuple):
    """The tables that stories are made of, by name."""

    story: pa.Table
    """Each document with its story: document_id, story_id (hash of the first document's id), moment (when it was
    published), nearest (the document of the story that it was most like when it came; empty for the first), likeness
    (its cosine with the story), fingerprint (of what was read of it)."""
    story_span: pa.Table
    """Each story: story_id, first (its first document), earliest, latest, documents."""


class Links(NamedTuple):
    """`story` as the pass fills it: places in the ordered table, -1 for none."""

    stories: Numbers
    nearest: Numbers
    likeness: NDArray[np.float64]


def find_stories(document: pa.Table, like: float = LIKE) -> Stories:
    """The stories of a collection, from the columns document_id, title, published and text of `document`."""
    ordered = put_in_order(document)
    window = Pass(find_days(ordered), like)
    links = no_links(ordered.num_rows)
    for place, (buckets, counts, known) in enumerate(read_terms(ordered)):
        window.take(place, buckets, counts, known)
        placed = window.find(place)
        window.join(place, placed.story)
        links.stories[place], links.nearest[place], links.likeness[place] = placed
    return make_tables(ordered, links)


def no_links(count: int) -> Links:
    """Links to be filled."""
    return Links(np.full(count, -1), np.full(count, -1), np.zeros(count))


def read_terms(ordered: pa.Table) -> Iterator[tuple[Numbers, Numbers, NDArray[np.float64]]]:
    """The terms of each document in turn: bucket of the index, count in the document, count in the general table."""
    for _, batch in cut_batches(ordered):
        found = find_terms(find_texts(batch))
        buckets = (found.terms >> np.uint64(64 - BUCKET_BITS)).astype(np.int64)
        edges = np.searchsorted(found.documents, np.arange(batch.num_rows + 1)).tolist()
        for start, end in pairwise(edges):
            yield buckets[start:end], found.counts[start:end], found.known[start:end]


def find_texts(ordered: pa.Table) -> pa.Array:
    """What is read of each document: its title and its text."""
    kind = pa.large_string()
    title, text = (ordered[name].cast(kind).fill_null("").combine_chunks() for name in ("title", "text"))
    return pc.binary_join_element_wise(title, text, pa.scalar("\n", kind))


def make_tables(ordered: pa.Table, links: Links) -> Stories:
    """The tables from the links of the ordered documents."""
    ids = ordered["document_id"].combine_chunks()
    firsts, inverse, counts = np.unique(links.stories, return_inverse=True, return_counts=True)
    story_ids = pa.array([make_id("story", one) for one in ids.take(pa.array(firsts)).to_pylist()], pa.string())
    alone = links.nearest < 0
    moments = ordered["published"].cast(pa.timestamp("us"))
    story = pa.table(
        {
            "document_id": ids,
            "story_id": story_ids.take(pa.array(inverse)),
            "moment": moments,
            "nearest": ids.take(pa.array(links.nearest, mask=alone)),
            "likeness": pa.array(links.likeness, mask=alone),
            "fingerprint": make_fingerprints(ordered),
        },
        schema=STORY,
    )
    dates = story.group_by("story_id").aggregate([("moment", "min"), ("moment", "max")])
    order = pc.index_in(story_ids, dates["story_id"].combine_chunks())
    span = pa.table(
        {
            "story_id": story_ids,
            "first": ids.take(pa.array(firsts)),
            "earliest": dates["moment_min"].take(order),
            "latest": dates["moment_max"].take(order),
            "documents": pa.array(counts),
        },
        schema=SPAN,
    )
    return Stories(story.sort_by("document_id"), span.sort_by("story_id"))


def make_fingerprints(ordered: pa.Table) -> pa.Array:
    """A hash of all that the pass reads of each document."""
    marks: list[str] = []
    for _, batch in cut_batches(ordered):
        moments = batch["published"].cast(pa.timestamp("us")).cast(pa.int64()).to_pylist()
        texts = find_texts(batch).to_pylist()
        marks += (sha256(f"{moment}\n{text}".encode())[:16] for moment, text in zip(moments, texts, strict=True))
    return pa.array(marks, pa.string())
