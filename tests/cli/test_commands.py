"""The commands: what they print, what they refuse, how they exit."""

import csv
import json
import subprocess
import sys

import pytest

from dragoman import __version__


def test_version_and_help(run):
    assert run("--version").stdout == f"dragoman {__version__}\n"
    shown = run("--help").stdout
    for command in ("read", "code", "show", "export", "info", "rebuild"):
        assert f"\n  {command} " in shown
        assert "Examples:" in run(command, "--help").stdout or command in ("info", "rebuild")


def test_read_says_what_became_of_the_inputs(run, pages, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    first = run("read", pages, "--record", tmp_path / "r")
    assert first.exit_code == 0
    assert "2 added" in first.stdout
    again = run("read", pages, tmp_path / "empty.txt", tmp_path / "none.txt", "--record", tmp_path / "r")
    assert again.exit_code == 1
    assert "2 unchanged, 2 could not be read" in again.stdout
    assert "empty.txt: the file is empty" in again.stdout
    assert "none.txt: no such file or folder" in again.stdout


def test_read_takes_columns_dates_and_standard_input(run, tmp_path):
    (tmp_path / "table.csv").write_text("body,when\nArland met Borduria,2031-05-01\n")
    named = ("--column", "text=body", "--column", "published=when")
    assert run("read", tmp_path / "table.csv", "--record", tmp_path / "r", *named).exit_code == 0
    given = run("read", "-", "--record", tmp_path / "r", "--published", "2032-01-02", input="Zoë met Arland\n")
    assert given.exit_code == 0
    days = [row["earliest"] for row in json_lines(run("show", tmp_path / "r", "--json").stdout)]
    assert days == ["2031-05-01", "2032-01-02"]


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_quiet_prints_failures_only(run, pages, tmp_path):
    assert run("read", pages, "--record", tmp_path / "r", "--quiet").output == ""
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("read", tmp_path / "empty.txt", "--record", tmp_path / "r", "-q")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "the file is empty" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("read", "x", "--record", "r", "--published", "soon"), "--published 'soon' is not a date"),
        (("read", "x", "--record", "r", "--column", "text"), "write OURS=THEIRS"),
        (("read", "x", "--record", "r", "--column", "wrong=x"), "OURS is one of id, url, title"),
        (("read", "x"), "--record"),
        (("read", "x", "--record", "r", "--jobs", "-1"), "--jobs"),
        (("show", "nowhere"), "nowhere: no such folder"),
        (("show", "."), "is not a record"),
        (("info", "nowhere"), "no such folder"),
        (("rebuild", "nowhere"), "no such folder"),
        (("export", "nowhere"), "no such folder"),
        (("shw", "nowhere"), "shw"),
    ],
)
def test_a_wrong_command_exits_with_2_and_one_message(run, tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--type", "FIGHT"), "no type FIGHT of events; there are AGREE"),
        (("statements", "--type", "ASSAULT"), "no type ASSAULT of statements; there are ASSERT"),
        (("--realis", "MAYBE"), "no realis MAYBE"),
        (("actors", "--realis", "ACTUAL"), "--realis goes with events"),
        (("places", "--since", "2031-01-01"), "--since and --until go with events and statements"),
        (("places", "--actor", "Zoe"), "--actor goes with"),
        (("--since", "May"), "--since 'May' is not a date"),
        (("events", "abc"), "goes with `document` only"),
        (("document",), "which document?"),
    ],
)
def test_a_filter_that_cannot_hold_is_refused(run, record, words, message):
    done = run("show", record, *words)
    assert done.exit_code == 2
    assert message in done.stderr


def test_show_events_with_their_words(run, record):
    shown = run("show", record).stdout
    assert "Arland (ARL) —ASSAULT→ Borduria (BOR), 2031-05-01, at Zell, ACTUAL, killed 0 or more, says Arland" in shown
    assert "«Arland struck Borduria near Zell»" in shown
    assert "2 events" in shown


def test_show_narrows_and_says_how_many_more(run, record):
    assert "Arland" not in run("show", record, "--actor", "zoe").stdout
    assert "ASSAULT" not in run("show", record, "--since", "2031-05-15").stdout
    assert "no events fit" in run("show", record, "--type", "aid").stdout
    limited = run("show", record, "--limit", "1").stdout
    assert "… and 1 more of 2 events (--limit 0 shows all)" in limited
    nobody = run("show", record, "--actor", "Nobody")
    assert (nobody.exit_code, nobody.stdout) == (1, "")
    assert "no actor in" in nobody.stderr


def test_show_as_json_keeps_standard_output_to_rows(run, record):
    done = run("show", record, "--json", "--limit", "1")
    assert [row["type"] for row in json_lines(done.stdout)] == ["ASSAULT"]
    assert "1 more of 2 events" in done.stderr


@pytest.mark.parametrize("what", ["events", "statements", "actors", "places", "failures"])
def test_every_kind_is_shown(run, record, what):
    done = run("show", record, what)
    assert done.exit_code == 0
    assert ("no failures" in done.stdout) == (what == "failures")


@pytest.mark.parametrize("words", [("show", "{}"), ("show", "{}", "statements"), ("show", "{}", "document", "2")])
def test_what_an_article_says_is_never_obeyed(run, record, words):
    shown = run(*(word.format(record) for word in words)).stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[bold]Borduria[/bold]" in shown
    assert "[red]Wire[/red]" in shown


def test_show_one_document(run, record):
    shown = run("show", record, "document", "1").stdout
    assert "Arland struck Borduria near Zell" in shown
    assert "1 statement ─" in shown
    assert run("show", record, "document", "none").exit_code == 1


def test_code_shows_text_statements_and_events(run):
    shown = run("code", "Arland struck Borduria near Zell").stdout
    assert "source cue content" in shown
    assert "—ASSAULT→ Borduria (BOR)" in shown
    assert "says Arland" in shown


def test_code_gives_json_with_offsets_into_its_own_text(run):
    reading = json.loads(run("code", "Zoë met Arland", "--json", "--published", "2031-05-04").stdout)
    text = reading["document"]["text"]
    assert [text[one["start"] : one["end"]] for one in reading["mentions"]] == ["Zoë", "Arland"]
    assert reading["events"][0]["earliest"] == "2031-05-04"


def test_code_takes_a_file_or_standard_input(run, tmp_path):
    (tmp_path / "page.txt").write_text("Zoë met Arland\n")
    assert "CONSULT" in run("code", tmp_path / "page.txt").stdout
    assert "CONSULT" in run("code", "-", input="Zoë met Arland\n").stdout
    assert "CONSULT" in run("code", input="Zoë met Arland\n").stdout


def test_code_says_why_a_text_cannot_be_coded(run, tmp_path):
    done = run("code", "REFUSE")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "it says REFUSE" in done.stderr
    (tmp_path / "empty.txt").write_bytes(b"")
    assert "the file is empty" in run("code", tmp_path / "empty.txt").stderr


def test_export_and_rebuild(run, record, tmp_path):
    done = run("export", record, "--format", "csv", "--out", tmp_path / "out")
    assert done.exit_code == 0
    with (tmp_path / "out" / "event.csv").open(newline="") as lines:
        assert len(list(csv.DictReader(lines))) == 2
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["documents"] == 2
    wrong = run("export", record, "--table", "evnt", "--out", tmp_path / "out2")
    assert (wrong.exit_code, "no table evnt" in wrong.stderr) == (2, True)
    assert run("rebuild", record).exit_code == 0
    assert "2 events" in run("show", record).stdout


def test_info_states_counts_versions_failures_and_disk(run, record, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    run("read", tmp_path / "empty.txt", "--record", record)
    shown = run("info", record).stdout
    assert "inputs: 3, of which 1 could not be read" in shown
    assert f"read by: dragoman {__version__}" in shown
    assert "published: 2031-05-01 to 2031-06-01, 0 undated" in shown
    told = json.loads(run("info", record, "--json").stdout)
    assert (told["rows"]["event"], told["runs"], told["failures"]) == (2, 2, 1)


def test_a_reader_that_stops_reading_is_no_error(record):
    paths = [path for path in sys.path if path]
    script = f"import sys; sys.path[:0] = {paths!r}; from dragoman.cli import app; app(['show', {str(record)!r}])"
    shown = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    shown.stdout.close()
    assert b"Traceback" not in shown.stderr.read()
    shown.wait()
