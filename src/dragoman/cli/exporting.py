"""`export`: other people's formats."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.asking import DirArgument, open_record
from dragoman.views.console import make_console, plain_errors, stop


class ExportFormat(StrEnum):
    """What `export` writes."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def export(
    folder: DirArgument,
    form: Annotated[ExportFormat, typer.Option("--format", help="The kind of files.")] = ExportFormat.JSONL,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; DIR-FORMAT in this folder unless told.")
    ] = None,
    table: Annotated[list[str] | None, typer.Option(help="Just this table. May be repeated.")] = None,
) -> None:
    """Write a record's tables as files.

    A manifest beside them states what they cover. The same record gives the same bytes. In CSV, cells of text that a
    spreadsheet would run as a formula get an apostrophe before them, and nested columns are JSON.

    \b
    Examples:
      dragoman export demo --format csv --out demo-csv
      dragoman export demo --format parquet --table event --table actor
    """
    from dragoman.views.text import plain

    target = out or Path(f"{folder.resolve().name}-{form.value}")
    with plain_errors(), open_record(folder) as record:
        try:
            done = record.export(target, form.value, table)
        except ValueError as error:
            raise stop(str(error)) from None
        rows = sum(done.rows.values())
        told = f"{target}: {rows:,} rows of {len(done.rows)} tables as {form.value}, and manifest.json"
        make_console().print(plain(told), soft_wrap=True)
        if done.failures:
            note = f"{done.failures:,} inputs could not be read and are not in it: see failure.{form.value}"
            make_console().print(plain(note, "bold"), soft_wrap=True)
