"""From a row of a table to a document: the columns it may have, and what is wrong with one."""

from collections.abc import Iterable, Mapping

from dragoman.dates import parse_timestamp
from dragoman.ids import sha256
from dragoman.readers.encodings import repair_surrogates
from dragoman.readers.kinds import looks_like_page
from dragoman.values import Problem, RawDocument

COLUMNS = ("id", "url", "title", "text", "published", "publisher")
"""Our names; only `text` is needed."""
_LISTED = 30  # columns that a message names before it breaks off


def find_missing_columns(present: Iterable[str], columns: Mapping[str, str]) -> str | None:
    """What a table lacks, in words: a column of text, or one that the settings name."""
    present = tuple(present)
    wanted = {columns.get("text", "text"), *columns.values()}
    missing = sorted(wanted.difference(present))
    if not missing:
        return None
    named = ", ".join(map(repr, present[:_LISTED])) + (" …" if len(present) > _LISTED else "")
    many = "columns" if len(missing) > 1 else "column"
    hint = "" if "text" in columns else "; --column text=NAME says which holds the text"
    return f"no {many} {', '.join(map(repr, missing))}; there are {named or 'none'}{hint}"


def read_row(row: Mapping[str, object], raw: bytes, name: str, columns: Mapping[str, str]) -> RawDocument | Problem:
    """The document in a row; `raw` are the row's own bytes. A Problem where it has no text."""
    fields = {ours: row.get(columns.get(ours, ours)) for ours in COLUMNS}
    text = fields["text"]
    if columns.get("text", "text") not in row:
        return Problem(input=name, stage="read", error=f"row with {find_missing_columns(row, columns)}")
    if not isinstance(text, str):
        return Problem(input=name, stage="read", error=f"the text of the row is {_describe(text)}, not words")
    if not text.strip():
        return Problem(input=name, stage="read", error="the text of the row is empty")
    written = _to_words(fields["published"])
    published = parse_timestamp(written) if written else None
    return RawDocument(
        input=name,
        text=repair_surrogates(text),
        media="HTML" if looks_like_page(text) else "TEXT",
        raw_sha256=sha256(raw),
        external_id=_to_words(fields["id"]),
        url=_to_words(fields["url"]),
        publisher=_to_words(fields["publisher"]),
        title=_to_words(fields["title"]),
        published=published,
        published_from="METADATA" if published else None,
    )


def _to_words(value: object) -> str | None:
    """A cell as written, or `None` for an empty one; lists and objects say nothing here."""
    if value is None or isinstance(value, bool | list | dict):
        return None
    return repair_surrogates(str(value)).strip() or None


def _describe(value: object) -> str:
    if value is None:
        return "null"
    return {"list": "a list", "dict": "an object", "bool": "true or false"}.get(type(value).__name__, "a number")
