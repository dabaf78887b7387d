"""Dates written for machines, read into UTC. What prose says about time is the business of `ground/times/finder.py`."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_EARLIEST_YEAR = 1900  # a smaller year is a placeholder such as 0001-01-01


def parse_timestamp(written: str) -> datetime | None:
    """The moment in UTC, from ISO 8601, `YYYY-MM-DD` or RFC 2822; `None` where it is neither, never a guess.

    A time without a zone is taken as UTC, a date without a time as its midnight.
    """
    written = written.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _to_utc(parse(written))
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _to_utc(moment: datetime) -> datetime | None:
    if moment.year < _EARLIEST_YEAR:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
