"""Who there is in the world, and what the nouns for people and bodies say about sector: tables in `data/actors`.

Names of states, capitals, demonyms, organisations, armed groups and media are in one index by first word, folded, so
that a text is matched in one pass. What a table says is a fact about the name; the text decides whether it is meant.
"""

import csv
import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from dragoman.settings import DATA
from dragoman.values import ActorKind, Value

Part = Literal["NAME", "CAPITAL", "SEAT", "ADJECTIVE", "PEOPLE"]
Sort = Literal["PERSON", "BODY", "THING"]

SORTS: dict[str, Sort] = {"PERSON": "PERSON", "BODY": "BODY", "THING": "THING"}
KINDS: dict[str, ActorKind] = {"ORGANISATION": "ORGANISATION", "GROUP": "GROUP"}

FOLDER = DATA / "actors"
INTERNATIONAL = frozenset({"IGO", "NGO", "IMG", "MNC", "ISM"})
"""Codes that stand where a country's would (PLOVER; facts, section 3)."""

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", ".": ""})
_WORD = re.compile(r"'s\b|[^\s\-–—/']+(?:'(?!s\b)[^\s\-–—/']+)*")


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word without case, diacritics and full stops: what names are compared by."""
    lower = word.casefold().translate(_LETTERS)
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c)).translate(_LETTERS)


class Entry(Value, frozen=True, kw_only=True):
    """A name, and whom it stands for."""

    written: str
    """This form of the name."""
    name: str
    """The canonical name."""
    part: Part
    """Whether it names the actor, its capital or seat, or is the adjective or noun for its people."""
    kind: ActorKind
    country: str | None
    sector: str | None
    code: str
    wikidata: str | None


class Noun(Value, frozen=True, kw_only=True):
    """What a noun says about those it denotes."""

    noun: str
    """The singular."""
    sort: Sort
    """A human being, a body of them, or a thing that acts for its crew."""
    sector: str
    """PLOVER sector; `ANY` where only the words around it tell, `CRAFT` for a vehicle that may be military or not."""
    gender: str | None
    """`m` or `f`, where the noun says so."""
    plural: bool
    """Whether this form is the plural."""


def read_rows(name: str, folder: Path) -> Iterator[list[str]]:
    """The rows of a table, without its heading."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and not row[0].startswith("#"):
                yield row


@functools.cache
def read_words(name: str, folder: Path = FOLDER) -> frozenset[str]:
    """A list of words from `words.tsv`."""
    return next(frozenset(words.split(" ")) for key, words in read_rows("words.tsv", folder) if key == name)


def split_code(code: str) -> tuple[str | None, str | None]:
    """Country and sector of a code: ("RUS", "MIL"); an international body has neither."""
    country, _, sector = code.partition(" ")
    return (None, None) if country in INTERNATIONAL else (country, sector or None)


IRREGULAR = {
    "person": "persons", "child": "children", "thief": "thieves", "wife": "wives", "midwife": "midwives",
    "housewife": "housewives",
}  # fmt: skip


def make_plural(noun: str) -> str:
    """The plural of an English noun, on its last word (the first of "chief of staff")."""
    head, of, rest = noun.partition(" of ")
    if head in IRREGULAR:
        plural = IRREGULAR[head]
    elif re.search(r"(?:^|[^u])man$", head) and head not in {"human", "german", "shaman"}:
        plural = head[:-3] + "men"
    elif re.search(r"[^aeiou]y$", head):
        plural = head[:-1] + "ies"
    elif re.search(r"(?:s|x|z|ch|sh)$", head):
        plural = head + "es"
    else:
        plural = head + "s"
    return plural + of + rest


class Lexicon:
    """All tables, indexed. Loaded once a process; never changed."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.names: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        self.states: dict[str, Entry] = {}
        self.adjective_of: dict[str, str] = {}
        self.nouns: dict[str, Noun] = {}
        self.genders: dict[str, str] = {}
        self.titles: dict[str, tuple[str, str | None]] = {}
        self.members: dict[str, frozenset[str]] = {}
        self.sovereigns = dict(read_rows("dependencies.tsv", folder))
        """Codes of dependencies, and of the state they count as."""
        self._read_countries(folder)
        self._read_peoples(folder)
        self._read_organisations(folder)
        self._read_nouns(folder)
        self.nouns_ending: dict[str, list[tuple[tuple[str, ...], Noun]]] = {}
        for form, noun in self.nouns.items():
            words = tuple(form.replace("'s ", " 's ").replace("s' ", "s ' ").split())
            self.nouns_ending.setdefault(words[-1], []).append((words, noun))
        for ending in self.nouns_ending.values():
            ending.sort(key=lambda item: -len(item[0]))
        for known in self.names.values():
            known.sort(key=lambda item: -len(item[0]))

    def _add(self, entry: Entry) -> None:
        words = tuple(fold(word) for word in _WORD.findall(entry.written))
        known = self.names.setdefault(words[0], [])
        if all(words != other for other, _ in known):
            known.append((words, entry))

    def _read_countries(self, folder: Path) -> None:
        rows = list(read_rows("countries.tsv", folder))
        for code, name, names, adjectives, *_, wikidata in rows:
            state = Entry(
                written=name, name=name, part="NAME", kind="STATE", country=code, sector=None, code=code,
                wikidata=wikidata or None,
            )  # fmt: skip
            self.states[code] = state
            self.adjective_of[code] = adjectives.split("|")[0] or name
            for written in names.split("|"):
                self._add(_variant(state, written, "NAME"))
        for code, _, _, adjectives, people, capitals, _ in rows:
            for written in filter(None, people.split("|")):
                self._add(_variant(self.states[code], make_plural(written), "PEOPLE"))
            for written in filter(None, adjectives.split("|")):
                self._add(_variant(self.states[code], written, "ADJECTIVE"))
            for written in filter(None, people.split("|")):
                self._add(_variant(self.states[code], written, "PEOPLE"))
            for written in filter(None, capitals.split("|")):
                self._add(_variant(self.states[code], written, "CAPITAL"))

    def _read_peoples(self, folder: Path) -> None:
        """Peoples and regions within states: "Basque" is of Spain."""
        for names, code in read_rows("peoples.tsv", folder):
            country, sector = split_code(code)
            if country is None or country not in self.states:
                continue
            state = self.states[country]
            for written in names.split("|"):
                entry = Entry(
                    written=written, name=state.name, part="ADJECTIVE", kind="STATE", country=country, sector=sector,
                    code=code, wikidata=None,
                )  # fmt: skip
                self._add(entry)
                self._add(_variant(entry, make_plural(written), "PEOPLE"))

    def _read_organisations(self, folder: Path) -> None:
        for name, aliases, kind, code, wikidata, how in read_rows("organisations.tsv", folder):
            country, sector = split_code(code)
            for written in [name, *filter(None, aliases.split("|"))]:
                self._add(
                    Entry(
                        written=written, name=name, part="SEAT" if how == "METONYM" else "NAME", kind=KINDS[kind],
                        country=country, sector=sector, code=code, wikidata=wikidata or None,
                    )
                )  # fmt: skip
        for name, members in read_rows("members.tsv", folder):
            self.members[name] = frozenset(members.split("|"))

    def _read_nouns(self, folder: Path) -> None:
        for nouns, sort, sector, gender in read_rows("roles.tsv", folder):
            for noun in nouns.split("|"):
                for form in dict.fromkeys((noun, make_plural(noun))):
                    plural = form != noun or noun.endswith("people")
                    known = Noun(noun=noun, sort=SORTS[sort], sector=sector, gender=gender or None, plural=plural)
                    self.nouns.setdefault(fold(form).replace("-", " "), known)
        for title, noun, gender in read_rows("titles.tsv", folder):
            self.titles[title] = (noun, gender or None)
        for gender, names in read_rows("given_names.tsv", folder):
            for name in map(fold, names.split()):
                self.genders[name] = "" if self.genders.get(name, gender) != gender else gender

    def abbreviated(self, title: str) -> Noun | None:
        """The noun that an abbreviated title stands for."""
        noun, _ = self.titles.get(title, ("", None))
        return self.nouns.get(noun)

    def match(self, words: Sequence[str], folded: Sequence[str], first: int) -> tuple[int, Entry] | None:
        """The longest name that begins at token `first`: one past its last token, and its entry."""
        for wanted, entry in self.names.get(folded[first], ()):
            last = _follow(wanted, folded, first)
            if last and _same_case(entry.written, words[first]):
                return last, entry
        return None


def _variant(entry: Entry, written: str, part: Part) -> Entry:
    return Entry(
        written=written, name=entry.name, part=part, kind=entry.kind, country=entry.country, sector=entry.sector,
        code=entry.code, wikidata=entry.wikidata,
    )  # fmt: skip


def _follow(wanted: tuple[str, ...], folded: Sequence[str], first: int) -> int:
    """One past the last token of `wanted` from `first` on, or 0 where the text differs."""
    place = first
    for word in wanted:
        while place > first and place < len(folded) and folded[place] in {"-", "–"}:
            place += 1
        if place >= len(folded) or folded[place] != word:
            return 0
        place += 1
    return place


def _same_case(known: str, written: str) -> bool:
    """Whether the capitals allow it: "US" is not "us", "IS" not "is", "Turkey" not "turkey"."""
    if known.isupper() and len(known) <= 6 and known.isalpha():
        return written.replace(".", "").isupper()
    return known[0].islower() or written[0].isupper()


@functools.cache
def load_lexicon() -> Lexicon:
    """The packaged lexicon, read once a process."""
    return Lexicon()
