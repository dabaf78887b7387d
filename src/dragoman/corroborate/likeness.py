"""In what two reports are alike, as numbers: the comparer's features, each named after what it says of a pair."""

import numpy as np
from numpy.typing import NDArray

from dragoman.corroborate.report_views import Bag, Columns
from dragoman.corroborate.vocabulary import COMMON

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

ONE_TOWN = 30.0
"""Kilometres within which two places are one."""
EARTH = 6371.0
FINE = 4
"""UCDP where-precision up to which a place is a province or smaller."""
DAYS = 3
"""A span of more days than this is no date."""
NEAR = 0.4
"""Likeness of meaning from which on words begin to be synonyms."""


def find_likeness(columns: Columns, ones: Ints, twos: Ints) -> dict[str, Floats]:
    """The features of each pair of views, by name, in a fixed order."""
    found: dict[str, Floats] = {}
    kin = columns.family[ones] == columns.family[twos]
    found |= _trigger(columns, ones, twos, kin)
    found |= _participants(columns, ones, twos, kin)
    found |= _sentence(columns, ones, twos, kin)
    found |= _place(columns, ones, twos)
    found |= _time(columns, ones, twos)
    found |= _tolls(columns, ones, twos)
    found |= _page(columns, ones, twos, kin)
    return found


def _trigger(columns: Columns, ones: Ints, twos: Ints, kin: Flags) -> dict[str, Floats]:
    other = ~kin
    lemma = columns.lemma[ones] == columns.lemma[twos]
    sense = other & (columns.senses.shared(ones, columns.senses, twos, columns.ones) > 0)
    kind = other & ~sense & (columns.kinds.shared(ones, columns.kinds, twos, columns.ones) > 0)
    near = np.maximum(
        np.einsum("ij,ij->i", columns.lemma_vector[ones], columns.lemma_vector[twos]),
        np.einsum("ij,ij->i", columns.family_vector[ones], columns.family_vector[twos]),
    )
    rarity = np.minimum(columns.rarity[ones], columns.rarity[twos])
    common = rarity < COMMON
    triggers = columns.bags["triggers"]
    phrase = (columns.phrase[ones] == columns.phrase[twos]) & (columns.phrase[ones] >= 0)
    return {
        "same word": lemma * 1.0,
        "same family of words": kin * 1.0,
        "same sense": sense * 1.0,
        "senses of one kind": kind * 1.0,
        "near in meaning": near * other,
        "very near in meaning": np.maximum(near - NEAR, 0.0) * other,
        "word in both phrases": (triggers.shared(ones, triggers, twos, columns.ones) > 0) * 1.0,
        "same phrase": phrase * 1.0,
        "rare word": rarity * kin / columns.vocabulary.rarest,
        "common word": common * 1.0,
        "same common word": (common & kin) * 1.0,
        "same type": ((columns.type[ones] == columns.type[twos]) & (columns.type[ones] >= 0)) * 1.0,
        "other type": _differ(columns.type, ones, twos) * 1.0,
    }


def _differ(column: Ints, ones: Ints, twos: Ints) -> Flags:
    differ: Flags = (column[ones] != column[twos]) & (column[ones] >= 0) & (column[twos] >= 0)
    return differ


def _participants(columns: Columns, ones: Ints, twos: Ints, kin: Flags) -> dict[str, Floats]:
    actors, recipients, everyone = (columns.bags[name] for name in ("actors", "recipients", "everyone"))
    words = columns.bags["words"]
    same_actor, other_actor = _agree(columns, actors, ones, twos)
    same_recipient, other_recipient = _agree(columns, recipients, ones, twos)
    swapped = (actors.shared(ones, recipients, twos, columns.ones) > 0) | (
        recipients.shared(ones, actors, twos, columns.ones) > 0
    )
    told = (everyone.shared(ones, words, twos, columns.ones) > 0) * 1.0 + (
        everyone.shared(twos, words, ones, columns.ones) > 0
    )
    alike = _cosine(columns, everyone, ones, twos)
    countries = _agree(columns, columns.bags["countries"], ones, twos)
    return {
        "same actor": same_actor * 1.0,
        "other actor": other_actor * 1.0,
        "same recipient": same_recipient * 1.0,
        "other recipient": other_recipient * 1.0,
        "roles swapped": swapped * 1.0,
        "no actor": ((actors.counts[ones] == 0) | (actors.counts[twos] == 0)) * 1.0,
        "no recipient": ((recipients.counts[ones] == 0) | (recipients.counts[twos] == 0)) * 1.0,
        "participants alike": alike,
        "participants alike, other word": alike * ~kin,
        "participants in the other's sentence": told,
        "same word, same participants": kin * (same_actor * 1.0 + same_recipient),
        "same word, other participants": kin * (other_actor * 1.0 + other_recipient),
        "same country": countries[0] * 1.0,
        "other country": countries[1] * 1.0,
    }


def _agree(columns: Columns, bag: Bag, ones: Ints, twos: Ints) -> tuple[Flags, Flags]:
    """Whether two sets meet, and whether both are known and do not."""
    meet = bag.shared(ones, bag, twos, columns.ones) > 0
    return meet, ~meet & (bag.counts[ones] > 0) & (bag.counts[twos] > 0)


def _cosine(columns: Columns, bag: Bag, ones: Ints, twos: Ints) -> Floats:
    """Likeness of two sets of words, each by its rarity, 0 to 1."""
    total = bag.total(columns.weights)
    size = np.sqrt(total[ones] * total[twos])
    return bag.shared(ones, bag, twos, columns.weights) / np.where(size > 0, size, 1.0)


def _sentence(columns: Columns, ones: Ints, twos: Ints, kin: Flags) -> dict[str, Floats]:
    alike = _cosine(columns, columns.bags["words"], ones, twos)
    same, other = _agree(columns, columns.bags["figures"], ones, twos)
    return {
        "sentences alike": alike,
        "sentences alike, same word": alike * kin,
        "same figure": same.astype(np.float64),
        "other figures": other.astype(np.float64),
    }


def _place(columns: Columns, ones: Ints, twos: Ints) -> dict[str, Floats]:
    """Same town, other town; what is known no finer than its country, says nothing unless the two lie far apart."""
    one, two = columns.place[ones], columns.place[twos]
    lat, other_lat = np.radians(one[:, 0]), np.radians(two[:, 0])
    turn = np.radians(two[:, 1] - one[:, 1])
    arc = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin(turn / 2) ** 2
    apart = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(arc, 1.0)))
    fine = np.maximum(one[:, 2], two[:, 2]) <= FINE
    known = ~np.isnan(apart)
    far = known & (apart > ONE_TOWN) & fine
    return {
        "same place": (known & (apart <= ONE_TOWN)) * 1.0,
        "other place": far * 1.0,
        "far apart": np.where(far, np.minimum(np.log1p(np.nan_to_num(apart) / ONE_TOWN), 4.0) / 4.0, 0.0),
    }


def _time(columns: Columns, ones: Ints, twos: Ints) -> dict[str, Floats]:
    one, two = columns.days[ones], columns.days[twos]
    gap = np.maximum(one[:, 0] - two[:, 1], two[:, 0] - one[:, 1])
    known = ~np.isnan(gap)
    gap = np.nan_to_num(gap)
    exact = np.nan_to_num(np.maximum(one[:, 1] - one[:, 0], two[:, 1] - two[:, 0])) < DAYS
    return {
        "same day": (known & (gap <= 0) & exact) * 1.0,
        "other day": (known & (gap > 0)) * 1.0,
        "days apart": np.where(known & (gap > 0), np.minimum(np.log1p(np.maximum(gap, 0.0)), 6.0) / 6.0, 0.0),
    }


def _tolls(columns: Columns, ones: Ints, twos: Ints) -> dict[str, Floats]:
    same, other = np.zeros(len(ones), bool), np.zeros(len(ones), bool)
    for toll in (columns.killed, columns.injured):
        one, two = toll[ones], toll[twos]
        meet = (one[:, 0] <= two[:, 1]) & (two[:, 0] <= one[:, 1])
        known = ~np.isnan(one[:, 0]) & ~np.isnan(two[:, 0])
        same |= meet & known
        other |= ~meet & known
    return {"same toll": same * 1.0, "other toll": other * 1.0}


def _page(columns: Columns, ones: Ints, twos: Ints, kin: Flags) -> dict[str, Floats]:
    page = columns.document[ones] == columns.document[twos]
    apart = np.abs(columns.position[ones] - columns.position[twos])
    first, second = columns.position[ones] == 0, columns.position[twos] == 0
    return {
        "same sentence": (page & (apart == 0)) * 1.0,
        "same sentence, same word": (page & (apart == 0) & kin) * 1.0,
        "sentences between": page * np.minimum(apart, 10) / 10.0,
        "both lead": (first & second & ~page) * 1.0,
        "one leads": (first ^ second) * 1.0,
    }
