"""JSONL, JSON and CSV: a bad row is a Problem that says where, the others are read, nothing is lost."""

import json
from pathlib import Path

import pytest

from dragoman.ids import sha256
from dragoman.readers import read_input
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument


def read_text(folder: Path, name: str, text: str, settings: Settings | None = None) -> list[RawDocument | Problem]:
    path = folder / name
    path.write_bytes(text.encode())
    return list(read_input(path, settings or Settings()))


def said(found: list[RawDocument | Problem]) -> list[str]:
    return [one.text if isinstance(one, RawDocument) else f"! {one.error}" for one in found]


def test_jsonl_reads_all_columns_and_hashes_the_row(tmp_path: Path) -> None:
    row = '{"id": 7, "url": "https://a.example/7", "title": "T", "text": "Words.", "publisher": "The Mail", "x": []}'
    [document] = read_text(tmp_path, "a.jsonl", row + "\n")
    assert document == RawDocument(
        input=f"{tmp_path / 'a.jsonl'}#1",
        text="Words.",
        media="TEXT",
        raw_sha256=sha256(row.encode()),
        external_id="7",
        url="https://a.example/7",
        title="T",
        publisher="The Mail",
    )


def test_a_row_has_the_same_hash_wherever_it_stands(tmp_path: Path) -> None:
    rows = ['{"text": "one"}', "\ufeff" + '{"text": "one"}\r\n', '\n\n {"text": "one"}\n']
    found = [one for i, row in enumerate(rows) for one in read_text(tmp_path, f"{i}.jsonl", row)]
    assert len({one.raw_sha256 for one in found if isinstance(one, RawDocument)}) == 1


def test_jsonl_names_the_broken_line_and_reads_the_others(tmp_path: Path) -> None:
    lines = [
        '{"text": "one"}', '{"text": "two"', "", '["three"]', '{"text": 4}', '{"body": "five"}', '{"text": " "}',
        "[" * 100_000, '"six"', '{"text": "seven"}',
    ]  # fmt: skip
    found = read_text(tmp_path, "a.jsonl", "\ufeff" + "\r\n".join(lines))
    assert said(found) == [
        "one",
        "! line 2 is not JSON: Expecting ',' delimiter at character 15",
        "! JSON, but not an object with columns",
        "! the text of the row is a number, not words",
        "! row with no column 'text'; there are 'body'; --column text=NAME says which holds the text",
        "! the text of the row is empty",
        "! line 8 is not JSON: nested too deeply",
        "! line 9 is not JSON: a bare string",
        "seven",
    ]
    assert [one.input.rpartition("#")[2] for one in found] == ["1", "2", "4", "5", "6", "7", "8", "9", "10"]


def test_promise_11_a_lone_surrogate_is_repaired_and_nothing_is_cut(tmp_path: Path) -> None:
    [document] = read_text(tmp_path, "a.jsonl", r'{"text": "one \ud83d\udea2 two \ud800 three", "title": "\udfff"}')
    assert isinstance(document, RawDocument)
    assert (document.text, document.title) == ("one \U0001f6a2 two \ufffd three", "\ufffd")


def test_columns_by_other_names(tmp_path: Path) -> None:
    settings = Settings(columns={"text": "body", "id": "key"})
    [document] = read_text(tmp_path, "a.csv", "key,body,text\nk1,words,other\n", settings)
    assert isinstance(document, RawDocument)
    assert (document.text, document.external_id) == ("words", "k1")
    assert said(read_text(tmp_path, "b.csv", "id,body\n1,words\n", settings)) == [
        "! no column 'key'; there are 'id', 'body'"
    ]


def test_csv_without_a_text_column_names_those_it_has(tmp_path: Path) -> None:
    found = read_text(tmp_path, "a.csv", "id,headline,story\n1,a,b\n2,c,d\n")
    hint = "--column text=NAME says which holds the text"
    assert said(found) == [f"! no column 'text'; there are 'id', 'headline', 'story'; {hint}"]


def test_csv_rows_keep_lines_quotes_and_their_own_bytes(tmp_path: Path) -> None:
    first, second = '1,"one, ""two""\nthree"\n', '2,"four"\n'
    found = read_text(tmp_path, "a.csv", "id,text\n" + first + "\n" + second)
    assert said(found) == ['one, "two"\nthree', "four"]
    assert [one.input.rpartition("#")[2] for one in found] == ["2", "5"]
    assert [one.raw_sha256 for one in found if isinstance(one, RawDocument)] == [
        sha256(first.strip().encode()),
        sha256(second.strip().encode()),
    ]


def test_csv_rows_of_the_wrong_width_are_not_guessed_at(tmp_path: Path) -> None:
    assert said(read_text(tmp_path, "a.csv", "id,text\n1,one, two\n2\n3,three\n")) == [
        "! row at line 2: 3 cells where the header has 2; a text with commas needs quotation marks",
        "! row at line 3: 1 cells where the header has 2",
        "three",
    ]
    assert said(read_text(tmp_path, "b.csv", "id,text\n")) == ["! names of columns and no row"]


def test_csv_fields_may_be_large_but_not_beyond_the_cap(tmp_path: Path) -> None:
    large = "word " * 100_000
    found = read_text(
        tmp_path, "a.csv", f'id,text\n1,"{large}"\n2,"{large}{large}{large}"\n3,three\n', Settings(page_bytes=1_000_000)
    )
    assert said(found) == [
        large,
        "! row at line 3: 1.5 MB, where one item may have 1.0 MB (page_bytes)",
        "three",
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_csv_as_spreadsheets_write_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('id;text\r\n1;"Señor – «x»"\r\n'.encode(encoding))
    assert said(list(read_input(path, Settings()))) == ["Señor – «x»"]


def test_nothing_but_a_byte_order_mark_is_an_empty_file(tmp_path: Path) -> None:
    for name, raw in (("a.csv", b"\xff\xfe"), ("a.csv", b"\xef\xbb\xbf\n"), ("a.csv", b"\xff\xfea")):
        (tmp_path / name).write_bytes(raw)
        [problem] = read_input(tmp_path / name, Settings())
        assert isinstance(problem, Problem)


def test_json_may_hold_one_row_or_a_list(tmp_path: Path) -> None:
    assert said(read_text(tmp_path, "a.json", json.dumps({"text": "one"}, indent=2))) == ["one"]
    assert said(read_text(tmp_path, "a.json", '[{"text": "one"}, 3, {"text": "two"}]')) == [
        "one",
        "! JSON, but not an object with columns",
        "two",
    ]
    assert said(read_text(tmp_path, "a.json", "{")) == [
        "! not JSON: Expecting property name enclosed in double quotes at character 2"
    ]


def test_a_row_may_hold_a_page(tmp_path: Path) -> None:
    [document] = read_text(tmp_path, "a.jsonl", json.dumps({"text": "<html><body><p>One.</p></body></html>"}))
    assert isinstance(document, RawDocument)
    assert document.media == "HTML"
