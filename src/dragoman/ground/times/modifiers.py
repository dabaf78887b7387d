"""Words before an expression that make it early or late, more or less: TIMEX3's `mod`."""

from dragoman.ground.times.rules import modifiers
from dragoman.ground.times.scene import Meaning
from dragoman.ground.times.story import BACK

_MODS = modifiers()
_DATED = frozenset({"START", "MID", "END", "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER"})
"""Modifiers of points in time; the others are of stretches, `APPROX` of both."""
_AGO = {"MORE_THAN": "BEFORE", "LESS_THAN": "AFTER", "EQUAL_OR_MORE": "ON_OR_BEFORE", "EQUAL_OR_LESS": "ON_OR_AFTER"}
"""`more than a year ago` is before that year."""
_LATER = {"MORE_THAN": "AFTER", "LESS_THAN": "BEFORE", "EQUAL_OR_MORE": "ON_OR_AFTER", "EQUAL_OR_LESS": "ON_OR_BEFORE"}
"""`more than a year later` is after it."""


def modified(meaning: Meaning, prefix: str, start: int, rule: str, to: str) -> tuple[int, Meaning]:
    """Where the expression begins and what it means, with the modifier before it; words that are none are left out.

    `to` is what an offset counts towards: `ago`, `later`.
    """
    words = prefix.lower().replace("the ", "").replace("very ", "").strip(" -–.")
    if not words or words.startswith(("later", "earlier")):
        return start, meaning
    mod = next((mod for mod, heads in _MODS if words.startswith(heads)), None)
    if rule == "offset" and mod:
        mod = (_AGO if to.lower() in BACK else _LATER).get(mod, mod)
    fits = mod == "APPROX" or (meaning.type in ("DURATION", "SET")) != (mod in _DATED)
    if mod is None or not fits or (words == "over" and rule not in ("duration", "offset")):
        return start + len(prefix), meaning
    return start, meaning._replace(mod=mod)
