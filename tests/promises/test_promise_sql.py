"""A user's SQL: one question, read-only, out of reach of everything else, with limits."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_flow import write_pages
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.engines.runs import read_into
from dragoman.record import Record
from dragoman.settings import Settings
from dragoman.store.asking import QueryError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sql")
    read_into(place / "record", [str(write_pages(place / "pages", 3))], Settings(jobs=0), build="fake_flow:build")
    return place / "record"


@pytest.fixture
def record(folder: Path) -> Iterator[Record]:
    with Record(folder) as opened:
        yield opened


def test_promise_16_values_are_parameters(record):
    hostile = "x'; DROP TABLE event; --"
    assert record.query("SELECT count(*) FROM actor WHERE name = ?", ["Arland"]).rows == [(1,)]
    assert record.query("SELECT count(*) FROM actor WHERE name = $name", {"name": hostile}).rows == [(0,)]
    assert record.query("SELECT count(*) AS n FROM event;").columns == ("n",)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM event",
        "INSERT INTO event SELECT * FROM event",
        "CREATE TABLE mine AS SELECT 1",
        "DROP TABLE event",
        "SELECT 1; DELETE FROM event",
        "SELECT 1) ; DELETE FROM event; SELECT (1",
        "COPY event TO '{stolen}'",
        "COPY (SELECT 1) TO '{stolen}'",
        "EXPORT DATABASE '{stolen}'",
        "ATTACH '{stolen}'",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM read_blob('{secret}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SELECT * FROM read_csv('s3://bucket/x.csv')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '90GB'",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "EXPLAIN ANALYZE SELECT 1",
        "",
        "not sql",
    ],
)
def test_promise_16_a_query_can_neither_write_nor_reach_anything(folder, tmp_path, query):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    with Record(folder) as record, pytest.raises(QueryError):
        record.query(query.format(secret=secret, stolen=tmp_path / "stolen", folder=tmp_path))
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_promise_16_rows_and_time_are_limited(record):
    found = record.query("SELECT * FROM range(1000000000)", limit=7)
    assert (len(found.rows), found.cut) == (7, True)
    assert not record.query("SELECT * FROM range(7)", limit=7).cut
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"takes longer than 0\.5 seconds"):
        record.query("SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b", seconds=0.5)
    assert time.monotonic() - began < 20
    assert record.query("SELECT count(*) FROM event").rows == [(6,)]


def test_promise_16_memory_is_limited(record):
    (row,) = record.query("SELECT current_setting('memory_limit'), current_setting('max_temp_directory_size')").rows
    assert row == ("953.6 MiB", "3.7 GiB")


def test_the_command_gives_rows_json_and_what_is_wrong(folder):
    def call(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["query", str(folder), *words], env={"COLUMNS": "120"})
        return done.exit_code, done.output

    code, told = call("SELECT type, count(*) AS n FROM event GROUP BY ALL ORDER BY ALL")
    assert (code, told.split()) == (0, ["type", "n", "ASSAULT", "3", "CONSULT", "3"])
    code, told = call("SELECT name, kind FROM actor WHERE name = ?", "--param", "Zoë", "--json")
    assert (code, json.loads(told)) == (0, {"name": "Zoë", "kind": "PERSON"})
    code, told = call("SELECT name FROM actor ORDER BY name", "--limit", "1")
    assert (code, "the first 1 rows; there are more: --limit" in told) == (0, True)
    code, told = call("DELETE FROM event")
    assert (code, "only a single SELECT may be asked" in told) == (1, True)
