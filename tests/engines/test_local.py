"""Workers: one bad page never stops a run, and how many there are makes no difference."""

import time

import pytest

from dragoman.engines.lift import input_key
from dragoman.engines.local import EngineError, Job, run_local
from dragoman.ids import sha256
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument

FAKE = "fake_flow:build"


def make_raw(text: str, name: str = "page") -> RawDocument:
    return RawDocument(input=name, text=text, media="TEXT", raw_sha256=sha256(text.encode("utf-8", "surrogatepass")))


def run(inputs, jobs=1, page_seconds=5.0, build=FAKE):
    batches = list(run_local(inputs, Job(Settings(jobs=jobs, page_seconds=page_seconds), build)))
    entries = [entry for batch in batches for entry in (*batch.entries, *batch.repeats)]
    failures = [problem for batch in batches for problem in batch.failures]
    return entries, failures


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_promise_10_every_input_ends_as_an_entry_or_a_failure(jobs):
    inputs = [make_raw(f"Arland struck Borduria near Hill{n}", f"page {n}") for n in range(20)]
    inputs += [make_raw("RAISE", "raises"), make_raw("REFUSE", "refuses"), Problem(input="x", stage="read", error="no")]
    entries, failures = run(inputs, jobs)
    assert len(entries) == 20
    assert {(one.input, one.stage, one.error) for one in failures} == {
        ("raises", "flow", "ValueError: a line that says RAISE"),
        ("refuses", "clean", "it says REFUSE"),
        ("x", "read", "no"),
    }


def test_promise_10_a_page_that_hangs_or_kills_its_worker_fails_alone():
    inputs = [make_raw(f"Zoë met Arland {n}", f"page {n}") for n in range(10)]
    inputs[3] = make_raw("HANG", "hangs")
    inputs[6] = make_raw("DIE", "dies")
    began = time.monotonic()
    entries, failures = run(inputs, page_seconds=3.0)
    assert time.monotonic() - began < 120
    assert sorted(entry.input for entry in entries) == [f"page {n}" for n in (0, 1, 2, 4, 5, 7, 8, 9)]
    assert {one.input: one.error for one in failures} == {
        "hangs": "took longer than 3 seconds",
        "dies": "the worker that read it died (exit code 3); it may need too much memory",
    }
    assert {one.stage for one in failures} == {"engine"}


@pytest.mark.parametrize("jobs", [0, 1])
def test_promise_11_half_a_surrogate_pair_fails_alone_and_says_so(jobs):
    entries, failures = run([make_raw("Zoë met Arland", "good"), make_raw("Zoë met \ud83d", "half")], jobs)
    assert [entry.input for entry in entries] == ["good"]
    assert [one.input for one in failures] == ["half"]
    assert "cannot be stored" in failures[0].error


def test_the_same_document_twice_in_a_batch_is_one_whatever_the_order():
    twin = RawDocument(input="b", text="Zoë met Arland", media="TEXT", raw_sha256="00", title="One")
    other = RawDocument(input="c", text="Zoë met Arland", media="TEXT", raw_sha256="00", title="Two")
    for inputs in ([twin, other], [other, twin]):
        (batch,) = run_local(inputs, Job(Settings(jobs=0), FAKE))
        winner = min((twin, other), key=input_key)
        assert [entry.input for entry in batch.entries] == [winner.input]
        assert batch.tables["document"]["title"].to_pylist() == [winner.title]
        assert len(batch.repeats) == 1
        assert batch.tables["event"].num_rows == 1


def test_models_that_cannot_be_loaded_stop_the_run_with_the_reason():
    with pytest.raises(EngineError, match="FileNotFoundError: no model for 1 jobs"):
        run([make_raw("Zoë met Arland")], build="fake_flow:build_broken")
