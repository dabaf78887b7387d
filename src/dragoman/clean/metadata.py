"""What an HTML page says about itself: schema.org as JSON-LD or microdata, Open Graph, `meta` names, `time`."""

import html
import json
import re
from collections import deque
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
_LD_OPENING = re.compile(r"\s*+(?:/[/*]\s*+)?(?:<!--|<!\[CDATA\[)(?:\s*+\*/)?")  # keeps old browsers from showing it
_LD_CLOSING = ("*/", "-->", "]]>", "//", "/*")
_ARTICLE = re.compile(
    r"(?:Article|Posting|\bReport)$"
)  # schema.org's NewsArticle, ReportageNewsArticle, BlogPosting ...
_BREAK = re.compile(r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|blockquote)|br)\b[^<>]{0,300}>", re.IGNORECASE)
_INLINE = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
_OTHER_PAGES = frozenset(
    ("itemListElement", "citation", "comment", "isBasedOn", "mentions", "relatedLink", "review", "subjectOf")
)

Node = Mapping[str, Any]


class PageMetadata(NamedTuple):
    """What the page says; `None` for what it does not."""

    title: str | None
    publisher: str | None
    url: str | None
    published: datetime | None
    body: str | None = None
    """schema.org's `articleBody`, a line a paragraph: for pages that show less of the article than they carry."""


def find_metadata(tree: HtmlElement) -> PageMetadata:
    """Title, outlet, address and date of publication of a page; dates of modification do not count."""
    named = _read_meta(tree)
    nodes = list(_read_linked_data(tree))
    article, marked = _find_article(nodes), _read_microdata(tree)
    dates = [article.get("datePublished"), *(named.get(name) for name in _DATES), marked.date, *_read_times(tree)]
    titles = [article.get("headline"), *(named.get(name) for name in _TITLES), marked.headline, find_heading(tree)]
    publishers = [_find_name(article.get("publisher"), nodes), *(named.get(name) for name in _PUBLISHERS)]
    return PageMetadata(
        title=_first([*titles, article.get("name")]) or _cut_site_name(_first(tree.xpath("//head/title/text()"))),
        publisher=_first([*publishers, marked.publisher]),
        url=_first([*tree.xpath("//link[@rel='canonical']/@href"), named.get("og:url")], start="http"),
        published=next((found for one in dates if isinstance(one, str) and (found := parse_timestamp(one))), None),
        body=_find_body(article),
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


def _read_linked_data(tree: HtmlElement) -> Iterator[Node]:
    """Every object in the page's JSON-LD, the outermost of a script first."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            yield from _walk(json.loads(_unwrap(script.text or ""), strict=False))
        except (ValueError, RecursionError):  # broken JSON-LD is common, and no reason to lose the page
            continue


def _unwrap(code: str) -> str:
    """The code without the comment or CDATA section that it stands in."""
    if opening := _LD_OPENING.match(code):
        code = code[opening.end() :]
        for closing in _LD_CLOSING:
            code = code.rstrip().removesuffix(closing)
    return code


def _walk(data: Any) -> Iterator[Node]:
    """Every object in the data, outermost first; those that stand for other pages are left out."""
    waiting, seen = deque([data]), 0
    while waiting and seen < _LD_NODES:
        node, seen = waiting.popleft(), seen + 1
        if isinstance(node, dict):
            yield node
            inner = (value for key, value in node.items() if key not in _OTHER_PAGES)
            waiting.extend(value for value in inner if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(node[:_LD_NODES])


def _find_article(nodes: list[Node]) -> Node:
    """The first object that is an article by its type, then that has a headline and a date, then one of them."""
    told = [node for node in nodes if "headline" in node or "datePublished" in node]
    ranked = sorted(
        told, key=lambda node: (not _is_article(node), "headline" not in node or "datePublished" not in node)
    )
    return ranked[0] if ranked else {}


def _is_article(node: Node) -> bool:
    types = node.get("@type")
    return any(isinstance(one, str) and _ARTICLE.search(one) for one in (types if isinstance(types, list) else [types]))


def _find_body(article: Node) -> str | None:
    """The article's words; some write its markup into them."""
    body = article.get("articleBody")
    if not isinstance(body, str):
        return None
    text = _INLINE.sub("", _BREAK.sub("\n", html.unescape(body)))
    return "\n".join(line for one in text.splitlines() if (line := " ".join(one.split()))) or None


def _find_name(party: Any, nodes: list[Node]) -> str | None:
    """The name of an organisation: written out, as an object, as the first of a list, or by its `@id`."""
    for one in party if isinstance(party, list) else [party]:
        if isinstance(one, dict):
            same = (node for node in nodes if one.get("@id") and node.get("@id") == one["@id"])
            if name := _first([one.get("name"), *(node.get("name") for node in same)]):
                return name
        elif name := _as_text(one):
            return name
    return None


class _Marked(NamedTuple):
    """What microdata say of the article."""

    headline: str | None
    date: str | None
    publisher: str | None


def _read_microdata(tree: HtmlElement) -> _Marked:
    """Of the first article that the page marks up with `itemscope`, if it does."""
    for article in tree.xpath("//*[@itemscope and @itemtype]"):
        if _ARTICLE.search(article.get("itemtype").strip()):
            publisher = article.xpath(".//*[@itemprop='publisher'][1]/descendant-or-self::*[@itemprop='name']")
            return _Marked(
                _read_property(article.xpath(".//*[@itemprop='headline']")),
                _read_property(article.xpath(".//*[@itemprop='datePublished']")),
                _read_property(publisher or article.xpath(".//*[@itemprop='publisher']")),
            )
    return _Marked(None, None, None)


def _read_property(elements: list[HtmlElement]) -> str | None:
    return _first(one.get("content") or one.get("datetime") or " ".join(one.itertext()) for one in elements[:1])


def _as_text(value: Any) -> str | None:
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _first(values: Any, *, start: str = "") -> str | None:
    return next((text for value in values if (text := _as_text(value)) and text.startswith(start)), None)


def _cut_site_name(title: str | None) -> str | None:
    """The title without the name of the site that stands behind its last bar or dash, where enough is left."""
    for separator in _TITLE_SEPARATORS:
        head, found, tail = (title or "").rpartition(separator)
        if found and len(head.split()) >= 3 and len(tail.split()) <= 4:
            return head
    return title
