"""From what a reader found to a document whose text is fixed: from here on offsets begin."""

import msgspec

from dragoman.clean.extract import extract_page
from dragoman.clean.furniture import find_blocks
from dragoman.clean.language import find_language
from dragoman.clean.metadata import PageMetadata
from dragoman.clean.normalise import normalise, unwrap
from dragoman.clean.published import find_published
from dragoman.ids import make_id
from dragoman.settings import Settings
from dragoman.values import Document, Problem, RawDocument

_NOTHING = PageMetadata(title=None, publisher=None, url=None, published=None)


def make_document(raw: RawDocument, settings: Settings) -> Document | Problem:
    """The document, or why there is none: a page without text, or with more than `settings.text_characters`.

    Of plain text every character is kept, repairs and wrapped lines apart (`normalise`, `unwrap`). What the input says
    about itself goes before what the page says. `retrieved`, `copy_of` and `story_id` are left to others.
    """
    text, metadata = normalise(raw.text), _NOTHING
    if raw.media == "HTML":
        page = extract_page(text, raw.title)
        if isinstance(page, str):
            return Problem(input=raw.input, stage="clean", error=page)
        text, metadata = normalise(page.text), page.metadata
    else:
        text = unwrap(text)
    if wrong := _find_fault(text, settings.text_characters):
        return Problem(input=raw.input, stage="clean", error=wrong)
    return _add_title(_build(raw, text, metadata, settings))


def _find_fault(text: str, most: int) -> str | None:
    if not any(map(str.isalnum, text)):
        return "no text in it"
    return (
        f"a text of {len(text):,} characters; at most {most:,} are read (text_characters)" if len(text) > most else None
    )


def _build(raw: RawDocument, text: str, metadata: PageMetadata, settings: Settings) -> Document:
    url = raw.url or metadata.url
    publisher = raw.publisher or metadata.publisher
    published, published_from = find_published(raw.published or metadata.published, url, text, settings.published)
    return Document(
        document_id=make_id(raw.raw_sha256, url or raw.external_id, publisher),
        external_id=raw.external_id,
        url=url,
        publisher=publisher,
        title=_clean_line(raw.title or metadata.title),
        published=published,
        published_from=published_from if raw.published is None else raw.published_from or published_from,
        language=find_language(text),
        text=text,
        raw_sha256=raw.raw_sha256,
    )


def _clean_line(line: str | None) -> str | None:
    return " ".join(normalise(line).split()) or None if line else None


def _add_title(document: Document) -> Document:
    """The document with the headline found in its text for a title, where it has none."""
    if document.title:
        return document
    block = next((block for block in find_blocks(document) if block.kind == "HEADLINE"), None)
    return msgspec.structs.replace(document, title=document.text[block.start : block.end]) if block else document
