"""Words are found wherever they stand, said where, whatever is typed; the index follows the record and may be lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.engines.runs import read_into
from dragoman.record import Record
from dragoman.settings import Settings
from dragoman.store.folder import RecordError
from dragoman.store.search import Question, choose_snippet, prepare, read_marks, search
from dragoman.store.search_words import WrongQueryError, read_query
from dragoman.store.verify import verify


def found(record, words, kind="document", **more):
    return search(record.connection, Question(words, kind, **more))


def texts(hits):
    return sorted(hit.text.split("\n")[0] for hit in hits.hits)


def add(folder, tmp_path, *pages):
    path = tmp_path / "more.jsonl"
    path.write_text("\n".join(json.dumps(page) for page in pages))
    read_into(folder, [str(path)], Settings(jobs=0), build="fake_flow:build")


@pytest.mark.parametrize(
    ("words", "documents"),
    [
        ("borduria", "123"),
        ("struck", "1"),
        ("ZOE", "2"),
        ("zoë met", "2"),
        ("struck met", ""),
        ("struck OR met", "12"),
        ("bord*", "123"),
        ("borduria -met", "13"),
        ("borduria NOT (met OR struck)", "3"),
        ('"helped arland"', "3"),
        ('"arland helped"', ""),
        ("“helped Arland”", "3"),
        ("NOT NOT struck", "1"),
        ("(struck OR met) AND zell", "1"),
        ("[bold]now", "3"),
        ("near-zell", "1"),
        ("bor", ""),
        ("or", ""),
    ],
)
def test_words_are_found(record, words, documents):
    kept = {"1": "Arland struck", "2": "Zoë met", "3": "e\N{COMBINING ACUTE ACCENT}"}
    hits = found(record, words)
    assert texts(hits) == sorted(text for text in texts(found(record, "borduria")) if any(
        text.startswith(kept[number]) for number in documents
    ))  # fmt: skip
    assert hits.total == len(documents)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "no word"), ("!!! 😀 --", "no word"), ('struck "near', "not closed"), ("(struck", "not closed"),
        ("struck)", "no opening one"), ("-struck", "say what to look for too"), ("struck OR", "between two words"),
        ("OR struck", "between two words"), ("AND struck", "between two words"), ("struck AND", "between two words"),
        ("struck NOT", "before a word"), ("a*", "two letters"), ("x " * 41, "too much"), ("x" * 401, "too long"),
        ("(" * 20 + "x" + ")" * 20, "deep"), ("struck OR -met", "say what to look for too"), ("()", "no word"),
    ],
)  # fmt: skip
def test_a_wrong_query_is_turned_down_in_words(words, why):
    with pytest.raises(WrongQueryError, match=why):
        read_query(words)


@given(st.text(alphabet=st.characters() | st.sampled_from('"()*-ANDORT“”:^{}+ '), max_size=60))
@settings(max_examples=300, deadline=None)
def test_nothing_that_can_be_typed_is_wrong_to_sqlite(words):
    try:
        query = read_query(words)
    except WrongQueryError:
        return
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    index.execute("SELECT * FROM words WHERE words MATCH ?", (query,)).fetchall()


def test_marks_are_code_points_of_the_document(record):
    for kind, words in (("document", "now"), ("statement", "arland bold"), ("event", "helped")):
        (hit,) = found(record, words, kind).hits
        text = record.reading(hit.document_id).document.text
        assert text[hit.start : hit.end] == hit.text
        said = [text[start:end].lower() for start, end in hit.marks]
        assert set(said) >= {word for word in words.split() if word != "bold"}
        assert text[hit.marks[0][0] - 1] in " ]\n"  # the emoji before them count one each


def test_statements_and_events_say_what_and_who(record):
    (hit,) = found(record, "struck", "statement").hits
    assert (hit.what, hit.who, hit.text) == ("ASSERT", "Arland", "Arland struck Borduria near Zell")
    (hit,) = found(record, "struck", "event").hits
    assert (hit.what, hit.who, hit.publisher) == ("ASSAULT", None, "Port Courier")


def test_titles_are_searched_and_marked(folder, tmp_path):
    add(folder, tmp_path, {"id": "4", "title": "A Quarrel at Sea", "text": "Arland met Borduria"})
    with Record(folder) as opened:
        (hit,) = found(opened, "quarrel").hits
        assert [hit.title[start:end] for start, end in hit.title_marks] == ["Quarrel"]
        assert hit.marks == ()


def test_days_and_publishers_choose(record):
    assert found(record, "borduria", publisher="Port Courier").total == 1
    hits = found(record, "borduria", since=date(2031, 5, 2), until=date(2031, 5, 19))
    assert [hit.publisher for hit in hits.hits] == ["@wire"]  # of 4 May, as the fake flow dates it
    assert found(record, "borduria", until=date(2031, 5, 1), kind="event").total == 1


def test_pages_of_hits_follow_each_other(record):
    every = [hit.document_id for hit in found(record, "borduria", limit=0).hits]
    some = [found(record, "borduria", limit=1, offset=number).hits[0].document_id for number in range(3)]
    assert some == every
    assert found(record, "borduria", limit=1).total == 3


def test_a_better_match_comes_first(folder, tmp_path):
    add(
        folder,
        tmp_path,
        {"id": "8", "text": "quarrel " * 9},
        {"id": "9", "text": "quarrel " + "with many others " * 40},
    )
    with Record(folder) as opened:
        first, second = found(opened, "quarrel").hits
        assert first.text.startswith("quarrel quarrel")
        assert first.rank < second.rank


def test_the_index_follows_the_record_and_equals_one_made_anew(folder, tmp_path, record):
    assert found(record, "borduria").total == 3
    add(folder, tmp_path, {"id": "5", "text": "Zoë helped Borduria"}, {"id": "6", "text": "Zoë helped Arland"})
    with Record(folder) as opened:
        grown = found(opened, "helped OR borduria", limit=0)
        assert grown.total == 5
        (folder / "search.sqlite").unlink()
        again = found(opened, "helped OR borduria", limit=0)
        assert sorted(again.hits) == sorted(grown.hits)


def test_documents_read_anew_are_found_by_their_new_words_only(folder, tmp_path, record):
    assert found(record, "zell", "event").total == 1
    pages = tmp_path / "pages.jsonl"
    settings = Settings(jobs=0, syntax_model="another")  # another way of reading: all rows are replaced
    read_into(folder, [str(pages)], settings, build="fake_flow:build")
    with Record(folder) as opened:
        assert found(opened, "zell", "event").total == 1
        assert found(opened, "borduria").total == 3
        index = sqlite3.connect(folder / "search.sqlite")
        assert index.execute("SELECT count(*) FROM page").fetchone() == (3,)
        for table in ("document_words", "statement_words", "event_words"):
            index.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")


def test_an_older_reader_finds_what_it_has(folder, tmp_path):
    with Record(folder) as older:
        add(folder, tmp_path, {"id": "7", "text": "Arland met Borduria by night"})
        with Record(folder) as newer:
            assert found(newer, "night").total == 1
        assert found(older, "night").hits == []
        assert len(found(older, "struck").hits) == 1


@pytest.mark.parametrize("damage", [b"no database at all", b"SQLite format 3\x00" + b"\x00" * 2000, b""])
def test_a_damaged_index_is_made_anew(record, folder, damage):
    assert found(record, "borduria").total == 3
    (folder / "search.sqlite").write_bytes(damage)
    assert found(record, "borduria").total == 3


def test_an_index_of_another_layout_or_record_is_made_anew(record, folder):
    assert found(record, "borduria").total == 3
    for column in ("layout", "record"):
        index = sqlite3.connect(folder / "search.sqlite")
        index.execute(f"UPDATE state SET {column} = 'another'")
        index.commit()
        index.close()
        assert found(record, "borduria").total == 3


def test_a_folder_that_cannot_be_written_is_said(record, monkeypatch):
    monkeypatch.setattr("dragoman.store.search_index.sqlite3.connect", _refuse)
    with pytest.raises(RecordError, match=r"search\.sqlite cannot be made"):
        found(record, "borduria")


def _refuse(*_args, **_more):
    raise sqlite3.OperationalError("unable to open database file")


def test_verify_and_a_new_run_do_not_mind_the_index(record, folder, tmp_path):
    assert found(record, "borduria").total == 3
    assert verify(folder).faults == ()
    add(folder, tmp_path, {"id": "5", "text": "Zoë helped Borduria"})
    assert (folder / "search.sqlite").exists()
    assert verify(folder).faults == ()


KILLED = """
import sys
sys.path[:0] = {paths!r}
from dragoman.record import Record
from dragoman.store import search_index
from dragoman.store.search import prepare
search_index._DOCUMENTS_A_PIECE = 1
with Record({folder!r}) as record:
    for far in prepare(record.connection):
        print(far.done, flush=True)
        if far.done == {stop}:
            record.connection.execute("SELECT 1")
            import time
            time.sleep(60)
"""


@pytest.fixture
def grown(folder, tmp_path):
    """A record of five documents, read in three runs."""
    for number in range(2):
        add(folder, tmp_path, {"id": f"k{number}", "text": f"Arland met Borduria time{number}"})
    return folder


def make(folder, stop):
    script = KILLED.format(paths=[path for path in sys.path if path], folder=str(folder), stop=stop)
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def test_a_killed_process_loses_no_more_than_a_piece(grown, monkeypatch):
    process = make(grown, stop=4)
    while int(process.stdout.readline()) < 4:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    monkeypatch.setattr("dragoman.store.search_index._DOCUMENTS_A_PIECE", 1)
    with Record(grown) as opened:
        assert [far.done for far in prepare(opened.connection)] == [5, 5]
        assert found(opened, "time*").total == 2


def test_two_at_once_share_the_work(grown):
    both = [make(grown, stop=-1) for _ in range(2)]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with Record(grown) as opened:
        assert found(opened, "borduria").total == 5
        assert found(opened, "met", "event").total == 3


@given(st.text(alphabet="ab \n", max_size=400), st.lists(st.tuples(st.integers(0, 399), st.integers(1, 9)), max_size=6))
def test_a_snippet_is_short_and_holds_a_found_word(text, drawn):
    marks = sorted({(start, min(len(text), start + length)) for start, length in drawn if start < len(text)})
    start, end = choose_snippet(text, marks, most=80)
    assert 0 <= start <= end <= len(text)
    assert end - start <= 90
    if marks:
        assert any(start <= first and last <= end for first, last in marks)


def test_marks_are_read_back():
    assert read_marks("a \x02b\x03 c\x02d\x03") == ("a b cd", ((2, 3), (5, 6)))


def test_words_that_are_nearly_everywhere_are_not_ranked_and_it_is_said(record, monkeypatch):
    monkeypatch.setattr("dragoman.store.search.BROAD", 2)
    hits = found(record, "borduria")
    assert (hits.broad, hits.total, len(hits.hits)) == (True, 2, 3)
    assert not found(record, "struck").broad
    kept = found(record, "borduria", until=date(2031, 5, 4))
    assert (kept.broad, kept.total) == (True, 2)


def test_rows_without_a_day_are_counted_where_a_day_is_asked_for(record, folder):
    assert found(record, "borduria").total == 3
    index = sqlite3.connect(folder / "search.sqlite")
    index.execute("UPDATE item SET day = NULL WHERE publisher = '@wire'")
    index.commit()
    hits = found(record, "borduria", since=date(2031, 5, 1))
    assert (hits.total, hits.undated) == (2, 1)
    assert found(record, "borduria", since=date(2031, 5, 1), publisher="Port Courier").undated == 0
