"""Incidents merged, split, edited and rejected by hand; their ids may change, what was said of them holds."""

import pytest
from reviewed import PAGES, Desk

from dragoman.record import Record
from dragoman.review import ReviewError
from dragoman.store.verify import verify


def test_incidents_and_actors_are_corrected_and_survive_a_shuffled_reading(whole_desk, tmp_path):
    """Two incidents far apart in time are made one, two reports of one are told apart; the same pages read in another
    order, under other ids, give the same incidents."""
    desk = whole_desk
    assert desk.incidents() == [(["1", "2"],), (["3"],), (["4"],), (["5"],)]
    desk.review.split(desk.incident(1), [desk.event(2)], by="ana", reason="another strike")
    assert desk.incidents() == [(["1"],), (["2"],), (["3"],), (["4"],), (["5"],)]
    desk.review.merge([desk.incident(1), desk.incident(5)], by="ana", reason="told late")
    assert desk.incidents() == [(["1", "5"],), (["2"],), (["3"],), (["4"],)]
    shuffled = Desk(tmp_path / "shuffled", PAGES[::-1])
    for pages in (PAGES[:2:-1], PAGES[2::-1]):
        shuffled.code("build_other_ids", pages=pages)
    (shuffled.folder / "corrections.jsonl").write_bytes((desk.folder / "corrections.jsonl").read_bytes())
    assert shuffled.incidents() == desk.incidents()
    assert shuffled.told() == desk.told()
    assert {state for *_, state, _ in desk.told()} == {"APPLIED"}
    assert verify(shuffled.folder).faults == ()


def test_who_merges_again_takes_back_the_split_and_undo_takes_back_the_merge(whole_desk):
    desk = whole_desk
    desk.review.split(desk.incident(1), [desk.event(2)], by="ana")
    again = desk.review.merge([desk.incident(2), desk.incident(1)], by="bo")
    assert desk.incidents()[0] == (["1", "2"],)
    desk.review.undo(again.entry_id, by="ana")
    assert desk.incidents()[:2] == [(["1"],), (["2"],)]


def test_merged_actors_reach_the_incidents(whole_desk):
    desk = whole_desk
    desk.review.merge([desk.actor("Arland"), desk.actor("Vale")], by="ana")
    with Record(desk.folder) as record:
        assert record.sql("SELECT recipient_codes FROM incident WHERE type = 'AID'").fetchall() == [(["ARL"],)]
    port = {"name": "Port of Borduria", "kind": "ORGANISATION", "code": "BOR BUS"}
    desk.review.split(desk.actor("Borduria"), [desk.mention(4, "Borduria")], into=port, by="ana")
    with Record(desk.folder) as record:
        assert record.sql("SELECT actor_codes FROM incident WHERE type = 'AID'").fetchall() == [(["BOR BUS"],)]


def test_columns_of_an_incident_are_edited_and_an_orphan_where_the_reports_say_something_else_now(whole_desk):
    desk = whole_desk
    desk.review.edit(desk.incident(1), {"place_name": "Zell", "killed_best": 4, "killed_high": 5}, by="ana")
    desk.review.accept(desk.incident(3), by="bo")
    asked = "SELECT place_name, killed_best FROM incident WHERE killed_high = 5"
    with Record(desk.folder) as record:
        assert record.sql(asked).fetchall() == [("Zell", 4)]
    assert verify(desk.folder).faults == ()
    desk.code("build_other_ids")
    with Record(desk.folder) as record:
        assert record.sql(asked).fetchall() == [("Zell", 4)]
    assert {one.applied_to for one in desk.review.log() if one.action == "ACCEPT"} == {desk.incident(3)[9:]}
    desk.review.edit(desk.event(1), {"killed_low": 6, "killed_high": 6}, by="ana")
    with Record(desk.folder) as record:
        assert record.sql(asked).fetchall() == []
    assert {one.orphaned_by for one in desk.review.orphans()} == {"killed_high is 6 now, and was 0"}
    desk.review.undo(desk.review.log()[-1].entry_id, by="ana")
    with Record(desk.folder) as record:
        assert record.sql(asked).fetchall() == [("Zell", 4)]


def test_a_rejected_incident_is_gone_with_its_events(whole_desk):
    desk = whole_desk
    entry = desk.review.reject(desk.incident(1), by="ana", reason="an exercise")
    assert desk.incidents() == [(["3"],), (["4"],), (["5"],)]
    desk.review.undo(entry.entry_id, by="ana")
    assert desk.incidents()[0] == (["1", "2"],)


def test_an_acceptance_leaves_the_relations_as_they_are(whole_desk):
    """They are costly, and nothing that they rest on has changed."""
    desk = whole_desk
    ((before,),) = desk.raw("SELECT related FROM internal.state")
    desk.review.accept(desk.event(1), by="ana")
    assert desk.raw("SELECT related FROM internal.state") == [(before,)]
    desk.review.edit(desk.event(1), {"realis": "DENIED"}, by="ana")
    assert desk.raw("SELECT related FROM internal.state") == [(None,)]


def test_what_cannot_be_split_is_said(whole_desk):
    desk = whole_desk
    incident, event, other = desk.incident(1), desk.event(1), desk.event(5)
    for parts, message in (
        ([other], "is no report of incident"),
        ([event, desk.event(2)], "name some of its events, but not all"),
        ([], "name some of its events, but not all"),
    ):
        with pytest.raises(ReviewError, match=message):
            desk.review.split(incident, parts, by="ana")
    with pytest.raises(ReviewError, match="`into` goes with actors"):
        desk.review.split(incident, [event], into="Vale", by="ana")
    with pytest.raises(ReviewError, match="actors and incidents can be split, not event"):
        desk.review.split(event, [event], by="ana")
    with pytest.raises(ReviewError, match="merge what with what"):
        desk.review.merge([incident, incident], by="ana")
