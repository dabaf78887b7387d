"""Pages of our own, read by the real flow and put together as the record puts them."""

from datetime import UTC, datetime
from typing import NamedTuple

import pyarrow as pa

from dragoman.flow import Flow
from dragoman.ids import make_id
from dragoman.values import Document, Reading


class Page(NamedTuple):
    """A page as the tests write it; `day` is the day of May 2026 on which it was published, 0 for none."""

    publisher: str
    day: int
    text: str


def read_pages(flow: Flow, *pages: Page) -> list[Reading]:
    """What the flow makes of each."""
    return [flow.read_document(_document(page)) for page in pages]


def _document(page: Page) -> Document:
    published = datetime(2026, 5, page.day, 12, tzinfo=UTC) if page.day else None
    return Document(
        document_id=make_id(*page), publisher=page.publisher, published=published, language="en", text=page.text,
        published_from="METADATA" if published else None, raw_sha256="",
    )  # fmt: skip


def incidents(tables: dict[str, pa.Table]) -> list[tuple[str, set[str]]]:
    """Each incident as its type and the words that report it, `publisher: trigger`."""
    documents = {row["document_id"]: row for row in tables["document"].to_pylist()}
    events = {row["event_id"]: row for row in tables["event"].to_pylist()}
    types = {row["incident_id"]: row["type"] for row in tables["incident"].to_pylist()}
    told: dict[str, set[str]] = {}
    for row in tables["report"].to_pylist():
        event = events[row["event_id"]]
        document = documents[event["document_id"]]
        words = document["text"][event["trigger_start"] : event["trigger_end"]]
        told.setdefault(row["incident_id"], set()).add(f"{document['publisher']}: {words}")
    return sorted(((types[one], words) for one, words in told.items()), key=lambda pair: (pair[0], sorted(pair[1])))
