"""What kind of input it is: by the end of its name, then by how it begins."""

import csv
import re
from collections.abc import Mapping
from typing import Literal

from dragoman.readers.encodings import decode
from dragoman.readers.packed import SUFFIXES
from dragoman.readers.warc import START

Kind = Literal["PLAIN", "HTML", "JSONL", "JSON", "CSV", "FEED", "WARC"]

BY_SUFFIX: dict[str, Kind] = {
    ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML",
    ".jsonl": "JSONL", ".ndjson": "JSONL", ".json": "JSON",
    ".csv": "CSV", ".tsv": "CSV",
    ".rss": "FEED", ".atom": "FEED", ".rdf": "FEED", ".xml": "FEED",
    ".txt": "PLAIN", ".text": "PLAIN", ".md": "PLAIN",
    ".warc": "WARC",
}  # fmt: skip
"""What the end of a name says of a file, where its beginning does not say otherwise."""
_PROLOGUE = r"\ufeff?(?>\s|<\?xml[^>]{0,200}>|<!--.{0,2000}?-->)*+"  # possessive: never tried in another way
_PAGE = re.compile(_PROLOGUE + r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(
    _PROLOGUE + r"<(?:!DOCTYPE\s+)?(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"\ufeff?\s*<\?xml[\s>]")
_ROW = re.compile(r"\ufeff?\s*\{.*\}\s*", re.DOTALL)
_ROWS = re.compile(r"\ufeff?\s*\[?\s*\{\s*\"")
_DELIMITERS = ",\t;|"
_BEGINNING = 4096


def find_kind(name: str, head: bytes, columns: Mapping[str, str]) -> Kind:
    """The kind of an input called `name` that begins with `head`; plain text where nothing else fits."""
    if head.startswith(START):
        return "WARC"
    suffix = find_suffix(name)
    by_name = BY_SUFFIX.get(find_suffix(name[: -len(suffix)]) if suffix in SUFFIXES else suffix)
    text = decode(head[:_BEGINNING])
    if by_name in ("PLAIN", "HTML", "FEED", None):
        return _find_markup(text) or by_name or _find_table(text, columns) or "PLAIN"
    return by_name


def find_suffix(name: str) -> str:
    """The end of a file's name, in lower case: `.html`. Not by pathlib, which in Python 3.12 keeps every part of every
    path for ever."""
    stem, dot, end = name.rpartition("/")[2].rpartition(".")
    return f".{end.lower()}" if stem and dot and end else ""


def looks_like_page(text: str) -> bool:
    """Whether the text begins as a whole HTML page does."""
    return _PAGE.match(text[:_BEGINNING]) is not None


def find_delimiter(header: str) -> str:
    """What separates the columns: the commonest of comma, tab, semicolon and bar in the header line."""
    return max(_DELIMITERS, key=header.count)


def _find_markup(text: str) -> Kind | None:
    if _FEED.match(text):
        return "FEED"
    if _PAGE.match(text):
        return "HTML"
    return "FEED" if _XML.match(text) else None


def _find_table(text: str, columns: Mapping[str, str]) -> Kind | None:
    first = next(iter(text.splitlines()), "")
    if _ROWS.match(text):
        return "JSONL" if _ROW.fullmatch(first) or (len(text) >= _BEGINNING and "\n" not in text) else "JSON"
    header = next(csv.reader([first], delimiter=find_delimiter(first)), [])
    return "CSV" if len(header) > 1 and columns.get("text", "text") in header else None
