from datetime import date

import pytest
from rows_by_hand import DAY, fill, make_event, make_incident

from dragoman.charts.figures import (
    add_words,
    choose_unit,
    count_days,
    count_pairs,
    count_places,
    count_types,
    find_course,
    find_deeds,
    find_deeds_of,
)
from dragoman.store.incidents import choose_drawn
from dragoman.store.query import Filters

ALL = Filters(limit=0)


def choose(connection, filters):
    """What counts incidents is given."""
    return connection, choose_drawn(connection, filters)


@pytest.mark.parametrize(
    ("days", "unit"), [(0, "day"), (62, "day"), (63, "week"), (420, "week"), (421, "month"), (3001, "year")]
)
def test_a_longer_span_is_drawn_in_longer_units(days, unit):
    assert choose_unit(DAY, date.fromordinal(DAY.toordinal() + days)) == unit


def test_incidents_of_an_unknown_or_longer_time_are_in_no_bar_and_are_counted():
    month = {"earliest": date(2031, 5, 1), "latest": date(2031, 5, 31), "date_precision": "MONTH"}
    undated = {"earliest": None, "latest": None, "date_precision": "NONE"}
    rows = [
        make_incident(1),
        make_incident(2, status="DISPUTED"),
        make_incident(3, **month),
        make_incident(4, **undated),
    ]
    days = count_days(*choose(fill([], rows), ALL))
    assert days.unit == "day"
    assert [(row["first"], row["last"], row["value"], row["count"]) for row in days.rows] == [
        (DAY, date(2031, 5, 4), "DISPUTED", 1),
        (DAY, date(2031, 5, 4), "SINGLE SOURCE", 1),
    ]
    assert (days.undated, days.vague) == (1, 1)


def test_what_lies_far_from_nearly_all_is_not_drawn_and_counted():
    near = [date(2031, 5, day) for day in range(1, 9)]
    assert find_course(near) == (0, 8)
    assert find_course([date(1975, 1, 1), date(2006, 1, 1), *near, date(2040, 1, 1)]) == (2, 10)
    assert find_course(near[:4] + [date(2040, 5, day) for day in range(1, 5)]) == (0, 8)
    assert find_course([]) == (0, 0)
    rows = [make_incident(number, earliest=day, latest=day) for number, day in enumerate([date(1975, 2, 26), *near])]
    days = count_days(*choose(fill([], rows), ALL))
    assert (days.unit, days.far, sum(row["count"] for row in days.rows)) == ("day", 1, 8)


def test_a_year_of_incidents_is_counted_by_week_from_monday():
    rows = [make_incident(1), make_incident(2, earliest=date(2032, 1, 7), latest=date(2032, 1, 9))]
    days = count_days(*choose(fill([], rows), ALL))
    assert days.unit == "week"
    assert [row["first"] for row in days.rows] == [date(2031, 4, 28), date(2032, 1, 5)]


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (ALL, 3),
        (ALL._replace(types=("AID",)), 1),
        (ALL._replace(status=("DISPUTED",)), 1),
        (ALL._replace(actor="ARL"), 3),
        (ALL._replace(actor="BOR"), 2),
        (ALL._replace(actor="name of cor"), 1),
        (ALL._replace(actor="SYR"), 0),
        (ALL._replace(since=date(2031, 5, 4)), 1),
        (ALL._replace(until=date(2031, 5, 3)), 2),
    ],
)
def test_filters_choose_the_incidents_that_are_counted(filters, kept):
    later = {"earliest": date(2031, 5, 9), "latest": date(2031, 5, 9)}
    events = [make_event(1, "ASSAULT", ["ARL MIL"], ["BOR"]), make_event(2, "AID", ["ARL MIL"], ["COR"])]
    rows = [
        make_incident(1),
        make_incident(2, "AID", recipient_codes=["COR"]),
        make_incident(3, status="DISPUTED", **later),
    ]
    connection = fill(events, rows)
    assert sum(row["count"] for row in count_days(*choose(connection, filters)).rows) == kept
    assert sum(row["count"] for row in count_types(*choose(connection, filters))) == kept


def test_what_is_known_to_a_country_or_a_sea_is_no_point():
    def at(number, name, precision, lat=35.0, lon=36.0):
        return make_incident(number, place_name=name, place_precision=precision, lat=lat, lon=lon)

    rows = [
        at(1, "Zell", 1), at(2, "Zell", 1), at(3, "Upper Province", 4), at(4, "Arland", 6), at(5, "Middle Sea", 7),
        at(6, "the Region", 5), at(7, "Nowhere Farm", 1, None, None), make_incident(8),
    ]  # fmt: skip
    spots = count_places(*choose(fill([], rows), ALL))
    assert [(row["name"], row["incidents"]) for row in spots.rows] == [("Zell", 2), ("Upper Province", 1)]
    assert [row["name"] for row in spots.areas] == ["Arland", "Middle Sea", "Nowhere Farm", "the Region"]
    assert spots.nowhere == 1


def test_pairs_are_of_one_side_and_one_other():
    rows = [
        make_incident(1),
        make_incident(2),
        make_incident(3, "AID", actor_codes=["COR"]),
        make_incident(4, "CONSULT", actor_codes=["ARL", "BOR"], recipient_codes=[]),
        make_incident(5, "CONSULT", actor_codes=["ARL", "COR"]),
        make_incident(6, actor_codes=["BOR"]),
    ]
    events = [make_event(1, "ASSAULT", ["ARL MIL"], ["BOR"]), make_event(3, "AID", ["COR"], ["BOR"])]
    pairs = count_pairs(*choose(fill(events, rows), ALL))
    assert [(row["actor"], row["recipient"], row["count"], row["score"]) for row in pairs] == [
        ("ARL MIL", "BOR", 2, -9.0),
        ("COR", "BOR", 1, 7.0),
    ]


def test_deeds_are_told_by_direction_and_only_what_happened_counts():
    events = [
        make_event(1, "ASSAULT", ["ARL MIL"], ["BOR"]),
        make_event(2, "ACCUSE", ["BOR GOV"], ["ARL"], earliest=date(2031, 5, 1), latest=date(2031, 5, 1)),
        make_event(3, "CONSULT", ["ARL", "BOR"], []),
        make_event(4, "ASSAULT", ["ARL"], ["BOR"], realis="DENIED"),
        make_event(5, "ASSAULT", ["ARL"], ["COR"]),
        make_event(6, "ASSAULT", ["COR"], ["BOR"]),
        make_event(7, "AID", ["ARL"], ["BOR"], earliest=None, latest=None, date_precision="NONE"),
    ]
    named = find_deeds(fill(events, []), "ARL", "name of Bor Gov", ALL)
    assert [(row["event_id"], row["direction"]) for row in named.rows] == [("e2", "OTHER")]
    deeds = find_deeds(fill(events, []), "ARL", "BOR", ALL)
    told = [(row["event_id"], row["direction"]) for row in deeds.rows]
    assert told == [("e2", "OTHER"), ("e1", "ONE"), ("e3", "BOTH"), ("e7", "ONE")]
    assert deeds.undated == 1
    (told,) = add_words(fill(events, []), deeds.rows[1:2])
    assert told["quote"] == "Arland struck"
    assert told["names"] == {"id ARL MIL": "Name of ARL MIL", "id BOR": "Name of BOR"}
    denied = find_deeds(fill(events, []), "ARL", "BOR", ALL._replace(realis=("DENIED",), types=("ASSAULT",)))
    assert [row["event_id"] for row in denied.rows] == ["e4"]


def test_deeds_of_copies_are_left_out_and_counted():
    events = [
        make_event(1, "ASSAULT", ["ARL"], ["BOR"]),
        make_event(2, "ASSAULT", ["ARL"], ["BOR"], document_id="copy"),
    ]
    deeds = find_deeds(fill(events, []), "ARL", "BOR", ALL)
    assert [row["event_id"] for row in deeds.rows] == ["e1"]
    assert deeds.copies == 1


def test_dates_choose_the_deeds():
    events = [
        make_event(1, "ASSAULT", ["ARL"], ["BOR"]),
        make_event(2, "AID", ["ARL"], ["BOR"], earliest=date(2031, 6, 1), latest=date(2031, 6, 30)),
    ]
    connection = fill(events, [])
    since = find_deeds(connection, "ARL", "BOR", ALL._replace(since=date(2031, 6, 15)))
    until = find_deeds(connection, "ARL", "BOR", ALL._replace(until=date(2031, 5, 20)))
    assert [row["event_id"] for row in since.rows] == ["e2"]
    assert [row["event_id"] for row in until.rows] == ["e1"]


def test_deeds_of_one_actor_are_those_it_did_and_those_done_to_it():
    events = [
        make_event(1, "ASSAULT", ["ARL"], ["BOR"]),
        make_event(2, "AID", ["COR"], ["ARL"]),
        make_event(3, "AID", ["COR"], ["BOR"]),
        make_event(4, "CONSULT", ["ARL", "COR"], ["ARL"]),
    ]
    deeds = find_deeds_of(fill(events, []), "id ARL", ALL)
    assert [(row["event_id"], row["direction"]) for row in deeds.rows] == [
        ("e1", "ONE"),
        ("e2", "OTHER"),
        ("e4", "ONE"),
    ]
