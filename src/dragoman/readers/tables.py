"""JSONL, JSON and CSV: one row, one document, each read for itself; a bad one is a Problem, the others go on."""

import csv
import json
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path

from dragoman.readers.captures import is_capture, read_capture
from dragoman.readers.encodings import decode
from dragoman.readers.kinds import find_delimiter
from dragoman.readers.ninjs import is_ninjs, read_item
from dragoman.readers.packed import format_size
from dragoman.readers.rows import find_missing_columns, read_row
from dragoman.readers.streams import Line, Stream, describe_excess, read_lines
from dragoman.values import Problem, RawDocument

_NEVER = sys.maxsize  # the cap is on whole rows, before csv sees them


def read_jsonl(stream: Stream, name: str, cap: int, columns: Mapping[str, str]) -> Iterator[RawDocument | Problem]:
    """Each line's document, called `name#LINE`; `cap` is the largest line in bytes."""
    empty = True
    for line in read_lines(stream, cap):
        place = f"{name}#{line.number}"
        row = line.raw.removeprefix(BOM_UTF8).strip()  # a row's hash is the same wherever it stands
        if line.size and not line.raw:
            yield Problem(
                input=place, stage="read", error=f"line {line.number}: {describe_excess(format_size(line.size), cap)}"
            )
        elif row:
            empty = False
            yield _read_json(row, place, f"line {line.number}", columns)
    if empty:
        yield Problem(input=name, stage="read", error="no line with anything in it")


def read_json(raw: bytes, name: str, columns: Mapping[str, str]) -> Iterator[RawDocument | Problem]:
    """The documents of a JSON file: one object, or a list of them, called `name#1` and on."""
    rows = _parse(decode(raw))
    if isinstance(rows, str):
        yield Problem(input=name, stage="read", error=f"not JSON: {rows}")
    elif isinstance(rows, dict):
        yield _read_value(rows, raw, name, columns)
    elif isinstance(rows, list):
        for number, row in enumerate(rows, 1):
            canonical = json.dumps(row, sort_keys=True, separators=(",", ":")).encode()
            yield _read_value(row, canonical, f"{name}#{number}", columns)
        if not rows:
            yield Problem(input=name, stage="read", error="an empty list")
    else:
        yield Problem(input=name, stage="read", error="JSON, but neither an object nor a list of objects")


def _read_json(raw: bytes, place: str, where: str, columns: Mapping[str, str]) -> RawDocument | Problem:
    row = _parse(decode(raw))
    if isinstance(row, str):
        return Problem(input=place, stage="read", error=f"{where} is not JSON: {row}")
    return _read_value(row, raw, place, columns)


def _read_value(row: object, raw: bytes, place: str, columns: Mapping[str, str]) -> RawDocument | Problem:
    if not isinstance(row, dict):
        return Problem(input=place, stage="read", error="JSON, but not an object with columns")
    if columns.get("text", "text") not in row and is_ninjs(row):
        return read_item(row, raw, place)
    if "text" not in row and is_capture(row):
        return read_capture(row, place, Path(place.rpartition("#")[0]).absolute().parent.parent)
    return read_row(row, raw, place, columns)


def _parse(text: str) -> object:
    """The value, or what is wrong as a string; a JSON string, which is no row, counts as wrong too."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return f"{error.msg} at character {error.pos + 1}"
    except (ValueError, RecursionError) as error:
        return "nested too deeply" if isinstance(error, RecursionError) else "a number too long to be one"
    return "a bare string" if isinstance(value, str) else value


class RowTooLongError(Exception):
    """A row beyond the cap, with its size in words."""


class _RowLines:
    """The lines of a CSV as csv wants them, keeping the bytes of the row under way and refusing one beyond the cap."""

    def __init__(self, lines: Iterator[Line], cap: int) -> None:
        self.lines = lines
        self.cap = cap
        self.number = 0
        self.start_row()

    def start_row(self) -> None:
        self.first = self.number + 1
        self.raw: list[bytes] = []
        self.size = 0

    def __iter__(self) -> "_RowLines":
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.number = line.number
        self.size += line.size
        if self.size > self.cap:
            raise RowTooLongError(describe_excess(format_size(self.size), self.cap))
        self.raw.append(line.raw)
        return decode(line.raw)


def read_csv(stream: Stream, name: str, cap: int, columns: Mapping[str, str]) -> Iterator[RawDocument | Problem]:
    """Each row's document, called `name#LINE` by the line it begins on; `cap` is the largest row in bytes.

    The first line names the columns. A missing column of text is one Problem, naming
    it and those that are there.
    """
    csv.field_size_limit(_NEVER)
    lines = _RowLines(read_lines(stream, cap), cap)
    first = next(lines.lines, None)
    if first is None:
        yield Problem(input=name, stage="read", error="the file is empty")
        return
    delimiter, header = _read_header(first)
    if missing := find_missing_columns(header, columns):
        yield Problem(input=name, stage="read", error=missing)
        return
    rows = csv.reader(lines, delimiter=delimiter)
    lines.number = 1
    empty = True
    while (row := _next_row(rows, lines, name)) is not None:
        if row:
            empty = False
            yield row if isinstance(row, Problem) else _read_cells(row, lines, header, name, columns)
    if empty:
        yield Problem(input=name, stage="read", error="names of columns and no row")


def _read_header(line: Line) -> tuple[str, list[str]]:
    """What separates the columns, and their names."""
    written = next(iter(decode(line.raw).splitlines()), "")
    delimiter = find_delimiter(written)
    return delimiter, [column.strip() for column in next(csv.reader([written], delimiter=delimiter), [])]


def _next_row(rows: Iterator[list[str]], lines: _RowLines, name: str) -> list[str] | Problem | None:
    """The cells of the next row, none for a blank line, `None` at the end, or what is wrong with the row."""
    lines.start_row()
    try:
        return next(rows, None)
    except (csv.Error, RowTooLongError) as error:
        return Problem(input=f"{name}#{lines.first}", stage="read", error=f"row at line {lines.first}: {error}")


def _read_cells(
    cells: list[str], lines: _RowLines, header: list[str], name: str, columns: Mapping[str, str]
) -> RawDocument | Problem:
    place = f"{name}#{lines.first}"
    if len(cells) != len(header):
        many = f"{len(cells)} cells where the header has {len(header)}"
        hint = "; a text with commas needs quotation marks" if len(cells) > len(header) else ""
        return Problem(input=place, stage="read", error=f"row at line {lines.first}: {many}{hint}")
    return read_row(dict(zip(header, cells, strict=True)), b"".join(lines.raw).strip(), place, columns)
