"""Our events in the codes of others: PLOVER's reading of plans, CAMEO codes, CAMEO's and ICEWS's words for actors.

What is not decidable stays empty; nothing is guessed.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, cast

from dragoman.exports.events import BODIES, Party, Told
from dragoman.settings import DATA
from dragoman.values import EventType


def read_rows(path: str) -> list[list[str]]:
    """The rows of one of the package's tables, comments aside."""
    lines = (DATA / path).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


class Reading(NamedTuple):
    """An event as PLOVER's codebook has it, which knows no realis: a planned AID is an AGREE."""

    type: EventType
    modes: list[str]
    cameo: str | None
    quad: int
    score: float
    goldstein: float | None


@cache
def _readings() -> dict[tuple[str, str], tuple[EventType, str]]:
    rows = read_rows("exports/readings.tsv")
    return {(kind, realis): (cast(EventType, reading), cameo) for kind, realis, reading, cameo in rows}


@cache
def _types() -> dict[str, tuple[int, float]]:
    return {row[0]: (int(row[1]), float(row[2])) for row in read_rows("plover/types.tsv")}


def read_as_plover(told: Told) -> Reading:
    """PLOVER's reading of an event. Where that is another type than ours, its modes are not known, its quad and score
    are those of the bare type, and its CAMEO code the one that the table of readings gives."""
    other = _readings().get((told.type, told.realis))
    if other is None:
        cameo = told.cameo or find_cameo(told.type, told.modes, told.contexts)
        return Reading(told.type, told.modes, cameo, told.quad, told.score, told.goldstein or find_goldstein(cameo))
    kind, cameo = other
    quad, score = _types()[kind]
    return Reading(kind, [], cameo, quad, score, find_goldstein(cameo))


@cache
def _cameo() -> list[tuple[str, str, str | None, str | None]]:
    raw = json.loads((DATA / "plover" / "cameo2plover.json").read_text("utf-8"))
    return [(code, kind, mode, context) for code, (kind, mode, context) in sorted(raw.items())]


def find_cameo(kind: str, modes: Iterable[str], contexts: Iterable[str]) -> str | None:
    """The CAMEO code of a PLOVER event, from the table of 2021 read backwards.

    Several codes may fit. Those with one of the event's modes count before those without, and so for contexts; of what
    is left the code is what all have in common: three digits, or the root's own unspecified code (`180`). Where the
    codes left have different roots, as those of a bare ASSAULT, the code is not decidable and stays empty.
    """
    fitting = [row for row in _cameo() if row[1] == kind]
    fitting = [row for row in fitting if row[2] in tuple(modes)] or [row for row in fitting if not row[2]] or fitting
    fitting = [row for row in fitting if row[3] in tuple(contexts)] or fitting
    codes = {row[0] for row in fitting}
    for length in (4, 3, 2):
        common = {code[:length] for code in codes}
        if len(common) == 1:
            return common.pop().ljust(3, "0")
    return None


@cache
def _goldstein() -> dict[str, float]:
    table: dict[str, float] = json.loads((DATA / "plover" / "goldstein_cameo.json").read_text("utf-8"))
    return table


def find_goldstein(cameo: str | None) -> float | None:
    """Goldstein's score of a CAMEO code, or of the nearest code above it."""
    while cameo:
        if cameo in _goldstein():
            return _goldstein()[cameo]
        cameo = cameo[:-1]
    return None


@cache
def cameo_roots() -> dict[str, tuple[str, int]]:
    """CAMEO's twenty roots: name and quad class."""
    return {root: (name, int(quad)) for root, name, quad in read_rows("exports/cameo_roots.tsv")}


class Sector(NamedTuple):
    """A PLOVER sector in the words of others; empty where they have none that is as wide."""

    cameo: str
    icews: str
    acled: str
    """ACLED's `inter` code of such an actor at home."""
    plain: str
    """What it is called in prose."""
    acled_name: str
    """How ACLED calls such an actor of a country."""


@cache
def sectors() -> dict[str, Sector]:
    """PLOVER's sectors in the words of others."""
    return {row[0]: Sector(*row[1:]) for row in read_rows("exports/sectors.tsv")}


class Country(NamedTuple):
    """The codes of a country; empty where there is none."""

    numeric: str
    fips: str
    alpha2: str


@cache
def countries() -> dict[str, Country]:
    """Countries by the code that the record has."""
    return {row[0]: Country(*row[1:]) for row in read_rows("exports/countries.tsv")}


@cache
def _names() -> dict[str, str]:
    return {row[0]: row[1] for row in reversed(read_rows("actors/countries.tsv"))}


def country_name(code: str | None) -> str:
    """A country's name; empty where its code is no country's."""
    return _names().get(code or "", "")


CAMEO_COUNTRIES = {"ROU": "ROM", "TLS": "TMP", "KOS": "KSV"}
"""Where CAMEO's code of a country is not that of ISO 3166 as it is now."""


class CameoActor(NamedTuple):
    """An actor in CAMEO's codes."""

    code: str
    country: str
    group: str
    types: tuple[str, ...]


def cameo_actor(party: Party | None) -> CameoActor:
    """An actor in CAMEO's codes; all empty where its code is not known."""
    if party is None or not party.code:
        return CameoActor("", "", "", ())
    first, _, rest = party.code.partition(" ")
    if first in BODIES:
        kind = "IGO" if first in ("UNO", "EUR") else "NGM" if first == "ISM" else first
        group = {"EUR": "EEC", "UNO": "UNO"}.get(rest or first, "" if first == rest or not rest else rest)
        return CameoActor(kind + group, "", group, (kind,))
    country = CAMEO_COUNTRIES.get(first, first)
    kinds = [sectors()[one].cameo for one in rest.split() if one in sectors() and sectors()[one].cameo]
    return CameoActor("".join([country, *kinds[:1]]), country, "", tuple(kinds[:3]))


_BODIES = {"IGO UNO": "United Nations", "IGO EUR": "European Union", "UNO": "United Nations", "EUR": "European Union",
           "IGO": "an international organisation", "NGO": "a non-governmental organisation",
           "IMG": "a transnational armed group", "ISM": "a social movement", "MNC": "a company"}  # fmt: skip


def say_code(code: str) -> str:
    """An actor's code in words: `RUS MIL` is `Russia (military)`; as it is where there are none for it."""
    if code in _BODIES:
        return _BODIES[code]
    first, _, rest = code.partition(" ")
    plain = [sectors()[one].plain if one in sectors() else one for one in rest.split()]
    name = country_name(first)
    known = ", ".join(one for one in plain if one)
    return (f"{name} ({known})" if known else name) if name else code


def number_id(text: str) -> str:
    """The id of a row as a whole number of 63 bits, for tables that know no others; the same for the same id."""
    return str(int(text, 16) >> 1)
