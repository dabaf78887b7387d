"""Whether the rows of a record fit each other: every span its text, every id what it follows from, every name a row."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import duckdb

from dragoman.ids import make_id
from dragoman.schema import KEYS, PARTS, SCHEMAS
from dragoman.store.database import first_value, quote
from dragoman.store.rows import find_rows

SHOWN = 5
"""How many rows of one kind of fault are named; all are counted."""


class Fault(NamedTuple):
    """Something that is not as it was written, or does not fit the rest."""

    where: str
    """A file of the record, or a table of its database."""
    what: str


_WORDS = """
    SELECT substr(document.text, (row.start + 1)::BIGINT, (row."end" - row.start)::BIGINT) IS DISTINCT FROM row.text
        AS wrong, row.start AS start, document_id
    FROM {table} AS row JOIN document USING (document_id)"""
_BOUNDS = """
    SELECT NOT (0 <= {start} AND {start} <= {end} AND {end} <= length(document.text)) AS wrong, {start} AS start,
        document_id
    FROM (SELECT *, {parts} AS part FROM {table}) AS row JOIN document USING (document_id)
    WHERE {start} IS NOT NULL"""
_WORDED = ("mention", "place", "time")
_BOUNDED = (
    ("sentence", "row.start", 'row."end"', "NULL"),
    ("statement", "row.start", 'row."end"', "NULL"),
    ("statement", "source_start", "source_end", "NULL"),
    ("statement", "cue_start", "cue_end", "NULL"),
    ("statement", "part.start", 'part."end"', "unnest(content)"),
    ("event", "trigger_start", "trigger_end", "NULL"),
    ("event", "part.start", 'part."end"', "unnest(actors)"),
    ("event", "part.start", 'part."end"', "unnest(recipients)"),
)
SPANS: tuple[tuple[str, str], ...] = (
    *((table, _WORDS.format(table=quote(table))) for table in _WORDED),
    *(
        (table, _BOUNDS.format(table=quote(table), start=start, end=end, parts=parts))
        for table, start, end, parts in _BOUNDED
    ),
)
"""Every span of the record, and whether it is `wrong`: out of its text, or not what the row says that it is."""

_NAMED = (
    ("mention", "actor_id", "actor", "actor_id"),
    ("statement", "speaker", "actor", "actor_id"),
    ("statement", "addressee", "actor", "actor_id"),
    ("statement", "parent", "statement", "statement_id"),
    ("event", "statement_id", "statement", "statement_id"),
    ("event", "(document_id, place)", "place", "(document_id, start)"),
    ("event", '(document_id, "time")', "time", "(document_id, start)"),
    ("event", "(document_id, sentence)", "sentence", "(document_id, sentence)"),
    ("event", "event_id", "report", "event_id"),
    ("report", "event_id", "event", "event_id"),
    ("report", "incident_id", "incident", "incident_id"),
    ("account", "statement_id", "statement", "statement_id"),
    ("account", "incident_id", "incident", "incident_id"),
    ("dispute", "incident_id", "incident", "incident_id"),
    ("copy", "original", "document", "document_id"),
    ("origin", "origin_id", "document", "document_id"),
    *((name, "document_id", "document", "document_id") for name in PARTS if name not in ("document", "actor")),
)
"""What a row names must be there: table, column, the table and column it names."""
_OPEN = {"(document_id, place)": "place", '(document_id, "time")': '"time"'}
"""Of names in two parts the part that may be empty."""


def check_spans(connection: duckdb.DuckDBPyConnection) -> Iterator[Fault]:
    """A fault for each kind of span of which some are wrong."""
    for name, query in SPANS:
        wrong = find_rows(connection, f"SELECT * FROM ({query}) WHERE wrong ORDER BY document_id, start LIMIT {SHOWN}")
        if wrong:
            count = first_value(connection, f"SELECT count(*) FROM ({query}) WHERE wrong")
            shown = ", ".join(f"{one['document_id']} at {one['start']}" for one in wrong)
            yield Fault(name, f"{count:,} spans are not what their text says: {shown}")


def check_names(connection: duckdb.DuckDBPyConnection, leave_out: Collection[str] = ()) -> Iterator[Fault]:
    """A fault for each table with rows that are there twice, or that name what is not there, those left out aside."""
    for name in SCHEMAS:
        keys = ", ".join(quote(key) for key in KEYS[name])
        groups = f"SELECT 1 FROM {quote(name)} GROUP BY {keys} HAVING count(*) > 1"
        if count := first_value(connection, f"SELECT count(*) FROM ({groups})"):
            yield Fault(name, f"{count:,} rows are there more than once")
    for name, column, other, key in _NAMED:
        if name in leave_out or other in leave_out:
            continue
        dangling = f"{_OPEN.get(column, column)} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {quote(other)})"
        if count := first_value(connection, f"SELECT count(*) FROM {quote(name)} WHERE {dangling}"):
            yield Fault(name, f"{count:,} rows name what table `{other}` does not have ({column})")


def check_documents(connection: duckdb.DuckDBPyConnection) -> Iterator[Fault]:
    """A fault where a document's id does not follow from its bytes, its address and its publisher."""
    told = connection.execute(
        "SELECT document_id, raw_sha256, coalesce(url, external_id), publisher FROM document ORDER BY document_id"
    )
    wrong: list[str] = []
    while rows := told.fetchmany(10_000):
        wrong += [document_id for document_id, *parts in rows if make_id(*parts) != document_id]
    if wrong:
        yield Fault("document", f"{len(wrong):,} ids do not follow from their rows: {', '.join(wrong[:SHOWN])}")
