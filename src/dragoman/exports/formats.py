"""All formats, and `export_record`, which writes one. This page is what docs/exports.md is made from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb

from dragoman.exports import (
    acled,
    annotations,
    atom,
    ftm,
    gdelt,
    gdelt_mentions,
    geojson,
    icews,
    package,
    plover,
    polecat,
    prov,
    situation,
    tables,
    workbook,
)  # fmt: skip
from dragoman.exports.coverage import describe, write_manifest
from dragoman.exports.files import Target, Tell
from dragoman.exports.selection import LeftOut, Selection, Unit
from dragoman.exports.sketch import Land
from dragoman.store.query import Filters

NOTHING: Mapping[str, str] = {}
WHOLE_TABLES = ("jsonl", "csv", "parquet")


class Format(NamedTuple):
    """A format: what one row of it is, its main file, and what it holds."""

    name: str
    unit: Unit
    """What filters choose: events as `show events` does, incidents as `incidents` does."""
    row: str
    """What a row, a line or a feature of it is."""
    file: str
    """Its main file; a path that ends as this does is taken for the file, any other for a folder."""
    write: Callable[..., None]
    covers: str
    columns: Sequence[str] = ()
    empty: Mapping[str, str] = NOTHING
    """Columns that are always empty, and why."""


FORMATS: tuple[Format, ...] = (
    Format("jsonl", "event", "a row of each table", "", tables.write_jsonl,
           "The record's own tables, whole, as JSON lines."),
    Format("csv", "event", "a row of each table", "", tables.write_csv,
           "The record's own tables as CSV; nested columns are JSON, and text that a spreadsheet would run as a formula"
           " has an apostrophe before it."),
    Format("parquet", "event", "a row of each table", "", tables.write_parquet,
           "The record's own tables as Parquet."),
    Format("plover", "event", "an event", "plover.jsonl", plover.write_plover,
           "PLOVER's exchange form, JSON lines. The codebook's reading stands in PLOVER's fields (a planned AID is an"
           " AGREE); our own type, modes and realis, ranges of tolls and what else PLOVER has no field for stand in"
           " `dragoman`.", plover.COLUMNS),
    Format("polecat", "event", "an event", "polecat.tsv", polecat.write_polecat,
           "POLECAT's columns, tab-separated. The table knows no realis, so that plans are in it as PLOVER reads them,"
           " and what is denied or supposed is left out and counted.", polecat.COLUMNS, polecat.EMPTY),
    Format("gdelt", "incident", "an incident", "gdelt.export.CSV", gdelt.write_gdelt,
           "GDELT 2.0's event columns, tab-separated, without a header, as GDELT's own files. A row is an incident with"
           " the codes of its first report; `NumMentions`, `NumSources` and `NumArticles` count its reports, publishers"
           " and documents; `NumSources` is empty where no page names its publisher. Plans and denials as in"
           " `polecat`. `gdelt.mentions.CSV` has a row for each report, with the moment that its page was published.",
           gdelt.COLUMNS, gdelt.EMPTY | gdelt_mentions.EMPTY),
    Format("icews", "event", "an event", "icews.tsv", icews.write_icews,
           "ICEWS's columns with CAMEO codes, tab-separated. Plans and denials as in `polecat`; of several actors on a"
           " side the first is named.", icews.COLUMNS, icews.EMPTY),
    Format("acled", "incident", "an incident", "acled.csv", acled.write_acled,
           "A CSV of ACLED's shape, of the incidents that are ACLED's subject. `fatalities` is the lowest figure told,"
           " and empty where none is; the range, the disputes and the words are in `notes`.",
           acled.COLUMNS, acled.EMPTY),
    Format("geojson", "incident", "an incident", "incidents.geojson", geojson.write_geojson,
           "A GeoJSON feature an incident, for QGIS and other maps. What is known to its country only has no geometry:"
           " a country is never a point.", geojson.COLUMNS),
    Format("annotations", "event", "a span", "annotations.jsonld", annotations.write_annotations,
           "W3C Web Annotations of every layer (events, statements with source, cue and content, mentions, places,"
           " times), with position selectors in code points and quote selectors, and the texts in `texts.jsonl`.",
           annotations.COLUMNS),
    Format("ftm", "event", "an entity", "entities.ftm.json", ftm.write_ftm,
           "FollowTheMoney entities: actors, pages, incidents, and which page documents which incident. Statements are"
           " not among them.", ftm.COLUMNS),
    Format("prov", "event", "a node", "provenance.jsonld", prov.write_prov,
           "PROV-O as JSON-LD: pages, events and the incidents derived from them, coders, runs, corrections with their"
           " authors and the rows they made or ended. Moments of runs are those of the record's runs.", prov.COLUMNS),
    Format("frictionless", "event", "a row of each table", "datapackage.json", package.write_package,
           "A Frictionless data package: the record's tables as CSV with the data dictionary, primary and foreign"
           " keys."),
    Format("atom", "incident", "an incident", "incidents.atom", atom.write_atom,
           "An Atom feed of incidents, those told last first.", atom.COLUMNS),
    Format("xlsx", "event", "a row of each sheet", "record.xlsx", workbook.write_workbook,
           "A workbook with sheets of incidents, events, statements, documents, actors and failures, and a first sheet"
           " that states what it covers. Formulas are neutralised; a text over 32,767 characters is cut, with a note."),
    Format("report", "incident", "an incident", "report.html", situation.write_report,
           "A situation report to print: of a day (`--day`), of one incident (`--incident`), or of all that the filters"
           " choose. Each incident with its accounts, tolls as ranges, disputes and sources; with `--pdf` as PDF too."),
)  # fmt: skip
"""The formats, in the order of the help."""

NAMES: tuple[str, ...] = tuple(one.name for one in FORMATS)


class Asked(NamedTuple):
    """What is asked of an export besides its format."""

    filters: Filters = Filters()
    tables: tuple[str, ...] = ()
    """Of the formats that hold the record's own tables, just these."""
    day: date | None = None
    """Of a report, its day."""
    incident: str | None = None
    """Of a report, the id of its incident."""
    pdf: bool = False
    """Of a report, a PDF beside it."""
    land: Land | None = None
    """Of a report, what knows the coast lines of its map."""


class Export(NamedTuple):
    """What was written, and where."""

    path: Path
    rows: dict[str, int]
    """Rows by file."""
    failures: int
    left_out: tuple[LeftOut, ...]
    """What the export does not hold, how many, and why."""
    manifest: Path


def find_format(name: str) -> Format:
    """The format of that name; raises ValueError where there is none."""
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        raise ValueError(f"no format {name}; there are {', '.join(NAMES)}")
    return found


def export_record(
    connection: duckdb.DuckDBPyConnection, out: Path, name: str, asked: Asked | None = None, tell: Tell | None = None
) -> Export:
    """Write a record, or what filters choose of it, as a format, and a manifest beside it of what it covers.

    The same record gives the same bytes. Raises ValueError for what the format does not have. `tell` is called with
    the number of rows written so far.
    """
    form, asked = find_format(name), asked or Asked()
    write = _check(form, asked)
    target = Target(out, form.file, tell)
    filters = asked.filters
    if asked.day:
        filters = filters._replace(since=asked.day, until=asked.day)
    with Selection(connection, filters, form.unit, asked.incident) as selection:
        if form.name in (*WHOLE_TABLES, "frictionless"):
            tables.say_left_out(selection)
        write(selection, target)
        told = describe(selection, name)
        told["row"], told["tables"] = form.row, list(asked.tables) or "all"
        told["always_empty"] = dict(form.empty)
        if form.name not in (*WHOLE_TABLES, "frictionless"):
            del told["tables"]
        write_manifest(target, told)
        left_out = tuple(selection.left_out)
    rows = {one.file: one.rows for one in target.written}
    return Export(out, rows, told["failures"], left_out, target.manifest)


def _check(form: Format, asked: Asked) -> Callable[..., None]:
    if asked.tables and form.name not in WHOLE_TABLES:
        raise ValueError(f"single tables go with {', '.join(WHOLE_TABLES)}, not with {form.name}")
    if (asked.day or asked.incident or asked.pdf) and form.name != "report":
        raise ValueError(f"a day, an incident and PDF go with the format report, not with {form.name}")
    if form.name in WHOLE_TABLES:
        tables.check_tables(asked.tables)
        return partial(form.write, tables=asked.tables)
    if form.name == "report":
        return partial(form.write, about=situation.About(asked.day, asked.incident, asked.pdf, asked.land))
    return form.write
