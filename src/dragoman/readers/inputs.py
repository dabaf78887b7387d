"""The reader for each kind of input, and what is in one as documents and Problems."""

import io
from collections.abc import Iterator
from pathlib import Path

from dragoman.readers.archives import read_archive
from dragoman.readers.encodings import find_byte_order_mark, name_binary, repair_surrogates
from dragoman.readers.feeds import read_feed
from dragoman.readers.html import read_html
from dragoman.readers.kinds import Kind, find_kind
from dragoman.readers.packed import CHUNK, UnreadableError
from dragoman.readers.plain import read_plain
from dragoman.readers.streams import Stdin, Stream, Transcoded, open_stream, read_whole
from dragoman.readers.tables import read_csv, read_json, read_jsonl
from dragoman.readers.warc import START
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument

_HEAD = 8192


def read_input(path: Path | Stdin, settings: Settings) -> Iterator[RawDocument | Problem]:
    """Everything in one input, one item after another; memory is bound by `settings.page_bytes`, not by the rows.

    Never raises for what is in the input: an unreadable file, archive, page or row is a Problem that says why, and
    what came before it in the same input has been given.
    """
    name = repair_surrogates(str(path))
    try:
        with open_stream(path, settings.page_bytes) as stream:
            yield from _read_stream(stream, name, settings)
    except UnreadableError as error:
        yield Problem(input=name, stage="read", error=str(error))
    except OSError as error:
        yield Problem(input=name, stage="read", error=error.strerror or str(error))


def _read_stream(stream: Stream, name: str, settings: Settings) -> Iterator[RawDocument | Problem]:
    head = stream.peek(_HEAD)[:_HEAD]
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        if not head or len(head) < _HEAD:
            yield Problem(input=name, stage="read", error="the file is empty")
            return
    elif not head.startswith(START) and (binary := name_binary(head)):
        yield Problem(input=name, stage="read", error=f"{binary}, not text")
        return
    kind = find_kind(name, head, settings.columns)
    mark = find_byte_order_mark(head)
    if kind in ("JSONL", "CSV") and mark and mark[1] != "utf-8":
        stream = io.BufferedReader(Transcoded(stream), CHUNK)
    yield from _read_kind(kind, stream, name, settings)


def _read_kind(kind: Kind, stream: Stream, name: str, settings: Settings) -> Iterator[RawDocument | Problem]:
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
