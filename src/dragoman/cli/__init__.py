"""The commands. Each is thin: it asks the record, and a view prints the answer."""

from dragoman import require_python

try:
    require_python()
except ImportError as error:
    raise SystemExit(f"dragoman: {error}") from None

from typing import Annotated

import typer

from dragoman.cli.comparing import compare
from dragoman.cli.desk import allow, desk
from dragoman.cli.exporting import export
from dragoman.cli.keeping import info, rebuild, verify
from dragoman.cli.querying import query
from dragoman.cli.reading import code, read
from dragoman.cli.review_room import review
from dragoman.cli.searching import search
from dragoman.cli.showing import incident, incidents, show
from dragoman.cli.watching import watch

app = typer.Typer(
    name="dragoman",
    help="Read messy crisis pages and write the record: who did what to whom, who said so, who disputes it.",
    epilog="\b\nStart with:\n  dragoman read examples --record demo\n  dragoman show demo",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS = (
    read,
    watch,
    code,
    show,
    incidents,
    incident,
    compare,
    search,
    query,
    export,
    info,
    rebuild,
    verify,
    desk,
    allow,
)
"""Every command, in the order of the help."""


def _show_version(wanted: bool) -> None:
    if wanted:
        from dragoman import __version__

        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read messy crisis pages and write the record: who did what to whom, who said so, who disputes it."""


for command in COMMANDS:
    app.command()(command)
app.add_typer(review)


def main() -> None:
    """The program."""
    app()
