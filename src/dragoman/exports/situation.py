"""A situation report to print: of a day, of an incident, or of all that filters choose.

Every claim stands with the words it rests on and the page they come from; tolls are ranges; what is disputed is said
first. The page is one file: nothing is loaded from elsewhere, nothing in it is a script, and all text is escaped.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from dragoman.exports.coverage import describe, say_filters
from dragoman.exports.files import Target
from dragoman.exports.incidents import name_parties, read_incidents
from dragoman.exports.ledgers import read_ledgers
from dragoman.exports.paper import print_pdf
from dragoman.exports.passages import show_incident, show_row
from dragoman.exports.selection import Selection
from dragoman.exports.sketch import Land, Mark, sketch_map
from dragoman.exports.words import el, say_date, say_number, text
from dragoman.settings import DATA, VERSION

MOST_ON_MAP = 400
"""Places that a map of a page has room for; of more, the page says that none is drawn."""


class About(NamedTuple):
    """What a report is of: a day, an incident, else all that is chosen; and how it is made."""

    day: date | None = None
    incident: str | None = None
    pdf: bool = False
    land: Land | None = None
    """What knows the coast lines; without it there is no map."""


def write_report(selection: Selection, target: Target, about: About) -> None:
    """Write the page, an incident held at a time, and with `about.pdf` a PDF of it beside it."""
    overview = Overview(selection)
    with target.open() as out:
        out.write(_head(_title(selection, about, overview)).encode())
        out.write(_opening(selection, about, overview).encode())
        for row, told in zip(read_incidents(selection), read_ledgers(selection), strict=True):
            out.write_row(show_incident(told, row, titled=about.incident is None).encode())
        undated = selection.count("incident", "earliest IS NULL AND latest IS NULL")
        selection.leave_out("dates of incidents", undated, "(these are in it, undated) no text dates them")
        out.write(_closing(selection).encode())
    if about.pdf:
        path = target.name().with_suffix(".pdf")
        target.add(path, 1, print_pdf(target.name(), path, overview.newest))


class Overview:
    """The figures of the first page, and where the incidents were."""

    def __init__(self, selection: Selection) -> None:
        self.rows = self.disputed = self.corroborated = 0
        self.marks: list[Mark] = []
        self.unplaced = 0
        self.only: dict[str, Any] | None = None
        for row in read_incidents(selection):
            self.rows += 1
            self.only = row if self.rows == 1 else None
            self.disputed += row["status"] == "DISPUTED"
            self.corroborated += row["status"] == "CORROBORATED"
            if row["lat"] is None:
                self.unplaced += 1
            elif len(self.marks) <= MOST_ON_MAP:
                self.marks.append(Mark(row["place_name"] or "", row["lon"], row["lat"], row["status"] == "DISPUTED",
                                       row["place_precision"] > 2))  # fmt: skip
        documents = selection.of("document")
        told = selection.connection.execute(f"SELECT count(*), max(published) FROM {documents} AS document").fetchone()
        self.documents, self.newest = told or (0, None)


def _title(selection: Selection, about: About, overview: Overview) -> str:
    if about.day:
        return say_date(about.day)
    if about.incident and overview.only:
        return name_parties(overview.only)
    return "All incidents" if selection.whole else "Chosen incidents"


def _style() -> str:
    return (DATA / "exports" / "report.css").read_text("utf-8")


def _head(title: str) -> str:
    style = _style()
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{text(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="dragoman {VERSION}">\n<title>{text(title)} – situation report</title>\n'
        f'<style>{style}</style>\n</head>\n<body>\n<header>\n<p class="kicker">Situation report</p>\n'
        f"<h1>{text(title)}</h1>\n"
    )


def _opening(selection: Selection, about: About, overview: Overview) -> str:
    sources = f"From {say_number(overview.documents, 'document')}"
    latest = f", the last published on {say_date(overview.newest.date())}" if overview.newest else ""
    parts = [el("p", f"{sources}{latest}.", "facts"), "</header>\n"]
    if not overview.rows:
        return "".join([*parts, el("p", "Nothing that is in the record was chosen.")])
    if about.incident is None:
        figures = (
            (overview.rows, "incident" if overview.rows == 1 else "incidents"),
            (overview.corroborated, "corroborated"),
            (overview.disputed, "disputed"),
        )
        parts.append('<ul class="figures">')
        parts += [f'<li class="figure"><b>{number:,}</b><span>{name}</span></li>' for number, name in figures]
        parts.append("</ul>\n")
    parts.append(_map(about, overview))
    if about.incident is None:
        parts += _contents(selection)
    return "".join(parts)


def _map(about: About, overview: Overview) -> str:
    if not overview.marks or about.land is None:
        return ""
    if len(overview.marks) > MOST_ON_MAP:
        return el("p", f"More than {MOST_ON_MAP} places are known: too many for a map of one page.", "facts")
    missing = (
        f" {say_number(overview.unplaced, 'incident')} known to a country at best: not drawn."
        if overview.unplaced
        else ""
    )
    caption = f"Where it happened. Red: disputed; hollow: known to a district or province only.{missing}"
    picture = sketch_map(overview.marks, about.land)
    return f'<figure class="map">{picture}{el("figcaption", caption)}</figure>\n'


def _contents(selection: Selection) -> Iterator[str]:
    heads = "".join(f"<th>{name}</th>" for name in ("When", "What", "Where", "Tolls", "Standing"))
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for row in read_incidents(selection):
        yield show_row(row)
    yield "</tbody>\n</table>\n"


def _closing(selection: Selection) -> str:
    told = describe(selection, "report")
    facts = [
        f"{say_number(told['inputs'], 'input')} read into {say_number(told['documents'], 'document')};"
        f" {told['failures']:,} could not be read.",
        f"Filters: {say_filters(selection)}.",
        *(f"Read by dragoman {one['version']}; {one['models']}." for one in told["read_by"]),
        *(f"Left out: {one.what} ({one.rows:,}): {one.why}." for one in selection.left_out),
    ]
    reading = [
        "Corroborated: two origins that do not copy each other report it, in two voices. Disputed: accounts differ."
        " Single source: all reports go back to one.",
        "Tolls are the lowest and highest figures that any source gives; “best” is the one that most independent voices"
        " give. None of them was verified.",
        "Coded by a program from the words shown here; what the texts do not say is left empty.",
    ]
    lists = [f"<ul>{''.join(el('li', one) for one in some)}</ul>" for some in (facts, reading)]
    return (
        f'<section class="covers"><h2>What this report covers</h2>{lists[0]}<h3>How to read it</h3>{lists[1]}'
        "</section>\n"
        f"{el('footer', f'Made by dragoman {VERSION}. The manifest beside this file states the same for programs.')}\n"
        "</body>\n</html>\n"
    )
