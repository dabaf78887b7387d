"""The append-only log: a line counts when it is whole."""

import pyarrow as pa

from dragoman.store.files import Log, write_bytes, write_parquet


def test_lines_come_back_with_where_they_end(tmp_path):
    log = Log(tmp_path / "log")
    ends = [log.append({"n": number, "ş": "\n"}) for number in range(3)]
    assert [(end, line["n"]) for end, line in log.read()] == list(zip(ends, range(3), strict=True))
    assert [line["n"] for _, line in log.read(ends[1])] == [2]
    assert log.length() == ends[-1]


def test_a_line_cut_short_does_not_count_and_is_cut_off(tmp_path):
    log = Log(tmp_path / "log")
    end = log.append({"n": 1})
    with log.path.open("ab") as file:
        file.write(b'{"n": 2' + b"x" * 100_000)
    assert [line["n"] for _, line in log.read()] == [1]
    assert log.length() == end
    log.repair()
    assert log.path.stat().st_size == end
    log.append({"n": 3})
    assert [line["n"] for _, line in log.read()] == [1, 3]


def test_a_log_of_nothing_but_a_cut_line_is_empty(tmp_path):
    log = Log(tmp_path / "log")
    log.path.write_bytes(b'{"n"')
    log.repair()
    assert log.path.read_bytes() == b""
    assert list(Log(tmp_path / "none").read()) == []


def test_writing_leaves_no_temporary_file(tmp_path):
    write_bytes(tmp_path / "a" / "b", b"1")
    write_bytes(tmp_path / "a" / "b", b"2")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert (tmp_path / "a" / "b").read_bytes() == b"2"


def test_the_same_table_gives_the_same_bytes(tmp_path):
    table = pa.table({"x": ["a", None, "ş" * 100]})
    write_parquet(tmp_path / "1", table)
    write_parquet(tmp_path / "2", pa.table({"x": ["a", None, "ş" * 100]}))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
