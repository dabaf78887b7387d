"""Well-known office-holders with their years in office: what the page itself says of a person always comes first."""

import functools
from collections.abc import Sequence
from pathlib import Path

from dragoman.ground.actors.coreference import Referent
from dragoman.ground.actors.lexicon import FOLDER, INTERNATIONAL, fold, read_rows, read_words, split_code
from dragoman.values import Value

COMMON = read_words("common_surnames")
"""Surnames that many people bear: alone, without an office beside them, they prove nothing."""

FAMOUS = read_words("famous_surnames")
"""Surnames that papers print alone, with neither office nor country."""


class Leader(Value, frozen=True, kw_only=True):
    """Somebody who held an office, and when."""

    name: str
    code: str
    offices: tuple[str, ...]
    gender: str
    """`m`, `f`, or nothing where the table does not say."""
    first: int
    """Year the office began."""
    last: int | None
    """Year it ended; nothing where it has not, as far as the table knows."""
    known: bool
    """Whether news calls them by the surname alone."""


@functools.cache
def load_leaders(folder: Path = FOLDER) -> dict[str, tuple[Leader, ...]]:
    """Both tables by folded surname. Other tables of the same columns may be put in their place."""
    others = [_read_leader(row, known=False) for row in read_rows("office_holders.tsv", folder)]
    ours = [_read_leader((row[0], *row), known=True) for row in read_rows("leaders.tsv", folder)]
    leaders: dict[str, tuple[Leader, ...]] = {}
    for family, leader in (*others, *ours):
        for surname in sorted({find_surname(leader.name), find_surname(family)}):
            leaders[surname] = (*leaders.get(surname, ()), leader)
    return leaders


def _read_leader(row: Sequence[str], *, known: bool) -> tuple[str, Leader]:
    name, family, code, offices, gender, first, last = row
    return family, Leader(
        name=name, code=code, offices=tuple(offices.split("|")), gender=gender, first=int(first),
        last=int(last) if last else None, known=known,
    )  # fmt: skip


@functools.cache
def load_surnames() -> frozenset[str]:
    """Folded surnames that prove a person wherever they stand."""
    known = (surname for surname, leaders in load_leaders().items() if any(one.known for one in leaders))
    return frozenset(known) - COMMON


def find_surname(name: str) -> str:
    """The last name, folded, without the article of an Arabic one."""
    return fold(name.split()[-1]).rsplit("-", 1)[-1] if " al-" in name or " el-" in name else fold(name.split()[-1])


def recognise(person: Referent, year: int | None, countries: set[str]) -> None:
    """Give a person the code and full name of the office-holder of that name, if nothing on the page speaks against it.

    A surname alone needs the leader's country on the page, unless it is famous, and a common one, or that of somebody
    who serves no state, an office too.
    Of two of one name and office ("President Bush") the code is known, and not which of them it is.
    Whoever left office before `year` is a former official (`ELI`); whoever had not begun by then is not
    recognised.
    """
    words = [word for word in map(fold, person.name.split()) if word not in {"jr", "sr"}]
    if not words:
        return
    fitting = [
        leader
        for leader in load_leaders().get(find_surname(" ".join(words)), ())
        if _fits(leader, person, words, year, countries)
    ]
    if len({leader.code for leader in fitting}) != 1 and len({leader.name for leader in fitting}) != 1:
        return
    leader = fitting[-1]
    country, sector = split_code(leader.code)
    person.gender = leader.gender or person.gender
    if len({one.name for one in fitting}) == 1:
        person.name = leader.name
    if person.code is None and person.country is None:
        person.country = country
        if leader.code.split()[0] in INTERNATIONAL:
            person.code = leader.code
    if person.sector is None:
        over = year is not None and all(one.last is not None and one.last < year for one in fitting)
        person.sector = "ELI" if over and sector == "GOV" else sector
        if not over:
            person.nouns.update(
                office.split()[-1] if " " in office and office != "prime minister" else office
                for office in leader.offices
            )
            person.role_words.update(" ".join(leader.offices).split())


def _fits(leader: Leader, person: Referent, words: list[str], year: int | None, countries: set[str]) -> bool:
    country, _ = split_code(leader.code)
    if person.country is not None and person.country != country:
        return False
    if year is not None and year < leader.first:
        return False
    given = {fold(word) for word in leader.name.split()[:-1]}
    if len(words) > 1:
        return bool(given & set(words[:-1]))
    office = any(word in person.nouns for word in leader.offices) or bool(
        {"president"} & person.nouns & set(leader.offices)
    )
    if not leader.known:
        return office and country in countries
    if words[-1] in COMMON:
        return office
    return office or country in countries or words[-1] in FAMOUS
