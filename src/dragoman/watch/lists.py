"""Which feeds to watch: OPML, as feed readers export it, or a plain list of addresses, one a line."""

from collections.abc import Iterator
from pathlib import Path

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from dragoman.readers.encodings import decode
from dragoman.watch.addresses import RefusedError, check_url

_MOST = 10_000_000  # bytes


class ListError(Exception):
    """A list of feeds that cannot be used, and why."""


def read_list(path: Path | str) -> tuple[str, ...]:
    """The addresses of the feeds in a file, each once, in its order. Raises ListError where there is none, or where
    one of them is none that may be fetched: a list is written by hand, and a slip in it should be seen at once."""
    with Path(path).open("rb") as file:
        raw = file.read(_MOST + 1)
    if len(raw) > _MOST:
        raise ListError(f"{path}: more than {_MOST // 1_000_000} MB is no list of feeds")
    text = decode(raw)
    found = _read_opml(raw, path) if text.lstrip("\ufeff \t\r\n").startswith("<") else _read_lines(text)
    feeds = tuple(dict.fromkeys(found))
    for feed in feeds:
        try:
            check_url(feed)
        except RefusedError as error:
            raise ListError(f"{path}: {feed[:200]}: {error}") from None
    if not feeds:
        raise ListError(f"{path}: no feed in it")
    return feeds


def _read_lines(text: str) -> Iterator[str]:
    """Lines that begin with `#` are for the reader."""
    for line in text.lstrip("\ufeff").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _read_opml(raw: bytes, path: Path | str) -> list[str]:
    """The `xmlUrl` of every outline, however deep; `feed:` before an address is what old readers wrote."""
    try:
        root = defusedxml.ElementTree.fromstring(raw, forbid_dtd=True)
    except DefusedXmlException:
        raise ListError(f"{path}: XML with a document type or entities is refused, unread") from None
    except (defusedxml.ElementTree.ParseError, ValueError, LookupError) as error:
        raise ListError(f"{path}: not OPML that can be read: {error}") from None
    urls = (value.strip() for one in root.iter("outline") for name, value in one.items() if name.lower() == "xmlurl")
    return [_as_http(url) for url in urls if url]


def _as_http(url: str) -> str:
    if url.lower().startswith("feed://"):
        return "http://" + url[7:]
    return url[5:] if url.lower().startswith("feed:http") else url
