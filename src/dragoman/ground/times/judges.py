"""Whether a match of the grammar is a time: no part of a name, no plain number, no verb, no title."""

from collections.abc import Callable
from typing import NamedTuple

from dragoman.ground.times.context import Context
from dragoman.ground.times.rules import MONTHS, SMALL, TENS, word_list, words
from dragoman.ground.times.scene import Groups
from dragoman.ground.times.tense import tense_over

_NAMED = frozenset(words("month weekday season weekdays bareday holiday today adverb partrel partin"))
"""Rules that read words which are parts of names too."""
_POINTED = frozenset(words("weekdayrel unitrel partrel monthrel"))
_COUNTS = frozenset((*SMALL, *TENS, "few", "several", "couple", "many"))
_EPITHETS, _OWNERS = word_list("epithet"), word_list("owner")
_BEFORE_MONTH, _BEFORE_SEASON = word_list("before a month"), word_list("before a season")
_BEFORE_YEAR, _SURELY = word_list("before a year"), word_list("surely before a year")
_CLOSES, _NOT_OF_TIME = word_list("closes") | word_list("within"), word_list("not of time")
_STREETS = word_list("street")
_LAST_YEAR = 2199


class Spot(NamedTuple):
    """A match where it stands."""

    context: Context
    start: int
    end: int
    token: int
    """The first token."""
    last: int
    """The last token."""
    groups: Groups
    prefix: str
    """The modifier before it."""

    @property
    def before(self) -> str:
        """The word before, in lower case."""
        return self.context.word_beside(self.token, -1).lower()

    @property
    def after(self) -> str:
        """The word after, as written."""
        return self.context.word_beside(self.last, 1)

    @property
    def word(self) -> str:
        """The first word, as written."""
        return self.context.analysis.words[self.token]

    @property
    def dep(self) -> str:
        """How the first word hangs in the sentence."""
        return self.context.analysis.deps[self.token]


def accepts(context: Context, rule: str, start: int, end: int, groups: Groups, prefix: str) -> bool:
    """Whether a match is a time; what was not analysed is none."""
    token, last = context.token_at(start, end), context.token_at(end - 1, end)
    if token is None:
        return False
    spot = Spot(context, start, end, token, token if last is None else last, groups, prefix)
    if rule in _NAMED and not prefix and _is_in_name(spot):
        return False
    if rule in _POINTED and context.analysis.words[token].lower() == "that" and spot.dep == "mark":
        return False  # it is likely that Friday's talks fail
    return rule not in _JUDGES or _JUDGES[rule](spot)


def _is_in_name(spot: Spot) -> bool:
    """`Black Friday`, `April Jones`, `the Sunday Courier`."""
    after = spot.after
    goes_on = "weekday" in spot.groups and spot.before == "the" and after.istitle() and after.lower() not in MONTHS
    return spot.before in _EPITHETS or goes_on or spot.context.name_over(spot.start, spot.end) is not None


def _month(spot: Spot) -> bool:
    """`may` and `march` at the start of a sentence are verbs, unless a preposition says otherwise."""
    verbal = spot.groups["month"].lower() in ("may", "march") and not spot.prefix
    return not verbal or spot.before in _BEFORE_MONTH


def _season(spot: Spot) -> bool:
    """`fall` and `spring` are seasons after a preposition; `spring` as a subject or before a noun too."""
    season = spot.groups["season"].lower()
    named = spot.groups["season"].istitle() and not spot.after[:1].isdigit()
    if named and (spot.after.istitle() or spot.context.word_beside(spot.token, -1).istitle()):
        return False  # the Spring Festival, the Arab Spring
    if season not in ("fall", "spring") or spot.prefix:
        return True
    return spot.before in _BEFORE_SEASON or (season == "spring" and spot.dep in ("nsubj", "compound"))


def _adverb(spot: Spot) -> bool:
    """`Daily` in the middle of a sentence is somebody's name, or a newspaper's."""
    return not spot.word.istitle() or spot.before == ""


def _part(spot: Spot) -> bool:
    """`late night talks` name no night."""
    return "late" not in spot.prefix.lower() or spot.before in _BEFORE_MONTH


def _decade(spot: Spot) -> bool:
    """`a woman in her 50s` is of no decade."""
    return "yy" not in spot.groups or spot.before not in _OWNERS


def _bare_units(spot: Spot) -> bool:
    """`after hours` and `office hours` are no stretch of time."""
    if spot.before in ("off", "working", "business", "office"):
        return False
    return spot.before != "after" or spot.groups["vague"].lower() != "hours"


def _unit(spot: Spot) -> bool:
    """`that year`, `the end of the month`, `for the day`, `the week's talks`; `the year` by itself may be any."""
    if spot.prefix or spot.groups["the"].lower() == "that" or spot.before in _CLOSES or spot.after in ("'s", "’s"):
        return True
    what = spot.context.word_beside(spot.token, -2).lower()
    return spot.before == "of" and spot.groups["unit"].lower() != "day" and what not in _NOT_OF_TIME


def _past(spot: Spot) -> bool:
    """`the most recent model` is a ranking, `the past season` no past at large."""
    if spot.groups["ref"].lower() != "the past":
        return spot.before != "most"
    after = spot.after.lower()
    return spot.context.analysis.deps[spot.last] != "amod" and not after[:1].isdigit() and after not in _COUNTS


def _present(spot: Spot) -> bool:
    """`current` before a noun, `at the time`, `for the moment`."""
    word = spot.groups["ref"].lower()
    if word == "current":
        return spot.dep == "amod" and spot.after.lower() not in ("account", "accounts", "affairs", "-")
    prepositions = {"the time": ("at",), "this time": ("at", "by"), "the moment": ("at", "for")}
    return word not in prepositions or spot.before in prepositions[word]


def _future(spot: Spot) -> bool:
    """`soon` is a time when it looks ahead from now, not in a story: `they soon left`."""
    if not spot.groups["ref"].lower().endswith("soon"):
        return True
    if spot.before in ("as", "too", "how") or spot.after.lower() == "after":
        return False
    return tense_over(spot.context.analysis, spot.token) == "FUTURE"


# ---------------------------------------------------------------- years


def _year(spot: Spot) -> bool:
    """Whether four digits are a year: after a preposition, or in this age and not counting anything."""
    if "bc" in spot.groups:
        return True
    prefix, before, year = spot.prefix.lower(), spot.before, int(spot.groups["year"])
    name = spot.context.name_over(spot.start, spot.end)
    if name and name.label in ("ORG", "PRODUCT") and name.end > spot.end and name.start < spot.start:
        return False  # a number in the name of a company: `Index 2000 Fund`
    if prefix.startswith(("the ", "early", "late", "mid")):
        return True
    if before in ("$", "£", "€") or _is_address(spot):
        return False
    if before in _SURELY or _starts_line(spot):
        return True
    if year > _LAST_YEAR:
        return False
    if _goes_on(spot):
        return True
    if _counts(spot) or (prefix and not prefix.startswith(("c", "about", "around"))):
        return False
    return before in _BEFORE_YEAR or 1900 <= year <= 2099


def _is_address(spot: Spot) -> bool:
    """`the 1600 block of Mill Street`, `1935 Orchard St.`"""
    after = [spot.context.word_beside(spot.last, step) for step in (1, 2, 3)]
    street = any(word.lower().rstrip(".") in _STREETS and word.istitle() for word in after[1:])
    return after[0] in ("block", "blocks") or (after[0].istitle() and street)


def _starts_line(spot: Spot) -> bool:
    """Whether a heading begins with the number: `1979: The invasion`."""
    return spot.context.word_beside(spot.token, -1) == "" and spot.context.word_beside(spot.token, 1) in (":", "-", "–")


def _goes_on(spot: Spot) -> bool:
    """Whether the number begins a span of years: `1861-1863`."""
    joint, other = (spot.context.word_beside(spot.token, step) for step in (1, 2))
    return joint in ("-", "–", "—", "to") and len(other) == 4 and other.isdigit()


def _counts(spot: Spot) -> bool:
    """Whether the number counts what follows it: `2000 soldiers`, but not `the 2003 elections`."""
    after, analysis = spot.after, spot.context.analysis
    round_figure = analysis.words[spot.last].endswith("00")
    if analysis.deps[spot.last] in ("nsubj", "nsubjpass") or (not round_figure and _points(spot)):
        return False
    plural = after.islower() and after.endswith("s") and len(after) > 3 and after not in ("was", "as", "is", "this")
    return after in ("%", "percent", "people", "men") or (plural and spot.before not in ("the", "'s", "’s"))


def _points(spot: Spot) -> bool:
    """Whether the noun that a number stands before has an article or an owner: `a 2007 address`, `his 2013 plans`."""
    analysis, number = spot.context.analysis, spot.last
    head = analysis.heads[number]
    return head > number and any(analysis.deps[at] in ("det", "poss") and at < number for at in analysis.children[head])


_JUDGES: dict[str, Callable[[Spot], bool]] = {
    "month": _month,
    "season": _season,
    "part": _part,
    "adverb": _adverb,
    "decade": _decade,
    "bareunits": _bare_units,
    "unitthe": _unit,
    "past": _past,
    "present": _present,
    "future": _future,
    "years": _year,
}
