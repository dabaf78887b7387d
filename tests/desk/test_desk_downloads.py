"""Every table of every page has its files under it, with all its rows."""

import json
from itertools import pairwise

import lxml.html


def find_tables(page):
    """Each table of figures or rows, with the links of the files that follow it before the next one."""
    seen = list(lxml.html.fromstring(page).xpath("//table[thead]|//p[@class='files']"))
    for one, after in pairwise([*seen, None]):
        if one.tag == "table":
            files = after.xpath("a/@href") if after is not None and after.tag == "p" else []
            yield " ".join(one.text_content().split())[:60], files


def check_tables(client, path):
    page = client.get(path).text
    found = 0
    for name, files in find_tables(page):
        forms = [one.rpartition("format=")[2] for one in files]
        assert forms == ["csv", "jsonl", "json"], f"{path}: {name}"
        assert client.get(path.partition("?")[0] + files[1]).text, f"{path}: {name}"
        found += 1
    return found


def test_every_table_of_every_page_downloads(desk, tour):
    found = {name: check_tables(desk, path) for name, path in tour.items()}
    assert {name for name, tables in found.items() if tables} >= {"actor", "pair", "statements", "runs"}


def test_the_agreement_with_other_coders_downloads(compared):
    assert check_tables(compared, "/compare") == 2
    (row,) = (json.loads(line) for line in compared.get("/compare?table=agreement&format=jsonl").text.splitlines()[:1])
    assert row["system"] == "GDELT" and row["days"] >= 1
    assert row["overlap"] == row["both"] / (row["both"] + row["only_ours"] + row["only_theirs"])


def test_the_figures_told_of_an_incident_download(desk, ask):
    (told,) = ask(
        "SELECT incident_id, max(killed_low) AS killed FROM report JOIN event USING (event_id)"
        " WHERE killed_low IS NOT NULL AND killed_low = killed_high GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    path = f"/incident/{told['incident_id']}"
    assert check_tables(desk, path) == 1
    rows = [json.loads(line) for line in desk.get(f"{path}?table=figures&format=jsonl").text.splitlines()]
    (row,) = (row for row in rows if (row["loss"], row["figure"]) == ("killed", str(told["killed"])))
    assert row["origins"] >= 1 and row["told_by"]
    known = ask("SELECT count(*) AS n FROM event WHERE event_id IN (SELECT unnest($1::VARCHAR[]))", row["events"])
    assert known[0]["n"] == len(row["events"]) > 0
