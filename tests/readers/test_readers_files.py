"""What was given on the command line: folders in order, one at a time; what is missing or no file is named."""

import os
import random
import sys
import time
import tracemalloc
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

import pytest

from dragoman.readers import Stdin, find_inputs, read_input
from dragoman.readers.sorting import sort_names
from dragoman.settings import Settings
from dragoman.values import Problem


def test_find_inputs_walks_folders_in_order_and_names_what_is_missing(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", "three.txt", ".hidden", "b/.git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "void").mkdir()
    found = list(
        find_inputs(
            [
                str(tmp_path),
                "-",
                "gone.txt",
                str(tmp_path / "b" / "*.txt"),
                "no*thing",
                "https://a.example/x",
                str(tmp_path / "void"),
            ]
        )
    )
    names = [Path(one).relative_to(tmp_path).as_posix() for one in found if isinstance(one, str)]
    assert names == ["three.txt", "a/one.txt", "b/two.txt", "b/two.txt"]
    assert found[3] == Stdin()
    assert [one.error for one in found if isinstance(one, Problem)] == [
        "no such file or folder",
        "no file matches",
        "an address: save the page first",
        "the folder holds no files",
    ]


def test_a_folder_of_thousands_is_listed_folder_by_folder_and_no_file_asked_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in range(30):
        (tmp_path / f"{folder:02}" / "deep").mkdir(parents=True)
        for number in range(60):
            (tmp_path / f"{folder:02}" / f"{number:02}.txt").touch()
            (tmp_path / f"{folder:02}" / "deep" / f"{number:02}.txt").touch()
    listed, asked = [], []
    scandir, stat = os.scandir, os.stat
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(path) or scandir(path))  # type: ignore[func-returns-value]
    monkeypatch.setattr(os, "stat", lambda path, **more: asked.append(path) or stat(path, **more))  # type: ignore[func-returns-value]
    found = find_inputs([str(tmp_path)])
    first = next(found)
    assert (str(first), len(listed)) == (str(tmp_path / "00" / "00.txt"), 2)
    rest = [str(path) for path in found]
    assert len(rest) == 3_599
    assert rest[59] == str(tmp_path / "00" / "deep" / "00.txt")
    assert len(asked) == 1
    assert len(listed) == 61


def test_what_is_no_file_or_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "kept.txt").symlink_to(tmp_path / "sub" / "one.txt")
    (tmp_path / "sub").mkdir()
    (tmp_path / "again").symlink_to(tmp_path / "sub")
    (tmp_path / "sub" / "one.txt").touch()
    (tmp_path / "shut").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(find_inputs([str(tmp_path), str(tmp_path / "pipe.txt"), "nul\0"]))
    said = [
        (Path(one.input).name, one.error) if isinstance(one, Problem) else (Path(str(one)).name, "")
        for one in found[:-1]
    ]
    assert said == [
        ("gone.txt", "not a file that can be read"),
        ("kept.txt", ""),
        ("pipe.txt", "not a file that can be read"),
        ("shut", "the folder cannot be listed: Permission denied"),
        ("one.txt", ""),
        ("pipe.txt", "not a file that can be read"),
    ]
    assert isinstance(found[-1], Problem)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_can_still_be_told(tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    strange.mkdir()
    (strange / "a.txt").write_text("Words.")
    os.mkfifo(strange / "b.txt")
    document, problem = find_inputs([str(tmp_path)])
    assert isinstance(document, str)
    assert isinstance(problem, Problem)
    [read] = read_input(document, Settings())
    for told in (read.input, problem.input):
        assert told.encode().startswith(bytes(tmp_path / "caf"))


class Entry(NamedTuple):
    """A file of a folder, as the system lists it."""

    name: str

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return not follow_symlinks and self.name.startswith("deep")

    def is_file(self) -> bool:
        return True


def test_a_folder_of_200_000_is_streamed_in_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system gives the entries one by one, in no order; a list of their names alone would take 25 MB."""
    names = (f"a page of the archive {number * 7919 % 200_000:06d}.txt" for number in range(200_000))
    monkeypatch.setattr(os, "scandir", lambda _: nullcontext(map(Entry, names)))
    began = time.process_time()
    tracemalloc.start()
    found = find_inputs([str(tmp_path)])
    first, last = next(found), None
    count = 1
    for one in found:
        assert isinstance(one, str)
        assert last is None or one > last
        count, last = count + 1, one
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, str(first)[-10:], str(last)[-10:]) == (200_000, "000000.txt", "199999.txt")
    assert peak < 4_000_000
    assert time.process_time() - began < 30


def test_names_in_portions_are_sorted_as_all_at_once() -> None:
    rng = random.Random(3)
    names = ["".join(rng.choices("ab.\n é\udce9", k=rng.randint(1, 6))) for _ in range(1000)]
    for portion in (1, 7, 999, 1000, 5000):
        assert list(sort_names(iter(names), portion)) == sorted(names)
    assert list(sort_names([])) == []
