"""The adapter: values in, Arrow out, with the stage named that a failure comes from."""

import pytest

from dragoman.engines import lift
from dragoman.ids import sha256
from dragoman.schema import SHARDS
from dragoman.settings import Settings
from dragoman.values import RawDocument, Reading


def make_raw(text: str, **more) -> RawDocument:
    return RawDocument(input="page", text=text, media="TEXT", raw_sha256=sha256(text.encode()), **more)


def test_lifting_gives_the_rows_that_the_function_gives():
    read = lift.load_build("fake_flow:build")(Settings())
    plain = read(make_raw("Arland struck Borduria near Hill\n"))
    batch = lift.Lifted(Settings(), "fake_flow:build")([make_raw("Arland struck Borduria near Hill\n")])
    assert isinstance(plain, Reading)
    assert batch.tables["event"]["event_id"].to_pylist() == [event.event_id for event in plain.events]
    assert batch.tables["statement"]["content"].to_pylist() == [[{"start": 14, "end": 32}]]
    for name, table in batch.tables.items():
        assert table.schema == SHARDS[name]


def test_a_key_hangs_on_all_that_was_read_but_the_path():
    one = make_raw("x", title="t")
    assert lift.input_key(one) == lift.input_key(RawDocument(**{**_fields(one), "input": "elsewhere"}))
    assert lift.input_key(one) != lift.input_key(make_raw("x", title="u"))
    assert lift.input_key(one) != lift.input_key(make_raw("y", title="t"))


def _fields(raw: RawDocument) -> dict:
    return {name: getattr(raw, name) for name in raw.__struct_fields__}


def test_a_failure_names_the_stage_it_rose_from():
    def read(_raw):
        from dragoman.schema import table_of_rows

        table_of_rows("no such table", [])

    problem = lift.read_one(read, make_raw("x"))
    assert (problem.stage, problem.input) == ("schema", "page")


def test_a_build_that_is_not_there_is_an_import_error():
    with pytest.raises(ModuleNotFoundError):
        lift.load_build("nowhere_at_all:build")
