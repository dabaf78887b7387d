"""The reader for each kind of input, and what is in one as documents and Problems."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dragoman.readers.archives import read_archive
from dragoman.readers.encodings import find_byte_order_mark, name_binary, name_media, repair_surrogates
from dragoman.readers.feeds import read_feed
from dragoman.readers.html import read_html
from dragoman.readers.kinds import Kind, find_kind, find_suffix
from dragoman.readers.packed import CHUNK, UnreadableError, find_packing
from dragoman.readers.plain import read_plain
from dragoman.readers.streams import Stdin, Stream, Transcoded, open_stream, read_whole, unpack
from dragoman.readers.tables import read_csv, read_json, read_jsonl
from dragoman.readers.warc import START
from dragoman.readers.zipped import START as ZIP
from dragoman.readers.zipped import read_members
from dragoman.settings import Settings
from dragoman.values import NO_PAGE, Problem, RawDocument

_HEAD = 8192
_OFFICE = ("[Content_Types].xml", "mimetype", "_rels/.rels")
_HIDDEN = re.compile(r"(?:^|/)(?:\.(?!\.?(?:/|$))|__MACOSX/)")
_NO_PAGES = {
    ".css": "style sheets", ".js": "scripts", ".mjs": "scripts", ".map": "scripts", ".svg": "pictures",
    ".ico": "pictures", ".woff": "fonts", ".woff2": "fonts", ".ttf": "fonts", ".eot": "fonts",
    ".ipynb": "notebooks",
}  # fmt: skip
"""What a saved page brings along, and what works on pages, by the end of its name."""


Step = RawDocument | Problem | None
"""An item of an input, or None where some of the input has been passed over and there is none."""


def read_input(path: Path | str | Stdin, settings: Settings) -> Iterator[RawDocument | Problem]:
    """Everything in one input, one item after another; memory is bound by `settings.page_bytes`, not by the rows.

    Never raises for what is in the input: an unreadable file, archive, page or row is a Problem that says why, and
    what came before it in the same input has been given.
    """
    return (one for one in read_steps(path, settings) if one is not None)


def find_kind_of(path: Path | str, settings: Settings) -> Kind | None:
    """The kind of a file that is not packed; `None` for one that is, and for what cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib keeps every part of every path
            head = file.read(_HEAD)
    except OSError:
        return None
    packed = find_packing(head) is not None or head.startswith(ZIP)
    return None if packed else find_kind(str(path), head, settings.columns)


def read_steps(path: Path | str | Stdin, settings: Settings) -> Iterator[Step]:
    """As `read_input`, with None now and then, so that whoever keeps the time sees that it goes on."""
    name = repair_surrogates(str(path))
    if no_page := _NO_PAGES.get(find_suffix(name)):
        yield Problem(input=name, stage=NO_PAGE, error=f"passed over: {no_page} are no pages")
        return
    try:
        with open_stream(path, settings.page_bytes) as stream:
            yield from _read_stream(stream, name, settings)
    except UnreadableError as error:
        yield Problem(input=name, stage="read", error=str(error))
    except OSError as error:
        yield Problem(input=name, stage="read", error=error.strerror or str(error))


def _read_stream(stream: Stream, name: str, settings: Settings) -> Iterator[Step]:
    head = stream.peek(_HEAD)[:_HEAD]
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        if not head or len(head) < _HEAD:
            yield Problem(input=name, stage="read", error="the file is empty")
            return
    elif not head.startswith((START, ZIP)) and (binary := name_binary(head)):
        yield Problem(input=name, stage="read", error=f"{binary}, not text")
        return
    if head.startswith(ZIP):
        yield from _read_zip(stream, name, settings)
        return
    kind = find_kind(name, head, settings.columns)
    mark = find_byte_order_mark(head)
    if kind in ("JSONL", "CSV") and mark and mark[1] != "utf-8":
        stream = io.BufferedReader(Transcoded(stream), CHUNK)
    yield from _read_kind(kind, stream, name, settings)


def _read_zip(stream: Stream, name: str, settings: Settings) -> Iterator[Step]:
    """What is in each file of a ZIP archive, called `name#FILE`; at the end how many files were no pages."""
    passed, number, label = Counter[str](), 0, name
    one: Step = None
    try:
        for number, file, content, error in read_members(stream, settings.page_bytes):
            label = f"{name}#{file}"
            if number == 1 and file in _OFFICE:
                yield Problem(input=name, stage="read", error="an office document or electronic book, not text")
                return
            if _HIDDEN.search(file):
                continue
            if content is None:
                yield Problem(input=label, stage="read", error=error or "not to be read")
            elif no_page := _NO_PAGES.get(find_suffix(file)) or _name_no_page(content):
                passed[no_page] += 1
                yield None
            else:
                for one in _read_member(content, label, settings):
                    yield one
    except UnreadableError as error:
        if not (isinstance(one, Problem) and one.input == label):  # else that file's end has been told of
            yield Problem(input=label, stage="read", error=str(error))
    if passed:
        listed = ", ".join(f"{count:,} {what}" for what, count in sorted(passed.items()))
        told = f"{passed.total():,} of {number:,} files are no pages and were passed over: {listed}"
        yield Problem(input=name, stage=NO_PAGE, error=told)


def _name_no_page(content: Stream) -> str | None:
    try:
        return name_media(content.peek(_HEAD)[:_HEAD])
    except OSError:
        return None  # what is wrong with it is said when it is read


def _read_member(content: Stream, label: str, settings: Settings) -> Iterator[Step]:
    try:
        if content.peek(len(ZIP))[: len(ZIP)] == ZIP:
            yield Problem(input=label, stage="read", error="a ZIP archive inside another, or an office document")
        else:
            yield from _read_stream(unpack(content, settings.page_bytes), label, settings)
    except UnreadableError as error:
        yield Problem(input=label, stage="read", error=str(error))


def _read_kind(kind: Kind, stream: Stream, name: str, settings: Settings) -> Iterator[Step]:
    cap, columns = settings.page_bytes, settings.columns
    match kind:
        case "JSONL":
            yield from read_jsonl(stream, name, cap, columns)
        case "CSV":
            yield from read_csv(stream, name, cap, columns)
        case "JSON":
            yield from read_json(read_whole(stream, cap), name, columns)
        case "FEED":
            yield from read_feed(read_whole(stream, cap), name)
        case "HTML":
            yield read_html(read_whole(stream, cap), name)
        case "WARC":
            yield from read_archive(stream, name, cap)
        case "PLAIN":
            yield read_plain(read_whole(stream, cap), name)
