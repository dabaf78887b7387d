"""The article on an HTML page: trafilatura finds it, within bounds that no page can break."""

import logging
import re
from typing import Any, NamedTuple

import trafilatura
from lxml import etree
from lxml.html import (
    HtmlElement,
    HTMLParser,
    document_fromstring,
)

from dragoman.clean.metadata import PageMetadata, find_heading, find_metadata
from dragoman.clean.words import to_set

logging.getLogger("trafilatura").addHandler(
    logging.NullHandler()
)  # what is wrong with a page is a Problem, not a log line
_ELEMENTS = 300_000  # a page of 20 MB has about as many
_DEPTH = 60  # of nested elements that are kept; the parser cuts a page below 256, list items and table cells included
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?(/?)>")
_UNCOUNTED = to_set(
    "area base br col dd dt hr img input li link meta option p source tbody td tfoot th thead tr wbr"
)  # void, or closed by the parser where the page forgets to
_BLOCKS = to_set(
    "address article aside blockquote body br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html "
    "li main ol p pre section table td th tr ul"
)
_UNREAD = to_set("button head iframe nav noscript object script select style svg template title")
_WHOLE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_CELL_WORDS = 25
_SHOWN = 0.5  # of the words in schema.org's articleBody; a page that shows fewer hides the rest
_LEAST = 80  # characters: less is the page's furniture, not its article


class Page(NamedTuple):
    """A page's text, one line a paragraph with blank lines between, and what it says about itself."""

    text: str
    metadata: PageMetadata


def extract_page(html: str, title: str | None) -> Page | str:
    """The article of a page, or all text of a fragment, its headline first; or what is wrong with the page.

    `title` is what the input itself gave. Where the page's heading is not in the article, it is put before it; a page
    without one gets the title. A page that nests more deeply than the parser goes loses its inner tags, never its
    text, and all of it is taken.
    """
    tree, deep = _parse(html)
    if deep:
        tree, _ = _parse(limit_depth(html))
    if tree is None:
        return "no HTML that can be parsed"
    if sum(1 for _ in tree.iter()) > _ELEMENTS:
        return f"a page of more than {_ELEMENTS:,} elements"
    metadata = find_metadata(tree)
    fragment = not _WHOLE.search(html)
    heading = title if fragment else find_heading(tree) or title or metadata.title
    lines = _find_lines(tree) if deep or fragment else _extract_lines(tree)
    if metadata.body and _measure(lines) < _SHOWN * len(metadata.body):
        lines = metadata.body.split("\n")  # the page carries its article and shows little of it
    if lines and heading and _fold(heading) not in map(_fold, lines):
        lines.insert(0, " ".join(heading.split()))
    return Page(text="\n\n".join(lines), metadata=metadata)


def _parse(html: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser left out what was nested too deeply."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    return tree, any("depth" in entry.message.lower() for entry in parser.error_log)


def limit_depth(html: str) -> str:
    """The page without the tags of elements nested more than 60 deep: their text stays, as lines of its own."""
    depth = 0
    kept: list[str] = []
    last = 0
    for tag in _TAG.finditer(html):
        closing, name = tag[1], tag[2].lower()
        if name in _UNCOUNTED or tag[3]:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth + bool(closing) > _DEPTH:
            kept += [html[last : tag.start()], "\n<br>\n" if name in _BLOCKS else ""]
            last = tag.end()
    return "".join(kept) + html[last:]


def _extract_lines(tree: HtmlElement) -> list[str]:
    """The article's paragraphs, or all of the page's where trafilatura finds next to nothing."""
    found: Any = trafilatura.bare_extraction(
        tree, fast=True, include_comments=False, include_tables=True, with_metadata=False
    )
    lines = [cell for line in _clean_lines(found.text) for cell in _split_cells(line)] if found and found.text else []
    return lines if _measure(lines) >= _LEAST else max(lines, _find_lines(tree), key=_measure)


def _split_cells(line: str) -> list[str]:
    """The cells of a table row that holds running text, for such a table only lays out the page; else the row."""
    cells = [cell.strip() for cell in line.strip("|").split("|")] if line[0] == line[-1] == "|" else []
    laid_out = any(len(cell.split()) > _CELL_WORDS for cell in cells)
    return [cell for cell in cells if cell] if laid_out else [line]


def _measure(lines: list[str]) -> int:
    return sum(map(len, lines))


def _find_lines(tree: HtmlElement) -> list[str]:
    """All that can be read on a page, a line for each block."""
    parts: list[str] = []
    unread = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        opening = event == "start"
        if element.tag in _UNREAD:
            unread += 1 if opening else -1
        if element.tag in _BLOCKS:
            parts.append("\n")
        if not unread:
            parts.append(_flatten((element.text if opening else element.tail) or ""))
    return _clean_lines("".join(parts))


def _flatten(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text)


def _clean_lines(text: str) -> list[str]:
    return [line for one in text.split("\n") if (line := one.strip())]


def _fold(line: str) -> str:
    return "".join(filter(str.isalnum, line.lower()))
