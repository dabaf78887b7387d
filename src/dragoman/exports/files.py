"""Where an export goes: a file with its manifest beside it, or a folder with all files and `manifest.json` in it."""

import contextlib
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from dragoman.store.files import TEMPORARY

Tell = Callable[[int], None]
"""Told how many rows of a file are written so far."""
TOLD_EVERY = 500

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def neutralise_cell(text: str | None) -> str:
    """The text as a spreadsheet may open it: where it would be taken for a formula, an apostrophe comes before it."""
    if text is None:
        return ""
    return f"'{text}" if text.startswith(_FORMULA) else text


class Written(NamedTuple):
    """A file as it was written."""

    file: str
    rows: int
    sha256: str


class HashingFile(io.RawIOBase):
    """Passes bytes on to a file and hashes them."""

    def __init__(self, out: BinaryIO, tell: Tell | None = None) -> None:
        self.out = out
        self.rows = 0
        self.on_rows = tell
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: Any) -> int:
        """Write bytes; gives how many."""
        self.digest.update(content)
        return self.out.write(content)

    def write_row(self, content: bytes) -> None:
        """Write the bytes of one row, and count it."""
        self.write(content)
        self.add_rows(1)

    def add_rows(self, rows: int) -> None:
        """Count rows that were written, and tell of them now and then."""
        before, self.rows = self.rows, self.rows + rows
        if self.on_rows and self.rows // TOLD_EVERY > before // TOLD_EVERY:
            self.on_rows(self.rows)


class Target:
    """Where an export goes. A `path` that ends as the format's file does is that file, any other a folder."""

    def __init__(self, path: Path, file: str, tell: Tell | None = None) -> None:
        self.file = file
        self.tell = tell
        self.single = bool(Path(file).suffix) and path.suffix.lower() == Path(file).suffix.lower()
        self.path = path
        self.folder = path.parent if self.single else path
        self.manifest = path.with_name(path.name + ".manifest.json") if self.single else path / "manifest.json"
        self.written: list[Written] = []

    def name(self, file: str | None = None) -> Path:
        """Where a file of the export goes; its main one where none is named."""
        return self.path if self.single and file in (None, self.file) else self.folder / (file or self.file)

    @contextlib.contextmanager
    def open(self, file: str | None = None) -> Iterator[HashingFile]:
        """A file of the export, in its place once all is written."""
        path = self.name(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(path.name + TEMPORARY)
        try:
            with temporary.open("wb") as out:
                hashing = HashingFile(out, self.tell)
                yield hashing
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        self.add(path, hashing.rows, hashing.digest.hexdigest())

    def add(self, path: Path, rows: int, sha256: str) -> None:
        """Note a file that was written."""
        self.written.append(Written(path.relative_to(self.folder).as_posix(), rows, sha256))


def csv_lines(rows: Iterable[Sequence[Any]], delimiter: str = ",") -> bytes:
    """Rows as CSV: UTF-8, a line feed after each."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def tsv_line(cells: Iterable[str]) -> bytes:
    """A row of a format that knows no quoting: white space within a cell becomes a space each, and text that a
    spreadsheet would run is neutralised; a number is none."""
    return ("\t".join(_tsv_cell(" ".join(cell.split())) for cell in cells) + "\n").encode()


def _tsv_cell(cell: str) -> str:
    return cell if _NUMBER.fullmatch(cell) else neutralise_cell(cell)


def csv_cell(value: Any) -> str:
    """A cell of CSV: text that a spreadsheet would run is neutralised, numbers stay as they are."""
    if isinstance(value, str) or value is None:
        return neutralise_cell(value)
    return str(value)
