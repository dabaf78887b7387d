"""A chart's SVG made fit to stand in a page: only shapes, words and links within the desk are kept."""

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from markupsafe import Markup, escape

from dragoman.settings import DATA

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LOCAL = re.compile(r"#[\w:.-]+|[?/](?![/\\\\]).*|[?/]", re.S)
_REFERENCE = re.compile(r"url\((?!['\"]?#)", re.I)


@cache
def read_kept(what: str) -> frozenset[str]:
    """The `elements` or `attributes` that a drawing may have."""
    rows = (DATA / "desk/svg.tsv").read_text("utf-8").splitlines()
    return frozenset(dict(row.split("\t") for row in rows)[what].split())


def clean_svg(drawn: str) -> Markup:
    """The drawing without scripts, styles, handlers, and references to anything but the desk; raises ParseError where
    it is no XML."""
    return Markup("".join(_write(ElementTree.fromstring(drawn))))


def _write(element: Element) -> Iterator[str]:
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if name not in read_kept("elements"):
        return
    yield f"<{name}"
    for key, value in element.attrib.items():
        kept = (
            _kept(key, value) if key != "role" or "aria-label" in element.attrib else None
        )  # no picture without words
        if kept:
            yield f' {kept}="{escape(value)}"'
    yield ">"
    yield escape(element.text or "")
    for child in element:
        yield from _write(child)
        yield escape(child.tail or "")
    yield f"</{name}>"


def _kept(key: str, value: str) -> str | None:
    """The name under which an attribute is kept, if it is."""
    if key in ("href", _XLINK):
        return "href" if _LOCAL.fullmatch(value) else None
    return key if key in read_kept("attributes") and not _REFERENCE.search(value) else None
