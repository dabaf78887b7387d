"""Other coders' events kept beside a record, to set ours against: GDELT, ICEWS and POLECAT rows in our terms.

They are no part of the record: nothing is derived from them, and they lie apart, in `reference/`, one Parquet file for
each table that was given; the same rows again are the same file. What is compared are cells: a day, who, to whom, and
PLOVER's quad, for events that both sides date to a day and whose two parties are countries or bodies with a code.
"""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.ids import sha256
from dragoman.settings import DATA
from dragoman.store.database import use_record
from dragoman.store.files import make_parquet
from dragoman.store.folder import Folder

FOLDER = "reference"
SCHEMA = pa.schema(
    [
        pa.field("system", pa.string(), nullable=False),
        pa.field("row_id", pa.string(), nullable=False),
        pa.field("day", pa.date32()),
        pa.field("type", pa.string()),
        pa.field("actor_codes", pa.list_(pa.string())),
        pa.field("recipient_codes", pa.list_(pa.string())),
        pa.field("lat", pa.float64()),
        pa.field("lon", pa.float64()),
        pa.field("url", pa.string()),
    ]
)
"""The columns of a reference table."""
_PORTION = 20_000


class ReferenceEvent(NamedTuple):
    """A row of another coder's table in our terms; the fields of `readers.event_tables.TableEvent`, in its order."""

    system: str
    row_id: str
    day: date | None
    type: str | None
    actor_codes: tuple[str, ...]
    recipient_codes: tuple[str, ...]
    lat: float | None
    lon: float | None
    url: str | None


class Kept(NamedTuple):
    """A reference table beside a record: its file's name, whose rows, how many, from when to when."""

    name: str
    system: str
    rows: int
    first: date | None
    last: date | None


class Asked(NamedTuple):
    """What is compared: from a day, to a day, and the parties, in either order; empty means all."""

    since: date | None = None
    until: date | None = None
    party: str | None = None
    other: str | None = None


class Cell(NamedTuple):
    """How many events of a day, from one party to another, of one quad, we have and each of the others has."""

    day: date
    actor: str
    recipient: str
    quad: int
    ours: int
    theirs: dict[str, int]


class Agreement(NamedTuple):
    """How far another coder's cells and ours are the same, over the days that both have any event on, of whomever.

    `days` counts those of them that a cell asked for is on; `both`, `only_ours`, `only_theirs` count cells; `dyads`
    counts days and directed pairs that both have, and `same_quad` those of them whose commonest quad is the same. Ours
    are not right where the two differ, nor theirs.
    """

    system: str
    days: int
    both: int
    only_ours: int
    only_theirs: int
    dyads: int
    same_quad: int

    @property
    def overlap(self) -> float | None:
        """Cells that both have over cells that either has (Jaccard); None without a common day."""
        either = self.both + self.only_ours + self.only_theirs
        return self.both / either if either else None


class Comparison(NamedTuple):
    """Cells by day, the agreement with each coder, and how many rows could not be set side by side, by whose they are:
    not dated to a day, of no PLOVER type, or with a party that has no code."""

    cells: tuple[Cell, ...]
    agreements: tuple[Agreement, ...]
    left_out: dict[str, int]


def keep_reference(folder: Folder, events: Iterable[ReferenceEvent]) -> tuple[Kept, ...]:
    """Keep rows as a reference table, one for each coder; give what was kept. The record's lock must be held.

    The same row twice is one. Rows are kept whole, those that cannot be compared too.
    """
    portions: dict[str, list[pa.Table]] = {}
    for some in batched(events, _PORTION):
        for system in sorted({one.system for one in some}):
            rows = [one._asdict() for one in some if one.system == system]
            portions.setdefault(system, []).append(pa.Table.from_pylist(rows, SCHEMA))
    return tuple(_keep(folder, system, pa.concat_tables(tables)) for system, tables in sorted(portions.items()))


def _keep(folder: Folder, system: str, table: pa.Table) -> Kept:
    with contextlib.closing(duckdb.connect(config={"threads": 1})) as connection:
        connection.register("given", table)
        query = "SELECT DISTINCT ON (row_id) * FROM given ORDER BY row_id, day, type, url"
        table = connection.sql(query).to_arrow_table().cast(SCHEMA)
    path = folder.path / FOLDER / f"{system.lower()}-{sha256(make_parquet(table))[:16]}.parquet"
    if not path.exists():
        folder.write_tables({path: table})
    return _describe(path)


def list_references(folder: Folder) -> tuple[Kept, ...]:
    """The reference tables beside a record, by name."""
    return tuple(_describe(path) for path in sorted((folder.path / FOLDER).glob("*.parquet")))


def _describe(path: Path) -> Kept:
    file = pq.ParquetFile(path)
    days = file.read(["day"])["day"].drop_null().to_pylist()
    first, last = (min(days), max(days)) if days else (None, None)
    return Kept(path.name, path.stem.split("-")[0].upper(), file.metadata.num_rows, first, last)


_OURS = """
    SELECT 'ours' AS system, event_id AS id, CASE WHEN date_precision = 'DAY' THEN earliest END AS day, quad,
        list_transform(actors, lambda one: one.code) AS actors,
        list_transform(recipients, lambda one: one.code) AS recipients
    FROM event WHERE realis = 'ACTUAL'
"""
_THEIRS = """
    SELECT system, row_id AS id, day, quad, actor_codes AS actors, recipient_codes AS recipients
    FROM reference LEFT JOIN quads USING (type)
"""
_BODIES = "('IGO', 'NGO', 'NGM', 'MNC', 'IMG', 'ISM')"
_PARTY = f"CASE WHEN split_part(code, ' ', 1) IN {_BODIES} THEN code ELSE split_part(code, ' ', 1) END"
"""A country without its sector, or a body with its code."""
_PAIRS = f"""
    SELECT DISTINCT system, id, day, quad, actor, recipient FROM (
        SELECT * EXCLUDE (code), {_PARTY} AS recipient FROM (
            SELECT * EXCLUDE (code, recipients), {_PARTY} AS actor, unnest(recipients) AS code FROM (
                SELECT * EXCLUDE (actors), unnest(actors) AS code FROM (%s))))
    WHERE actor IS NOT NULL AND recipient IS NOT NULL AND day IS NOT NULL AND quad IS NOT NULL
"""
_ASKED = """
    ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
    AND ($party IS NULL OR $party IN (actor, recipient)) AND ($other IS NULL OR $other IN (actor, recipient))
"""

Key = tuple[date, str, str, int]


def find_reference_events(folder: Folder, asked: Asked, limit: int = 200) -> list[ReferenceEvent]:
    """The rows that can be compared and are asked for, by day. `limit` 0 gives all."""
    page = f"LIMIT {int(limit)}" if limit > 0 else ""
    wanted = f"SELECT system, id AS row_id FROM ({_PAIRS % _THEIRS}) WHERE {_ASKED}"
    query = f"SELECT {', '.join(SCHEMA.names)} FROM reference SEMI JOIN ({wanted}) USING (system, row_id)"
    with _open_references(folder) as connection:
        rows = connection.execute(f"{query} ORDER BY day, system, row_id {page}", asked._asdict()).fetchall()
    return [_make_event(row) for row in rows]


_OUR_EVENTS = f"""
    WITH asked AS (SELECT DISTINCT id AS event_id, day FROM ({_PAIRS % _OURS}) WHERE {_ASKED} ORDER BY day, id %s)
    SELECT 'ours', event_id, day, type, list_transform(actors, lambda one: one.code),
        list_transform(recipients, lambda one: one.code), NULL, NULL, url,
        substr(text, (sentence.start + 1)::BIGINT, (sentence."end" - sentence.start)::BIGINT)
    FROM asked JOIN event USING (event_id) JOIN document USING (document_id)
    LEFT JOIN sentence ON sentence.document_id = event.document_id AND sentence.sentence = event.sentence
    ORDER BY day, event_id
"""


def find_our_events(
    record: duckdb.DuckDBPyConnection, asked: Asked, limit: int = 200
) -> list[tuple[ReferenceEvent, str | None]]:
    """Our events that can be compared and are asked for, by day, each with its sentence. `limit` 0 gives all."""
    query = _OUR_EVENTS % (f"LIMIT {int(limit)}" if limit > 0 else "")
    with contextlib.closing(use_record(record)) as connection:
        rows = connection.execute(query, asked._asdict()).fetchall()
    return [(_make_event(row[:-1]), row[-1]) for row in rows]


def _make_event(row: Iterable[Any]) -> ReferenceEvent:
    return ReferenceEvent._make(tuple(one) if isinstance(one, list) else one for one in row)


def compare_with_references(record: duckdb.DuckDBPyConnection, folder: Folder, asked: Asked) -> Comparison:
    """Our events beside the reference tables' rows; `record` is a connection to the record's database.

    Ours are those that the text holds to have happened (realis ACTUAL). An event of several parties counts once for
    each pair of them; copies and reports of one incident each count, for so they do with the others.
    """
    with _open_references(folder) as connection:
        sides = _count_cells(connection, _THEIRS, asked)
        left_out, days = _count_left_out(connection, _THEIRS), _find_days(connection, _THEIRS)
    with contextlib.closing(use_record(record)) as connection:
        ours = _count_cells(connection, _OURS, asked).get("ours", {})
        left_out |= _count_left_out(connection, _OURS)
        days |= _find_days(connection, _OURS)
    keys = sorted(set(ours).union(*sides.values()))
    found = (
        Cell(*key, ours.get(key, 0), {system: cells[key] for system, cells in sides.items() if key in cells})
        for key in keys
    )
    common = {system: days[system] & days.get("ours", set()) for system in sides}
    agreements = tuple(_agree(system, ours, cells, common[system]) for system, cells in sorted(sides.items()))
    return Comparison(tuple(found), agreements, left_out)


@contextlib.contextmanager
def _open_references(folder: Folder) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the reference tables as `reference`, each row once, and to PLOVER's quads as `quads`."""
    with contextlib.closing(duckdb.connect(config={"threads": 1})) as connection:
        paths = [str(path) for path in sorted((folder.path / FOLDER).glob("*.parquet"))]
        if paths:
            query = "CREATE TEMP TABLE reference AS SELECT DISTINCT ON (system, row_id) * FROM read_parquet(?)"
            connection.execute(query, [paths])
        else:
            connection.register("nothing", SCHEMA.empty_table())
            connection.execute("CREATE TEMP TABLE reference AS FROM nothing")
        connection.execute("CREATE TEMP TABLE quads (type VARCHAR, quad BIGINT)")
        connection.executemany("INSERT INTO quads VALUES (?, ?)", list(_read_quads()))
        yield connection


def _read_quads() -> Iterator[tuple[str, int]]:
    for line in (DATA / "plover" / "types.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            type_, quad, *_ = line.split("\t")
            yield type_, int(quad)


def _count_cells(connection: duckdb.DuckDBPyConnection, side: str, asked: Asked) -> dict[str, dict[Key, int]]:
    """Events by day, parties and quad, of each system."""
    query = f"SELECT system, day, actor, recipient, quad, count(*) FROM ({_PAIRS % side}) WHERE {_ASKED} GROUP BY ALL"
    sides: dict[str, dict[Key, int]] = {}
    for system, day, actor, recipient, quad, count in connection.execute(query, asked._asdict()).fetchall():
        sides.setdefault(system, {})[day, actor, recipient, quad] = count
    return sides


def _find_days(connection: duckdb.DuckDBPyConnection, side: str) -> dict[str, set[date]]:
    """The days that each system has any event on that can be compared."""
    sides: dict[str, set[date]] = {}
    for system, day in connection.execute(f"SELECT DISTINCT system, day FROM ({_PAIRS % side})").fetchall():
        sides.setdefault(system, set()).add(day)
    return sides


def _count_left_out(connection: duckdb.DuckDBPyConnection, side: str) -> dict[str, int]:
    """Events of each system that have no place in any cell, whatever is asked for."""
    placed = f"SELECT DISTINCT system, id FROM ({_PAIRS % side})"
    query = f"SELECT system, count(*) FROM ({side}) ANTI JOIN ({placed}) USING (system, id) GROUP BY system"
    return dict(connection.execute(query).fetchall())


def _agree(system: str, ours: dict[Key, int], theirs: dict[Key, int], days: set[date]) -> Agreement:
    mine, other = ({key: count for key, count in side.items() if key[0] in days} for side in (ours, theirs))
    quads, quads_there = _find_quads(mine), _find_quads(other)
    dyads = quads.keys() & quads_there.keys()
    return Agreement(
        system=system,
        days=len({key[0] for key in (*mine, *other)}),
        both=len(mine.keys() & other.keys()),
        only_ours=len(mine.keys() - other.keys()),
        only_theirs=len(other.keys() - mine.keys()),
        dyads=len(dyads),
        same_quad=sum(quads[one] == quads_there[one] for one in dyads),
    )


def _find_quads(cells: dict[Key, int]) -> dict[tuple[date, str, str], int]:
    """The commonest quad of each day and pair; of two as common, the smaller number."""
    ranked = sorted(cells.items(), key=lambda cell: (cell[0][:3], cell[1], -cell[0][3]))
    return {key[:3]: key[3] for key, _ in ranked}
