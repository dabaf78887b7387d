"""Several hundred mentions labelled by hand in sentences of our own: how many get country, sector and kind right.

Each row of `mentions.jsonl` is a sentence, words of it (their last occurrence counts), and what they may be: a list of
countries (or PLOVER's international codes), sectors (after an international code, the body's own letters) and kinds,
any of which a coder could defend; null is "the text does not say".
"""

import json
import re
from pathlib import Path

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.actors.lexicon import INTERNATIONAL
from dragoman.ground.actors.resolver import resolve_actors
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.values import Actor, Block, Document

ROWS = [json.loads(line) for line in (Path(__file__).parent / "mentions.jsonl").read_text("utf-8").splitlines()]
SECTORS = {
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
}  # fmt: skip


@pytest.fixture(scope="module")
def told():
    """What the stage says of each row: country, sector, kind."""
    parser, places = Parser(), PlaceResolver()
    read = {}
    for sentence in {row["sentence"] for row in ROWS}:
        document = Document(document_id="d", text=sentence, raw_sha256="")
        analysis = parser(document, (Block(start=0, end=len(sentence), kind="BODY"),))
        read[sentence] = resolve_actors(document, analysis, (), places(document, analysis))
    return [say(row, *read[row["sentence"]]) for row in ROWS]


def say(row, actors, mentions):
    start = list(re.finditer(rf"\b{re.escape(row['mention'])}(?!\w)", row["sentence"]))[-1].start()
    end = start + len(row["mention"])
    over = [one for one in mentions if one.start < end and start < one.end]
    found = next((one for one in over if one.end == end), over[0] if over else None)
    known = {actor.actor_id: actor for actor in actors}
    return describe(known.get(found.actor_id or "")) if found else (None, None, None)


def describe(actor: Actor | None):
    if actor is None:
        return None, None, None
    first, _, rest = (actor.code or "").partition(" ")
    if first in INTERNATIONAL:
        return first, rest or None, actor.kind
    return actor.country, actor.sector, actor.kind


@pytest.mark.parametrize(("column", "floor"), [("country", 0.97), ("sector", 0.98), ("kind", 0.98)])
def test_mentions_are_coded_as_by_hand(told, column, floor):
    place = ("country", "sector", "kind").index(column)
    wrong = [(row, one) for row, one in zip(ROWS, told, strict=True) if one[place] not in row[column]]
    assert 1 - len(wrong) / len(ROWS) >= floor, wrong


def test_the_bench_is_large_and_has_nearly_every_sector():
    assert len(ROWS) >= 300
    assert {sector for row in ROWS for sector in row["sector"]} >= SECTORS - {"UNK"}
