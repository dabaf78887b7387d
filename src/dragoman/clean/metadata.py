"""What an HTML page says about itself: schema.org JSON-LD, Open Graph, `meta` names, `time` elements."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from dragoman.dates import parse_timestamp

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "citation_publisher", "application-name")
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "published_time", "parsely-pub-date", "sailthru.date", "article.published",
    "citation_publication_date", "cxenseparse:recs:publishtime", "rnews:datepublished",
    "date.issued", "originalpublicationdate",
)  # fmt: skip
_TITLE_SEPARATORS = (" | ", " — ", " – ", " - ", " » ", " :: ")
_LD_NODES = 2000  # of one page


class PageMetadata(NamedTuple):
    """What the page says; `None` for what it does not."""

    title: str | None
    publisher: str | None
    url: str | None
    published: datetime | None


def find_metadata(tree: HtmlElement) -> PageMetadata:
    """Title, outlet, address and date of publication of a page; dates of modification do not count."""
    named = _read_meta(tree)
    article = _find_article(tree)
    publisher = article.get("publisher")
    dates = [article.get("datePublished"), *(named.get(name) for name in _DATES), *_read_times(tree)]
    return PageMetadata(
        title=_first([_as_text(article.get("headline")), *(named.get(name) for name in _TITLES), find_heading(tree)])
        or _cut_site_name(_first(tree.xpath("//head/title/text()"))),
        publisher=_first(
            [_as_text(publisher.get("name") if isinstance(publisher, dict) else publisher)]
            + [named.get(name) for name in _PUBLISHERS]
        ),
        url=_first([*tree.xpath("//link[@rel='canonical']/@href"), named.get("og:url")], start="http"),
        published=next((found for one in dates if isinstance(one, str) and (found := parse_timestamp(one))), None),
    )


def find_heading(tree: HtmlElement) -> str | None:
    """The page's only first-level heading, if it has exactly one."""
    headings = [_as_text(" ".join(one.itertext())) for one in tree.iter("h1")]
    headings = [one for one in headings if one]
    return headings[0] if len(headings) == 1 else None


def _read_meta(tree: HtmlElement) -> Mapping[str, str]:
    """Contents of the `meta` elements by name in lower case; the first one of a name wins."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _as_text(element.get("content"))
        if name and content:
            named.setdefault(name.strip().lower(), content)
    return named


def _read_times(tree: HtmlElement) -> list[str]:
    """Dates of `time` elements marked as that of publication; a lone `time` on the page counts too."""
    marked = tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    alone = tree.xpath("//time/@datetime")
    return [*marked, *(alone if len(set(alone)) == 1 else ())]


def _find_article(tree: HtmlElement) -> Mapping[str, Any]:
    """The first JSON-LD object that has both a headline and a date, or one of them."""
    found: Mapping[str, Any] = {}
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):  # broken JSON-LD is common, and no reason to lose the page
            continue
        for node in _walk(data):
            if "headline" in node and "datePublished" in node:
                return node
            if not found and ("headline" in node or "datePublished" in node):
                found = node
    return found


def _walk(data: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in the data, outermost first."""
    waiting, seen = [data], 0
    while waiting and seen < _LD_NODES:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(node)


def _as_text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _first(values: Any, *, start: str = "") -> str | None:
    return next((text for value in values if (text := _as_text(value)) and text.startswith(start)), None)


def _cut_site_name(title: str | None) -> str | None:
    """The title without the name of the site that stands behind its last bar or dash, where enough is left."""
    for separator in _TITLE_SEPARATORS:
        head, found, tail = (title or "").rpartition(separator)
        if found and len(head.split()) >= 3 and len(tail.split()) <= 4:
            return head
    return title
