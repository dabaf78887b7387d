"""Every reader, whatever the bytes: arbitrary ones, small valid inputs cut short, and such inputs changed."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.readers.event_tables import TableEvent, read_event_table
from dragoman.values import RawDocument
from tests.readers.fuzz import LISTS, NAMES, TABLES, WHOLE, check, check_offsets, read_bytes

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.sampled_from(NAMES)


def test_the_whole_inputs_are_read() -> None:
    for whole in WHOLE:
        check(whole, "input")
        assert whole.startswith(LISTS) or any(isinstance(one, RawDocument) for one in read_bytes(whole, "input"))


def test_the_rows_of_every_event_table_are_events() -> None:
    assert len(TABLES) == 3
    for table in TABLES:
        found = list(read_event_table(io.BufferedReader(io.BytesIO(table)), "a.tab", 20_000))  # type: ignore[arg-type]
        assert [type(one) for one in found] == [TableEvent, TableEvent], found


@many
@given(st.binary(max_size=400), names)
def test_arbitrary_bytes(raw: bytes, name: str) -> None:
    check(raw, name)


@many
@given(st.sampled_from((*WHOLE, *TABLES)), st.floats(0, 1), names)
def test_inputs_cut_short(whole: bytes, share: float, name: str) -> None:
    check(whole[: int(share * len(whole))], name)


@many
@given(
    st.lists(st.sampled_from((*WHOLE, *TABLES)), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 20), st.binary(max_size=6)), max_size=8),
    names,
)
def test_inputs_changed(whole: list[bytes], edits: list[tuple[int, int, bytes]], name: str) -> None:
    raw = b"".join(whole)
    for at, cut, put in edits:
        raw = raw[:at] + put + raw[at + cut :]
    check(raw, name)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 9), st.text(max_size=5)), max_size=6)
)
def test_offsets_hold_in_whatever_was_read(whole: bytes, edits: list[tuple[int, int, str]]) -> None:
    for at, cut, put in edits:
        whole = whole[:at] + put.encode() + whole[at + cut :]
    check_offsets(whole, "input")


def test_promise_10_atheris_finds_no_bytes_that_break_a_reader(tmp_path: Path) -> None:
    """Ten seconds of bytes, chosen by which way they take through the readers; a failure shows what was found."""
    pytest.importorskip("atheris", reason="no atheris here: the readers are fuzzed by hypothesis only")
    words = ["-max_total_time=10", "-seed=7", f"-artifact_prefix={tmp_path}/", "-max_len=4000", "-rss_limit_mb=4000"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.readers.fuzz", *words],
        capture_output=True, cwd=Path(__file__).parents[2], timeout=120, check=False,
    )  # fmt: skip
    found = [path.read_bytes() for path in tmp_path.iterdir()]
    told = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, (found, told[-3000:])
    assert "DONE" in told
