"""Search: found words marked, wrong queries answered, big records put into the index meanwhile."""

import re
import time

import pytest

from dragoman.desk.pages import search as page
from dragoman.store.search import Hit


def test_found_words_are_marked_and_lead_to_the_document(desk):
    answer = desk.get("/search?q=sandbank").text
    assert '<mark class="on-event">sandbank</mark>' in answer
    (document, *_) = re.findall(r'/document/([0-9a-f]+)"', answer)
    assert "sandbank" in desk.get(f"/document/{document}").text


@pytest.mark.parametrize("kind", ["statements", "events"])
def test_statements_and_events_lead_to_their_words(desk, kind):
    answer = desk.get(f"/search?q=ferry&in={kind}").text
    found = re.findall(rf"/document/([0-9a-f]+)\?show=({kind[:-1]}-[0-9a-f]+)#at-", answer)
    assert found
    document, key = found[0]
    assert f"at-{key}" in desk.get(f"/document/{document}?show={key}").text


def test_hostile_words_are_words(desk):
    answer = desk.get("/search", params={"q": "owned"}).text
    assert not re.search(r"<script>document|<img|<[^>]*onerror", answer)
    assert '<mark class="on-event">owned</mark>' in answer
    hostile = desk.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in hostile


def test_a_wrong_query_says_why_and_is_no_error(desk):
    answer = desk.get("/search", params={"q": '"not closed'})
    assert answer.status_code == 200
    assert "A quotation mark is not closed." in answer.text
    assert desk.get("/search", params={"q": "x", "in": "dreams"}).status_code == 400
    assert desk.get("/search", params={"q": "(", "table": "hits", "format": "csv"}).status_code == 400


def test_days_and_publishers_choose_and_rows_can_be_had(desk):
    every = desk.get("/search?q=ferry&table=hits&format=jsonl").text.splitlines()
    some = desk.get("/search?q=ferry&publisher=Southern+Post&table=hits&format=jsonl").text.splitlines()
    assert 0 < len(some) < len(every)
    assert "more of no known day" in desk.get("/search?q=ferry&since=2026-05-13").text


def test_without_words_it_says_how_to_ask(desk):
    assert "these words, side by side" in desk.get("/search").text


def test_a_big_record_is_put_into_the_index_meanwhile(copied, monkeypatch):
    from starlette.testclient import TestClient

    from dragoman.desk.app import make_app

    monkeypatch.setattr(page, "_AT_ONCE", 0)
    (copied / "search.sqlite").unlink(missing_ok=True)
    with TestClient(make_app(copied), base_url="http://127.0.0.1:8000") as client:
        assert "are being put into an index" in client.get("/search?q=ferry").text
        for _ in range(100):
            answer = client.get("/search?q=ferry").text
            if "best match first" in answer:
                break
            time.sleep(0.1)
        assert "best match first" in answer


def test_words_are_cut_at_their_marks():
    hit = Hit(
        kind="document", row_id="r", document_id="d", start=10, end=17, text="a 😀 b cd", marks=((12, 13), (16, 18)),
        title=None, title_marks=(), publisher=None, published=None, url=None, copy_of=None, what=None, who=None,
        rank=0.0,
    )  # fmt: skip
    assert [(one.text, one.found) for one in page.cut_words(hit)] == [
        ("a ", False), ("😀", True), (" b ", False), ("cd", True),
    ]  # fmt: skip
    assert [one.text for one in page.cut_title(hit)] == ["Untitled page"]
