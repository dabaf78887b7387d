"""The real flow over the examples: any order, any number of workers, the same bytes."""

from pathlib import Path

import pytest

from dragoman.engines.runs import read_into
from dragoman.record import Record
from dragoman.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_promise_02_workers_and_order_make_no_difference(tmp_path):
    pages = sorted(str(path) for path in EXAMPLES.glob("*.txt"))[:4]
    if len(pages) < 4:
        pytest.skip("no examples beside these tests")
    exports = []
    for name, inputs, jobs in (("one", pages, 0), ("two", pages[::-1], 2)):
        done = read_into(tmp_path / name, inputs, Settings(jobs=jobs))
        assert (done.counts.added, done.counts.failed) == (4, 0), done.failures
        with Record(tmp_path / name) as record:
            assert record.count("event") > 0
            assert record.count("statement") > 0
            record.export(tmp_path / f"{name}-out", "jsonl")
        exports.append({path.name: path.read_bytes() for path in sorted((tmp_path / f"{name}-out").iterdir())})
    assert exports[0] == exports[1]
