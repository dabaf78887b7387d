"""What places may cost: a document, the gazetteer's opening, its file; in process time, without other work."""

import json
import time
from pathlib import Path

from dragoman.analyse.syntax import Parser
from dragoman.ground.places.gazetteer import FILE, Gazetteer
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.spans import lines
from dragoman.values import Block, Document

ROWS = Path(__file__).parent / "toponyms.jsonl"
WORDS = 580
"""Words of a document, as in the other tables of speed."""
PLAIN = (
    "The council met for three hours, and nobody who had come to hear it left before the end. Most spoke of water, "
    "some of the price of bread, and a teacher asked what would become of the children whose school had burned."
)
"""A paragraph that names no place: about a third of the words of news stand so far from any name."""
A_SECOND = 60
"""Documents a second, parsed already."""


def make_documents() -> list[Document]:
    """The invented dispatches, line after line, in documents of the usual length."""
    documents: list[Document] = []
    page: list[str] = []
    for row in ROWS.open(encoding="utf-8"):
        page += [json.loads(row)["text"], PLAIN]
        if sum(len(line.split()) for line in page) >= WORDS:
            documents.append(Document(document_id=str(len(documents)), text="\n".join(page), raw_sha256=""))
            page = []
    return documents


def test_sixty_parsed_documents_a_second() -> None:
    parser, resolve = Parser(None), PlaceResolver()
    parsed = [
        (d, parser(d, tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(d.text))))
        for d in make_documents()
    ]
    assert len(parsed) >= 3
    for document, analysis in parsed:
        resolve(document, analysis)
    began = time.process_time()
    rounds = 5
    found = [resolve(document, analysis) for _ in range(rounds) for document, analysis in parsed]
    seconds = time.process_time() - began
    assert all(found)
    assert len(found) / seconds >= A_SECOND


def test_the_gazetteer_opens_in_no_time() -> None:
    began = time.process_time()
    assert Gazetteer().find("aleppo")
    assert time.process_time() - began < 0.5


def test_the_gazetteer_is_small() -> None:
    assert FILE.stat().st_size < 30_000_000
