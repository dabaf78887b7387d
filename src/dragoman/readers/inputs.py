"""What was given on the command line, one input after another, and the reader for each."""

import glob
import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.readers.archives import read_archive
from dragoman.readers.encodings import find_byte_order_mark, name_binary
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

__all__ = ["Stdin", "find_inputs", "read_input"]

_ADDRESS = re.compile(r"(?:https?|ftp)://")
_HEAD = 8192
_MAGIC_GLOB = frozenset("*?[")


def find_inputs(inputs: Sequence[str]) -> Iterator[Path | Stdin | Problem]:
    """The files meant by files, folders (all below, sorted, hidden ones left out), globs and `-` for standard input.

    What does not exist, or holds nothing, is a Problem; links to folders are not followed.
    """
    for written in inputs:
        path = Path(written)
        if written == "-":
            yield Stdin()
        elif path.exists():
            yield from _find_files(path)
        elif _MAGIC_GLOB.intersection(written):
            found = sorted(glob.glob(written, recursive=True))  # noqa: PTH207 - takes absolute patterns too
            for match in found:
                yield from _find_files(Path(match))
            if not found:
                yield Problem(input=written, stage="read", error="no file matches")
        else:
            error = "an address: save the page first" if _ADDRESS.match(written) else "no such file or folder"
            yield Problem(input=written, stage="read", error=error)


def _find_files(path: Path) -> Iterator[Path | Problem]:
    if not path.is_dir():
        yield path if path.is_file() else Problem(input=str(path), stage="read", error="not a file that can be read")
        return
    empty = True
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            empty = False
            yield Path(folder, name)
    if empty:
        yield Problem(input=str(path), stage="read", error="the folder holds no files")


def read_input(path: Path | Stdin, settings: Settings) -> Iterator[RawDocument | Problem]:
    """Everything in one input, one item after another; memory is bound by `settings.page_bytes`, not by the rows.

    Never raises for what is in the input: an unreadable file, archive, page or row is a Problem that says why, and
    what came before it in the same input has been given.
    """
    try:
        with open_stream(path, settings.page_bytes) as stream:
            yield from _read_stream(stream, str(path), settings)
    except UnreadableError as error:
        yield Problem(input=str(path), stage="read", error=str(error))
    except OSError as error:
        yield Problem(input=str(path), stage="read", error=error.strerror or str(error))


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
