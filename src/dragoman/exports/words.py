"""Words and marks of the situation report: all text from pages passes through `text`, which escapes it."""

import html
import re
from datetime import date, timedelta

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LINK = re.compile(r"https?://[^\s\"<>\\^`{|}]+")

TYPES = {
    "AGREE": "agreement", "CONSULT": "meeting", "SUPPORT": "support", "CONCEDE": "concession",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "withdrawal or release", "REQUEST": "demand",
    "ACCUSE": "accusation", "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest",
    "SANCTION": "sanction", "MOBILIZE": "mobilisation", "COERCE": "coercion", "ASSAULT": "attack",
}  # fmt: skip
"""What PLOVER's types are called in prose."""
RETREATS = {"withdraw": "withdrawal", "release": "release", "disarm": "disarmament", "ceasefire": "ceasefire",
            "access": "access granted", "resign": "resignation"}  # fmt: skip
"""The modes of RETREAT in prose: PLOVER has acts in it that no one word means."""


def say_type(type_: str, modes: list[str] | None) -> str:
    """`attack`, `ceasefire`: what was done, in a word or two."""
    return RETREATS.get(modes[0], TYPES[type_]) if type_ == "RETREAT" and modes and len(modes) == 1 else TYPES[type_]


def text(words: str | None) -> str:
    """Words as they may stand in a page: escaped, without control characters and without marks that turn the
    direction of what follows them."""
    return html.escape(_CONTROL.sub("\ufffd", words or ""), quote=True)


def el(tag: str, words: str | None, kind: str | None = None) -> str:
    """An element with words in it, which are escaped; its direction is that of its first letters."""
    named = f' class="{kind}"' if kind else ""
    return f'<{tag}{named} dir="auto">{text(words)}</{tag}>'


def quoted(words: str) -> str:
    """Words of a page in quotation marks, unless they begin with their own."""
    words = " ".join(words.split())
    return words if words[:1] in '“"«„' else f"“{words}”"


def link(url: str | None, words: str) -> str:
    """Words that lead to a page on the web; just the words where the address is none."""
    if url and _LINK.fullmatch(url):
        return f'<a href="{text(url)}" rel="noreferrer noopener">{text(words)}</a>'
    return f"<span>{text(words)}</span>"


def say_date(day: date) -> str:
    """`24 November 2015`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_span(first: date | None, last: date | None) -> str:
    """The days it may have happened on, in words."""
    if first is None and last is None:
        return "undated"
    if first is None or last is None:
        return f"until {say_date(last)}" if last else f"since {say_date(first or date.min)}"
    if first == last:
        return say_date(first)
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if whole_months and first.year == last.year and (first.month, last.month) == (1, 12):
        return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{say_date(last)}"
    return f"{say_date(first)} – {say_date(last)}"


def say_number(number: int, what: str) -> str:
    """`1 document`, `3 documents`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
