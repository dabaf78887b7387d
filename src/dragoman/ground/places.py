"""Places: the toponyms of a document, each with the place it names, judged together.

Two linear models weigh plain evidence, both in `data/gazetteer/weights.json`, made by `python -m tools.gazetteer.tune`:
which of the places of one name is meant (`sense`), and whether a span names a place at all (`span`).
"""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.ground.gazetteer import COUNTRY, OWN, WATER, Candidate, Gazetteer, fold_name, open_gazetteer
from dragoman.ground.toponyms import (
    COMMON,
    DIVISIONS,
    INSTITUTION,
    LOCATIVE,
    PERSON_BEFORE,
    SAYING_AFTER,
    STREET,
    Toponym,
    count_labels,
    find_toponyms,
)  # fmt: skip
from dragoman.settings import DATA
from dragoman.values import Analysis, Document, Place

WEIGHTS = DATA / "gazetteer" / "weights.json"
SENSE = (
    "population", "behind", "own", "country", "adm1", "adm2", "adm3", "capital", "seat", "seat2", "section", "other",
    "container",
    "contradicts", "doc_country", "doc_region", "demonym", "near", "wide", "publisher", "division", "undivided",
    "water",
    "doc_district",
)  # fmt: skip
SPAN = (
    "bias", "label=", "label^", "label$", "label~", "none", "GPE", "LOC", "FAC", "ORG", "PERSON", "NORP", "OTHER",
    "locative",
    "container", "contained", "street", "institution", "title", "saying", "words", "caps", "start", "small", "known",
    "person",
    "population", "near", "certainty", "country", "adm1", "adm2", "town", "unknown", "sound", "own", "capitals",
    "org_country",
    "listed",
)  # fmt: skip
NEAR_KM, WIDE_KM = 40.0, 300.0
HELD = ("GPE=", "GPE^", "LOC=")
UNKNOWN = 0.04
"""Score from which a name that the gazetteer lacks has a row: it says that a place is named, and not which."""
WATERS = frozenset({"sea", "gulf", "strait", "ocean", "bay", "channel"})
SITE = re.compile(r"^(?:www|news|m)\.|\.(?:com|net|org|co|info|ac|gov)?(?:\.?\w\w)?$")
SAME_KM = 90.0
"""A town and the division named after it lie within this."""
TOP = 6
"""Senses of each toponym that others are compared with."""
SURE = {
    "GPE=": 1.0,
    "GPE^": 0.8,
    "GPE~": 0.6,
    "GPE$": 0.8,
    "LOC=": 0.8,
    "LOC~": 0.5,
    "LOC$": 0.6,
    "ORG^": 0.4,
    "ORG=": 0.4,
    "FAC^": 0.4,
}
"""How much a span counts as evidence for the others, before it is judged itself."""
CLASSES = (
    "town|city|village|province|region|port|district|governorate|county|"
    "state|capital|suburb|settlement|area|neighbou?rhood|camp|base"
)
BEFORE = re.compile(r"\b([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?:['’]s)?,? (?:[a-z-]+ ){0,4}(?:of )?(?:the )?$")
KIND_BEFORE = re.compile(rf"(?:{CLASSES}) of (?:the )?$")
NAMED_DIVISION = "province|governorate|region|oblast|state|district|county|prefecture|department"
DIVISION_AFTER = re.compile(rf"['’s]* (?:border |north\w* |south\w* )?(?:{NAMED_DIVISION})(?:['’]s)?\b", re.I)
DIVISION_BEFORE = re.compile(rf"(?:{NAMED_DIVISION}) of (?:the )?$", re.I)
JOINS = re.compile(
    r"(?:['’]s)?(?:, | \(|,? in (?:the )?(?:[a-z-]+ ){0,3}|,? [a-z]+ (?:of|in) (?:the )?(?:[a-z-]+ ){0,2})$"
)
POSSESSES = re.compile(r"['’]s?,? (?:[a-z-]+ ){0,5}(?:of )?$")
PART = re.compile(
    r"\b(?:(?:north|south)-?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central) $",
    re.I,
)
AROUND = re.compile(
    r"\b(?:near|outside|around|close to|not far from|on the outskirts of|"
    r"(?:km|kilomet\w+|miles?)(?: [a-z]+){0,3}) (?:the )?(?:[a-z]+ ){0,4}?$"
)
BETWEEN = re.compile(r"\bbetween (?:the )?$|\bbetween \S+(?: \S+)? and (?:the )?$")

Floats = NDArray[np.float32]


class Group(NamedTuple):
    """All mentions of one name in a document, which have one sense."""

    key: str
    mentions: list[int]
    candidates: tuple[Candidate, ...]
    weight: float
    division: bool = False
    """Whether a mention is followed or led in by a word like `province`."""


class Evidence(NamedTuple):
    """A document's toponyms with what speaks for each sense and for each span."""

    toponyms: list[Toponym]
    groups: list[Group]
    containers: dict[int, tuple[Candidate, ...]]
    """By toponym: the senses of the larger place that is named beside it."""


class Weights(NamedTuple):
    """The two models."""

    prior: Floats
    sense: Floats
    span: Floats
    threshold: float


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights that come along."""
    given: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return Weights(
        np.array([given["prior"][name] for name in SENSE], np.float32),
        np.array([given["sense"][name] for name in SENSE], np.float32),
        np.array([given["span"][name] for name in SPAN], np.float32),
        float(given["threshold"]),
    )


def resolve_places(document: Document, analysis: Analysis) -> tuple[Place, ...]:
    """One row for each toponym, in the order of the text; a name that cannot be resolved has a row without a place."""
    gazetteer, weights = open_gazetteer(), load_weights()
    evidence = gather_evidence(document, analysis, gazetteer)
    senses, near = choose_senses(document, evidence, gazetteer, weights)
    features = describe_spans(document, analysis, evidence, senses, near)
    scores = 1 / (1 + np.exp(-(features @ weights.span)))
    rows = []
    for k, toponym in enumerate(evidence.toponyms):
        if scores[k] >= (weights.threshold if senses[k] else UNKNOWN):
            rows.append(_place(document, toponym, senses[k], float(scores[k])))
    return tuple(rows)


# ---------------------------------------------------------------- evidence


def gather_evidence(document: Document, analysis: Analysis, gazetteer: Gazetteer) -> Evidence:
    """The toponyms, grouped by name and by the larger place beside them."""
    toponyms = find_toponyms(document, analysis, gazetteer)
    containers = find_containers(document.text, toponyms, gazetteer)
    by_key: dict[str, list[int]] = {}
    for k, toponym in enumerate(toponyms):
        by_key.setdefault(toponym.key, []).append(k)
    groups = []
    for key, members in by_key.items():
        for mentions in _split(members, containers):
            areas = [area for k in mentions for area in containers.get(k, ())]
            candidates = toponyms[mentions[0]].candidates
            inside = tuple(c for c in candidates if any(holds(area, c) for area in areas))
            candidates = inside or candidates
            weight = max(SURE.get(toponyms[k].label, 0.15) for k in mentions) * min(3.0, len(mentions)) ** 0.5
            division = any(is_division(document.text, toponyms[k]) for k in mentions)
            if not division and key.rpartition(" ")[2] in WATERS:
                candidates = tuple(c for c in candidates if c.feature in WATER) or candidates
            groups.append(Group(key, mentions, candidates, weight, division))
    home = find_home(document, gazetteer)
    if home and home not in by_key:
        groups.append(Group(home, [], gazetteer.find(home), 1.0))
    return Evidence(toponyms, groups, containers)


def find_home(document: Document, gazetteer: Gazetteer) -> str:
    """The folded name of a town that the publisher's name begins with, or "": `springfieldnewssun.com` is of some
    Springfield."""
    words = SITE.sub("", (document.publisher or "").lower())
    name = re.sub(r"^(?:the|daily|my)-?", "", fold_name(words).replace(" ", ""))
    for length in range(min(len(name), 20), 4, -1):
        if name[:length] in COMMON:
            return ""
        if any(c.own and c.population > 2000 for c in gazetteer.find(name[:length])):
            return name[:length]
    return ""


def is_division(text: str, toponym: Toponym) -> bool:
    """Whether the words say that a division is meant: `Donetsk region`, `the state of Borno`, `Henry County`."""
    if toponym.key.rpartition(" ")[2] in DIVISIONS - {"city"}:
        return True
    after = DIVISION_AFTER.match(text, toponym.end)
    return after is not None or DIVISION_BEFORE.search(text, max(0, toponym.start - 30), toponym.start) is not None


def _split(members: list[int], containers: dict[int, tuple[Candidate, ...]]) -> list[list[int]]:
    """The mentions of one name by the place they are said to be in; those that say nothing go with the most
    frequent."""
    named: dict[int, list[int]] = {}
    silent = []
    for k in members:
        if k in containers:
            named.setdefault(containers[k][0].id, []).append(k)
        else:
            silent.append(k)
    if not named:
        return [members]
    parts = sorted(named.values(), key=lambda part: (-len(part), part[0]))
    parts[0] = sorted(parts[0] + silent)
    return parts


def find_containers(text: str, toponyms: list[Toponym], gazetteer: Gazetteer) -> dict[int, tuple[Candidate, ...]]:
    """By toponym: the country, region or district that the words beside it place it in (`X, Y`; `X in Y`; `Y's X`)."""
    containers: dict[int, tuple[Candidate, ...]] = {}
    for k, toponym in enumerate(toponyms):
        if not toponym.candidates:
            continue
        for other in (k + 1, k - 1):
            if 0 <= other < len(toponyms) and k not in containers:
                areas = _areas_beside(text, toponym, toponyms[other])
                if areas:
                    containers[k] = areas
        if k not in containers:
            match = BEFORE.search(text, max(0, toponym.start - 70), toponym.start)
            words = match.group(1).split() if match else []
            for word in (" ".join(words), *words):
                country = gazetteer.demonyms.get(fold_name(word)) if word else None
                inside = country and match and (KIND_BEFORE.search(match.group()) or match.group().endswith(word + " "))
                if inside and any(c.country == country and c.feature not in COUNTRY for c in toponym.candidates):
                    containers[k] = (Candidate(0, "", 0.0, 0.0, country or "", "", "PCLI", 0, True),)
                    break
    return containers


def _areas_beside(text: str, toponym: Toponym, other: Toponym) -> tuple[Candidate, ...]:
    """The senses of `other` that hold some sense of `toponym`, where the words between say that it lies there."""
    if other.start >= toponym.end:
        gap = text[toponym.end : other.start]
        joined = len(gap) < 40 and JOINS.fullmatch(gap)
    else:
        gap = text[other.end : toponym.start]
        joined = len(gap) < 60 and POSSESSES.fullmatch(gap)
    if not joined:
        return ()
    areas = [c for c in other.candidates if c.feature in COUNTRY or c.feature in ("ADM1", "ADM2")]
    return tuple(a for a in areas if any(holds(a, c) for c in toponym.candidates))


def holds(area: Candidate, place: Candidate) -> bool:
    """Whether the place lies in the country, region or district, by its codes."""
    if area.id == place.id or area.country != place.country:
        return False
    if area.feature in COUNTRY:
        return place.feature not in COUNTRY
    if area.feature == "ADM1":
        return area.region == place.region and place.feature != "ADM1"
    return area.feature == "ADM2" and "." in area.admin and area.admin == place.admin and place.feature != "ADM2"


# ---------------------------------------------------------------- senses


def choose_senses(
    document: Document, evidence: Evidence, gazetteer: Gazetteer, weights: Weights
) -> tuple[list[tuple[Candidate, float] | None], list[float]]:
    """For each toponym its most likely sense with its probability, and how near it lies to the document's other
    places."""
    features, owner = describe_senses(document, evidence, gazetteer, weights.prior)
    chosen: list[tuple[Candidate, float] | None] = [None] * len(evidence.toponyms)
    near = [0.0] * len(evidence.toponyms)
    if not len(owner):
        return chosen, near
    scores = features @ weights.sense
    column = SENSE.index("near")
    first = 0
    for group in evidence.groups:
        last = first + len(group.candidates)
        if last > first:
            probable = _softmax(scores[first:last])
            best = int(np.argmax(probable))
            sense = _same_place(group, probable, best)
            for k in group.mentions:
                chosen[k] = sense
                near[k] = float(features[first + best, column])
        first = last
    return chosen, near


def _same_place(group: Group, probable: Floats, best: int) -> tuple[Candidate, float]:
    """The best sense and the probability of all that lie within `SAME_KM` of it.

    Of a town and a division that bear one name, the town is meant unless the words say a division.
    """
    chosen = group.candidates[best]
    close = [
        k for k, c in enumerate(group.candidates) if c.country == chosen.country and _distance(chosen, c) <= SAME_KM
    ]
    if chosen.feature.startswith(("ADM", "PPL")):
        wanted = "ADM" if group.division else "PPL"
        better = [k for k in close if group.candidates[k].feature.startswith(wanted)]
        if better and not chosen.feature.startswith(wanted):
            chosen = group.candidates[max(better, key=lambda k: (probable[k], -k))]
    return chosen, min(1.0, float(sum(probable[k] for k in close)))


def _is_same(a: Candidate, b: Candidate) -> bool:
    """Whether two places of one name lie so that either may stand for the other: near, or a region and its seat."""
    if a.country != b.country:
        return False
    if _distance(a, b) <= SAME_KM:
        return True
    region, town = (a, b) if a.feature == "ADM1" else (b, a)
    return holds(region, town) and (town.feature in ("PPLA", "PPLC") or town.population > 1_000_000)


def _distance(a: Candidate, b: Candidate) -> float:
    """Kilometres, by a flat map: good enough for near places."""
    return 111.2 * math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat)))


def _softmax(scores: Floats) -> Floats:
    weights = np.exp(scores - scores.max())
    result: Floats = weights / weights.sum()
    return result


def describe_senses(
    document: Document, evidence: Evidence, gazetteer: Gazetteer, prior: Floats
) -> tuple[Floats, NDArray[np.int64]]:
    """Features (`SENSE`) of all candidates of all groups, group after group, and the group of each."""
    rows: list[list[float]] = []
    owner: list[int] = []
    tld = publisher_country(document)
    for g, group in enumerate(evidence.groups):
        containers = [evidence.containers[k] for k in group.mentions if k in evidence.containers]
        largest = max((_size(c) for c in group.candidates), default=0.0)
        for candidate in group.candidates:
            rows.append(_own_features(candidate, group, largest, containers, tld))
            owner.append(g)
    features = np.array(rows, np.float32).reshape(len(rows), len(SENSE))
    owners = np.array(owner, np.int64)
    if len(rows):
        _add_company(features, owners, document, evidence, (gazetteer, prior))
    return features, owners


PROMINENCE = {
    "OCN": 8.0, "SEA": 7.5, "GULF": 7.0, "STRT": 6.5, "CONT": 8.5, "RGN": 6.0, "ADM1": 5.0, "BLDG": 6.5, "MTS": 6.0,
    "STM": 6.0,
    "PEN": 6.0, "CNL": 6.0, "DSRT": 6.0, "ISLS": 5.5, "ISL": 5.5, "AIRB": 5.0, "NVB": 5.0, "LK": 5.5, "PCLI": 6.0,
    "PCLH": 6.5,
}  # fmt: skip
"""How well known a place is that has no people counted, as the logarithm of a population."""


def _size(c: Candidate) -> float:
    """Decimal logarithm of its population, or of what would make it as well known."""
    return math.log10(c.population) if c.population > 0 else PROMINENCE.get(c.feature, 4.0 if c.id >= OWN else 0.0)


def _own_features(
    c: Candidate, group: Group, largest: float, containers: Sequence[tuple[Candidate, ...]], tld: str
) -> list[float]:
    """What speaks for a candidate by itself and by the words beside the toponym."""
    size = _size(c)
    area = c.feature.startswith("ADM")
    inside = sum(any(holds(one, c) for one in areas) for areas in containers)
    return [
        size / 7, (largest - size) / 7, c.own, c.feature in COUNTRY, c.feature == "ADM1", c.feature == "ADM2",
        c.feature in ("ADM3", "ADMD"), c.feature == "PPLC", c.feature == "PPLA", c.feature in ("PPLA2", "PPLA3"),
        c.feature == "PPLX", not c.feature.startswith(("P", "A")), float(inside > 0), float(len(containers) > inside),
        0.0, 0.0, 0.0, 0.0, 0.0, float(bool(tld) and c.country == tld),
        float(area and group.division), float(area and not group.division), float(c.feature in WATER), 0.0,
    ]  # fmt: skip


def _add_company(
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
            probable[members] = _softmax(scores[members])
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
    away = 2 * 6371 * np.arcsin(np.clip(np.sqrt(np.clip(0.5 - 0.5 * points @ points[top].T, 0, 1)), 0, 1))
    other = owners[:, None] != owners[top][None, :]
    for column, scale in (("near", NEAR_KM), ("wide", WIDE_KM)):
        closeness = (np.exp(-away / scale) * other) @ pull
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


TLD = {
    "uk": "GBR", "ca": "CAN", "ie": "IRL", "au": "AUS", "nz": "NZL", "in": "IND", "pk": "PAK", "za": "ZAF",
    "ng": "NGA", "ke": "KEN",
    "ru": "RUS", "ua": "UKR", "ge": "GEO", "am": "ARM", "az": "AZE", "tr": "TUR", "sy": "SYR", "lb": "LBN",
    "jo": "JOR", "il": "ISR",
    "ps": "PSE", "eg": "EGY", "iq": "IRQ", "ir": "IRN", "sa": "SAU", "ae": "ARE", "qa": "QAT", "ye": "YEM",
    "sd": "SDN", "et": "ETH",
    "fr": "FRA", "de": "DEU", "es": "ESP", "it": "ITA", "gr": "GRC", "pl": "POL", "rs": "SRB", "gy": "GUY",
    "ve": "VEN", "ph": "PHL",
    "lk": "LKA", "bd": "BGD", "np": "NPL", "mm": "MMR", "sg": "SGP", "my": "MYS", "gh": "GHA", "zw": "ZWE",
    "ug": "UGA", "tz": "TZA",
}  # fmt: skip
"""Top-level domains of countries, for publishers that are named by their address."""


def publisher_country(document: Document) -> str:
    """The country that the publisher's address ends in, or ""."""
    name = (document.publisher or "").lower()
    if "." not in name:
        match = re.match(r"https?://([^/]+)", document.url or "")
        name = match.group(1) if match else ""
    return TLD.get(name.rpartition(".")[2], "") if "." in name else ""


# ---------------------------------------------------------------- spans


def describe_spans(
    document: Document,
    analysis: Analysis,
    evidence: Evidence,
    senses: Sequence[tuple[Candidate, float] | None],
    near: Sequence[float],
) -> Floats:
    """Features (`SPAN`) of all toponyms."""
    text = document.text
    known, people = count_labels(evidence.toponyms, analysis, text)
    lowered = set(re.findall(r"\b[a-z]+\b", text))
    firsts = {analysis.starts[first] for first, _ in analysis.sentences}
    inside = {k + 1 for k in evidence.containers}
    rows = []
    for k, t in enumerate(evidence.toponyms):
        sense = senses[k]
        word = text[t.start : t.end]
        row = [
            *_context_features(text, t), t.start in firsts, float(t.key in lowered),
            math.log1p(known[t.key] - (t.label in HELD)),
            float(people[t.key] > 0),
        ]  # fmt: skip
        row[SPAN.index("container")] = float(k in evidence.containers)
        row[SPAN.index("contained")] = float(k in inside)
        if sense is None:
            row += [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
        else:
            c, sure = sense
            row += [
                math.log10(c.population + 1) / 7, near[k], sure, c.feature in COUNTRY, c.feature == "ADM1",
                c.feature == "ADM2",
                c.feature.startswith("PPL"), 0.0,
            ]  # fmt: skip
        own = sense is not None and sense[0].own
        big = sense is not None and (sense[0].feature in COUNTRY or sense[0].feature == "ADM1")
        row += [
            float(not t.exact and sense is not None),
            float(own),
            float(word.isupper() and len(word) > 3),
            float(big and t.label.startswith("ORG")),
            float(sense is not None and sense[0].id >= OWN),
        ]
        rows.append(row)
    return np.array(rows, np.float32).reshape(len(rows), len(SPAN))


LABELS = ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP")


def _context_features(text: str, t: Toponym) -> list[float]:
    """The part of `SPAN` that the label and the words beside the span give."""
    kind, how = t.label[:-1], t.label[-1]
    none = t.label == "-"
    before = text[max(0, t.start - 40) : t.start]
    words = before.split()
    after = text[t.end : t.end + 60]
    return [
        1.0, how == "=", how == "^", how == "$", how == "~" , none, *(kind == label for label in LABELS),
        not none and kind not in LABELS, (bool(words) and words[-1].lower() in LOCATIVE) or before.endswith("in the "),
        0.0, 0.0, STREET.match(after) is not None, INSTITUTION.match(after) is not None,
        PERSON_BEFORE.search(before) is not None,
        SAYING_AFTER.match(after) is not None, text[t.start : t.end].count(" "),
        bool(re.match(r" [A-Z]", after)) + bool(re.search(r"[A-Z][\w.]* $", before)),
    ]  # fmt: skip


# ---------------------------------------------------------------- rows


def _place(document: Document, toponym: Toponym, sense: tuple[Candidate, float] | None, score: float) -> Place:
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


AREAS = frozenset("""RGN CONT ZN MTS STM STMS CNL DSRT PEN VAL ISLS DLTA LK RSV AREA SWMP""".split())  # noqa: SIM905
"""Features too large or too long for a point."""
