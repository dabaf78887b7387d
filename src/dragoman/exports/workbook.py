"""An xlsx workbook for people: incidents, events, statements, pages, actors, failures, and what it covers.

Text is never run: no cell is a formula or a link, and text that a spreadsheet would take for a formula, here or when
saved as CSV, has an apostrophe before it. Numbers and days stay what they are.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from dragoman.exports.coverage import describe, say_filters
from dragoman.exports.events import Party, Told, read_events
from dragoman.exports.files import Target, neutralise_cell
from dragoman.exports.incidents import read_incidents, realis_of, say_disputes, say_headline
from dragoman.exports.selection import Selection

LONGEST = 32_767
"""Characters that a cell of xlsx has room for, as UTF-16 counts them."""
MOST_ROWS = 1_048_575
"""Rows that a sheet has room for, its header aside; more go on in a second sheet."""

SHEETS: dict[str, tuple[str, ...]] = {
    "incidents": (
        "incident_id", "headline", "type", "modes", "actors", "recipients", "earliest", "latest", "place_name", "lat",
        "lon", "place_precision", "killed_low", "killed_best", "killed_high", "injured_low", "injured_high", "reports",
        "documents", "independent_sources", "status", "realis", "disputed", "publishers", "quote", "url",
    ),
    "events": (
        "event_id", "incident_id", "type", "modes", "contexts", "actors", "actor_codes", "recipients",
        "recipient_codes", "earliest", "latest", "place", "lat", "lon", "place_precision", "realis", "says", "quad",
        "plover_score", "cameo", "goldstein", "killed_low", "killed_high", "injured_low", "injured_high",
        "arrested_low", "arrested_high", "displaced_low", "displaced_high", "confidence", "quote", "publisher",
        "title", "published", "url", "document_id",
    ),
    "statements": (
        "statement_id", "speaker", "speaker_code", "speaker_confidence", "act", "kind", "polarity", "medium", "words",
        "publisher", "title", "published", "url", "document_id",
    ),
    "documents": (
        "document_id", "publisher", "title", "published", "published_from", "language", "url", "copy_of", "text",
    ),
    "actors": ("actor_id", "name", "kind", "code", "country", "sector", "wikidata"),
    "failures": ("input", "stage", "error"),
}  # fmt: skip
"""The sheets and their columns; `Coverage` comes before them."""

_STATEMENTS = """
    SELECT statement.*, actor.name AS speaker_name, actor.code AS speaker_code, publisher, title, published, url,
        substr(document.text, (statement.start + 1)::BIGINT, (statement."end" - statement.start)::BIGINT) AS words
    FROM {statement} AS statement JOIN document USING (document_id)
    LEFT JOIN actor ON actor.actor_id = statement.speaker
    ORDER BY published NULLS LAST, document_id, statement.start, statement_id
"""


class Sheets:
    """A workbook as it is written, row by row, and how many texts had to be cut."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.cut = 0
        self.rows = 0
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def write(self, name: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
        """A sheet with a header, and another where one has no room for all rows."""
        sheet, at, number = self.start(name, columns), 0, 1
        for row in rows:
            if at == MOST_ROWS:
                number += 1
                sheet, at = self.start(f"{name} {number}", columns), 0
            at += 1
            self.rows += 1
            for column, header in enumerate(columns):
                self.put(sheet, at, column, row.get(header))

    def start(self, name: str, columns: Sequence[str]) -> Any:
        """A new sheet with its header."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(columns):
            sheet.set_column(column, column, _WIDTHS.get(header, 14))
            sheet.write_string(0, column, header, self.bold)
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: Any) -> None:
        """One cell, by the kind of its value."""
        if value is None or value == "":
            return
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        else:
            text, was_cut = shorten_cell(neutralise_cell(str(value)))
            self.cut += was_cut
            sheet.write_string(row, column, text)


_WIDTHS = {"headline": 46, "quote": 70, "words": 70, "text": 70, "title": 40, "url": 30, "error": 60, "input": 40,
           "what": 26, "said": 90, "actors": 24, "recipients": 24, "name": 30, "publishers": 24}  # fmt: skip


def shorten_cell(text: str) -> tuple[str, bool]:
    """The text, cut with a note of how much is missing where a cell has no room for it; and whether it was cut."""
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units <= LONGEST:
        return text, False
    room = LONGEST - 80
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")
    return f"{kept} … [cut: {len(text) - len(kept):,} more characters; the formats jsonl and csv have them all]", True


def write_workbook(selection: Selection, target: Target) -> None:
    """Write the workbook, one row held at a time."""
    path = target.name()
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "remove_timezone": True}  # fmt: skip
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": "A dragoman record", "created": _newest(selection)})
    sheets = Sheets(book)
    first = sheets.start("Coverage", ("what", "said"))
    for name, columns in SHEETS.items():
        sheets.write(name, columns, _ROWS[name](selection))
    selection.leave_out("texts", sheets.cut, f"(cut in their cells, with a note) a cell has room for {LONGEST:,}")
    for row, (what, said) in enumerate(_say_coverage(selection), start=1):
        sheets.put(first, row, 0, what)
        sheets.put(first, row, 1, said)
    book.close()
    with path.open("rb") as written:
        target.add(path, sheets.rows, hashlib.file_digest(written, "sha256").hexdigest())


def _newest(selection: Selection) -> datetime:
    """The moment that the file says it was made: that of the newest page, for the same record gives the same bytes."""
    row = selection.connection.execute(f"SELECT max(published) FROM {selection.of('document')} AS document").fetchone()
    return row[0].replace(tzinfo=UTC) if row and row[0] else datetime(1980, 1, 1, tzinfo=UTC)


def _say_coverage(selection: Selection) -> Iterator[tuple[str, Any]]:
    told = describe(selection, "xlsx")
    for name in ("what", "exported_by", "inputs", "documents", "failures"):
        yield name, told[name]
    yield "filters", say_filters(selection)
    for reader in told["read_by"]:
        yield "read by", f"dragoman {reader['version']}; {reader['models']}"
    for one in selection.left_out:
        yield "left out", f"{one.what} ({one.rows:,}): {one.why}"


def _incidents(selection: Selection) -> Iterator[dict[str, Any]]:
    for row in read_incidents(selection):
        first = row["first"] or {}
        yield row | {
            "headline": say_headline(row),
            "realis": realis_of(row),
            "modes": _list(row["modes"]),
            "actors": _list(row["actor_codes"]),
            "recipients": _list(row["recipient_codes"]),
            "disputed": say_disputes(row),
            "publishers": _list(row["publishers"]),
            "quote": first.get("quote"),
            "url": first.get("url"),
        }


def _list(words: Iterable[str | None] | None) -> str:
    return "; ".join(one or "?" for one in words or [])


def _events(selection: Selection) -> Iterator[dict[str, Any]]:
    for told in read_events(selection):
        yield told._asdict() | told.tolls | _event(told)


def _event(told: Told) -> dict[str, Any]:
    def names(parties: list[Party]) -> str:
        return _list([one.name or one.written for one in parties])

    place = told.place
    return {
        "modes": _list(told.modes),
        "contexts": _list(told.contexts),
        "actors": names(told.actors),
        "actor_codes": _list([one.code for one in told.actors]),
        "recipients": names(told.recipients),
        "recipient_codes": _list([one.code for one in told.recipients]),
        "place": (place.name or place.written) if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "plover_score": told.score,
    }


def _statements(selection: Selection) -> Iterator[dict[str, Any]]:
    for row in selection.rows(_STATEMENTS.format(statement=selection.of("statement"))):
        yield row | {"speaker": row["speaker_name"]}


def _plainly(table: str, order: str) -> Callable[[Selection], Iterator[dict[str, Any]]]:
    return lambda selection: selection.rows(f"SELECT * FROM {selection.of(table)} AS row ORDER BY {order}")


_ROWS: dict[str, Callable[[Selection], Iterator[dict[str, Any]]]] = {
    "incidents": _incidents,
    "events": _events,
    "statements": _statements,
    "documents": _plainly("document", "published NULLS LAST, document_id"),
    "actors": _plainly("actor", "name, actor_id"),
    "failures": _plainly("failure", "input, stage, error"),
}
