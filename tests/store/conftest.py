"""A record of a few invented pages, read by the fake flow of the engine tests."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))

ACUTE = "\N{COMBINING ACUTE ACCENT}"
PAGES = [
    {"id": "1", "publisher": "Port Courier", "published": "2031-05-01", "text": "Arland struck Borduria near Zell\n"},
    {"id": "2", "publisher": '=HYPERLINK("x")', "published": "2031-05-20", "text": "Zoë met Borduria\n\n😀 ok\n"},
    {"id": "3", "publisher": "@wire", "text": f"e{ACUTE} 😀\n\nBorduria helped Arland [bold]now[/bold]\n"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The record's folder: three documents, and one input that failed."""
    from dragoman.engines.runs import read_into
    from dragoman.settings import Settings

    lines = [json.dumps(page) for page in PAGES]
    (tmp_path / "pages.jsonl").write_text("\n".join([*lines, "{broken"]) + "\n")
    read_into(tmp_path / "record", [str(tmp_path / "pages.jsonl")], Settings(jobs=0), build="fake_flow:build")
    return tmp_path / "record"


@pytest.fixture
def record(folder: Path) -> Iterator["object"]:
    """The record, open."""
    from dragoman.record import Record

    with Record(folder) as opened:
        yield opened
