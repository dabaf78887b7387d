"""The charts of `Record`: what a record is asked, drawn, with what is not drawn said below the title."""

from typing import Any
from urllib.parse import urlsplit

import altair as alt
import duckdb

from dragoman.charts.bars import draw_bars
from dragoman.charts.figures import By, add_words, count_days, count_places, count_types, find_deeds
from dragoman.charts.pair import draw_pair, split_course
from dragoman.charts.theme import LIGHT, Spec
from dragoman.charts.timeline import draw_timeline
from dragoman.charts.world import draw_world
from dragoman.store.incidents import choose_drawn
from dragoman.store.query import Filters

Chart = alt.Chart | alt.LayerChart | alt.VConcatChart


def chart_timeline(connection: duckdb.DuckDBPyConnection, filters: Filters, by: By) -> Chart:
    """Incidents over time, stacked by status, quad class or type."""
    days = count_days(connection, choose_drawn(connection, filters), by)
    left = ((days.undated, "without a date"), (days.vague, "known to a longer time"), (days.far, "far from the others"))
    return _entitle(draw_timeline(days, by), "Incidents over time", left)


def chart_types(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Chart:
    """How many incidents there were of each type, coloured by quad class."""
    return _entitle(draw_bars(count_types(connection, choose_drawn(connection, filters))), "Incidents by type", ())


def chart_map(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Chart:
    """Where incidents were; what is known to a country, a sea or a region only is no point and is counted."""
    spots = count_places(connection, choose_drawn(connection, filters))
    areas = sum(row["incidents"] for row in spots.areas)
    left = ((areas, "of no exact place"), (spots.nowhere, "of no known place"))
    return _entitle(draw_world(spots), "Where it happened", left)


def chart_pair(connection: duckdb.DuckDBPyConnection, one: str, other: str, filters: Filters) -> Chart:
    """PLOVER's score of what two sides did to each other, a point leading to the page that tells of it."""
    deeds = find_deeds(connection, one, other, filters)
    deeds = deeds._replace(rows=add_words(connection, deeds.rows))
    far = len(split_course(deeds.rows)[1])
    left = (
        (deeds.undated, "without a date"),
        (far, "far from the others"),
        (deeds.copies, "in copies of earlier pages"),
    )
    return _entitle(draw_pair(deeds, one, other, link=_find_page), f"{one} and {other}", left)


def _find_page(row: dict[str, Any]) -> str | None:
    """The address of a page, where it is one of the web."""
    return row["url"] if row["url"] and urlsplit(row["url"]).scheme in ("http", "https") else None


def _entitle(chart: Spec, title: str, left: tuple[tuple[int, str], ...]) -> Chart:
    said = ", ".join(f"{number:,} {why}" for number, why in left if number)
    shown = {"text": title, "subtitleColor": LIGHT["soft"], "subtitleFontSize": 12}
    shown |= {"subtitle": f"Not drawn: {said}"} if said else {}
    entitled: Chart = alt.Chart.from_dict(chart | {"title": shown})
    return entitled
