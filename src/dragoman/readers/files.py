"""What was given on the command line, one file after another."""

import glob
import itertools
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.readers.encodings import repair_surrogates
from dragoman.readers.sorting import sort_names
from dragoman.readers.streams import Stdin
from dragoman.values import Problem

_ADDRESS = re.compile(r"(?:https?|ftp)://")
_NO_FILE = "not a file that can be read"
_FILE, _FOLDER = "0", "1"
_OTHER = "/"  # behind the names of pipes and the like; no name ends so
_MAGIC_GLOB = frozenset("*?[")


def find_inputs(inputs: Sequence[str]) -> Iterator[str | Stdin | Problem]:
    """The files meant by files, folders (all below, sorted, hidden ones left out), globs and `-` for standard input.

    What does not exist, cannot be listed, is no file or holds nothing is a Problem; links to folders are not followed.
    One folder is listed at a time, and nothing is asked of the files in it but names and kinds. They are given by path,
    as text: pathlib keeps every part of every path for ever in Python 3.12, and there may be millions.
    """
    for written in inputs:
        if written == "-":
            yield Stdin()
        elif (mode := _find_mode(written)) is not None:
            yield from _find_files(written, mode)
        elif _MAGIC_GLOB.intersection(written):
            match = None
            for match in sort_names(glob.iglob(written, recursive=True)):  # noqa: PTH207 - takes absolute patterns too
                yield from _find_files(match, _find_mode(match))
            if match is None:
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


def _find_files(written: str, mode: int | None) -> Iterator[str | Problem]:
    if mode is None or not stat.S_ISDIR(mode):
        regular = mode is not None and stat.S_ISREG(mode)
        yield str(Path(written)) if regular else _refuse(written, _NO_FILE)
        return
    empty = True
    for found in _walk(str(Path(written))):
        empty = False
        yield found
    if empty:
        yield _refuse(written, "the folder holds no files")


def _walk(top: str) -> Iterator[str | Problem]:
    """The files of a folder in order of their names, then those of its folders; a portion of the names is in memory."""
    deeper: list[Iterator[str]] = [iter((top,))]
    while deeper:
        folder = next(deeper[-1], None)
        if folder is None:
            deeper.pop()
            continue
        try:
            listed = sort_names(_list_folder(folder))
        except OSError as error:
            yield _refuse(folder, f"the folder cannot be listed: {error.strerror}")
            continue
        for entry in listed:
            if entry[0] == _FOLDER:  # so are all that follow
                deeper.append(_under(folder, itertools.chain((entry,), listed)))
                break
            path = _join(folder, entry[1:])
            yield _refuse(path.removesuffix(_OTHER), _NO_FILE) if entry.endswith(_OTHER) else path


def _join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder != "." else name


def _under(folder: str, entries: Iterator[str]) -> Iterator[str]:
    return (_join(folder, entry[1:]) for entry in entries)


def _list_folder(folder: str) -> Iterator[str]:
    """The names in it, each with its kind before it, so that files come first; a link to a folder is not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield _FOLDER + entry.name
            elif not entry.is_dir():
                yield _FILE + entry.name + ("" if entry.is_file() else _OTHER)


def _refuse(path: str, error: str) -> Problem:
    """The Problem of a path; its name may be no text, and can still be told."""
    return Problem(input=repair_surrogates(path), stage="read", error=error)
