"""HTML pages: one file, one document; what is on the page is found out in `clean`."""

from dragoman.ids import sha256
from dragoman.readers.encodings import decode, find_declared_charset
from dragoman.values import RawDocument


def read_html(raw: bytes, name: str) -> RawDocument:
    """The page, decoded by its byte order mark, as UTF-8, as it declares, or as Windows-1252."""
    text = decode(raw, declared=find_declared_charset(raw))
    return RawDocument(input=name, text=text, media="HTML", raw_sha256=sha256(raw))
