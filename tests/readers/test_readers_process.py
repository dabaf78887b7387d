"""Reading in a process that can be ended: a file that takes for ever, or kills its reader, is one failure."""

import gzip
import os
import signal
import time
from itertools import islice
from pathlib import Path

import pytest

from dragoman.readers import Readers, Stdin, read_input
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument

ITEM = "<item><title>Day {}</title><description>Crews struck.</description></item>"
GOOD = b'{"text": "One."}\n{"text": "Two."}\n'


def make_feed(items: int) -> bytes:
    found = "".join(ITEM.format(number) for number in range(items))
    return f"<rss version='2.0'><channel><title>Port news</title>{found}</channel></rss>".encode()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    (tmp_path / "b.rss").write_bytes(make_feed(3))
    (tmp_path / "c.txt").write_bytes(b"Plain.")
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"Packed."))
    (tmp_path / "e.xml").write_bytes(b"<a/>")
    (tmp_path / "f.json").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("jobs", [0, 1])
def test_the_same_comes_out_wherever_it_is_read(files: Path, jobs: int) -> None:
    paths = [str(path) for path in sorted(files.iterdir())] + [str(files / "gone.json")]
    alone = [one for path in paths for one in read_input(path, Settings())]
    with Readers(Settings(jobs=jobs)) as readers:
        assert [one for path in paths for one in readers.read(path)] == alone
    assert sum(isinstance(one, RawDocument) for one in alone) == 7


def test_what_is_only_decoded_needs_no_process(files: Path) -> None:
    with Readers(Settings()) as readers:
        assert len(list(readers.read(files / "c.txt"))) == 1
        assert readers._process is None


def test_promise_10_a_file_that_takes_for_ever_is_one_failure_and_the_next_is_read(files: Path) -> None:
    """Three items in a thousandth of a second; a hundred thousand are parsed before the first of them comes."""
    (files / "long.rss").write_bytes(make_feed(100_000))
    with Readers(Settings(page_seconds=0.4, page_bytes=50_000_000)) as readers:
        began = time.monotonic()
        [problem] = readers.read(files / "long.rss")
        assert isinstance(problem, Problem)
        assert problem.error == "took longer than 0.4 seconds; the rest of the file was not read"
        assert time.monotonic() - began < 30
        assert len(list(readers.read(files / "b.rss"))) == 3


def test_the_time_counts_from_item_to_item(files: Path) -> None:
    """A table of many rows may take as long as it likes, and so may whoever takes them."""
    (files / "many.jsonl").write_bytes(b'{"text": "Words of some length."}\n' * 30_000)
    with Readers(Settings(page_seconds=0.4)) as readers:
        rows = readers.read(files / "many.jsonl")
        assert len(list(islice(rows, 5))) == 5
        time.sleep(0.6)
        assert all(isinstance(one, RawDocument) for one in rows)


def test_promise_10_a_process_that_dies_is_one_failure_and_what_came_before_is_kept(files: Path) -> None:
    (files / "many.jsonl").write_bytes(GOOD * 20_000)
    with Readers(Settings()) as readers:
        rows = readers.read(files / "many.jsonl")
        first = next(rows)
        assert readers._process is not None
        os.kill(readers._process.process.pid, signal.SIGKILL)
        *before, last = rows
        assert isinstance(first, RawDocument)
        assert all(isinstance(one, RawDocument) for one in before)
        assert isinstance(last, Problem)
        assert "died (signal 9)" in last.error
        assert len(list(readers.read(files / "a.jsonl"))) == 2


def test_whoever_stops_listening_leaves_nothing_behind(files: Path) -> None:
    (files / "many.jsonl").write_bytes(GOOD * 20_000)
    with Readers(Settings()) as readers:
        rows = readers.read(files / "many.jsonl")
        next(rows)
        assert readers._process is not None
        process = readers._process.process
        rows.close()  # type: ignore[attr-defined]
        assert process.returncode is not None
        assert len(list(readers.read(files / "a.jsonl"))) == 2
        process = readers._process.process
    assert process.returncode is not None


def test_standard_input_is_handed_on() -> None:
    """In a process of its own, for standard input is the whole process's."""
    import subprocess
    import sys

    code = "from dragoman.readers import *; from dragoman.settings import Settings\n"
    code += "with Readers(Settings()) as r: print([one.text for one in r.read(Stdin())])"
    done = subprocess.run([sys.executable, "-c", code], input=GOOD, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "['One.', 'Two.']"
    assert str(Stdin()) == "standard input"
