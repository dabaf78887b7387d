"""How far a speaker's confidence may be trusted: `python -m benchmarks.reliability [--shared ../shared] [--errors]`.

Reads `speakers.jsonl`, passages of our own with the speakers that they name or leave open, and crisis a of the gold
dispatches where they lie beside the checkout. Prints how often a speaker of at least so much confidence is right, and
draws `docs/reliability.svg`. Names are compared as `score/crises.py` does: by canonical name or alias, persons by their
last name. A speaker that the text leaves open is wrong at a confidence of 0.8 or more, whoever it is.
"""

import argparse
import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.chain import document_of
from dragoman.flow import Flow
from dragoman.settings import Settings
from dragoman.spans import Span
from dragoman.values import Actor, Statement

HERE = Path(__file__).parent
PASSAGES = HERE / "speakers.jsonl"
PLOT = HERE.parent / "docs" / "reliability.svg"
SURE = 0.8
MUST = 0.95
BINS = (0.0, 0.6, 0.8, 0.9, 1.0)
OVERLAP = 0.8
"""Least Dice coefficient of content words for a statement to be the gold's, as in `score/crises.py`."""
PROXY = {"lawyer", "spokesman", "spokeswoman", "spokesperson", "office", "aide", "adviser", "advisor"}
PROXY |= {"ministry", "department", "party", "supporters", "government"}
"""With such a word beside it, a person's name is not the person."""

How = Literal["PERSON", "FULL", "BODY", "WORDS"]
Row = dict[str, Any]


class Name(NamedTuple):
    """A name that is right, and how it is compared: `WORDS` need only be among those of the speaker's name."""

    name: str
    how: How


class Look(NamedTuple):
    """What one statement's speaker should be, and what it was read as."""

    id: str
    group: str
    """The class of the passage, or `crisis a`."""
    words: str
    names: tuple[Name, ...]
    open: bool
    """Whether the text leaves open which of the names it is."""
    said: str | None
    """The speaker's name as read."""
    confidence: float
    found: bool
    """Whether there is such a statement at all."""

    @property
    def right(self) -> bool:
        """Whether the speaker is one that the text allows, as the scorer counts it."""
        return any(is_same(self.said, name) for name in self.names) if self.names else self.said is None

    @property
    def holds(self) -> bool:
        """Whether reading it with this confidence was right: a sure answer to an open question is not."""
        return self.right and not (self.open and self.confidence >= SURE)


# ---------------------------------------------------------------- names


def fold(name: str | None) -> list[str]:
    """A name's words without case, accents and a leading article."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c)).casefold()
    words = re.findall(r"\w+", plain)
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


def is_same(said: str | None, gold: Name) -> bool:
    """Whether a speaker's name is the gold's, by the rule of `score/crises.py`."""
    words, wanted = fold(said), fold(gold.name)
    person = gold.how in ("PERSON", "FULL")
    if not words or (person and PROXY & set(words)):
        return False
    if words == wanted or ((len(wanted) > 1 or gold.how == "WORDS") and set(wanted) <= set(words)):
        return True
    return gold.how == "PERSON" and words[-1] == wanted[-1]


# ---------------------------------------------------------------- reading


class Reader:
    """Statements and actors of a text, models loaded once."""

    def __init__(self) -> None:
        self.flow = Flow(Settings())

    def __call__(self, row: Row) -> tuple[tuple[Statement, ...], dict[str | None, Actor]]:
        values = self.flow.run({"document": document_of(row)}, ["statements"])
        return values["statements"], {actor.actor_id: actor for actor in values["actors"]}


def read_passages(path: Path, reader: Reader) -> Iterator[Look]:
    """The speakers of our own passages."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        statements, actors = reader(row)
        for look in row["look"]:
            start = row["text"].index(look["words"])
            one = _around(row["text"], statements, (start, start + len(look["words"])))
            names = tuple(Name(**name) for name in look["speakers"])
            yield _look(row["id"], row["class"], look["words"], names, look["open"], one, actors)


def read_crisis(folder: Path, reader: Reader) -> Iterator[Look]:
    """The speakers of the dispatches of crisis a that were found."""
    gold = json.loads((folder / "actors.json").read_text("utf-8"))
    for path in sorted(folder.glob("a-[0-9]*.json")):
        row = json.loads(path.read_text("utf-8"))
        statements, actors = reader({key: row.get(key) for key in ("id", "text", "published", "publisher")})
        doubtful = {(one["start"], one["end"]): one["candidates"] for one in row["ambiguous"]}
        for said in row["statements"]:
            if said.get("optional"):
                continue
            pieces = [(part["start"], part["end"]) for part in said["content"]]
            one = _like(row["text"], statements, pieces)
            speakers = [said["speaker"], *doubtful.get((said["source"]["start"], said["source"]["end"]), [])]
            names = tuple(name for speaker in speakers for name in _names_of(speaker, gold))
            words = row["text"][pieces[0][0] : pieces[0][1]]
            yield _look(row["id"], "crisis a", words, names, len(set(speakers)) > 1, one, actors)


def _names_of(speaker: str, gold: dict[str, Row]) -> Iterator[Name]:
    one = gold.get(speaker, {})
    yield Name(speaker, "PERSON" if one.get("person") else "BODY")
    yield from (Name(alias, "BODY") for alias in one.get("aliases", []))


def _look(
    id_: str,
    group: str,
    words: str,
    names: tuple[Name, ...],
    is_open: bool,
    one: Statement | None,
    actors: dict[str | None, Actor],
) -> Look:
    speaker = actors.get(one.speaker) if one else None
    confidence = one.speaker_confidence if one and speaker else 0.0
    return Look(id_, group, words, names, is_open, speaker.name if speaker else None, confidence, one is not None)


def _words(text: str, spans: Iterable[Span]) -> set[int]:
    return {start + match.start() for start, end in spans for match in re.finditer(r"\w+", text[start:end])}


def _around(text: str, statements: Sequence[Statement], span: Span) -> Statement | None:
    """The narrowest statement whose content holds most of the words of the span."""
    wanted = _words(text, [span])
    held = [(_words(text, [(p.start, p.end) for p in one.content]), one) for one in statements]
    fit = [(len(words), one.start, one) for words, one in held if 2 * len(words & wanted) > len(wanted)]
    return min(fit, key=lambda found: found[:2])[2] if fit else None


def _like(text: str, statements: Sequence[Statement], pieces: list[Span]) -> Statement | None:
    """The statement whose content is nearest to the pieces, if it is near enough."""
    wanted = _words(text, pieces)
    scored = []
    for one in statements:
        words = _words(text, [(p.start, p.end) for p in one.content])
        scored.append((2 * len(words & wanted) / max(1, len(words) + len(wanted)), -one.start, one))
    best = max(scored, key=lambda found: found[:2], default=None)
    return best[2] if best and best[0] >= OVERLAP else None


# ---------------------------------------------------------------- figures


class Bin(NamedTuple):
    """The speakers of one range of confidence."""

    low: float
    high: float
    size: int
    right: float
    mean: float


def testable(looks: Sequence[Look]) -> list[Look]:
    """The speakers that were given and can be held against a truth: an open one only where it was read as sure."""
    return [x for x in looks if x.said and (not x.open or x.confidence >= SURE)]


def make_bins(looks: Sequence[Look]) -> list[Bin]:
    """The speakers that were given, by confidence; empty ranges are left out."""
    bins, given = [], testable(looks)
    for low, high in itertools.pairwise(BINS):
        inside = [x for x in given if low <= x.confidence and (x.confidence < high or high == BINS[-1])]
        if inside:
            size = len(inside)
            right, mean = sum(x.holds for x in inside) / size, sum(x.confidence for x in inside) / size
            bins.append(Bin(low, high, size, right, mean))
    return bins


def brier(looks: Sequence[Look]) -> float:
    """Mean squared distance of confidence from truth, over the speakers given."""
    given = testable(looks)
    return sum((x.confidence - x.holds) ** 2 for x in given) / max(1, len(given))


def calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of the bins' confidence from their truth, weighted by size (expected calibration error)."""
    return sum(one.size * abs(one.mean - one.right) for one in bins) / max(1, sum(one.size for one in bins))


def summary(title: str, looks: Sequence[Look]) -> tuple[str, ...]:
    """One row: how many were looked for, found, right, sure, sure and right; Brier score and calibration error."""
    sure = [x for x in looks if x.said and x.confidence >= SURE]
    found, clear = [x for x in looks if x.found], [x for x in looks if not x.open]
    kept = sum(x.holds for x in sure)
    return (
        title,
        str(len(looks)),
        str(len(found)),
        f"{sum(x.right for x in found)} ({_share(sum(x.right for x in found), len(found))})",
        f"{len(sure)} ({_share(sum(x.confidence >= SURE for x in clear), len(clear))} of the clear)",
        f"{kept} ({_share(kept, len(sure))})",
        f"{brier(looks):.3f}",
        f"{calibration_error(make_bins(looks)):.3f}",
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def print_figures(console: Console, looks: Sequence[Look]) -> None:
    """The two tables: by where the speakers come from, and by confidence."""
    heads = ("from", "speakers", "found", "right", f"at ≥ {SURE}", "of these right", "Brier", "ECE")
    table = Table(*heads, title=f"Speakers: right at least {MUST:.0%} of the time at ≥ {SURE}")
    parts = {"own passages": [x for x in looks if x.group != "crisis a"]}
    parts["crisis a"] = [x for x in looks if x.group == "crisis a"]
    for title, part in [*parts.items(), ("all", list(looks))]:
        if part:
            table.add_row(*summary(title, part))
    console.print(table)
    bins = Table("confidence", "speakers", "mean", "right", title="By confidence")
    for one in make_bins(looks):
        bins.add_row(f"{one.low:g} to {one.high:g}", str(one.size), f"{one.mean:.2f}", f"{one.right:.2f}")
    console.print(bins)
    opened = [x for x in looks if x.open]
    console.print(f"left open by the text: {len(opened)}, read as sure: {sum(x.confidence >= SURE for x in opened)}")


def print_errors(console: Console, looks: Iterable[Look]) -> None:
    """What was read wrong, missed, or right without being sure, a line each."""
    for x in looks:
        what = "" if x.holds else "OPEN " if x.right else "WRONG"
        what = what if x.found else "MISSED"
        what = what or ("UNSURE" if x.confidence < SURE and not x.open and x.names else "")
        if what:
            names = " / ".join(name.name for name in x.names[:2])
            console.print(f"{what:6} {x.confidence:.2f} {x.id} [{x.group}] {x.words[:40]!r}: {x.said!r} for {names!r}")


# ---------------------------------------------------------------- the plot

WIDTH, HEIGHT, LEFT, TOP, SIDE = 470, 470, 60, 40, 360
AXIS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def draw(bins: Sequence[Bin]) -> str:
    """The reliability plot: how often right against how sure, a dot a bin, its area by the speakers in it."""

    def at(x: float, y: float) -> tuple[float, float]:
        return LEFT + x * SIDE, TOP + (1 - y) * SIDE

    def line(a: tuple[float, float], b: tuple[float, float], style: str) -> str:
        return f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}" {style}/>'

    def label(where: tuple[float, float], words: str, style: str = 'text-anchor="middle"') -> str:
        return f'<text x="{where[0]:.1f}" y="{where[1]:.1f}" {style}>{words}</text>'

    left, bottom = at(0, 0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="sans-serif" font-size="12" fill="#222">',
        "<title>How often a speaker is right, by confidence</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<rect x="{at(SURE, 1)[0]:.1f}" y="{TOP}" width="{SIDE * (1 - SURE):.1f}" height="{SIDE}" fill="#eef4fb"/>',
    ]
    for tick in AXIS:
        grid = 'stroke="#ddd"'
        parts += [line(at(tick, 0), at(tick, 1), grid), line(at(0, tick), at(1, tick), grid)]
        parts += [label((at(tick, 0)[0], bottom + 17), f"{tick:g}")]
        parts += [label((left - 8, at(0, tick)[1] + 4), f"{tick:g}", 'text-anchor="end"')]
    parts.append(line(at(0, 0), at(1, 1), 'stroke="#888" stroke-dasharray="4 4"'))
    points = [at(one.mean, one.right) for one in bins]
    trace = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(f'<polyline points="{trace}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>')
    for one, (x, y) in zip(bins, points, strict=True):
        radius = 3 + one.size**0.5 * 0.6
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f5fa8" fill-opacity="0.75"/>')
        parts.append(label((x, y + radius + 14), str(one.size), 'text-anchor="middle" fill="#1f5fa8"'))
    parts += [
        label((left + SIDE / 2, bottom + 40), "speaker_confidence"),
        label((0, 0), "right", f'text-anchor="middle" transform="translate(18 {TOP + SIDE / 2:.0f}) rotate(-90)"'),
        label((left, TOP - 14), "Speakers: how often right, by confidence (numbers: speakers)", ""),
        label((at(0.9, 0)[0], bottom - 8), f"≥ {SURE:g}", 'text-anchor="middle" fill="#667"'),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


# ---------------------------------------------------------------- command


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reliability", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds gold/")
    parser.add_argument("--errors", action="store_true", help="print what was read wrong, missed or unsure")
    parser.add_argument("--draw", action="store_true", help="write docs/reliability.svg anew")
    given = parser.parse_args()
    reader, crises = Reader(), given.shared / "gold" / "crises"
    looks = list(read_passages(PASSAGES, reader))
    if crises.exists():
        looks += read_crisis(crises, reader)
    else:
        print(f"{crises} is not there: own passages alone")
    console = Console(width=140, highlight=False)
    print_figures(console, looks)
    if given.errors:
        print_errors(console, looks)
    if given.draw:
        PLOT.write_text(draw(make_bins(looks)), "utf-8")


if __name__ == "__main__":
    main()
