"""Dispatches read by two workers, killed, resumed and verified; what it costs, and whether memory stays flat.

    python -m benchmarks.endurance --documents 20000 --kills 5 [--twin]

All kills but one come at drawn moments in the first seventh, so that one process reads all the rest without a break and
a leak of a few bytes a document would show; the last one comes while the finished reading is put together. Whatever is
killed here too goes on where it stopped when it is called again. What was measured is kept in
`benchmarks/endurance.json` and drawn as `docs/endurance.svg`. With `--twin` the same dispatches are read once more
without a break, and every exported table has to have the same bytes.
"""

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.recombine import write_dispatches
from dragoman.engines.lift import FLOW
from dragoman.record import Record
from dragoman.store.files import Log
from dragoman.store.verify import verify

KEPT = Path(__file__).parent / "endurance.json"
PLOT = Path(__file__).parents[1] / "docs" / "endurance.svg"
EARLY = 2000
"""From how many documents on memory is not to grow."""
MOST_GROWTH = 1.05
_SHARE_WITH_KILLS = 1 / 7
_EVERY_SECONDS = 2.0
_TICKS = os.sysconf("SC_CLK_TCK")

Measured = dict[str, Any]


class Sample(NamedTuple):
    """A look at the reading process and its workers, from outside."""

    stint: int
    """How many were killed before this one."""
    seconds: float
    """Since this process began."""
    documents: int
    """Acknowledged, by all stints."""
    processor: float
    """Seconds of processor time, of this stint."""
    megabytes: float
    """Resident, of the process and its workers."""
    own: float
    """Resident, of the process that writes."""


def read_dispatches(folder: Path, record: str, jobs: int, build: str) -> None:
    """What the process that is killed does: nothing but to read."""
    from dragoman.engines.runs import read_into
    from dragoman.settings import Settings

    read_into(folder / record, [str(folder / "dispatches.jsonl")], Settings(jobs=jobs), build=build)


class Watched:
    """A reading process under watch."""

    def __init__(self, folder: Path, record: str, stint: int, jobs: int, build: str) -> None:
        told = ["--read", str(folder), "--record", record, "--jobs", str(jobs), "--build", build]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
        self.process = subprocess.Popen([sys.executable, "-m", "benchmarks.endurance", *told], env=environment)
        self.manifest = Log(folder / record / "manifest.jsonl")
        self.stint, self.began = stint, time.monotonic()
        self.processor: dict[int, float] = {}
        self.documents = self.position = 0

    def look(self) -> Sample | None:
        """How it stands now; None where it has just ended."""
        for position, line in self.manifest.read(self.position):
            self.position = position
            self.documents += len(line["documents"]) - len(line["replaced"]) if line["is"] == "batch" else 0
        try:
            own = _resident(self.process.pid)
            tree = [self.process.pid, *_children(self.process.pid)]
            megabytes = sum(_resident(one) for one in tree)
            self.processor |= {one: _processor(one) for one in tree}
        except (OSError, ValueError):
            return None
        spent = round(sum(self.processor.values()), 2)
        passed = round(time.monotonic() - self.began, 2)
        return Sample(self.stint, passed, self.documents, spent, round(megabytes, 1), round(own, 1))

    def kill(self) -> None:
        """End it at once; its workers see that and end too."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def _children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _resident(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class Plan(NamedTuple):
    """What is to be read, and after how many documents the reader is killed; a last time after all are read."""

    documents: int
    seed: int
    kills: tuple[int, ...]

    @classmethod
    def draw(cls, documents: int, kills: int, seed: int) -> "Plan":
        chance = random.Random(f"{seed} kills")
        most = max(kills, int(documents * _SHARE_WITH_KILLS))
        early = sorted(chance.randint(1, most) for _ in range(kills - 1)) if kills else []
        return cls(documents, seed, tuple([*early, documents] if kills else []))


def run_stint(watched: Watched, samples: Path, until: int | None, chance: random.Random) -> bool:
    """Watch until the process ends by itself (True), or until so many documents are read; then it is killed."""
    looked = 0.0
    with samples.open("a", encoding="utf-8") as out:
        while watched.process.poll() is None:
            sample = watched.look()
            if sample and time.monotonic() - looked >= _EVERY_SECONDS:
                looked = time.monotonic()
                out.write(json.dumps(sample) + "\n")
                out.flush()
            if until is not None and watched.documents >= until:
                time.sleep(chance.random() * 2)  # anywhere in what comes next
                watched.kill()
                return False
            time.sleep(0.1)
    if watched.process.returncode:
        raise RuntimeError(f"the reader ended with {watched.process.returncode}")
    return True


def endure(folder: Path, plan: Plan, jobs: int, build: str = FLOW) -> Iterator[str]:
    """Read, kill, resume, until the record is whole; says what it does. Goes on where an earlier call stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    asked, dispatches, stints = folder / "plan.json", folder / "dispatches.jsonl", folder / "stints.jsonl"
    told = json.dumps(plan)
    if asked.exists() and asked.read_text() != told:
        shutil.rmtree(folder)
        folder.mkdir()
    if not dispatches.exists():
        write_dispatches(folder / "new", plan.documents, plan.seed)
        (folder / "new").rename(dispatches)
    asked.write_text(told)
    while True:
        done = [json.loads(line) for line in stints.read_text().splitlines()] if stints.exists() else []
        if done and done[-1]["whole"]:
            return
        killed = sum(one["killed"] for one in done)
        until = plan.kills[killed] if killed < len(plan.kills) else None
        watched = Watched(folder, "record", len(done), jobs, build)
        try:
            whole = run_stint(watched, folder / "samples.jsonl", until, random.Random(f"{plan.seed} {len(done)}"))
        except BaseException:
            watched.kill()
            _add(stints, killed=False, whole=False, documents=watched.documents)
            raise
        _add(stints, killed=not whole, whole=whole, documents=watched.documents)
        yield f"{watched.documents:,} documents held when the reader {'ended' if whole else 'was killed'}"


def _add(log: Path, **line: Any) -> None:
    with log.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")


# ---------------------------------------------------------------- figures


def read_samples(folder: Path) -> list[Sample]:
    """All looks that were taken."""
    return [Sample(*json.loads(line)) for line in (folder / "samples.jsonl").read_text().splitlines()]


def memory_at(samples: list[Sample], documents: float, around: float) -> float | None:
    """The median of the memory while the process had read about so many documents itself."""
    first = samples[0].documents
    near = [one.megabytes for one in samples if abs(one.documents - first - documents) <= around]
    return statistics.median(near) if near else None


def measure(folder: Path, plan: Plan) -> Measured:
    """The figures of a run so far."""
    samples = read_samples(folder)
    stints = [json.loads(line) for line in (folder / "stints.jsonl").read_text().splitlines()]
    reading = [one for one in samples if one.documents < plan.documents]
    by_stint = [[one for one in reading if one.stint == stint] for stint in {one.stint for one in reading}]
    longest = max(by_stint, key=lambda stint: stint[-1].documents - stint[0].documents)
    alone = longest[-1].documents - longest[0].documents
    early, late = min(EARLY, alone / 2), alone
    around = max(100.0, alone / 40)
    then, now = memory_at(longest, early, around), memory_at(longest, late, around)
    seconds = longest[-1].seconds - longest[0].seconds
    processor = longest[-1].processor - longest[0].processor
    return {
        "documents": plan.documents,
        "kills": sum(one["killed"] for one in stints),
        "held_at_each_kill": [one["documents"] for one in stints if one["killed"]],
        "read_without_a_break": alone,
        "documents_a_second": round(alone / seconds, 2) if alone else None,
        "processor_seconds_a_document": round(processor / alone, 4) if alone else None,
        "megabytes_early": then,
        "megabytes_late": now,
        "growth": round(now / then, 3) if then and now else None,
        "megabytes_of_the_writer": [longest[len(longest) // 4].own, longest[-1].own],
        "most_megabytes_while_relating": max(
            (one.megabytes for one in samples if one.documents >= plan.documents), default=None
        ),
        "seconds_after_the_last_document": _seconds_after(samples, plan),
        "samples": [[one.documents, one.megabytes, one.stint] for one in samples[:: max(1, len(samples) // 300)]],
    }


def _seconds_after(samples: list[Sample], plan: Plan) -> float | None:
    """How long the last process took for what comes after the reading."""
    last = [one for one in samples if one.stint == samples[-1].stint and one.documents >= plan.documents]
    return round(last[-1].seconds - last[0].seconds, 1) if last else None


def check(folder: Path, plan: Plan, twin: bool, jobs: int, build: str = FLOW) -> Measured:
    """What the record holds and whether it is sound; with `twin`, whether one read without a break is the same."""
    with Record(folder / "record") as record:
        counts = {name: record.count(name) for name in ("document", "failure", "statement", "event", "incident")}
    found = verify(folder / "record")
    assert counts["document"] + counts["failure"] == plan.documents, counts
    disk = sum(path.stat().st_size for path in (folder / "record").rglob("*") if path.is_file())
    told: Measured = {"rows": counts, "faults": [list(fault) for fault in found.faults], "spans": found.spans}
    told["megabytes_on_disk"] = round(disk / 1e6, 1)
    if twin:
        watched = Watched(folder, "twin", 0, jobs, build)
        assert watched.process.wait() == 0
        told["same_as_twin"] = export_bytes(folder / "record") == export_bytes(folder / "twin")
    return told


def export_bytes(record: Path) -> dict[str, bytes]:
    """The bytes of every exported table."""
    out = record.with_name(f"{record.name}-out")
    shutil.rmtree(out, ignore_errors=True)
    with Record(record) as opened:
        opened.export(out, "jsonl")
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def draw(told: Measured) -> str:
    """Memory by documents read, as SVG; every stint begins anew."""
    most, documents = max(one[1] for one in told["samples"]), max(1, told["documents"])
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 260" font-family="sans-serif" font-size="12">',
        '<rect width="640" height="260" fill="#fff"/>',
        f'<text x="20" y="20">Memory of the writer and its workers in MB, by documents; {told["kills"]} kills</text>',
        '<path d="M60 30V220H620" fill="none" stroke="#8d99ae"/>',
        f'<text x="12" y="42">{most:,.0f}</text><text x="30" y="220">0</text>',
        f'<text x="560" y="240">{told["documents"]:,}</text>',
    ]
    for stint in sorted({one[2] for one in told["samples"]}):
        points = " ".join(
            f"{60 + 560 * one[0] / documents:.1f},{220 - 180 * one[1] / most:.1f}"
            for one in told["samples"]
            if one[2] == stint
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="#1b4965" stroke-width="1.5"/>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / "work" / "endurance")
    parser.add_argument("--twin", action="store_true", help="read all once more without a break and compare")
    parser.add_argument("--so-far", action="store_true", help="print the figures of a run that has not ended")
    parser.add_argument("--draw", action="store_true", help="draw the figures that are kept")
    for hidden in ("--read", "--record", "--build"):
        parser.add_argument(hidden, default=FLOW if hidden == "--build" else None, help=argparse.SUPPRESS)
    given = parser.parse_args()
    plan = Plan.draw(given.documents, given.kills, given.seed)
    if given.read:
        read_dispatches(Path(given.read), given.record, given.jobs, given.build)
    elif given.draw:
        PLOT.write_text(draw(json.loads(KEPT.read_text("utf-8"))), "utf-8")
    elif given.so_far:
        print(json.dumps(measure(given.folder, plan) | {"samples": None}, indent=1))
    else:
        for step in endure(given.folder, plan, given.jobs):
            print(step, flush=True)
        told = measure(given.folder, plan) | check(given.folder, plan, given.twin, given.jobs)
        KEPT.write_text(json.dumps(told) + "\n", "utf-8")
        PLOT.write_text(draw(told), "utf-8")
        print(json.dumps(told | {"samples": None}, indent=1))


if __name__ == "__main__":
    main()
