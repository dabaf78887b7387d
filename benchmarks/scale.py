"""Time and memory of what spans documents, on an invented press of several sizes: each size in a process of its own.

    python -m benchmarks.scale --sizes 10000 100000 [--grow] [--draw]

Prints, for every relation and for all together, the processor time of a document, also as a multiple of that at the
first size, and the most memory held; and how well the incidents found are those that the press told of (B-cubed).
With `--grow`, instead, what it costs to add the `ADDED` pages published last, and as many from all over the time, to a
record that has all others: the seconds of the relations that grow, beside those of relations that begin anew.
A press of a million documents takes half an hour or more. What was measured is kept in `benchmarks/scale.json`, and
`--draw` draws it as `docs/scale.svg`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks.invent_events import invent_record
from dragoman.across import READ, relate, run_across
from dragoman.corroborate.bonds import NO_BONDS

KEPT = Path(__file__).parent / "scale.json"
PLOT = Path(__file__).parents[1] / "docs" / "scale.svg"
SHADES = ("#1b4965", "#5fa8d3", "#bee9e8", "#8d99ae", "#2b2d42", "#ef8354", "#f4a261", "#e9c46a", "#2a9d8f", "#9b2226")
ADDED = 100
MOST_TIMES, MOST_GIGABYTES = 1.5, 8.0

Measured = dict[str, Any]


def invent(count: int, seed: int, folder: Path) -> None:
    """Write an invented record's tables, and the truth of it, to a folder."""
    tables, truth = invent_record(count, seed)
    for name, table in (tables | {"truth": truth}).items():
        pq.write_table(table, folder / f"{name}.parquet")


def measure(folder: Path) -> Measured:
    """Processor seconds of each relation over the tables in a folder, the most memory in gigabytes, and B-cubed."""
    tables = {name: NO_BONDS if name == "bond" else pq.read_table(folder / f"{name}.parquet") for name in READ}
    seconds: dict[str, float] = {}
    memory: dict[str, float] = {}
    _forget_peak()
    began = time.process_time()
    for stage in run_across(tables):
        name = ", ".join(stage.writes)
        seconds[name] = time.process_time() - began
        memory[name] = _peak()
        _forget_peak()
        began = time.process_time()
    truth = pq.read_table(folder / "truth.parquet")
    return {
        "seconds": seconds,
        "peaks": memory,
        "memory": max(memory.values()),
        "b_cubed": b_cubed(truth, tables["report"]),
    }


def _peak() -> float:
    """The most memory held since it was last forgotten, in gigabytes."""
    told = Path("/proc/self/status").read_text("utf-8")
    return int(told.split("VmHWM:")[1].split()[0]) / 1e6


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "utf-8")


def measure_growth(folder: Path) -> Measured:
    """Processor seconds of all relations over a record, and of those over it when some pages come to a record that has
    all others: the last, and some from all over the time."""
    tables = {name: NO_BONDS if name == "bond" else pq.read_table(folder / f"{name}.parquet") for name in READ}
    dated = tables["document"].filter(tables["document"]["published"].is_valid()).sort_by("published")
    ids = dated["document_id"].to_pylist()
    last, others = ids[-ADDED:], ids[: -ADDED : len(ids) // ADDED][:ADDED]
    steps = {"before": [*last, *others], "the last": others, "from all over": []}
    seconds: dict[str, float] = {}
    held: dict[str, pa.Table] = {}
    for step, missing in steps.items():
        some = _without(tables, missing)
        began = time.process_time()
        held |= relate(some.__getitem__, some["bond"], held.get)
        seconds[step] = time.process_time() - began
    return {"growth": seconds}


def _without(tables: dict[str, pa.Table], documents: list[str]) -> dict[str, pa.Table]:
    gone = pa.array(documents, pa.string())
    return {
        name: one.filter(pc.invert(pc.is_in(one["document_id"], gone))) if "document_id" in one.column_names else one
        for name, one in tables.items()
    }


def b_cubed(truth: pa.Table, report: pa.Table) -> float:
    """F1 of B-cubed, in points: how well the reports are grouped."""
    found = dict(zip(report["event_id"].to_pylist(), report["incident_id"].to_pylist(), strict=True))
    pairs = [(found[event], told) for event, told in zip(*(one.to_pylist() for one in truth.columns), strict=True)]
    both, ours, theirs = Counter(pairs), Counter(one for one, _ in pairs), Counter(told for _, told in pairs)
    precision = sum(n * n / ours[one] for (one, _), n in both.items()) / len(pairs)
    recall = sum(n * n / theirs[told] for (_, told), n in both.items()) / len(pairs)
    return 200 * precision * recall / (precision + recall)


def measure_apart(count: int, seed: int, how: str) -> Measured:
    """A size invented in one process and measured in another, so that its memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        for step in ("--invent", how):
            command = [
                sys.executable,
                "-m",
                "benchmarks.scale",
                step,
                folder,
                "--sizes",
                str(count),
                "--seed",
                str(seed),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: Measured = json.loads(done.stdout)
    return measured | {"documents": count}


def table_of(sizes: list[Measured]) -> Table:
    """The figures, a column a size."""
    table = Table("relation", *(f"{one['documents']:,}" for one in sizes), title="Milliseconds a document")
    first = sizes[0]
    for name in first["seconds"]:
        table.add_row(name, *(f"{1000 * one['seconds'][name] / one['documents']:.3f}" for one in sizes))
    each = [sum(one["seconds"].values()) / one["documents"] for one in sizes]
    table.add_section()
    table.add_row("all", *(f"{1000 * one:.3f}" for one in each))
    table.add_row(f"times the first (must be ≤ {MOST_TIMES})", *(f"{one / each[0]:.2f}" for one in each))
    table.add_row(f"gigabytes (must be < {MOST_GIGABYTES:g})", *(f"{one['memory']:.1f}" for one in sizes))
    table.add_row("incidents, B-cubed F1", *(f"{one['b_cubed']:.1f}" for one in sizes))
    table.add_section()
    for name in dict.fromkeys(name for one in sizes for name in one.get("growth", ())):
        told = "seconds for all" if name == "before" else f"seconds for {ADDED} more, {name}"
        table.add_row(told, *(f"{one['growth'][name]:.1f}" if "growth" in one else "" for one in sizes))
    return table


def draw(sizes: list[Measured]) -> str:
    """A plot of the time of a document, by relation and size, as SVG."""
    names = list(sizes[0]["seconds"])
    most = max(1000 * sum(one["seconds"].values()) / one["documents"] for one in sizes)
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="280" font-family="sans-serif" font-size="12">',
        '<text x="10" y="20">Processor time of a document in milliseconds, by size of the record</text>',
    ]
    for column, one in enumerate(sizes):
        x, y = 60 + column * 110, 240.0
        for name, shade in zip(names, cycle(SHADES)):
            height = 190 * 1000 * one["seconds"][name] / one["documents"] / most
            y -= height
            parts.append(f'<rect x="{x}" y="{y:.1f}" width="70" height="{height:.1f}" fill="{shade}"/>')
        total = 1000 * sum(one["seconds"].values()) / one["documents"]
        parts.append(f'<text x="{x}" y="{y - 4:.1f}">{total:.2f}, {one["memory"]:.1f} GB</text>')
        parts.append(f'<text x="{x}" y="258">{one["documents"]:,}</text>')
    for row, (name, shade) in enumerate(zip(names, cycle(SHADES))):
        y = 50 + row * 18
        parts.append(f'<rect x="420" y="{y - 10}" width="12" height="12" fill="{shade}"/>')
        parts.append(f'<text x="438" y="{y}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--draw", action="store_true", help="draw the figures that are kept")
    parser.add_argument("--grow", action="store_true", help="measure what it costs to add a few pages")
    parser.add_argument("--invent", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--measure-growth", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.invent:
        invent(given.sizes[0], given.seed, given.invent)
    elif given.measure:
        print(json.dumps(measure(given.measure)))
    elif given.measure_growth:
        print(json.dumps(measure_growth(given.measure_growth)))
    elif given.draw:
        PLOT.write_text(draw(json.loads(KEPT.read_text("utf-8"))), "utf-8")
    else:
        kept = {one["documents"]: one for one in (json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else [])}
        for size in given.sizes:
            how = "--measure-growth" if given.grow else "--measure"
            kept[size] = kept.get(size, {}) | measure_apart(size, given.seed, how)
            KEPT.write_text(json.dumps([kept[one] for one in sorted(kept)], indent=1) + "\n", "utf-8")
        Console(width=None if sys.stdout.isatty() else 120).print(table_of([kept[one] for one in sorted(kept)]))


if __name__ == "__main__":
    main()
