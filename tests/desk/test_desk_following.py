"""Corrections while the desk is open: the database is written in place, and incidents follow behind the desk's back."""

import re
import threading
import time

import pytest
from starlette.testclient import TestClient

from dragoman.desk import following, holding
from dragoman.desk.app import make_app
from dragoman.desk.holding import Held
from dragoman.record import Record
from dragoman.review import Review
from dragoman.store.lock import Lock

HERE = "http://127.0.0.1:8000"
MAKING = "are being made anew"


@pytest.fixture
def app(copied):
    return make_app(copied, owner="ana")


@pytest.fixture
def desk(app):
    with TestClient(app, base_url=HERE) as client:
        yield client


def correct(client, row, **form):
    token = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/").text)[1]
    answer = client.post("/review", data={"token": token, "row": row, "reason": "seen", **form})
    assert answer.status_code == 200, answer.text
    return answer


def first(folder, query):
    with Record(folder) as record:
        return record.connection.execute(query).fetchone()


def find_lone(folder):
    """An incident that rests on one report, and that event."""
    return first(
        folder,
        "SELECT incident_id, any_value(event_id) FROM report JOIN incident USING (incident_id) WHERE reports = 1"
        " GROUP BY incident_id ORDER BY incident_id LIMIT 1",
    )


def test_a_correction_is_written_in_place_though_the_desk_is_open(desk, copied):
    (event,) = first(copied, "SELECT event_id FROM event ORDER BY event_id LIMIT 1")
    before = (copied / "record.duckdb").stat()
    correct(desk, f"event/{event}", action="accept")
    after = (copied / "record.duckdb").stat()
    assert (after.st_ino, after.st_mtime_ns > before.st_mtime_ns) == (before.st_ino, True)  # a copy is another file
    assert "seen" in desk.get("/corrections").text


def test_a_reader_who_takes_long_is_not_waited_for_and_reads_on(app, desk, copied, monkeypatch):
    monkeypatch.setattr(holding, "_PATIENCE", 0.01)
    (event,) = first(copied, "SELECT event_id FROM event ORDER BY event_id LIMIT 1")
    view = app.state.answers.held.view()
    correct(desk, f"event/{event}", action="accept")
    assert view.connection.execute("SELECT count(*) FROM correction").fetchone() == (0,)
    view.close()
    assert "seen" in desk.get("/corrections").text


def test_pages_wait_while_the_desk_writes(copied):
    held, seen = Held(copied), []
    with held.let_go():
        reader = threading.Thread(target=lambda: seen.append(held.view()))
        reader.start()
        time.sleep(0.1)
        assert not seen
    reader.join(5)
    assert seen[0].connection.execute("SELECT count(*) > 0 FROM document").fetchone() == (True,)
    seen[0].close()
    held.close()


def test_a_download_that_is_broken_off_holds_nothing(app, desk):
    answers = app.state.answers
    with desk.stream("GET", "/?table=incidents&format=csv") as answer:
        assert answer.status_code == 200
    with answers.held.let_go():
        assert answers.held._signature is None  # nobody was in the way


def test_while_another_process_writes_corrections_wait_and_pages_are_shown(app, desk, copied, monkeypatch):
    monkeypatch.setattr(following, "_QUIET", 0.01)
    made = threading.Event()
    monkeypatch.setattr(following.Following, "_make_anew", lambda _: made.set() or 0)
    (event,) = first(copied, "SELECT event_id FROM event ORDER BY event_id LIMIT 1")
    before = (copied / "record.duckdb").stat()
    with Lock(copied / "lock"):
        page = correct(desk, f"event/{event}", action="accept")
        assert "was corrected while the record was being written to" in page.text
        assert app.state.answers.held._signature is not None
        assert (copied / "record.duckdb").stat() == before
    assert made.wait(10)
    assert [one.reason for one in Review(copied).log()] == ["seen"]
    assert "seen" in desk.get("/corrections").text


def test_incidents_follow_a_rejection_without_the_desk_being_opened_again(desk, copied):
    incident, event = find_lone(copied)
    kept = desk.get("/corrections")
    assert MAKING not in kept.text
    correct(desk, f"event/{event}", action="reject")
    told = desk.get("/corrections", headers={"if-none-match": kept.headers["etag"]})
    assert MAKING in told.text
    until = time.monotonic() + 60
    while MAKING in desk.get("/").text and time.monotonic() < until:
        time.sleep(0.2)
    assert MAKING not in desk.get("/").text
    assert desk.get(f"/incident/{incident}").status_code == 404


def test_what_leaves_the_incidents_as_they_are_is_no_reason_to_make_them_anew(desk, copied):
    (event,) = first(copied, "SELECT event_id FROM event ORDER BY event_id LIMIT 1")
    correct(desk, f"event/{event}", action="accept")
    assert MAKING not in desk.get("/").text


def test_that_it_cannot_be_done_is_said_and_tried_again_after_the_next_correction(desk, copied, monkeypatch):
    _, event = find_lone(copied)
    tried = []
    monkeypatch.setattr(following, "_QUIET", 0.01)
    monkeypatch.setattr(following.Following, "_make_anew", lambda self: tried.append(self) or 1)
    correct(desk, f"event/{event}", action="reject")
    until = time.monotonic() + 20
    while "could not be made anew" not in desk.get("/").text and time.monotonic() < until:
        time.sleep(0.1)
    assert "could not be made anew" in desk.get("/").text
    assert len(tried) == 1
    Review(copied).accept(first(copied, "SELECT document_id FROM document LIMIT 1")[0], by="bo")
    assert "could not be made anew" not in desk.get("/").text
