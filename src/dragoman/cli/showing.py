"""`show`, `incidents` and `incident`: what a record holds."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.asking import DirArgument, JsonOption, What, check_types, open_record, parse_day
from dragoman.views.console import FAILED, make_console, plain_errors, stop

if TYPE_CHECKING:
    from dragoman.record import Record


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
        types=check_types(what, kind or []),
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        realis=_check_realis(what, realis or []),
        limit=limit,
    )
    _check_filters(what, filters)
    with plain_errors(), open_record(folder) as record:
        if what is What.DOCUMENT:
            _show_document(record, document, as_json=as_json)
        elif document is not None:
            raise stop(f"{document!r} goes with `document` only")
        else:
            _show_rows(record, what, filters, as_json=as_json)


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


def _show_rows(record: "Record", what: What, filters: Any, *, as_json: bool) -> None:
    import msgspec

    from dragoman.store.query import FINDERS, find_actors_called
    from dragoman.views.rows import print_found, say_rest

    found = FINDERS[what.value](record.connection, filters)
    _add_marks(record, what.value.removesuffix("s"), found.rows)
    if filters.actor and not found.total and not find_actors_called(record.connection, filters.actor):
        raise stop(f"no actor in {record.path} is called {filters.actor!r}", FAILED)
    if not as_json:
        print_found(make_console(), what.value, found, filters)
        return
    for row in found.rows:
        typer.echo(msgspec.json.encode(row))
    for line in say_rest(what.value, found, filters):
        make_console(stderr=True).print(line, soft_wrap=True)


def _add_marks(record: "Record", table: str, rows: list[dict[str, Any]]) -> None:
    """Tell of each row who accepted and who corrected it; rows that nobody has reviewed stay as they are."""
    from dragoman.review.marks import find_marks

    key = f"{table}_id"
    marks = find_marks(record.connection, table, [row[key] for row in rows if key in row])
    for row in rows:
        if mark := marks.get(row.get(key, "")):
            row["reviewed"] = mark._asdict()


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
        types=check_types(What.EVENTS, kind or []),
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        status=asked,
        limit=limit,
    )
    with plain_errors(), open_record(folder) as record:
        found = find_incidents(record.connection, filters)
        _add_marks(record, "incident", found.rows)
        if not as_json:
            print_incidents(make_console(), found, filters)
            return
        for row in found.rows:
            typer.echo(msgspec.json.encode(row))
        for line in say_rest("incidents", found, filters):
            make_console(stderr=True).print(line, soft_wrap=True)


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

    with plain_errors(), open_record(folder) as record:
        found = find_incident_ids(record.connection, incident_id.strip().lower())
        if len(found) != 1:
            number = "no incident's id begins" if not found else f"{len(found)} incidents' ids begin"
            raise stop(f"{number} with {incident_id!r} in {record.path}", FAILED)
        row = read_incident(record.connection, found[0])
        _add_marks(record, "incident", [row["incident"]])
        _add_marks(record, "event", row["reports"])
        if as_json:
            typer.echo(msgspec.json.encode(row))
        else:
            print_incident(make_console(), row)
