"""The situation report: hostile words are words, nothing is loaded, tolls are ranges, a country is no point."""

import hashlib
import re
import shutil
import subprocess
from base64 import b64encode
from datetime import date, datetime

import lxml.html
import pytest

from dragoman.exports.formats import Asked
from dragoman.exports.paper import BROWSERS, NoPrinterError, print_pdf, steady
from dragoman.exports.sketch import Land, Mark, sketch_map
from dragoman.exports.words import RETREATS, link, quoted, say_span, say_type, text
from dragoman.review.plover import modes_of

CHROMIUM = next((name for name in BROWSERS if shutil.which(name)), None)


def find(page, tag, kind=None):
    """The elements of a tag, of a class."""
    return [one for one in page.iter(tag) if kind is None or kind in one.get("class", "").split()]


def page_of(folder):
    return lxml.html.fromstring((folder / "report.html").read_text("utf-8"))


def test_what_was_done_is_called_by_its_mode_where_the_type_has_no_one_word():
    assert say_type("RETREAT", ["release"]) == "release"
    assert say_type("RETREAT", ["release", "ceasefire"]) == say_type("RETREAT", None) == "withdrawal or release"
    assert say_type("ASSAULT", ["aerial"]) == "attack"
    assert set(RETREATS) == set(modes_of("RETREAT"))


def test_a_report_tells_every_incident_with_its_words_and_pages(export, river):
    page = page_of(export("report"))
    assert len(find(page, "section", "incident")) == river.count("incident")
    (strike,) = [one for one in find(page, "section", "incident") if "Attack" in one.text_content()]
    said = " ".join(strike.text_content().split())
    assert "Attack: Argentine jets → Uruguay" in said
    assert "1 May 2031 · Colonia del Sacramento" in said
    assert "Argentine jets struck Uruguay at Colonia on 1 May" in said
    assert "Whether it happened" in said
    talks = next(one for one in find(page, "section", "incident") if "Meeting" in one.text_content())
    assert "2 to 12" in talks.text_content()
    aid = next(
        one for one in find(page, "section", "incident") if "Aid (planned): Argentina → Uruguay" in one.text_content()
    )
    assert "planned: no report says that it happened" in aid.text_content()


def test_promise_13_hostile_words_are_words_in_a_report(export):
    raw = (export("report") / "report.html").read_text("utf-8")
    page = lxml.html.fromstring(raw)
    assert not [
        one for one in page.iter() if one.tag in ("script", "iframe", "object", "embed", "link", "base", "form", "img")
    ]
    assert not [name for one in page.iter() for name in one.attrib if name.startswith("on") or name == "style"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in raw
    assert "\u202e" not in raw
    assert "javascript:" not in "".join(one.get("href", "") for one in page.iter())


def test_promise_14_a_report_loads_nothing(export):
    raw = (export("report") / "report.html").read_text("utf-8")
    page = lxml.html.fromstring(raw)
    policy = next(one.get("content") for one in find(page, "meta") if one.get("http-equiv"))
    (style,) = find(page, "style")
    known = b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{known}';")
    assert "unsafe" not in policy
    assert "url(" not in style.text
    assert "@import" not in style.text
    out = [one for one in find(page, "a") if not one.get("href").startswith("#")]
    assert {one.get("href") for one in out} == {"https://courier.example/colonia?a=1&b=2"}
    assert {one.get("rel") for one in out} == {"noreferrer noopener"}


def test_promise_21_the_map_of_a_report_has_no_point_for_a_country(export):
    page = page_of(export("report"))
    titles = {one.text_content() for one in page.iter("title") if one.getparent().tag == "circle"}
    assert titles == {"Colonia del Sacramento: 1 incident", "Soriano: 1 incident"}
    assert "3 incidents known to a country at best: not drawn" in find(page, "figcaption")[0].text_content()


def test_a_report_of_a_day_and_of_an_incident(export, river):
    page = page_of(export("report", asked=Asked(day=date(2031, 5, 4))))
    assert find(page, "h1")[0].text_content() == "4 May 2031"
    assert len(find(page, "section", "incident")) == 1
    (id_,) = river.sql("SELECT incident_id FROM incident WHERE type = 'ASSAULT'").fetchall()[0]
    page = page_of(export("report", asked=Asked(incident=id_)))
    assert find(page, "h1")[0].text_content() == "Attack: Argentine jets → Uruguay"
    assert not find(page, "td", "when")


def test_promise_20_a_report_states_what_it_covers(export):
    said = find(page_of(export("report", status=("DISPUTED",))), "section", "covers")[0].text_content()
    assert "5 inputs read into 4 documents; 1 could not be read." in said
    assert "Filters: status DISPUTED." in said
    assert "Left out: incidents (4): the filters do not choose them." in said
    assert "Read by dragoman" in said


def test_a_day_goes_with_a_report_only(river, tmp_path):
    with pytest.raises(ValueError, match="a day, an incident and PDF go with the format report, not with gdelt"):
        river.export(tmp_path, "gdelt", asked=Asked(day=date(2031, 5, 4)))


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome on the PATH: printing is not tested")
def test_a_report_prints_to_the_same_pdf_twice(export, tmp_path):
    page = export("report") / "report.html"
    hashes = {print_pdf(page, tmp_path / f"{at}.pdf", datetime(2031, 5, 4)) for at in (1, 2)}
    content, again = ((tmp_path / f"{at}.pdf").read_bytes() for at in (1, 2))
    assert content.startswith(b"%PDF")
    assert set(re.findall(rb"\(D:(\d{14})", content)) == {b"20310504000000"}
    assert [pair for pair in zip(content.splitlines(), again.splitlines(), strict=True) if pair[0] != pair[1]] == []
    assert len(hashes) == 1


def test_a_print_does_not_tell_when_it_was_made_nor_how_much_was_before_it():
    def printed(moment, *nodes):
        heads, names = (" ".join(f"(node{one:08})" for one in order) for order in (nodes, sorted(nodes)))
        return f"/CreationDate (D:{moment}+00'00') /Headers [{heads}] /Names [{names}]".encode()

    first = steady(printed("20310504101112", 41, 40), datetime(2031, 5, 4))
    assert first == steady(printed("20310504101213", 973, 972), datetime(2031, 5, 4))
    assert first == printed("20310504000000", 2, 1)


def test_without_a_browser_it_says_so(export, tmp_path, monkeypatch):
    page = export("report") / "report.html"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(NoPrinterError, match="no Chromium or Chrome is on the PATH"):
        print_pdf(page, tmp_path / "x.pdf", None)


def test_a_browser_that_fails_is_told_of(export, tmp_path, monkeypatch):
    page = export("report") / "report.html"
    monkeypatch.setattr(shutil, "which", lambda name: f"/nowhere/{name}")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", "no display"))
    with pytest.raises(NoPrinterError, match=r"did not print .*: no display"):
        print_pdf(page, tmp_path / "x.pdf", None)


def test_places_that_coincide_are_one_mark():
    class View:
        width, height = 760, 400

        def project(self, lon, lat):
            return lon, lat

    land = Land(lambda _points, _width: View(), lambda _view: [[(0, 0), (9, 0), (9, 9)]])
    here = Mark("Port & <b>", 100, 200, disputed=False, vague=False)
    drawn = sketch_map([here, here, Mark("Far", 300, 200, disputed=True, vague=True)], land)
    assert drawn.count("<circle") == 2
    assert "Port &amp; &lt;b&gt;: 2 incidents" in drawn
    assert 'fill="none"' in drawn


def test_words_of_a_report():
    assert text("a\x00<b>\u202e") == "a\ufffd&lt;b&gt;\ufffd"
    assert quoted("so  it\nis") == "“so it is”"
    assert quoted("“So” he said") == "“So” he said"
    assert link("https://x.example/a?b=1&c", "<x>") == (
        '<a href="https://x.example/a?b=1&amp;c" rel="noreferrer noopener">&lt;x&gt;</a>'
    )
    assert link('https://x" onclick="y', "x") == "<span>x</span>"
    assert say_span(date(2031, 5, 1), date(2031, 5, 31)) == "May 2031"
    assert say_span(date(2031, 1, 1), date(2031, 12, 31)) == "2031"
    assert say_span(date(2031, 5, 1), date(2031, 5, 7)) == "1–7 May 2031"
    assert say_span(date(2031, 4, 30), date(2031, 5, 7)) == "30 April 2031 – 7 May 2031"
    assert say_span(None, date(2031, 5, 7)) == "until 7 May 2031"
    assert say_span(None, None) == "undated"
