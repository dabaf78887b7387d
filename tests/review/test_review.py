"""What a person says of a row is what the record says from then on, and it can be taken back."""

import pytest

from dragoman.review import ReviewError


def test_an_edit_changes_the_columns_and_what_follows_from_them(desk):
    entry = desk.review.edit(desk.event(1), {"type": "coerce", "killed_low": "3"}, by="ana", reason="arrests")
    assert desk.ask("SELECT type, quad, plover_score, killed_low FROM event WHERE type = 'COERCE'") == [
        ("COERCE", 4, -7.0, 3)
    ]
    assert (entry.by, entry.action, entry.reason) == ("ana", "EDIT", "arrests")
    told = {one.field: (one.old, one.new, one.state) for one in desk.review.log()}
    assert told == {
        "type": ('"ASSAULT"', '"COERCE"', "APPLIED"),
        "plover_score": ("-9.0", "-7.0", "APPLIED"),
        "killed_low": ("0", "3", "APPLIED"),
    }
    assert {one.hash for one in desk.review.log()} == {entry.hash}


def test_one_end_of_a_statement_is_moved_and_put_back(desk):
    before = desk.state()["statement"]
    start, end = desk.cell("statement", 1, "start"), desk.cell("statement", 1, "end")
    entry = desk.review.edit(desk.statement(1), {"start": str(start + 1)}, by="ana")
    assert desk.ask(f'SELECT count(*) FROM statement WHERE start = {start + 1} AND "end" = {end}') == [(1,)]
    desk.review.undo(entry.entry_id, by="ana")
    assert desk.state()["statement"] == before


def test_an_accepted_row_stays_as_it_is_and_waits_no_more(desk):
    before = desk.state()["event"]
    assert desk.event(1) in [one.name for one in desk.review.queue("event")]
    desk.review.accept(desk.event(1), by="ana")
    assert desk.state()["event"] == before
    assert desk.event(1) not in [one.name for one in desk.review.queue("event")]
    assert len(desk.review.queue("event", limit=0)) == 4


def test_the_least_sure_come_first(desk):
    desk.review.edit(desk.statement(3), {"speaker": ""}, by="ana")
    desk.review.undo(desk.review.log()[0].entry_id, by="ana")
    with pytest.raises(ReviewError, match=r"no queue of 'run'; there are event, statement"):
        desk.review.queue("run")
    sure = [one.row["speaker_confidence"] for one in desk.review.queue("statement")]
    assert sure == sorted(sure)


def test_a_rejected_event_is_gone_and_comes_back_with_undo(desk):
    before = desk.state()
    entry = desk.review.reject(desk.event(1), by="ana", reason="a film")
    assert desk.ask("SELECT count(*) FROM event") == [(4,)]
    desk.review.undo(entry.entry_id, by="ana", reason="no film")
    after = desk.state()
    assert after.pop("correction") == [(1, "REJECT", None, "UNDONE"), (2, "UNDO", None, "APPLIED")]
    before.pop("correction")
    assert after == before


def test_an_undo_is_undone(desk):
    first = desk.review.edit(desk.event(1), {"realis": "DENIED"}, by="ana")
    second = desk.review.undo(first.entry_id, by="bo")
    assert desk.cell("event", 1, "realis") == "ACTUAL"
    desk.review.undo(second.entry_id, by="ana")
    assert desk.cell("event", 1, "realis") == "DENIED"
    with pytest.raises(ReviewError, match="is undone already"):
        desk.review.undo(second.entry_id, by="ana")


def test_undoing_what_a_later_edit_rests_on_leaves_that_an_orphan(desk):
    first = desk.review.edit(desk.event(1), {"killed_low": 3}, by="ana")
    desk.review.edit(desk.event(1), {"killed_low": 4}, by="bo")
    desk.review.undo(first.entry_id, by="ana")
    assert desk.cell("event", 1, "killed_low") == 0
    (orphan,) = desk.review.orphans()
    assert (orphan.by, orphan.orphaned_by) == ("bo", "killed_low is 0 now, and was 3")


def test_what_rests_on_a_rejected_row_is_emptied(desk):
    desk.review.reject(desk.statement(1), by="ana")
    assert desk.cell("event", 1, "statement_id") is None
    document = desk.cell("document", 2, "document_id")
    place = desk.cell("event", 2, "place")
    desk.review.reject(f"place/{document}:{place}", by="ana")
    assert desk.cell("event", 2, "place") is None
    desk.review.reject(f"time/{document}:{place}", by="ana")
    assert desk.ask(
        "SELECT time, earliest, latest, date_precision FROM event JOIN document USING (document_id)"
        " WHERE external_id = '2'"
    ) == [(None, None, None, "NONE")]


def test_merged_actors_are_one_wherever_they_are_named(desk):
    vale, arland = desk.actor("Vale"), desk.actor("Arland")
    desk.review.merge([arland, vale], by="ana", reason="the capital for the country")
    assert desk.ask("SELECT count(*) FROM actor WHERE name = 'Vale'") == [(0,)]
    kept = arland.removeprefix("actor/")
    ((recipients,),) = desk.ask("SELECT recipients FROM event WHERE type = 'AID'")
    assert [(one["actor_id"], one["code"]) for one in recipients] == [(kept, "ARL")]
    assert desk.ask("SELECT actor_id FROM mention WHERE text = 'Vale'") == [(kept,)]
    with pytest.raises(ReviewError, match="no row of actor is called"):
        desk.review.find(vale)


def test_a_document_read_back_has_the_actors_as_they_are_now(desk):
    from dragoman.store.rows import read_reading

    desk.review.merge([desk.actor("Arland"), desk.actor("Vale")], by="ana")
    with desk.review.open() as connection:
        reading = read_reading(connection, desk.cell("document", 4, "document_id"))
    assert {one.name for one in reading.actors} == {"Arland", "Borduria"}


def test_an_actor_is_split_by_mentions_and_speakers_and_participants_follow(desk):
    borduria = desk.actor("Borduria")
    entry = desk.review.split(
        borduria,
        [desk.mention(4, "Borduria")],
        into={"name": "Port of Borduria", "kind": "ORGANISATION", "code": "BOR BUS"},
        by="ana",
        reason="the port, not the state",
    )
    port = desk.actor("Port of Borduria").removeprefix("actor/")
    assert desk.ask("SELECT country, sector FROM actor WHERE actor_id = $1", port) == [("BOR", "BUS")]
    ((actors,),) = desk.ask("SELECT actors FROM event WHERE type = 'AID'")
    assert [(one["actor_id"], one["code"]) for one in actors] == [(port, "BOR BUS")]
    assert desk.cell("statement", 4, "speaker") == port
    assert desk.ask("SELECT count(*) FROM mention WHERE actor_id = $1", borduria.removeprefix("actor/")) == [(4,)]
    desk.review.undo(entry.entry_id, by="ana")
    assert desk.ask("SELECT count(*) FROM actor WHERE name LIKE 'Port%'") == [(0,)]
    assert desk.ask("SELECT count(*) FROM mention WHERE actor_id = $1", borduria.removeprefix("actor/")) == [(5,)]


def test_all_mentions_of_a_document_are_split_off_to_an_actor_there_is(desk):
    document = desk.cell("document", 5, "document_id")
    desk.review.split(desk.actor("Borduria"), [f"document/{document}"], into="Vale", by="ana")
    assert desk.ask("SELECT text FROM mention WHERE actor_id = $1 ORDER BY ALL", desk.actor("Vale")[6:]) == [
        ("Borduria",),
        ("Vale",),
    ]


def test_another_code_of_an_actor_reaches_its_events(desk):
    desk.review.edit(desk.actor("Vale"), {"code": "ARL COP"}, by="ana")
    assert desk.ask("SELECT country, sector, code FROM actor WHERE name = 'Vale'") == [("ARL", "COP", "ARL COP")]
    assert desk.ask("SELECT recipients[1].code FROM event WHERE type = 'AID'") == [("ARL COP",)]
    desk.review.edit(desk.actor("Vale"), {"sector": "MIL"}, by="bo")
    assert desk.ask("SELECT recipients[1].code FROM event WHERE type = 'AID'") == [("ARL MIL",)]
    desk.review.merge([desk.actor("Borduria"), desk.actor("Vale")], by="ana")
    assert desk.ask("SELECT recipients[1].code FROM event WHERE type = 'AID'") == [("BOR",)]


def test_a_rejected_actor_is_nobody(desk):
    desk.review.reject(desk.actor("Vale"), by="ana", reason="a ship")
    assert desk.ask("SELECT recipients[1].actor_id FROM event WHERE type = 'AID'") == [(None,)]
    assert desk.ask("SELECT actor_id FROM mention WHERE text = 'Vale'") == [(None,)]


def test_participants_are_named_by_people_and_found_in_the_page(desk):
    desk.review.edit(desk.event(1), {"recipients": "arland", "actors": "BOR"}, by="ana")
    ((actors, recipients),) = desk.ask(
        "SELECT actors, recipients FROM event JOIN document USING (document_id) WHERE external_id = '1'"
    )
    assert [(one["code"], one["start"], one["end"]) for one in actors] == [("BOR", 14, 22)]
    assert [(one["code"], one["start"], one["end"]) for one in recipients] == [("ARL", 0, 6)]
    with pytest.raises(ReviewError, match=r"Vale: no words of the page mean that actor"):
        desk.review.edit(desk.event(1), {"recipients": "Vale"}, by="ana")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"type": "WAR"}, r"type is one of AGREE, CONSULT, .*; 'WAR' is not"),
        ({"killed_low": "many"}, r"killed_low is a whole number; 'many' is not"),
        ({"killed_low": "5", "killed_high": "4"}, "killed_low is over killed_high"),
        ({"killed_low": "-1"}, "killed_low is below zero"),
        ({"earliest": "yesterday"}, r"earliest is a day such as 2015-11-24; 'yesterday' is not"),
        ({"earliest": "2031-05-09"}, "earliest is after latest"),
        ({"actors": ""}, "an event needs an actor; reject the event instead"),
        ({"type": ""}, "type cannot be empty"),
        ({"modes": "picnic"}, r"ASSAULT has no mode picnic; there are .*aerial"),
        ({"contexts": "weather"}, r"no context weather; there are military"),
        ({"place": 7}, "no place of its document has start 7"),
        ({"event_id": "x"}, r"'event_id' of event cannot be edited; these can: type, modes"),
        ({"realis": "actual"}, "says that already"),
        ({}, "nothing to change; columns of event: type"),
        ({"recipients": [{"actor_id": None, "code": "ARL", "start": 4, "end": 900}]}, "no words stand from 4 to 900"),
    ],
)
def test_what_does_not_fit_is_turned_down_in_words_and_nothing_is_written(desk, changes, message):
    with pytest.raises(ReviewError, match=message):
        desk.review.edit(desk.event(1), changes, by="ana")
    assert desk.review.log() == []


def test_a_row_must_be_one_and_a_correction_has_an_author(desk):
    for given, message in (
        ("event/ffff", "no row of event is called 'ffff'"),
        ("ship/1", "no table 'ship' can be reviewed"),
        ("", "which row"),
        ("event/", "which row"),
        ("1:2", "Write place/1:2 or time/1:2"),
    ):
        with pytest.raises(ReviewError, match=message):
            desk.review.accept(given, by="ana")
    with pytest.raises(ReviewError, match="who says so"):
        desk.review.accept(desk.event(1), by=" ")
    with pytest.raises(ReviewError, match="a document cannot be rejected"):
        desk.review.reject("document/" + desk.cell("document", 1, "document_id"), by="ana")
    with pytest.raises(ReviewError, match="not actor with event"):
        desk.review.merge([desk.event(1), desk.actor("Vale")], by="ana")
    with pytest.raises(ReviewError, match="no entries of the log are called 'abc'"):
        desk.review.undo("abc", by="ana")


def test_a_title_and_a_place_are_corrected(desk):
    desk.review.edit("document/" + desk.cell("document", 1, "document_id"), {"title": "Strike"}, by="ana")
    document, start = desk.cell("document", 1, "document_id"), desk.cell("place", 1, "start")
    desk.review.edit(f"place/{document}:{start}", {"name": "Zell", "lat": "51.5", "lon": "7", "precision": 1}, by="ana")
    assert desk.cell("document", 1, "title") == "Strike"
    assert desk.ask("SELECT lat, lon, precision FROM place WHERE name = 'Zell'") == [(51.5, 7.0, 1)]


def test_corrections_teach(desk):
    desk.review.edit(desk.event(3), {"type": "COOPERATE"}, by="ana", reason="joint work")
    desk.review.accept(desk.statement(1), by="bo")
    undone = desk.review.reject(desk.event(5), by="bo")
    desk.review.undo(undone.entry_id, by="bo")
    examples = list(desk.review.training())
    assert all(one["text"][one["start"] : one["end"]] == one["words"] for one in examples)
    (kind,) = [one for one in examples if one["field"] == "type"]
    assert (kind["before"], kind["after"], kind["by"], kind["words"]) == ("CONSULT", "COOPERATE", "ana", "met")
    assert kind["text"] == "Zoë met Borduria"
    (accepted,) = [one for one in examples if one["action"] == "ACCEPT"]
    assert accepted["before"] == accepted["after"] == accepted["row"]
    assert not [one for one in examples if one["action"] == "REJECT"]
