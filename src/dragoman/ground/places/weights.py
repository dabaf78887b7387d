"""The weights of the two linear models for places, and the columns that they weigh.

Both are in `data/gazetteer/weights.json`, made by `python -m tools.gazetteer.tune`: which of the places of one name is
meant (`SENSE`), and whether a span names a place at all (`SPAN`).
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.settings import DATA

Floats = NDArray[np.float32]

FILE = DATA / "gazetteer" / "weights.json"
SENSE = (
    "population", "behind", "own", "country", "adm1", "adm2", "adm3", "capital", "seat", "seat2", "section", "other",
    "container",
    "contradicts", "doc_country", "doc_region", "demonym", "near", "wide", "publisher", "division", "undivided",
    "water",
    "doc_district", "speaks",
)  # fmt: skip
SPAN = (
    "bias", "label=", "label^", "label$", "label~", "none", "GPE", "LOC", "FAC", "ORG", "PERSON", "NORP", "OTHER",
    "locative",
    "container", "contained", "street", "institution", "title", "saying", "words", "caps", "start", "small", "known",
    "person",
    "population", "near", "certainty", "country", "adm1", "adm2", "town", "unknown", "sound", "own", "org_country",
    "listed", "wide", "doc_country", "kind", "governed", "subject", "object", "modifier", "possessor", "beside", "team",
    "capitals", "org_end", "loose", "word", "word_held", "division",
)  # fmt: skip


class Weights(NamedTuple):
    """The two models."""

    prior: Floats
    """Of `SENSE`, before the document's places are compared."""
    sense: Floats
    """Of `SENSE`."""
    span: Floats
    """Of `SPAN`."""
    threshold: float
    """Score from which a span has a row."""


def read_weights(file: Path = FILE) -> Weights:
    """The weights of a file; those that come along unless told otherwise."""
    given: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Weights(
        np.array([given["prior"][name] for name in SENSE], np.float32),
        np.array([given["sense"][name] for name in SENSE], np.float32),
        np.array([given["span"][name] for name in SPAN], np.float32),
        float(given["threshold"]),
    )


def write_weights(weights: Weights, file: Path) -> None:
    """Write the weights, each beside its column's name."""
    tables = (("prior", SENSE, weights.prior), ("sense", SENSE, weights.sense), ("span", SPAN, weights.span))
    named = {
        name: {key: round(float(weight), 3) for key, weight in zip(keys, row, strict=True)}
        for name, keys, row in tables
    }
    file.write_text(json.dumps({**named, "threshold": weights.threshold}, indent=1) + "\n", "utf-8")
