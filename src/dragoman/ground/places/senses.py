"""Which place each toponym means: the candidates of its name, weighed by what the document says."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.ground.places.company import add_company, softmax
from dragoman.ground.places.containers import holds
from dragoman.ground.places.gazetteer import COUNTRY, OWN, WATER, Candidate, Gazetteer
from dragoman.ground.places.groups import Evidence, Group
from dragoman.ground.places.outlets import publisher_country
from dragoman.ground.places.weights import SENSE, Floats, Weights
from dragoman.values import Document

Sense = tuple[Candidate, float]
"""A place, and how probable it is that the toponym means it."""


class Company(NamedTuple):
    """How well a sense sits with the document's other places, by the columns of `SENSE` of these names."""

    near: float
    wide: float
    doc_country: float


ALONE = Company(0.0, 0.0, 0.0)
SEATS = ("PPLA", "PPLC")
SAME_KM = 90.0
"""A town and the division named after it lie within this."""
PROMINENCE = {
    "OCN": 8.0, "SEA": 7.5, "GULF": 7.0, "STRT": 6.5, "CONT": 8.5, "RGN": 6.0, "ADM1": 5.0, "BLDG": 6.5, "MTS": 6.0,
    "STM": 6.0,
    "PEN": 6.0, "CNL": 6.0, "DSRT": 6.0, "ISLS": 5.5, "ISL": 5.5, "AIRB": 5.0, "NVB": 5.0, "LK": 5.5, "PCLI": 6.0,
    "PCLH": 6.5,
}  # fmt: skip
"""How well known a place is that has no people counted, as the logarithm of a population."""


def choose_senses(
    document: Document, evidence: Evidence, gazetteer: Gazetteer, weights: Weights
) -> tuple[list[Sense | None], list[Company]]:
    """For each toponym its most likely sense with its probability, and what the document's other places say of it."""
    features, owner = describe_senses(document, evidence, gazetteer, weights.prior)
    chosen: list[Sense | None] = [None] * len(evidence.toponyms)
    company = [ALONE] * len(evidence.toponyms)
    if not len(owner):
        return chosen, company
    scores = features @ weights.sense
    columns = [SENSE.index(name) for name in Company._fields]
    first = 0
    for group in evidence.groups:
        last = first + len(group.candidates)
        if last > first:
            probable = softmax(scores[first:last])
            best = int(np.argmax(probable))
            sense = _same_place(group, probable, best)
            for k in group.mentions:
                chosen[k] = sense
                company[k] = Company(*features[first + best, columns].tolist())
        first = last
    return chosen, company


def _same_place(group: Group, probable: Floats, best: int) -> tuple[Candidate, float]:
    """The best sense and the probability of all that lie within `SAME_KM` of it.

    A country is meant before its province of that name or a capital that is only also called so (`Panama`). Of a town
    and a division that bear one name, the town is meant unless the words say a division; in a wide province its seat
    may lie far from the centre.
    """
    chosen = group.candidates[best]
    if chosen.feature == ("ADM1" if not group.division else "") or (chosen.feature == "PPLC" and not chosen.own):
        named = (c for c in group.candidates if c.feature in COUNTRY and c.country == chosen.country and c.own)
        chosen = next(named, chosen)
    close = [
        k
        for k, c in enumerate(group.candidates)
        if c.country == chosen.country and (_distance(chosen, c) <= SAME_KM or _is_seat(c, chosen))
    ]
    if chosen.feature.startswith(("ADM", "PPL")):
        wanted = "ADM" if group.division else "PPL"
        better = [k for k in close if group.candidates[k].feature.startswith(wanted)]
        if better and not chosen.feature.startswith(wanted):
            chosen = group.candidates[max(better, key=lambda k: (probable[k], -k))]
    return chosen, min(1.0, float(sum(probable[k] for k in close)))


def _is_seat(town: Candidate, division: Candidate) -> bool:
    """Whether the town is the seat of the first-level division that bears its name."""
    return division.feature == "ADM1" and town.feature in SEATS and town.region == division.region


def _distance(a: Candidate, b: Candidate) -> float:
    """Kilometres, by a flat map: good enough for near places."""
    return 111.2 * math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat)))


def describe_senses(
    document: Document, evidence: Evidence, gazetteer: Gazetteer, prior: Floats
) -> tuple[Floats, NDArray[np.int64]]:
    """Features (`SENSE`) of all candidates of all groups, group after group, and the group of each."""
    rows: list[list[float]] = []
    owner: list[int] = []
    tld = publisher_country(document)
    for g, group in enumerate(evidence.groups):
        containers = [evidence.containers[k] for k in group.mentions if k in evidence.containers]
        largest = max((size_of(c) for c in group.candidates), default=0.0)
        for candidate in group.candidates:
            rows.append(_own_features(candidate, group, largest, containers, tld))
            owner.append(g)
    features = np.array(rows, np.float32).reshape(len(rows), len(SENSE))
    owners = np.array(owner, np.int64)
    if len(rows):
        add_company(features, owners, document, evidence, (gazetteer, prior))
    return features, owners


def size_of(c: Candidate) -> float:
    """Decimal logarithm of its population, or of what would make it as well known."""
    return math.log10(c.population) if c.population > 0 else PROMINENCE.get(c.feature, 4.0 if c.id >= OWN else 0.0)


def _own_features(
    c: Candidate, group: Group, largest: float, containers: Sequence[tuple[Candidate, ...]], tld: str
) -> list[float]:
    """What speaks for a candidate by itself and by the words beside the toponym."""
    size = size_of(c)
    area = c.feature.startswith("ADM")
    inside = sum(any(holds(one, c) for one in areas) for areas in containers)
    return [
        size / 7, (largest - size) / 7, c.own, c.feature in COUNTRY, c.feature == "ADM1", c.feature == "ADM2",
        c.feature in ("ADM3", "ADMD"), c.feature == "PPLC", c.feature == "PPLA", c.feature in ("PPLA2", "PPLA3"),
        c.feature == "PPLX", not c.feature.startswith(("P", "A")), float(inside > 0), float(len(containers) > inside),
        0.0, 0.0, 0.0, 0.0, 0.0, float(bool(tld) and c.country == tld),
        float(area and group.division), float(area and not group.division), float(c.feature in WATER), 0.0,
        float(group.speaks and c.feature in ("PPLC", "PCLI")),
    ]  # fmt: skip
