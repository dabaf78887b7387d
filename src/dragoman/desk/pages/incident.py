"""Incident: what happened, when, where; who says what of it, side by side; on how many independent origins it rests."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked
from dragoman.desk.highlights import Mark, Piece, cut
from dragoman.desk.page import NotFoundError, Page
from dragoman.desk.wording import TOLLS, say_toll
from dragoman.review import marks as reviewed
from dragoman.store.incidents import find_incident_ids, read_incident

Row = dict[str, Any]


class Told(NamedTuple):
    """Words that one party says, once, and the pages that print them."""

    stance: str
    quote: str
    pages: list[Row]


class Party(NamedTuple):
    """One party's account."""

    actor_id: str
    name: str
    code: str | None
    told: list[Told]


class Telling(NamedTuple):
    """A report in an article's own words: its sentence, with what was coded marked."""

    row: Row
    pieces: list[Piece]


class Source(NamedTuple):
    """A page among the sources, and the events it reports."""

    page: Row
    tellings: list[Telling]


class Origin(NamedTuple):
    """One independent origin: the pages that wrote it, and those that copied."""

    pages: list[Source]
    copies: list[Source]


class Figure(NamedTuple):
    """A toll as it is told: `4`, `at least 2`; by whom."""

    kind: str
    told: str
    tellers: list[Row]


class Model(NamedTuple):
    """What the page shows."""

    incident: Row
    title: str
    quad: int | None
    modes: list[str]
    who: list[Row]
    whom: list[Row]
    parties: list[Party]
    figures: list[Figure]
    origins: list[Origin]
    disputes: list[Row]
    where_said: dict[str, Row]
    """By event_id and statement_id, the row that has its document."""
    marks: dict[str, reviewed.Mark]
    """By id, what people did to the incident, its reports and its accounts' statements."""


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """One incident with everything that is told of it; its id may be cut short."""
    found = read(connection, asked)
    reports, accounts = found["reports"], found["accounts"]
    names: dict[str, str] = {actor: name for report in reports for actor, name in (report["names"] or {}).items()}
    titles = [report["title"] for report in reports if report["title"]]
    return Model(
        incident=found["incident"],
        title=titles[0] if titles else found["incident"]["incident_id"],
        quad=next((report["quad"] for report in reports), None),
        modes=sorted({mode for report in reports for mode in report["modes"]}),
        who=gather_parties(reports, "actors", names),
        whom=gather_parties(reports, "recipients", names),
        parties=[*gather_accounts(accounts)],
        figures=[*gather_figures(reports)],
        origins=[*gather_origins(reports)],
        disputes=found["disputes"],
        where_said={row["event_id"]: row for row in reports} | {row["statement_id"]: row for row in accounts},
        marks=find_marks(connection, found),
    )


def read(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, Any]:
    """The incident as the record holds it; raises NotFoundError where it holds none, or several, of that name."""
    given = asked.one("incident_id") or ""
    ids = find_incident_ids(connection, given)
    if len(ids) != 1:
        raise NotFoundError(f"{len(ids) or 'No'} incidents are called {given!r}.")
    return read_incident(connection, ids[0])


def find_marks(connection: duckdb.DuckDBPyConnection, found: Row) -> dict[str, reviewed.Mark]:
    """What people did to an incident, its reports, and the statements of its accounts, by id."""
    ids = {
        "incident": [found["incident"]["incident_id"]],
        "event": [report["event_id"] for report in found["reports"]],
        "statement": [one["statement_id"] for one in found["accounts"]],
    }
    marks: dict[str, reviewed.Mark] = {}
    for table, some in ids.items():
        marks |= reviewed.find_marks(connection, table, some)
    return marks


def gather_parties(reports: Iterable[Row], side: str, names: Mapping[str, str]) -> list[Row]:
    """Everybody on one side, those named by most reports first: `actor_id`, `name`, `code`, `reports`."""
    found: dict[tuple[str | None, str | None], int] = {}
    for report in reports:
        for one in report[side]:
            key = (one["actor_id"], one["code"])
            found[key] = found.get(key, 0) + 1
    ordered = sorted(found.items(), key=lambda one: (-one[1], names.get(one[0][0] or "", "")))
    return [
        {"actor_id": actor_id, "code": code, "name": names.get(actor_id or "") or code or "?", "reports": count}
        for (actor_id, code), count in ordered
    ]


def gather_accounts(accounts: Iterable[Row]) -> Iterator[Party]:
    """What each party says, each thing once: the same words on several pages are told once, with their pages."""
    for (party, name, code), some in groupby(accounts, lambda one: (one["party"], one["says"], one["says_code"])):
        said: dict[tuple[str, str], list[Row]] = {}
        for one in some:
            said.setdefault((one["stance"], " ".join(one["quote"].split())), []).append(one)
        told = [Told(stance, pages[0]["quote"], pages) for (stance, _), pages in said.items()]
        yield Party(party, name or "somebody unnamed", code, told)


def gather_figures(reports: Iterable[Row]) -> Iterator[Figure]:
    """Every figure that is told of losses, with those who tell it, the most tellers first."""
    reports = list(reports)
    for kind in TOLLS:
        by_figure: dict[str, list[Row]] = {}
        for report in reports:
            if told := say_toll(report, kind):
                by_figure.setdefault(told, []).append(report)
        for told, some in sorted(by_figure.items(), key=lambda one: -len({row["origin_id"] for row in one[1]})):
            yield Figure(kind, told, some)


def gather_origins(reports: list[Row]) -> Iterator[Origin]:
    """The pages by origin, in the order of their first report; what copies a page of the same origin stands apart."""
    pages: dict[str, dict[str, list[Row]]] = {}
    for report in reports:
        pages.setdefault(report["origin_id"], {}).setdefault(report["document_id"], []).append(report)
    for some in pages.values():
        sources = [Source(rows[0], [Telling(row, mark_report(row)) for row in rows]) for rows in some.values()]
        copies = [one for one in sources if one.page["copy_of"] in some]
        yield Origin([one for one in sources if one not in copies], copies)


def mark_report(report: Row) -> list[Piece]:
    """The sentence of a report, with its trigger, actors and recipients marked."""
    key = f"event-{report['event_id']}"
    marks = [Mark(report["trigger_start"], report["trigger_end"], "trigger", key)]
    marks += [Mark(one["start"], one["end"], "actor", key) for one in (*report["actors"], *report["recipients"])]
    return cut(report["quote"] or "", marks, report["quote_start"] or 0)


def list_reports(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """Its reports: each event, where it is told and by whom."""
    for report in read(connection, asked)["reports"]:
        yield {name: value for name, value in report.items() if name != "names"}


def list_accounts(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """Its accounts: who says what of it, and where."""
    yield from read(connection, asked)["accounts"]


def list_figures(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """Every figure told of its losses, a row a figure: on how many origins it rests, and the events that tell it."""
    for figure in gather_figures(read(connection, asked)["reports"]):
        origins = {row["origin_id"] for row in figure.tellers}
        tellers = [row["says"] or row["publisher"] or row["title"] for row in figure.tellers]
        events = [row["event_id"] for row in figure.tellers]
        yield {
            "loss": figure.kind,
            "figure": figure.told,
            "told_by": tellers,
            "origins": len(origins),
            "events": events,
        }


def list_disputes(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
    """What about it is disputed, a row a position."""
    for dispute in read(connection, asked)["disputes"]:
        for position in dispute["positions"]:
            yield {"dispute_id": dispute["dispute_id"], "field": dispute["field"], **position}


PAGE = Page(
    "incident",
    "/incident/{incident_id}",
    build,
    tables={"reports": list_reports, "accounts": list_accounts, "figures": list_figures, "disputes": list_disputes},
)
