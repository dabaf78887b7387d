"""`verify` finds any altered byte of the logs of corrections and codings."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.store.corrections import coding_log, correction_log
from dragoman.store.folder import Folder, RecordError
from dragoman.store.verify import verify


@pytest.fixture(scope="module")
def raw(coded):
    return (coded / "much" / "corrections.jsonl").read_bytes()


@pytest.fixture(scope="module")
def altered(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("altered"))


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_promise_6_any_altered_byte_of_the_log_is_found(raw, altered, data):
    at = data.draw(st.integers(0, len(raw) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != raw[at]))
    log = correction_log(altered)
    log.path.write_bytes(raw[:at] + bytes([byte]) + raw[at + 1 :])
    assert log.find_fault() or log.length() < len(raw), (at, byte)


def test_another_spelling_of_the_same_letter_is_found(raw, altered):
    """JSON may write one letter in two ways; the bytes are not those that were written all the same."""
    log = correction_log(altered)
    assert b"\\u00eb" in raw
    log.path.write_bytes(raw.replace(b"\\u00eb", b"\\u00EB", 1))
    assert "is not as it was written" in str(log.find_fault())


def test_promise_06_lines_taken_out_or_added_are_found(raw, much, altered):
    lines = raw.splitlines(keepends=True)
    log = correction_log(altered)
    for left in (lines[1:], [*lines[:3], *lines[4:]], [lines[1], lines[0], *lines[2:]], [*lines, lines[-1]]):
        log.path.write_bytes(b"".join(left))
        assert log.find_fault()
    assert verify(much.folder).faults == ()
    correction_log(Folder(much.folder)).path.write_bytes(b"".join(lines[:-1]))  # a chain does not tell of its end
    assert [fault.where for fault in verify(much.folder).faults] == ["record.duckdb"]


def test_promise_06_verify_names_the_log(much):
    path = much.folder / "corrections.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"a later count", b"a later coumt"))
    assert {fault.where: fault.what for fault in verify(much.folder).faults} == {
        "corrections.jsonl": "line 5 is not as it was written, or a line before it is missing"
    }
    path.write_bytes(whole[:-1] + b"}")
    assert "the last line is cut short; the next run takes it off" in {one.what for one in verify(much.folder).faults}
    path.write_bytes(b"[]\n" + whole)
    with pytest.raises(RecordError, match=r"corrections\.jsonl is damaged at line 1"):
        much.review.log()


def test_a_correction_that_only_the_database_has_is_found(much):
    import duckdb

    with duckdb.connect(much.folder / "record.duckdb") as connection:
        connection.execute("UPDATE correction SET hash = 'x' WHERE number = 1")
        connection.execute("DELETE FROM event WHERE type = 'AID'")
    told = {fault.where: fault.what for fault in verify(much.folder).faults}
    assert told["record.duckdb: correction"] == "2 entries are in the log or in the table, but not in both"
    assert told["record.duckdb: event"] == "1 rows that the files do not have, 1 that only they have"


def test_the_log_of_codings_is_verified_too(much):
    from dragoman.review import DoubleCoding

    DoubleCoding(much.folder).assign(["ana", "bo"], 2)
    assert verify(much.folder).faults == ()
    path = coding_log(Folder(much.folder)).path
    path.write_bytes(path.read_bytes().replace(b'"bo"', b'"bu"'))
    assert [fault.where for fault in verify(much.folder).faults] == ["codings.jsonl"]


def test_a_copy_of_the_folder_is_as_good(much, tmp_path):
    other = shutil.copytree(much.folder, tmp_path / "copy")
    (other / "record.duckdb").unlink()
    (other / "ledger.sqlite").unlink()
    from reviewed import Desk

    assert Desk(other).state() == much.state()
    assert verify(other).faults == ()
