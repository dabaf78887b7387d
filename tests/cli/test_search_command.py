"""`dragoman search`: hits with their words marked, JSON, and wrong queries turned down."""

import json


def test_search_shows_the_words_and_where_they_are(run, record):
    shown = run("search", record, "arland", "zell").stdout
    assert "«Arland struck Borduria near Zell»" in shown
    assert "Port Courier · 2031-05-01" in shown
    assert "1 document" in shown
    assert run("search", record, "nowhere").stdout == "no documents with these words\n"


def test_search_gives_json_with_spans(run, record):
    (line,) = run("search", record, "struck", "--in", "events", "--json").stdout.splitlines()
    hit = json.loads(line)
    assert (hit["what"], hit["text"][hit["marks"][0][0] - hit["start"] :][:6]) == ("ASSAULT", "struck")


def test_search_filters_limits_and_leaves_out(run, record):
    assert "1 document" in run("search", record, "--since", "2031-05-15", "borduria").stdout
    assert "1 document" in run("search", record, "--", "borduria", "-zell").stdout
    assert "and 1 more of 2 documents" in run("search", record, "borduria", "--limit", "1").stdout


def test_search_turns_down_what_makes_no_sense(run, record, tmp_path):
    wrong = run("search", record, '"struck')
    assert wrong.exit_code == 2
    assert "a quotation mark is not closed" in wrong.stderr
    assert run("search", record, "x", "--since", "May").exit_code == 2
    assert run("search", tmp_path / "none", "x").exit_code == 2


def test_words_of_an_article_do_nothing_to_the_terminal(run, record):
    shown = run("search", record, "bold").stdout
    assert "[bold]Borduria[/bold]" in shown
    assert "\x1b" not in shown and "\x07" not in shown
