"""Rounds over feeds of a small site: polite, complete, each with its own troubles."""

import json
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from dragoman.ids import sha256
from dragoman.store.evidence import Evidence
from dragoman.watch.asking import Asker, Time
from dragoman.watch.connect import Gate, Limits
from dragoman.watch.manners import Manners
from dragoman.watch.rounds import Round, Watch, plan_round
from dragoman.watch.state import Feed, State
from tests.watch.newsroom import Newsroom, Page

START = 1_930_000_000.0


class Clock:
    """A time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.now = START
        self.waits: list[float] = []

    def read(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


class Desk:
    """A watch over the site's feeds, with its record's folder and its clock."""

    def __init__(self, folder: Path, newsroom: Newsroom) -> None:
        self.folder, self.newsroom, self.clock = folder, newsroom, Clock()
        self.evidence = Evidence(folder)
        self.feeds = ["/feed"]
        self.most = 100

    def open(self) -> Watch:
        self.state = State(self.folder / "watch.sqlite")
        gate = Gate(Limits(bytes=20_000, connect=1, read=1, total=2, redirects=3), allow_private=True)
        manners = Manners("dragoman/test (+https://a.example)", 2.0, self.clock.read)
        asker = Asker(self.state, gate, manners, patience=10.0, at=Time(self.clock.read, self.clock.pause))
        urls = [self.newsroom.url(path) for path in self.feeds]
        return Watch(urls, asker, self.evidence, self.evidence.log, self.most)

    def run(self) -> Round:
        """One round of a process of its own: all it knows is in the state."""
        self.newsroom.asked.clear()
        watch = self.open()
        try:
            return watch.run_round()
        finally:
            self.state.close()

    def lines(self, *kinds: str) -> list[dict[str, object]]:
        return [line for _, line in self.evidence.log.read() if not kinds or line["is"] in kinds]


@pytest.fixture
def desk(tmp_path: Path, newsroom: Newsroom) -> Iterator[Desk]:
    newsroom.pages["/robots.txt"] = Page(status=404)
    yield Desk(tmp_path, newsroom)


def make_feed(*numbers: int, words: str = "Crews struck.", more: str = "") -> bytes:
    items = "".join(
        f"<item><guid>{number}</guid><link>/{number}</link><title>Day {number}</title>"
        + (f"<description>{words}</description>" if words else "")
        + f"<pubDate>{formatdate(START - 1000 + number)}</pubDate></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>Port news</title>{items}{more}</channel></rss>".encode()


def make_page(number: int) -> Page:
    return Page(f"<html><body><p>On day {number} crews struck.</p></body></html>".encode(), etag=f'"{number}"')


def fill(newsroom: Newsroom, *numbers: int) -> None:
    newsroom.pages["/feed"] = Page(make_feed(*numbers), media="application/rss+xml", etag=f'"{numbers}"')
    newsroom.pages |= {f"/{number}": make_page(number) for number in numbers}


def test_what_is_new_is_fetched_kept_and_logged(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1, 2)
    done = desk.run()
    assert (done.feeds, done.feeds_failed, done.pages, done.waiting, done.faults) == (1, 0, {"NEW": 2}, 0, ())
    assert newsroom.paths() == ["/robots.txt", "/feed", "/2", "/1"]
    feed, page, _ = desk.lines()
    assert (feed["is"], feed["sha256"], feed["status"]) == ("feed", sha256(make_feed(1, 2)), 200)
    body = make_page(2).body
    assert desk.evidence.read(sha256(body)) == body
    told = ("is", "url", "sha256", "type", "charset", "feed_title", "title", "bytes")
    assert {name: page[name] for name in told} == {
        "is": "page", "url": newsroom.url("/2"), "sha256": sha256(body), "type": "text/html", "charset": "utf-8",
        "feed_title": "Port news", "title": "Day 2", "bytes": len(body),
    }  # fmt: skip
    assert str(page["at"]).startswith("2031-")
    assert all(one.headers["user-agent"].startswith("dragoman/test") for one in newsroom.asked)


def test_the_next_round_asks_for_what_changed_only(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1, 2)
    desk.run()
    done = desk.run()
    assert (done.feeds_unchanged, done.pages) == (1, {})
    [asked] = newsroom.asked
    assert asked.headers["if-none-match"] == '"(1, 2)"'
    fill(newsroom, 1, 2, 3)
    assert desk.run().pages == {"NEW": 1}
    assert newsroom.paths() == ["/feed", "/3"]


def test_a_page_that_changed_is_another_document_with_its_address(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1, 2)
    desk.run()
    newsroom.pages["/feed"] = Page(make_feed(1, 2, words="Crews are back."))
    newsroom.pages["/1"] = Page(b"<p>Crews are back.", etag='"new"')
    assert desk.run().pages == {"CHANGED": 1, "UNCHANGED": 1}
    assert {one.path: one.headers.get("if-none-match") for one in newsroom.asked[1:]} == {"/1": '"1"', "/2": '"2"'}
    versions = [line["sha256"] for line in desk.lines("page") if str(line["url"]).endswith("/1")]
    assert versions == [sha256(make_page(1).body), sha256(b"<p>Crews are back.")]
    assert all(desk.evidence.read(str(one)) for one in versions)


def test_a_host_is_left_alone_between_two_requests(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1, 2)
    desk.run()
    assert desk.clock.waits == [2.0, 2.0, 2.0]  # after robots.txt, the feed, a page
    newsroom.pages["/robots.txt"] = Page(b"User-agent: dragoman\nCrawl-delay: 7\n", media="text/plain")
    desk.clock.now += 90_000
    desk.clock.waits.clear()
    fill(newsroom, 3, 4)
    desk.run()
    assert desk.clock.waits == [2.0, 7.0, 7.0]


def test_robots_txt_is_obeyed_and_the_feed_speaks_for_the_page(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1, 2)
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: dragoman\nDisallow: /1\n"
    newsroom.pages["/robots.txt"] = Page(rules, media="text/plain")
    done = desk.run()
    assert done.pages == {"NEW": 1, "ENTRY": 1}
    assert newsroom.paths() == ["/robots.txt", "/feed", "/2"]
    [fault] = done.faults
    assert fault.why == "robots.txt of 127.0.0.1 does not allow it: the feed's own words are read instead"
    [entry] = desk.lines("entry")
    assert (entry["sha256"], entry["number"]) == (sha256(make_feed(1, 2)), 1)
    assert len(str(entry["document_sha256"])) == 64
    assert desk.run().pages == {}


def test_a_feed_that_robots_txt_forbids_is_not_asked(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1)
    newsroom.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /\n", media="text/plain")
    done = desk.run()
    assert (done.feeds_failed, newsroom.paths()) == (1, ["/robots.txt"])
    desk.run()
    assert newsroom.paths() == []  # known for a day
    desk.clock.now += 90_000
    newsroom.pages["/robots.txt"] = Page(status=404)
    assert desk.run().pages == {"NEW": 1}


def test_without_robots_txt_to_be_had_nothing_is_asked(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1)
    newsroom.pages["/robots.txt"] = Page(status=503)
    assert desk.run().feeds_failed == 1
    assert newsroom.paths() == ["/robots.txt"]
    desk.run()
    assert newsroom.paths() == []  # the host is left alone for a minute
    newsroom.pages["/robots.txt"] = Page(status=404)
    desk.clock.now += 61
    assert desk.run().pages == {"NEW": 1}


def test_a_host_that_fails_is_asked_ever_more_seldom(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1)
    newsroom.pages["/feed"] = Page(status=500)
    asked_after = []
    for wait in (0, 40, 25, 100, 25, 200, 45):
        desk.clock.now += wait
        desk.run()
        asked_after.append("/feed" in newsroom.paths())
    assert asked_after == [True, False, True, False, True, False, True]
    fill(newsroom, 1)
    desk.clock.now += 481
    assert desk.run().pages == {"NEW": 1}


@pytest.mark.parametrize("written", ["3600", formatdate(START + 3600, usegmt=True)])
def test_retry_after_is_obeyed(desk: Desk, newsroom: Newsroom, written: str) -> None:
    fill(newsroom, 1, 2)
    newsroom.pages["/2"] = Page(status=429, headers={"Retry-After": written})
    done = desk.run()
    assert (done.pages, done.waiting) == ({"LATER": 1}, 2)
    assert newsroom.paths()[-1] == "/2"  # the host wants to be left alone: /1 is not asked for
    desk.clock.now = START + 3500
    assert (desk.run().pages, newsroom.paths()) == ({}, [])
    newsroom.pages["/2"] = make_page(2)
    desk.clock.now = START + 3610
    assert desk.run().pages == {"NEW": 2}


def test_a_page_that_is_never_to_be_had_is_given_up(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1)
    newsroom.pages["/1"] = Page(status=502)
    outcomes = []
    for _ in range(6):
        outcomes.append(desk.run().pages)
        desk.clock.now += 90_000
    assert outcomes == [{"LATER": 1}] * 4 + [{"ENTRY": 1}, {}]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (Page(status=404), "status 404"),
        (Page(b"%PDF-1", media="application/pdf"), "of type application/pdf, not a page"),
        (Page(b"x" * 30_000), r"30.0 kB, where a page may have 20.0 kB"),
        (Page(b" \n"), "an empty page"),
        (Page(status=302, headers={"Location": "file:///etc/passwd"}), "file: only http and https are fetched"),
    ],
)
def test_what_is_no_page_is_said(desk: Desk, newsroom: Newsroom, page: Page, why: str) -> None:
    newsroom.pages |= {"/feed": Page(make_feed(1, words="")), "/1": page}
    done = desk.run()
    assert done.pages == {"LOST": 1}
    assert [fault.why for fault in done.faults] == [why]
    assert [line["error"] for line in desk.lines("lost")] == [why]


def test_a_feed_that_fails_never_stops_the_others(desk: Desk, newsroom: Newsroom) -> None:
    desk.feeds = ["/gone", "/broken", "/bomb", "/garbage", "/feed"]
    fill(newsroom, 1)
    newsroom.pages |= {
        "/broken": Page(b"<html>Sorry</html>"),
        "/bomb": Page(b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss version='2.0'><channel/></rss>"),
        "/garbage": lambda handler: handler.wfile.write(b"no http\r\n\r\n") and None,
    }
    done = desk.run()
    assert (done.feeds_failed, done.pages) == (5, {})  # after the garbage the host is left alone, /feed not asked
    desk.clock.now += 90_000
    done = desk.run()
    assert (done.feeds_failed, done.pages) == (4, {"NEW": 1})  # what failed comes last
    whys = {fault.url.rpartition("/")[2]: fault.why for fault in done.faults}
    assert (whys["gone"], whys["broken"]) == ("status 404", "XML that is neither RSS nor Atom")
    assert whys["bomb"].startswith("XML with a document type")
    assert "not asked again before" in whys["garbage"]


def test_a_news_sitemap_is_watched_like_a_feed(desk: Desk, newsroom: Newsroom) -> None:
    entry = "<url><loc>{}</loc><news:news><news:publication><news:name>The Mail</news:name></news:publication>"
    entry += "<news:publication_date>2031-02-01</news:publication_date></news:news></url>"
    newsroom.pages |= {
        "/feed": Page(b"<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"),
        "/news.xml": Page(f"<urlset>{entry.format('/1')}</urlset>".encode()),
        "/1": make_page(1),
    }
    assert desk.run().pages == {"NEW": 1}
    [page] = desk.lines("page")
    assert (page["publisher"], page["published"]) == ("The Mail", "2031-02-01T00:00:00+00:00")


def test_no_more_pages_of_one_feed_than_asked_for_the_newest_first(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, *range(1, 6))
    desk.most = 2
    done = desk.run()
    assert (done.pages, done.waiting, newsroom.paths()[2:]) == ({"NEW": 2}, 3, ["/5", "/4"])
    desk.run()
    assert desk.run().waiting == 0


def test_a_watch_that_is_to_end_ends_after_the_page_in_hand(desk: Desk, newsroom: Newsroom) -> None:
    fill(newsroom, 1, 2, 3)
    watch = desk.open()
    done = watch.run_round(lambda url: watch.asker.stop.set() if url.endswith("/3") else None)
    assert (done.stopped, done.pages, done.waiting) == (True, {"NEW": 1}, 2)
    assert desk.run().pages == {"NEW": 2}


def test_what_a_round_would_ask_for_is_said_without_asking(desk: Desk, newsroom: Newsroom) -> None:
    assert [tuple(one) for one in plan_round(desk.open())] == [("feed", newsroom.url("/feed"), None, False)]
    fill(newsroom, 1, 2)
    newsroom.pages["/2"] = Page(status=503, headers={"Retry-After": "100"})
    desk.run()
    newsroom.asked.clear()
    feed, second, first = plan_round(desk.open())
    assert (feed.conditional, second.url, first.kind, first.conditional) == (True, newsroom.url("/2"), "page", False)
    assert first.not_before is not None
    assert newsroom.asked == []


def test_a_portion_of_the_log_is_read_as_pages(desk: Desk, newsroom: Newsroom) -> None:
    from dragoman.readers.inputs import read_input
    from dragoman.settings import Settings
    from dragoman.store.evidence import write_portion

    fill(newsroom, 1, 2)
    newsroom.pages["/2"] = Page(status=404)
    desk.run()
    portion, end = write_portion(desk.evidence, 0)
    assert portion is not None
    texts = {one.url: one.text for one in read_input(portion, Settings(jobs=0))}  # type: ignore[union-attr]
    assert texts == {newsroom.url("/1"): make_page(1).body.decode(), newsroom.url("/2"): "Crews struck."}
    assert write_portion(desk.evidence, end) == (None, end)
    assert [json.loads(line)["is"] for line in portion.read_text().splitlines()] == ["entry", "page"]


@pytest.mark.parametrize("end", [b"", b"no database at all", None])
def test_a_memory_that_is_damaged_is_made_anew(tmp_path: Path, end: bytes | None) -> None:
    path = tmp_path / "watch.sqlite"
    state = State(path)
    state.put_feed(Feed("https://a.example/feed", etag="1"))
    state.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"x" * (len(whole) - 4096) if end is None else end)
    state = State(path)
    assert state.feed("https://a.example/feed").etag is None
    state.put_feed(Feed("https://a.example/feed", etag="2"))
    state.close()
    assert State(path).feed("https://a.example/feed").etag == "2"
