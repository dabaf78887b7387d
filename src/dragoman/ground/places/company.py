"""What the other places of a document say of a candidate: its country and region named, other places near."""

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from dragoman.ground.places.gazetteer import COUNTRY, Candidate, Gazetteer, fold_name
from dragoman.ground.places.groups import Evidence
from dragoman.ground.places.weights import SENSE, Floats
from dragoman.values import Document

EARTH_KM = 6371.0
NEAR_KM, WIDE_KM = 40.0, 300.0
"""Distances, through the earth, at which the company of a place counts a third."""
TOP = 6
"""Senses of each toponym that others are compared with."""


def add_company(
    features: Floats, owners: NDArray[np.int64], document: Document, evidence: Evidence, known: tuple[Gazetteer, Floats]
) -> None:
    """Fill in what the document's other places say: countries and regions named, demonyms, nearness."""
    gazetteer, prior = known
    candidates = [c for group in evidence.groups for c in group.candidates]
    probable = np.zeros(len(candidates), np.float32)
    scores = features @ prior
    tops: list[int] = []
    for g in range(len(evidence.groups)):
        members = np.flatnonzero(owners == g)
        if len(members):
            probable[members] = softmax(scores[members])
            tops += sorted(members[np.argsort(-scores[members], kind="stable")[:TOP]].tolist())
    home = fold_name(re.sub(r"\.\w+$", "", document.publisher or "")).replace(" ", "")
    weight = np.array(
        [g.weight * (2.0 if len(g.key) > 3 and g.key.replace(" ", "") in home else 1.0) for g in evidence.groups],
        np.float32,
    )
    mass = probable * weight[owners]
    total = float(weight.sum()) or 1.0
    demonyms = _count_demonyms(document.text, gazetteer)
    most = sum(demonyms.values()) or 1
    for column, keys in (
        ("doc_country", [c.country for c in candidates]),
        ("doc_region", [c.region for c in candidates]),
        ("doc_district", [f"{c.country}.{c.admin}" if "." in c.admin else "." for c in candidates]),
    ):
        features[:, SENSE.index(column)] = _share(keys, owners, mass, candidates) / total
    features[:, SENSE.index("demonym")] = [demonyms[c.country] / most if c.country else 0.0 for c in candidates]
    top = np.array(tops)
    wide_areas = np.array(
        [c.feature in COUNTRY or c.feature in ("ADM1", "CONT", "RGN", "OCN", "SEA") for c in candidates]
    )
    pull = np.where(wide_areas[top], 0.0, mass[top]).astype(np.float32)
    points = _on_sphere(candidates)
    chords = np.sqrt(np.maximum(0.5 - 0.5 * (points @ points[top].T), 0.0)).astype(np.float32)
    chords[owners[:, None] == owners[top][None, :]] = 1.0  # a name is no company for itself
    for column, scale in (("near", NEAR_KM), ("wide", WIDE_KM)):
        closeness = np.exp(chords * np.float32(-2 * EARTH_KM / scale)) @ pull
        features[:, SENSE.index(column)] = np.log1p(4 * closeness)


def _share(keys: list[str], owners: NDArray[np.int64], mass: Floats, candidates: list[Candidate]) -> Floats:
    """For each candidate the mass that other names' candidates give to its key."""
    total: dict[str, float] = {}
    mine: dict[tuple[str, int], float] = {}
    for key, owner, weight in zip(keys, owners.tolist(), mass.tolist(), strict=True):
        total[key] = total.get(key, 0.0) + weight
        mine[key, owner] = mine.get((key, owner), 0.0) + weight
    empty = [not c.country or key.endswith(".") for key, c in zip(keys, candidates, strict=True)]
    return np.array(
        [
            0.0 if skip else total[key] - mine[key, owner]
            for key, owner, skip in zip(keys, owners.tolist(), empty, strict=True)
        ],
        np.float32,
    )


def _on_sphere(candidates: list[Candidate]) -> Floats:
    """Unit vectors of the candidates' places."""
    lat, lon = np.radians(np.array([(c.lat, c.lon) for c in candidates], np.float64)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1).astype(np.float64)


def _count_demonyms(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """How often each country is spoken of by an adjective or a people's name."""
    counts: Counter[str] = Counter()
    for match in re.finditer(r"\b[A-Z][a-z]{2,}(?: [A-Z][a-z]{3,})?", text):
        words = match.group().split()
        for word in (match.group(), *words):
            country = gazetteer.demonyms.get(word.lower())
            if country:
                counts[country] += 1
                break
    return counts


def softmax(scores: Floats) -> Floats:
    """Probabilities in proportion to the exponentials of the scores."""
    weights = np.exp(scores - scores.max())
    result: Floats = weights / weights.sum()
    return result
