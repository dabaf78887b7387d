"""WARC archives: pages captured with status 200 are documents, what is damaged or passed over is said."""

import base64
import gzip
import hashlib
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import lz4.frame
import pytest

from dragoman.clean.document import make_document
from dragoman.ids import sha256
from dragoman.readers import read_input
from dragoman.readers.packed import zstd
from dragoman.settings import Settings
from dragoman.values import Document, Problem, RawDocument

PAGE = "<html><head><title>Harbour</title></head><body><p>The crews of Port Aster struck on day {}.</p></body></html>"
PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": lambda raw: zstd.compress(raw, options={zstd.CompressionParameter.checksum_flag: 1}),
    ".lz4": lz4.frame.compress,
}


def make_record(content: bytes, kind: str = "response", url: str = "https://a.example/1", more: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-10T05:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype={kind}\r\n{more}"
    )
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(content) + content + b"\r\n\r\n"


def make_http(
    page: bytes, media: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "", end: str = "\r\n"
) -> bytes:
    return end.join([f"HTTP/1.1 {status}", f"Content-Type: {media}", *filter(None, [more]), "", ""]).encode() + page


def make_page(number: int, **more: str) -> bytes:
    return make_record(make_http(PAGE.format(number).encode()), url=f"https://a.example/{number}", **more)


def read_bytes(folder: Path, raw: bytes, name: str = "a.warc") -> list[RawDocument | Problem]:
    path = folder / name
    path.write_bytes(raw)
    return list(read_input(path, Settings()))


def urls(found: list[RawDocument | Problem]) -> list[str | None]:
    return [one.url for one in found if isinstance(one, RawDocument)]


def errors(found: list[RawDocument | Problem]) -> list[str]:
    return [one.error for one in found if isinstance(one, Problem)]


def addresses(*numbers: int) -> list[str]:
    return [f"https://a.example/{number}" for number in numbers]


INFO = make_record(b"software: ours\r\n", "warcinfo")
ASKED = make_record(b"GET / HTTP/1.1\r\n\r\n", "request")


@pytest.mark.parametrize("end", PACK)
@pytest.mark.parametrize("name", ["news.warc", "download"])
def test_every_page_of_an_archive_is_a_document(tmp_path: Path, end: str, name: str) -> None:
    raw = b"".join(map(PACK[end], [INFO, ASKED, make_page(1), ASKED, make_page(2)]))
    first, second = read_bytes(tmp_path, raw, name + end)
    assert first == RawDocument(
        input=f"{tmp_path / (name + end)}#3",
        text=PAGE.format(1),
        media="HTML",
        raw_sha256=sha256(PAGE.format(1).encode()),
        url="https://a.example/1",
    )
    assert isinstance(second, RawDocument)
    assert second.input.endswith("#5")


def test_the_day_of_the_capture_is_none_of_publication(tmp_path: Path) -> None:
    [raw] = read_bytes(tmp_path, make_page(1))
    assert isinstance(raw, RawDocument)
    assert (raw.published, raw.published_from) == (None, None)
    document = make_document(raw, Settings())
    assert isinstance(document, Document)
    assert (document.published, document.url) == (None, "https://a.example/1")


def test_what_is_no_page_is_counted_by_reason(tmp_path: Path) -> None:
    raw = b"".join([
        make_record(make_http(b"gone", status="404 Not Found")),
        make_record(make_http(b"gone", status="404 Not Found")),
        make_record(make_http(b"", status="301 Moved", more="Location: /2")),
        make_record(make_http(b"\x89PNG\r\n", "image/png")),
        make_record(make_http(b"x", "no such; thing")),
        make_record(make_http(b"x"), "revisit"),
        make_record(b"20260310 a.example. 1 IN A").replace(b"application/http; msgtype=response", b"text/dns"),
        make_page(1),
    ])  # fmt: skip
    page, problem = read_bytes(tmp_path, raw)
    assert urls([page]) == addresses(1)
    assert errors([problem]) == [
        "7 of 8 captures are no pages and were passed over: 1 of status 301, 2 of status 404, 1 of type image/png, "
        "1 of type text/dns, 1 of type unknown, 1 revisit records"
    ]
    broken = errors(read_bytes(tmp_path, make_page(1)[9:] + make_record(make_http(b"x"), "revisit")))
    assert broken[1].startswith("1 of 1 captures")
    assert errors(read_bytes(tmp_path, INFO + ASKED)) == ["a WARC archive without a capture"]
    many = b"".join(make_record(make_http(b"x", f"x/{number}")) for number in range(60))
    assert len(errors(read_bytes(tmp_path, many))[0]) < 1_000


@pytest.mark.parametrize(
    ("media", "page"),
    [
        ("text/html; charset=windows-1251", "<p>Привет".encode("cp1251")),
        ('text/html; charset="windows-1251"', "<p>Привет".encode("cp1251")),
        ("text/html; charset=windows-1251", "<p>Привет".encode()),
        ("application/xhtml+xml; charset=koi8-r", '<meta charset="utf-8"><p>Привет'.encode("koi8-r")),
        ("TEXT/HTML", '<meta charset="koi8-r"><p>Привет'.encode("koi8-r")),
        ("text/html;charset=klingon", "<p>Привет".encode("utf-16")),
    ],
)
def test_the_charset_of_the_transfer_goes_before_the_page(tmp_path: Path, media: str, page: bytes) -> None:
    [document] = read_bytes(tmp_path, make_record(make_http(page, media)))
    assert isinstance(document, RawDocument)
    assert document.text.endswith("<p>Привет")
    assert document.raw_sha256 == sha256(page)


LONG = "".join(f"<p>Day {day}: the crews stay out for {day * 7919 % 1000} hours.</p>" for day in range(300)).encode()
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(LONG[at : at + 900]), LONG[at : at + 900]) for at in range(0, len(LONG), 900))
CODED = {
    "Content-Encoding: gzip": gzip.compress(LONG),
    "Content-Encoding: zstd": zstd.compress(LONG),
    "Content-Encoding: br": brotli.compress(LONG),
    "Content-Encoding: deflate": zlib.compress(LONG),
    "content-encoding: deflate": zlib.compress(LONG, wbits=-15),
    "Transfer-Encoding: chunked": CHUNKED + b"0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nContent-Encoding: gzip": b"%x\r\n%s\r\n0\r\n\r\n"
    % (len(gzip.compress(LONG, mtime=0)), gzip.compress(LONG, mtime=0)),
}


@pytest.mark.parametrize("coding", CODED)
def test_transfer_and_content_codings_are_undone(tmp_path: Path, coding: str) -> None:
    [document] = read_bytes(tmp_path, make_record(make_http(CODED[coding], more=coding)))
    assert isinstance(document, RawDocument)
    assert document.raw_sha256 == sha256(LONG)
    [undone] = read_bytes(tmp_path, make_record(make_http(LONG, more=coding)))
    assert isinstance(undone, RawDocument), "crawlers keep the head of what they have unpacked"
    assert undone.text == document.text


@pytest.mark.parametrize("coding", CODED)
def test_promise_11_a_coding_cut_short_is_said(tmp_path: Path, coding: str) -> None:
    cut = CODED[coding][: len(CODED[coding]) * 2 // 3]
    found = read_bytes(tmp_path, make_record(make_http(cut, more=coding)) + make_page(2))
    assert urls(found) == addresses(2)
    assert errors(found)[0].startswith("record 1: ")


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress, zstd.compress, zlib.compress])
def test_promise_7_a_page_that_unpacks_to_too_much_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    coding = {"brotli": "br", "zlib": "deflate"}.get(pack.__module__.split(".")[0].strip("_"), "gzip")
    bomb = pack(b"a" * 50_000_000)
    tracemalloc.start()
    found = read_bytes(tmp_path, make_record(make_http(bomb, more=f"Content-Encoding: {coding}")) + make_page(2))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert urls(found) == addresses(2)
    assert "20.0 MB" in errors(found)[0]
    assert peak < 90_000_000


def test_old_and_odd_writers_are_read(tmp_path: Path) -> None:
    page = PAGE.format(1).encode()
    bare = make_record(make_http(page, end="\n"), url="<https://a.example/1>").replace(b"\r\n", b"\n")
    extra = b"\r\n\r\n" + make_page(2).rstrip() + b"\r\n" + make_page(3).replace(b"Content-Length", b"content-length")
    found = read_bytes(tmp_path, bare + extra)
    assert errors(found) == []
    assert urls(found) == addresses(1, 2, 3)


@pytest.mark.parametrize("end", PACK)
def test_promise_8_a_truncated_archive_is_reported_and_its_earlier_pages_kept(tmp_path: Path, end: str) -> None:
    parts = [PACK[end](make_page(number)) for number in (1, 2, 3)]
    whole = b"".join(parts)
    for cut in (5, 20, len(parts[2]) // 2, len(parts[2]) - 12):
        found = read_bytes(tmp_path, whole[:-cut], "a.warc" + end)
        assert urls(found)[:2] == addresses(1, 2)
        assert len(errors(found)) == 1
        assert "ends early" in errors(found)[0]
        assert len(urls(found)) == 2 or cut == 5


BROKEN = {
    "a header without a length": (lambda raw: raw.replace(b"Content-Length", b"Content-Width"), "no length"),
    "a header without a type": (lambda raw: raw.replace(b"WARC-Type", b"WARC-Tape"), "no type"),
    "a length that is no number": (lambda raw: raw.replace(b"Content-Length: ", b"Content-Length: x"), "no length"),
    "a length too short": (lambda raw: raw.replace(b"Content-Length: 1", b"Content-Length: "), "belong to no record"),
    "no version": (lambda raw: raw[4:], "belong to no record"),
    "an endless header": (lambda raw: raw.replace(b"WARC-Date", b"x" * 99_000 + b"\r\nWARC-Date"), "a header of"),
    "no HTTP": (lambda _: make_record(b"words"), "no HTTP response"),
    "nothing": (lambda _: make_record(b""), "no HTTP response"),
    "a page of noise": (lambda _: make_record(make_http(bytes(range(256)) * 9)), "binary data, not text"),
    "another digest": (lambda _: make_page(2, more="WARC-Block-Digest: sha1:AAAA\r\n"), "its digest"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_damaged_record_is_a_problem_and_the_next_is_read(tmp_path: Path, what: str) -> None:
    damage, said = BROKEN[what]
    found = read_bytes(tmp_path, make_page(1) + damage(make_page(2)) + make_page(3))
    assert [urls(found)[0], urls(found)[-1]] == addresses(1, 3)
    assert said in " ".join(errors(found))


@pytest.mark.parametrize("end", [end for end in PACK if end])
def test_a_damaged_packed_record_is_a_problem_and_the_next_is_read(tmp_path: Path, end: str) -> None:
    first, second, third = (PACK[end](make_page(number)) for number in (1, 2, 3))
    noise = second[:12] + b"\x9d" * 60 + second[72:]
    found = read_bytes(tmp_path, first + noise + third, "a.warc" + end)
    assert urls(found) == addresses(1, 3)
    assert len(errors(found)) == 1
    assert "archive is damaged after" in errors(found)[0]


def test_a_right_digest_and_an_unknown_one_are_no_matter(tmp_path: Path) -> None:
    digest = base64.b32encode(hashlib.sha1(make_http(PAGE.format(1).encode())).digest()).decode()
    for written in (f"sha1:{digest}", "SHA1:" + digest, "blake9:xyz"):
        assert urls(read_bytes(tmp_path, make_page(1, more=f"WARC-Block-Digest: {written}\r\n"))) == addresses(1)


def test_promise_11_a_page_that_the_crawler_cut_is_read_and_said(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, make_page(1, more="WARC-Truncated: length\r\n") + make_page(2))
    assert urls(found) == addresses(1, 2)
    size = len(PAGE.format(1))
    assert errors(found) == [
        f"record 1: the crawler cut the page short (length) after {size} bytes; what it kept is read"
    ]


def test_a_record_beyond_the_cap_is_passed_over_in_bounded_memory(tmp_path: Path) -> None:
    large = make_record(make_http(b"a" * 40_000_000))
    film = make_record(b"a" * 40_000_000, "resource")
    path = tmp_path / "a.warc"
    path.write_bytes(large + film + make_page(2))
    del large, film
    tracemalloc.start()
    found = list(read_input(path, Settings()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert urls(found) == addresses(2)
    assert errors(found)[0] == "record 1: 40.0 MB, where one item may have 20.0 MB (page_bytes)"
    assert peak < 1_000_000


def test_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    def peak_for(count: int) -> int:
        path = tmp_path / f"{count}.warc.gz"
        path.write_bytes(b"".join(gzip.compress(make_page(number)) for number in range(count)))
        tracemalloc.start()
        assert sum(1 for _ in read_input(path, Settings())) == count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_for(10)
    assert peak_for(1_500) < peak_for(300) + 50_000


def test_what_only_calls_itself_an_archive_is_named(tmp_path: Path) -> None:
    assert errors(read_bytes(tmp_path, b"The crews struck.\n" * 9)) == [
        "damaged: 162 bytes at the end belong to no record"
    ]
