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


def test_promise_11_a_page_that_shows_less_than_it_carries_is_read_from_what_it_carries() -> None:
    from dragoman.clean.extract import extract_page

    words = " ".join(f"On day {number} the crews of Port Aster struck again." for number in range(20))
    page = "<html><head><script type='application/ld+json'>{}</script></head><body><article><p>{}</p></article></body>"
    told = json.dumps({"@type": "NewsArticle", "headline": "Crews out", "articleBody": words})
    hidden = extract_page(page.format(told, "Read on with a subscription."), None)
    shown = extract_page(page.format(told, words.replace("Port", "the port of")), None)
    assert not isinstance(hidden, str) and words in hidden.text
    assert not isinstance(shown, str) and "the port of" in shown.text
