"""Datelines: `ANKARA, Nov 25 (Agency) —` at the head of a dispatch, with its places, its date and its agency."""

import re
import unicodedata
from datetime import date
from functools import cache

from dragoman.clean.words import to_set
from dragoman.settings import DATA
from dragoman.spans import Span, strip
from dragoman.values import Value

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = tuple(
    re.compile(_WEEKDAY + pattern, re.IGNORECASE)
    for pattern in (rf"{_MONTH}\s*{_DAY}(?:\s*,?\s*{_YEAR})?", rf"{_DAY}\s+{_MONTH}(?:\s*,?\s*{_YEAR})?")
)
_SEPARATOR = re.compile(r"\s*(?:[—–―]|-{2,})\s*|\s-(?:\s|$)|:(?:\s|$)|(?<=[)/\d])\.(?:\s|$)|(?<=\))\s{2,}")
_BRACKETED = re.compile(r"\.?\s*(?:\((?P<round>[^()]{2,60})\)|/(?P<slashed>[^/]{2,40})/)\s*$")
_PARTY = re.compile(r"[A-Z]-[A-Z]")  # `(R-Ky.)` after a politician's name
_PLACE = re.compile(r"(?:[^\W\d_]|['’.\-])+(?:\s(?:[^\W\d_]|['’.\-])+){0,3}")
_AGENCY_ALONE = re.compile(
    r"\((?P<agency>AFP|ANI|AP|BBC|CNN|DPA|dpa|EFE|IANS|IPS|Interfax|KUNA|Kyodo|PTI|Reuters|TASS|UPI|Xinhua|Yonhap)\)"
    r"(?:\s*(?:[—–―]|-{1,2}))?(?=\s+[“\"'‘]?[A-Z\d])"
)
_PARTICLES = to_set("al el de del do da la le las los of and the upon sur am an der bin es di du")
_LABELS = to_set(
    "after analysis at before by from in on since until "
    "analysis blog breaking comment correction editorial exclusive explainer fact factbox file flash listen live more "
    "news note opinion photo photos poll profile q read related review special timeline update updated urgent "
    "video view watch"
)
_ALONE_WORDS = 2  # of a place that neither a date nor an agency vouches for, `of` and `de` not counted
_SHOUTED = 15  # characters in capitals: a headline, no sentence
_REACH = 120  # characters: the longest head seen is a third of it


class Dateline(Value, frozen=True):
    """The head of a dispatch; all spans are offsets into the document's text."""

    start: int
    """First character."""
    end: int
    """One past the dash, colon or full stop that closes it."""
    places: tuple[Span, ...]
    """Each toponym, in order: `KABUL`, `Afghanistan`; none in `(CNN) —` and `Dec 29 (Reuters) —`."""
    day: Span | None
    """The words of the date."""
    agency: Span | None
    """The agency's name, without brackets."""
    published: date | None
    """The date, where its year is written."""


def find_dateline(text: str, block_span: Span) -> Dateline | None:
    """The dateline that opens the line at `block_span`, or `None`.

    Either a date or an agency proves it (`Paris, 3 May 2021 –`, `WASHINGTON (AP) —`), or a place in capitals before a
    dash and a sentence (`CHICAGO — Shares fell`), or a well-known city in capitals before a colon. Style books of AP,
    Reuters, AFP, Xinhua and TASS.
    """
    start, end = block_span
    line = text[start:end]
    for separator in _SEPARATOR.finditer(line[:_REACH]):
        head = _read_head(text, (start, start + separator.start()))
        if head and _is_likely(head, text, separator.group(), line[separator.end() :]):
            return Dateline(
                start=start,
                end=start + separator.start() + len(separator.group().rstrip()),
                places=head.places,
                day=head.day,
                agency=head.agency,
                published=head.published,
            )
    return _find_agency(text, block_span) or _find_bare(text, block_span)


def _find_agency(text: str, span: Span) -> Dateline | None:
    """`(CNN) —`: a well-known agency alone."""
    found = _AGENCY_ALONE.match(text, *span)
    if not found:
        return None
    return Dateline(start=span[0], end=found.end(), places=(), day=None, agency=found.span("agency"), published=None)


def _find_bare(text: str, span: Span) -> Dateline | None:
    """A dateline that is a line of its own: it needs both date and agency, for nothing closes it."""
    closed = span[0] < span[1] <= span[0] + _REACH and text[span[1] - 1] in ")/"
    head = _read_head(text, span) if closed else None
    return head if head and head.day and head.agency else None


def _read_head(text: str, span: Span) -> Dateline | None:
    """The parts of a head, read from its end: brackets, date, places."""
    rest, agency, day = span, None, None
    if bracketed := _BRACKETED.search(text, *rest):
        inside = bracketed.span("round") if bracketed["round"] else bracketed.span("slashed")
        rest = (rest[0], bracketed.start())
        day = _match_date(text, inside)
        agency = None if day else inside
    day = day or _match_date(text, rest)
    if day and day.end() <= rest[1]:
        rest = (rest[0], day.start())
    places = _split_places(text, rest)
    if agency and not _is_agency(text[slice(*agency)]):
        return None
    if not places and (not (agency and day) or strip(text, rest)[1] > rest[0]):
        return None
    return Dateline(
        start=span[0],
        end=span[1],
        places=places,
        day=day.span() if day else None,
        agency=agency,
        published=_to_date(day) if day else None,
    )


def _match_date(text: str, span: Span) -> re.Match[str] | None:
    """The date that ends at the end of `span`."""
    start, end = strip(text, span)
    for pattern in _DATES:
        for found in pattern.finditer(text, start, end):
            if found.end() == end:
                return found
    return None


def _to_date(match: re.Match[str]) -> date | None:
    if not match["year"]:
        return None
    try:
        return date(int(match["year"]), _MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"]))
    except ValueError:
        return None


def _is_agency(words: str) -> bool:
    return words[0].isupper() and not _PARTY.match(words) and len(words.split()) <= 6


def _split_places(text: str, span: Span) -> tuple[Span, ...]:
    """Each toponym between commas and slashes; none at all if one of the pieces cannot be a place."""
    pieces = [strip(text, found.span()) for found in re.compile(r"[^,/;]+").finditer(text, *span)]
    pieces = [piece for piece in pieces if piece[0] < piece[1]]
    return tuple(pieces) if len(pieces) <= 4 and all(_is_place(text[slice(*piece)]) for piece in pieces) else ()


def _is_place(words: str) -> bool:
    if not _PLACE.fullmatch(words) or not words[0].isupper() or not _LABELS.isdisjoint(words.lower().split()):
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES for word in words.split())


def _is_likely(head: Dateline, text: str, separator: str, rest: str) -> bool:
    """Whether what closes the head, and what follows, is what stands there after a dateline."""
    first = text[slice(*head.places[0])] if head.places else ""
    follows = rest.lstrip("“\"'‘«[( ")[:1]
    mark = separator.strip()
    if mark == ".":
        return head.published is not None or (head.agency is not None and head.day is not None)
    if not mark:
        return first.isupper() and head.agency is not None
    if head.day or head.agency:
        return not follows.islower() or (first.isupper() and head.agency is not None)
    shouted = len(rest) > _SHOUTED and rest[:_SHOUTED].isupper()
    return _stands_alone(head, text, separator) and not follows.islower() and not shouted


def _stands_alone(head: Dateline, text: str, separator: str) -> bool:
    """Whether places make a dateline without date or agency.

    A well-known city does, in capitals before any mark, otherwise before a spaced dash. Any other place must be in
    capitals before a long dash, or before a hyphen with its country or state.
    """
    place, mark = text[slice(*head.places[0])], separator.strip()
    spaced = separator[0].isspace() and mark != ":"
    if _fold(place.upper()) in _load_cities():
        return place.isupper() or (spaced and mark != "-")
    words = [word for word in place.lower().split() if word not in _PARTICLES]
    likely = place.isupper() and len(place) > 2 and len(words) <= _ALONE_WORDS
    return likely and spaced and (mark != "-" or len(head.places) > 1)


@cache
def _load_cities() -> frozenset[str]:
    lines = (DATA / "datelines.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _fold(place: str) -> str:
    """The name without diacritics: `BOGOTÁ` is listed as `BOGOTA`."""
    return "".join(
        one for one in unicodedata.normalize("NFD", place.replace("’", "'")) if not unicodedata.combining(one)
    )
