"""Time and memory of the exports over a million invented events: `python -m benchmarks.exports [--formats gdelt csv]`.

A record of a few thousand invented documents is made, and its database filled with copies of its rows under other ids
until it has the events asked for. Each format is written in a process of its own: processor seconds, seconds by the
clock, the most memory it held, and what it wrote. DuckDB may hold as much as `--memory` says; more goes to disk.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks.desk import make_record
from dragoman.exports.formats import NAMES, export_record
from dragoman.store.database import connect_to_read, first_value

DOCUMENTS = 5_000
TABLES: dict[str, tuple[str, ...]] = {
    "document": ("document_id", "copy_of", "story_id"), "sentence": ("document_id",), "place": ("document_id",),
    "mention": ("mention_id", "document_id"), "statement": ("statement_id", "document_id"),
    "event": ("event_id", "document_id", "statement_id"), "copy": ("document_id", "original"),
    "origin": ("document_id", "origin_id"), "incident": ("incident_id",), "report": ("incident_id", "event_id"),
    "dispute": ("dispute_id", "incident_id"),
}  # fmt: skip
"""The tables that grow, and the columns of each that another copy has other ids in."""


def grow(path: Path, events: int) -> None:
    """Fill the database with copies of its rows until it has so many events."""
    with duckdb.connect(str(path), config={"threads": 1, "memory_limit": "2GB"}) as connection:
        times = -(-events // int(first_value(connection, "SELECT count(*) FROM event")))
        for table, columns in TABLES.items():
            other = ", ".join(f"substr(md5({one} || n), 1, 16) AS {one}" for one in columns)
            rows = f'SELECT row.* REPLACE ({other}) FROM "{table}" AS row, range(1, {times}) AS copies (n)'
            connection.execute(f'CREATE TEMP TABLE more AS {rows}; INSERT INTO "{table}" FROM more; DROP TABLE more')


def measure(database: Path, form: str, memory: str) -> dict[str, Any]:
    """What writing one format takes; what is written is removed again."""
    out = database.with_name(f"out-{form}")
    began, worked = time.monotonic(), time.process_time()
    done = export_record(connect_to_read(database, memory), out, form)
    told = {
        "cpu": time.process_time() - worked,
        "clock": time.monotonic() - began,
        "memory": _find_peak(),
        "written": sum(one.stat().st_size for one in out.iterdir()) / 1e6,
        "rows": sum(done.rows.values()),
    }
    shutil.rmtree(out)
    return told


def _find_peak() -> float:
    """Megabytes that this process held at most; what its parent held, which `getrusage` counts, aside."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Make the record, measure every format asked for, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="+", choices=NAMES, default=["jsonl", "csv", "gdelt"])
    parser.add_argument("--memory", default="2GB", help="the most that DuckDB may hold")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(Path(asked.one[0]), asked.one[1], asked.memory)))
        return
    table = Table("format", "CPU s", "clock s", "MB at most", "MB written", "rows", box=None)
    with tempfile.TemporaryDirectory() as folder:
        make_record(Path(folder) / "record", DOCUMENTS)
        database = Path(folder) / "record" / "record.duckdb"
        grow(database, asked.events)
        for form in asked.formats:
            command = [sys.executable, "-m", "benchmarks.exports", "--memory", asked.memory, "--one", database, form]
            told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            table.add_row(form, *(f"{told[name]:,.0f}" for name in ("cpu", "clock", "memory", "written", "rows")))
    Console().print(table)


if __name__ == "__main__":
    main()
