"""What was given on the command line, one file after another."""

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.readers.encodings import repair_surrogates
from dragoman.readers.streams import Stdin
from dragoman.values import Problem

_ADDRESS = re.compile(r"(?:https?|ftp)://")
_NO_FILE = "not a file that can be read"
_MAGIC_GLOB = frozenset("*?[")


def find_inputs(inputs: Sequence[str]) -> Iterator[Path | Stdin | Problem]:
    """The files meant by files, folders (all below, sorted, hidden ones left out), globs and `-` for standard input.

    What does not exist, cannot be listed, is no file or holds nothing is a Problem; links to folders are not followed.
    One folder is listed at a time, and nothing is asked of the files in it but names and kinds.
    """
    for written in inputs:
        if written == "-":
            yield Stdin()
        elif (mode := _find_mode(written)) is not None:
            yield from _find_files(written, mode)
        elif _MAGIC_GLOB.intersection(written):
            found = sorted(glob.glob(written, recursive=True))  # noqa: PTH207 - takes absolute patterns too
            for match in found:
                yield from _find_files(match, _find_mode(match))
            if not found:
                yield _refuse(written, "no file matches")
        else:
            error = "an address: save the page first" if _ADDRESS.match(written) else "no such file or folder"
            yield _refuse(written, error)


def _find_mode(written: str) -> int | None:
    """What the file system says a path is, links followed; `None` where there is nothing."""
    try:
        return os.stat(written).st_mode  # noqa: PTH116 - a path that is none, such as one with NUL, is told apart
    except (OSError, ValueError):
        return None


def _find_files(written: str, mode: int | None) -> Iterator[Path | Problem]:
    if mode is None or not stat.S_ISDIR(mode):
        regular = mode is not None and stat.S_ISREG(mode)
        yield Path(written) if regular else _refuse(written, _NO_FILE)
        return
    empty = True
    for found in _walk(written):
        empty = False
        yield found
    if empty:
        yield _refuse(written, "the folder holds no files")


def _walk(top: str) -> Iterator[Path | Problem]:
    """The files of a folder in order of their names, then those of its folders."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        files: list[str] = []
        folders: list[str] = []
        others: set[str] = set()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.name.startswith("."):
                        _sort_entry(entry, files, folders, others)
        except OSError as error:
            yield _refuse(folder, f"the folder cannot be listed: {error.strerror}")
        files.sort()
        for name in files:
            path = Path(folder, name)
            yield _refuse(path, _NO_FILE) if name in others else path
        waiting.extend(str(Path(folder, name)) for name in sorted(folders, reverse=True))


def _sort_entry(entry: os.DirEntry[str], files: list[str], folders: list[str], others: set[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        folders.append(entry.name)
    elif not entry.is_dir():  # a link to a folder is not followed
        files.append(entry.name)
        if not entry.is_file():
            others.add(entry.name)


def _refuse(path: str | Path, error: str) -> Problem:
    """The Problem of a path; its name may be no text, and can still be told."""
    return Problem(input=repair_surrogates(str(path)), stage="read", error=error)
