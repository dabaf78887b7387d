"""A picture in a page: no script, no inline style, nothing from elsewhere, the same bytes, and words for every mark."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from rows_by_hand import DAY, make_event

pytest.importorskip("altair", reason="the extra `desk` is not installed: no charts")
pytest.importorskip("vl_convert", reason="the extra `desk` is not installed: no pictures")

from dragoman.charts.bars import draw_bars
from dragoman.charts.figures import Deeds, Spots
from dragoman.charts.land import draw_land, look_at, read_land
from dragoman.charts.pair import draw_pair
from dragoman.charts.svg import to_svg
from dragoman.charts.theme import DARK, LIGHT, stylesheet
from dragoman.charts.world import draw_world

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"' onload=alert(1) \x00\x08\x1b \ud800 ﷽ 😀 \u202e"


def bars(label="ASSAULT", href="/incidents?type=ASSAULT"):
    return draw_bars([{"label": label, "count": 3, "quad": 4, "href": href}])


def pair():
    row = make_event(1, "ASSAULT", ["ARL"], ["BOR"]) | {"direction": "ONE", "quote": HOSTILE}
    return draw_pair(Deeds([row], 0, 0), HOSTILE, "BOR", link=lambda row: f"#{row['event_id']}")


def world(name="Zell"):
    row = {"lat": 35.5, "lon": 36.0, "precision": 1, "incidents": 3, "disputed": 0, "quad": 4, "href": "?place=Zell"}
    return draw_world(Spots([row | {"name": name}], [], 0))


@pytest.mark.parametrize("chart", [bars(HOSTILE), pair(), world(HOSTILE)], ids=["bars", "pair", "world"])
def test_hostile_words_are_words_and_nothing_would_be_blocked_by_a_strict_policy(chart):
    root = ElementTree.fromstring(to_svg(chart, HOSTILE, HOSTILE))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in ("script", "style", "foreignObject", "image", "use", "animate")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert "url(" not in element.get("fill", "")
        assert "http" not in element.get("href", "")


def test_a_picture_is_named_described_and_every_link_has_a_name():
    root = ElementTree.fromstring(to_svg(bars(), "By type", "Three assaults."))
    assert root.get("aria-label") == root.find(f"{SVG}title").text == "By type"
    assert root.find(f"{SVG}desc").text == "Three assaults."
    assert root.get("role") == "group"
    (link,) = root.iter(f"{SVG}a")
    assert link.get("href") == "/incidents?type=ASSAULT"
    assert link.get("aria-label") == "ASSAULT: 3 incidents, material conflict"
    assert [title.text for title in link.iter(f"{SVG}title")] == ["ASSAULT: 3 incidents, material conflict"]
    assert ElementTree.fromstring(to_svg(bars(href=None), "By type", "")).get("role") == "img"


@pytest.mark.parametrize("href", ["https://elsewhere.example/", "//elsewhere.example/", "data:text/html,x"])
def test_a_link_out_of_the_desk_is_refused(href):
    with pytest.raises(ValueError, match=r"not a page of the desk|Sanitize|URI"):
        to_svg(bars(href=href), "By type", "")


def test_colours_follow_the_page_or_the_theme_asked_for():
    quad = f"var(--chart-quad-4, {LIGHT['quad-4']})"
    drawn = {theme: to_svg(bars(), "By type", "", theme) for theme in ("page", "light", "dark")}
    assert quad in drawn["page"]
    assert LIGHT["soft"] in drawn["light"]
    assert "var(" not in drawn["light"] + drawn["dark"]
    assert DARK["soft"] in drawn["dark"]
    assert LIGHT["soft"] not in drawn["dark"]
    unnamed = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+|[a-z]+)"', drawn["page"] + to_svg(world(), "W", "")))
    assert unnamed <= {"none"}


def test_every_colour_of_the_charts_is_in_the_stylesheet_twice():
    assert len(set(LIGHT.values())) == len(LIGHT)
    rules = stylesheet()
    for name in LIGHT:
        assert f"--chart-{name}:{LIGHT[name]}" in rules
        assert f"--chart-{name}:{DARK[name]}" in rules


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_their_ground(colours):
    for name in ("ink", "soft"):
        assert contrast(colours[name], colours["paper"]) >= 4.5
    assert contrast(colours["ink"], colours["land"]) >= 4.5


def test_ids_are_of_the_chart_alone_so_that_two_stand_on_one_page():
    one, other = to_svg(world(), "W", ""), to_svg(world("Elsewhere"), "W", "")
    ids = [set(re.findall(r' id="([^"]+)"', drawn)) for drawn in (one, other)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", one)) <= ids[0]


def test_another_process_makes_the_same_bytes():
    script = "from test_svg import *; print(to_svg(pair(), 'P', ''), to_svg(world(), 'W', ''), end='')"
    paths = os.pathsep.join(path for path in sys.path if path)
    told = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": paths, "TZ": "Asia/Tokyo"},
    )
    to_svg(bars(), "another before it", "")
    assert told.stdout.decode() == to_svg(pair(), "P", "") + " " + to_svg(world(), "W", "")


def test_a_day_is_the_same_day_in_every_time_zone():
    drawn = to_svg(pair(), "P", "")
    assert f"{DAY.day} May 2031" in drawn


def test_land_lies_where_it_lies():
    view = look_at([(28.0, 36.0), (36.0, 42.0)], 700)
    x, y = view.project(28.0, 36.0)
    assert 0 < x < 350 and view.height / 2 < y < view.height
    rings = draw_land(view)
    assert rings and all(-4 <= x <= 704 and -4 <= y <= view.height + 4 for ring in rings for x, y in ring)
    whole = look_at([], 700)
    assert whole.whole and whole.project(0, 0)[0] == pytest.approx(350)
    for ring, (west, _, east, _) in read_land("110m"):
        assert -180 <= west <= east <= 180
        assert all(abs(a[0] - b[0]) < 180 or abs(a[0]) == 180 for a, b in pairwise(ring))
