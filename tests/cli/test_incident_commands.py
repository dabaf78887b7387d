"""`dragoman incidents` and `dragoman incident` over the examples of the engine tests' invented pages."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app

WIRE = "Arland struck Borduria near Zell\n"


@pytest.fixture
def record(tmp_path, monkeypatch):
    """The same attack on three pages, two of them copies of one wire, and talks on a fourth."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "engines"))
    from dragoman.engines.runs import read_into
    from dragoman.settings import Settings

    long = WIRE + "Nobody slept in the harbour that night and the lamps stayed dark until the ferries came back.\n"
    pages = [
        {"id": "1", "publisher": "Port Courier", "published": "2031-05-01", "text": long},
        {"id": "2", "publisher": "Hill Herald", "published": "2031-05-01", "text": long},
        {"id": "3", "publisher": "Coast Star", "published": "2031-05-01", "text": WIRE + "Boats lay idle at dawn.\n"},
        {"id": "4", "publisher": "Coast Star", "published": "2031-05-20", "text": "Arland met Borduria\n"},
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, pages)) + "\n")
    read_into(tmp_path / "record", [str(tmp_path / "pages.jsonl")], Settings(jobs=0), build="fake_flow:build")
    return str(tmp_path / "record")


def ask(*words):
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output


def rows(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_the_list_counts_copies_once(record):
    told = {row["type"]: row for row in rows(ask("incidents", record, "--json"))}
    assert {name: (row["reports"], row["independent_sources"]) for name, row in told.items()} == {
        "ASSAULT": (3, 2), "CONSULT": (1, 1),
    }  # fmt: skip
    assert told["ASSAULT"]["status"] == "SINGLE SOURCE", "all three pages have it from Arland: one voice"


def test_the_list_as_lines(record):
    shown = ask("incidents", record, "--type", "assault")
    assert "—ASSAULT→" in shown
    assert "single source, 3 reports from 2 independent sources" in shown
    assert "1 incident" in shown
    assert "CONSULT" not in shown


def test_filters(record):
    assert len(rows(ask("incidents", record, "--status", "single source", "--json"))) == 2
    assert len(rows(ask("incidents", record, "--actor", "Borduria", "--json"))) == 2
    assert rows(ask("incidents", record, "--status", "disputed", "--json")) == []
    wrong = CliRunner().invoke(app, ["incidents", record, "--status", "sure"])
    assert wrong.exit_code == 2
    assert "no status SURE; there are SINGLE SOURCE, CORROBORATED, DISPUTED" in wrong.output


def test_the_ledger_of_one_folds_copies_under_their_source(record):
    (row,) = rows(ask("incidents", record, "--type", "ASSAULT", "--json"))
    shown = ask("incident", record, row["incident_id"][:6])
    assert "source 1" in shown
    assert "source 2" in shown
    assert "source 3" not in shown
    assert "copy: " in shown
    told = json.loads(ask("incident", record, row["incident_id"], "--json"))
    assert sorted(told) == ["accounts", "disputes", "incident", "reports"]
    assert len(told["reports"]) == 3


def test_no_such_incident(record):
    wrong = CliRunner().invoke(app, ["incident", record, "zz"])
    assert wrong.exit_code == 1
    assert "no incident's id begins with 'zz'" in wrong.output
