"""ninjs items of all three versions: body, headline, dates, provider; terms of use and pictures are left alone."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dragoman.readers import read_input
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument

FIRST = {
    "uri": "urn:newsml:meridian.example:20310401:crews",
    "type": "text",
    "versioncreated": "2031-04-01T16:00:00+02:00",
    "firstcreated": "2031-04-01T09:00:00+02:00",
    "headline": "Ferry crews stay out",
    "body_text": "The crews stay out. The owners wait.",
    "body_html": "<p>The crews stay out.</p><p>The owners wait.</p>",
    "body_nitf": "<nitf><body><body.content><p>The crews stay out, in a format of its own, longer.</p></nitf>",
    "usageterms": "Not for the islands.",
    "copyrightholder": "Meridian",
    "associations": {"photo": {"uri": "urn:photo", "type": "picture", "body_text": "A boat."}},
}
SECOND = {
    "uri": FIRST["uri"],
    "versioncreated": FIRST["versioncreated"],
    "firstcreated": FIRST["firstcreated"],
    "headlines": [{"role": "short", "value": "Out"}, {"role": "main", "value": "Ferry crews stay out"}],
    "bodies": [
        {"role": "text", "contenttype": "text/plain", "value": FIRST["body_text"]},
        {"role": "main", "contenttype": "text/html;charset=utf-8", "value": FIRST["body_html"]},
        {"role": "own", "contenttype": "application/xml", "value": "<TEXT>" + "x" * 200 + "</TEXT>"},
    ],
    "infosources": [{"name": "Harbour office", "rel": "about"}],
    "copyrightholder": "Meridian",
}
NAMES = {"versioncreated": "versionCreated", "firstcreated": "firstCreated", "infosources": "infoSources"}
THIRD = {NAMES.get(name, name): value for name, value in SECOND.items() if name != "copyrightholder"} | {
    "copyrightHolder": "Meridian",
    "bodies": [{"contentType": "application/xhtml+xml", "value": FIRST["body_html"]}],
}


def read_item(folder: Path, item: Any, name: str = "item.json") -> list[RawDocument | Problem]:
    path = folder / name
    path.write_text(json.dumps(item))
    return list(read_input(path, Settings()))


def error_of(folder: Path, item: Any) -> str:
    [problem] = read_item(folder, item)
    assert isinstance(problem, Problem)
    return problem.error


def document_of(folder: Path, item: Any) -> RawDocument:
    [document] = read_item(folder, item)
    assert isinstance(document, RawDocument)
    return document


@pytest.mark.parametrize("item", [FIRST, SECOND, THIRD], ids=["1.3", "2", "3"])
@pytest.mark.parametrize("name", ["item.json", "items.jsonl", "item"])
def test_every_version_yields_the_same_document(tmp_path: Path, item: dict[str, Any], name: str) -> None:
    [found] = read_item(tmp_path, item, name)
    assert isinstance(found, RawDocument)
    assert (found.text, found.media) == (FIRST["body_html"], "HTML")
    assert (found.title, found.publisher, found.url) == ("Ferry crews stay out", "Meridian", None)
    assert (found.external_id, found.published_from) == (FIRST["uri"], "METADATA")
    assert found.published == datetime(2031, 4, 1, 7, tzinfo=UTC)


def test_a_list_of_items(tmp_path: Path) -> None:
    found = read_item(tmp_path, [FIRST, {"text": "a row"}, SECOND])
    assert [one.title for one in found if isinstance(one, RawDocument)] == [FIRST["headline"], None, FIRST["headline"]]
    assert [one.input.rpartition("#")[2] for one in found] == ["1", "2", "3"]


def test_plain_text_where_there_is_no_markup(tmp_path: Path) -> None:
    item = {"uri": "u", "bodies": [{"value": "One.\n\nTwo < three."}], "versioncreated": "2031-04-01T16:00:00Z"}
    found = document_of(tmp_path, item)
    assert (found.text, found.media, found.title) == ("One.\n\nTwo < three.", "TEXT", None)
    assert found.published == datetime(2031, 4, 1, 16, tzinfo=UTC)
    assert document_of(tmp_path, {"uri": "u", "bodies": [{"role": "x", "value": "<p>One.</p>"}]}).media == "HTML"


@pytest.mark.parametrize(
    ("told", "publisher"),
    [
        ({"provider": "Wire", "source": "Other"}, "Wire"),
        ({"source": {"name": "Wire"}, "copyrightholder": "Other"}, "Wire"),
        ({"infosource": [{"rel": "x"}, {"name": "Wire"}]}, "Wire"),
        ({"provider": 7, "source": ["x"]}, None),
    ],
)
def test_publisher_is_who_gives_it_out(tmp_path: Path, told: dict[str, Any], publisher: str | None) -> None:
    assert document_of(tmp_path, {"uri": "u", "body_text": "Words.", **told}).publisher == publisher


def test_items_without_text_or_withdrawn_are_said(tmp_path: Path) -> None:
    assert error_of(tmp_path, {"uri": "u", "type": "picture", "versioncreated": "x"}) == (
        "a ninjs item (picture) without text"
    )
    assert error_of(tmp_path, {"uri": "u", "headlines": 3, "bodies": [{"value": 3}, 4, None]}) == (
        "a ninjs item (of no stated type) without text"
    )
    assert error_of(tmp_path, FIRST | {"pubstatus": "canceled"}) == "the provider has cancelled the item"
    assert error_of(tmp_path, THIRD | {"pubStatus": "withheld"}) == "the provider has withheld the item"
    assert document_of(tmp_path, FIRST | {"pubstatus": "usable"}).title


def test_a_row_with_a_column_of_text_stays_a_row(tmp_path: Path) -> None:
    assert document_of(tmp_path, {"uri": "u", "text": "words", "body_text": "others"}).text == "words"
