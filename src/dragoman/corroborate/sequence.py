"""Documents in the order in which all that spans them is decided: by (published, document_id), undated ones last."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dragoman.corroborate.shingles import Numbers

Days = NDArray[np.float64]

UNDATED = np.inf
"""The day of a document without a date: after all others."""
_DAY = 86_400_000_000
BATCH_BYTES = 4_000_000
"""Text that is analysed at once: as much as a processor keeps near."""


def put_in_order(document: pa.Table) -> pa.Table:
    """The rows of `document` in order; raises ValueError where a document_id stands twice."""
    order = pc.sort_indices(document, [("published", "ascending"), ("document_id", "ascending")])  # nulls last
    ordered = document if (np.diff(order.to_numpy()) == 1).all() else document.take(order)
    ids = ordered["document_id"].combine_chunks()
    if pc.count_distinct(ids).as_py() != len(ids):
        raise ValueError("a document_id stands more than once")
    return ordered


def find_days(table: pa.Table, column: str = "published") -> Days:
    """When each document was published, in days since 1970; `UNDATED` where it is not known."""
    moments = table[column].cast(pa.timestamp("us")).cast(pa.int64())
    return np.asarray(pc.fill_null(pc.divide(moments.cast(pa.float64()), float(_DAY)), UNDATED).to_numpy())


def find_gaps(day: float, days: Days) -> Days:
    """Days between a document and earlier ones; none where either has no date."""
    if np.isinf(day):
        return np.zeros(len(days))
    return day - days  # earlier ones are dated where this one is


def cut_batches(table: pa.Table, column: str = "text") -> Iterator[tuple[int, pa.Table]]:
    """The rows in batches of some `BATCH_BYTES` of a column, each with the place of its first."""
    sizes = pc.fill_null(pc.binary_length(table[column]), 0).to_numpy().astype(np.int64)
    batches = np.cumsum(sizes) // BATCH_BYTES
    edges: Numbers = np.flatnonzero(np.diff(batches, prepend=-1, append=np.inf))
    for start, end in pairwise(edges.tolist()):
        yield start, table.slice(start, end - start)
