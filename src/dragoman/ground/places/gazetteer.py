"""The gazetteer: how a place name is compared, and the places that bear it.

Folding is shared with `tools/gazetteer`, which writes the keys that are looked up here.
"""

import array
import re
import sqlite3
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dragoman.settings import DATA

FILE = DATA / "gazetteer" / "places.sqlite"
OWN = 1 << 30
"""Ids from here on are our own, not GeoNames'."""
MOST = 40
"""Places kept of those that share a name, the largest first."""

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e",
        "ħ": "h",
        "’": None, "‘": None, "'": None, "`": None, "´": None, "ʼ": None, "ʻ": None, "ʿ": None, "ʾ": None, "ˈ": None,
        "′": None, "ʹ": None, "“": None, "”": None, '"': None, ".": " ", "-": " ", "–": " ", "—": " ", "_": " ",
        "/": " ",
        ",": " ", "&": " and ", "\n": " ", "\t": " ", "\u00a0": " ",
    }
)  # fmt: skip
_FIRST = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_LATER = {"twp": "township", "co": "county", "mts": "mountains", "ste": "sainte"}
_ARTICLES = {"al", "el", "ar", "as", "ash", "at", "an", "ad", "az", "the", "la", "le"}
_GROUPS = (
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "s"), ("zh", "j"), ("dj", "j"), ("ts", "s"),
    ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("ey", "i"), ("ay", "ai"), ("yy", "i"),
)  # fmt: skip
_LIKE = str.maketrans({"q": "k", "c": "k", "o": "u", "w": "u", "v": "u", "y": "i", "e": "i", "z": "s", " ": None})


@lru_cache(maxsize=32768)
def fold_name(name: str) -> str:
    """The name in small letters without marks or apostrophes: `A'zāz` gives `azaz`, `St. Louis` `saint louis`."""
    lower = name.lower().translate(_LETTERS)
    if not lower.isascii():
        lower = unicodedata.normalize("NFKD", lower)
    words = "".join(c for c in lower if c.isalnum() or c == " ").split()
    if len(words) > 1:
        if words[0] == "the":
            words = words[1:]
        if len(words) > 1:
            words = [_FIRST.get(words[0], words[0]), *(_LATER.get(word, word) for word in words[1:])]
    return " ".join(words)


def sound_key(folded: str) -> str:
    """What differing transliterations of one name share: `azzaz` and `aazaz` both give `asas`; "" where too little
    is left."""
    words = folded.split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    key = " ".join(words)
    for letters, like in _GROUPS:
        key = key.replace(letters, like)
    key = re.sub(r"(.)\1+", r"\1", key.translate(_LIKE)).rstrip("h")
    return key if len(key) >= 4 else ""


class Candidate(NamedTuple):
    """A place that a toponym may name."""

    id: int
    name: str
    lat: float
    lon: float
    country: str
    admin: str
    """First- and second-level codes of GeoNames, joined by a dot."""
    feature: str
    population: int
    own: bool
    """Whether the toponym is its own name, not one of its other names."""

    @property
    def region(self) -> str:
        """Country and first-level code: `USA.LA`."""
        return f"{self.country}.{self.admin.partition('.')[0]}"


COUNTRY = frozenset({"PCLI", "PCLD", "PCLS", "PCL", "PCLH", "TERR"})
WATER = frozenset({"OCN", "SEA", "GULF", "STRT", "BAY", "CHN", "SD"})


class Gazetteer:
    """Look-up in the gazetteer's file, opened read-only; answers are kept, since names return."""

    def __init__(self, file: Path = FILE) -> None:
        if not file.exists():
            raise FileNotFoundError(f"no gazetteer at {file}: build it with `python -m tools.gazetteer`")
        self.file = file
        self._database = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.find = lru_cache(maxsize=65536)(self._find)
        self.find_by_sound = lru_cache(maxsize=8192)(self._find_by_sound)
        self._place = lru_cache(maxsize=65536)(self._read_place)
        self.demonyms: dict[str, str] = dict(self._database.execute("SELECT key, country FROM demonym"))
        self.words = frozenset(key for (key,) in self._database.execute("SELECT key FROM word"))
        """Names that are also plain words of English."""

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[Path]]:
        """Another process opens the file anew: a connection does not travel."""
        return Gazetteer, (self.file,)

    def _read_place(self, key: int) -> tuple[int, str, int, int, str, str, str, int]:
        place: tuple[int, str, int, int, str, str, str, int] = self._database.execute(
            "SELECT id, name, lat, lon, country, admin, feature, population FROM place WHERE id = ?", (key,)
        ).fetchone()
        return place

    def _read(self, table: str, key: str) -> tuple[Candidate, ...]:
        row = self._database.execute(f"SELECT places FROM {table} WHERE key = ?", (key,)).fetchone()
        if row is None:
            return ()
        found = []
        for packed in array.array("I", row[0]):
            id_, name, lat, lon, country, admin, feature, population = self._place(packed >> 1)
            found.append(
                Candidate(id_, name, lat / 1e4, lon / 1e4, country, admin, feature, population, bool(packed & 1))
            )
        found.sort(key=lambda c: (c.feature not in COUNTRY, not c.feature.startswith("ADM1"), -c.population, c.id))
        return tuple(found[:MOST])

    def _find(self, folded: str) -> tuple[Candidate, ...]:
        """Places of that folded name, countries and regions first, then by population; none is ()."""
        return self._read("name", folded)

    def _find_by_sound(self, folded: str) -> tuple[Candidate, ...]:
        """Places whose name is written much like it, where letters are transliterated."""
        key = sound_key(folded)
        return self._read("sound", key) if key else ()


@lru_cache(maxsize=1)
def open_gazetteer() -> Gazetteer:
    """The gazetteer that comes along, opened once a process."""
    return Gazetteer()
