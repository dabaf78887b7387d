"""schema.org's articleBody: the words a page carries where it shows fewer."""

import json

import pytest
from lxml.html import document_fromstring

from dragoman.clean.metadata import find_metadata


def find_body(article: object) -> str | None:
    page = f'<html><head><script type="application/ld+json">{json.dumps(article)}</script></head><body></body></html>'
    return find_metadata(document_fromstring(page)).body


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("Crews struck.\n\n  Ferries stayed\u00a0in port. ", "Crews struck.\nFerries stayed in port."),
        (
            "&lt;p&gt;Crews &lt;b&gt;struck&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Then&lt;br/&gt;rain.&lt;/p&gt;",
            "Crews struck.\nThen\nrain.",
        ),
        ("Fewer than 5 < 6 crews", "Fewer than 5 < 6 crews"),
        ("  ", None),
        (["Crews"], None),
        (None, None),
    ],
)
def test_the_words_of_the_article(written: object, body: str | None) -> None:
    article = {"@type": "NewsArticle", "headline": "Crews out", "articleBody": written}
    assert find_body(article) == body
    assert find_body({"@graph": [{"@type": "WebPage"}, article]}) == body
    assert find_body([{"@type": "WebSite"}, article]) == body


def test_no_other_article_stands_in() -> None:
    other = {"@type": "NewsArticle", "headline": "Council meets", "articleBody": "Others."}
    assert find_body({"@type": "NewsArticle", "headline": "Crews out", "citation": other}) is None
