"""The workbook, read by openpyxl: nothing runs, numbers are numbers, what was cut says so."""

import datetime

import pytest

from dragoman.exports.workbook import LONGEST, SHEETS, shorten_cell

openpyxl = pytest.importorskip("openpyxl")


def rows_of(book, name):
    header, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def book(export):
    return openpyxl.load_workbook(export("xlsx") / "record.xlsx")


def test_promise_15_no_cell_of_the_workbook_runs(book):
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert all(cell.hyperlink is None for sheet in book for row in sheet for cell in row)
    documents = rows_of(book, "documents")
    assert {row["publisher"] for row in documents} == {"Port Courier", '\'=HYPERLINK("http://x","y")', "'@wire"}
    assert "'-2+3" in {row["title"] for row in documents}


def test_promise_15_numbers_stay_numbers(book):
    strike = next(row for row in rows_of(book, "events") if row["type"] == "ASSAULT" and row["killed_low"])
    assert (strike["plover_score"], strike["lat"], strike["killed_low"]) == (-9.5, -34.4626, 3)
    assert strike["earliest"] == datetime.datetime(2031, 5, 1)
    assert (strike["actors"], strike["actor_codes"]) == ("Argentine jets", "ARG MIL")


def test_every_row_is_in_its_sheet(book, river):
    assert book.sheetnames == ["Coverage", *SHEETS]
    counts = {name: len(rows_of(book, name)) for name in SHEETS}
    assert counts == {name: river.count(name.removesuffix("s")) for name in SHEETS}


def test_an_incident_that_nobody_says_happened_says_so(book):
    told = {row["headline"]: row["realis"] for row in rows_of(book, "incidents")}
    assert told["Attack: Argentine jets → Uruguay, Colonia del Sacramento"] == "ACTUAL"
    assert told["Aid (planned): Argentina → Uruguay, Uruguay"] == "PLANNED"
    assert told["Sanction (supposed): Uruguay → Argentina"] == "HYPOTHETICAL"


def test_the_first_sheet_states_what_is_covered(book):
    told = {row["what"]: row["said"] for row in rows_of(book, "Coverage")}
    assert (told["inputs"], told["failures"], told["filters"]) == (5, 1, "none")


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_a_text_that_is_too_long_is_cut_with_a_note(letter):
    room = LONGEST // (len(letter.encode("utf-16-le")) // 2)
    assert shorten_cell(letter * room) == (letter * room, False)
    cut, was_cut = shorten_cell(letter * (room + 1))
    assert was_cut
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    kept = cut.count(letter) - ("a" in letter) * cut[cut.index("…") :].count("a")
    assert f"[cut: {room + 1 - kept:,} more characters; " in cut


def test_more_rows_than_a_sheet_holds_go_on_in_another(export, monkeypatch):
    monkeypatch.setattr("dragoman.exports.workbook.MOST_ROWS", 4)
    book = openpyxl.load_workbook(export("xlsx") / "record.xlsx")
    assert [len(rows_of(book, name)) for name in ("events", "events 2")] == [4, 2]
