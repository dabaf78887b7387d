"""RSS and Atom: one document an entry, UTC, no DTD."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dragoman.readers import read_input
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Aster Mail</title>
<item><title>Harbour shut</title><link>https://a.example/1</link><guid>g1</guid>
<pubDate>Tue, 10 Mar 2026 22:30:00 -0400</pubDate>
<description>&lt;p&gt;The harbour is &lt;b&gt;shut&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Nothing more</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id><title>Talks</title>
<updated>2026-03-11T05:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;Longer by far.&lt;/p&gt;</content>
</entry></feed>"""
LEVELS = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(10))
BOMB = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "aaaaaaaaaa">{LEVELS}]><rss version="2.0"><channel>
<item><title>t</title><description>&e10;</description></item></channel></rss>"""
OUTSIDE = """<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><item>
<description>&x;</description></item></channel></rss>"""

ELSEWHERE = '<!DOCTYPE rss SYSTEM "https://a.example/rss.dtd">' + RSS.partition("?>")[2]

INSIDE = "<!DOCTYPE rss [<!ELEMENT rss ANY>]>" + RSS.partition("?>")[2]


def read_text(folder: Path, text: str, name: str = "feed.xml") -> list[RawDocument | Problem]:
    path = folder / name
    path.write_text(text)
    return list(read_input(path, Settings()))


def test_rss_entries_are_documents(tmp_path: Path) -> None:
    first, second = read_text(tmp_path, RSS)
    assert isinstance(first, RawDocument)
    assert (first.text, first.media) == ("<p>The harbour is <b>shut</b>.</p>", "HTML")
    assert (first.external_id, first.url, first.title) == ("g1", "https://a.example/1", "Harbour shut")
    assert (first.publisher, first.published_from) == ("The Aster Mail", "METADATA")
    assert first.published == datetime(2026, 3, 11, 2, 30, tzinfo=UTC)
    assert isinstance(second, Problem)
    assert (second.error, second.input) == ("an entry with neither content nor summary", f"{tmp_path / 'feed.xml'}#2")


@pytest.mark.parametrize("written", ["00", "Tue, 10 Mar 2026 22:30:60 GMT", "0001-01-01T00:00:00Z", "last week"])
def test_a_date_that_cannot_be_is_none(tmp_path: Path, written: str) -> None:
    first = read_text(tmp_path, RSS.replace("Tue, 10 Mar 2026 22:30:00 -0400", written))[0]
    assert isinstance(first, RawDocument)
    assert (first.title, first.published, first.published_from) == ("Harbour shut", None, None)


def test_atom_content_goes_before_summary(tmp_path: Path) -> None:
    [entry] = read_text(tmp_path, ATOM, "feed.atom")
    assert isinstance(entry, RawDocument)
    assert (entry.text, entry.published) == ("<p>Longer by far.</p>", datetime(2026, 3, 11, 5, tzinfo=UTC))


@pytest.mark.parametrize("bomb", [BOMB, OUTSIDE, OUTSIDE.replace("</rss>", "<br>"), ELSEWHERE, INSIDE])
def test_promise_9_entities_are_refused_at_once(tmp_path: Path, bomb: str) -> None:
    began = time.perf_counter()
    [problem] = read_text(tmp_path, bomb)
    assert isinstance(problem, Problem)
    assert problem.error == "XML with a document type or entities is refused, unread"
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("head", ["", "&x;", '<?xml version="1.0" encoding="utf-7"?>', "<!-- -- -->"])
def test_promise_9_entities_are_not_expanded_where_the_xml_is_broken(tmp_path: Path, head: str) -> None:
    entity = f'{head}<!DOCTYPE rss [<!ENTITY a "{"A" * 20_000}">]>'
    for one in read_text(tmp_path, entity + RSS.partition("?>")[2].replace("<b>", "&a;" * 2_000)):
        assert not isinstance(one, RawDocument) or "AAA" not in one.text


@pytest.mark.parametrize(
    "padding",
    [("<?xml version='1.0'?>" + "\n" * 300_000, ""), ("<!-- -- -->" + " \n" * 300_000, ""), ("", " " * 300_000)],
)
def test_blank_lines_take_no_time(tmp_path: Path, padding: tuple[str, str]) -> None:
    began = time.perf_counter()
    found = read_text(tmp_path, padding[0] + RSS.partition("?>")[2] + padding[1])
    assert isinstance(found[0], RawDocument)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", None), ("cp1252", "iso-8859-1"), ("koi8-r", "koi8-r"), ("utf-16", "utf-16")]
)
def test_feeds_in_other_encodings(tmp_path: Path, encoding: str, declared: str | None) -> None:
    title = {"koi8-r": "Гавань закрыта"}.get(encoding, "Café “fermé”")
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    path = tmp_path / "feed.xml"
    path.write_bytes((head + RSS.partition("?>")[2].replace("Harbour shut", title)).encode(encoding))
    first = next(iter(read_input(path, Settings())))
    assert isinstance(first, RawDocument)
    assert first.title == title


def test_a_broken_feed_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    found = read_text(tmp_path, RSS.replace("</channel></rss>", "<item><desc"))
    assert isinstance(found[0], RawDocument)
    assert found[0].title == "Harbour shut"


def test_other_xml_is_named(tmp_path: Path) -> None:
    [problem] = read_text(tmp_path, '<?xml version="1.0"?><svg/>', "map.xml")
    assert isinstance(problem, Problem)
    assert problem.error == "XML that is neither RSS nor Atom"


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/1</loc><news:news><news:publication><news:name>The Aster Mail</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2031-04-01</news:publication_date>
<news:title>Ferry crews stay out</news:title></news:news></url>
<url><loc>https://a.example/about</loc></url></urlset>"""


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-8"?>\n'])
@pytest.mark.parametrize("name", ["sitemap.xml", "download"])
def test_a_sitemap_is_named_with_the_number_of_its_addresses(tmp_path: Path, head: str, name: str) -> None:
    [problem] = read_text(tmp_path, head + SITEMAP, name)
    assert isinstance(problem, Problem)
    assert problem.error == (
        "a sitemap: it lists 2 addresses, 1 of them news, and no text; `dragoman watch` fetches them"
    )
    [problem] = read_text(tmp_path, head + SITEMAP[: SITEMAP.index("<url><loc>https://a.example/about")], name)
    assert isinstance(problem, Problem)
    assert problem.error.startswith("a sitemap: it lists 1 address,")
    [problem] = read_text(tmp_path, head + SITEMAP.replace("urlset", "sitemapindex").replace("url>", "sitemap>"), name)
    assert isinstance(problem, Problem)
    assert problem.error == "a list of 2 sitemaps, without text: `dragoman watch` fetches what they list"


def test_the_source_of_an_entry_is_its_publisher(tmp_path: Path) -> None:
    told = '<source url="https://b.example/feed">The Orlo Gazette</source></item><item><title>Nothing'
    [first, _] = read_text(
        tmp_path, RSS.replace("</item><item><title>Nothing", told).replace("</item>\n<item><title>Nothing", told)
    )
    assert isinstance(first, RawDocument)
    assert first.publisher == "The Orlo Gazette"
    [entry] = read_text(tmp_path, ATOM.replace("</entry>", "<source><title>The Gazette</title></source></entry>"), "a")
    assert isinstance(entry, RawDocument)
    assert entry.publisher == "The Gazette"
