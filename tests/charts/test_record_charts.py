"""`Record.timeline`, `.types`, `.map` and `.pair`: charts with what is not drawn below the title."""

import builtins
import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("altair", reason="the extra `desk` is not installed: no charts")
sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))

from dragoman.engines.runs import read_into
from dragoman.record import MissingExtraError, Record
from dragoman.settings import Settings

PAGES = [
    {"id": "1", "url": "https://arl.example/1", "published": "2031-05-01", "text": "Arland struck Borduria near Zell"},
    {"id": "2", "url": "javascript:alert(1)", "published": "2031-05-02", "text": "Borduria struck Arland"},
    {"id": "3", "published": "2031-05-03", "text": "Zoë helped Borduria"},
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    base = tmp_path_factory.mktemp("charts")
    (base / "pages.jsonl").write_text("\n".join(json.dumps(page) for page in PAGES))
    read_into(base / "record", [str(base / "pages.jsonl")], Settings(jobs=0), build="fake_flow:build")
    with Record(base / "record") as opened:
        yield opened


def test_a_timeline_counts_incidents_by_day_and_filters_choose(record):
    chart = record.timeline().to_dict()
    assert sum(bar["count"] for bar in chart["datasets"]["bars"]) == record.count("incident") == 3
    assert chart["title"] == chart["title"] | {"text": "Incidents over time"}
    assert "subtitle" not in chart["title"]
    assert [bar["count"] for bar in record.timeline(types="aid").to_dict()["datasets"]["bars"]] == [1]
    assert len(record.timeline(by="type", since="2031-05-02").to_dict()["datasets"]["bars"]) == 2
    assert record.timeline(status=["disputed"]).to_dict()["datasets"]["bars"] == []


def test_types_are_bars_the_most_first(record):
    chart = record.types().to_dict()
    assert [(bar["label"], bar["count"]) for bar in chart["datasets"]["bars"]] == [("ASSAULT", 2), ("AID", 1)]
    assert chart["title"]["text"] == "Incidents by type"
    assert record.types(actor="Zoë").to_dict()["datasets"]["bars"][0]["count"] == 1


def test_a_map_says_how_many_it_does_not_draw(record):
    chart = record.map().to_dict()
    assert chart["datasets"]["points"] == []
    assert chart["title"]["subtitle"] == "Not drawn: 1 of no exact place, 2 of no known place"


def test_points_of_a_pair_show_words_and_lead_to_pages_of_the_web_only(record):
    data = record.pair("ARL", "Borduria").to_dict()["datasets"]
    links = [(point["said"].rpartition(": ")[2], point.get("href")) for rows in data.values() for point in rows
             if "said" in point]  # fmt: skip
    assert links == [
        ("Arland struck Borduria near Zell", "https://arl.example/1"),
        ("Zoë helped Borduria", None),
        ("Borduria struck Arland", None),
    ]


@pytest.mark.parametrize("wrong", [{"types": ["SHOUT"]}, {"status": ["SURE"]}, {"since": "May"}])
def test_what_there_cannot_be_is_refused(record, wrong):
    with pytest.raises(ValueError, match=r"SHOUT|SURE|May"):
        record.timeline(**wrong)


def test_without_the_extra_it_is_said_what_to_install(record, monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.split(".")[0] == "altair":
            raise ModuleNotFoundError("No module named 'altair'", name="altair")
        return real(name, *rest)

    for name in [name for name in sys.modules if name.startswith("dragoman.charts")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match=r"charts need altair: .*dragoman\[desk\]"):
        record.timeline()
