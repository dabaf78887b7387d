"""The Atom feed, read by feedparser."""

import feedparser
from defusedxml import ElementTree

from dragoman.exports.atom import UNDATED

ATOM = "{http://www.w3.org/2005/Atom}"


def test_feedparser_reads_the_newest_first(export):
    feed = feedparser.parse((export("atom") / "incidents.atom").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [one.updated for one in feed.entries] == [
        "2031-05-04T00:00:00Z", "2031-05-04T00:00:00Z", "2031-05-03T09:30:00Z",
    ]  # fmt: skip
    assert feed.feed.updated == "2031-05-04T00:00:00Z"
    assert feed.entries[-1].title == "Attack: Argentine jets → Uruguay, Colonia del Sacramento"
    assert "Aid (planned): Argentina → Uruguay, Uruguay" in {one.title for one in feed.entries}
    assert "disputed: whether it happened" in feed.entries[-1].content[0].value
    (link,) = feed.entries[-1].links
    assert (link.rel, link.href) == ("via", "https://courier.example/colonia?a=1&b=2")
    assert "5 inputs, of which 1 could not be read" in feed.feed.subtitle


def test_what_an_entry_needs_and_is_not_known_is_counted(river, tmp_path):
    done = river.export(tmp_path / "feed.atom", "atom")
    assert [(one.what, one.rows, one.why) for one in done.left_out] == [("incidents", 2, UNDATED)]
    assert (tmp_path / "feed.atom").exists()
    assert (tmp_path / "feed.atom.manifest.json").exists()


def test_hostile_words_are_text_in_the_feed(export):
    tree = ElementTree.parse(export("atom") / "incidents.atom")
    assert {one.get("href") for one in tree.iter(f"{ATOM}link")} == {"https://courier.example/colonia?a=1&b=2"}
    assert {one.tag.removeprefix(ATOM) for one in tree.iter()} >= {"entry", "content"}
    assert not list(tree.iter("script"))


def test_a_feed_of_other_incidents_is_another_feed(export):
    read = [feedparser.parse(export("atom", **asked) / "incidents.atom").feed for asked in ({}, {"actor": "ARG"})]
    assert [one.title for one in read] == ["Incidents", "Incidents: actor ARG"]
    assert len({one.id for one in read}) == 2
