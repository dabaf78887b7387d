"""`review DIR assign`, `code` and `agreement`: the same rows coded by several people, none of whom sees the others."""

from typing import Annotated

import typer

from dragoman.cli.asking import JsonOption
from dragoman.cli.review_asking import ByOption, echo, read_pairs, review_of
from dragoman.views.console import FAILED, make_console, stop

SampleOption = Annotated[
    str | None, typer.Option("--of", metavar="ID", help="The sample, by the start of its id; the last unless told.")
]


def assign(
    context: typer.Context,
    coders: Annotated[str, typer.Option(metavar="A,B", help="Who is to code, two or more.", show_default=False)],
    by: ByOption,
    sample: Annotated[int, typer.Option(min=1, help="How many rows.")] = 50,
    seed: Annotated[int, typer.Option(help="Another seed draws other rows; the same one the same.")] = 0,
    table: Annotated[str, typer.Option(help="event, statement, mention, place or time.")] = "event",
    as_json: JsonOption = False,
) -> None:
    """Draw the same rows for several coders, each of whom codes them without seeing the others' work."""
    from dragoman.review import DoubleCoding

    with review_of(context):
        drawn = DoubleCoding(context.obj).assign(coders.split(","), sample, seed=seed, table=table, by=by)
        if as_json:
            echo([drawn])
        else:
            typer.echo(f"sample {drawn.sample_id}: {len(drawn.units):,} rows of {table} for {', '.join(drawn.coders)}")


def code(
    context: typer.Context,
    by: ByOption,
    given: Annotated[str | None, typer.Argument(metavar="[ID]", help="The row, as this command shows it.")] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="[FIELD=VALUE...]", help="What it says.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Show what the program coded, too.")] = False,
    sample: SampleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Code the rows drawn for you: without ID it shows the next, with ID and values it writes what you say.

    `valid=no` says that the row is none. What the program coded is not shown unless asked for, what others said never.

    \b
    Examples:
      dragoman review demo code --by ana
      dragoman review demo code 3f9a type=AID realis=ACTUAL killed_low=2 --by ana
      dragoman review demo code 77de valid=no --by ana
    """
    from dragoman.review import DoubleCoding
    from dragoman.views.review import print_task

    told = read_pairs(values or [])
    with review_of(context):
        coding = DoubleCoding(context.obj)
        if given is not None:
            written = coding.code(by, given, told, sample)
            if as_json:
                echo([written])
                return
        task = coding.next(by, sample, show=show)
        if as_json:
            echo([task] if task else [])
        elif task is None:
            typer.echo("all is coded")
        else:
            print_task(make_console(), task)


def agreement(context: typer.Context, sample: SampleOption = None, as_json: JsonOption = False) -> None:
    """Show how far the coders of a sample agree: Krippendorff's alpha, column by column.

    At .800 or more data are reliable, from .667 on they allow tentative conclusions. Under 30 rows it says little.
    """
    from dragoman.review import DoubleCoding, measure
    from dragoman.views.review import print_agreement

    with review_of(context):
        coding = DoubleCoding(context.obj)
        drawn = coding.sample(sample)
        try:
            measured = measure(drawn, coding.codings(drawn.sample_id))
        except ImportError:
            raise stop("alpha needs the package krippendorff: pip install 'dragoman[review]'", FAILED) from None
        if as_json:
            echo(one._asdict() for one in measured)
        else:
            typer.echo(
                f"sample {drawn.sample_id}: {len(drawn.units):,} rows of {drawn.table}, {', '.join(drawn.coders)}"
            )
            print_agreement(make_console(), measured)
