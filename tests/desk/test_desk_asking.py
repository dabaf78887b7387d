from datetime import date

import pytest

from dragoman.desk.asking import Asked, WrongQuestionError, read_asked
from dragoman.desk.security import find_own_names
from dragoman.desk.wording import out_href, say_code, say_days, say_toll


def ask(query, own=()):
    from starlette.datastructures import QueryParams

    return read_asked((), QueryParams(query).multi_items(), own)


def test_an_address_is_read_into_filters_and_back():
    asked = ask(
        "actor=ARG&type=deny&type=ACCUSE&since=2026-05-01&status=disputed&page=3&q=ferry&place=Salto&x=1", ["place"]
    )
    assert asked.filters.actor == "ARG"
    assert asked.filters.types == ("DENY", "ACCUSE")
    assert asked.filters.since == date(2026, 5, 1)
    assert asked.filters.status == ("DISPUTED",)
    assert (asked.page, asked.offset, asked.query, asked.one("place")) == (3, 100, "ferry", "Salto")
    assert ask(asked.link(page=3)[1:], ["place"]) == asked


def test_what_a_form_leaves_empty_does_not_count():
    assert ask("actor=&since=&status=&q=++") == ask("") == Asked()


def test_a_changed_filter_begins_at_the_first_page_again():
    assert ask("page=4&status=DISPUTED").link(status=None) == "?"
    assert ask("page=4&actor=A+B").link(type="DENY") == "?actor=A+B&type=DENY"


@pytest.mark.parametrize(
    "query", ["since=soon", "page=0", "page=x", "page=²", "status=GOOD", "realis=REAL", "q=" + "x" * 500]
)
def test_what_cannot_be_is_turned_down_in_words(query):
    with pytest.raises(WrongQuestionError, match=query.partition("=")[0] if len(query) < 100 else "longer"):
        ask(query)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org/a?b=c", True), ("http://example.org", True), ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False), ("data:text/html,x", False), ("//example.org", False), ("/local", False),
        ("https://", False), ("java\nscript:alert(1)", False), ("https://exa mple.org", False), (None, False),
        ("file:///etc/passwd", False), ("vbscript:x", False), ("http://[", False),
    ],
)  # fmt: skip
def test_only_web_addresses_are_linked(address, safe):
    assert (out_href(address) is not None) == safe


def test_days_and_tolls_are_said_as_far_as_they_are_known():
    may = date(2026, 5, 11)
    assert say_days(may, may) == "11 May 2026"
    assert say_days(may, date(2026, 5, 13)) == "11–13 May 2026"
    assert say_days(None, may) == "until 11 May 2026"
    assert say_days(None, None) == "undated"
    assert say_toll({"killed_low": 3, "killed_high": 7}, "killed") == "3–7"
    assert say_toll({"killed_low": 3, "killed_high": None}, "killed") == "at least 3"
    assert say_toll({"killed_low": None, "killed_high": None}, "killed") is None


def test_codes_are_said_in_words():
    assert say_code("ARG MIL") == "Argentina, military"
    assert say_code("IGO UNO") == "United Nations"
    assert say_code("XXX YYY") == "XXX, YYY"


def test_the_desk_answers_to_loopback_names_only_where_it_listens_there():
    assert find_own_names("127.0.0.1") == {"localhost", "127.0.0.1", "::1"}
    assert "desk.example" in find_own_names("0.0.0.0", ["desk.example"])
