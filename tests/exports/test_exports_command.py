"""`dragoman export`, as it is typed."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from dragoman.cli import app


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words):
        result = CliRunner().invoke(app, ["export", *map(str, words)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_export_says_what_it_wrote_and_what_it_left_out(run, folder, tmp_path):
    done = run(folder, "--format", "polecat", "--out", tmp_path / "p.tsv", "--actor", "ARG", "--until", "2031-05-01")
    assert done.exit_code == 0
    assert f"{tmp_path / 'p.tsv'}: p.tsv (1) as polecat, and p.tsv.manifest.json" in done.output
    assert "left out: events (1): the text denies that they happened, and the format has no place" in done.output
    assert "left out: events (2): they bear no date, and the filters ask for one" in done.output
    assert "1 inputs could not be read" in done.output
    told = json.loads((tmp_path / "p.tsv.manifest.json").read_text())
    assert told["filters"] == {"choose": "events", "actor": "ARG", "until": "2031-05-01"}


def test_export_goes_to_a_folder_named_after_the_record(run, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(folder, "--format", "csv", "--table", "event").exit_code == 0
    assert {path.name for path in (tmp_path / "record-csv").iterdir()} == {"event.csv", "failure.csv", "manifest.json"}


def test_a_report_of_an_incident_by_the_start_of_its_id(run, folder, river, tmp_path):
    (id_,) = river.sql("SELECT incident_id FROM incident WHERE type = 'ASSAULT'").fetchall()[0]
    assert run(folder, "--format", "report", "--incident", id_[:6], "--out", tmp_path / "r.html").exit_code == 0
    assert "Attack: Argentine jets" in (tmp_path / "r.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--type", "DENY"), "no type DENY of events; there are AGREE"),
        (("--status", "open"), "no status OPEN; there are SINGLE SOURCE, CORROBORATED, DISPUTED"),
        (("--realis", "maybe"), "no realis MAYBE; there are ACTUAL"),
        (("--since", "soon"), "--since 'soon' is not a date"),
        (("--actor", "Nemo"), "is called 'Nemo'"),
        (("--table", "evnt"), "no table evnt to export"),
        (("--day", "2031-05-01"), "a day, an incident and PDF go with the format report, not with jsonl"),
        (("--format", "report", "--incident", "zz"), "no incident's id begins with 'zz'"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(run, folder, tmp_path, words, said):
    done = run(folder, "--out", tmp_path / "out", *words)
    assert done.exit_code in (1, 2)
    assert said in done.output
    assert not (tmp_path / "out").exists()


def test_a_pdf_without_a_browser_is_refused_before_anything_is_written(run, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    done = run(folder, "--format", "report", "--pdf", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "no Chromium or Chrome is on the PATH to print a PDF" in done.output
    assert not (tmp_path / "out").exists()
