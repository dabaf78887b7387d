"""Statements: all denials, of one speaker, of some days; each with its own words."""

import json


def rows_of(desk, query):
    return [
        json.loads(line) for line in desk.get(f"/statements?{query}&table=statements&format=jsonl").text.splitlines()
    ]


def test_all_denials_are_listed_and_nothing_else(desk, ask):
    told = ask("SELECT statement_id FROM statement WHERE act = 'DENY'")
    rows = rows_of(desk, "type=DENY")
    assert sorted(row["statement_id"] for row in rows) == sorted(row["statement_id"] for row in told)
    page = desk.get("/statements?type=DENY").text
    assert page.count("data-row") == len(rows)
    assert page.count('<span class="kind">') == page.count('<span class="kind">deny</span>') == len(rows)


def test_the_words_are_those_of_the_page(desk, ask):
    for row in rows_of(desk, "type=DIRECT")[:5]:
        (page,) = ask("SELECT text FROM document WHERE document_id = $1", row["document_id"])
        assert page["text"][row["start"] : row["end"]] == row["quote"]


def test_a_speaker_and_an_actor_choose(desk, ask):
    (duhalde,) = ask("SELECT actor_id FROM actor WHERE name = 'Marcela Duhalde'")
    rows = rows_of(desk, f"speaker={duhalde['actor_id']}")
    assert rows and {row["speaker"] for row in rows} == {duhalde["actor_id"]}
    assert "Who said what: <bdi>Marcela Duhalde</bdi>" in desk.get(f"/statements?speaker={duhalde['actor_id']}").text
    assert {row["statement_id"] for row in rows} <= {row["statement_id"] for row in rows_of(desk, "actor=duhalde")}


def test_days_leave_out_pages_without_one_and_say_so(desk, ask):
    (undated,) = ask("SELECT count(*) AS n FROM statement JOIN document USING (document_id) WHERE published IS NULL")
    page = desk.get("/statements?since=2026-05-01").text
    assert f"{undated['n']} more statements on pages without a date" in page
    assert all(row["published"] >= "2026-05-15" for row in rows_of(desk, "since=2026-05-15"))


def test_pages_of_rows_make_the_whole(desk, ask):
    (told,) = ask("SELECT count(*) AS n FROM statement")
    assert told["n"] > 50
    shown = sum(desk.get(f"/statements?page={page}").text.count("data-row") for page in range(1, 4))
    assert shown == told["n"]
