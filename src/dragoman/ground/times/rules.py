"""The grammar of time expressions, read from `data/times`: pieces, rules made of them, and one pattern of all rules.

How a rule is written stands in `data/times/README.md`; what a rule's groups mean is in `values.py`, by the rule's name.
The order of the rules matters: the first that matches at a place wins.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dragoman.ground.times.holidays import HOLIDAYS
from dragoman.settings import DATA

FOLDER = DATA / "times"


def words(text: str) -> tuple[str, ...]:
    """The words of a list written as one string."""
    return tuple(text.split())


MONTHS = words("january february march april may june july august september october november december")
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)


class Rule(NamedTuple):
    """A rule in the one pattern: which groups of the pattern are its own, under which names."""

    name: str
    groups: tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """A line of `rules.tsv`: one way to write what a rule reads, and an example of it."""

    rule: str
    pattern: str
    example: str
    """Words with the expression in brackets."""
    value: str
    """What the expression means on Friday, 27 November 2015."""


def _lines(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def word_list(name: str) -> frozenset[str]:
    """The words of a list in `words.tsv`."""
    return frozenset(word for cells in _lines("words.tsv") if cells[0] == name for word in cells[1].split())


def read_rules() -> tuple[Row, ...]:
    """The rows of `rules.tsv`, in order."""
    return tuple(Row(*cells) for cells in _lines("rules.tsv"))


def modifiers() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What words before an expression begin with, by TIMEX3's `mod`."""
    return tuple((cells[0], tuple(cells[1].split("|"))) for cells in _lines("modifiers.tsv"))


# ---------------------------------------------------------------- names, as they are written


def _cased(names: tuple[str, ...], cuts: dict[str, str]) -> str:
    """Names Whole, in CAPITALS or Cut (`Nov.`, `Thurs`)."""
    return "|".join(f"{name.title()}|{name.upper()}|{cuts.get(name, name[:3].title())}(?![a-z])\\.?" for name in names)


def _holiday(name: str) -> str:
    return re.sub(r"\bOf\b", "of", name.title()).replace("'S", "['’]s").replace("' ", "['’] ")


def _lists() -> dict[str, str]:
    """The pieces that are lists of names or numbers."""
    return {
        "months": _cased(MONTHS, {"september": "Sept?"}),
        "fullmonths": "|".join(f"{month.title()}|{month.upper()}" for month in MONTHS),
        "weekdays": _cased(WEEKDAYS, {"tuesday": "Tues?", "thursday": "Thu(?:rs?)?"}),
        "weekdaynames": "|".join(day.title() for day in WEEKDAYS),
        "tens": "|".join(ten.replace("y", "ies") for ten in TENS),
        "tenwords": "|".join(TENS),
        "ordinalwords": "|".join(ORDINALS),
        "smallwords": "|".join(reversed(SMALL[1:13])),
        "upto9": "|".join(SMALL[1:10]),
        "upto19": "|".join(reversed(SMALL[1:])),
        "holidays": "|".join(map(_holiday, HOLIDAYS)),
    }


# ---------------------------------------------------------------- from the tables to one pattern

_SPACE = r"(?:[^\S\n]{1,3}|\n)"
"""White space within a paragraph; bounded, or long runs of blanks would cost their square."""
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)|<(?P<name>\w+):|>| ")
"""What differs from a plain regular expression: bare brackets, named groups, blanks; not within a character class."""


def _expand(pattern: str, pieces: dict[str, str]) -> str:
    """The pattern with each `{piece}` in it as what it stands for."""
    while (grown := re.sub(r"\{([a-z]+\d*)\}", lambda found: pieces[found[1]], pattern)) != pattern:
        pattern = grown
    return pattern


def _compile() -> tuple[re.Pattern[str], dict[str, Rule]]:
    pieces = _lists() | {cells[0]: cells[1] for cells in _lines("pieces.tsv")}
    written: dict[str, list[str]] = {}
    for row in read_rules():
        written.setdefault(row.rule, []).append(row.pattern)
    rules, alternatives = {}, []
    for number, (name, patterns) in enumerate(written.items()):
        seen: list[tuple[str, str]] = []
        pattern = _translate(_expand("|".join(patterns), pieces), f"_{number}", seen)
        rules[f"{name}_rule"] = Rule(name, tuple(seen))
        alternatives.append(f"(?P<{name}_rule>{pattern})")
    mod = _translate(_expand("{mod}", pieces), "", [])
    whole = rf"(?<![\w$€£#])(?P<mod>{mod})?(?:{'|'.join(alternatives)})(?![\w])"
    return re.compile(whole, re.IGNORECASE), rules


def _translate(pattern: str, suffix: str, seen: list[tuple[str, str]]) -> str:
    """The regular expression of a pattern; its groups, named for this rule only, are added to `seen`."""

    def token(found: re.Match[str]) -> str:
        if found["name"]:
            seen.append((found["name"], f"{found['name']}{suffix}_{len(seen) + 1}"))
            return f"(?P<{seen[-1][1]}>"
        return {"(": "(?:", ">": ")", " ": _SPACE}.get(found[0], found[0])

    plain = _TOKEN.sub(token, pattern)
    for name, full in seen:
        plain = plain.replace(f"(?P={name})", f"(?P={full})")
    return plain


PATTERN, RULE_OF = _compile()
"""The grammar in one pattern, and by the name of its last group the rule that matched."""


# ---------------------------------------------------------------- where to try it

REACH = 7
"""How many words an expression may begin before the word that carries it."""


def _plurals(singular: frozenset[str]) -> frozenset[str]:
    return singular | frozenset(word + "s" for word in singular)


KERNEL = _plurals(word_list("kernel") | frozenset(name for long in (*MONTHS, *WEEKDAYS) for name in (long, long[:3])))
KERNEL |= frozenset(ten.replace("y", "ies") for ten in TENS) | {name.split()[-1] for name in HOLIDAYS}
"""Words, besides figures, without which there is no expression."""
STARTERS = word_list("starter") | {*SMALL, *TENS, *ORDINALS} | {name.split()[0] for name in HOLIDAYS}
"""Words that can begin an expression before its kernel."""
INNER = STARTERS | word_list("inner")
"""Words that can stand between; of any other word there is one at most."""
