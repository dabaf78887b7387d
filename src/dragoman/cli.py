"""The commands. Each is thin: it asks the record, and a view prints the answer."""

from dragoman import require_python

try:
    require_python()
except ImportError as error:
    raise SystemExit(f"dragoman: {error}") from None

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.views.console import FAILED, make_console, plain_errors, stop

if TYPE_CHECKING:
    from dragoman.record import Record

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


class ExportFormat(StrEnum):
    """What `export` writes."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def _parse_date(written: str | None, option: str) -> datetime | None:
    from dragoman.record import parse_moment

    try:
        return parse_moment(written)
    except ValueError:
        raise stop(f"{option} {written!r} is not a date; write it like 2015-11-27") from None


def _parse_day(written: str | None, option: str) -> date | None:
    moment = _parse_date(written, option)
    return moment.date() if moment else None


def _parse_columns(pairs: list[str]) -> dict[str, str]:
    from dragoman.readers.rows import COLUMNS

    columns = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs or ours not in COLUMNS:
            raise stop(f"--column {pair!r}: write OURS=THEIRS, where OURS is one of {', '.join(COLUMNS)}")
        columns[ours] = theirs
    return columns


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


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, globs, or - for stdin.")],
    record: Annotated[Path, typer.Option(metavar="DIR", help="The record to fill; made if it is not there.")],
    published: PublishedOption = None,
    jobs: Annotated[int | None, typer.Option(min=0, metavar="N", help="Worker processes; 1 unless told.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="OURS=THEIRS", help="What a table's column is called: text=body. May be repeated."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but failures.")] = False,
) -> None:
    """Read pages into a record.

    Plain text, HTML, JSONL, JSON, ninjs, CSV, RSS, Atom and WARC archives such as CC-NEWS are read, packed with gzip,
    Zstandard, LZ4, bzip2, xz or not. A run that was broken off goes on
    where it stopped; reading again adds nothing. Exits with 1 where some inputs could not be read, 2 where the command
    itself is wrong.

    \b
    Examples:
      dragoman read article.txt --record demo --published 2015-11-27
      dragoman read news/ 'wire/*.html' --record demo --jobs 4
      dragoman read dump.csv --record demo --column text=body --column published=date
      cat page.html | dragoman read - --record demo
    """
    from dragoman import record as face
    from dragoman.views.progress import progress_bar
    from dragoman.views.report import print_summary

    moment, columns = _parse_date(published, "--published"), _parse_columns(column or [])
    with plain_errors():
        with progress_bar(make_console(stderr=True), quiet=quiet) as tell:
            done = face.read(inputs, record, published=moment, jobs=jobs, columns=columns, tell=tell)
        done.close()
        if done.summary is not None:
            if not quiet or done.summary.failures:
                print_summary(make_console(stderr=quiet), done.summary, str(record))
            if done.summary.counts.failed:
                raise typer.Exit(FAILED)


@app.command()
def code(
    text: Annotated[
        str | None,
        typer.Argument(metavar="[TEXT|FILE|-]", help="The words, a file, or - for stdin.", show_default=False),
    ] = None,
    published: PublishedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Code one text and show what it yields.

    The text with its statements and events marked; nothing is stored.

    \b
    Examples:
      dragoman code "Arland's foreign minister accused Bordur of shelling the port on Tuesday." --published 2015-11-27
      dragoman code article.html --json
      pbpaste | dragoman code
    """
    import msgspec

    from dragoman import record as face
    from dragoman.values import Problem
    from dragoman.views.reading import print_reading

    settings = face.make_settings(_parse_date(published, "--published"))
    if text is None and sys.stdin.isatty():
        raise stop("nothing to code: give a text, a file, or - for standard input")
    with plain_errors():
        for raw in face.find_texts(text or "-", settings):
            if isinstance(raw, Problem):
                raise face.NotReadableError(raw)
            reading = face.code_raw(raw, settings)
            if as_json:
                typer.echo(msgspec.json.encode(reading))
            else:
                print_reading(make_console(), reading)


@app.command()
def show(
    folder: DirArgument,
    what: Annotated[What, typer.Argument(help="What to show.")] = What.EVENTS,
    document: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="With `document`: its id, the start of one, or its url.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="A name, accents aside, or a code: Erdogan, 'RUS MIL'.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", help="ASSAULT; of statements DENY, of actors PERSON. May be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Not before this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Not after this day.")] = None,
    realis: Annotated[list[str] | None, typer.Option(help="ACTUAL, DENIED, PLANNED or HYPOTHETICAL.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="The most rows to show; 0 for all.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Show what a record holds, with the words it rests on.

    Events, statements, actors, places, failures, or one document.

    \b
    Examples:
      dragoman show demo
      dragoman show demo events --actor Erdogan --type ASSAULT --type THREATEN --since 2015-11-01
      dragoman show demo statements --actor "RUS GOV" --type DENY
      dragoman show demo document 3f9a
    """
    from dragoman.store.query import Filters

    filters = Filters(
        actor=actor,
        types=_check_types(what, kind or []),
        since=_parse_day(since, "--since"),
        until=_parse_day(until, "--until"),
        realis=_check_realis(what, realis or []),
        limit=limit,
    )
    _check_filters(what, filters)
    with plain_errors(), _open(folder) as record:
        if what is What.DOCUMENT:
            _show_document(record, document, as_json=as_json)
        elif document is not None:
            raise stop(f"{document!r} goes with `document` only")
        else:
            _show_rows(record, what, filters, as_json=as_json)


def _check_types(what: What, given: list[str]) -> tuple[str, ...]:
    from dragoman.store.query import TYPES

    kinds = tuple(one.strip().upper() for one in given)
    known = TYPES.get(what.value)
    for one in kinds:
        if what in (What.FAILURES, What.DOCUMENT):
            raise stop(f"--type does not go with {what.value}")
        if known and one not in known:
            raise stop(f"no type {one} of {what.value}; there are {', '.join(known)}")
    return kinds


def _check_realis(what: What, given: list[str]) -> tuple[str, ...]:
    from dragoman.store.query import REALIS

    asked = tuple(one.strip().upper() for one in given)
    if asked and what is not What.EVENTS:
        raise stop(f"--realis goes with events, not with {what.value}")
    if unknown := [one for one in asked if one not in REALIS]:
        raise stop(f"no realis {unknown[0]}; there are {', '.join(REALIS)}")
    return asked


def _check_filters(what: What, filters: Any) -> None:
    if (filters.since or filters.until) and what not in (What.EVENTS, What.STATEMENTS):
        raise stop(f"--since and --until go with events and statements, not with {what.value}")
    if filters.actor and what not in (What.EVENTS, What.STATEMENTS, What.ACTORS):
        raise stop(f"--actor goes with events, statements and actors, not with {what.value}")


def _open(folder: Path) -> "Record":
    from dragoman.record import Record

    record = Record(folder)
    if record.behind:
        note = "dragoman: another process is writing to this record; what it has added last is not shown yet"
        make_console(stderr=True).print(note, soft_wrap=True)
    return record


def _show_rows(record: "Record", what: What, filters: Any, *, as_json: bool) -> None:
    import msgspec

    from dragoman.store.query import FINDERS, find_actors_called
    from dragoman.views.rows import print_found, say_rest

    found = FINDERS[what.value](record.connection, filters)
    if filters.actor and not found.total and not find_actors_called(record.connection, filters.actor):
        raise stop(f"no actor in {record.path} is called {filters.actor!r}", FAILED)
    if not as_json:
        print_found(make_console(), what.value, found, filters)
        return
    for row in found.rows:
        typer.echo(msgspec.json.encode(row))
    for line in say_rest(what.value, found, filters):
        make_console(stderr=True).print(line, soft_wrap=True)


def _show_document(record: "Record", document: str | None, *, as_json: bool) -> None:
    import msgspec

    from dragoman.views.reading import print_reading

    if document is None:
        raise stop("which document? Give its id, the start of one, or its url")
    try:
        reading = record.reading(document)
    except KeyError as error:
        raise stop(f"{error.args[0]} in {record.path}", FAILED) from None
    if as_json:
        typer.echo(msgspec.json.encode(reading))
    else:
        print_reading(make_console(), reading)


@app.command()
def incidents(
    folder: DirArgument,
    actor: Annotated[str | None, typer.Option(help="A name, accents aside, or a code: Erdogan, 'RUS MIL'.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", help="ASSAULT, CONSULT … May be repeated.")] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="'SINGLE SOURCE', CORROBORATED or DISPUTED. May be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Not before this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Not after this day.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="The most rows to show; 0 for all.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List what happened, each thing once, however many pages tell of it.

    Reports of one act are one incident. It is corroborated where two origins that do not copy each other report it in
    two voices, and disputed where voices differ on whether it happened, who did it, the tolls, the place or the day.

    \b
    Examples:
      dragoman incidents demo
      dragoman incidents demo --status DISPUTED
      dragoman incidents demo --actor RUS --type ASSAULT --since 2015-11-01
    """
    import msgspec

    from dragoman.store.incidents import find_incidents
    from dragoman.store.query import STATUS, Filters
    from dragoman.views.incidents import print_incidents
    from dragoman.views.rows import say_rest

    asked = tuple(one.strip().upper() for one in status or [])
    if unknown := [one for one in asked if one not in STATUS]:
        raise stop(f"no status {unknown[0]}; there are {', '.join(STATUS)}")
    filters = Filters(
        actor=actor,
        types=_check_types(What.EVENTS, kind or []),
        since=_parse_day(since, "--since"),
        until=_parse_day(until, "--until"),
        status=asked,
        limit=limit,
    )
    with plain_errors(), _open(folder) as record:
        found = find_incidents(record.connection, filters)
        if not as_json:
            print_incidents(make_console(), found, filters)
            return
        for row in found.rows:
            typer.echo(msgspec.json.encode(row))
        for line in say_rest("incidents", found, filters):
            make_console(stderr=True).print(line, soft_wrap=True)


@app.command()
def incident(
    folder: DirArgument,
    incident_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the start of it.", show_default=False)],
    as_json: JsonOption = False,
) -> None:
    """Show one incident as a ledger.

    What happened, what is disputed, the accounts side by side with their words, and the sources, copies folded.

    \b
    Example:
      dragoman incident demo 3f9a
    """
    import msgspec

    from dragoman.store.incidents import find_incident_ids, read_incident
    from dragoman.views.incidents import print_incident

    with plain_errors(), _open(folder) as record:
        found = find_incident_ids(record.connection, incident_id.strip().lower())
        if len(found) != 1:
            number = "no incident's id begins" if not found else f"{len(found)} incidents' ids begin"
            raise stop(f"{number} with {incident_id!r} in {record.path}", FAILED)
        row = read_incident(record.connection, found[0])
        if as_json:
            typer.echo(msgspec.json.encode(row))
        else:
            print_incident(make_console(), row)


@app.command()
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
    with plain_errors(), _open(folder) as record:
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


@app.command()
def info(folder: DirArgument, as_json: JsonOption = False) -> None:
    """Say what a record covers.

    Counts, versions and models, failures, disk space.
    """
    from dragoman.store.about import describe_record
    from dragoman.views.report import print_about

    with plain_errors(), _open(folder) as record:
        about = describe_record(record.connection, record.folder)
        if as_json:
            typer.echo(json.dumps(about._asdict(), ensure_ascii=False, indent=2))
        else:
            print_about(make_console(), about)


@app.command()
def rebuild(folder: DirArgument) -> None:
    """Make record.duckdb anew.

    It is made from the Parquet files and logs, which are the truth.
    """
    from dragoman.views.text import plain

    with plain_errors(), _open(folder) as record:
        record.rebuild()
        make_console().print(plain(f"{record.folder.database} is made anew"), soft_wrap=True)


@app.command()
def verify(folder: DirArgument, as_json: JsonOption = False) -> None:
    """Check that a record is what was written.

    Every log line, every file of a table, every row, span and id. Exits with 1 where something is wrong.
    """
    from dragoman.store.verify import verify as check
    from dragoman.views.report import print_verified

    with plain_errors():
        done = check(folder)
        if as_json:
            told = done._asdict() | {"faults": [fault._asdict() for fault in done.faults]}
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            print_verified(make_console(), done, str(folder))
        if done.faults:
            raise typer.Exit(FAILED)


def main() -> None:
    """The program."""
    app()


if __name__ == "__main__":
    main()
