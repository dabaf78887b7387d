"""Promise 6: corrections are append-only and hash-chained; replayed over a recode they give the same state; one whose
target changed is listed as orphaned, never dropped or guessed."""

import contextlib
import json
import random
import shutil

import pytest
from reviewed import PAGES, Desk

from dragoman.record import Record
from dragoman.review import ReviewError
from dragoman.store.corrections import Change, append_entry, correction_log, hold
from dragoman.store.folder import Folder
from dragoman.store.tables import Writer


def test_promise_6_corrections_replayed_over_a_recode_give_the_same_state(much):
    """Same words under other ids; same words further on; the database made anew."""
    desk = much
    before = desk.state()
    assert {state for *_, state in before["correction"]} == {"APPLIED", "UNDONE"}
    for build in ("build_other_ids", "build_moved", "build"):
        desk.code(build)
        assert desk.state() == before, (build, desk.told())
    (desk.folder / "record.duckdb").unlink()
    assert desk.state() == before
    log = (desk.folder / "corrections.jsonl").read_bytes()
    desk.review.accept(desk.event(4), by="ana")
    assert (desk.folder / "corrections.jsonl").read_bytes().startswith(log)


def test_promise_6_one_whose_target_changed_is_an_orphan_and_comes_back(much):
    desk = much
    before = desk.state()
    desk.code("build_helped")
    helped = "type is 'AID' now, and was 'ASSAULT'"
    assert {(one.number, one.field): one.orphaned_by for one in desk.review.orphans()} == {
        **dict.fromkeys([(1, "type"), (1, "plover_score"), (1, "killed_low")], helped),
        (2, None): helped,
        (5, "killed_low"): "killed_low is 0 now, and was 7",
    }
    assert desk.cell("event", 1, "type") == "AID"
    assert desk.cell("event", 1, "killed_low") == 0
    assert desk.cell("event", 5, "type") == "AID"  # what was rejected was another reading
    desk.code("build")
    assert desk.state() == before


def test_a_correction_whose_words_are_not_read_any_more_is_an_orphan(much):
    desk = much
    desk.code("build_reworded")
    told = {one.number: one.orphaned_by for one in desk.review.orphans()}
    assert told[1] == "its words 'struck' are gone"
    assert desk.review.log()[-1].state == "APPLIED"


def test_a_correction_of_a_document_that_is_gone_is_an_orphan(much, tmp_path):
    desk = much
    other = Desk(tmp_path / "other", PAGES[2:]).code()
    shutil.copy(desk.folder / "corrections.jsonl", other.folder)
    assert {one.orphaned_by for one in other.review.orphans() if one.number == 1} == {
        "its document is not in the record any more"
    }
    assert len(other.review.log()) == len(desk.review.log())


def test_two_events_on_one_word_are_told_apart_or_left_alone(desk):
    """A page says the same twice: the words with what is around them stand there once, or no row is taken."""
    twice = [PAGES[0] | {"text": "Arland struck Borduria now\n\nArland struck Borduria now\n"}]
    desk.code(pages=twice)
    document = desk.ask("SELECT document_id FROM document WHERE text LIKE '%now%'")[0][0]
    first, second = desk.ask("SELECT event_id FROM event WHERE document_id = $1 ORDER BY trigger_start", document)
    desk.review.edit(f"event/{second[0]}", {"killed_low": 9}, by="ana")
    desk.code("build_moved", pages=twice)
    rows = desk.ask(
        "SELECT killed_low FROM event JOIN document USING (document_id) WHERE text LIKE '%now%' ORDER BY trigger_start"
    )
    assert rows == [(0,), (9,)]
    assert first != second


def test_the_order_in_which_documents_are_read_does_not_matter(much, tmp_path):
    desk = much
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(desk.folder / "corrections.jsonl", tmp_path / "kept.jsonl")
    shuffled = Desk(tmp_path / "shuffled", PAGES[::-1])
    shuffled.code(pages=PAGES[:2:-1])
    shutil.copy(tmp_path / "kept.jsonl", shuffled.folder / "corrections.jsonl")
    shuffled.code(pages=PAGES[2::-1])
    assert shuffled.state() == desk.state()


def test_what_was_acknowledged_outlives_a_kill_before_the_database_follows(desk):
    """The line is on the disk; the database knows nothing of it; whoever opens the record next brings it in."""
    from dragoman.review.acts import accept
    from dragoman.review.rows import find_target

    event = desk.event(1)
    with desk.review.open() as connection:
        changes = accept(connection, find_target(connection, event))
    with hold(correction_log(Folder(desk.folder))) as log:
        entry = append_entry(log, "REJECT", changes, by="ana", reason="")
        with (desk.folder / "corrections.jsonl").open("ab") as out:
            out.write(b'{"at":"2031-')  # the next one was cut short
    assert desk.raw("SELECT count(*) FROM event") == [(5,)]
    assert [one.entry_id for one in desk.review.log()] == [entry.entry_id]
    assert desk.raw("SELECT count(*) FROM event") == [(4,)]
    desk.review.accept(desk.event(2), by="bo")
    lines = (desk.folder / "corrections.jsonl").read_text().splitlines()
    assert [json.loads(line)["by"] for line in lines] == ["ana", "bo"]


def test_while_another_process_writes_a_correction_is_kept_and_follows_later(desk):
    event, other = desk.event(1), desk.event(2)
    review = desk.review
    with Writer(desk.folder):
        review.edit(event, {"killed_low": 3}, by="ana")
        assert review.waiting() == 1
        assert review.log() == []
        with pytest.raises(ReviewError, match="was changed a moment ago, while another process is writing"):
            review.edit(event, {"killed_low": 4}, by="bo")
        review.accept(other, by="bo")
    assert [(one.by, one.state) for one in review.log()] == [("ana", "APPLIED"), ("bo", "APPLIED")]
    assert review.waiting() == 0


def test_an_actor_is_found_again_by_name_and_kind(much):
    """A later version gives another code, and with it another id."""
    desk = much
    import fake_flow

    desk = much
    known = dict(fake_flow.ACTORS)
    fake_flow.ACTORS["Vale"] = ("ARL", "ARL COP")
    try:
        desk.code("build_other_ids")
    finally:
        fake_flow.ACTORS.clear()
        fake_flow.ACTORS.update(known)
    orphans = {one.field: one.orphaned_by for one in desk.review.orphans() if one.table == "actor"}
    assert orphans == dict.fromkeys(("code", "country", "sector"), "code is 'ARL COP' now, and was None")


def test_a_reader_that_opens_the_record_sees_the_corrections(whole_desk):
    whole_desk.review.edit(whole_desk.event(3), {"type": "COOPERATE"}, by="ana")
    with Record(whole_desk.folder) as record:
        rows = record.sql("SELECT type FROM incident WHERE type IN ('CONSULT', 'COOPERATE')").fetchall()
        assert rows == [("COOPERATE",)]
        assert [one["state"] for one in record.table("correction").to_pylist()] == ["APPLIED"] * 3


def test_a_log_may_only_grow(desk):
    """The writer of the log can append and nothing else."""
    log = correction_log(Folder(desk.folder))
    lengths = []
    for number in range(5):
        with hold(log):
            entry = append_entry(log, "ACCEPT", [Change(table="event", row_id=str(number))], by="ana", reason="ü 😀")
        lengths.append(log.length())
        assert entry.number == number + 1
    assert lengths == sorted(set(lengths))
    assert log.find_fault() is None


def test_what_is_dated_by_hand_after_its_time_was_rejected_stays_dated(desk):
    time = f"time/{desk.cell('document', 1, 'document_id')}:{desk.cell('time', 1, 'start')}"
    desk.review.edit(desk.event(1), {"killed_low": 2}, by="ana")
    desk.review.reject(time, by="ana", reason="a page number")
    desk.review.edit(desk.event(1), {"earliest": "2031-04-30", "latest": "2031-04-30"}, by="ana")
    before = desk.state()
    assert ("1", "ASSAULT", 4, "ACTUAL", 2, "2031-04-30", True) in [row[:7] for row in before["event"]]
    (desk.folder / "record.duckdb").unlink()
    assert desk.state() == before


def act_at_random(desk, pick):
    review, number = desk.review, pick.randint(1, 5)
    match pick.randint(0, 6):
        case 0:
            review.edit(desk.event(number), {"killed_low": pick.randint(0, 99)}, by="ana")
        case 1:
            review.edit(desk.event(number), {"type": pick.choice(["AID", "ACCUSE", "COERCE"])}, by="ana")
        case 2:
            review.accept(desk.event(number), by="bo")
        case 3:
            review.reject(desk.statement(number), by="bo")
        case 4:
            review.edit(desk.actor("Vale"), {"code": pick.choice(["ARL MIL", "BOR", ""])}, by="cy")
        case 5:
            review.merge([desk.actor("Arland"), desk.actor(pick.choice(["Zoë", "Vale"]))], by="cy")
        case 6:
            review.undo(pick.choice(review.log()).entry_id, by="ana")


@pytest.mark.parametrize("seed", [1, 2])
def test_acts_one_after_the_other_and_all_at_once_come_to_the_same(desk, seed):
    """Whatever people say, one by one while the record is open, is what the log says when the database is made anew."""
    pick = random.Random(seed)
    for _ in range(14):
        with contextlib.suppress(ReviewError, IndexError, ValueError):  # what is gone, or says so already
            act_at_random(desk, pick)
    before = desk.state()
    assert len(before["correction"]) > 5
    (desk.folder / "record.duckdb").unlink()
    assert desk.state() == before
