"""Places: the toponyms of a document, each with the place it names, judged together.

`toponyms` finds the spans, `toponym_groups` and `containers` what belongs together, `senses` chooses among the places
of one name, `toponym_spans` tells whether a span names a place,
`focus` which place the document is about.
"""

import re

import msgspec
import numpy as np

from dragoman.ground.places.focus import find_focus
from dragoman.ground.places.gazetteer import COUNTRY, OWN, WATER, Candidate, open_gazetteer
from dragoman.ground.places.groups import gather_evidence
from dragoman.ground.places.senses import Sense, choose_senses
from dragoman.ground.places.spans import describe_spans
from dragoman.ground.places.toponyms import Toponym
from dragoman.ground.places.weights import Weights, read_weights
from dragoman.values import Analysis, Document, Place

UNKNOWN = 0.04
"""Score from which a name that the gazetteer lacks has a row: it says that a place is named, and not which."""
PART = re.compile(
    r"\b(?:(?:north|south)-?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central) $",
    re.I,
)
AROUND = re.compile(
    r"\boff (?:the (?:coast of )?)?$|\b(?:near|outside|around|close to|not far from|on the outskirts of|"
    r"(?:km|kilomet\w+|miles?)(?: [a-z]+){0,3}) (?:the )?(?:[a-z]+ ){0,4}?$"
)
BETWEEN = re.compile(r"\bbetween (?:the )?$|\bbetween \S+(?: \S+)? and (?:the )?$")
AREAS = frozenset("""RGN CONT ZN MTS STM STMS CNL DSRT PEN VAL ISLS DLTA LK RSV AREA SWMP""".split())  # noqa: SIM905
"""Features too large or too long for a point."""


class PlaceResolver:
    """Finds the places that a document names; the gazetteer is opened and the weights are read once."""

    def __init__(self, weights: Weights | None = None) -> None:
        self.gazetteer = open_gazetteer()
        self.weights = weights or read_weights()

    def __call__(self, document: Document, analysis: Analysis) -> tuple[Place, ...]:
        """One row a toponym, in the order of the text; a name that cannot be resolved has a row without a place."""
        evidence = gather_evidence(document, analysis, self.gazetteer)
        senses, company = choose_senses(document, evidence, self.gazetteer, self.weights)
        features = describe_spans(document, analysis, evidence, senses, company)
        scores = 1 / (1 + np.exp(-(features @ self.weights.span)))
        found = [
            (_place(document, toponym, sense, float(score)), sense[0] if sense else None)
            for toponym, sense, score in zip(evidence.toponyms, senses, scores, strict=True)
            if toponym.kind
            or is_seat_of_power(toponym, sense)
            or score >= (self.weights.threshold if sense else UNKNOWN)
        ]
        focus = find_focus([(place, row.confidence) for row, place in found if place])
        return tuple(
            msgspec.structs.replace(row, focus=True) if place is not None and place.id == focus else row
            for row, place in found
        )


def is_seat_of_power(toponym: Toponym, sense: Sense | None) -> bool:
    """Whether it is a house that a government is called by, which says more than is done in it: `the Kremlin`."""
    seat = sense is not None and sense[0].feature == "BLDG" and sense[0].own and toponym.exact
    return seat and not toponym.label.startswith("PERSON")


def _place(document: Document, toponym: Toponym, sense: Sense | None, score: float) -> Place:
    """The row for a toponym."""
    text = document.text[toponym.start : toponym.end]
    if sense is None:
        return Place(
            document_id=document.document_id,
            start=toponym.start,
            end=toponym.end,
            text=text,
            confidence=round(score / 2, 3),
        )
    c, sure = sense
    return Place(
        document_id=document.document_id,
        start=toponym.start,
        end=toponym.end,
        text=text,
        geonameid=c.id if c.id < OWN else None,
        name=c.name,
        feature=c.feature,
        lat=c.lat,
        lon=c.lon,
        country=c.country or None,
        precision=where_precision(c, document.text, toponym.start),
        confidence=round(score * sure * (1.0 if toponym.exact else 0.7), 3),
    )


def where_precision(place: Candidate, text: str, start: int) -> int:
    """UCDP where-precision: 1 exact, 2 near a place, 3 district, 4 province, 5 part of a country or a line, 6
    country, 7 water."""
    before = text[max(0, start - 60) : start]
    if place.feature in WATER:
        return 7
    if BETWEEN.search(before):
        return 5
    if place.feature in COUNTRY:
        return 5 if PART.search(before) else 6
    if place.feature == "ADM1":
        return 4
    if place.feature.startswith("ADM"):
        return 3
    if place.feature in AREAS:
        return 5
    return 2 if AROUND.search(before) else 1
