"""What a request asks, read from its address in one place, so that any view of the record can be shared as a link.

/statements?actor=ARG&type=DENY&since=2026-05-01&page=2
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from dragoman.store.query import REALIS, STATUS, Filters

ROWS = 50
"""Rows of a table on one page."""
_LONGEST = 400
_MOST_PAGES = 100_000

Pairs = tuple[tuple[str, str], ...]


class WrongQuestionError(ValueError):
    """An address that asks for what there cannot be; the message says what is wrong with it."""


class Asked(NamedTuple):
    """What a page is asked for. Hashable, so that what was made for it can be kept."""

    path: Pairs = ()
    """The pieces of the path that stand in braces in `Page.path`."""
    filters: Filters = Filters(limit=ROWS)
    """actor, type, since, until, realis and status; `limit` is the number of rows a page shows, 0 for a download."""
    query: str = ""
    """`q`: words to look for."""
    page: int = 1
    """Which page of the rows, from 1."""
    own: Pairs = ()
    """The page's own parameters, those that `Page.parameters` names, in the order of the address."""

    def one(self, name: str) -> str | None:
        """A piece of the path, or the first value of one of the page's own parameters."""
        return next((value for key, value in (*self.path, *self.own) if key == name), None)

    def every(self, name: str) -> tuple[str, ...]:
        """All values of one of the page's own parameters."""
        return tuple(value for key, value in self.own if key == name)

    @property
    def offset(self) -> int:
        """How many rows come before this page's."""
        return (self.page - 1) * self.filters.limit

    @property
    def unlimited(self) -> "Asked":
        """The same question for all rows."""
        return self._replace(page=1, filters=self.filters._replace(limit=0))

    def pairs(self) -> Pairs:
        """Everything but the path, as the pairs of an address, in a fixed order."""
        filters = self.filters
        single = (("q", self.query), ("actor", filters.actor), ("since", filters.since), ("until", filters.until))
        repeated = (("type", filters.types), ("realis", filters.realis), ("status", filters.status))
        pairs = [(name, str(value)) for name, value in single if value]
        pairs += [(name, value) for name, values in repeated for value in values]
        pairs += self.own
        return (*pairs, *((("page", str(self.page)),) if self.page > 1 else ()))

    def link(self, **changed: str | int | Iterable[str] | None) -> str:
        """The query of an address that asks the same but for what is changed; None takes a parameter away. Whatever
        is changed but the page, one begins at the first page again."""
        dropped = {*changed, "page"}
        pairs = [(name, value) for name, value in self.pairs() if name not in dropped]
        for name, value in changed.items():
            values = (value,) if isinstance(value, (str, int)) else value or ()
            pairs += [(name, str(each)) for each in values if str(each)]
        return "?" + urlencode(pairs)


def read_asked(path: Pairs, query: Iterable[tuple[str, str]], own: Iterable[str]) -> Asked:
    """What an address asks; raises WrongQuestionError where it makes no sense. Parameters left empty do not count, as
    those of a form that is not filled in."""
    given = [(name, value.strip()) for name, value in query if value.strip()]
    if any(len(value) > _LONGEST for _, value in given):
        raise WrongQuestionError(f"a parameter is longer than {_LONGEST} characters")
    first = dict(reversed(given))
    filters = Filters(
        actor=first.get("actor"),
        types=tuple(dict.fromkeys(value.upper() for name, value in given if name == "type")),
        since=_read_day(first.get("since"), "since"),
        until=_read_day(first.get("until"), "until"),
        realis=_read_known(given, "realis", REALIS),
        status=_read_known(given, "status", STATUS),
        limit=ROWS,
    )
    names = frozenset(own)
    return Asked(
        path=path,
        filters=filters,
        query=first.get("q", ""),
        page=_read_page(first.get("page", "1")),
        own=tuple((name, value) for name, value in given if name in names),
    )


def _read_day(written: str | None, name: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise WrongQuestionError(f"{name}: {written!r} is not a date; write it like 2015-11-27") from None


def _read_page(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:9]) <= _MOST_PAGES:
        raise WrongQuestionError(f"page: {written!r} is not the number of a page")
    return int(written[:9])


def _read_known(given: list[tuple[str, str]], name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(value.upper() for key, value in given if key == name))
    if unknown := [value for value in asked if value not in known]:
        raise WrongQuestionError(f"{name}: there is no {unknown[0]!r}; there are {', '.join(known)}")
    return asked
