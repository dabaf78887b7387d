"""A chart's SVG made fit to stand in a page: only shapes, words and links within the desk are kept."""

import re
from functools import cache
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from markupsafe import Markup, escape

from dragoman.settings import DATA

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LOCAL = re.compile(r"#[\w:.-]+|[?/](?![/\\\\]).*|[?/]", re.S)
_PLAIN = re.compile(r"[\w\s.,:;/#()+*-]*")
_REFERENCE = re.compile(r"url\((?!['\"]?#)", re.I)


@cache
def read_kept(what: str) -> frozenset[str]:
    """The `elements` or `attributes` that a drawing may have."""
    rows = (DATA / "desk/svg.tsv").read_text("utf-8").splitlines()
    return frozenset(dict(row.split("\t") for row in rows)[what].split())


def clean_svg(drawn: str) -> Markup:
    """The drawing without scripts, styles, handlers, and references to anything but the desk; raises ParseError where
    it is no XML."""
    pieces: list[str] = []
    _write(ElementTree.fromstring(drawn), pieces)
    return Markup("".join(pieces))


def _write(element: Element, pieces: list[str]) -> None:
    """Add an element with all that is in it, to as many pieces as it takes."""
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if name not in read_kept("elements"):
        return
    pieces.append(f"<{name}")
    for key, value in element.attrib.items():
        if key == "role" and "aria-label" not in element.attrib:
            continue  # no picture without words
        if kept := _kept(key, value):
            pieces.append(f' {kept}="{_escape(value)}"')
    pieces.append(f">{_escape(element.text or '')}")
    for child in element:
        _write(child, pieces)
        if child.tail:
            pieces.append(_escape(child.tail))
    pieces.append(f"</{name}>")


def _escape(words: str) -> str:
    return words if _PLAIN.fullmatch(words) else str(escape(words))


def _kept(key: str, value: str) -> str | None:
    """The name under which an attribute is kept, if it is."""
    if key in ("href", _XLINK):
        return "href" if _LOCAL.fullmatch(value) else None
    return key if key in read_kept("attributes") and not ("(" in value and _REFERENCE.search(value)) else None
