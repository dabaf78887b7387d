"""The database follows the shards, whoever wrote them."""

import contextlib

import pyarrow.parquet as pq

from dragoman.record import Record
from dragoman.store import syncing
from dragoman.store.database import attach_to_write


def test_a_shard_of_an_older_version_lacks_a_column(record):
    places = record.table("place").to_pylist()
    assert places
    path = record.path
    record.close()
    for shard in (path / "tables" / "place").glob("*.parquet"):
        pq.write_table(pq.read_table(shard).drop_columns(["focus"]), shard)
    with contextlib.closing(Record(path)) as older:
        older.rebuild()
        assert older.table("place").to_pylist() == [row | {"focus": False} for row in places]


def test_actors_that_went_missing_are_added_again(record):
    actors = record.table("actor").to_pylist()
    assert actors
    path = record.path
    record.close()
    with attach_to_write(path / "record.duckdb") as connection:
        connection.execute("DELETE FROM actor")
        syncing._mend_actors(connection)
        assert len(connection.execute("SELECT * FROM actor").fetchall()) == len(actors)
    with contextlib.closing(Record(path)) as mended:
        assert mended.table("actor").to_pylist() == actors
