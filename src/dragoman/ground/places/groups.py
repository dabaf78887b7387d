"""The toponyms of a document by name and container: all mentions of a group mean one place."""

import re
from typing import NamedTuple

from dragoman.ground.places.containers import find_containers, holds, lies_elsewhere
from dragoman.ground.places.feature_names import WATERS
from dragoman.ground.places.gazetteer import Candidate, Gazetteer
from dragoman.ground.places.namesakes import drop_namesakes
from dragoman.ground.places.outlets import find_home_town
from dragoman.ground.places.toponyms import Toponym, find_toponyms
from dragoman.ground.places.words import DIPLOMACY, DIVISIONS
from dragoman.trees import head_of
from dragoman.values import Analysis, Document

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
NAMED_DIVISION = "province|governorate|region|oblast|state|district|county|prefecture|department"
DIVISION_AFTER = re.compile(rf"['’s]* (?:border |north\w* |south\w* )?(?:{NAMED_DIVISION})(?:['’]s)?\b", re.I)
DIVISION_BEFORE = re.compile(rf"(?:{NAMED_DIVISION}) of (?:the )?$", re.I)


class Group(NamedTuple):
    """All mentions of one name in a document, which have one sense."""

    key: str
    mentions: list[int]
    candidates: tuple[Candidate, ...]
    weight: float
    division: bool = False
    """Whether a mention is followed or led in by a word like `province`."""
    speaks: bool = False
    """Whether a mention says or does what governments do: `Washington warned`."""


class Evidence(NamedTuple):
    """A document's toponyms with what speaks for each sense and for each span."""

    toponyms: list[Toponym]
    groups: list[Group]
    containers: dict[int, tuple[Candidate, ...]]
    """By toponym: the senses of the larger place that is named beside it."""
    words: frozenset[str] = frozenset()
    """Names that are also plain words of English."""


def gather_evidence(document: Document, analysis: Analysis, gazetteer: Gazetteer) -> Evidence:
    """The toponyms, grouped by name and by the larger place beside them."""
    toponyms = drop_namesakes(document.text, analysis, find_toponyms(document, analysis, gazetteer))
    containers = find_containers(document.text, toponyms, gazetteer)
    by_key: dict[str, list[int]] = {}
    for k, toponym in enumerate(toponyms):
        by_key.setdefault(toponym.key, []).append(k)
    groups, last = [], len(toponyms) - 1
    for key, members in by_key.items():
        for mentions in _split(members, containers):
            areas = [area for k in mentions for area in containers.get(k, ())]
            candidates = toponyms[mentions[0]].candidates
            inside = tuple(c for c in candidates if any(holds(area, c) for area in areas))
            candidates = inside or candidates
            if not areas and any(lies_elsewhere(document.text, *toponyms[k : k + 2]) for k in mentions if k < last):
                candidates = ()
            weight = max(SURE.get(toponyms[k].label, 0.15) for k in mentions) * min(3.0, len(mentions)) ** 0.5
            division = any(is_division(document.text, toponyms[k]) for k in mentions)
            if not division and (waters := WATERS.get(key.rpartition(" ")[2])):
                candidates = tuple(c for c in candidates if c.feature in waters) or candidates
            speaks = any(speaks_for_state(analysis, toponyms[k]) for k in mentions)
            groups.append(Group(key, mentions, candidates, weight, division, speaks))
    home = find_home_town(document, gazetteer)
    if home and home not in by_key:
        groups.append(Group(home, [], gazetteer.find(home), 1.0))
    return Evidence(toponyms, groups, containers, gazetteer.words)


def speaks_for_state(analysis: Analysis, toponym: Toponym) -> bool:
    """Whether the name is the subject of a verb of diplomacy: so a capital stands for its government."""
    head = head_of(analysis, (toponym.start, toponym.end))
    return head is not None and analysis.deps[head] == "nsubj" and analysis.words[analysis.heads[head]] in DIPLOMACY


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
