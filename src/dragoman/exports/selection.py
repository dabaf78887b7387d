"""What of a record an export takes: the events or incidents that filters choose, and all that these rest on.

Without filters it is the whole record. What is chosen is noted in tables of the connection's own memory, of ids alone,
so that formats read the record's tables joined to them, row by row, however large the record is.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from types import TracebackType
from typing import Any, Literal, NamedTuple

import duckdb

from dragoman.store.database import first_value, quote, use_record
from dragoman.store.incidents import choose_incidents
from dragoman.store.query import Clause, Filters, add_dates, find_actors_called

Unit = Literal["event", "incident"]
PIECE = 2_000
"""Rows that are taken from a result at once."""
BLOCK = 10_000
"""Events or incidents that are joined to what they rest on at once."""

_NUMBERS = count(1)
_PARTIES = "list_concat(row.actors, row.recipients)"
_OF_STATUS = (
    "row.event_id IN (SELECT event_id FROM report JOIN incident USING (incident_id)"
    " WHERE list_contains($status, incident.status))"
)
_IN_EVENT = (
    f"(list_has_any(list_transform({_PARTIES}, lambda one: one.actor_id), $ids) OR len(list_filter({_PARTIES},"
    " lambda one: one.code = $code OR starts_with(one.code, $code || ' '))) > 0)"
)
_OF_REALIS = (
    "row.incident_id IN (SELECT incident_id FROM report JOIN event USING (event_id)"
    " WHERE list_contains($realis, event.realis))"
)

HELD: dict[str, str] = {
    "document": "document_id IN {document}",
    **dict.fromkeys(("sentence", "mention", "place", "time", "statement"), "document_id IN {document}"),
    "actor": "actor_id IN {actor}",
    "event": "event_id IN {event}",
    "copy": "document_id IN {document}",
    "origin": "document_id IN {document}",
    "role": "document_id IN {document}",
    "pair": "event_id IN {event} AND other IN {event}",
    "incident": "incident_id IN {incident}",
    "report": "event_id IN {event}",
    "account": "incident_id IN {incident}",
    "dispute": "incident_id IN {incident}",
}
"""Which rows of a table go along with what filters choose; of the other tables all rows do."""

_RESTS_ON = (
    "SELECT document_id FROM event WHERE event_id IN {event}",
    "SELECT statement.document_id FROM account JOIN statement USING (statement_id) WHERE incident_id IN {incident}",
    "SELECT copy_of FROM document WHERE document_id IN {document} AND copy_of IS NOT NULL",
    "SELECT original FROM copy WHERE document_id IN {document}",
    "SELECT origin_id FROM origin WHERE document_id IN {document}",
)
"""Documents that what is chosen rests on: each look-up may add some, until none does."""

_ACTORS = """
    SELECT actor_id FROM mention WHERE document_id IN {document}
    UNION SELECT one.actor_id FROM (SELECT unnest(alternatives) AS one FROM mention WHERE document_id IN {document})
    UNION SELECT speaker FROM statement WHERE document_id IN {document}
    UNION SELECT addressee FROM statement WHERE document_id IN {document}
    UNION SELECT one.actor_id FROM (SELECT unnest(alternatives) AS one FROM statement WHERE document_id IN {document})
    UNION SELECT one.actor_id FROM (
        SELECT unnest(list_concat(actors, recipients)) AS one FROM event WHERE event_id IN {event})
    UNION SELECT known_as FROM role WHERE document_id IN {document}
    UNION SELECT party FROM account WHERE incident_id IN {incident}
"""


class LeftOut(NamedTuple):
    """Rows that an export does not hold."""

    what: str
    rows: int
    why: str


class Selection:
    """What of a record is exported; a context manager that forgets its notes.

    `unit` says what filters choose: events, as `show events` does, or incidents, as `incidents` does. With `incident`,
    an id, that one alone is chosen.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, filters: Filters, unit: Unit, incident: str | None = None
    ) -> None:
        self.connection = use_record(connection)
        self.filters = filters
        self.unit = unit
        self.incident = incident
        self.whole = not any(filters[:-1]) and incident is None
        self.schema = f"memory.picked_{next(_NUMBERS)}"
        self.left_out: list[LeftOut] = []
        self.connection.execute(f"CREATE SCHEMA {self.schema}")
        if not self.whole:
            self._pick()

    def __enter__(self) -> "Selection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.execute(f"DROP SCHEMA {self.schema} CASCADE")
        self.connection.close()

    def where(self, table: str) -> str:
        """The condition on rows of a table, for SQL."""
        return "TRUE" if self.whole or table not in HELD else self._told(HELD[table])

    def of(self, table: str) -> str:
        """The rows of a table that are in it, for a FROM clause."""
        return quote(table) if self.whole else f"(SELECT * FROM {quote(table)} WHERE {self.where(table)})"

    def count(self, table: str, condition: str = "TRUE") -> int:
        """How many rows of a table it has, under a condition."""
        return int(first_value(self.connection, f"SELECT count(*) FROM {self.of(table)} AS row WHERE {condition}"))

    def rows(self, query: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of a query, by column name, a few thousand held at once."""
        cursor = use_record(self.connection)
        try:
            found = cursor.execute(query, parameters)
            names = [column[0] for column in found.description or ()]
            while piece := found.fetchmany(PIECE):
                for row in piece:
                    yield dict(zip(names, row, strict=True))
        finally:
            cursor.close()

    def in_blocks(self, ids: str, query: str) -> Iterator[dict[str, Any]]:
        """The rows of a query over a few thousand ids at a time, in the order of the query `ids`, which gives a column
        `id` and more. They stand in `{block}` with their place `nth`, by which the query has to order its rows: so
        that neither its joins nor its lists hold more than a block."""
        name = f"{self.schema}.ordered_{next(_NUMBERS)}"
        self.connection.execute(f"CREATE TABLE {name} AS SELECT row_number() OVER () AS nth, * FROM ({ids})")
        total = int(first_value(self.connection, f"SELECT count(*) FROM {name}"))
        for start in range(1, total + 1, BLOCK):
            block = f"(SELECT * FROM {name} WHERE nth BETWEEN {start} AND {start + BLOCK - 1})"
            yield from self.rows(query.replace("{block}", block))
        self.connection.execute(f"DROP TABLE {name}")

    def leave_out(self, what: str, rows: int, why: str) -> None:
        """Note what the export does not hold, where there is such."""
        if rows:
            self.left_out.append(LeftOut(what, rows, why))

    def _told(self, text: str) -> str:
        names = ("document", "event", "incident", "actor")
        return text.format(**{name: f"(FROM {self.schema}.{name})" for name in names})

    def _pick(self) -> None:
        clause, undated = _CLAUSES[self.unit](self.connection, self.filters)
        if self.incident is not None:
            clause.add("row.incident_id = $only", only=self.incident)
        unit, other = (self.unit, "incident" if self.unit == "event" else "event")
        do = self.connection.execute
        do(f"CREATE TABLE {self.schema}.{unit} AS SELECT {unit}_id FROM {unit} row {clause.where()}", clause.parameters)
        do(f"CREATE TABLE {self.schema}.{other} AS SELECT DISTINCT {other}_id FROM report"
           f" WHERE {unit}_id IN (FROM {self.schema}.{unit})")  # fmt: skip
        self._pick_documents()
        do(f"CREATE TABLE {self.schema}.actor AS SELECT * FROM ({self._told(_ACTORS)}) WHERE actor_id IS NOT NULL")
        chosen = int(first_value(self.connection, f"SELECT count(*) FROM {self.schema}.{unit}"))
        every = int(first_value(self.connection, f"SELECT count(*) FROM {unit}"))
        self.leave_out(f"{unit}s", every - chosen - undated, "the filters do not choose them")
        self.leave_out(f"{unit}s", undated, "they bear no date, and the filters ask for one")

    def _pick_documents(self) -> None:
        self.connection.execute(f"CREATE TABLE {self.schema}.document (document_id VARCHAR)")
        look = f"INSERT INTO {self.schema}.document SELECT DISTINCT * FROM ({' UNION '.join(_RESTS_ON)}) AS found (id)"
        look += " WHERE id NOT IN {document}"
        while int(first_value(self.connection, self._told(look))):
            pass


def choose_events(connection: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[Clause, int]:
    """The conditions on events, as in `show events`, and how many else fit but bear no date."""
    clause = Clause()
    if filters.actor:
        ids, code = find_actors_called(connection, filters.actor), filters.actor.strip().upper()
        clause.add(_IN_EVENT, ids=ids, code=code)
    if filters.types:
        clause.add("list_contains($types, row.type)", types=list(filters.types))
    if filters.realis:
        clause.add("list_contains($realis, row.realis)", realis=list(filters.realis))
    if filters.status:
        clause.add(_OF_STATUS, status=list(filters.status))
    return clause, add_dates(connection, clause, filters, "event", ("row.earliest", "row.latest"))


def choose_told_incidents(connection: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[Clause, int]:
    """The conditions on incidents, as in `incidents`, and how many else fit but bear no date."""
    clause = choose_incidents(connection, filters)
    if filters.realis:
        clause.add(_OF_REALIS, realis=list(filters.realis))
    return clause, add_dates(connection, clause, filters, "incident", ("row.earliest", "row.latest"))


_CLAUSES = {"event": choose_events, "incident": choose_told_incidents}
