"""`read` and `code`: pages go in."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.asking import JsonOption, PublishedOption, parse_date
from dragoman.views.console import FAILED, make_console, plain_errors, stop


class EngineName(StrEnum):
    """What `read` reads with."""

    LOCAL = "local"
    RAY = "ray"


def _parse_columns(pairs: list[str]) -> dict[str, str]:
    from dragoman.readers.rows import COLUMNS

    columns = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs or ours not in COLUMNS:
            raise stop(f"--column {pair!r}: write OURS=THEIRS, where OURS is one of {', '.join(COLUMNS)}")
        columns[ours] = theirs
    return columns


def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, globs, or - for stdin.")],
    record: Annotated[
        Path,
        typer.Option(metavar="DIR", help="The record to fill, made if need be; or an address: s3://bucket/record."),
    ],
    published: PublishedOption = None,
    jobs: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Worker processes; 1 unless told; with ray, one a processor.")
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="What moves the batches: this machine, or Ray.")
    ] = EngineName.LOCAL,
    address: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="With ray: the cluster; one of its own unless told.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="OURS=THEIRS", help="What a table's column is called: text=body. May be repeated."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but failures.")] = False,
) -> None:
    """Read pages into a record.

    Plain text, HTML, JSONL, JSON, ninjs, CSV, RSS, Atom and WARC archives such as CC-NEWS are read, packed with gzip,
    Zstandard, LZ4, bzip2, xz, ZIP or not. A run that was broken off goes on
    where it stopped; reading again adds nothing. Exits with 1 where some inputs could not be read, 2 where the command
    itself is wrong.

    \b
    Examples:
      dragoman read article.txt --record demo --published 2015-11-27
      dragoman read news/ 'wire/*.html' --record demo --jobs 4
      dragoman read dump.csv --record demo --column text=body --column published=date
      cat page.html | dragoman read - --record demo
      dragoman read archive/ --record s3://bucket/record --engine ray --address ray-head:6379
    """
    from dragoman import record as face
    from dragoman.store.objects import name_place
    from dragoman.views.progress import progress_bar
    from dragoman.views.report import print_summary

    moment, columns = parse_date(published, "--published"), _parse_columns(column or [])
    if address is not None and engine is not EngineName.RAY:
        raise stop("--address goes with --engine ray")
    with plain_errors():
        with progress_bar(make_console(stderr=True), quiet=quiet) as tell:
            done = face.read(
                inputs, record, published=moment, jobs=jobs, columns=columns, tell=tell,
                engine=engine.value, address=address,
            )  # fmt: skip
        done.close()
        if done.summary is not None:
            if not quiet or done.summary.failures:
                print_summary(make_console(stderr=quiet), done.summary, name_place(record))
            if done.summary.counts.failed:
                raise typer.Exit(FAILED)


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

    settings = face.make_settings(parse_date(published, "--published"))
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
