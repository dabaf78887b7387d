"""What is in the specifications: every mark stands for rows, and says so in words."""

from datetime import date

import jsonschema
import pytest
from rows_by_hand import DAY, make_event

pytest.importorskip("altair", reason="the extra `desk` is not installed: no charts")

import altair as alt

from dragoman.charts.bars import draw_bars
from dragoman.charts.figures import Days, Deeds, Spots
from dragoman.charts.pair import choose_unit, draw_pair, gather_points
from dragoman.charts.timeline import draw_timeline, stack
from dragoman.charts.world import MOST, draw_world, name_places

NEXT = date(2031, 5, 4)


def bar(value, count):
    return {"first": DAY, "last": NEXT, "value": value, "count": count}


def spot(name, precision=1, lat=35.0, lon=36.0, **more):
    row = {"name": name, "lat": lat, "lon": lon, "precision": precision, "incidents": 3, "disputed": 1, "quad": 4}
    return row | more


def deed(number, kind="ASSAULT", direction="ONE", **more):
    return make_event(number, kind, ["ARL"], ["BOR"]) | {"direction": direction, "quote": "They struck"} | more


def rows_of(chart, name):
    return chart["datasets"][name]


def test_bars_of_one_day_stand_on_each_other_in_the_order_of_the_legend():
    days = Days([bar("DISPUTED", 2), bar("CORROBORATED", 3), bar("SINGLE SOURCE", 1)], "day", 0, 0)
    told = [(one["shown"], one["low"], one["high"]) for one in stack(days, "status")]
    assert told == [("corroborated", 0, 3), ("single source", 3, 4), ("disputed", 4, 6)]
    assert [one["said"] for one in rows_of(draw_timeline(days), "bars")] == [
        "3 May 2031: 3 corroborated", "3 May 2031: 1 single source", "3 May 2031: 2 disputed",
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["status", "quad", "type"])
def test_a_timeline_is_a_whole_specification_even_of_nothing(by):
    value = {"status": "DISPUTED", "quad": "4", "type": "ASSAULT"}[by]
    for rows in ([], [bar(value, 1), bar(None, 1)]):
        alt.Chart.from_dict(draw_timeline(Days(rows, "month", 0, 0), by))


def test_a_province_is_hollow_and_says_so():
    chart = draw_world(Spots([spot("Zell"), spot("Upper Province", 4)], [], 0))
    points = rows_of(chart, "points")
    assert [point["known"] for point in points] == ["district or nearer", "somewhere in the province"]
    assert points[1]["said"] == "Upper Province: 3 incidents (1 disputed), somewhere in this province"


@pytest.mark.parametrize("wrong", [spot("Arland", 6), spot("Middle Sea", 7), spot("Region", 5), spot("Zell", 1, None)])
def test_no_point_is_drawn_for_what_is_no_point(wrong):
    with pytest.raises(ValueError, match="not known well enough"):
        draw_world(Spots([wrong], [], 0))


def test_names_that_would_cover_each_other_are_left_out():
    class View:
        width = 700

    points = [
        {"x": 100, "y": 50, "name": "Zell"},
        {"x": 104, "y": 52, "name": "Near Zell"},
        {"x": 690, "y": 9, "name": "Edge"},
    ]
    assert [point["name"] for point in name_places(points, View())] == ["Zell"]


def test_events_of_one_kind_on_one_day_are_one_point_that_leads_to_the_first():
    rows = [deed(1), deed(2), deed(3, "AID"), deed(4, direction="OTHER"), deed(5, earliest=None, latest=None)]
    points = gather_points(rows, lambda row: f"#{row['event_id']}")
    assert [(point["direction"], point["score"], point["events"], point["href"]) for point in points] == [
        ("ONE", 7.0, 1, "#e3"), ("ONE", -9.0, 2, "#e1"), ("OTHER", -9.0, 1, "#e4"),
    ]  # fmt: skip
    assert points[1]["said"] == "3 May 2031, ASSAULT, score -9, 2 events: They struck"


def test_what_is_known_to_a_month_is_drawn_over_all_of_it():
    rows = [deed(1), deed(2, earliest=date(2031, 5, 1), latest=date(2031, 5, 31))]
    chart = draw_pair(Deeds(rows, 0, 0), "ARL", "BOR")
    assert [point["events"] for point in rows_of(chart, "ONEexact")] == [1]
    assert [(point["first"], point["last"]) for point in rows_of(chart, "ONEover")] == [("2031-05-01", "2031-05-31")]


def test_a_course_needs_events_on_enough_days():
    days = [date(2031, 5, day) for day in range(1, 13)]
    rows = [deed(n, "AID" if n % 2 else "ASSAULT", earliest=day, latest=day) for n, day in enumerate(days)]
    course = rows_of(draw_pair(Deeds(rows, 0, 0), "ARL", "BOR"), "ONEmean")
    assert [spot["day"] for spot in course] == [day.isoformat() for day in days]
    assert (course[0]["mean"], course[1]["mean"]) == (-9.0, -1.0)
    assert rows_of(draw_pair(Deeds(rows[:9], 0, 0), "ARL", "BOR"), "ONEmean") == []


def test_a_direction_without_events_has_no_panel():
    chart = draw_pair(Deeds([deed(1), deed(2, direction="OTHER")], 0, 0), "Arland", "Borduria")
    assert [panel["title"] for panel in chart["vconcat"]] == ["Arland to Borduria", "Borduria to Arland"]


def test_bars_keep_their_order_and_leave_out_the_rest():
    rows = [{"label": f"T{n}", "count": 9 - n, "quad": 4} for n in range(5)]
    bars = rows_of(draw_bars(rows, most=3), "bars")
    assert [one["said"] for one in bars] == [f"T{n}: {9 - n} incidents, material conflict" for n in range(3)]


def test_more_points_than_can_be_told_apart_are_taken_together():
    days = [date.fromordinal(DAY.toordinal() + number) for number in range(160)]
    rows = [deed(number, earliest=day, latest=day) for number, day in enumerate(days)]
    assert choose_unit(rows[:150]) == "day"
    assert choose_unit(rows) == "week"
    points = gather_points(rows)
    assert len(points) == 24
    assert sum(point["events"] for point in points) == 160
    assert points[1]["first"] == points[1]["last"] == "2031-05-05"
    assert points[1]["said"] == "5 May 2031 to 11 May 2031, ASSAULT, score -9, 7 events: They struck"


def test_more_places_than_can_be_told_apart_are_taken_together():
    rows = [spot(f"Place {n}", lat=30 + n % 20 / 2, lon=30 + n // 20 / 2, incidents=1 + (n == 7)) for n in range(400)]
    points = rows_of(draw_world(Spots(rows, [], 0)), "points")
    assert 20 < len(points) <= MOST
    assert sum(point["incidents"] for point in points) == 401
    assert all(point["said"].endswith(f"places about it: {point['incidents']} incidents") for point in points[:9])
    assert len(rows_of(draw_world(Spots(rows[:MOST], [], 0)), "points")) == MOST


def whole_charts():
    """A chart of each kind, with and without rows, links and periods."""
    deeds = [deed(1), deed(2, latest=NEXT), *(deed(n, "AID", earliest=date(2031, 6, n)) for n in range(4, 16))]
    yield draw_bars(
        [{"label": "ASSAULT", "count": 3, "quad": 4, "href": "?type=ASSAULT"}, {"label": "AID", "count": 1}]
    )
    yield draw_timeline(Days([bar("DISPUTED", 2) | {"href": "?status=DISPUTED"}], "day", 0, 0))
    yield draw_world(Spots([spot("Zell", href="?place=Zell"), spot("Upper Province", 4)], [], 0))
    yield draw_world(Spots([], [], 0))
    yield draw_pair(Deeds(deeds, 0, 0), "ARL", "BOR", link=lambda row: f"#{row['event_id']}")
    yield draw_pair(Deeds([], 0, 0), "ARL", "BOR")


@pytest.mark.parametrize("chart", list(whole_charts()))
def test_every_chart_is_what_vega_lite_calls_one(chart):
    """The specifications are dictionaries of ours: Altair knows the schema, each word of it and what it may be."""
    assert alt.Chart.from_dict(chart).to_dict()


def test_a_word_that_vega_lite_does_not_know_would_be_seen():
    chart = draw_bars([{"label": "AID", "count": 1}])
    with pytest.raises(jsonschema.ValidationError):
        alt.Chart.from_dict(chart | {"widht": 3})


def test_no_width_is_measured_only_to_see_whether_words_are_too_long():
    """That is half the time that a chart takes; no word of ours is longer than it may be."""
    for chart in whole_charts():
        config = chart["config"]
        assert config["axis"]["labelLimit"] == config["axis"]["titleLimit"] == config["legend"]["labelLimit"] == 0
