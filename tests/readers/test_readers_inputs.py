"""Every input ends as documents or Problems, with a message that a reader of the page would understand."""

import gzip
import io
import json
import random
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ids import sha256
from dragoman.readers import Stdin, read_input
from dragoman.settings import Settings
from dragoman.values import NO_PAGE, Problem, RawDocument

SETTINGS = Settings()
SENTENCE = "The ferry crews of Port Aster struck on Monday."


def read_bytes(folder: Path, name: str, raw: bytes, settings: Settings = SETTINGS) -> list[RawDocument | Problem]:
    path = folder / name
    path.write_bytes(raw)
    return list(read_input(path, settings))


def only_problem(found: list[RawDocument | Problem]) -> str:
    assert len(found) == 1
    assert isinstance(found[0], Problem)
    assert found[0].stage == "read"
    return found[0].error


def texts(found: list[RawDocument | Problem]) -> list[str]:
    return [one.text for one in found if isinstance(one, RawDocument)]


def problems(found: list[RawDocument | Problem]) -> list[Problem]:
    return [one for one in found if isinstance(one, Problem)]


@pytest.mark.parametrize(
    ("name", "kind"), [("site.css", "style sheets"), ("Tour.IPYNB", "notebooks"), ("a.js", "scripts")]
)
def test_what_lies_beside_pages_is_passed_over_and_said_so(tmp_path: Path, name: str, kind: str) -> None:
    path = str(tmp_path / name)
    assert read_bytes(tmp_path, name, SENTENCE.encode()) == [
        Problem(input=path, stage=NO_PAGE, error=f"passed over: {kind} are no pages")
    ]


def test_plain_text_keeps_its_characters_and_hash(tmp_path: Path) -> None:
    raw = "A line\r\n\u00a0“quoted”\t\U0001f6a2 שלום\n".encode()
    [document] = read_bytes(tmp_path, "a.txt", raw)
    assert isinstance(document, RawDocument)
    assert document.text == raw.decode()
    assert document.raw_sha256 == sha256(raw)
    assert (document.media, document.input) == ("TEXT", str(tmp_path / "a.txt"))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\ufeffSão".encode(), "São"),
        ("São“".encode("utf-16"), "São“"),
        (b"\xfe\xff" + "São“".encode("utf-16-be"), "São“"),
        ("São – “".encode("cp1252"), "São – “"),
        ("naïve café crème über".encode() + b"\xff", "naïve café crème über\ufffd"),
        ("<html><meta charset=windows-1251><p>Привет".encode("cp1251"), "<html><meta charset=windows-1251><p>Привет"),
        ("<html><meta charset='latin-1'><p>a\u2019b".encode("cp1252"), "<html><meta charset='latin-1'><p>a\u2019b"),
        ("<html><meta charset='latin-1'><p>é\u2019".encode(), "<html><meta charset='latin-1'><p>é\u2019"),
        ("<html><meta charset='klingon'><p>é".encode("cp1252"), "<html><meta charset='klingon'><p>é"),
    ],
)
def test_encodings(tmp_path: Path, raw: bytes, text: str) -> None:
    assert texts(read_bytes(tmp_path, "page", raw)) == [text]


@pytest.mark.parametrize(
    ("name", "raw", "media"),
    [
        ("a.txt", b"<!DOCTYPE html><html><p>x</html>", "HTML"),
        ("a.txt", b" <!-- saved --> <HTML lang=en>", "HTML"),
        ("a", b"\xef\xbb\xbf<html>", "HTML"),
        ("a.html", b"no tags at all", "HTML"),
        ("a.txt", b"The tag <html> opens a page.", "TEXT"),
        ("a.txt", b'{"text": "stays as it is"}', "TEXT"),
        ("a", b'{"text": "a row"}\n{"text": "another"}\n', "TEXT"),
        ("a", b'{\n "text": "a row"}', "TEXT"),
        ("a", b"id;text;url\n1;a row;u\n", "TEXT"),
    ],
)
def test_kind_by_name_then_content(tmp_path: Path, name: str, raw: bytes, media: str) -> None:
    found = read_bytes(tmp_path, name, raw)
    assert not problems(found)
    assert {one.media for one in found if isinstance(one, RawDocument)} == {media}
    if name == "a" and b"row" in raw:
        assert texts(found)[0] == "a row"


def test_empty_and_binary_files_are_named_for_what_they_are(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(3000)
    assert only_problem(read_bytes(tmp_path, "a.txt", b"")) == "the file is empty"
    assert only_problem(read_bytes(tmp_path, "a.csv", b" \n\n")) == "the file is empty"
    assert only_problem(read_bytes(tmp_path, "a.txt", b"\x89PNG\r\n\x1a\n" + noise)) == "a PNG image, not text"
    assert only_problem(read_bytes(tmp_path, "a.jsonl", b"\0" * 100)) == "binary data, not text"
    assert only_problem(read_bytes(tmp_path, "a", b"ab" + noise)) == "binary data, not text"
    assert texts(read_bytes(tmp_path, "a.txt", SENTENCE.encode() + b"\0")) == [SENTENCE + "\0"]


def test_promise_10_a_page_beyond_the_cap_is_refused_with_both_sizes(tmp_path: Path) -> None:
    raw = b"a" * 50_000_000
    for name in ("a.txt", "a.html"):
        assert only_problem(read_bytes(tmp_path, name, raw)) == "50.0 MB, where one item may have 20.0 MB (page_bytes)"
    found = read_bytes(tmp_path, "a.jsonl", raw + b'\n{"text": "next"}\n')
    assert problems(found)[0].error == "line 1: 50.0 MB, where one item may have 20.0 MB (page_bytes)"
    assert texts(found) == ["next"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert only_problem(list(read_input(tmp_path / "gone", SETTINGS))) == "No such file or directory"


def test_standard_input_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(SENTENCE.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    [document] = read_input(Stdin(), SETTINGS)
    assert isinstance(document, RawDocument)
    assert (document.text, document.input) == (SENTENCE, "standard input")
    assert not stream.closed


def jsonl(count: int) -> bytes:
    return b"".join(
        json.dumps({"id": i, "text": f"{SENTENCE} {i} {'x' * (i % 97)}"}).encode() + b"\n" for i in range(count)
    )


def test_gzip_is_read_by_content(tmp_path: Path) -> None:
    assert texts(read_bytes(tmp_path, "a.txt.gz", gzip.compress(SENTENCE.encode()))) == [SENTENCE]
    two = gzip.compress(b'{"text": "one"}\n') + gzip.compress(b'{"text": "two"}\n') + b"\0" * 512
    assert texts(read_bytes(tmp_path, "a.jsonl.gz", two)) == ["one", "two"]
    assert only_problem(read_bytes(tmp_path, "a.gz", gzip.compress(gzip.compress(b"a")))).startswith(
        "a gzip archive inside"
    )


def test_promise_8_a_truncated_gzip_is_reported_and_its_earlier_rows_kept(tmp_path: Path) -> None:
    whole = gzip.compress(jsonl(8_000))
    found = read_bytes(tmp_path, "a.jsonl.gz", whole[: len(whole) // 2])
    kept = texts(found)
    assert len(kept) > 2_000
    assert kept == texts(read_bytes(tmp_path, "b.jsonl", jsonl(8_000)))[: len(kept)]
    assert len(problems(found)) == 1
    assert problems(found)[0].error.startswith("the gzip archive ends early, after ")
    damaged = whole[: len(whole) // 2] + b"\xff" * 500 + whole[len(whole) // 2 :]
    assert "is damaged after" in problems(read_bytes(tmp_path, "c.jsonl.gz", damaged))[-1].error


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz"])
def test_promise_7_a_bomb_is_refused_in_bounded_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with gzip.open(path, "wb") as archive:
        archive.write(b"text,id\n" if "csv" in name else b"")
        for _ in range(200):
            archive.write((b" " * 999_999 + b"\n") if "txt" not in name else b"a" * 1_000_000)
    assert path.stat().st_size < 250_000
    tracemalloc.start()
    found = list(read_input(path, SETTINGS))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not texts(found)
    assert peak < 130_000_000
    assert "20.0 MB" in found[-1].error  # type: ignore[union-attr]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak_for(count: int) -> int:
        path = tmp_path / f"{count}.jsonl"
        path.write_bytes(jsonl(count))
        tracemalloc.start()
        assert sum(1 for _ in read_input(path, SETTINGS)) == count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_for(10)  # what is loaded once
    assert peak_for(8_000) < peak_for(1_000) + 100_000


def test_published_is_utc_metadata(tmp_path: Path) -> None:
    rows = ["2026-03-10", "2026-03-10T22:00:00-04:00", "Tue, 10 Mar 2026 22:00:00 -0400", "last week", "", None]
    raw = b"\n".join(json.dumps({"text": "a", "published": one}).encode() for one in rows)
    found = read_bytes(tmp_path, "a.jsonl", raw)
    evening = datetime(2026, 3, 11, 2, tzinfo=UTC)
    expected = [datetime(2026, 3, 10, tzinfo=UTC), evening, evening, None, None, None]
    assert [one.published for one in found if isinstance(one, RawDocument)] == expected
    assert [one.published_from for one in found if isinstance(one, RawDocument)] == ["METADATA"] * 3 + [None] * 3


SUFFIXES = ("", ".txt", ".html", ".jsonl", ".json", ".csv", ".tsv", ".xml", ".gz")
WHOLE = (
    b'{"text": "a b", "id": 1}\n{"text": "c"}\n',
    b'text,id\n"a, b",1\nc,2\n',
    b"<html><head><meta charset=latin-1><title>t</title></head><body><p>a\xe9</p></body></html>",
    b'<?xml version="1.0"?><rss version="2.0"><channel><item><description>a</description></item></channel></rss>',
    gzip.compress(b'{"text": "a"}\n' * 20),
    "\ufeffaé".encode("utf-16"),
)


@hypothesis.settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SUFFIXES),
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 6), st.binary(max_size=4)), max_size=6),
)
def test_whatever_the_bytes_each_input_ends_as_documents_or_problems(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, whole: bytes, edits: list[tuple[int, int, bytes]]
) -> None:
    for at, cut, put in edits:
        whole = whole[:at] + put + whole[at + cut :]
    path = tmp_path_factory.getbasetemp() / f"edited{suffix}"
    path.write_bytes(whole)
    found = list(read_input(path, SETTINGS))
    assert found
    for one in found:
        (one.text if isinstance(one, RawDocument) else one.error).encode()  # no lone surrogate goes further
