"""Plain text: one file, one document."""

from dragoman.ids import sha256
from dragoman.readers.encodings import decode
from dragoman.values import RawDocument


def read_plain(raw: bytes, name: str) -> RawDocument:
    """The text of a file, its characters as they stand."""
    return RawDocument(input=name, text=decode(raw), media="TEXT", raw_sha256=sha256(raw))
