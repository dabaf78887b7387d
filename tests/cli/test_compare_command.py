"""`dragoman compare --rows`: our events and another coder's for the same days, one under the other."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.record import Record


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """`ask("--rows")`: what the comparison says of a record with its own events as another coder's table."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "engines"))
    from dragoman.engines.runs import read_into
    from dragoman.settings import Settings

    page = {"id": "1", "published": "2031-05-01", "text": "Arland struck Borduria near Zell\n"}
    (tmp_path / "pages.jsonl").write_text(json.dumps(page))
    read_into(tmp_path / "record", [str(tmp_path / "pages.jsonl")], Settings(jobs=0), build="fake_flow:build")
    with Record(tmp_path / "record") as record:
        record.export(tmp_path / "polecat.tsv", "polecat")

    def compare(*words):
        done = CliRunner().invoke(app, ["compare", str(tmp_path / "record"), str(tmp_path / "polecat.tsv"), *words])
        assert done.exit_code == 0, done.output
        return done.output

    return compare


def test_the_events_of_both_sides_stand_under_their_day(ask):
    assert "«" not in ask()
    said = ask("--rows").splitlines()
    at = said.index("2031-05-01")
    assert said[at + 1].startswith("  ours  ARL ASSAULT BOR  ")
    assert said[at + 2] == "      «Arland struck Borduria near Zell»"
    assert said[at + 3].startswith("  POLECAT  ARL ASSAULT BOR  ")
    assert ask("--rows", "--party", "ZZZ").count("ASSAULT") == 0


def test_no_more_events_of_a_side_than_asked_for(ask):
    assert "at most 1 events of a side are shown" in ask("--rows", "--limit", "1")
    ours, theirs = json.loads(ask("--rows", "--json"))["rows"]
    assert (ours["system"], ours["day"], ours["words"]) == ("ours", "2031-05-01", "Arland struck Borduria near Zell")
    assert (theirs["system"], theirs["actor_codes"], "words" in theirs) == ("POLECAT", ["ARL"], False)
