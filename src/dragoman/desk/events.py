"""Events as the desk lists them: a page of rows at a time, each with its words; the same words fetched for no other."""

from collections.abc import Iterator
from typing import Any

import duckdb

from dragoman.charts.figures import Deeds, add_words
from dragoman.charts.pair import choose_unit, draw_pair, split_course
from dragoman.desk.asking import Asked
from dragoman.desk.page import Drawing

Row = dict[str, Any]
_PIECE = 2_000


def show_page(connection: duckdb.DuckDBPyConnection, asked: Asked, rows: list[Row]) -> list[Row]:
    """The rows of the page asked for, the latest first, with their words."""
    return add_words(connection, order_rows(rows)[asked.offset : asked.offset + asked.filters.limit])


def order_rows(rows: list[Row]) -> list[Row]:
    """The latest first, those without a date at the end."""
    return [row for row in rows[::-1] if row["latest"]] + [row for row in rows if not row["latest"]]


def list_all(connection: duckdb.DuckDBPyConnection, rows: list[Row]) -> Iterator[Row]:
    """All rows with their words, by date, for download."""
    for first in range(0, len(rows), _PIECE):
        yield from add_words(connection, rows[first : first + _PIECE])


def draw_scores(deeds: Deeds, asked: Asked, one: str, other: str, *, width: int = 680) -> Drawing:
    """PLOVER's score of each event over time; a point leads to its row in the table, on whichever page that is."""
    places = {row["event_id"]: place for place, row in enumerate(order_rows(deeds.rows))}

    def link(row: Row) -> str:
        page = places[row["event_id"]] // max(1, asked.filters.limit) + 1
        return f"{asked.link(page=page)}#event-{row['event_id']}"

    unit = choose_unit(split_course(deeds.rows)[0])
    points = "one day" if unit == "day" else f"one {unit}"
    said = f"A point is the events of one type on {points}, from -10 (conflict) to 10 (cooperation)."
    chart = draw_pair(deeds, one, other, link=link, width=width, height=110)
    return Drawing(chart, f"What {one} and {other} did to each other", said)


def note_points(deeds: Deeds) -> str:
    """What a picture of scores does not show, in words."""
    rows, far = split_course(deeds.rows)
    unit = choose_unit(rows)
    notes = [f"A point is the events of one type {'on one day' if unit == 'day' else f'in one {unit}'}."]
    not_drawn = ((deeds.undated, "without a date"), (len(far), "long before or after the others"))
    if said := [f"{number:,} {why}" for number, why in not_drawn if number]:
        notes.append(f"Not drawn: {', '.join(said)}.")
    if deeds.copies:
        notes.append(f"Left out: {deeds.copies:,} in copies of earlier pages.")
    return " ".join(notes)
