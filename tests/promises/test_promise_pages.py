"""Pages as such: known by their bytes, and read within limits whatever they are made of."""

import threading
import time
from pathlib import Path

import pytest

from dragoman.clean.document import make_document
from dragoman.ids import sha256
from dragoman.readers import Readers
from dragoman.readers.worker import MEMORY
from dragoman.settings import Settings
from dragoman.values import Document, Problem, RawDocument

WORDS = "The minister of transport opened a bridge near the old harbour on Tuesday, said the city council."


def make(text: str, **more: str) -> Document | Problem:
    told = {"input": "page", "media": "TEXT", "raw_sha256": sha256(text.encode())} | more
    return make_document(RawDocument(text=text, **told), Settings())  # type: ignore[arg-type]


def document_id(**more: str) -> str:
    made = make(WORDS, **more)
    assert isinstance(made, Document)
    return made.document_id


def test_promise_03_a_document_is_known_by_its_bytes_address_and_publisher_wherever_it_lies() -> None:
    one = document_id(publisher="The Post", url="https://a.example/1")
    assert document_id(publisher="The Post", url="https://a.example/1", input="elsewhere", title="Another") == one
    for other in (
        {"publisher": "The Mail", "url": "https://a.example/1"},
        {"publisher": "The Post", "url": "https://a.example/2"},
        {"publisher": "The Post", "url": "https://a.example/1", "raw_sha256": "00"},
    ):
        assert document_id(**other) != one


def test_promise_10_a_text_has_a_longest_length() -> None:
    made = make(WORDS * 40_000)
    assert isinstance(made, Problem)
    assert "characters; at most" in made.error


def test_promise_10_a_tree_has_a_greatest_depth_and_loses_no_words() -> None:
    began = time.process_time()
    for tag in ("div", "b", "blockquote"):
        nested = f"<{tag}>" * 30_000 + f"<p>{WORDS}</p>" + f"</{tag}>" * 30_000
        made = make(f"<html><body><p>{WORDS}</p>{nested}<p>Last of all.</p></body></html>", media="HTML")
        assert isinstance(made, Document)
        assert made.text.count("The minister of transport") == 2, made.text
    assert time.process_time() - began < 30


def test_promise_10_a_process_that_reads_may_have_so_much_memory(tmp_path: Path) -> None:
    """The system holds it to that, as its own page of limits tells."""
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not children.exists():
        pytest.skip("no /proc here to see limits in")
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    with Readers(Settings(jobs=1)) as readers:
        found = readers.read(str(tmp_path / "a.jsonl"))
        next(found)
        folders = [Path("/proc", one) for one in children.read_text().split()]
        (reading,) = [one for one in folders if b"dragoman.readers.worker" in (one / "cmdline").read_bytes()]
        (line,) = [one for one in (reading / "limits").read_text().splitlines() if one.startswith("Max address space")]
        assert 0 < int(line.split()[3]) <= MEMORY
