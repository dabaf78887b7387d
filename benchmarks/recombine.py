"""Dispatches of about 200 words, as many as wanted, recombined from our own example sentences.

    python -m benchmarks.recombine --documents 20000 --seed 1 > dispatches.jsonl

Sentences come from the pages in `docs/`, the examples and our own labelled lines; days, months, numbers and places in
them are drawn anew, so that no two dispatches are alike, though none makes much sense. The same count and seed give the
same dispatches, and a larger count begins with those of a smaller.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
WORDS = 200
PER_DAY = 40
BEGINS = datetime(2021, 1, 1, 6)

_OUTLETS = ("Courier", "Herald", "Wire", "Observer", "Gazette", "Monitor", "Chronicle", "Post")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November")
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "eleven", "twelve", "fifteen", "twenty")
_PAGE = re.compile(r"```page\n(.*?)```", re.S)
_END = re.compile(r"(?<=[a-z0-9][.!?])\s+(?=[A-Z“\"])|(?<=[.!?][”\"])\s+(?=[A-Z“\"])|\n+")
_DRAWN = re.compile(rf"\b(?:{'|'.join((*_DAYS, *_MONTHS, *_NUMBERS))}|\d{{1,3}})\b(?!,\d)")


class Stock(NamedTuple):
    """What is recombined: sentences, and the names of places in them."""

    sentences: tuple[str, ...]
    places: tuple[str, ...]
    named: re.Pattern[str]


@cache
def read_stock() -> Stock:
    """Every sentence of our own of six words or more, and every town in them that is labelled."""
    toponyms = _read_lines("tests/ground/toponyms.jsonl")
    labelled = [*toponyms, *_read_lines("tests/ground/times.jsonl"), *_read_lines("benchmarks/speakers.jsonl")]
    texts = [row["text"] for row in labelled]
    for page in sorted((ROOT / "docs").glob("*.md")):
        texts += _PAGE.findall(page.read_text("utf-8"))
    texts += [path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    pieces = (piece.strip() for text in texts for piece in _END.split(text))
    sentences = tuple(dict.fromkeys(piece for piece in pieces if _is_sentence(piece)))
    towns = (one["text"] for row in toponyms for one in row["toponyms"])
    places = tuple(dict.fromkeys(name for name in towns if name.isalpha() and name.istitle()))
    return Stock(sentences, places, re.compile(rf"\b(?:{'|'.join(places)})\b"))


def _read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / name).read_text("utf-8").splitlines()]


def _is_sentence(piece: str) -> bool:
    return len(piece.split()) >= 6 and piece[-1] in '.!?”"'


def recombine(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many dispatches as rows of JSONL: id, publisher, published, title, text."""
    for number in range(count):
        yield _dispatch(number, random.Random(f"{seed} {number}"))


def _dispatch(number: int, chance: random.Random) -> dict[str, Any]:
    stock = read_stock()
    published = BEGINS + timedelta(days=number / PER_DAY)
    place = chance.choice(stock.places)
    outlet = f"{chance.choice(stock.places)} {chance.choice(_OUTLETS)}"
    paragraphs: list[str] = []
    words = 0
    while words < WORDS:
        some = [_drawn_anew(one, chance) for one in chance.sample(stock.sentences, chance.randint(1, 3))]
        paragraphs.append(" ".join(some))
        words += len(paragraphs[-1].split())
    dateline = f"{place.upper()}, {published:%B} {published.day} ({outlet}) — "
    return {
        "id": f"dispatch-{number:06d}",
        "publisher": outlet,
        "published": published.isoformat(timespec="seconds"),
        "title": " ".join(_drawn_anew(chance.choice(stock.sentences), chance).split()[:9]).rstrip(",.;:"),
        "text": dateline + "\n\n".join(paragraphs),
    }


def _drawn_anew(sentence: str, chance: random.Random) -> str:
    """The sentence on other days, with other numbers, often in other places."""
    moved = _DRAWN.sub(lambda found: _another(found.group(), chance), sentence)
    if chance.random() < 0.5:
        moved = read_stock().named.sub(lambda _: chance.choice(read_stock().places), moved)
    return moved


def _another(word: str, chance: random.Random) -> str:
    for kind in (_DAYS, _MONTHS, _NUMBERS):
        if word in kind:
            return chance.choice(kind)
    return str(chance.randint(2, 28) if len(word) < 3 else chance.randint(110, 980))


def write_dispatches(path: Path, count: int, seed: int = 1) -> None:
    """The dispatches as a file of JSON lines."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in recombine(count, seed))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recombine", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for row in recombine(given.documents, given.seed):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
