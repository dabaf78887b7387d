"""A pair's page: both directions, every point a row, and a way to any other pair."""

import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "charts"))

from rows_by_hand import fill, make_event

from dragoman.desk.asking import Asked
from dragoman.desk.page import NotFoundError
from dragoman.desk.pages.pair import build
from dragoman.store.query import Filters


def test_both_directions_are_counted_drawn_and_listed(desk):
    page = desk.get("/pair?one=ARG&other=URY").text
    assert "<h1>Argentina and Uruguay</h1>" in page
    assert "Argentina to Uruguay" in page and "Uruguay to Argentina" in page
    rows = [
        json.loads(line) for line in desk.get("/pair?one=ARG&other=URY&table=events&format=jsonl").text.splitlines()
    ]
    assert {row["direction"] for row in rows} >= {"ONE", "OTHER"}
    assert all(row["quote"] for row in rows)
    for row in rows[:3]:
        document = desk.get(f"/document/{row['document_id']}").text
        assert f"event-{row['event_id']}" in document


def test_points_lead_to_rows_of_this_table(desk):
    page = desk.get("/pair?one=ARG&other=URY").text
    anchors = re.findall(r'href="\?[^"]*#(event-[0-9a-f]+)"', page)
    assert anchors
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_what_is_not_drawn_is_said(desk):
    page = desk.get("/pair?one=ARG&other=URY").text
    assert re.search(r"Not drawn: \d+ without a date", page)


def test_dates_choose(desk):
    rows = desk.get("/pair?one=ARG&other=URY&since=2026-05-15&until=2026-05-16&table=events&format=jsonl").text
    days = {json.loads(line)["earliest"] for line in rows.splitlines()}
    assert days == {"2026-05-15"}


def test_without_sides_it_offers_pairs(desk):
    page = desk.get("/pair").text
    assert "/pair?one=" in page
    assert desk.get("/pair?table=events&format=jsonl").text == ""


def test_a_side_that_is_none_is_not_found(desk):
    answer = desk.get("/pair?one=ARG&other=<script>")
    assert answer.status_code == 404
    assert "<script>&#39;" not in answer.text and "&lt;script&gt;" in answer.text


def test_a_code_that_only_events_give_is_a_side():
    connection = fill([make_event(1, "ASSAULT", ["ARL MIL"], ["BOR"])], [])
    connection.execute("DELETE FROM actor WHERE code = 'ARL MIL'")
    assert build(connection, Asked(own=(("one", "ARL MIL"), ("other", "BOR")))).total == 1
    assert build(connection, Asked(own=(("one", "BOR"), ("other", "arl mil")))).total == 1
    aid = Filters(types=("AID",), limit=50)
    assert build(connection, Asked(own=(("one", "ARL MIL"), ("other", "BOR")), filters=aid)).total == 0
    with pytest.raises(NotFoundError, match="XYZ"):
        build(connection, Asked(own=(("one", "ARL MIL"), ("other", "XYZ"))))
