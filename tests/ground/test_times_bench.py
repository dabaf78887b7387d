"""How well time expressions are found in news of our own invention, labelled after TimeML's guidelines.

A line of `times.jsonl` is a document: when it was published, its text, and its expressions in order: the words, their
type, value and modifier, and the place where they begin if the same words stand before it too.
"""

import json
from datetime import datetime
from pathlib import Path

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.times.finder import find_times
from dragoman.spans import lines
from dragoman.values import Block, Document, Time

ROWS = [json.loads(line) for line in (Path(__file__).parent / "times.jsonl").read_text("utf-8").splitlines()]
FLOORS = {"strict": 99.0, "relaxed": 99.5, "value": 98.0, "mod": 98.0}


def labelled(row: dict) -> list[tuple[int, int, str, str, str | None]]:
    """Start, end, type, value and modifier of each expression of a row."""
    found, at = [], 0
    for words, kind, value, mod, *start in row["times"]:
        begin = start[0] if start else row["text"].index(words, at)
        found.append((begin, begin + len(words), kind, value, mod))
        at = begin + len(words)
    return found


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    """F1 of exact spans, of overlaps, of overlaps with the right value, and the share of right modifiers."""
    parser = Parser()
    hits = dict.fromkeys(FLOORS, 0)
    gold = said = 0
    for row in ROWS:
        times = read(parser, row)
        wanted = labelled(row)
        gold, said = gold + len(wanted), said + len(times)
        for start, end, _, value, mod in wanted:
            over = [one for one in times if one.start < end and start < one.end]
            exact = [one for one in over if (one.start, one.end) == (start, end)]
            best = (exact or over)[:1]
            hits["strict"] += bool(exact)
            hits["relaxed"] += bool(best)
            hits["value"] += bool(best) and best[0].value == value
            hits["mod"] += bool(best) and best[0].mod == mod
    return {name: 200 * hit / (gold + said) if name != "mod" else 100 * hit / gold for name, hit in hits.items()}


def read(parser: Parser, row: dict) -> tuple[Time, ...]:
    when = datetime.fromisoformat(row["published"]) if row["published"] else None
    document = Document(document_id="d", text=row["text"], published=when, raw_sha256="")
    blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(row["text"]))
    return find_times(document, parser(document, blocks))


def test_the_bench_is_large_enough() -> None:
    assert sum(len(row["times"]) for row in ROWS) >= 250


@pytest.mark.parametrize("name", FLOORS)
def test_a_floor_holds(scores: dict[str, float], name: str) -> None:
    assert scores[name] >= FLOORS[name], scores
