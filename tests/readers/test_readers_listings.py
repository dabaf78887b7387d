"""What feeds and news sitemaps list, for whoever fetches it."""

import gzip
import time
from datetime import UTC, datetime

import pytest

from dragoman.readers.feeds import Listing, list_entries, read_feed
from dragoman.values import Problem, RawDocument

RSS = """<rss version="2.0"><channel><title>Port  news</title>
<item><guid>1</guid><link>/one</link><title>Crews out</title><description>Crews struck.</description>
<pubDate>Tue, 01 Apr 2031 09:00:00 +0200</pubDate><source url="https://b.example">The Gazette</source></item>
<item><link>https://c.example/two?a=1&amp;b=2</link></item>
<item><title>No address</title></item></channel></rss>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas">
<url><loc>https://a.example/1</loc><news:news><news:publication><news:name>The Mail</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2031-04-01T09:00:00+02:00
</news:publication_date><news:title>Crews &amp; ferries</news:title></news:news></url>
<url><loc>https://a.example/about</loc><lastmod>2030-01-01</lastmod></url></urlset>"""
MAPS = """<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2030-01-01</lastmod></sitemap>
<sitemap><loc>/new.xml</loc><lastmod>2031-04-01</lastmod></sitemap></sitemapindex>"""
SEVEN = datetime(2031, 4, 1, 7, tzinfo=UTC)


def list_text(text: str) -> Listing | Problem:
    return list_entries(text.encode(), "feed", "https://a.example/feed/")


def whole(text: str) -> Listing:
    found = list_text(text)
    assert isinstance(found, Listing)
    return found


def test_the_entries_of_a_feed() -> None:
    listing = whole(RSS)
    one, two = listing.entries
    assert listing.title == "Port news"
    assert one[:-1] == (1, "https://a.example/one", "Crews out", SEVEN, "The Gazette", True)
    assert two[:-1] == (2, "https://c.example/two?a=1&b=2", None, None, None, False)


def test_a_changed_entry_has_another_stamp_and_only_it() -> None:
    before, after = whole(RSS).entries, whole(RSS.replace("Crews struck", "Crews sailed")).entries
    assert [a.stamp == b.stamp for a, b in zip(before, after, strict=True)] == [False, True]


def test_a_news_sitemap_lists_its_news_only() -> None:
    [one] = whole(NEWS).entries
    assert one[:-1] == (1, "https://a.example/1", "Crews & ferries", SEVEN, "The Mail", False)
    assert whole(MAPS).children == ("https://a.example/new.xml", "https://a.example/old.xml")


@pytest.mark.parametrize("prefix", ["n:", ""])
def test_a_sitemap_may_call_the_names_of_news_as_it_likes(prefix: str) -> None:
    """What a prefix means is told by its namespace; the elements of others, such as a picture's title, are not ours."""
    address = "http://www.google.com/schemas/sitemap-news/0.9"
    mine = NEWS.replace('xmlns:news="http://www.google.com/schemas"', f'xmlns:n="{address}" xmlns:image="i"')
    mine = mine.replace("<url><loc>", "<url><image:title>Not it</image:title><loc>").replace("news:", "n:")
    if not prefix:
        mine = mine.replace("<n:news>", f'<news xmlns="{address}">').replace("</n:news>", "</news>").replace("n:", "")
    start, url = mine.index("<url>"), mine[mine.index("<url>") : mine.index("</url>") + len("</url>")]
    one, two = whole(mine[:start] + url.replace("/1", "/0") + mine[start:]).entries
    assert one[1:-1] == ("https://a.example/0", "Crews & ferries", SEVEN, "The Mail", False)
    assert two[1:-1] == ("https://a.example/1", "Crews & ferries", SEVEN, "The Mail", False)


def test_a_sitemap_or_feed_may_be_served_packed_and_bombs_are_not_unpacked() -> None:
    for text in (NEWS, RSS):
        assert list_entries(gzip.compress(text.encode()), "feed", "https://a.example/feed/") == whole(text)
    [document, *_] = read_feed(gzip.compress(RSS.encode()), "feed")
    assert isinstance(document, RawDocument)
    bomb = gzip.compress(b"<urlset>" + b"<url/>" * 20_000_000)
    began = time.process_time()
    assert isinstance(list_entries(bomb, "feed", "https://a.example/feed/"), Problem)
    assert time.process_time() - began < 20
    assert isinstance(list_entries(gzip.compress(NEWS.encode())[:-40], "feed", "https://a.example/"), Problem)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<urlset><url><loc>https://a.example/1</loc></url></urlset>", "no news"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>", "refused"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>" + RSS, "refused"),
        ("<opml/>", "neither RSS nor Atom"),
        ("<html><body>Sorry</body></html>", "neither"),
        ("", "neither"),
    ],
)
def test_what_lists_nothing_says_why(text: str, error: str) -> None:
    found = list_text(text)
    assert isinstance(found, Problem)
    assert error in found.error
