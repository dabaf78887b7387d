"""An Atom feed (RFC 4287) of incidents, those told last first."""

import re
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dragoman.exports.coverage import describe, say_filters
from dragoman.exports.files import Target
from dragoman.exports.incidents import read_incidents, say_days, say_disputes, say_headline, say_toll
from dragoman.exports.selection import Selection
from dragoman.ids import make_id
from dragoman.settings import VERSION

COLUMNS = ("id", "title", "updated", "published", "category", "content", "link")
UNDATED = "no page that reports them bears a date, and an entry of Atom needs one"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_atom(selection: Selection, target: Target) -> None:
    """Write the feed; its moments are those of publication, never of the clock."""
    newest = selection.connection.execute(
        f"SELECT max(published) FROM {selection.of('document')} AS document"
    ).fetchone()
    undated = 0
    with target.open() as out:
        out.write(_head(selection, newest[0] if newest else None).encode())
        for row in read_incidents(selection, newest_first=True):
            if row["last_published"] is None:
                undated += 1
            else:
                out.write_row(_entry(row).encode())
        selection.leave_out("incidents", undated, UNDATED)
        out.write(b"</feed>\n")


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", " ".join(words.split())))


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "1970-01-01T00:00:00Z"


def _head(selection: Selection, newest: datetime | None) -> str:
    told = describe(selection, "atom")
    filters = say_filters(selection)
    name, title = (
        ("", "") if filters == "none" else (f":{make_id(filters)}", f": {filters}")
    )  # another feed, another id
    covers = (
        f"{told['documents']:,} documents of {told['inputs']:,} inputs, of which {told['failures']:,} could not be"
        f" read; filters: {filters}; all else is said in the manifest beside this feed"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>urn:dragoman:incidents{name}</id>\n<title>Incidents{_text(title)}</title>\n"
        f"<subtitle>{_text(covers)}</subtitle>\n<updated>{_moment(newest)}</updated>\n"
        f'<author><name>dragoman</name></author>\n<generator version="{VERSION}">dragoman</generator>\n'
    )


def _entry(row: dict[str, Any]) -> str:
    tolls = [f"{what} {toll}" for what in ("killed", "injured") if (toll := say_toll(row, what))]
    first = row["first"] or {}
    days = say_days(row)
    disputes = say_disputes(row)
    facts = [
        days or "undated",
        *tolls,
        f"{row['status'].lower()}, {row['independent_sources']} independent sources in {row['documents']} documents",
        *([f"disputed: {disputes}"] if disputes else []),
    ]
    quote = f" “{first['quote']}”" if first.get("quote") else ""
    by = f" ({first['publisher']})" if first.get("publisher") and quote else ""
    url = first.get("url") or ""
    safe = re.fullmatch(r"https?://[^\s\x00-\x20]+", url) and not _NOT_XML.search(url)
    link = f'<link rel="via" href={quoteattr(url)}/>\n' if safe else ""
    return (
        f"<entry>\n<id>urn:dragoman:incident:{row['incident_id']}</id>\n<title>{_text(say_headline(row))}</title>\n"
        f"<updated>{_moment(row['last_published'])}</updated>\n"
        f"<published>{_moment(row['first_published'])}</published>\n"
        f"<category term={quoteattr(row['type'])}/>\n<category term={quoteattr(row['status'])}/>\n{link}"
        f'<content type="text">{_text("; ".join(facts) + "." + quote + by)}</content>\n</entry>\n'
    )
