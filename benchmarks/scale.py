"""Time and memory of what spans documents, on an invented press of several sizes: each in a process of its own.

    python -m benchmarks.scale --sizes 10000 100000

Prints documents a second of processor time, the time of a document as a multiple of that at the first size, and the
most memory held. A press of a million documents takes some minutes to invent.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks.invent import invent_documents
from dragoman.corroborate.copies import find_copies
from dragoman.corroborate.stories import find_stories

STEPS: dict[str, Callable[[pa.Table], Any]] = {"copies": find_copies, "stories": find_stories}


def measure(step: str, file: Path) -> dict[str, float]:
    """Processor seconds and the most memory, in gigabytes, of one step over the documents in a file."""
    document = pq.read_table(file)
    began = time.process_time()
    STEPS[step](document)
    seconds = time.process_time() - began
    return {"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}


def measure_apart(step: str, file: Path) -> dict[str, float]:
    """The same in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "--step", step, "--file", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(measure(given.step, given.file)))
        return
    table = Table("step", "documents", "documents/s", "time of one", "GB", title="What spans documents")
    with tempfile.TemporaryDirectory() as folder:
        file, first = Path(folder) / "document.parquet", dict[str, float]()
        for size in given.sizes:
            pq.write_table(invent_documents(size, given.seed)[0], file)
            for step in STEPS:
                found = measure_apart(step, file)
                each = found["seconds"] / size
                times = each / first.setdefault(step, each)
                table.add_row(step, f"{size:,}", f"{1 / each:,.0f}", f"{times:.2f}", f"{found['memory']:.1f}")
    Console(width=None if sys.stdout.isatty() else 100).print(table)


if __name__ == "__main__":
    main()
