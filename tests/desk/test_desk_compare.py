"""Compare: how to add other coders' tables, then ours beside theirs."""

import html
import json
import re
from datetime import datetime

import lxml.html


def test_without_tables_it_says_how_to_add_some(desk):
    page = desk.get("/compare").text
    assert "dragoman compare record 20151124.export.CSV.zip" in page
    assert desk.get("/compare?table=cells&format=jsonl").text == ""


def test_ours_stand_beside_theirs(compared):
    page = compared.get("/compare").text
    assert "GDELT" in page and "Not to be compared" in page
    rows = [json.loads(line) for line in compared.get("/compare?table=cells&format=jsonl").text.splitlines()]
    cells = {(row["day"], row["actor"], row["recipient"], row["quad"]): (row["ours"], row["gdelt"]) for row in rows}
    ours, theirs = cells["2026-05-15", "URY", "ARG", 4]
    assert ours > 0 and theirs == 1
    assert cells["2026-05-15", "BRA", "URY", 2] == (0, 1)
    assert "/pair?one=BRA&amp;other=URY&amp;since=2026-05-15&amp;until=2026-05-15" in page


def test_sides_and_days_choose(compared):
    rows = compared.get("/compare?one=bra&since=2026-05-15&until=2026-05-15&table=cells&format=jsonl").text.splitlines()
    assert rows and all("BRA" in (json.loads(line)["actor"], json.loads(line)["recipient"]) for line in rows)


def find_beside(page):
    """By who and to whom: the kinds of what we have, and of what others have."""
    for row in lxml.html.fromstring(page).xpath("//table[contains(@class, 'beside')]/tbody/tr"):
        day, who, *sides = row.xpath("td")
        kinds = [[one.text_content() for one in side.xpath(".//span[@class='kind']")] for side in sides]
        yield day.text_content(), " ".join(who.text_content().split()), *kinds


def test_the_rows_themselves_stand_beside_theirs(compared, ask):
    page = compared.get("/compare?show=rows&since=2026-05-15&until=2026-05-15").text
    rows = {who: sides for _, who, *sides in find_beside(page)}
    ours, theirs = rows["Uruguay → Argentina"]
    assert len(ours) >= 1 and theirs == ["sanction"]
    assert rows["Brazil → Uruguay"] == [[], ["aid"]]
    assert "https://paper.example/aid" in page
    event, document = re.search(r"/document/(\w+)\?show=event-(\w+)#at-event", page).group(2, 1)
    assert ask("SELECT document_id FROM event WHERE event_id = $1", event) == [{"document_id": document}]


def test_days_of_rows_are_paged_the_latest_first(compared, monkeypatch):
    monkeypatch.setattr("dragoman.desk.asking.ROWS", 2)
    seen, number = [], 1
    while rows := list(find_beside(compared.get(f"/compare?show=rows&page={number}").text)):
        assert len(rows) <= 2
        seen += rows
        number += 1
    cells = [json.loads(line) for line in compared.get("/compare?table=cells&format=jsonl").text.splitlines()]
    assert len(seen) == len({(one["day"], one["actor"], one["recipient"]) for one in cells}) > 2
    days = [datetime.strptime(day, "%d %B %Y") for day, *_ in seen]
    assert days == sorted(days, reverse=True)
    assert sum(len(ours) for *_, ours, _ in seen) == sum(one["ours"] for one in cells)


def test_a_count_leads_to_its_rows(compared):
    page = compared.get("/compare").text
    lead = html.unescape(re.search(r'href="(\?[^"]*show=rows[^"]*one=BRA[^"]*)"', page)[1])
    assert [who for _, who, *_ in find_beside(compared.get("/compare" + lead).text)] == ["Brazil → Uruguay"]
    assert compared.get("/compare?show=sums").status_code == 400


def test_the_rows_download_by_day_ours_with_their_words(compared):
    lines = compared.get("/compare?show=rows&one=ury&table=rows&format=jsonl").text.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert {row["row_id"] for row in rows if row["system"] == "GDELT"} == {"1", "2"}
    ours = [row for row in rows if row["system"] == "ours"]
    assert ours and all(row["quote"] for row in ours)


def test_what_is_counted_is_counted_once_and_anew_when_a_table_is_added(compared, copied, monkeypatch):
    from dragoman.store import reference
    from dragoman.store.folder import Folder

    counted, count = [], reference.compare_with_references
    monkeypatch.setattr(reference, "compare_with_references", lambda *given: counted.append(1) or count(*given))
    before = compared.get("/compare")
    for path in ("/compare?show=rows", "/compare?page=2"):
        assert compared.get(path).status_code == 200
    assert len(counted) == 1
    event = reference.ReferenceEvent(
        "ICEWS", "4", datetime(2026, 5, 16).date(), "AID", ("BRA",), ("URY",), None, None, None
    )
    reference.keep_reference(Folder(copied), [event])
    after = compared.get("/compare", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200 and "16 May 2026" in after.text
    assert len(counted) == 2
