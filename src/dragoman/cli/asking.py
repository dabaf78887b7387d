"""What several commands ask alike: the record, a day, JSON or a view; and how a wrong answer is turned down."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.views.console import make_console, stop

if TYPE_CHECKING:
    from dragoman.record import Record

DirArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The record's folder.", show_default=False)]
PublishedOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When inputs that carry no date were published, such as 2015-11-27."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a view.")]


class What(StrEnum):
    """What `show` shows."""

    EVENTS = "events"
    STATEMENTS = "statements"
    ACTORS = "actors"
    PLACES = "places"
    FAILURES = "failures"
    DOCUMENT = "document"


def parse_date(written: str | None, option: str) -> datetime | None:
    """The moment that an option names; ends the program where it names none."""
    from dragoman.record import parse_moment

    try:
        return parse_moment(written)
    except ValueError:
        raise stop(f"{option} {written!r} is not a date; write it like 2015-11-27") from None


def parse_day(written: str | None, option: str) -> date | None:
    """The day that an option names; ends the program where it names none."""
    moment = parse_date(written, option)
    return moment.date() if moment else None


def check_types(what: What, given: list[str]) -> tuple[str, ...]:
    """The types asked for; ends the program where what is shown has no such type."""
    from dragoman.store.query import TYPES

    kinds = tuple(one.strip().upper() for one in given)
    known = TYPES.get(what.value)
    for one in kinds:
        if what in (What.FAILURES, What.DOCUMENT):
            raise stop(f"--type does not go with {what.value}")
        if known and one not in known:
            raise stop(f"no type {one} of {what.value}; there are {', '.join(known)}")
    return kinds


def open_record(folder: Path) -> "Record":
    """The record in a folder, with a word where another process is writing to it."""
    from dragoman.record import Record

    record = Record(folder)
    if record.behind:
        note = "dragoman: another process is writing to this record; what it has added last is not shown yet"
        make_console(stderr=True).print(note, soft_wrap=True)
    return record
