"""From bytes to characters: what a page declares is followed where it is a charset, and never trusted further."""

import encodings
import pkgutil
import time

import pytest

from dragoman.readers.encodings import decode

PYTHONS = sorted(
    {one.name for one in pkgutil.iter_modules(encodings.__path__)}
    | {"utf-16-le", "utf-32", "latin-1", "\0", "é", "x" * 99}
)


@pytest.mark.parametrize("declared", sorted(PYTHONS))
def test_whatever_is_declared_the_text_can_be_stored(declared: str) -> None:
    for raw in (b"a\xe9 \\ud800 +2AA- \xff\xfe", bytes(range(256)) * 4, b"\xd8\x00" * 9 + b"\xff"):
        assert decode(raw, declared=declared).encode()


@pytest.mark.parametrize("declared", ["punycode", "idna", "zlib", "utf-7", "unicode_escape", "undefined", "hex"])
def test_what_is_no_charset_is_windows_1252(declared: str) -> None:
    began = time.perf_counter()
    assert decode(b"caf\xe9 -" * 50_000, declared=declared) == "café -" * 50_000
    assert time.perf_counter() - began < 2
