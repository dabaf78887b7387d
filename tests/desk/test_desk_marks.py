"""What a person said of a row stands beside it, on every page that has the row."""

import re

import pytest
from starlette.testclient import TestClient

from dragoman.desk.app import make_app
from dragoman.record import Record
from dragoman.review import Review

ROW = """
    SELECT event_id, statement_id, statement.speaker, incident_id, event.document_id,
        actors[1].actor_id AS actor, actors[1].code AS one, recipients[1].code AS other
    FROM event JOIN report USING (event_id) JOIN statement USING (statement_id) JOIN incident USING (incident_id)
    WHERE len(actors) = 1 AND len(recipients) = 1 AND one IS NOT NULL AND other IS NOT NULL AND one <> other
        AND speaker IS NOT NULL AND actors[1].actor_id IS NOT NULL AND NOT EXISTS (
            FROM document WHERE document.document_id = event.document_id AND copy_of IS NOT NULL)
    ORDER BY event_id LIMIT 1
"""


@pytest.fixture
def row(copied):
    with Record(copied) as record:
        found = record.connection.execute(ROW)
        return dict(zip((column[0] for column in found.description), found.fetchone(), strict=True))


@pytest.fixture
def reviewed(copied, row):
    review = Review(copied)
    review.accept(f"event/{row['event_id']}", by="ana <b>")
    review.edit(f"event/{row['event_id']}", {"killed_low": 1, "killed_high": 2}, by="bo", reason="seen")
    review.accept(f"statement/{row['statement_id']}", by="cy")
    Record(copied).close()  # incidents follow
    with TestClient(make_app(copied), base_url="http://127.0.0.1:8000") as client:
        yield client


def read_marks(page):
    """The words of all marks of a page, as they are read."""
    marks = re.findall(r'<span class="by-hand">(.*?)</span>', page, re.S)
    return {" ".join(re.sub(r"<[^>]+>", "", mark).split()) for mark in marks}


def test_rows_say_who_accepted_and_who_corrected_them(reviewed, row):
    event = "accepted by ana &lt;b&gt;; corrected by bo (killed_high, killed_low)"
    pair = f"/pair?one={row['one']}&other={row['other']}"
    for path, marks in (
        (f"/document/{row['document_id']}", {event, "accepted by cy"}),
        (f"/incident/{row['incident_id']}", {event, f"it or a report of it: {event}", "accepted by cy"}),
        (f"/actor/{row['actor']}", {event}),
        (pair, {event}),
        (f"/statements?speaker={row['speaker']}", {"accepted by cy"}),
        ("/", {f"it or a report of it: {event}"}),
    ):
        assert read_marks(reviewed.get(path).text) >= marks, path


def test_rows_that_nobody_looked_at_say_nothing(desk, tour):
    for path in tour.values():
        assert read_marks(desk.get(path).text) == set(), path


def test_rows_found_by_their_words_are_marked_too(reviewed):
    assert read_marks(reviewed.get("/search?q=Uruguay OR Argentina&in=statements").text) == {"accepted by cy"}


def test_our_rows_beside_others_are_marked(compared, copied):
    page = compared.get("/compare?show=rows").text
    assert read_marks(page) == set()
    event = re.search(r"show=event-(\w+)#", page)[1]
    Review(copied).accept(f"event/{event}", by="di")
    assert read_marks(compared.get("/compare?show=rows").text) == {"accepted by di"}
