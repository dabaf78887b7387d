"""The append-only log: a line counts when it is whole."""

import pyarrow as pa

from dragoman.store.files import Log, make_parquet, write_bytes


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


def test_the_same_table_gives_the_same_bytes():
    one, two = ({"x": ["a", None, "ş" * 100]} for _ in range(2))
    assert make_parquet(pa.table(one)) == make_parquet(pa.table(two))


def test_every_altered_byte_of_a_log_is_found(tmp_path):
    log = Log(tmp_path / "log")
    for number in range(3):
        log.append({"n": number, "words": "ş"})
    whole = log.path.read_bytes()
    assert log.find_fault() is None
    for place in range(len(whole)):
        log.path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert Log(log.path).find_fault() or Log(log.path).length() < len(whole), place


def test_a_line_left_out_is_found(tmp_path):
    log = Log(tmp_path / "log")
    for number in range(3):
        log.append({"n": number})
    first, _, third = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(first + third)
    assert Log(log.path).find_fault() == "line 2 is not as it was written, or a line before it is missing"


def test_another_writer_may_append_between(tmp_path):
    one, two = Log(tmp_path / "log"), Log(tmp_path / "log")
    for number in range(3):
        one.append({"n": number})
        two.append({"n": number})
    assert one.find_fault() is None
