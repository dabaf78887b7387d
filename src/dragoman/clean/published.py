"""When a document was published, and what says so. Never today."""

import re
from datetime import UTC, date, datetime

from dragoman.clean.dateline import find_dateline
from dragoman.spans import lines
from dragoman.values import PublishedFrom

_IN_URL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<between>[/_-]?)(?P<month>0?[1-9]|1[0-2]|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P=between)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HEAD = 6  # lines: further down it is the dateline of another dispatch

Published = tuple[datetime | None, PublishedFrom | None]


def find_published(metadata: datetime | None, url: str | None, text: str, given: datetime | None) -> Published:
    """The date and what it rests on: the metadata, else the address, else a dateline with a year, else what was given.

    Neither a dateline without a year nor the clock ever gives a date.
    """
    if metadata:
        return metadata, "METADATA"
    if url and (day := _find_in_url(url)):
        return _to_midnight(day), "URL"
    if day := _find_in_datelines(text):
        return _to_midnight(day), "DATELINE"
    return (given, "GIVEN") if given else (None, None)


def _find_in_url(url: str) -> date | None:
    """`/2015/11/27/`, `2015-11-27`, `20151127`, `/2015/nov/27/`: a whole date, or none."""
    for match in _IN_URL.finditer(url):
        month = match["month"].lower()
        if not match["between"] and len(match.group()) != 8:
            continue
        try:
            number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
            return date(int(match["year"]), number, int(match["day"]))
        except ValueError:
            continue
    return None


def _find_in_datelines(text: str) -> date | None:
    for count, span in enumerate(lines(text)):
        if count == _HEAD:
            return None
        if (dateline := find_dateline(text, span)) and dateline.published:
            return dateline.published
    return None


def _to_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
