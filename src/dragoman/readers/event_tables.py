"""Other coders' event tables, row by row: GDELT 2.0 (CAMEO), ICEWS (CAMEO) and POLECAT (PLOVER).

They are read to be compared with our events, so each row is told in our terms: PLOVER types, actor codes as ours
(`RUS MIL`), and coordinates only where the place is known more closely than its country. What a row does not say, or
says in a code that PLOVER has dropped (CAMEO 01 and 02), stays empty.
"""

import csv
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from dragoman.readers.encodings import decode, repair_surrogates
from dragoman.readers.event_codes import (
    Cells,
    System,
    find_gdelt_actor,
    find_icews_actor,
    find_polecat_actors,
    find_type,
    read_columns,
    to_type,
)
from dragoman.readers.packed import UnreadableError, format_size
from dragoman.readers.streams import Stream, describe_excess, open_stream, read_lines
from dragoman.readers.zipped import START, read_members
from dragoman.values import EventType, Problem


class TableEvent(NamedTuple):
    """A row of another coder's table, in our terms."""

    system: System
    row_id: str
    """The row's own id; ICEWS gives one twice, but never for one day."""
    day: date | None
    type: EventType | None
    """PLOVER event type."""
    actor_codes: tuple[str, ...]
    recipient_codes: tuple[str, ...]
    lat: float | None
    lon: float | None
    url: str | None


def read_event_file(path: Path | str, cap: int) -> Iterator[TableEvent | Problem]:
    """Each row of the tables in a file, packed or not; of a ZIP archive, as GDELT's are, those of its members."""
    name = repair_surrogates(str(path))
    try:
        with open_stream(Path(path), cap) as stream:
            if stream.peek(len(START))[: len(START)] != START:
                yield from read_event_table(stream, name, cap)
                return
            for member in read_members(stream, cap):
                label = f"{name}#{member.name}"
                if member.content is None:
                    yield Problem(input=label, stage="read", error=member.error or "not to be read")
                else:
                    yield from read_event_table(member.content, label, cap)
    except (UnreadableError, OSError) as error:
        yield Problem(input=name, stage="read", error=error.strerror or str(error))


def read_event_table(stream: Stream, name: str, cap: int) -> Iterator[TableEvent | Problem]:
    """Each row's event; a row that is none is a Problem called `name#LINE`. `cap` is the largest row in bytes."""
    system: System | None = None
    columns: tuple[str, ...] = ()
    delimiter = "\t"
    for line in read_lines(stream, cap):
        place = f"{name}#{line.number}"
        if not line.raw:
            yield Problem(input=place, stage="read", error=describe_excess(format_size(line.size), cap))
            continue
        if system is None:
            delimiter = "\t" if b"\t" in line.raw else ","
        cells = _split(repair_surrogates(decode(line.raw)), delimiter)
        if system is None:
            system, columns = _find_system(cells)
            if system is None:
                yield Problem(input=name, stage="read", error="no table of GDELT 2.0, ICEWS or POLECAT events")
                return
            if cells[0] == columns[0]:
                continue
        if any(cells):
            yield _read_row(system, columns, cells, place)
    if system is None:
        yield Problem(input=name, stage="read", error="the file is empty")


def _split(line: str, delimiter: str) -> list[str]:
    line = line.rstrip("\r\n")
    if delimiter == "\t":  # their quotation marks are the text's own
        return [cell.strip().strip('"') for cell in line.split("\t")]
    try:
        return [cell.strip() for cell in next(csv.reader([line]), [])]
    except csv.Error:
        return [line]


def _find_system(cells: list[str]) -> tuple[System | None, tuple[str, ...]]:
    """Whose table it is by its first line: by the names in its header, or as GDELT has it without one."""
    known = read_columns()
    for system, columns in known.items():
        if {"Event ID", "Event Date"} <= set(cells) and set(columns) <= {*cells}:
            return system, tuple(cells)
    gdelt = known["GDELT"]
    if len(cells) == len(gdelt) and (cells[0] == gdelt[0] or (cells[0].isdigit() and cells[1].isdigit())):
        return "GDELT", gdelt
    return None, ()


def _read_row(system: System, columns: tuple[str, ...], cells: list[str], place: str) -> TableEvent | Problem:
    own = read_columns()[system]
    while len(cells) > len(own) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) != len(columns):
        columns = own  # some POLECAT files name a column in the header that their rows do not have
    if len(cells) != len(columns):
        many = f"{len(cells)} cells where {system} has {len(columns)}"
        return Problem(input=place, stage="read", error=f"row with {many}")
    row = {name: "" if cell == "None" else cell for name, cell in zip(columns, cells, strict=True)}
    if not row[own[0]]:
        return Problem(input=place, stage="read", error=f"row without {own[0]}")
    return _READERS[system](row)


def _read_gdelt(row: Cells) -> TableEvent:
    whole = row["ActionGeo_Type"] in ("", "0", "1")  # a country's middle is no place
    return TableEvent(
        system="GDELT",
        row_id=row["GLOBALEVENTID"],
        day=_to_day(row["SQLDATE"]),
        type=find_type(row["EventCode"]),
        actor_codes=find_gdelt_actor(row, "Actor1"),
        recipient_codes=find_gdelt_actor(row, "Actor2"),
        lat=None if whole else _to_degrees(row["ActionGeo_Lat"], 90),
        lon=None if whole else _to_degrees(row["ActionGeo_Long"], 180),
        url=row["SOURCEURL"] or None,
    )


def _read_icews(row: Cells) -> TableEvent:
    whole = not (row["City"] or row["District"] or row["Province"])
    return TableEvent(
        system="ICEWS",
        row_id=f"{row['Event ID']}:{row['Event Date']}",
        day=_to_day(row["Event Date"]),
        type=find_type(row["CAMEO Code"]),
        actor_codes=find_icews_actor(row, "Source"),
        recipient_codes=find_icews_actor(row, "Target"),
        lat=None if whole else _to_degrees(row["Latitude"], 90),
        lon=None if whole else _to_degrees(row["Longitude"], 180),
        url=None,
    )


def _read_polecat(row: Cells) -> TableEvent:
    whole = not (row["City"] or row["District"] or row["Province"])
    return TableEvent(
        system="POLECAT",
        row_id=row["Event ID"],
        day=_to_day(row["Event Date"]),
        type=to_type(row["Event Type"].upper()),
        actor_codes=find_polecat_actors(row, "Actor"),
        recipient_codes=find_polecat_actors(row, "Recipient"),
        lat=None if whole else _to_degrees(row["Latitude"], 90),
        lon=None if whole else _to_degrees(row["Longitude"], 180),
        url=None,
    )


_READERS: dict[System, Callable[[Cells], TableEvent]] = {
    "GDELT": _read_gdelt,
    "ICEWS": _read_icews,
    "POLECAT": _read_polecat,
}


def _to_day(written: str) -> date | None:
    for form in ("%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    return None


def _to_degrees(written: str, most: int) -> float | None:
    try:
        degrees = float(written)
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None
