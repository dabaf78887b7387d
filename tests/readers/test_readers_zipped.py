"""ZIP archives: members read like files, bombs stopped, climbing names harmless, what is no page counted."""

import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from dragoman.readers.inputs import read_input
from dragoman.readers.streams import Stdin
from dragoman.settings import Settings
from dragoman.values import NO_PAGE, Problem, RawDocument

SETTINGS = Settings(page_bytes=100_000, jobs=0)
PAGE = b"<html><body><p>Crews struck at Port Aster.</p></body></html>"


class OneWay(io.RawIOBase):
    """A stream that cannot go back, so that sizes stand behind the members."""

    def __init__(self) -> None:
        self.raw = b""

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self.raw += piece
        return len(piece)


def make_zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, one_way: bool = False) -> bytes:
    out = OneWay() if one_way else io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:  # type: ignore[arg-type]
        for name, content in files.items():
            archive.writestr(name, content)
    return out.raw if isinstance(out, OneWay) else out.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "saved.zip"


def read(place: Path, raw: bytes) -> list[RawDocument | Problem]:
    place.write_bytes(raw)
    return list(read_input(place, SETTINGS))


def told(found: list[RawDocument | Problem]) -> list[tuple[str, str]]:
    """The end of each label, and the text or the error."""
    return [
        (one.input.rpartition("saved.zip")[2], one.text if isinstance(one, RawDocument) else one.error) for one in found
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_each_file_is_read_as_if_it_lay_in_a_folder(place: Path, method: int) -> None:
    files = {"a/1.html": PAGE, "a/": b"", "b.jsonl": b'{"text": "One."}\n{"text": "Two."}\n', "c.txt": b"Three."}
    expected = [("#a/1.html", PAGE.decode()), ("#b.jsonl#1", "One."), ("#b.jsonl#2", "Two."), ("#c.txt", "Three.")]
    assert told(read(place, make_zip(files, method))) == expected


def test_sizes_may_stand_behind_the_members_and_standard_input_will_do(place: Path) -> None:
    raw = make_zip({"1.html": PAGE, "2.txt": b"Two.", "3.txt": b""}, one_way=True)
    assert told(read(place, raw)) == [("#1.html", PAGE.decode()), ("#2.txt", "Two."), ("#3.txt", "the file is empty")]
    with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(raw))):
        assert [one.input for one in read_input(Stdin(), SETTINGS)][:2] == [
            "standard input#1.html", "standard input#2.txt",
        ]  # fmt: skip


def test_what_is_no_page_is_counted_apart_from_failures(place: Path) -> None:
    files = {
        "page.html": PAGE, "page_files/a.css": b"p {}", "page_files/b.js": b"x()", "page_files/c.png": b"\x89PNG\r\n",
        "page_files/d.js": b"y()", "__MACOSX/._page.html": b"x", ".DS_Store": b"x", "report.pdf": b"%PDF-1.4",
    }  # fmt: skip
    page, pdf, passed = read(place, make_zip(files))
    assert isinstance(page, RawDocument)
    assert isinstance(pdf, Problem) and (pdf.stage, pdf.error) == ("read", "a PDF file, not text")
    assert isinstance(passed, Problem) and passed.stage == NO_PAGE
    assert passed.error == ("4 of 8 files are no pages and were passed over: 1 a PNG image, 2 scripts, 1 style sheets")


def test_names_that_climb_out_of_the_folder_are_only_names(place: Path) -> None:
    before = sorted(place.parent.rglob("*"))
    found = read(place, make_zip({"../../evil.txt": b"Words.", "/etc/cron.d/x.txt": b"Words.", "C:\\x.txt": b"Words."}))
    assert [one.text for one in found if isinstance(one, RawDocument)] == ["Words."] * 3
    assert sorted(place.parent.rglob("*")) == [*before, place]


@pytest.mark.parametrize("one_way", [False, True])
def test_promise_7_a_bomb_is_stopped_in_bounded_memory(place: Path, *, one_way: bool) -> None:
    """100 MB of the same words in 100 kB: in one member, and in hundreds."""
    bomb = {"1.txt": b"Good.", "2.txt": b"x " * 50_000_000}, "where one item may have 100.0 kB"
    bombs = {f"{n}.txt": b"x " * 45_000 for n in range(300)}, "unpacks to more than 100.0 kB and 100 times its own size"
    for files, error in (bomb, bombs):
        raw = make_zip(files, one_way=one_way)
        tracemalloc.start()
        found = read(place, raw)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8_000_000
        assert error in told(found)[-1][1]


def test_members_that_overlap_are_read_once(place: Path) -> None:
    """David Fifield's bomb lists one kernel of bytes many times in its table of contents."""
    raw = make_zip({"0.txt": b"Kernel."})
    at = raw.index(b"PK\x01\x02")
    entry = raw[at : raw.index(b"PK\x05\x06")]
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 900, 900, 900 * len(entry), at, 0)
    assert told(read(place, raw[:at] + entry * 900 + end)) == [("#0.txt", "Kernel.")]


@pytest.mark.parametrize("one_way", [False, True])
def test_promise_8_what_comes_before_a_cut_is_kept(place: Path, *, one_way: bool) -> None:
    rng = random.Random(7)
    files = {f"{number}.txt": f"Crews struck {rng.random()}.".encode() for number in range(5)}
    raw = make_zip(files, one_way=one_way)
    whole = told(read(place, raw))
    assert len(whole) == 5
    for cut in range(4, raw.index(b"PK\x01\x02")):
        *kept, (_, error) = told(read(place, raw[:cut]))
        assert kept == whole[: len(kept)]
        assert "early" in error
    assert len(kept) >= 4


def test_damage_is_told_of_the_member_it_is_in(place: Path) -> None:
    raw = bytearray(make_zip({"1.txt": b"One " * 9, "2.txt": b"Two " * 9, "3.txt": b"Three."}, zipfile.ZIP_STORED))
    raw[raw.index(b"Two")] ^= 1
    found = told(read(place, bytes(raw)))
    assert [name for name, _ in found] == ["#1.txt", "#2.txt", "#2.txt", "#3.txt"]
    assert found[2][1] == "damaged: its checksum is that of other bytes"


def test_what_cannot_be_unpacked_is_said_and_passed_over(place: Path) -> None:
    raw = bytearray(make_zip({"1.txt": b"One.", "2.txt": b"Two."}))
    raw[6] |= 1
    assert told(read(place, bytes(raw))) == [("#1.txt", "it is encrypted"), ("#2.txt", "Two.")]
    lzma = make_zip({"1.txt": b"One.", "2.txt": b"Two."}, zipfile.ZIP_LZMA)
    assert "method 14" in told(read(place, lzma))[0][1]
    inner = make_zip({"in.zip": make_zip({"1.txt": b"One."}), "2.txt": b"Two."})
    assert told(read(place, inner))[0] == ("#in.zip", "a ZIP archive inside another, or an office document")
    office = make_zip({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
    assert told(read(place, office)) == [("", "an office document or electronic book, not text")]
    assert told(read(place, make_zip({}))) == [("", "an empty ZIP archive, not text")]
