"""What the commands of `review` ask alike, and how they answer."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.views.console import FAILED, make_console, plain_errors, stop

if TYPE_CHECKING:
    from dragoman.review import Entry, Review

ByOption = Annotated[
    str, typer.Option("--by", metavar="NAME", envvar="DRAGOMAN_BY", help="Who says so.", show_default=False)
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="WHY", help="Why.", show_default=False)]
RowArgument = Annotated[
    str, typer.Argument(metavar="ID", help="table/id, or the first letters of an id.", show_default=False)
]
TableOption = Annotated[str, typer.Option("--table", help="event, statement, mention, place, actor or incident.")]
LimitOption = Annotated[int, typer.Option(min=0, help="The most rows to show; 0 for all.")]


@contextlib.contextmanager
def review_of(context: typer.Context) -> Iterator["Review"]:
    """The review of the record, what cannot be done told in one line."""
    from dragoman.review import Review, ReviewError

    with plain_errors():
        try:
            yield Review(context.obj)
        except ReviewError as error:
            raise stop(str(error), FAILED) from None


def act(context: typer.Context, do: Callable[["Review"], "Entry"], *, as_json: bool) -> None:
    """Do what is asked, and say what was written and which corrections it left without a target."""
    from dragoman.views.review import print_entry

    with review_of(context) as desk:
        before = {one.correction_id for one in desk.orphans()}
        entry = do(desk)
        if as_json:
            echo([entry])
            return
        fresh = [one for one in desk.orphans() if one.correction_id not in before]
        print_entry(make_console(), entry, fresh, desk.waiting())


def read_pairs(changes: list[str]) -> dict[str, str]:
    """FIELD=VALUE, as a mapping; ends the program where that is not what was written."""
    told: dict[str, str] = {}
    for change in changes:
        field, is_, value = change.partition("=")
        if not is_ or not field.strip():
            raise stop(f"{change!r} changes nothing; write FIELD=VALUE, such as type=COERCE")
        told[field.strip()] = value
    return told


def echo(rows: Iterable[Any]) -> None:
    """Print rows as JSON lines."""
    import msgspec

    for one in rows:
        typer.echo(msgspec.json.encode(one))
