"""Which larger place the words beside a toponym put it in: `X, Y`; `X in Y`; `Y's X`; `the Y-ish town of X`."""

import re

from dragoman.ground.places.gazetteer import COUNTRY, Candidate, Gazetteer, fold_name
from dragoman.ground.places.toponyms import Toponym

CLASSES = (
    "town|city|village|province|region|port|district|governorate|county|"
    "state|capital|suburb|settlement|area|neighbou?rhood|camp|base"
)
BEFORE = re.compile(r"\b([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?:['’]s)?,? (?:[a-z-]+ ){0,4}(?:of )?(?:the )?$")
AFTER = re.compile(
    r",? (?:a|an|the|on|near|along|at|in) (?:the )?(?:[a-z-]+ ){0,3}"
    rf"([A-Z]\w+) (?:[a-z-]+ )?(?:{CLASSES}|border|coast)\b"
)
KIND_BEFORE = re.compile(rf"(?:{CLASSES}) of (?:the )?$")
JOINS = re.compile(
    r"(?:['’]s)?(?:, | \(|,? in (?:the )?(?:[a-z-]+ ){0,3}|,? [a-z]+ (?:of|in) (?:the )?(?:[a-z-]+ ){0,2})$"
)
IN = re.compile(r",? in (?:the )?")
CITY = 100_000
"""People from which a town is known by its name alone."""
POSSESSES = re.compile(r"['’]s?,? (?:[a-z-]+ ){0,5}(?:of )?$")


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
            country = _country_by_demonym(text, toponym, gazetteer)
            if any(c.country == country and c.feature not in COUNTRY for c in toponym.candidates):
                containers[k] = (Candidate(0, "", 0.0, 0.0, country or "", "", "PCLI", 0, True),)
    return containers


def _country_by_demonym(text: str, toponym: Toponym, gazetteer: Gazetteer) -> str | None:
    """The country whose adjective places the toponym: `the Syrian town of X`, `X, on the Syrian border`."""
    after = AFTER.match(text, toponym.end)
    if after and (country := gazetteer.demonyms.get(fold_name(after.group(1)))):
        return country
    match = BEFORE.search(text, max(0, toponym.start - 70), toponym.start)
    words = match.group(1).split() if match else []
    for word in (" ".join(words), *words):
        country = gazetteer.demonyms.get(fold_name(word)) if word else None
        if country and match and (KIND_BEFORE.search(match.group()) or match.group().endswith(word + " ")):
            return country
    return None


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


def lies_elsewhere(text: str, toponym: Toponym, other: Toponym) -> bool:
    """Whether the words put the toponym in a country (`X in Y`) where the gazetteer has no place of that name.

    A city is meant whatever the text says of its country: borders are disputed.
    """
    if not IN.fullmatch(text, toponym.end, max(toponym.end, other.start)) or text.startswith(("'", "’"), other.end):
        return False
    countries = {c.country for c in other.candidates if c.feature in COUNTRY}
    named = {c.country for c in toponym.candidates}
    known = any(c.population >= CITY or not c.feature.startswith(("PPL", "ADM")) for c in toponym.candidates)
    return bool(countries) and not known and countries.isdisjoint(named)


def holds(area: Candidate, place: Candidate) -> bool:
    """Whether the place lies in the country, region or district, by its codes."""
    if area.id == place.id or area.country != place.country:
        return False
    if area.feature in COUNTRY:
        return place.feature not in COUNTRY
    if area.feature == "ADM1":
        return area.region == place.region and place.feature != "ADM1"
    return area.feature == "ADM2" and "." in area.admin and area.admin == place.admin and place.feature != "ADM2"
