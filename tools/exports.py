"""The page on exports: `python -m tools.exports` writes docs/exports.md from the formats in the code."""

from collections.abc import Iterator
from pathlib import Path

from dragoman.exports.formats import FORMATS, Format
from dragoman.exports.ftm import SCHEMAS
from dragoman.exports.gdelt_mentions import COLUMNS as MENTIONS
from dragoman.exports.tables import TABLES_EXPORTED
from dragoman.exports.workbook import SHEETS

PAGE = Path(__file__).parents[1] / "docs" / "exports.md"
HEAD = """\
# Exports

`dragoman export DIR --format NAME [--out PATH] [filters]` writes a record, or what filters choose of it, in a
format that others read; in Python, `record.export(path, "geojson", asked=Asked(filters=Filters(actor="RUS")))`.
This page is made from the code by `python -m tools.exports`.

## What holds for all

- **What it covers is said.** `manifest.json` stands beside every export (`PATH.manifest.json` beside a single
  file): inputs, documents, failures, the versions, models and settings that read them, the filters, each file with
  its rows and hash, which columns are always empty and why, and what was left out, how much and why. GeoJSON,
  annotations, PROV, the data package, the workbook, the feed and the report say it inside too. Nothing is capped in
  silence.
- **Where it goes.** `--out` that ends as the format's file does (`map.geojson`) is that file, any other a folder.
- **Filters.** `--actor`, `--type`, `--since`, `--until`, `--realis` and `--status` choose events as `dragoman show
  DIR events` does, or incidents as `dragoman incidents DIR` does; the table says which. Formats of whole tables
  take along all that the chosen events rest on: their pages with every layer, the pages these copy, the actors
  named there, the incidents they report with accounts and disputes; every key leads somewhere.
- **The same record gives the same bytes.** No clock: moments are those of the record. What a rerun may change
  (`run`, `document.retrieved`) is in `prov` only.
- **Unknown stays empty.** What a format asks for and the text does not say is an empty cell, never a guess: no date
  of publication in place of a day, no middle of a country in place of a town. Empty days are counted in the
  manifest.
- **A country is never a point**: coordinates are given only for what is known more closely than its country.
- **Realis.** A table without a place for it cannot say that something is denied. `polecat`, `icews` and `gdelt`
  hold what happened, and plans as PLOVER's codebook reads them; what is denied or only supposed is left out and
  counted. A planned AID, CONSULT, SUPPORT or COOPERATE is an AGREE, a planned RETREAT a CONCEDE, a planned ASSAULT,
  COERCE, SANCTION, MOBILIZE or PROTEST a THREATEN. `plover` has both readings.
- **CAMEO codes** are those of the coder. Where it gives none, the official table from CAMEO to PLOVER (2021) is
  read backwards. Several codes may fit: the code given is what they have in common (`141` of `1411` and `1412`, the
  root's own unspecified `070` of all kinds of aid), and none where their roots differ, as for a bare ASSAULT.
- **Ids** are the record's own; for GDELT and ICEWS, which know whole numbers only, the same id as one of 63 bits.
- **Spreadsheets.** In all tables and sheets, text that begins with `=`, `+`, `-`, `@`, a tab or
  a carriage return has an apostrophe before it; numbers stay numbers. Tab-separated tables know no quoting: white
  space within a cell is one space.
- **Large records** are written row by row; a record may be larger than the memory. A million invented events on
  700,000 pages (13 million rows) took 62 s of processor time as `jsonl`, 116 s as `csv`, 224 s as `polecat`, 21 s as
  `geojson`, 521 s as `xlsx`, and their busiest day as `report` 4 s; the most held was 2 GB, and 1.5 GB where DuckDB
  was held to one (`python -m benchmarks.exports` measures it).
"""


def page() -> str:
    """The whole page."""
    rows = [f"| [`{one.name}`](#{one.name}) | {one.row} | {one.unit}s | {_files(one)} |" for one in FORMATS]
    table = ["## The formats", "", "| format | a row is | filters choose | files |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([HEAD, *table, "", *(line for one in FORMATS for line in _section(one))])


def _files(form: Format) -> str:
    more = {
        "annotations": ", `texts.jsonl`",
        "gdelt": ", `gdelt.mentions.CSV`",
        "frictionless": ", a CSV file a table",
        "report": ", with `--pdf` `report.pdf`",
    }
    return f"`{form.file}`{more.get(form.name, '')}" if form.file else f"`TABLE.{form.name}`"


def _section(form: Format) -> Iterator[str]:
    yield f"### {form.name}\n"
    yield f"{form.covers}\n"
    if form.columns:
        fields = form.file.endswith(("json", "jsonl", "jsonld", "atom"))
        yield f"{'Fields' if fields else 'Columns'}: {_names(form.columns)}.\n"
    if form.name in ("jsonl", "csv", "parquet", "frictionless"):
        yield f"Tables: {_names(TABLES_EXPORTED)}; their columns are on [the page of the record](record.md).\n"
    if form.name == "xlsx":
        yield (
            "\n".join(["Sheets:\n", "- `Coverage`", *(f"- `{name}`: {_names(some)}" for name, some in SHEETS.items())])
            + "\n"
        )
    if form.name == "gdelt":
        yield f"Columns of `gdelt.mentions.CSV`: {_names(MENTIONS)}.\n"
    if form.name == "ftm":
        yield f"Schemata: {_names(SCHEMAS)}.\n"
    if form.empty:
        rows = [f"| {columns} | {why} |" for columns, why in form.empty.items()]
        yield "\n".join(["| always or often empty | why |", "| --- | --- |", *rows]) + "\n"


def _names(names: object) -> str:
    assert isinstance(names, (tuple, list))
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    PAGE.write_text(page().rstrip() + "\n", "utf-8")
