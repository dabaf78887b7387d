import html
import json
import re

import duckdb
import lxml.html
import pytest
from starlette.testclient import TestClient

from dragoman.desk.app import make_app
from dragoman.desk.candidates import find_candidates
from dragoman.record import Record
from dragoman.review import Review

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def open_desk(copied):
    with TestClient(make_app(copied, owner="ana"), base_url=HERE) as client:
        yield client


def send(client, path, **form):
    token = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/").text)[1]
    return client.post(path, data={"token": token, **{name.replace("__", "."): value for name, value in form.items()}})


def first(folder, query):
    with Record(folder) as record:
        return record.connection.execute(query).fetchone()


def test_an_event_is_rejected_and_the_rejection_undone(open_desk, copied):
    (event,) = first(copied, "SELECT event_id FROM event WHERE type = 'ASSAULT' ORDER BY event_id LIMIT 1")
    page = send(open_desk, "/review", row=f"event/{event}", action="reject", reason="a film")
    assert page.status_code == 200 and page.url.path == "/corrections"
    assert "reject" in page.text and "a film" in page.text and "ana" in page.text
    assert open_desk.get(f"/review/event/{event}").status_code == 404
    assert first(copied, f"SELECT count(*) FROM event WHERE event_id = '{event}'") == (0,)
    (entry,) = {one.entry_id for one in Review(copied).log()}
    page = send(open_desk, "/undo", entry=entry, reason="no film")
    assert page.status_code == 200
    assert open_desk.get(f"/review/event/{event}").status_code == 200
    assert first(copied, f"SELECT count(*) FROM event WHERE event_id = '{event}'") == (1,)


def test_only_what_the_form_changes_is_corrected(open_desk, copied):
    (event,) = first(copied, "SELECT event_id FROM event WHERE killed_low IS NULL ORDER BY event_id LIMIT 1")
    page = open_desk.get(f"/review/event/{event}").text
    fields = dict(re.findall(r'<input name="(field\.\w+)" value="([^"]*)"', page))
    assert "field.killed_low" in fields
    form = {name: html.unescape(value) for name, value in fields.items()}
    form |= {"field.killed_low": "3", "row": f"event/{event}", "action": "edit", "reason": "three, see the third line"}
    assert send(open_desk, "/review", **form).status_code == 200
    assert [(one.field, one.old, one.new, one.by) for one in Review(copied).log()] == [("killed_low", None, "3", "ana")]
    again = send(open_desk, "/review", **form)
    assert again.status_code == 409 and "says already" in again.text
    assert "killed_low" in open_desk.get(f"/review/event/{event}").text


def test_what_cannot_be_is_told_and_not_written(open_desk, copied):
    (event,) = first(copied, "SELECT event_id FROM event ORDER BY event_id LIMIT 1")
    for form in (
        {"action": "edit", "field.killed_low": "many"}, {"action": "edit", "field.type": "PARTY"},
        {"action": "edit", "field.event_id": "x"}, {"action": "dance"}, {"action": "split"},
        {"action": "merge", "with": "x"},
    ):  # fmt: skip
        answer = send(open_desk, "/review", row=f"event/{event}", reason="x", **form)
        assert answer.status_code == 409, form
    assert Review(copied).log() == []


def test_two_actors_are_merged(open_desk, copied):
    one, other = (
        Record(copied)
        .sql("SELECT actor_id FROM actor WHERE name IN ('Uruguay', 'Uruguayan navy') ORDER BY name")
        .fetchall()
    )
    page = send(open_desk, "/review", row=f"actor/{one[0]}", action="merge", reason="one side", **{"with": other[0]})
    assert page.status_code == 200
    assert first(copied, f"SELECT count(*) FROM actor WHERE actor_id = '{other[0]}'") == (0,)


def read_candidates(page, table):
    """The ids and words of the rows offered, the likeliest first."""
    (form,) = (one for one in lxml.html.fromstring(page).forms if one.fields.get("action") == "merge")
    assert form.fields["row"].startswith(f"{table}/") and "with" in form.fields
    ticks = form.xpath(".//input[starts-with(@name, 'same.')]")
    return {one.get("name").removeprefix("same."): one.getparent().text_content() for one in ticks}


def test_likely_actors_are_offered_and_those_ticked_are_merged(open_desk, copied):
    (one,) = first(copied, "SELECT actor_id FROM actor WHERE name = 'Uruguay'")
    (other,) = first(copied, "SELECT actor_id FROM actor WHERE name = 'Uruguayan navy'")
    assert f'href="/review/actor/{one}"' in open_desk.get(f"/actor/{one}").text
    offered = read_candidates(open_desk.get(f"/review/actor/{one}").text, "actor")
    assert one not in offered and "Uruguayan navy" in offered[other]
    nothing = send(open_desk, "/review", row=f"actor/{one}", action="merge", reason="x")
    assert nothing.status_code == 409 and Review(copied).log() == []
    form = {f"same.{other}": "1", "with": "", "row": f"actor/{one}", "action": "merge", "reason": "one side"}
    assert send(open_desk, "/review", **form).status_code == 200
    assert first(copied, f"SELECT count(*) FROM actor WHERE actor_id = '{other}'") == (0,)


def test_the_nearest_day_makes_incidents_alike_and_the_same_sides_and_place_more_so(copied):
    set_day = "UPDATE incident SET earliest = $1::DATE, latest = $1::DATE WHERE incident_id = $2"
    with duckdb.connect(copied / "record.duckdb") as connection:
        query = "SELECT incident_id FROM incident WHERE type = 'ASSAULT' ORDER BY incident_id LIMIT 3"
        one, near, far = (row[0] for row in connection.execute(query).fetchall())
        connection.execute("UPDATE incident SET earliest = NULL, latest = NULL, actor_codes = [], place_name = NULL")
        for day, incident in (("2026-05-11", one), ("2026-05-12", near), ("2026-05-21", far)):
            connection.execute(set_day, [day, incident])
        assert [row["incident_id"] for row in find_candidates(connection, "incident", one)][:2] == [near, far]
        same = "UPDATE incident SET actor_codes = ['ARG'], recipient_codes = ['URY'], place_name = 'Salto'"
        connection.execute(f"{same} WHERE incident_id IN ($1, $2)", [one, far])
        assert [row["incident_id"] for row in find_candidates(connection, "incident", one)][:2] == [far, near]


def test_likely_incidents_are_offered_and_merged(open_desk, copied):
    query = "SELECT incident_id, type, earliest FROM incident WHERE type = 'ASSAULT' AND earliest IS NOT NULL"
    (incident, type_, _) = first(copied, f"{query} ORDER BY reports DESC, incident_id LIMIT 1")
    offered = read_candidates(open_desk.get(f"/review/incident/{incident}").text, "incident")
    assert 1 <= len(offered) <= 12 and incident not in offered
    assert first(copied, f"SELECT type FROM incident WHERE incident_id = '{next(iter(offered))}'") == (type_,)
    other = next(iter(offered))
    form = {f"same.{other}": "1", "row": f"incident/{incident}", "action": "merge", "reason": "one shelling"}
    assert send(open_desk, "/review", **form).status_code == 200
    Record(copied).close()  # incidents follow
    event = "SELECT count(DISTINCT incident_id) FROM report JOIN event USING (event_id)"
    assert first(copied, f"{event} WHERE incident_id IN ('{incident}', '{other}')") == (1,)


def test_an_incident_is_split_by_its_reports(open_desk, copied):
    (incident, reports) = first(copied, "SELECT incident_id, reports FROM incident ORDER BY reports DESC LIMIT 1")
    page = open_desk.get(f"/review/incident/{incident}").text
    parts = re.findall(r'name="(part\.event/[0-9a-f]+)"', page)
    assert len(parts) == reports
    done = send(open_desk, "/review", row=f"incident/{incident}", action="split", reason="two days", **{parts[-1]: "1"})
    assert done.status_code == 200
    event = parts[-1].removeprefix("part.event/")
    assert first(copied, f"SELECT count(*) FROM report WHERE event_id = '{event}' AND incident_id = '{incident}'") == (
        0,
    )


def test_a_coder_takes_back_only_what_is_their_own(copied):
    from dragoman.desk.passwords import User, hash_password

    users = {
        name: User(name, role, hash_password("long enough")) for name, role in (("cod", "coder"), ("adm", "admin"))
    }
    (event,) = first(copied, "SELECT event_id FROM event ORDER BY event_id LIMIT 1")
    entry = Review(copied).accept(event, by="somebody else").entry_id
    with TestClient(make_app(copied, users=users), base_url=HERE) as desk:
        for name, status in (("cod", 403), ("adm", 200)):
            desk.cookies.clear()
            token = re.search(r'name="token" value="([0-9a-f]+)"', desk.get("/login").text)[1]
            desk.post("/login", data={"token": token, "name": name, "password": "long enough"})
            assert ('action="/undo"' in desk.get("/corrections").text) == (status == 200)
            assert send(desk, "/undo", entry=entry).status_code == status
    assert [one.by for one in Review(copied).log()][-1] == "adm"


def test_the_desk_shows_what_others_write_without_being_opened_again(open_desk, copied):
    (event,) = first(copied, "SELECT event_id FROM event ORDER BY event_id LIMIT 1")
    before = open_desk.get("/corrections")
    assert "Nothing was corrected" in before.text
    Review(copied).accept(event, by="bo", reason="seen")
    after = open_desk.get("/corrections", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200 and "seen" in after.text


def test_the_log_downloads_with_its_filters(open_desk, copied):
    events = [row[0] for row in Record(copied).sql("SELECT event_id FROM event ORDER BY event_id LIMIT 2").fetchall()]
    for event, by in zip(events, ("bo", "cy"), strict=True):
        Review(copied).accept(event, by=by)
    assert open_desk.get("/corrections?by=bo&of=event").text.count("data-row") == 1
    assert open_desk.get("/corrections?by=bo&of=actor").text.count("data-row") == 0
    rows = open_desk.get("/corrections?by=bo&of=event&table=corrections&format=jsonl").text.splitlines()
    assert [json.loads(row)["by"] for row in rows] == ["bo"]
