"""`dragoman watch` and `dragoman compare`, with the fake flow of the engine tests in place of the models."""

import functools
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dragoman.readers.event_codes import read_columns
from dragoman.store.evidence import Evidence, check_evidence, read_raw
from tests.watch.newsroom import Newsroom, Page

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))

FEED = (
    "<rss version='2.0'><channel><title>Port news</title><item><guid>1</guid><link>/1</link></item>"
    "<item><guid>2</guid><link>/2</link><description>Zoë met Borduria</description></item></channel></rss>"
)
PAGE = Page(b"Arland struck Borduria near Zell", media="text/plain")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    from dragoman import cli, record

    monkeypatch.setattr(record, "read", functools.partial(record.read, build="fake_flow:build"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("DRAGOMAN_JOBS", "0")

    def call(*words: object) -> Result:
        result = CliRunner().invoke(cli.app, [str(word) for word in words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def feeds(newsroom: Newsroom, tmp_path: Path) -> Path:
    """A list of one feed with two pages, one of which is not to be had."""
    newsroom.pages |= {"/feed": Page(FEED.encode(), etag='"1"'), "/1": PAGE}
    (tmp_path / "feeds.opml").write_text(
        f"<opml><body><outline text='Port'><outline xmlUrl='{newsroom.url('/feed')}'/></outline></body></opml>"
    )
    return tmp_path / "feeds.opml"


def test_what_is_new_is_coded_and_its_bytes_can_be_had(
    run: Callable[..., Result], feeds: Path, newsroom: Newsroom, tmp_path: Path
) -> None:
    from dragoman.record import Record

    record = tmp_path / "record"
    words = ("watch", feeds, "--record", record, "--once", "--delay", "0", "--allow-private")
    first = run(*words)
    assert first.exit_code == 0, first.output
    assert "1 feeds (1 with news, 0 failed), 1 pages new, 1 read from the feed's words" in first.output
    assert "/2: status 404: the feed's own words are read instead" in first.output
    assert "2 added" in first.output
    with Record(record) as opened:
        rows = {row["url"]: row for row in opened.table("document").to_pylist()}
        assert opened.count("event") == 2
    assert set(rows) == {newsroom.url("/1"), newsroom.url("/2")}
    assert read_raw(record, rows[newsroom.url("/1")]["raw_sha256"]) == PAGE.body
    assert read_raw(record, rows[newsroom.url("/2")]["raw_sha256"]) == FEED.encode()
    assert rows[newsroom.url("/1")]["publisher"] == "Port news"
    assert list(check_evidence(record)) == []
    again = run(*words)
    assert "0 with news" in again.output and "added" not in again.output
    newsroom.pages |= {
        "/feed": Page(FEED.replace("Zoë met", "Zoë helped").replace("<link>/1", "<title>x</title><link>/1").encode())
    }
    newsroom.pages["/1"] = Page(b"Arland helped Borduria", media="text/plain")
    assert "1 pages changed" in run(*words).output
    with Record(record) as opened:
        versions = [row for row in opened.table("document").to_pylist() if row["url"] == newsroom.url("/1")]
    assert {row["text"] for row in versions} == {"Arland struck Borduria near Zell", "Arland helped Borduria"}


def test_the_record_can_be_made_again_from_what_was_kept(
    run: Callable[..., Result], feeds: Path, newsroom: Newsroom, tmp_path: Path
) -> None:
    from dragoman.record import Record

    run("watch", feeds, "--record", tmp_path / "a", "--once", "--delay", "0", "--allow-private")
    newsroom.pages.clear()
    assert run("read", tmp_path / "a" / "pages", "--record", tmp_path / "b").exit_code == 0
    with Record(tmp_path / "a") as a, Record(tmp_path / "b") as b:
        assert a.count("event") == 2
        assert a.table("event").equals(b.table("event"))


def test_promise_12_private_addresses_are_refused_unless_told(
    run: Callable[..., Result], feeds: Path, newsroom: Newsroom, tmp_path: Path
) -> None:
    done = run("watch", feeds, "--record", tmp_path / "record", "--once")
    assert done.exit_code == 1
    assert "is not one of the public network" in done.output
    assert newsroom.asked == []


def test_a_dry_run_asks_and_makes_nothing(
    run: Callable[..., Result], feeds: Path, newsroom: Newsroom, tmp_path: Path
) -> None:
    done = run("watch", feeds, "--record", tmp_path / "record", "--dry-run")
    assert (done.exit_code, done.output.strip()) == (0, f"feed {newsroom.url('/feed')}")
    assert newsroom.asked == []
    assert not (tmp_path / "record").exists()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "no feed in it"),
        ("# only a remark\n", "no feed in it"),
        ("https://a.example/feed\nfile:///etc/passwd\n", "only http and https"),
        ("<opml><body><outline text='a'/></body></opml>", "no feed in it"),
        ("<opml><body>", "not OPML that can be read"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><opml/>", "refused, unread"),
    ],
)
def test_promise_09_a_list_with_a_document_type_or_none_at_all_is_refused(
    run: Callable[..., Result], tmp_path: Path, text: str, error: str
) -> None:
    (tmp_path / "list").write_text(text)
    done = run("watch", tmp_path / "list", "--record", tmp_path / "record", "--once")
    assert done.exit_code == 2
    assert error in done.output
    assert not (tmp_path / "record").exists()


def test_lists_as_people_write_them(tmp_path: Path) -> None:
    from dragoman.watch.lists import read_list

    (tmp_path / "plain").write_text(
        "\ufeff# mine\nhttps://a.example/1\n\n  https://a.example/2 \nhttps://a.example/1\n"
    )
    assert read_list(tmp_path / "plain") == ("https://a.example/1", "https://a.example/2")
    (tmp_path / "opml").write_text(
        "<?xml version='1.0'?>\n<opml version='2.0'><body><outline xmlUrl='feed://a.example/1'/>"
        "<outline text='x'><outline XMLURL='feed:https://a.example/2'/></outline></body></opml>"
    )
    assert read_list(tmp_path / "opml") == ("http://a.example/1", "https://a.example/2")


def test_options_that_mean_nothing_are_refused(run: Callable[..., Result], feeds: Path, tmp_path: Path) -> None:
    for words in (("--every", "soon"), ("--every", "0m"), ("--contact", "a\r\nX-B: c")):
        assert run("watch", feeds, "--record", tmp_path / "record", *words).exit_code == 2
    assert run("watch", feeds, "--record", "s3://bucket/record", "--dry-run").exit_code == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_watch_and_the_next_goes_on(
    feeds: Path, newsroom: Newsroom, tmp_path: Path, number: signal.Signals
) -> None:
    """A process of its own, ended between two pages: what it had is kept, what it had not is fetched later."""
    items = "".join(f"<item><guid>{n}</guid><link>/{n}</link></item>" for n in range(20))
    newsroom.pages |= {"/feed": Page(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())}
    newsroom.pages |= {
        f"/{n}": Page(f"Arland struck Borduria near Hill{n}".encode(), media="text/plain") for n in range(20)
    }
    words = ["watch", feeds, "--record", tmp_path / "record", "--delay", "0.2", "--allow-private"]
    process = subprocess.Popen(
        [sys.executable, "-m", "dragoman", *map(str, words)],
        stdout=subprocess.PIPE,
        env={**os.environ, "COLUMNS": "200"},
    )
    try:
        end = time.monotonic() + 30
        while len([path for path in newsroom.paths() if path[1:].isdigit()]) < 2 and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(number)
        output = process.communicate(timeout=20)[0].decode()
    finally:
        process.kill()
    asked = [path for path in newsroom.paths() if path[1:].isdigit()]
    assert (process.returncode, "ended early" in output) == (0, True)
    kept = [line for _, line in Evidence(tmp_path / "record").log.read() if line["is"] == "page"]
    assert 2 <= len(kept) == len(asked) < 20


def test_other_coders_rows_stand_beside_ours(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Arland struck Borduria near Zell\n\nZoë met Borduria")
    record = tmp_path / "record"
    run("read", tmp_path / "page.txt", "--record", record)
    cells = {
        "GLOBALEVENTID": "1", "SQLDATE": "20310504", "Actor1CountryCode": "NOR", "Actor2CountryCode": "DNK",
        "EventCode": "190", "ActionGeo_Type": "1",
    }  # fmt: skip
    row = "\t".join(cells.get(name, "") for name in read_columns()["GDELT"])
    with zipfile.ZipFile(tmp_path / "20310504.export.CSV.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20310504.export.CSV", row + "\n")
    done = run("compare", record, tmp_path / "20310504.export.CSV.zip", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["cells"] == [
        {"day": "2031-05-04", "actor": "ARL", "recipient": "BOR", "quad": 1, "ours": 1, "theirs": {}},
        {"day": "2031-05-04", "actor": "ARL", "recipient": "BOR", "quad": 4, "ours": 1, "theirs": {}},
        {"day": "2031-05-04", "actor": "NOR", "recipient": "DNK", "quad": 4, "ours": 0, "theirs": {"GDELT": 1}},
    ]
    assert told["agreement"][0]["overlap"] == 0.0
    shown = run("compare", record, "--party", "NOR").output
    assert "GDELT: 1 days in common" in shown
    (tmp_path / "no.csv").write_text("a,b\n")
    assert run("compare", record, tmp_path / "no.csv").exit_code == 1
