"""Sitemaps (sitemaps.org; Google's for news): addresses, days and titles. DTDs and entities are refused on the way."""

import itertools
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, ErrorHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml import DefusedXmlException

from dragoman.readers.encodings import repair_surrogates

SITEMAPS = ("urlset", "sitemapindex")
_FIELDS = frozenset(("loc", "lastmod", "news:name", "news:publication_date", "news:title"))
_NAMES = {"sitemaps.org/schemas/sitemap/": "", "google.com/schemas/sitemap/": "", "schemas/sitemap-news/": "news:"}
"""What an address of a namespace holds, and the prefix that its names have here, whatever the file calls them."""
_MOST = 50_000  # that sitemaps.org allows a file to list
_LONGEST = 4000


class Sitemap(ContentHandler):
    """What a sitemap lists, as far as the XML can be read; of any other XML only its root."""

    def __init__(self) -> None:
        super().__init__()
        self.root: str | None = None
        self.listed = self.news = 0
        self.entries: list[dict[str, str]] = []
        """Of each address what is said of it: `loc`, `lastmod`, `name`, `publication_date`, `title`."""
        self._field: str | None = None
        self._words: list[str] = []
        self._scopes: list[dict[str, str]] = [{}]

    def _name(self, written: str) -> str:
        prefix, colon, local = written.rpartition(":")
        return self._scopes[-1].get(prefix, prefix + colon) + local

    def _declare(self, attrs: AttributesImpl) -> None:
        """What the namespaces that an element names are called within it."""
        declared: dict[str, str] = {}
        for name in attrs.getNames():
            if name.startswith("xmlns"):
                ours = (ours for part, ours in _NAMES.items() if part in attrs.getValue(name))
                declared |= {name.partition(":")[2]: one for one in itertools.islice(ours, 1)}
        self._scopes.append(self._scopes[-1] | declared if declared else self._scopes[-1])

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's
        """SAX's: an element begins."""
        self._declare(attrs)
        name = self._name(name)
        self.root = self.root or name
        if self.root not in SITEMAPS:
            return
        self.news += name == "news:news"
        if name in ("url", "sitemap"):
            self.listed += 1
            if self.listed <= _MOST:
                self.entries.append({})
        self._field = name if name in _FIELDS and self.listed <= _MOST else None
        self._words = []

    def characters(self, content: str) -> None:
        """SAX's: more of the words inside an element."""
        if self._field:
            self._words.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's
        """SAX's: an element ends."""
        name = self._name(name)
        self._scopes.pop()
        if name == self._field and self.entries:
            words = " ".join("".join(self._words)[:_LONGEST].split())
            if words:
                self.entries[-1].setdefault(name.removeprefix("news:"), repair_surrogates(words))
        self._field = None

    def describe(self) -> str | None:
        """What it is and lists, in words; `None` where the XML is no sitemap."""
        if self.root == "sitemapindex":
            many = "sitemap" if self.listed == 1 else "sitemaps"
            return f"a list of {self.listed:,} {many}, without text: `dragoman watch` fetches what they list"
        if self.root == "urlset":
            news = f", {self.news:,} of them news" if self.news else ""
            many = "address" if self.listed == 1 else "addresses"
            return f"a sitemap: it lists {self.listed:,} {many}{news}, and no text; `dragoman watch` fetches them"
        return None


def declares_entities(raw: bytes, seen: ContentHandler | None = None) -> bool:
    """Whether the XML has a DTD; broken XML has been looked at up to where it breaks, and feedparser expands none.

    `seen` is shown all elements on the way.
    """
    try:
        defusedxml.sax.parseString(raw, seen or ContentHandler(), ErrorHandler(), forbid_dtd=True)
    except DefusedXmlException:
        return True
    except (SAXParseException, ValueError, LookupError):
        return False
    return False
