"""`export`: other people's formats."""

import contextlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.asking import DirArgument, What, check_types, open_record, parse_day
from dragoman.views.console import FAILED, make_console, plain_errors, stop

if TYPE_CHECKING:
    from dragoman.exports.files import Tell
    from dragoman.exports.formats import Asked, Export
    from dragoman.record import Record


class ExportFormat(StrEnum):
    """What `export` writes."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    PLOVER = "plover"
    POLECAT = "polecat"
    GDELT = "gdelt"
    ICEWS = "icews"
    ACLED = "acled"
    GEOJSON = "geojson"
    ANNOTATIONS = "annotations"
    FTM = "ftm"
    PROV = "prov"
    FRICTIONLESS = "frictionless"
    ATOM = "atom"
    XLSX = "xlsx"
    REPORT = "report"


def export(
    folder: DirArgument,
    form: Annotated[ExportFormat, typer.Option("--format", help="The format.")] = ExportFormat.JSONL,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="A folder, or a file where the format is one file; DIR-FORMAT here unless told."
        ),
    ] = None,
    table: Annotated[
        list[str] | None, typer.Option(help="Of jsonl, csv and parquet just this table. May be repeated.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="A name, accents aside, or a code: Erdogan, 'RUS MIL'.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", help="ASSAULT, CONSULT … May be repeated.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Not before this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Not after this day.")] = None,
    realis: Annotated[list[str] | None, typer.Option(help="ACTUAL, DENIED, PLANNED or HYPOTHETICAL.")] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="'SINGLE SOURCE', CORROBORATED or DISPUTED. May be repeated.")
    ] = None,
    day: Annotated[str | None, typer.Option(metavar="DATE", help="Of a report, its day.")] = None,
    incident: Annotated[str | None, typer.Option(metavar="ID", help="Of a report, its incident.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Of a report, a PDF beside it; needs Chromium or Chrome.")] = False,
) -> None:
    """Write a record, or what filters choose of it, in a format of others.

    jsonl, csv, parquet and frictionless hold the record's own tables, xlsx sheets for people; plover, polecat, gdelt,
    icews and acled are event tables; geojson is a map, annotations the marked pages, ftm and prov graphs, atom a feed,
    report a page to print. A manifest beside each states what it covers and what it leaves out. The same record gives
    the same bytes. Text that a spreadsheet would run as a formula gets an apostrophe before it.

    \b
    Examples:
      dragoman export demo --format csv --out demo-csv
      dragoman export demo --format geojson --out incidents.geojson --status DISPUTED
      dragoman export demo --format gdelt --actor RUS --since 2015-11-01
      dragoman export demo --format report --day 2015-11-24 --out day.html --pdf
    """
    from dragoman.exports.formats import Asked
    from dragoman.exports.paper import NoPrinterError, find_browser
    from dragoman.store.query import REALIS, STATUS, Filters

    filters = Filters(
        actor=actor, types=check_types(What.EVENTS, kind or []), since=parse_day(since, "--since"),
        until=parse_day(until, "--until"), realis=_check("realis", realis or [], REALIS),
        status=_check("status", status or [], STATUS), limit=0,
    )  # fmt: skip
    asked = Asked(filters, tuple(table or ()), parse_day(day, "--day"), incident, pdf)
    target = out or Path(f"{folder.resolve().name}-{form.value}")
    try:
        if pdf:
            find_browser()
        with plain_errors(), open_record(folder) as record:
            _check_found(record, asked)
            asked = asked._replace(incident=_find_incident(record, incident))
            with _bar() as tell:
                done = record.export(target, form.value, asked=asked, tell=tell)
            _say(done, form.value)
    except NoPrinterError as error:
        raise stop(str(error), FAILED) from None
    except ValueError as error:
        raise stop(str(error)) from None


def _check(name: str, given: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    asked = tuple(one.strip().upper() for one in given)
    if unknown := [one for one in asked if one not in known]:
        raise stop(f"no {name} {unknown[0]}; there are {', '.join(known)}")
    return asked


def _check_found(record: "Record", asked: "Asked") -> None:
    from dragoman.store.query import find_actors_called

    actor = asked.filters.actor
    if actor and not find_actors_called(record.connection, actor):
        raise stop(f"no actor in {record.path} is called {actor!r}", FAILED)


def _find_incident(record: "Record", given: str | None) -> str | None:
    from dragoman.store.incidents import find_incident_ids

    if given is None:
        return None
    found = find_incident_ids(record.connection, given.strip().lower())
    if len(found) != 1:
        number = "no incident's id begins" if not found else f"{len(found)} incidents' ids begin"
        raise stop(f"{number} with {given!r} in {record.path}", FAILED)
    return found[0]


@contextlib.contextmanager
def _bar() -> Iterator["Tell | None"]:
    """A function to be told how many rows are written, which says so on a terminal; None where there is none."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = make_console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("choosing what goes in", total=None)
        yield lambda rows: bar.update(task, description=f"{rows:,} rows written")


def _say(done: "Export", form: str) -> None:
    """What was written, and what was left out of it."""
    from dragoman.views.text import plain

    console = make_console()
    files = ", ".join(f"{name} ({rows:,})" for name, rows in done.rows.items()) if len(done.rows) < 4 else ""
    many = files or f"{sum(done.rows.values()):,} rows in {len(done.rows)} files"
    console.print(plain(f"{done.path}: {many} as {form}, and {done.manifest.name}"), soft_wrap=True)
    for one in done.left_out:
        console.print(plain(f"left out: {one.what} ({one.rows:,}): {one.why}"), soft_wrap=True)
    if done.failures:
        note = f"{done.failures:,} inputs could not be read and are not in it: see `dragoman show DIR failures`"
        console.print(plain(note, "bold"), soft_wrap=True)
