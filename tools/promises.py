"""The table of promises: `python -m tools.promises` writes docs/promises.md from the tests that are named after them.

A test of promise 4 is called `test_promise_04_…` or `test_promise_4_…`; titles stand in `tools/promises.tsv`, and
figures in `benchmarks/endurance.json`.
"""

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "promises.md"
TITLES = Path(__file__).parent / "promises.tsv"
FIGURES = ROOT / "benchmarks" / "endurance.json"
HEAD = """\
# Promises

What dragoman keeps to, whatever it is given, each with the tests that fail where it does not. Made by
`python -m tools.promises` from the tests' names; how the figures came about is told in [running](running.md).

| | promise | tests | figure |
| --- | --- | --- | --- |
"""
_NAME = re.compile(r"test_promise_0*(\d+)_")


def read_titles() -> list[dict[str, str]]:
    """Number, title and figure of each promise."""
    with TITLES.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


def find_tests() -> Iterator[tuple[int, Path]]:
    """The promise that a test is named after, and the file it stands in."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        for name in names:
            if found := _NAME.match(name):
                yield int(found.group(1)), path


def read_figures() -> dict[str, Any]:
    """What the titles' figures may name."""
    told = json.loads(FIGURES.read_text("utf-8"))
    return {
        "kills": told["kills"],
        "documents": told["documents"],
        "growth": told["growth"],
        "megabytes": told["megabytes_late"],
    }


def page() -> str:
    """The whole page."""
    figures, lines = read_figures(), []
    tests: dict[int, list[Path]] = {}
    for number, path in find_tests():
        tests.setdefault(number, []).append(path)
    for row in read_titles():
        files = dict.fromkeys(path.relative_to(ROOT).as_posix() for path in tests.get(int(row["number"]), []))
        links = ", ".join(f"[{Path(name).stem.removeprefix('test_')}](../{name})" for name in files)
        figure = row["figure"].format(**figures)
        lines.append(f"| {row['number']} | {row['promise']} | {links} | {figure} |\n")
    return HEAD + "".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
