"""The parts of the README that a program writes: `python -m tools.readme` runs what it shows and fills them in.

A comment names what follows it: `file: PATH` a file, `run: WORDS` what `dragoman WORDS` prints, `floors` the figures.
"""

import json
import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "README.md"
MARK = re.compile(
    r"<!-- (file|run|floors)(?:: ([^\n]+?))? -->\n(?:\n?(?:```text\n.*?\n```|\|[^\n]*\|(?:\n\|[^\n]*\|)*)\n)?", re.S
)
SHOWN = (
    ("statements: whole F1", "statements, PolNeAR dev: whole F1"),
    ("statements: content token F1", "statements, PolNeAR dev: content token F1"),
    ("relations: type macro-F1, out of fold", "relations, PLV train, out of fold: type macro-F1"),
    ("events: type macro-F1, text only, out of fold", "events, PLV train as text only, out of fold: type macro-F1"),
    ("validation: dyad", "events, PETRARCH2 validation: dyad"),
    ("times, labelled lines: value F1", "times, MEANTIME, labelled lines: value F1"),
    ("history: value F1", "times, WikiWars: value F1"),
    ("places: F1 within 161 km, out of fold", "places, LGL, out of fold: end to end F1 within 161 km"),
    ("copies: pair F1", "copies, synthetic syndication: pair F1"),
    ("stories: BCubed F1", "stories, news5w1h: B-cubed F1"),
    ("coreference: CoNLL F1, mentions given", "event coreference, ECB+ dev, mentions given: CoNLL F1"),
    ("crises: statement F1", "whole dispatches: statement F1"),
    ("crises: speaker accuracy", "whole dispatches: speaker accuracy"),
    ("crisis a: event F1", "whole dispatches: event F1"),
    ("crisis a: incident B-cubed F1, end to end", "whole dispatches: incidents, B-cubed F1 end to end"),
)


def run(words: str) -> str:
    """What a command prints, on a terminal of 100 columns without colours."""
    from typer.testing import CliRunner

    from dragoman.cli import app

    before = Path.cwd()
    os.chdir(ROOT)
    try:
        printed = CliRunner(env={"COLUMNS": "100"}).invoke(app, words.split(), prog_name="dragoman")
    finally:
        os.chdir(before)
    return "\n".join(line.rstrip() for line in printed.output.strip().splitlines())


def floors() -> str:
    """The chief figures as a table."""
    reached = json.loads((ROOT / "benchmarks" / "floors.json").read_text("utf-8"))
    rows = [f"| {title} | {reached[key]:.3g} |" for key, title in SHOWN if key in reached]
    return "\n".join(["| figure | reached |", "| --- | --- |", *rows])


def fill(kind: str, words: str | None) -> str:
    """A comment and what belongs under it."""
    mark = f"<!-- {kind}{': ' + words if words else ''} -->\n"
    if kind == "floors":
        return f"{mark}\n{floors()}\n"
    shown = (ROOT / (words or "")).read_text("utf-8").strip() if kind == "file" else run(words or "")
    return f"{mark}\n```text\n{shown}\n```\n"


def page() -> str:
    """The README with its parts made anew."""
    return MARK.sub(lambda match: fill(match[1], match[2]), PAGE.read_text("utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
