"""What a page says about itself: schema.org's NewsArticle as JSON-LD and as microdata, and what does not count."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from dragoman.clean.metadata import PageMetadata, find_metadata

DAY = datetime(2031, 4, 1, 7, tzinfo=UTC)
ARTICLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry crews stay out",
    "datePublished": "2031-04-01T09:00:00+02:00",
    "dateModified": "2031-05-05T09:00:00+02:00",
    "author": {"@type": "Person", "name": "Ada Orlo"},
    "publisher": {"@type": "NewsMediaOrganization", "name": "The Aster Mail"},
}
WHOLE = PageMetadata("Ferry crews stay out", "The Aster Mail", None, DAY)


def read_page(head: str, body: str = "<p>Words.</p>") -> PageMetadata:
    return find_metadata(document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))


def script(data: Any, kind: str = "application/ld+json") -> str:
    return f'<script type="{kind}">{data if isinstance(data, str) else json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        script(ARTICLE),
        script([{"@type": "WebSite", "name": "Home"}, ARTICLE]),
        script({"@graph": [{"@type": "WebPage", "datePublished": "2030-01-01", "headline": "Home"}, ARTICLE]}),
        script(ARTICLE | {"@type": ["Article", "ReportageNewsArticle"]}),
        script(ARTICLE | {"@type": "https://schema.org/NewsArticle"}),
        script({"@type": "WebPage", "mainEntity": ARTICLE}),
        script(ARTICLE, "application/LD+JSON; charset=utf-8"),
        script("{broken") + script(ARTICLE),
        script("//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>"),
        script("<!-- " + json.dumps(ARTICLE) + " -->"),
        script("/*<![CDATA[*/ " + json.dumps(ARTICLE) + " /*]]>*/"),
        script(ARTICLE | {"publisher": "The Aster Mail"}),
        script(ARTICLE | {"publisher": [{"@type": "Organization"}, {"name": "The&nbsp;Aster Mail"}]}),
        script({"@graph": [ARTICLE | {"publisher": {"@id": "#o"}}, {"@id": "#o", "name": "The Aster Mail"}]}),
        script(ARTICLE | {"publisher": {"@id": "#o"}}) + script({"@id": "#o", "name": "The Aster Mail"}),
        script(ARTICLE | {"headline": "Ferry&#32;crews\\n stay   out".replace("\\n", "\n")}),
    ],
)
def test_a_news_article_tells_headline_date_and_publisher(head: str) -> None:
    assert read_page(head) == WHOLE


def test_the_article_is_found_before_lists_of_others() -> None:
    other = ARTICLE | {"headline": "Council meets", "datePublished": "2031-01-01"}
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": other}]}
    assert read_page(script(listed) + script(ARTICLE)) == WHOLE
    assert read_page(script([listed, ARTICLE | {"citation": other, "isBasedOn": other}])) == WHOLE
    assert read_page(script(listed)) == PageMetadata(None, None, None, None)


def test_neither_author_nor_modification_stands_in_for_what_is_missing() -> None:
    rest = {key: value for key, value in ARTICLE.items() if key not in ("publisher", "datePublished")}
    assert read_page(script(rest)) == PageMetadata("Ferry crews stay out", None, None, None)
    odd = ARTICLE | {"publisher": {"name": 7}, "datePublished": ["soon"], "headline": {"x": 1}, "@type": {"y": 2}}
    assert read_page(script(odd)) == PageMetadata(None, None, None, None)


def test_microdata_tell_the_same() -> None:
    body = """<div itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ada</span></div>
    <article itemscope itemtype="https://schema.org/NewsArticle">
    <h1 itemprop="headline">Ferry crews <i>stay</i> out</h1>
    <span itemprop="datePublished" content="2031-04-01T07:00:00Z">today</span>
    <span itemprop="dateModified" content="2031-05-05">later</span>
    <div itemprop="publisher" itemscope itemtype="https://schema.org/Organization">
    <img itemprop="logo" alt="x"><span itemprop="name">The Aster Mail</span></div></article><h1>Other</h1>"""
    assert read_page("", body) == WHOLE
    assert read_page("", body.replace('itemprop="name">The Aster', ">The Aster")).publisher == "The Aster Mail"
    assert read_page("", body.replace("NewsArticle", "Recipe")).publisher is None


def test_json_goes_before_open_graph_and_that_before_microdata() -> None:
    graph = '<meta property="og:title" content="Crews out"><meta property="og:site_name" content="Mail">'
    assert read_page(graph + script(ARTICLE)) == WHOLE
    assert read_page(graph)[:2] == ("Crews out", "Mail")


def test_a_flood_of_objects_takes_little_time() -> None:
    began = time.perf_counter()
    assert read_page(script([[0] * 500_000] * 4)).title is None
    assert read_page(script("[" * 50_000)).title is None
    assert read_page(script(" " * 200_000 + "/* " * 50_000)).title is None
    assert time.perf_counter() - began < 5


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.sampled_from(["NewsArticle", "2031-04-01"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["@type", "@id", "@graph", "headline", "name", "datePublished", "publisher"]), inner
            )
        ),
    )
)
def test_whatever_the_data_the_page_is_read(data: Any) -> None:
    found = read_page(script(json.dumps(data).replace("</", "")))
    assert all(one is None or isinstance(one, str) for one in found[:3])
