"""`query`: SQL over a record."""

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer

from dragoman.cli.asking import DirArgument, JsonOption, open_record
from dragoman.views.console import FAILED, make_console, plain_errors, stop


def query(
    folder: DirArgument,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over the record's tables.")],
    param: Annotated[
        list[str] | None, typer.Option(metavar="VALUE", help="For each ? in it, in order. May be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most rows to give.")] = 100,
    seconds: Annotated[float, typer.Option(min=0.001, help="The longest time it may take.")] = 30.0,
    as_json: JsonOption = False,
) -> None:
    """Ask a record in SQL.

    The tables are those of the data dictionary. A query reads, and nothing else: it cannot write, nor reach files or
    the network. Exits with 1 where it is wrong or takes too long.

    \b
    Examples:
      dragoman query demo "SELECT type, count(*) FROM event GROUP BY ALL ORDER BY ALL"
      dragoman query demo "SELECT text FROM mention WHERE how = ? ORDER BY text" --param TITLE --limit 20
    """
    from rich.table import Table

    from dragoman.store.asking import QueryError
    from dragoman.views.text import plain

    with plain_errors(), open_record(folder) as record:
        try:
            found = record.query(sql, param or [], limit=limit, seconds=seconds)
        except QueryError as error:
            raise stop(str(error), FAILED) from None
    if as_json:
        for row in found.rows:
            typer.echo(json.dumps(dict(zip(found.columns, row, strict=True)), ensure_ascii=False, default=_written))
    else:
        table = Table(*found.columns, box=None, pad_edge=False, header_style="bold")
        for row in found.rows:
            table.add_row(*("" if cell is None else plain(str(cell)) for cell in row))
        make_console().print(table)
    if found.cut:
        note = f"the first {limit:,} rows; there are more: --limit"
        make_console(stderr=as_json).print(plain(note), soft_wrap=True)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
