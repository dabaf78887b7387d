"""What was fetched and kept is read again from its bytes; altered bytes are not."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dragoman.ids import sha256
from dragoman.readers.captures import locate as locate_to_read
from dragoman.readers.inputs import read_input
from dragoman.settings import Settings
from dragoman.store.evidence import Evidence, EvidenceError, check_evidence, find_captures, read_raw
from dragoman.values import Problem, RawDocument

PAGE = b"<html><head><title>Ferry</title></head><body><p>Crews struck at Port Aster.</p></body></html>"
OWN = PAGE.replace(b"<title>", b'<meta property="og:site_name" content="The Mail"><title>')
DATED = PAGE.replace(b"<title>", b'<meta property="article:published_time" content="2031-04-01"><title>')
FEED = (
    b"<rss version='2.0'><channel><title>News of the port</title><item><title>One</title><description>Crews struck."
    b"</description><pubDate>Tue, 01 Apr 2031 07:00:00 GMT</pubDate></item><item><title>Two</title></item>"
    b"</channel></rss>"
)
LINE = {
    "is": "page", "at": "2031-04-01T10:00:00+00:00", "url": "https://a.example/1", "type": "text/html",
    "feed_title": "News of the port", "published": "2031-04-01T07:00:00+00:00",
}  # fmt: skip


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence(tmp_path)


def read_lines(evidence: Evidence, *lines: object) -> list[RawDocument | Problem]:
    path = evidence.folder / "pages" / "1.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return list(read_input(path, Settings(jobs=0)))


def test_a_page_is_read_from_its_bytes(evidence: Evidence) -> None:
    digest = evidence.keep(PAGE)
    assert evidence.locate(digest) == locate_to_read(evidence.folder, digest)
    assert evidence.keep(PAGE) == digest == sha256(PAGE)
    [found] = read_lines(evidence, LINE | {"sha256": digest})
    assert found == RawDocument(
        input=str(evidence.folder / "pages" / "1.jsonl#1"),
        text=PAGE.decode(),
        media="HTML",
        raw_sha256=digest,
        url="https://a.example/1",
        publisher="News of the port",
        published=datetime(2031, 4, 1, 7, tzinfo=UTC),
        published_from="METADATA",
    )
    [plain] = read_lines(
        evidence, LINE | {"sha256": evidence.keep(b"caf\xe9."), "type": "text/plain", "charset": "latin1"}
    )
    assert isinstance(plain, RawDocument)
    assert (plain.media, plain.text) == ("TEXT", "café.")


def test_what_the_page_says_of_itself_goes_before_what_the_feed_says(evidence: Evidence) -> None:
    own, dated, sourced = read_lines(
        evidence,
        LINE | {"sha256": evidence.keep(OWN)},
        LINE | {"sha256": evidence.keep(DATED)},
        LINE | {"sha256": evidence.keep(OWN), "publisher": "The Gazette"},
    )
    assert isinstance(own, RawDocument) and isinstance(dated, RawDocument) and isinstance(sourced, RawDocument)
    assert (own.publisher, own.published) == (None, datetime(2031, 4, 1, 7, tzinfo=UTC))
    assert (dated.publisher, dated.published) == ("News of the port", None)
    assert sourced.publisher == "The Gazette"


def test_an_entry_stands_in_for_its_page(evidence: Evidence) -> None:
    line = LINE | {"is": "entry", "sha256": evidence.keep(FEED), "number": 1}
    entry, none = read_lines(evidence, line, line | {"number": 2})
    assert isinstance(entry, RawDocument)
    assert (entry.text, entry.title, entry.publisher, entry.url) == (
        "Crews struck.", "One", "News of the port", "https://a.example/1",
    )  # fmt: skip
    assert isinstance(none, Problem)
    assert none.error == "the feed has no entry 2 with words in it"


def test_altered_missing_and_invented_bytes_are_problems(evidence: Evidence) -> None:
    digest = evidence.keep(PAGE)
    evidence.locate(digest).write_bytes(PAGE + b" ")
    (evidence.folder / "secret").write_bytes(b"x")
    found = read_lines(
        evidence,
        LINE | {"sha256": digest},
        LINE | {"sha256": "0" * 64},
        LINE | {"sha256": "../../secret"},
        LINE | {"sha256": evidence.keep(b"\x89PNG\r\n")},
    )
    assert [one.error for one in found if isinstance(one, Problem)] == [
        "the bytes that were kept are not those that were fetched",
        "the bytes that were kept cannot be read: No such file or directory",
        "a line about a page kept, without the hash of its bytes",
        "a PNG image, not text (https://a.example/1)",
    ]


def test_the_bytes_of_a_document_can_be_had_and_are_checked(evidence: Evidence) -> None:
    digest, feed = evidence.keep(PAGE), evidence.keep(FEED)
    evidence.log.append(LINE | {"sha256": digest})
    evidence.log.append({"is": "feed", "at": "x", "url": "https://a.example/feed", "sha256": feed})
    evidence.log.append(LINE | {"is": "entry", "sha256": feed, "number": 1, "document_sha256": "1" * 64})
    assert read_raw(evidence.folder, digest) == PAGE
    assert read_raw(evidence.folder, "1" * 64) == FEED
    [capture] = find_captures(evidence.folder, digest)
    assert (capture.kind, capture.url) == ("page", "https://a.example/1")
    assert list(check_evidence(evidence.folder)) == []
    for wrong in (feed, "2" * 64, "x", "../../x"):
        with pytest.raises(EvidenceError):
            read_raw(evidence.folder, wrong)
    evidence.locate(feed).write_bytes(b"other")
    with pytest.raises(EvidenceError):
        read_raw(evidence.folder, "1" * 64)
    [fault] = check_evidence(evidence.folder)
    assert fault.where == "fetches.jsonl: https://a.example/feed"
    evidence.log.path.write_bytes(evidence.log.path.read_bytes().replace(b"a.example/1", b"a.example/2"))
    [fault] = check_evidence(evidence.folder)
    assert fault.where == "fetches.jsonl"
