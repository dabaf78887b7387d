"""Other coders' rows beside a record, set against its events cell by cell. All rows are invented."""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dragoman.readers.event_tables import TableEvent
from dragoman.store.folder import Folder
from dragoman.store.reference import (
    Agreement,
    Asked,
    Cell,
    ReferenceEvent,
    compare_with_references,
    find_reference_events,
    keep_reference,
    list_references,
)

DAY, NEXT = date(2031, 4, 1), date(2031, 4, 2)


def make_event(row_id: str, day: date | None, type_: str | None, *codes: str, system: str = "GDELT") -> ReferenceEvent:
    return ReferenceEvent(system, row_id, day, type_, codes[:1], codes[1:], None, None, None)


THEIRS = (
    make_event("1", DAY, "ASSAULT", "NOR MIL", "DNK"),
    make_event("2", DAY, "ASSAULT", "NOR", "DNK MIL"),
    make_event("3", DAY, "CONSULT", "NOR", "DNK", "SWE"),
    make_event("4", NEXT, "AID", "IGO UNO", "DNK"),
    make_event("5", None, "AID", "IGO UNO", "DNK"),
    make_event("6", DAY, None, "NOR", "DNK"),
    make_event("7", DAY, "AID", "NOR"),
    make_event("1", DAY, "ASSAULT", "NOR", "DNK", system="ICEWS"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def record() -> duckdb.DuckDBPyConnection:
    """Four events of ours: two as one of theirs, one that only we have, one denied."""
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS record; USE record")
    party = "STRUCT(actor_id VARCHAR, code VARCHAR)[]"
    connection.execute(
        f"CREATE TABLE event (event_id VARCHAR, earliest DATE, date_precision VARCHAR, quad BIGINT, realis VARCHAR,"
        f" actors {party}, recipients {party})"
    )
    for name, day, precision, quad, realis, actor, recipient in (
        ("a", DAY, "DAY", 4, "ACTUAL", "NOR MIL", "DNK GOV"),
        ("b", DAY, "DAY", 3, "ACTUAL", "DNK", "NOR"),
        ("c", DAY, "DAY", 4, "DENIED", "DNK", "NOR"),
        ("d", DAY, "MONTH", 4, "ACTUAL", "DNK", "NOR"),
        ("e", DAY, "DAY", 4, "ACTUAL", None, "NOR"),
    ):
        connection.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, [{'actor_id': '', 'code': ?}], [{'actor_id': '', 'code': ?}])",
            [name, day, precision, quad, realis, actor, recipient],
        )
    return connection


def test_the_rows_of_a_reader_are_the_rows_of_the_store() -> None:
    assert TableEvent._fields == ReferenceEvent._fields


def test_a_table_is_kept_once_and_on_the_log_of_sums(folder: Folder) -> None:
    gdelt, icews = keep_reference(folder, THEIRS)
    assert (gdelt.system, gdelt.rows, gdelt.first, gdelt.last) == ("GDELT", 7, DAY, NEXT)
    assert icews.rows == 1
    assert keep_reference(folder, (*reversed(THEIRS), *THEIRS)) == (gdelt, icews)
    assert list_references(folder) == (gdelt, icews)
    [(_, first), (_, second)] = folder.sums.read()
    assert {*first["files"], *second["files"]} == {f"reference/{gdelt.name}", f"reference/{icews.name}"}
    assert pq.ParquetFile(folder.path / "reference" / gdelt.name).metadata.num_rows == 7


def test_cells_stand_side_by_side(folder: Folder, record: duckdb.DuckDBPyConnection) -> None:
    keep_reference(folder, THEIRS)
    done = compare_with_references(record, folder, Asked())
    assert done.cells == (
        Cell(DAY, "DNK", "NOR", 3, 1, {}),
        Cell(DAY, "NOR", "DNK", 1, 0, {"GDELT": 1}),
        Cell(DAY, "NOR", "DNK", 4, 1, {"GDELT": 2, "ICEWS": 1}),
        Cell(DAY, "NOR", "SWE", 1, 0, {"GDELT": 1}),
        Cell(NEXT, "IGO UNO", "DNK", 2, 0, {"GDELT": 1}),
    )
    gdelt, icews = done.agreements
    assert gdelt == Agreement("GDELT", days=1, both=1, only_ours=1, only_theirs=2, dyads=1, same_quad=1)
    assert gdelt.overlap == 0.25
    assert (icews.both, icews.only_ours, icews.only_theirs) == (1, 1, 0)
    assert done.left_out == {"GDELT": 3, "ours": 2}


def test_a_pair_and_days_can_be_asked_for(folder: Folder, record: duckdb.DuckDBPyConnection) -> None:
    keep_reference(folder, THEIRS)
    pair = Asked(party="DNK", other="NOR")
    assert {cell[1:3] for cell in compare_with_references(record, folder, pair).cells} == {
        ("DNK", "NOR"),
        ("NOR", "DNK"),
    }
    assert [one.row_id for one in find_reference_events(folder, pair)] == ["1", "2", "3", "1"]
    assert find_reference_events(folder, Asked(since=NEXT)) == [THEIRS[3]]
    assert len(find_reference_events(folder, Asked(until=DAY), limit=2)) == 2


def test_without_a_table_there_is_nothing_to_agree_with(folder: Folder, record: duckdb.DuckDBPyConnection) -> None:
    done = compare_with_references(record, folder, Asked())
    assert [cell.ours for cell in done.cells] == [1, 1]
    assert done.agreements == ()
    assert find_reference_events(folder, Asked()) == []
