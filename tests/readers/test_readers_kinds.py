"""docs/inputs.md names every kind of input that is read, and what it says of names holds."""

import re
from pathlib import Path
from typing import get_args

import pytest

from dragoman.readers import read_input
from dragoman.readers.kinds import BY_SUFFIX, Kind
from dragoman.readers.packed import PACKINGS, SUFFIXES
from dragoman.readers.rows import COLUMNS
from dragoman.settings import Settings
from dragoman.values import RawDocument

PAGE = (Path(__file__).parents[2] / "docs" / "inputs.md").read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")][2:]
SAMPLES = {
    "PLAIN": b"Words.",
    "HTML": b"<html><body><p>Words.</p></body></html>",
    "JSONL": b'{"text": "Words."}\n{"text": "More."}\n',
    "JSON": b'[{"text": "Words."}]',
    "CSV": b"id,text\n1,Words.\n",
    "FEED": b"<rss version='2.0'><channel><item><description>Words.</description></item></channel></rss>",
    "WARC": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 52\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Words\r\n\r\n",
}


def kinds_named(cell: str) -> set[str]:
    return {kind for kind in get_args(Kind) if kind == cell.partition(":")[0].split()[0].upper()}


def test_every_kind_is_on_the_page() -> None:
    assert set().union(*(kinds_named(row[0]) for row in ROWS)) == set(get_args(Kind)) == set(SAMPLES)


def test_every_name_is_on_the_page_with_its_kind() -> None:
    told = {suffix: kinds_named(row[0]) for row in ROWS for suffix in re.findall(r"`(\.\w+)`", row[1])}
    assert told == {suffix: {kind} for suffix, kind in BY_SUFFIX.items()}
    assert set(re.findall(r"`(\.\w+)`", PAGE)) >= SUFFIXES
    assert all(packing.name in PAGE for packing in PACKINGS)


@pytest.mark.parametrize(("suffix", "kind"), BY_SUFFIX.items())
def test_a_file_of_that_name_is_read(tmp_path: Path, suffix: str, kind: str) -> None:
    path = tmp_path / f"a{suffix.upper()}"
    path.write_bytes(SAMPLES[kind])
    found = list(read_input(path, Settings()))
    assert all(isinstance(one, RawDocument) for one in found)
    assert len(found) == 1 + (kind == "JSONL")


def test_the_limits_on_the_page_are_the_limits() -> None:
    assert f"{Settings().page_bytes // 1_000_000} MB (`page_bytes`)" in PAGE


def test_every_column_is_on_the_page() -> None:
    assert all(f"`{column}`" in PAGE for column in COLUMNS)
