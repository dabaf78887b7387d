"""What the words of a title or description say: country, sector, and the name to give to somebody who has none."""

import re
from collections.abc import Mapping

from dragoman.ground.actors.candidates import Candidate
from dragoman.ground.actors.hits import Hit, match_noun
from dragoman.ground.actors.lexicon import INTERNATIONAL, Entry, Lexicon, Noun, read_words
from dragoman.ground.actors.page import Page
from dragoman.ground.actors.whereabouts import home_by_place
from dragoman.values import Value

OVERRIDABLE = frozenset({"ANY", "COP", "MIL", "GOV"})
ORGANISATIONAL = frozenset({"ANY", "MIL", "REB", "GOV", "CVL", "PTY", "JRN", "UAF", "BUS", "EDU", "MED"})
FORMER = frozenset({"former", "ex", "ex-president", "ex-minister", "then", "late", "erstwhile", "onetime"})
MILITARY = read_words("military")
CIVIL = read_words("civil")
DROPPED = read_words("dropped")


class Description(Value, frozen=True, kw_only=True):
    """What a title or a description says of somebody."""

    noun: Noun | None
    country: str | None
    sector: str | None
    entry: Entry | None
    """The organisation they belong to, where the lexicon has it."""
    words: frozenset[str]
    """Folded words that narrow the noun: {"foreign"} of "foreign minister"."""
    name: str
    """The description as written, without determiner, number and possessor."""
    plural: bool
    definite: bool


def describe(
    page: Page,
    lexicon: Lexicon,
    hits: dict[int, Hit],
    candidate: Candidate,
    bodies: dict[int, Candidate],
    places: Mapping[int, str],
) -> Description:
    """What the noun phrase of a candidate says; of a named one, what its title says."""
    first, last = candidate.title or (candidate.first, candidate.last)
    head = candidate.head if candidate.title is None else last - 1
    start = min(page.phrase_start(candidate.head), first)
    found = match_noun(page, lexicon, last - 1)
    noun = candidate.noun or (found[1] if found else lexicon.abbreviated(page.folded[last - 1]))
    inner = [hit for hit in _hits_in(hits, start, last) if not is_sponsor(page, hit)]
    if candidate.form != "DESCRIPTION" and candidate.title is None:
        inner = [hit for hit in reversed(inner) if hit.first >= candidate.first]
    inner += _hits_after(page, hits, candidate.head)
    entry = next(
        (hit.entry for hit in inner if hit.entry.kind not in {"STATE"} and hit.entry.part in {"NAME", "SEAT"}), None
    )
    country = next((hit.entry.country for hit in inner if hit.entry.country), None)
    words = [page.folded[token] for token in range(start, last)]
    if start > 1 and page.words[start - 1] == "-":
        words.append(page.folded[start - 2])
    sector = find_sector(page, lexicon, noun, (start, last, head), entry)
    sector = _former(sector, words)
    if candidate.form == "BODY" and candidate.title is None and noun is not None and noun.noun in LOOSE:
        sector = None
    if noun is not None and noun.noun == "bomber" and country and not {"suicide", "car", "truck"} & set(words):
        sector = "MIL"
    if sector is None and noun is not None and noun.sector == "ANY":
        sector = _general_sector(noun, words, country)
    if noun is not None and noun.sector == "CRAFT":
        sector = _craft_sector(words)
    if noun is not None and noun.noun in PRESIDING:
        other, its_sector = _presided(page, candidate.head, (start, last), bodies)
        if other and country is None:
            sector = its_sector
    if country is None and (entry is None or entry.code.split()[0] not in INTERNATIONAL):
        country = home_by_place(page, places, candidate.head, (start, last), noun, sector)
    kept = [token for token in range(start, last) if token not in hits and page.folded[token] not in DROPPED]
    return Description(
        noun=noun, country=country, sector=sector, entry=entry,
        words=frozenset(page.folded[token] for token in kept) - set((noun.noun if noun else "").split()),
        name=name_description(page, hits, start, last, lexicon.adjective_of.get(country or "")),
        plural=(noun.plural if noun else False) or _is_plural(page, head),
        definite=_is_definite(page, start, candidate),
    )  # fmt: skip


SPONSORED = read_words("sponsored")


def is_sponsor(page: Page, hit: Hit) -> bool:
    """Whether a country is only for or against somebody: "Russian-backed separatists", "pro-Russian rebels"."""
    joined = page.folded[max(0, hit.first - 2) : hit.first]
    if joined[-1:] == ("-",) and joined[0] in {"pro", "anti"}:
        return True
    first = page.folded[hit.first].rpartition("-")
    if first[0] and (first[0] in {"pro", "anti"} or first[2] in SPONSORED):
        return True
    after = page.folded[hit.last : hit.last + 2]
    return len(after) == 2 and after[0] in {"-", "–"} and after[1] in SPONSORED


PRESIDING = frozenset({"president", "vice president", "secretary", "secretary-general", "commissioner", "premier"})
"""Offices of states and of companies, parties and clubs alike."""


def _presided(page: Page, head: int, span: tuple[int, int], bodies: dict[int, Candidate]) -> tuple[bool, str | None]:
    """Whether an office is of a body that is no state ("Acme's president", "president of Acme"), and its sector."""
    for token in range(*span):
        if token in bodies:
            return True, _sector_of(bodies[token])
    for child in page.children[head]:
        if child > head and page.folded[child] in {"of", "for", "at"}:
            inside = range(child + 1, min(page.right[child], child + 6) + 1)
            for token in inside:
                if token in bodies:
                    return True, _sector_of(bodies[token])
            objects = [token for token in inside if page.deps[token] == "pobj"]
            if objects and page.folded[objects[0]] not in {"republic", "country", "nation", "state", "day", "time"}:
                return True, None
    return False, None


def _sector_of(body: Candidate) -> str | None:
    return body.noun.sector if body.noun is not None and body.noun.sector != "ANY" else None


LOOSE = frozenset({"committee", "council", "agency", "mission", "bureau", "commission"})
"""Words in the names of bodies of every kind."""

SPEAKING = read_words("speaking")


def _general_sector(noun: Noun, words: list[str], country: str | None) -> str | None:
    """Officials are a government's unless something else is said; a coalition led by a country is of arms."""
    if noun.noun == "official" or (country and noun.noun in SPEAKING):
        return "GOV"
    if noun.noun in {"coalition", "alliance"} and (
        "led" in words or any(w.endswith("-led") for w in words) or "military" in words
    ):
        return "MIL"
    return None


def _hits_in(hits: dict[int, Hit], first: int, last: int) -> list[Hit]:
    """The names within the tokens, the last first: in "Turkey's US embassy" the one next to the noun counts more."""
    found: list[Hit] = []
    for token in range(last - 1, first - 1, -1):
        hit = hits.get(token)
        if hit is not None and (not found or found[-1] is not hit):
            found.append(hit)
    return found


def _hits_after(page: Page, hits: dict[int, Hit], head: int) -> list[Hit]:
    """Names in the phrase "of ..." or "for ..." behind a noun."""
    found = []
    for child in page.children[head]:
        if child > head and page.deps[child] == "prep" and page.folded[child] in {"of", "for"}:
            token = child + 1
            while token <= page.right[child] and token < child + 12:
                hit = hits.get(token)
                if hit is not None:
                    found.append(hit)
                    break
                if page.folded[token] in {",", ";", "who", "that", "in", "on"}:
                    break
                token += 1
    return found


def find_sector(
    page: Page, lexicon: Lexicon, noun: Noun | None, span: tuple[int, int, int], entry: Entry | None
) -> str | None:
    """The sector of a noun; words around a general one tell more: "police chief", "chief of the army"."""
    if noun is None:
        return None
    if entry is not None and entry.sector and (noun.sector in ORGANISATIONAL):
        return entry.sector
    if noun.sector in OVERRIDABLE:
        other = _inner_noun(page, lexicon, noun, span)
        if other is not None and _tells_more(noun, other):
            return other.sector
    return None if noun.sector == "ANY" else noun.sector


def _tells_more(noun: Noun, inner: Noun) -> bool:
    """Whether the inner noun's sector holds for the whole: "police chief", but not "government troops"."""
    if inner.sector in {"ANY", "CRAFT", "CVL"} or (noun.sector, inner.sector) == ("MIL", "GOV"):
        return False
    return noun.sector != "GOV" or noun.sort == "BODY" or inner.sector == "LEG"


def _inner_noun(page: Page, lexicon: Lexicon, noun: Noun, span: tuple[int, int, int]) -> Noun | None:
    """The role noun inside the phrase that belongs to a general noun: "ministry" of "Defence Ministry spokesman"."""
    first, last, head = span
    size = len(noun.noun.split())
    for token in range(last - 1 - size, first - 1, -1):
        found = match_noun(page, lexicon, token)
        if found is not None:
            return found[1]
    for child in page.children[head]:
        if child > head and page.folded[child] in {"of", "for", "at", "from", "in"}:
            stop = min(page.right[child], child + 8)
            for token in range(child + 1, stop + 1):
                if page.folded[token] in {",", "who", "that"}:
                    break
                found = match_noun(page, lexicon, token)
                if found is not None and found[1].noun != noun.noun:
                    return found[1]
    return None


def _former(sector: str | None, words: list[str]) -> str | None:
    if sector in {"GOV", "LEG", "JUD"} and FORMER & set(words):
        return "ELI"
    if sector in {"MIL", "COP", "GOV"} and ("retired" in words or FORMER & set(words)):
        return "CVL" if sector != "GOV" else "ELI"
    return sector


def _craft_sector(words: list[str]) -> str | None:
    """MIL or CVL by the words before a vehicle; nothing where they leave it open."""
    if CIVIL & set(words):
        return "CVL"
    return "MIL" if MILITARY & set(words) else None


def _is_plural(page: Page, head: int) -> bool:
    return bool(re.search(r"[^s']s$", page.folded[head])) and page.words[head].islower()


def _is_definite(page: Page, start: int, candidate: Candidate) -> bool:
    before = page.folded[start]
    if before in {"a", "an", "some", "several", "many", "one", "two", "three", "no", "another", "dozens"}:
        return False
    if any(page.deps[token] == "nummod" for token in range(start, candidate.head)):
        return False
    return before in {"the", "this", "that", "these", "those", "both"} or not page.folded[candidate.head].endswith("s")


def name_description(page: Page, hits: dict[int, Hit], start: int, last: int, adjective: str | None) -> str:
    """The words as written without determiner, number and possessor; "Turkey's army" becomes "Turkish army"."""
    kept: list[int] = []
    possessor: str | None = None
    for token in range(start, last):
        if page.folded[token] in {"'s", "'"}:
            inside = [hits[t] for t in kept if t in hits]
            if inside and adjective and inside[-1].entry.country:
                possessor = adjective
            kept = []
        elif page.folded[token] not in DROPPED and page.deps[token] not in {"nummod", "advmod", "punct"}:
            kept.append(token)
    if not kept:
        kept = list(range(start, last))
    whole = kept[-1] - kept[0] + 1
    within = range(kept[0], kept[-1] + 1)
    if whole == len(kept) or all(token in kept or page.words[token] in {"-", "–", "/"} for token in within):
        text = " ".join(page.slice(kept[0], kept[-1] + 1).split())
    else:
        text = " ".join(page.words[token] for token in kept)
    return f"{possessor} {text}" if possessor and not any(token in hits for token in kept) else text
