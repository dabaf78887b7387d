"""ninjs, the news agencies' JSON (IPTC ninjs 1.x, 2.x and 3.x): one item, one document.

Version 1 has one `headline` and a property for each form of the body (`body_html`, `body_text`); from version 2 they
are lists of objects with `role` and `value` (`headlines`, `bodies`), and version 3 writes `versionCreated` for
`versioncreated`. Terms of use, subjects and associated pictures are left alone.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from dragoman.dates import parse_timestamp
from dragoman.ids import sha256
from dragoman.readers.encodings import repair_surrogates
from dragoman.values import Problem, RawDocument

Item = Mapping[str, object]

_BODY = "body_"
_OWN = ("bodies", "headlines", "versioncreated")
_PLAIN = ("text/plain", "text", "plain")
_OTHER = re.compile(r"nitf|json|xml")  # the agencies' own formats stand beside a form for everybody
_TAG = re.compile(r"<(?:p|div|br|section|article|h[1-6])\b", re.IGNORECASE)
_PUBLISHERS = ("provider", "source", "copyrightholder", "infosources", "infosource")  # the first that is there
_UNPUBLISHED = {"withheld": "withheld", "canceled": "cancelled", "cancelled": "cancelled"}


class _Body(NamedTuple):
    """One form of an item's body."""

    media: Literal["TEXT", "HTML"]
    text: str


def is_ninjs(row: Mapping[str, object]) -> bool:
    """Whether an object is a ninjs item: it has a `uri`, and body, headlines or version as ninjs has them."""
    return "uri" in row and any(name.lower() in _OWN or name.startswith(_BODY) for name in row)


def read_item(row: Item, raw: bytes, name: str) -> RawDocument | Problem:
    """The document in a ninjs item; `raw` are its own bytes. A Problem where it has no body or is withdrawn."""
    item = {key.lower(): value for key, value in row.items()}
    status = str(item.get("pubstatus")).lower()
    if status in _UNPUBLISHED:
        return Problem(input=name, stage="read", error=f"the provider has {_UNPUBLISHED[status]} the item")
    bodies = [body for body in _find_bodies(item) if body.text.strip()]
    if not bodies:
        kind = _to_words(item.get("type"))
        return Problem(input=name, stage="read", error=f"a ninjs item ({kind or 'of no stated type'}) without text")
    body = max(bodies, key=lambda one: (one.media == "HTML", len(one.text)))
    published = next(filter(None, map(_to_moment, (item.get("firstcreated"), item.get("versioncreated")))), None)
    return RawDocument(
        input=name,
        text=repair_surrogates(body.text),
        media=body.media,
        raw_sha256=sha256(raw),
        external_id=_to_words(item.get("uri")),
        publisher=_find_publisher(item),
        title=_to_words(item.get("headline")) or _find_headline(item.get("headlines")),
        published=published,
        published_from="METADATA" if published else None,
    )


def _find_bodies(item: Item) -> Iterator[_Body]:
    """Every form of the body that is text or HTML; markup goes before plain text, for it keeps the paragraphs."""
    for key, value in item.items():
        if key.startswith(_BODY) and isinstance(value, str):
            yield from _read_body(key.removeprefix(_BODY), value)
    for body in _to_objects(item.get("bodies")):
        told = {key.lower(): value for key, value in body.items()}
        if isinstance(value := told.get("value"), str):
            yield from _read_body(str(told.get("contenttype") or ""), value)


def _read_body(form: str, text: str) -> Iterator[_Body]:
    form = form.split(";")[0].strip().lower()
    if form in _PLAIN:
        yield _Body("TEXT", text)
    elif "html" in form:
        yield _Body("HTML", text)
    elif not _OTHER.search(form):  # nothing is said of it, or by a word of the provider's own
        yield _Body("HTML" if _TAG.search(text) else "TEXT", text)


def _find_headline(headlines: object) -> str | None:
    """The headline whose role is `main`, or else the first."""
    listed = sorted(_to_objects(headlines), key=lambda one: str(one.get("role")).lower() != "main")
    return next(filter(None, (_to_words(one.get("value")) for one in listed)), None)


def _find_publisher(item: Item) -> str | None:
    """Who gives it out; a mere source of information where nothing else is said."""
    for key in _PUBLISHERS:
        names = [item.get(key), *(one.get("name") for one in _to_objects(item.get(key)))]
        if name := next(filter(None, map(_to_words, names)), None):
            return name
    return None


def _to_objects(value: object) -> list[Mapping[str, object]]:
    """The objects in a list, or the one that stands where a list should."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _to_words(value: object) -> str | None:
    return repair_surrogates(" ".join(value.split())) or None if isinstance(value, str) else None


def _to_moment(value: object) -> datetime | None:
    return parse_timestamp(value) if isinstance(value, str) else None
