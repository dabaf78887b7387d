"""Build `src/dragoman/data/actors/given_names.tsv`: `python -m tools.actors.given_names`.

Reads the given names by gender that Faker 40.54.0 (MIT) ships for some sixty countries, fetched as a wheel with the
ordinary client into a temporary folder and read as data. Names in Cyrillic are romanised as papers do; those of other
scripts are left out. `own_given_names.tsv`, beside this file, is ours and wins. A name borne by both, or by either as
ours says, is in neither list.
"""

import csv
import importlib
import pkgutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from dragoman.ground.actors.lexicon import Lexicon, fold, read_rows

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "src" / "dragoman" / "data" / "actors"
PACKAGE = "faker==40.54.0"
LEFT_OUT = frozenset({"en", "is_IS"})
"""The American census, with surnames and places among its names, and a register of names hardly borne."""
CALENDAR = frozenset({"april", "may", "june", "august", "january", "summer", "autumn", "monday", "friday", "sunday"})
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "i", "є": "ye", "ґ": "g", "ѓ": "gj", "ќ": "kj", "љ": "lj", "њ": "nj", "ј": "j",
    "џ": "dzh", "ѕ": "dz", "'": "", "’": "",
}  # fmt: skip


def fetch(folder: Path) -> None:
    """Put the package's modules into the folder."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder)


def romanise(name: str) -> str | None:
    """The name in Latin letters, or nothing where its script is not known."""
    if not any(letter.lower() in CYRILLIC and not letter.isascii() for letter in name):
        return name if all(ord(letter) < 0x250 or letter == "’" for letter in name) else None
    letters = [CYRILLIC.get(letter, letter) for letter in name.lower()]
    return "".join(letters).capitalize()


def read_package(folder: Path) -> dict[str, set[str]]:
    """Names by gender, of all countries together."""
    sys.path.insert(0, str(folder))
    home = importlib.import_module("faker.providers.person")
    names: dict[str, set[str]] = {"m": set(), "f": set()}
    for module in pkgutil.iter_modules(home.__path__):
        if module.name in LEFT_OUT:
            continue
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for gender, column in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in getattr(provider, column, None) or ():
                names[gender].update(filter(None, [romanise(str(name))]))
    return names


def read_own() -> dict[str, set[str]]:
    """Our own names by gender."""
    return {gender: set(names.split()) for gender, names in read_rows("own_given_names.tsv", HERE)}


def is_usable(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is one word, and no word for a country, a body or an office besides."""
    folded = fold(name)
    plain = folded.replace("-", "").isalpha() and len(folded) > 2 and name[0].isupper()
    known = folded in lexicon.names or folded in lexicon.nouns or folded in lexicon.titles or folded in CALENDAR
    return plain and not known


def choose(package: dict[str, set[str]], own: dict[str, set[str]], lexicon: Lexicon) -> dict[str, list[str]]:
    """The names of each gender: ours, and the package's that are ours or the other gender's in no form."""
    ours, either = ({fold(name) for name in names} for names in (set().union(*own.values()), own["u"]))
    chosen = {}
    for gender, other in (("m", "f"), ("f", "m")):
        others = {fold(name) for name in package[other]}
        further = {n for n in package[gender] if fold(n) not in ours | others and is_usable(n, lexicon)}
        chosen[gender] = sorted({n for n in own[gender] | further if fold(n) not in either}, key=fold)
    return chosen


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        fetch(Path(folder))
        package = read_package(Path(folder))
    chosen = choose(package, read_own(), Lexicon())
    with (FOLDER / "given_names.tsv").open("w", encoding="utf-8", newline="") as output:
        rows = csv.writer(output, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n", quotechar=None)
        output.write("# gender\tgiven names\n")
        rows.writerows([gender, " ".join(names)] for gender, names in chosen.items())
    print({gender: len(names) for gender, names in chosen.items()})


if __name__ == "__main__":
    main()
