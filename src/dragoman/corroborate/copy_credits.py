"""What else speaks for a copy, beside its words: a wire agency that both documents credit, a title that both bear."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.corroborate.shingles import Flags, Numbers
from dragoman.settings import DATA

HEAD, TAIL = 400, 300
"""Characters at the beginning and at the end in which an agency is credited."""
BATCH = 20_000
"""Texts looked at once."""


def find_evidence(ordered: pa.Table, earlier: Numbers, later: Numbers, through: dict[int, str]) -> pa.Array:
    """For each pair of documents a list: `wire:Reuters` where both credit the agency, `title` where both bear one,
    `through:ID` where they share no words but document ID holds both."""
    places, inverse = np.unique(np.concatenate((earlier, later)), return_inverse=True)
    first, second = inverse[: len(earlier)], inverse[len(earlier) :]
    marks = {
        f"wire:{agency}": credited[first] & credited[second]
        for agency, credited in _find_credits(ordered["text"], places).items()
    }
    titles = ordered["title"].combine_chunks()
    same = pc.equal(*(pc.utf8_lower(titles.take(pa.array(places))) for places in (earlier, later)))
    marks["title"] = np.asarray(pc.fill_null(same, False))
    found = [[f"through:{through[place]}"] if place in through else [] for place in later.tolist()]
    for mark, held in marks.items():
        for place in np.flatnonzero(held).tolist():
            found[place].append(mark)
    return pa.array(found, pa.list_(pa.field("item", pa.string())))


def _find_credits(texts: pa.ChunkedArray, places: Numbers) -> dict[str, Flags]:
    """For each agency, which of the texts at these places credit it."""
    credits = {agency: np.zeros(len(places), bool) for agency in read_agencies()}
    for start in range(0, len(places), BATCH):
        heads, tails = _ends_of(texts.take(pa.array(places[start : start + BATCH])))
        for agency, rule in read_agencies().items():
            found = pc.or_(*(pc.match_substring_regex(end, rule) for end in (heads, tails)))
            credits[agency][start : start + BATCH] = np.asarray(found)
    return credits


def _ends_of(texts: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Where credits stand: the heads and the tails of texts."""
    heads, tails = pc.utf8_slice_codeunits(texts, 0, HEAD), pc.utf8_slice_codeunits(texts, -TAIL)
    return heads.combine_chunks(), tails.combine_chunks()


@cache
def read_agencies() -> dict[str, str]:
    """How each wire agency is credited, as a pattern (`data/corroborate/agencies.tsv`)."""
    rows = (DATA / "corroborate/agencies.tsv").read_text("utf-8").splitlines()
    return dict(row.split("\t") for row in rows)
