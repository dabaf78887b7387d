"""From a raw input to a document: its text, title, outlet, date, language and id, or what is wrong with it."""

import textwrap
import time
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.clean.document import make_document
from dragoman.clean.normalise import normalise
from dragoman.ids import make_id
from dragoman.settings import Settings
from dragoman.values import Document, Problem, RawDocument

SENTENCE = "The ferry crews of Port Aster stayed away from work for a third day, their union said on Monday evening."
OTHER = "The owners of the boats answered that they would wait until the council had met again in the old town hall."
GIVEN = datetime(2031, 4, 9, tzinfo=UTC)
HEAD = """<!doctype html><html lang="en"><head><title>Ferry crews stay out | The Aster Mail</title>
<meta property="og:site_name" content="The Aster Mail">
<link rel="canonical" href="https://mail.example/2031/04/01/crews">
%s</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Ferry crews stay out for third day</h1>"""
TAIL = "</article><footer><p>© 2031 The Aster Mail</p></footer></body></html>"


def make(
    text: str, media: Literal["TEXT", "HTML"] = "TEXT", told: Settings | None = None, **known: Any
) -> Document | Problem:
    return make_document(
        RawDocument(input="in", text=text, media=media, raw_sha256="hash", **known), told or Settings()
    )


def page(body: str, head: str = "") -> str:
    return HEAD % head + body + TAIL


def document_of(text: str, media: Literal["TEXT", "HTML"] = "TEXT", **known: Any) -> Document:
    found = make(text, media, **known)
    assert isinstance(found, Document), found
    return found


def test_plain_text_keeps_every_character() -> None:
    text = f"  Crews\u00a0stay out\n\n{SENTENCE}\n\n“Ça suffit” ‘no’ ﬁ Ａ １ … \u200b🚢 e\u0301 שלום\t\n"
    found = document_of(text, publisher="The Mail", external_id="x1")
    assert found.text == text
    assert found.document_id == make_id("hash", "x1", "The Mail")
    assert (found.title, found.language) == ("Crews\u00a0stay out", "en")
    assert (found.published, found.published_from, found.retrieved) == (None, None, None)


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ufeffa\x00b\x07c\x9dd", "a b c d"),
        ("cut \ud800 here", "cut \ufffd here"),
        ("itâ€™s a cafÃ© – “no”", "it’s a café – “no”"),
        ("Ch\u00c3\u0083\u00c2\u00a1vez said “no”", "Chávez said “no”"),
        ("“Ça” & &amp; ﬁne", "“Ça” & &amp; ﬁne"),
    ],
)
def test_only_what_is_broken_is_repaired(broken: str, repaired: str) -> None:
    assert normalise(broken) == repaired


@given(st.text(max_size=300))
def test_repairs_are_made_once(text: str) -> None:
    once = normalise(text)
    assert not set(once) & {"\r", "\0", "\u2028"}
    once.encode()
    if text.isascii():
        assert normalise(once) == once


def test_wrapped_lines_are_joined_and_offsets_hold() -> None:
    paragraphs = [f"{SENTENCE} {OTHER}", f"{OTHER} {SENTENCE} {OTHER}", "“No,” he said."]
    wrapped = "Ferry crews stay out\n\n" + "\n\n".join(textwrap.fill(one, 64) for one in paragraphs)
    found = document_of(wrapped)
    assert found.text.split("\n\n") == ["Ferry crews stay out", *paragraphs]
    assert len(found.text) == len(wrapped)
    indented = wrapped.replace("\n\n", "\n")
    assert document_of(indented).text.split("\n")[-1] == "“No,” he said."


@pytest.mark.parametrize("text", [f"{SENTENCE}\n{OTHER}\n" * 5, "Crews stay out\nCouncil meets\nBoats idle\n" * 4])
def test_other_lines_are_not_joined(text: str) -> None:
    assert document_of(text).text == text


def test_a_page_yields_its_article_and_what_it_says_of_itself() -> None:
    found = document_of(page(f"<p>{SENTENCE}</p><p>{OTHER}</p><p>{SENTENCE[:60]}.</p>"), "HTML")
    assert found.text.split("\n\n") == ["Ferry crews stay out for third day", SENTENCE, OTHER, SENTENCE[:60] + "."]
    assert (found.publisher, found.url) == ("The Aster Mail", "https://mail.example/2031/04/01/crews")
    assert found.title == "Ferry crews stay out for third day"
    assert (found.published, found.published_from) == (datetime(2031, 4, 1, tzinfo=UTC), "URL")


def test_what_the_input_says_goes_before_what_the_page_says() -> None:
    stamp = datetime(2031, 3, 31, 7, tzinfo=UTC)
    known = {"url": "https://other.example/a", "publisher": "Wire", "title": "Crews out", "published": stamp}
    found = document_of(page(f"<p>{SENTENCE}</p><p>{OTHER}</p>"), "HTML", **known, published_from="METADATA")
    assert (found.url, found.publisher, found.title) == ("https://other.example/a", "Wire", "Crews out")
    assert (found.published, found.published_from) == (stamp, "METADATA")
    assert found.text.startswith("Ferry crews stay out for third day\n\n")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2031-04-02T21:00:00-04:00">',
        '<meta name="Date" content="2031-04-03T01:00:00Z">',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", '
        '"headline": "Ferry crews stay out", "datePublished": "2031-04-03T01:00:00+00:00"}]}</script>',
        '<script type="application/ld+json">{broken</script>'
        '<meta itemprop="datePublished" content="Thu, 03 Apr 2031 01:00:00 GMT">',
    ],
)
def test_published_by_metadata_in_utc(head: str) -> None:
    found = document_of(page(f"<p>{SENTENCE}</p><p>{OTHER}</p>", head), "HTML")
    assert (found.published, found.published_from) == (datetime(2031, 4, 3, 1, tzinfo=UTC), "METADATA")


def test_a_date_of_modification_is_none_of_publication() -> None:
    html = page(f"<p>{SENTENCE}</p>", '<meta property="article:modified_time" content="2031-05-05">')
    assert document_of(html.replace("/2031/04/01/", "/"), "HTML").published is None


@pytest.mark.parametrize(
    ("url", "text", "day", "why"),
    [
        (
            "https://a.example/2015/11/27/x",
            f"Lisbon, 4 May 2021 (ANP). {SENTENCE}",
            datetime(2015, 11, 27, tzinfo=UTC),
            "URL",
        ),
        ("https://a.example/x-2015-11-27.html", SENTENCE, datetime(2015, 11, 27, tzinfo=UTC), "URL"),
        ("https://a.example/news/20151127-x", SENTENCE, datetime(2015, 11, 27, tzinfo=UTC), "URL"),
        ("https://a.example/2015/nov/27/x", SENTENCE, datetime(2015, 11, 27, tzinfo=UTC), "URL"),
        (
            "https://a.example/2015/11/x",
            f"Lisbon, 4 May 2021 (ANP). {SENTENCE}",
            datetime(2021, 5, 4, tzinfo=UTC),
            "DATELINE",
        ),
        ("https://a.example/2015/13/45/420151127001", SENTENCE, GIVEN, "GIVEN"),
        (None, f"PORT ASTER, April 2 (Meridian) — {SENTENCE}", GIVEN, "GIVEN"),
    ],
)
def test_published_by_address_dateline_or_as_given(url: str | None, text: str, day: datetime, why: str) -> None:
    found = document_of(text, told=Settings(published=GIVEN), url=url)
    assert (found.published, found.published_from) == (day, why)


def test_nothing_to_read_and_too_much_are_problems() -> None:
    for text, media in (
        ("", "TEXT"),
        (" \n\x00 — ", "TEXT"),
        ("<html><body><script>x()</script></body></html>", "HTML"),
    ):
        assert make(text, media) == Problem(input="in", stage="clean", error="no text in it")  # type: ignore[arg-type]
    assert make("a" * 11, told=Settings(text_characters=10)) == Problem(
        input="in", stage="clean", error="a text of 11 characters; at most 10 are read (text_characters)"
    )


def test_a_fragment_of_a_feed_is_read_whole_under_its_title() -> None:
    found = document_of(
        f"<p>{SENTENCE} <b>So</b> it is.</p><ul><li>One.</li></ul><script>x</script>End.", "HTML", title="Out"
    )
    assert found.text == f"Out\n\n{SENTENCE} So it is.\n\nOne.\n\nEnd."


def test_tables_that_lay_out_a_page_are_taken_apart_and_others_kept() -> None:
    laid_out = document_of(page(f"<table><tr><td><p>{SENTENCE} {OTHER}</p></td><td>Side</td></tr></table>"), "HTML")
    assert laid_out.text.split("\n\n")[1:] == [f"{SENTENCE} {OTHER}", "Side"]
    rows = "<tr><td>Orlo</td><td>12</td></tr><tr><td>Port Aster</td><td>30</td></tr>"
    kept = document_of(page(f"<p>{SENTENCE}</p><p>{OTHER}</p><table>{rows}</table>"), "HTML")
    assert "Port Aster | 30" in kept.text


def test_languages() -> None:
    assert (
        document_of("Die Fähren von Port Aster blieben den dritten Tag im Hafen, sagte die Gewerkschaft.").language
        == "de"
    )
    assert (
        document_of("Les équipages du port sont restés à quai pour le troisième jour, dit le syndicat.").language
        == "fr"
    )
    assert document_of("Ok.").language is None


@pytest.mark.parametrize("tags", ["div", "b", "ul><li", "table><tr><td", "blockquote", "p"])
@pytest.mark.parametrize("closed", [True, False])
def test_20000_nested_tags_take_little_time_and_lose_no_text(tags: str, closed: bool) -> None:
    end = "".join(f"</{tag}>" for tag in reversed(tags.split("><"))) * 20_000 if closed else ""
    began = time.perf_counter()
    found = document_of(page(f"<p>{OTHER}</p>" + f"<{tags}>" * 20_000 + f"<p>{SENTENCE}</p>" + end), "HTML")
    assert time.perf_counter() - began < 10
    assert SENTENCE in found.text
    assert OTHER in found.text


def test_a_surrogate_or_a_nul_does_not_cut_a_page() -> None:
    found = document_of(page(f"<p>One\ud800 {SENTENCE}</p><p>Two\0 {OTHER}</p>"), "HTML")
    assert SENTENCE in found.text
    assert OTHER in found.text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"<>/!-&;\"' ", "<p>", "</p>", "<div", "<![CDATA[", "<html>", "<script>", "&#x0;", "x", "é", "\0"]
        )
    )
)
def test_no_page_raises(parts: list[str]) -> None:
    found = make("".join(parts), "HTML")
    assert isinstance(found, Document | Problem)
