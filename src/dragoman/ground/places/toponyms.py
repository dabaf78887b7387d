"""Where a text may name a place: spans that the gazetteer knows or the syntax model holds for places, with
what they say of it.

A span here is only a candidate; `toponym_spans` weighs its evidence.
"""

import itertools
import re
from collections import Counter
from typing import NamedTuple

from dragoman.ground.places.feature_names import WATERS, FeatureName, find_feature_names
from dragoman.ground.places.gazetteer import COUNTRY, Candidate, Gazetteer, fold_name
from dragoman.ground.places.words import (
    ABBREVIATION,
    ACRONYM,
    BESIDE,
    CODE,
    COMMON,
    DATELINE_AFTER,
    DIVISIONS,
    INNER,
    LOCATIVE,
    POSTAL,
    STATES,
    STREET,
    VESSEL,
)
from dragoman.values import Analysis, Document, Entity

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LONGEST = 5
"""Words in a name."""

WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[’'‘ʻ`][^\W\d_]+)*")
JOINT = re.compile(r"[ \u00a0]|-|–|\. |\.(?=[A-Z])| ?/ ?")
LOWER_BEFORE = re.compile(r"\b[a-z][a-z]+,? $")
CAPITAL_AFTER = re.compile(r"[ -][A-Z]|['’]s [A-Z]")
SMALL_WORD = re.compile(r"\b[a-z]+\b")
HOUSE_OF = re.compile(r"(palace|castle|house) of (.+)")
ARTICLE = re.compile(r"(?:al|el|ar|as|ash|at|an|ad|az|ez)[-–]$")


class Toponym(NamedTuple):
    """A span that may name a place."""

    start: int
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    label: str
    """How the span lies to the syntax model's name: `GPE=` the same, `ORG^` begins it, `ORG$` ends it, `ORG~`
    inside, `-` none."""
    exact: bool
    """Whether it was found by its spelling, not by its sound."""
    kind: str = ""
    """The word in the name that says what it names, where the gazetteer lacks the name: `river`."""
    loose: bool = False
    """Whether nothing but its capital letter, amid a sentence, speaks for a name."""


def find_toponyms(document: Document, analysis: Analysis, gazetteer: Gazetteer) -> list[Toponym]:
    """Spans that may name places, in the order of the text, none overlapping another."""
    text = document.text
    finder = _Finder(text, analysis, gazetteer)
    finder.add_abbreviations()
    finder.add_acronyms()
    finder.add_feature_names()
    finder.add_entities()
    finder.add_words()
    return sorted(finder.found.values())


class _Finder:
    """The search through one document."""

    def __init__(self, text: str, analysis: Analysis, gazetteer: Gazetteer) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.entities = analysis.entities
        self.found: dict[int, Toponym] = {}
        self.taken = bytearray(len(text))
        self.owner: dict[int, Entity] = {}
        for entity in analysis.entities:
            for k in range(entity.start, entity.end):
                self.owner[k] = entity
        spans = [(analysis.starts[first], analysis.ends[last - 1]) for first, last in analysis.sentences]
        self.vessels = {fold_name(match[1] or match[2]) for match in VESSEL.finditer(text)}
        """Names of ships, which are often those of rivers and towns."""
        self.lowered = frozenset(SMALL_WORD.findall(text))
        """Words that the text writes with a small letter."""
        self.regions = sorted(spans)
        """Sentences; nothing is looked for outside of them."""

    def add(
        self,
        start: int,
        end: int,
        key: str,
        candidates: tuple[Candidate, ...],
        exact: bool = True,
        kind: str = "",
        loose: bool = False,
    ) -> None:
        """Note a span, unless part of it is taken."""
        if any(self.taken[start:end]):
            return
        self.take(start, end)
        if key in self.vessels and not any(c.feature in COUNTRY for c in candidates):
            return
        self.found[start] = Toponym(start, end, key, candidates, self.label(start, end), exact, kind, loose)

    def take(self, start: int, end: int) -> None:
        """Keep other spans out of this one."""
        self.taken[start:end] = b"\1" * (end - start)

    def label(self, start: int, end: int) -> str:
        """How the span lies to the name that covers it."""
        entity = self.owner.get(start) or self.owner.get(end - 1)
        if entity is None:
            return "-"
        first, last = trim(self.text, entity.start, entity.end)
        if start <= first and end >= last:
            return entity.label + "="
        if start <= first:
            return entity.label + "^"
        return entity.label + ("$" if end >= last else "~")

    def add_abbreviations(self) -> None:
        """States as news abbreviate them: after a town and comma, after a party's letter, or held for a place."""
        for pattern, table in ((ABBREVIATION, STATES), (CODE, POSTAL)):
            for match in pattern.finditer(self.text):
                start, end = match.span()
                before = self.text[max(0, start - 2) : start]
                entity = self.owner.get(start)
                named = entity is not None and entity.label == "GPE" and entity.start == start
                if not (before == ", " or before.endswith("-") or named or match.group().count(".") > 1):
                    continue
                key = table[match.group().removesuffix(".")]
                found = self.gazetteer.find(key)
                states = tuple(c for c in found if c.feature == "ADM1" and c.country in ("USA", "CAN"))
                self.add(start, end, key, states or found[:1])

    def add_acronyms(self) -> None:
        """Countries by their letters, unless the line shouts."""
        for start, end in self.regions:
            line = self.text[start:end]
            if not line.isupper():
                for match in ACRONYM.finditer(self.text, start, end):
                    key = fold_name(match.group())
                    countries = tuple(c for c in self.gazetteer.find(key) if c.feature in COUNTRY)
                    self.add(*match.span(), key, countries)

    def add_feature_names(self) -> None:
        """Rivers, islands, beaches by their whole name, where otherwise a part of it would be found."""
        for start, end in self.regions:
            for name in find_feature_names(self.text, start, end, self.gazetteer.demonyms):
                name = self.narrow(name)
                if not any(self.taken[name.start : name.end]) and not STREET.match(self.text, name.end):
                    self.add_feature_name(name)

    def narrow(self, name: FeatureName) -> FeatureName:
        """The name as the syntax model has it, where that begins later: in a headline all words are capitalised."""
        entity = self.owner.get(name.end - 1)
        if entity is None or entity.label not in PLACE_LABELS or entity.start <= name.start:
            return name
        start, _ = trim(self.text, entity.start, entity.end)
        return name._replace(start=start, head=name.head[start - name.start :]) if start < name.end else name

    def add_feature_name(self, name: FeatureName) -> None:
        """Note the name; where it is but the beginning of a longer one, no part of a water's name is a place."""
        key, water = fold_name(self.text[name.start : name.end]), name.kind in WATERS
        known = self.find(key)
        if water and self.is_landscape(name):
            known = tuple(c for c in known if name.fits(c))
        if water and not name.continued and any(map(name.fits, known)):
            self.add(name.start, name.end, key, known, kind=name.kind)
            return
        last = key.rpartition(" ")[2]
        if (known and self.text[name.end - len(last)].isupper()) or (last in COMMON and last != name.kind):
            return
        if name.continued:
            if water:
                self.take(name.start, name.end)
        elif self.is_feature(name, water):
            alike = (c for c in self.gazetteer.find(fold_name(name.head)) if name.fits(c))
            self.add(name.start, name.end, key, known or tuple(alike), kind=name.kind)

    def is_landscape(self, name: FeatureName) -> bool:
        """Whether the words cannot name a town called after a water: `the Black River`, held for a landscape."""
        label = self.label(name.start, name.end)
        return label.startswith("LOC") and self.text[max(0, name.start - 4) : name.start].lower() == "the "

    def is_feature(self, name: FeatureName, water: bool) -> bool:
        """Whether the name is one of a place, and not of a person, company or ship."""
        label = self.label(name.start, name.end)
        before = self.text[max(0, name.start - 14) : name.start].split()
        placed = bool(before) and (before[-1].lower() in LOCATIVE or before[-1].lower() == "the")
        return label[:-1] in PLACE_LABELS or placed or (water and not label.startswith("PERSON"))

    def add_entities(self) -> None:
        """What the syntax model holds for places: the whole name if the gazetteer has it, else its known part."""
        for entity in self.entities:
            if entity.label not in PLACE_LABELS:
                continue
            start, end = trim(self.text, entity.start, entity.end)
            if start >= end:
                continue
            key = fold_name(self.text[start:end])
            if (key in COMMON and not ACRONYM.fullmatch(self.text, start, end)) or STREET.match(self.text, end):
                continue
            candidates = self.find(key)
            if candidates:
                self.add(start, end, key, candidates)
            elif entity.label == "FAC":
                self.scan(start, end)
            elif self.is_one_name(start, end) or not self.scan(start, end):
                self.add_unknown(start, end, key)

    def is_one_name(self, start: int, end: int) -> bool:
        """Whether an unknown name of several words is no known name with words that place or size it beside.

        `North Memphis` and `Metro Manila` are of a known place; of `Puerto X`, no part is.
        """
        if not ONE_NAME.fullmatch(self.text, start, end):
            return False
        words = fold_name(self.text[start:end]).split()
        if any(word in BESIDE or word in self.gazetteer.demonyms for word in words):
            return False
        pairs = (" ".join(pair) for pair in itertools.pairwise(words))
        large = (c for word in words for c in self.gazetteer.find(word) if c.own)
        return not any(map(self.gazetteer.find, pairs)) and not any(_is_wide(c) for c in large)

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Places of that name, with or without a class word at its end."""
        found = self.gazetteer.find(key)
        if not found:
            head, _, tail = key.rpartition(" ")
            if tail in DIVISIONS and head:
                found = self.gazetteer.find(head)
                found = tuple(c for c in found if c.feature.startswith("ADM")) or found
        if not found and key:
            if house := HOUSE_OF.fullmatch(key):
                return self.gazetteer.find(f"{house[2]} {house[1]}")
            article, _, rest = key.partition(" ")
            found = self.gazetteer.find(rest if article in ("al", "el", "ar", "as", "ash") and rest else f"al {key}")
        return found

    def add_unknown(self, start: int, end: int, key: str) -> None:
        """A name that the gazetteer spells otherwise, or has not; no place's name has a digit."""
        if any(c.isdigit() for c in key):
            return
        if not self.text[start].isupper() and not ARTICLE.match(self.text[start : start + 3]):
            return
        if STREET.match(self.text, self.text.rfind(" ", start, end)):
            return
        self.add(start, end, key, self.gazetteer.find_by_sound(key), exact=False)

    def add_words(self) -> None:
        """Known names among the capitalised words that are left."""
        for start, end in self.regions:
            self.scan(start, end)

    def scan(self, start: int, end: int) -> bool:
        """Add the known names within a stretch, the longest first; whether there was one."""
        words = [match.span() for match in WORD.finditer(self.text, start, end)]
        capital = [self.text[first].isupper() and not self.taken[first] for first, _ in words]
        k, hit = 0, False
        while k < len(words):
            length = self.match_at(words, k) if capital[k] else 0
            hit = hit or length > 0
            k += length or 1
        return hit

    def match_at(self, words: list[tuple[int, int]], k: int) -> int:
        """How many words from the `k`-th on make a known name, which is added; 0 where none do."""
        text = self.text
        first = words[k][0]
        last = k
        while last + 1 < len(words) and last - k + 1 < LONGEST:
            gap = text[words[last][1] : words[last + 1][0]]
            if not JOINT.fullmatch(gap) or self.taken[words[last + 1][0]]:
                break
            word = text[words[last + 1][0] : words[last + 1][1]]
            if not word[0].isupper() and word not in INNER:
                break
            last += 1
        prefix = ARTICLE.search(text, max(0, first - 4), first)
        for stop in range(last, k - 1, -1):
            if not text[words[stop][0]].isupper():
                continue
            start, end = trim(text, first, words[stop][1])
            if prefix and not self.taken[prefix.start()]:
                key = fold_name(text[prefix.start() : end])
                if self.gazetteer.find(key):
                    start = prefix.start()
            key = fold_name(text[start:end])
            if len(key) < 3 or key in self.gazetteer.demonyms or key in COMMON:
                continue
            candidates = self.gazetteer.find(key) or (self.find(key) if HOUSE_OF.match(key) else ())
            if candidates and STREET.match(self.text, end):
                return stop - k + 1
            if candidates and (stop > k or self.has_evidence(start, end)):
                self.add(start, end, key, candidates)
                return stop - k + 1
            if candidates and self.is_loose(start, end, key):
                self.add(start, end, key, candidates, loose=True)
                return 1
        return 0

    def has_evidence(self, start: int, end: int) -> bool:
        """Whether anything but its spelling speaks for a single word being a place."""
        if start in self.owner:
            return end - start >= 3
        before = self.text[max(0, start - 14) : start].split()
        if before and before[-1].lower() in LOCATIVE:
            return True
        line = self.text.rfind("\n", 0, start) + 1 == start
        return bool((line and DATELINE_AFTER.match(self.text, end)) or re.match(r", [A-Z]", self.text[end : end + 3]))

    def is_loose(self, start: int, end: int, key: str) -> bool:
        """Whether a single word is a name by its capital letter: amid a sentence, alone, and never written small."""
        return (
            start not in self.owner
            and LOWER_BEFORE.search(self.text, max(0, start - 12), start) is not None
            and not CAPITAL_AFTER.match(self.text, end)
            and key not in self.lowered
        )


def _is_wide(c: Candidate) -> bool:
    """Whether the place is one that other words are often put to: a country, a region, a province of many people."""
    return c.feature in COUNTRY or c.feature in ("CONT", "RGN") or (c.feature == "ADM1" and c.population > 1_000_000)


ONE_NAME = re.compile(r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)+")
LEAD = re.compile(r"(?:[Tt]he|[Aa]n?|THE)\s+")
TAIL = re.compile(r"(?:['’`]s?|['’]S|[\s.,;:]+)$")
SHORTENED = re.compile(r"(?:[A-Z]\.|St\.)$")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without an article before and a possessive after it."""
    lead = LEAD.match(text, start, end)
    if lead:
        start = lead.end()
    if not text[end - 1].isalnum() or text[end - 2 : end - 1] in "'’":
        tail = TAIL.search(text[start:end])
        if tail and not SHORTENED.search(text[start:end]):
            end = start + tail.start()
    return start, end


def count_labels(toponyms: list[Toponym], analysis: Analysis, text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each key is held for a place, and how often it is part of a person's name of several words."""
    places = Counter(t.key for t in toponyms if t.label in ("GPE=", "GPE^", "LOC="))
    people: Counter[str] = Counter()
    for entity in analysis.entities:
        if entity.label == "PERSON" and " " in text[entity.start : entity.end]:
            people.update({fold_name(word) for word in text[entity.start : entity.end].split()})
    return places, people
