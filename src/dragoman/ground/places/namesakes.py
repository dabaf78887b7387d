"""Spans that only bear a place's name: teams on a page of sport, and people called after places."""

import re

from dragoman.ground.places.gazetteer import COUNTRY
from dragoman.ground.places.toponyms import Toponym
from dragoman.ground.places.words import CONTEST, LOCATIVE, SPORT
from dragoman.trees import head_of
from dragoman.values import Analysis

SPORT_WORDS = 3
"""Different words of sport from which on a page is of it."""
SPARSE = 100
"""Words among which one of sport stands at the least on such a page."""
AGENTS = frozenset({"of", "over", "off", "to", "above", "from"})
"""Prepositions that come before teams too."""
TEAM_AFTER = re.compile(
    r"(?:['’]s)? (?:[a-z-]+ )?(?:manager|coach|captain|striker|side|defence|keeper|guard|squad|bench)\b"
)
FAMILY_AFTER = re.compile(r" (?:family|brothers|sisters|twins)\b")
NAME_BEFORE = re.compile(r"\b(?!The )[A-Z][a-z]+ $")
FIRM_BEFORE = re.compile(r"\b(?:Bank of|Banco d[eo]|Air|Radio) $")
FIRM_AFTER = re.compile(
    r" (?:&|[A-Z]\w+ &) |(?: [A-Z]\w+)? (?:Airlines|Airways|Inc|Ltd|Corp|Capital|Partners|Holdings|Motors|Consulting)\b"
)
PLACED_AFTER = re.compile(r", [A-Z]")
SIDES = frozenset({"nsubj", "nsubjpass", "dobj", "conj", "ROOT"})


def is_sport(analysis: Analysis) -> bool:
    """Whether the page is of sport, by its words."""
    hits = [word for word in analysis.words if word in SPORT]
    return len(set(hits)) >= SPORT_WORDS and len(hits) * SPARSE >= len(analysis.words)


def drop_namesakes(text: str, analysis: Analysis, toponyms: list[Toponym]) -> list[Toponym]:
    """The toponyms without teams (`Valencia beat Girona`) and without halves of people's names (`India Douglas`)."""
    edges = {edge for e in analysis.entities if e.label == "PERSON" for edge in (e.start, e.end)}
    kept = [t for t in toponyms if not is_half(text, t, edges) and not is_firm(text, t)]
    if not is_sport(analysis):
        return kept
    visited = {t.key for t in kept if is_stood_in(text, t)}
    teams = {t.key for t in kept if contends(analysis, t) or TEAM_AFTER.match(text, t.end)} - visited
    return [t for t in kept if t.key not in teams or _is_country(t)]


def _is_country(t: Toponym) -> bool:
    """Whether a country has the name: its team is the country's."""
    return any(c.feature in COUNTRY for c in t.candidates)


def is_stood_in(text: str, t: Toponym) -> bool:
    """Whether the words place something there: after `in`, before a comma and a name, in capitals before a dash."""
    words = text[max(0, t.start - 20) : t.start].split()
    if words and words[-1].lower() in LOCATIVE - AGENTS:
        return True
    return PLACED_AFTER.match(text, t.end) is not None or text[t.start : t.end].isupper()


def contends(analysis: Analysis, t: Toponym) -> bool:
    """Whether the name is subject or object of a verb of what teams do."""
    token = head_of(analysis, (t.start, t.end))
    if token is None or analysis.deps[token] not in SIDES:
        return False
    return analysis.words[analysis.heads[token]] in CONTEST


def is_half(text: str, t: Toponym, edges: set[int]) -> bool:
    """Whether a person's name stands right beside the span, and no preposition of place before it."""
    words = text[max(0, t.start - 20) : t.start].split()
    if (words and words[-1].lower() in LOCATIVE) or text[t.start : t.end].isupper():
        return False
    if FAMILY_AFTER.match(text, t.end) or (
        t.label == "PERSON=" and NAME_BEFORE.search(text, max(0, t.start - 20), t.start)
    ):
        return True
    after = text[t.end : t.end + 1] == " " and t.end + 1 in edges
    return after or (text[t.start - 1 : t.start] == " " and t.start - 1 in edges)


def is_firm(text: str, t: Toponym) -> bool:
    """Whether the name is part of a company's: `Bank of China`, `London & Partners`."""
    if not t.label.startswith("ORG"):
        return False
    return (
        FIRM_AFTER.match(text, t.end) is not None or FIRM_BEFORE.search(text, max(0, t.start - 20), t.start) is not None
    )
