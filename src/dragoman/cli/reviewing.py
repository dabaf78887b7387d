"""`review`: a person's word over the coder's."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.asking import JsonOption
from dragoman.cli.review_asking import (
    ByOption,
    LimitOption,
    ReasonOption,
    RowArgument,
    TableOption,
    act,
    echo,
    read_pairs,
    review_of,
)
from dragoman.views.console import make_console, stop


def queue(
    context: typer.Context, table: TableOption = "event", limit: LimitOption = 20, as_json: JsonOption = False
) -> None:
    """List rows that nobody has reviewed, the least sure first."""
    from dragoman.views.review import print_queue

    with review_of(context) as desk:
        found = desk.queue(table, limit=limit)
        if as_json:
            echo(one._asdict() for one in found)
        else:
            print_queue(make_console(), found, table)


def row(context: typer.Context, given: RowArgument, as_json: JsonOption = False) -> None:
    """Show one row: its words, its columns, and what was done to it."""
    from dragoman.views.review import print_target

    with review_of(context) as desk:
        found = desk.find(given)
        if as_json:
            echo([found._asdict()])
        else:
            print_target(make_console(), found)


def accept(
    context: typer.Context, given: RowArgument, by: ByOption, reason: ReasonOption = "", as_json: JsonOption = False
) -> None:
    """Say that a row is right as it stands."""
    act(context, lambda desk: desk.accept(given, by=by, reason=reason), as_json=as_json)


def reject(
    context: typer.Context, given: RowArgument, by: ByOption, reason: ReasonOption = "", as_json: JsonOption = False
) -> None:
    """Take a row out of the record; an incident's events go with it."""
    act(context, lambda desk: desk.reject(given, by=by, reason=reason), as_json=as_json)


def edit(
    context: typer.Context,
    given: RowArgument,
    changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help="FIELD= alone means unknown.")],
    by: ByOption,
    reason: ReasonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Change columns of a row, and what follows from them.

    Values are checked against the types and enumerations of docs/record.md.

    \b
    Examples:
      dragoman review demo edit event/3f9a type=COERCE killed_low=2 killed_high= --by ana
      dragoman review demo edit event/3f9a recipients='TUR GOV' earliest=2015-11-24 latest=2015-11-24 --by ana
      dragoman review demo edit actor/51ab code='RUS MIL' --by ana
    """
    told = read_pairs(changes)
    act(context, lambda desk: desk.edit(given, told, by=by, reason=reason), as_json=as_json)


def merge(
    context: typer.Context,
    given: Annotated[list[str], typer.Argument(metavar="ID...", help="Actors or incidents, two or more.")],
    by: ByOption,
    reason: ReasonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make one of several actors or incidents; of actors the first is kept."""
    act(context, lambda desk: desk.merge(given, by=by, reason=reason), as_json=as_json)


def split(
    context: typer.Context,
    given: RowArgument,
    parts: Annotated[
        list[str],
        typer.Argument(metavar="PART...", help="Events of an incident; mentions of an actor, or document/ID."),
    ],
    by: ByOption,
    into: Annotated[str | None, typer.Option(help="Of an actor: whose mentions they are, by id or name.")] = None,
    name: Annotated[str | None, typer.Option(help="Of an actor: the name of a new one.")] = None,
    kind: Annotated[str, typer.Option(help="Its kind.")] = "PERSON",
    code: Annotated[str | None, typer.Option(help="Its code, such as 'RUS MIL'.")] = None,
    reason: ReasonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take events out of an incident, or mentions out of an actor.

    The events become an incident of their own, the mentions those of another actor.

    \b
    Examples:
      dragoman review demo split incident/8ac1 event/3f9a event/77de --by ana
      dragoman review demo split actor/51ab mention/90fe --name 'Ana Ruiz' --code 'ESP JRN' --by ana
    """
    made: str | dict[str, Any] | None = into
    if name is not None:
        if into is not None:
            raise stop("--into names an actor there is, --name a new one; give one of the two")
        made = {"name": name, "kind": kind} | ({"code": code} if code else {})
    act(context, lambda desk: desk.split(given, parts, into=made, by=by, reason=reason), as_json=as_json)


def undo(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="The id of an act, as `log` shows it.")],
    by: ByOption,
    reason: ReasonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take back an act of the log; an undo may be undone too."""
    act(context, lambda desk: desk.undo(entry, by=by, reason=reason), as_json=as_json)


def log(
    context: typer.Context,
    given: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only what was done to this row.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show everything that was done, oldest first."""
    from dragoman.views.review import print_log

    with review_of(context) as desk:
        done = desk.log(given)
        if as_json:
            echo(done)
        else:
            print_log(make_console(), done, nothing="nothing was corrected yet")


def orphans(context: typer.Context, as_json: JsonOption = False) -> None:
    """List corrections whose target is gone or has changed.

    They are not applied, and not lost: when what they changed is coded as it was, they are applied again.
    """
    from dragoman.views.review import print_log

    with review_of(context) as desk:
        found = desk.orphans()
        if as_json:
            echo(found)
        else:
            print_log(make_console(), found, nothing="every correction has its target")


def training(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write.", show_default=False)],
) -> None:
    """Write the corrections as examples to train on, one JSON line each."""
    from dragoman.store.files import write_bytes

    with review_of(context) as desk:
        lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in desk.training()]
        write_bytes(out, "".join(lines).encode())
        typer.echo(f"{len(lines):,} examples in {out}")


def next_(context: typer.Context, by: ByOption, table: TableOption = "event") -> None:
    """Go through what waits, one row after the other, with a key for each verdict."""
    from dragoman.cli.going_through import go_through

    if not sys.stdin.isatty():
        raise stop("`next` asks, and here is nobody to answer; `queue` lists what waits, `accept` and `reject` say so")
    with review_of(context) as desk:
        go_through(make_console(), desk, table, by)
