"""`compare`: other coders' tables set beside a record."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from dragoman.cli.asking import DirArgument, JsonOption, open_record, parse_day
from dragoman.views.console import FAILED, make_console, plain_errors
from dragoman.views.text import make_harmless, plain

if TYPE_CHECKING:
    from dragoman.readers.event_tables import TableEvent
    from dragoman.record import Record
    from dragoman.store.reference import Asked, Comparison, ReferenceEvent
    from dragoman.values import Problem

_TOLD = 20


def compare(
    folder: DirArgument,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="Tables of GDELT 2.0, ICEWS or POLECAT events.")
    ] = None,
    party: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only events with this country or body: RUS, 'IGO UNO'.")
    ] = None,
    other: Annotated[str | None, typer.Option(metavar="CODE", help="And with this one, in either role.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Up to this day.")] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Most rows to show; 0 for all.")] = 40,
    rows: Annotated[
        bool, typer.Option("--rows", help="The events themselves too, ours and theirs, day by day.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Set other coders' events beside the record's.

    Event tables of GDELT 2.0, ICEWS and POLECAT, packed or not, are read in the record's own terms and kept beside it
    (reference/ in its folder); given once, they need not be given again. Shown are counts by day, pair and PLOVER quad,
    ours and theirs, and how far they agree over the days that both cover. Exits with 1 where rows could not be read.

    \b
    Examples:
      dragoman compare demo 20151124.export.CSV.zip
      dragoman compare demo --party RUS --other TUR --since 2015-11-24 --until 2015-12-01
      dragoman compare demo --party RUS --other TUR --since 2015-11-24 --until 2015-11-24 --rows
    """
    from dragoman.store.reference import Asked, compare_with_references

    asked = Asked(parse_day(since, "--since"), parse_day(until, "--until"), party, other)
    with plain_errors(), open_record(folder) as record:
        problems = _keep(record.folder.path, files) if files else []
        done = compare_with_references(record.connection, record.folder, asked)
        events = _find_events(record, asked, limit) if rows else []
        if as_json:
            told = _to_json(done, problems) | ({"rows": [_row_to_json(*one) for one in events]} if rows else {})
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            _print(done, problems, limit)
            _print_rows(events, limit)
        if problems:
            raise typer.Exit(FAILED)


Told = tuple["ReferenceEvent", str | None]
"""An event, and of ours the sentence it stands in."""


def _find_events(record: "Record", asked: "Asked", limit: int) -> list[Told]:
    """The events of both sides that are asked for, ours before theirs on each day."""
    from dragoman.store.reference import find_our_events, find_reference_events

    theirs = ((one, None) for one in find_reference_events(record.folder, asked, limit))
    both: list[Told] = [*find_our_events(record.connection, asked, limit), *theirs]
    return sorted(both, key=lambda one: (str(one[0].day), one[0].system != "ours", one[0].system, one[0].row_id))


def _row_to_json(event: "ReferenceEvent", words: str | None) -> dict[str, Any]:
    return event._asdict() | {"day": str(event.day)} | ({"words": words} if words is not None else {})


def _print_rows(events: list[Told], limit: int) -> None:
    """The events day by day; of ours with the words they rest on."""
    console, day = make_console(), None
    for event, words in events:
        if event.day != day:
            day = event.day
            console.print(plain(str(day), "bold"), highlight=False)
        sides = [", ".join(code or "?" for code in codes) for codes in (event.actor_codes, event.recipient_codes)]
        line = f"  {event.system}  {sides[0]} {event.type} {sides[1]}  {event.row_id}  {event.url or ''}"
        console.print(plain(line.rstrip()), highlight=False, soft_wrap=True)
        if words:
            console.print(plain(f"      «{' '.join(words.split())}»"), highlight=False)
    ours = sum(one.system == "ours" for one, _ in events)
    if limit and max(ours, len(events) - ours) >= limit:
        console.print(plain(f"at most {limit:,} events of a side are shown: --limit 0 shows all", "bold"))


def _keep(folder: Path, files: list[str]) -> list["Problem"]:
    """Keep the tables in the files; gives what could not be read."""
    from dragoman.store.folder import Folder
    from dragoman.store.lock import Lock
    from dragoman.store.reference import keep_reference

    problems: list[Problem] = []
    kept = Folder(folder)
    with Lock(kept.lock):
        keep_reference(kept, _read_tables(files, problems))
    return problems


def _read_tables(files: list[str], problems: list["Problem"]) -> Iterator["ReferenceEvent"]:
    from dragoman.readers.event_tables import read_event_file
    from dragoman.settings import from_environment
    from dragoman.store.reference import ReferenceEvent
    from dragoman.values import Problem

    for name in files:
        found: Iterator[TableEvent | Problem] = read_event_file(name, from_environment().page_bytes)
        for one in found:
            if isinstance(one, Problem):
                problems.append(one)
            else:
                yield ReferenceEvent(*one)


def _to_json(done: "Comparison", problems: list["Problem"]) -> dict[str, Any]:
    return {
        "cells": [cell._asdict() | {"day": cell.day.isoformat()} for cell in done.cells],
        "agreement": [one._asdict() | {"overlap": one.overlap} for one in done.agreements],
        "left_out": done.left_out,
        "failures": [{"input": one.input, "error": one.error} for one in problems],
    }


def _print(done: "Comparison", problems: list["Problem"], limit: int) -> None:
    console = make_console()
    systems = sorted({system for cell in done.cells for system in cell.theirs})
    table = Table(box=None, pad_edge=False)
    for column in ("day", "actor", "recipient", "quad"):
        table.add_column(column)
    for column in ("ours", *systems):
        table.add_column(column, justify="right")
    shown = done.cells[:limit] if limit else done.cells
    for cell in shown:
        counts = [cell.ours, *(cell.theirs.get(system, 0) for system in systems)]
        told = [cell.day.isoformat(), cell.actor, cell.recipient, str(cell.quad)]
        table.add_row(*map(plain, told), *(plain(str(count) if count else "·") for count in counts))
    console.print(table, highlight=False)
    if len(done.cells) > len(shown):
        console.print(plain(f"… and {len(done.cells) - len(shown):,} more rows: --limit 0", "bold"), highlight=False)
    for one in done.agreements:
        overlap = "no day in common" if one.overlap is None else f"{100 * one.overlap:.1f} % of cells in both"
        words = (
            f"{one.system}: {one.days:,} days in common, {overlap} ({one.both:,} in both, {one.only_ours:,} only ours, "
        )
        words += f"{one.only_theirs:,} only theirs); the same quad for {one.same_quad:,} of {one.dyads:,} pairs"
        console.print(plain(words), highlight=False, soft_wrap=True)
    for side, count in done.left_out.items():
        console.print(plain(f"{side}: {count:,} events have no day, code or type to compare by"), highlight=False)
    _print_problems(problems)


def _print_problems(problems: list["Problem"]) -> None:
    console = make_console(stderr=True)
    for one in problems[:_TOLD]:
        line = Text.assemble((make_harmless(one.input), "bold red"), ": ", make_harmless(one.error))
        console.print(line, highlight=False, soft_wrap=True)
    if len(problems) > _TOLD:
        errors = Counter(one.error for one in problems[_TOLD:])
        told = ", ".join(f"{count:,} × {error}" for error, count in errors.most_common(5))
        console.print(plain(f"… and {len(problems) - _TOLD:,} more: {told}"), highlight=False, soft_wrap=True)
