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


EVERYTHING = Asked()


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


def compare_with_references(record: duckdb.DuckDBPyConnection, folder: Folder, asked: Asked = EVERYTHING) -> Comparison:
    """Our events beside the reference tables' rows; `record` is a connection to the record's database.

    Ours are those that the text holds to have happened (realis ACTUAL). An event of several parties counts once for
    each pair of them; copies and reports of one incident each count, for so they do with the others.
    """
    with _open_references(folder) as connection:
        sides, left_out = _count_side(connection, _THEIRS)
    with contextlib.closing(use_record(record)) as connection:
        found, left_out_of_ours = _count_side(connection, _OURS)
    ours = found.get("ours", {})
    keys = sorted(set(ours).union(*sides.values()))
    cells = tuple(
        Cell(*key, ours.get(key, 0), {system: side[key] for system, side in sides.items() if key in side})
        for key in keys
    )
    return narrow(Comparison(cells, _find_agreements(cells, cells), left_out | left_out_of_ours), asked)


def narrow(found: Comparison, asked: Asked) -> Comparison:
    """What is asked for of a comparison of everything; days in common stay those of everything."""
    if asked == EVERYTHING:
        return found
    cells = tuple(cell for cell in found.cells if _is_asked(cell, asked))
    return Comparison(cells, _find_agreements(found.cells, cells), found.left_out)


def _is_asked(cell: Cell, asked: Asked) -> bool:
    if (asked.since and cell.day < asked.since) or (asked.until and cell.day > asked.until):
        return False
    return all(party is None or party in (cell.actor, cell.recipient) for party in (asked.party, asked.other))


def _find_agreements(everything: tuple[Cell, ...], cells: tuple[Cell, ...]) -> tuple[Agreement, ...]:
    """How far each system that has any of the cells agrees with us on them."""
    ours = {cell.day for cell in everything if cell.ours}
    found = []
    for system in sorted({system for cell in cells for system in cell.theirs}):
        days = ours & {cell.day for cell in everything if system in cell.theirs}
        common = [cell for cell in cells if cell.day in days]
        mine = {cell[:4]: cell.ours for cell in common if cell.ours}
        theirs = {cell[:4]: cell.theirs[system] for cell in common if system in cell.theirs}
        found.append(_agree(system, mine, theirs))
    return tuple(found)


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


def _count_side(connection: duckdb.DuckDBPyConnection, side: str) -> tuple[dict[str, dict[Key, int]], dict[str, int]]:
    """Events by day, parties and quad, of each system; and how many of each have no place in any cell."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE pair AS {_PAIRS % side}")
    sides: dict[str, dict[Key, int]] = {}
    query = "SELECT system, day, actor, recipient, quad, count(*) FROM pair GROUP BY ALL"
    for system, day, actor, recipient, quad, count in connection.execute(query).fetchall():
        sides.setdefault(system, {})[day, actor, recipient, quad] = count
    query = f"SELECT system, count(*) FROM ({side}) ANTI JOIN pair USING (system, id) GROUP BY system"
    return sides, dict(connection.execute(query).fetchall())


def _agree(system: str, mine: dict[Key, int], other: dict[Key, int]) -> Agreement:
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
