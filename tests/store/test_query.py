"""Filters of `show`."""

from datetime import date

import pytest

from dragoman.store.query import FINDERS, Filters, find_actors_called, find_events, find_statements


def types(record, **asked):
    return [row["type"] for row in find_events(record.connection, Filters(**asked)).rows]


def test_events_come_by_date_with_the_words_they_rest_on(record):
    found = find_events(record.connection, Filters())
    assert [(row["type"], row["quote"]) for row in found.rows] == [
        ("ASSAULT", "Arland struck Borduria near Zell"),
        ("AID", "Borduria helped Arland [bold]now[/bold]"),
        ("CONSULT", "Zoë met Borduria"),
    ]
    for row in found.rows:
        trigger = row["quote"][row["trigger_start"] - row["quote_start"] : row["trigger_end"] - row["quote_start"]]
        assert trigger in ("struck", "helped", "met")
        assert row["names"][row["actors"][0]["actor_id"]] == row["says"]
    assert (found.rows[0]["place_text"], found.rows[2]["place_text"]) == ("Zell", None)


@pytest.mark.parametrize("name", ["Zoë", "zoe", "ZOE", "ARL GOV", "arl gov"])
def test_an_actor_is_found_by_name_without_accents_or_by_code(record, name):
    assert types(record, actor=name) == ["CONSULT"]


def test_a_country_code_takes_in_its_sectors(record):
    assert types(record, actor="ARL") == ["ASSAULT", "AID", "CONSULT"]
    assert len(find_actors_called(record.connection, "ARL")) == 2
    assert find_actors_called(record.connection, "AR") == []


def test_names_are_matched_by_whole_words_and_never_as_patterns(record):
    assert types(record, actor="Bord") == []
    assert types(record, actor="%") == []
    assert types(record, actor="'; DROP TABLE event; --") == []
    assert types(record, actor="borduria") == ["ASSAULT", "AID", "CONSULT"]


def test_type_realis_and_dates_narrow(record):
    assert types(record, types=("AID", "CONSULT")) == ["AID", "CONSULT"]
    assert types(record, realis=("DENIED",)) == []
    assert types(record, since=date(2031, 5, 4)) == ["AID", "CONSULT"]
    assert types(record, until=date(2031, 5, 4)) == ["ASSAULT", "AID"]
    assert types(record, since=date(2031, 5, 2), until=date(2031, 5, 19), actor="Arland") == ["AID"]


def test_limit_tells_how_many_there_are(record):
    found = find_events(record.connection, Filters(limit=1))
    assert (len(found.rows), found.total) == (1, 3)
    assert len(find_events(record.connection, Filters(limit=0)).rows) == 3


def test_undated_rows_left_out_are_counted(folder, record):
    record.close()
    import duckdb

    with duckdb.connect(str(folder / "record.duckdb")) as database:
        database.execute("UPDATE event SET earliest = NULL, latest = NULL WHERE type = 'AID'")
        found = find_events(database, Filters(since=date(2031, 1, 1)))
    assert (found.total, found.undated) == (2, 1)


def test_statements_by_speaker_and_act(record):
    found = find_statements(record.connection, Filters(actor="zoe", types=("ASSERT",)))
    assert [(row["says"], row["quote"]) for row in found.rows] == [("Zoë", "Zoë met Borduria")]
    assert find_statements(record.connection, Filters(types=("DENY",))).total == 0


def test_every_row_shown_has_its_words(record):
    for kind in ("events", "statements", "actors", "places"):
        found = FINDERS[kind](record.connection, Filters())
        assert found.rows
        assert all(row["quote"] for row in found.rows), kind
