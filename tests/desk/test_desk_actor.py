"""An actor's page: names, partners, what they say, and every point leading to a row of the table."""

import json
import re

import pytest


@pytest.fixture(scope="module")
def uruguay(ask):
    (row,) = ask("SELECT actor_id FROM actor WHERE code = 'URY' AND kind = 'STATE'")
    return row["actor_id"]


def test_every_point_leads_to_a_row_and_every_row_to_its_words(desk, uruguay):
    page = desk.get(f"/actor/{uruguay}").text
    links = set(re.findall(r'href="\?page=(\d+)#(event-[0-9a-f]+)"', page))
    assert links
    for number, anchor in links:
        assert f'id="{anchor}"' in desk.get(f"/actor/{uruguay}?page={number}").text
    for document, event in re.findall(r"/document/([0-9a-f]+)\?show=event-([0-9a-f]+)#at-event", page):
        assert f'id="at-event-{event}"' in desk.get(f"/document/{document}?show=event-{event}").text
        break


def test_filters_choose_and_a_download_has_all_rows(desk, uruguay, ask):
    given = desk.get(f"/actor/{uruguay}?table=events&format=jsonl").text
    listed = [json.loads(line)["event_id"] for line in given.splitlines()]
    told = ask(
        "SELECT event_id FROM event JOIN document USING (document_id) WHERE realis = 'ACTUAL' AND copy_of IS NULL AND"
        " list_contains(list_transform(list_concat(actors, recipients), lambda one: one.actor_id), $1)", uruguay,
    )  # fmt: skip
    assert sorted(listed) == sorted(row["event_id"] for row in told)
    sanctions = desk.get(f"/actor/{uruguay}?type=SANCTION").text
    assert sanctions.count('<span class="kind">') == sanctions.count('<span class="kind">sanction</span>') > 0


def test_names_partners_and_acts_are_shown(desk, uruguay):
    page = desk.get(f"/actor/{uruguay}").text
    assert "<h1><bdi>Uruguay</bdi></h1>" in page
    assert re.search(r"/pair\?one=URY&amp;other=ARG", page)
    assert re.search(rf"/statements\?speaker={uruguay}&amp;type=[A-Z]+", page)


def test_an_actor_that_is_none_is_not_found(desk):
    answer = desk.get("/actor/0000000000000000")
    assert answer.status_code == 404
    assert "no actor of this record has the id" in answer.text


def test_partners_are_those_of_most_events_with_their_mean_score():
    from dragoman.desk.pages.actor import gather_partners

    rows = [
        {"others": ["ARG", "BRA"], "plover_score": -9.0},
        {"others": ["ARG"], "plover_score": 2.0},
        {"others": [], "plover_score": 1.0},
    ]
    assert gather_partners(rows) == [
        {"code": "ARG", "count": 2, "score": -3.5}, {"code": "BRA", "count": 1, "score": -9.0},
    ]  # fmt: skip
