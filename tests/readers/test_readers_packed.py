"""Packed inputs: five ways of packing, each unpacked in bounded memory, damage and early ends named."""

import bz2
import gzip
import io
import lzma
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import pytest

from dragoman.readers import read_input
from dragoman.readers.packed import PACKINGS, SUFFIXES, Unpacked, UnreadableError, find_packing, zstd
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument


def pack_zstandard(raw: bytes) -> bytes:
    """As `zstd` does on the command line, with a checksum."""
    return zstd.compress(raw, options={zstd.CompressionParameter.checksum_flag: 1})


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".zst": pack_zstandard,
    ".lz4": lz4.frame.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}
NAMES = {".gz": "gzip", ".zst": "Zstandard", ".lz4": "LZ4", ".bz2": "bzip2", ".xz": "xz"}
ROWS = b"".join(b'{"text": "The ferry crews of Port Aster struck for day %d."}\n' % day for day in range(3_000))

every_packing = pytest.mark.parametrize("end", sorted(PACK))


def read_bytes(folder: Path, name: str, raw: bytes) -> list[RawDocument | Problem]:
    path = folder / name
    path.write_bytes(raw)
    return list(read_input(path, Settings()))


def texts(found: list[RawDocument | Problem]) -> list[str]:
    return [one.text for one in found if isinstance(one, RawDocument)]


def errors(found: list[RawDocument | Problem]) -> list[str]:
    return [one.error for one in found if isinstance(one, Problem)]


def test_every_packing_is_tested() -> None:
    assert set(NAMES.values()) == {packing.name for packing in PACKINGS}
    assert set(PACK) == SUFFIXES - {".zstd"}


@every_packing
def test_packed_files_are_read_by_content_and_named_by_what_is_inside(tmp_path: Path, end: str) -> None:
    for name in (f"a.jsonl{end}", "a.jsonl"):
        found = read_bytes(tmp_path, name, PACK[end](ROWS))
        assert len(texts(found)) == 3_000
        assert not errors(found)


@every_packing
def test_members_one_after_another_and_padding(tmp_path: Path, end: str) -> None:
    packed = PACK[end](b'{"text": "one"}\n') + PACK[end](b"") + PACK[end](b'{"text": "two"}\n') + b"\0" * 512
    found = read_bytes(tmp_path, f"a.jsonl{end}", packed)
    assert (texts(found), errors(found)) == (["one", "two"], [])


@every_packing
def test_promise_8_an_archive_that_ends_early_is_reported_and_its_earlier_rows_kept(tmp_path: Path, end: str) -> None:
    parts = [ROWS[at : at + 30_000] for at in range(0, len(ROWS), 30_000)]
    packed = b"".join(PACK[end](part) for part in parts)
    found = read_bytes(tmp_path, f"a.jsonl{end}", packed[:-40])
    assert texts(found) == texts(read_bytes(tmp_path, "b.jsonl", ROWS))[: len(texts(found))]
    assert len(texts(found)) >= 2_000
    assert len(errors(found)) == 1
    assert errors(found)[0].startswith(f"the {NAMES[end]} archive ends early, after ")


@every_packing
def test_damage_is_reported_and_earlier_rows_kept(tmp_path: Path, end: str) -> None:
    packed = PACK[end](ROWS[:100_000]) + PACK[end](ROWS[100_000:])
    at = len(PACK[end](ROWS[:100_000])) + 30
    found = read_bytes(tmp_path, f"a.jsonl{end}", packed[:at] + b"\x9d" * 400 + packed[at + 400 :])
    assert texts(found)[:1_500] == texts(read_bytes(tmp_path, "b.jsonl", ROWS))[:1_500]
    assert f"the {NAMES[end]} archive is damaged after" in errors(found)[-1]


@every_packing
def test_promise_7_a_bomb_is_refused_in_bounded_memory(tmp_path: Path, end: str) -> None:
    packed = PACK[end](b"a" * 1_000_000) * 200
    tracemalloc.start()
    found = read_bytes(tmp_path, f"a.txt{end}", packed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert texts(found) == []
    assert "more than 20.0 MB" in errors(found)[0]
    assert peak < 80_000_000
    rows = read_bytes(tmp_path, f"a.jsonl{end}", PACK[end](b" " * 999_999 + b"\n") * 40)
    assert errors(rows)[-1] == f"the {NAMES[end]} archive unpacks to more than 20.0 MB and 100 times its own size"


@every_packing
def test_what_is_packed_twice_is_named(tmp_path: Path, end: str) -> None:
    [error] = errors(read_bytes(tmp_path, f"a{end}", PACK[end](PACK[end](b"words"))))
    assert error.endswith("inside another, not text")


@every_packing
def test_what_follows_a_damaged_member_can_be_had(end: str) -> None:
    first, second, third = (PACK[end](bytes([letter]) * 5_000 + bytes(range(256)) * 20) for letter in b"abc")
    packed = io.BytesIO(first + second[:25] + b"\x9d" * 30 + second[55:] + third)
    packing = find_packing(first)
    assert packing
    unpacked = Unpacked(io.BufferedReader(packed), packing, 1_000_000)  # type: ignore[arg-type]
    got = b""
    with pytest.raises(UnreadableError, match="is damaged after"):
        while piece := unpacked.read(3_000):
            got += piece
    assert got.startswith(b"a" * 5_000)
    assert unpacked.go_on()
    assert (unpacked.read(3_000) or b"").startswith(b"c" * 3_000)
    while unpacked.read(3_000):
        pass
    unpacked = Unpacked(io.BufferedReader(io.BytesIO(first[:-9])), packing, 1_000_000)  # type: ignore[arg-type]
    assert unpacked.go_on()
    with pytest.raises(UnreadableError, match="ends early"):
        while unpacked.read(3_000):
            pass
    assert not unpacked.go_on()


def test_a_dictionary_at_the_head_of_zstandard(tmp_path: Path) -> None:
    lines = ROWS.splitlines(keepends=True)
    dictionary = zstd.train_dict(lines[:2_000], 4_000)
    members = b"".join(zstd.compress(line, zstd_dict=dictionary) for line in lines[:5])
    for words in (dictionary.dict_content, zstd.compress(dictionary.dict_content)):
        head = b"\x5d\x2a\x4d\x18" + len(words).to_bytes(4, "little") + words
        assert len(texts(read_bytes(tmp_path, "a.jsonl.zst", head + members))) == 5
    for head in (b"\x5d\x2a\x4d\x18\xff\xff\xff\xff", b"\x5d\x2a\x4d\x18\x04\0\0\0\x28\xb5\x2f\xfd"):
        [error] = errors(read_bytes(tmp_path, "a.jsonl.zst", head + members))
        assert "dictionary" in error


def test_a_tar_archive_is_named(tmp_path: Path) -> None:
    raw = b"notes.txt".ljust(257, b"\0") + b"ustar  \0".ljust(255, b"\0") + b"Words.".ljust(512)
    assert errors(read_bytes(tmp_path, "a.tar", raw)) == ["a tar archive, not text"]
