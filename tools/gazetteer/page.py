"""The tables in `docs/places.md`: `python -m tools.gazetteer.page` reads each page shown there anew.

A block fenced as `page` is a page of our own; the table under it is what the program makes of its toponyms.
"""

import re
from functools import cache
from pathlib import Path

from dragoman.flow import Flow
from dragoman.settings import Settings
from dragoman.values import Document, Place

PAGE = Path(__file__).parents[2] / "docs" / "places.md"
CASE = re.compile(r"```page\n(?P<text>.*?)\n```\n(?:\n(?:\|[^\n]*\n)+|\n\*[^\n]*\*\n(?=\n|\Z))?", re.S)
NOTHING = "*No toponym.*"
HEAD = "| toponym | place | country | feature | at | precision |\n| --- | --- | --- | --- | --- | --- |"


@cache
def _flow() -> Flow:
    return Flow(Settings())


def table(text: str) -> str:
    """The toponyms of a page as rows; one that no place is known for has empty cells."""
    document = Document(document_id="page", text=text, raw_sha256="", language="en")
    rows = [_row(place) for place in _flow().run({"document": document}, ["places"])["places"]]
    return "\n".join([HEAD, *rows]) if rows else NOTHING


def _row(place: Place) -> str:
    at = "" if place.lat is None or place.lon is None else f"{place.lat:.1f}, {place.lon:.1f}"
    cells = (place.text, place.name, place.country, place.feature, at, place.precision)
    return "| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |"


def page() -> str:
    """The page with its tables made anew."""
    return CASE.sub(lambda m: f"```page\n{m['text']}\n```\n\n{table(m['text'])}\n", PAGE.read_text("utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
