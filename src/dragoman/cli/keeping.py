"""`info`, `rebuild` and `verify`: a record looked after."""

import json

import typer

from dragoman.cli.asking import DirArgument, JsonOption, open_record
from dragoman.views.console import FAILED, make_console, plain_errors


def info(folder: DirArgument, as_json: JsonOption = False) -> None:
    """Say what a record covers.

    Counts, versions and models, failures, disk space.
    """
    from dragoman.store.about import describe_record
    from dragoman.views.report import print_about

    with plain_errors(), open_record(folder) as record:
        about = describe_record(record.connection, record.folder)
        if as_json:
            typer.echo(json.dumps(about._asdict(), ensure_ascii=False, indent=2))
        else:
            print_about(make_console(), about)


def rebuild(folder: DirArgument) -> None:
    """Make record.duckdb anew.

    It is made from the Parquet files and logs, which are the truth.
    """
    from dragoman.views.text import plain

    with plain_errors(), open_record(folder) as record:
        record.rebuild()
        make_console().print(plain(f"{record.folder.database} is made anew"), soft_wrap=True)


def verify(folder: DirArgument, as_json: JsonOption = False) -> None:
    """Check that a record is what was written.

    Every log line, every file of a table, every row, span and id. Exits with 1 where something is wrong.
    """
    from dragoman.store.objects import find_address, name_place
    from dragoman.store.verify import verify as check
    from dragoman.views.report import print_verified

    with plain_errors():
        if find_address(folder):
            open_record(folder).close()  # fetched, it has no database yet
        done = check(folder)
        if as_json:
            told = done._asdict() | {"faults": [fault._asdict() for fault in done.faults]}
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            print_verified(make_console(), done, name_place(folder))
        if done.faults:
            raise typer.Exit(FAILED)
