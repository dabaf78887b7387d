"""Every span quotes its text, in code points, whatever stands in it: by the flow, in the record, in the export."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.engines.runs import read_into
from dragoman.flow import Flow
from dragoman.ids import sha256
from dragoman.record import Record
from dragoman.settings import Settings
from dragoman.spans import Span
from dragoman.store.verify import verify
from dragoman.values import RawDocument, Reading

ACUTE, JOINER, MARK = "\N{COMBINING ACUTE ACCENT}", "\N{ZERO WIDTH JOINER}", "\N{RIGHT-TO-LEFT MARK}"
SENTENCES = (
    "Norwegian Foreign Minister Kari Lund accused Denmark of shelling a trawler near Bergen on Tuesday.",
    f"“Noe{ACUTE}mie lost her boat 🚤,” said Danish Admiral Jens Holm, “and two days.”",
    f"قال وزير الخارجية إن السفينة غرقت{MARK}, Swedish police said on 4 May.",
    f"Soldiers 👩{JOINER}🚒 from Göteborg killed three fishermen, Oslo said.",
    "השר הכחיש 🇮🇱, and Finland demanded an apology from Sweden.",
    "In Zürich\u00a0two ministers\u2028met; 1\u00bd hours later they left for Łódź.",
    "𝔗𝔥𝔢 mayor of Turku, Aino Salo, told reporters: “Näin se oli.”",
)
FILLS = ("", " ", "\n", "\n\n", "😀", ACUTE, MARK, "\t", "\u200b", "…", "\U0001f1f3\U0001f1f4")


def spans(reading: Reading) -> Iterator[tuple[Span, str | None]]:
    """Every span of a reading, and the words it is to have where the row tells them."""
    for row in (*reading.mentions, *reading.places, *reading.times):
        yield (row.start, row.end), row.text
    for sentence in reading.sentences:
        yield (sentence.start, sentence.end), None
    for one in reading.statements:
        yield (one.start, one.end), None
        yield (one.cue_start, one.cue_end), None
        yield from (((part.start, part.end), None) for part in one.content)
        if one.source_start is not None and one.source_end is not None:
            yield (one.source_start, one.source_end), None
    for event in reading.events:
        yield (event.trigger_start, event.trigger_end), None
        yield from (((part.start, part.end), None) for part in (*event.actors, *event.recipients))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(FILLS), st.sampled_from(SENTENCES)), min_size=1, max_size=6))
def test_promise_01_every_span_is_what_the_text_says(flow: Flow, pieces: list[tuple[str, str]]) -> None:
    text = "".join(fill + sentence for fill, sentence in pieces)
    reading = flow(RawDocument(input="page", text=text, media="TEXT", raw_sha256=sha256(text.encode())))
    assert isinstance(reading, Reading)
    held = reading.document.text
    found = list(spans(reading))
    assert found
    for (start, end), words in found:
        assert 0 <= start < end <= len(held)
        if words is not None:
            assert held[start:end] == words


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("spans")
    for number in range(len(SENTENCES)):
        turned = SENTENCES[number:] + SENTENCES[:number]
        (place / f"{number}.txt").write_text("\n\n".join(turned))
    read_into(place / "record", [str(place / "*.txt")], Settings(jobs=0, published=None))
    return place / "record"


def test_promise_01_in_the_record_and_its_export_too(record: Path, tmp_path: Path) -> None:
    done = verify(record)
    assert done.faults == ()
    assert done.spans > 300
    with Record(record) as opened:
        opened.export(tmp_path / "out", "jsonl")
    texts = {row["document_id"]: row["text"] for row in rows(tmp_path / "out" / "document.jsonl")}
    assert any(any(ord(letter) > 0xFFFF for letter in text) for text in texts.values())
    for name in ("mention", "place", "time"):
        told = rows(tmp_path / "out" / f"{name}.jsonl")
        assert told
        for row in told:
            assert texts[row["document_id"]][row["start"] : row["end"]] == row["text"]


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
