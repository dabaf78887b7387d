"""`dragoman review DIR ...`: what it prints, and how it turns down what cannot be done."""

import json
import re

import pytest
from typer.testing import CliRunner


@pytest.fixture
def run(desk, monkeypatch):
    """`run("accept", ID, "--by", "ana")`: exit code and all that is printed."""
    from dragoman.cli import app

    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("DRAGOMAN_BY", raising=False)

    def call(*words):
        result = CliRunner().invoke(app, ["review", str(desk.folder), *map(str, words)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return call


@pytest.fixture
def show(desk, monkeypatch):
    """`show("incidents")`: all that a list prints."""
    from dragoman.cli import app

    monkeypatch.setenv("COLUMNS", "200")
    return lambda command, *words: CliRunner().invoke(app, [command, str(desk.folder), *words]).output


def test_a_row_is_edited_shown_logged_and_undone(run, desk):
    event = desk.event(1)
    code, said = run("edit", event, "type=COERCE", "killed_low=2", "killed_high=", "--by", "ana", "--reason", "arrests")
    assert (code, said.startswith("EDIT 1 row")) == (0, True), said
    entry = said.split()[-1]
    _, said = run("row", event[:14])
    assert "Arland [struck] Borduria near Zell" in said
    assert re.search(r"killed_low +2\b", said)
    assert 'type: "ASSAULT" → "COERCE"  APPLIED' in said
    _, said = run("log")
    assert f"{entry}  20" in said
    assert "ana  EDIT: arrests" in said
    code, said = run("undo", entry[:8], "--by", "bo")
    assert (code, f"{entry} taken back" in said) == (0, True)
    assert desk.cell("event", 1, "type") == "ASSAULT"


def test_what_waits_is_listed_and_what_was_accepted_is_not(run, desk):
    _, said = run("queue", "--limit", 0)
    assert said.count("event/") == 5
    assert run("accept", desk.event(3), "--by", "ana")[0] == 0
    _, said = run("queue", "--limit", 0, "--json")
    rows = [json.loads(line) for line in said.splitlines()]
    assert len(rows) == 4
    assert {row["table"] for row in rows} == {"event"}
    assert run("queue", "--table", "incident") == (0, "no incident waits for review\n")


def test_actors_are_merged_and_split(run, desk):
    assert run("merge", desk.actor("Arland"), desk.actor("Vale"), "--by", "ana")[0] == 0
    words = ("--name", "Port", "--kind", "organisation", "--code", "BOR BUS")
    code, said = run("split", desk.actor("Borduria"), desk.mention(4, "Borduria"), *words, "--by", "ana")
    assert (code, said.startswith("SPLIT 4 rows")) == (0, True), said
    assert desk.ask("SELECT name FROM actor ORDER BY ALL") == [("Arland",), ("Borduria",), ("Port",), ("Zoë",)]


def test_orphans_are_told_when_they_arise_and_afterwards(run, desk):
    _, said = run("edit", desk.event(1), "killed_low=3", "--by", "ana")
    run("edit", desk.event(1), "killed_low=4", "--by", "bo")
    assert run("orphans") == (0, "every correction has its target\n")
    _, said = run("undo", said.split()[-1], "--by", "ana")
    assert "now without a target:" in said
    assert "killed_low is 0 now, and was 3" in run("orphans")[1]
    (line,) = run("orphans", "--json")[1].splitlines()
    assert json.loads(line)["state"] == "ORPHANED"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("accept", "event/ffff", "--by", "ana"), 1, "no row of event is called 'ffff'"),
        (("accept", "event/ffff"), 2, "Missing option '--by'"),
        (("edit", "EVENT", "type", "--by", "ana"), 2, "'type' changes nothing; write FIELD=VALUE, such as type=COERCE"),
        (("edit", "EVENT", "type=WAR", "--by", "ana"), 1, "type is one of AGREE, CONSULT"),
        (("undo", "ffff", "--by", "ana"), 1, "no entries of the log are called 'ffff'; `log` lists them"),
        (("split", "EVENT", "x", "--into", "a", "--name", "b", "--by", "ana"), 2, "give one of the two"),
        (("next", "--by", "ana"), 2, "`next` asks, and here is nobody to answer"),
        (("agreement",), 1, "no sample was drawn yet"),
        (("queue", "--table", "ship"), 1, "no queue of 'ship'; there are event"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, desk, words, code, message):
    found, said = run(*(desk.event(1) if word == "EVENT" else word for word in words))
    assert (found, message in said) == (code, True), said
    assert desk.review.log() == []


def test_the_words_that_are_meant_are_seen_without_colours(run, desk):
    event = desk.event(1)
    assert "Arland [struck] Borduria near Zell" in run("row", event)[1]
    run("assign", "--coders", "ana,bo", "--sample", 5, "--by", "cy")
    said = run("code", "--by", "ana")[1]
    assert re.search(r"\[\w+\]", said), said
    assert "say of it: valid, type, realis, actors, recipients" in said


def test_lists_show_what_people_corrected_and_what_review_calls_a_row(run, desk, show):
    before = show("show", "events")
    assert desk.event(1) in before
    assert "by ana" not in before
    run("edit", desk.event(1), "type=COERCE", "--by", "ana")
    run("accept", desk.event(3), "--by", "bo")
    lists = show("show", "events")
    assert (lists.count("corrected by ana: plover_score, type"), lists.count("accepted by bo")) == (1, 1)
    rows = [json.loads(line) for line in show("show", "events", "--json").splitlines() if line.startswith("{")]
    told = {f"event/{row['event_id']}": row.get("reviewed") for row in rows}
    assert told[desk.event(3)] == {"accepted": ["bo"], "corrected": [], "fields": []}
    assert list(told.values()).count(None) == 3
    assert show("incidents").count("corrected by ana: plover_score, type") == 1
    assert show("show", "actors").count("actor/") == 4


def test_no_record_no_review(tmp_path):
    from dragoman.cli import app

    result = CliRunner().invoke(app, ["review", str(tmp_path / "none"), "log"])
    assert (result.exit_code, "no such folder" in result.output) == (2, True)


def test_the_name_may_come_from_the_environment(run, desk, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_BY", "cy")
    assert run("reject", desk.event(5))[0] == 0
    assert [one.by for one in desk.review.log()] == ["cy"]


def test_examples_are_written_as_lines(run, desk, tmp_path):
    run("edit", desk.event(1), "type=COERCE", "--by", "ana")
    code, said = run("training", "--out", tmp_path / "examples.jsonl")
    assert (code, said.startswith("2 examples in ")) == (0, True)
    rows = [json.loads(line) for line in (tmp_path / "examples.jsonl").read_text("utf-8").splitlines()]
    assert {row["field"] for row in rows} == {"type", "plover_score"}


def test_two_people_code_a_sample_and_see_how_far_they_agree(run):
    pytest.importorskip("krippendorff", reason="alpha needs the package krippendorff (extra `review`)")
    code, said = run("assign", "--coders", "ana,bo", "--sample", 2, "--seed", 1, "--by", "cy")
    assert (code, "2 rows of event for ana, bo" in said) == (0, True)
    for coder in ("ana", "bo"):
        for kind in ("AID", "COERCE" if coder == "ana" else "CONSULT"):
            _, said = run("code", "--by", coder, "--json")
            task = json.loads(said)
            assert task["coded"] is None
            assert run("code", task["row_id"], f"type={kind}", "--by", coder)[0] == 0
        assert run("code", "--by", coder) == (0, "all is coded\n")
    code, said = run("agreement")
    assert re.search(r"type +nominal +0\.\d{3} +2 +1 +too few: under 30 rows", said), said
    assert re.search(r"valid +nominal +– +2 +2 +all said the same", said), said


def test_going_through_shows_each_row_and_does_what_the_keys_say(desk, monkeypatch):
    from rich.console import Console
    from rich.prompt import Prompt

    from dragoman.cli.going_through import go_through

    answers = iter(["s", "a", "r", "a film", "e", "type=WAR", "", "e", "realis=DENIED; killed_low=1", "", "q"])
    monkeypatch.setattr(Prompt, "ask", lambda *_, **__: next(answers))
    console = Console(record=True, width=120)
    go_through(console, desk.review, "event", "ana")
    said = console.export_text()
    assert "realis is one of" not in said
    assert "type is one of AGREE" in said
    assert [one.action for one in desk.review.log()] == ["ACCEPT", "REJECT", "EDIT", "EDIT"]
    assert next(answers, "nothing left") == "nothing left"
