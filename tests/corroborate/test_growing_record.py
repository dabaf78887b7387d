"""A record on disk that grows run by run: the same files and tables as one read at once."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from benchmarks.invent_events import invent_record
from dragoman.engines.relate import RELATIONS as RELATIONS_OF_OURS
from dragoman.record import Record
from dragoman.schema import RELATIONS, SHARDS
from dragoman.store import relations
from tests.corroborate.records import add


@pytest.fixture(scope="module")
def press():
    """The tables of an invented press as shards have them: an actor for each document that names it."""
    tables = invent_record(150, seed=8)[0]
    actor = tables["actor"].to_pylist()
    named = {
        (event["document_id"], one["actor_id"])
        for event in tables["event"].to_pylist()
        for one in (*event["actors"], *event["recipients"])
    }
    rows = [
        one | {"document_id": document} for document, name in sorted(named) for one in actor if one["actor_id"] == name
    ]
    return tables | {"actor": pa.Table.from_pylist(rows, SHARDS["actor"])}


def files(path: Path) -> dict[str, bytes]:
    return {name: (path / "tables" / name / "00000000.parquet").read_bytes() for name in RELATIONS}


def rows(path: Path) -> dict[str, list]:
    """All that a database says of documents and of what follows from them."""
    with Record(path) as record:
        return {name: record.table(name).to_pylist() for name in ("document", "event", *RELATIONS)}


def test_a_record_that_grew_is_one_that_was_read_at_once(tmp_path, press):
    ids = press["document"]["document_id"].to_pylist()
    add(tmp_path / "once", press, ids)
    for some in (ids[::3], ids[1::3], ids[2::3]):
        add(tmp_path / "grown", press, some)
    assert files(tmp_path / "grown") == files(tmp_path / "once")
    assert rows(tmp_path / "grown") == rows(tmp_path / "once")
    with Record(tmp_path / "grown") as record:
        record.rebuild()
    assert rows(tmp_path / "grown") == rows(tmp_path / "once")


def test_what_others_did_to_the_files_is_not_grown_from(tmp_path, press):
    """A file that is not as the relations left it says nothing of what they made."""
    ids = press["document"]["document_id"].to_pylist()
    add(tmp_path / "once", press, ids)
    add(tmp_path / "grown", press, ids[:-1])
    empty = tmp_path / "grown" / "tables" / "incident" / "00000000.parquet"
    empty.write_bytes((tmp_path / "once" / "tables" / "dispute" / "00000000.parquet").read_bytes())
    add(tmp_path / "grown", press, ids[-1:])
    assert files(tmp_path / "grown") == files(tmp_path / "once")


def test_other_relations_make_all_anew(tmp_path, press, monkeypatch):
    ids = press["document"]["document_id"].to_pylist()
    add(tmp_path / "record", press, ids[:-1])
    asked = []
    held = relations._read_held
    monkeypatch.setattr(relations, "_read_held", lambda *given: asked.append(held(*given)) or asked[-1])
    other = relations.Relations("another mark", RELATIONS_OF_OURS.run)
    monkeypatch.setattr("tests.corroborate.records.RELATIONS", other)
    add(tmp_path / "record", press, ids[-1:])
    assert set(asked) == {None}
    with duckdb.connect(str(tmp_path / "record" / "record.duckdb"), read_only=True) as connection:
        assert ("relations", "another mark") in connection.execute("SELECT * FROM across.held").fetchall()
