"""Compare: how to add other coders' tables, then ours beside theirs."""

import json
from datetime import date

import pytest


@pytest.fixture
def compared(copied):
    from starlette.testclient import TestClient

    from dragoman.desk.app import make_app
    from dragoman.store.folder import Folder
    from dragoman.store.reference import ReferenceEvent, keep_reference

    day = date(2026, 5, 15)
    rows = [
        ReferenceEvent("GDELT", "1", day, "SANCTION", ("URY",), ("ARG",), None, None, None),
        ReferenceEvent("GDELT", "2", day, "AID", ("BRA",), ("URY GOV",), None, None, None),
        ReferenceEvent("ICEWS", "3", None, "AID", ("BRA",), ("URY",), None, None, None),
    ]
    keep_reference(Folder(copied), rows)
    with TestClient(make_app(copied), base_url="http://127.0.0.1:8000") as client:
        yield client


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
