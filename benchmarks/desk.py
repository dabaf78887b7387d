"""Server time of every page of the desk over a large invented record: `python -m benchmarks.desk [--documents 100000]`.

The record is made once and kept in `benchmarks/work/`. For each page the time of the first answer is told, and the
median of five more, for other rows of the same kind, all of which draw charts of their own: processor time, all threads
together, from the request to the last byte, so that other work on the machine counts little; and the time on the clock.
Exits with 1 where a first answer or a median takes over 300 ms of the processor.
"""

import argparse
import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.invent_events import invent_record
from dragoman.engines.relate import RELATIONS
from dragoman.ids import make_id
from dragoman.record import Record
from dragoman.schema import PARTS, SCHEMAS, SHARDS
from dragoman.store.folder import Folder
from dragoman.store.lock import Lock
from dragoman.store.reference import ReferenceEvent, keep_reference
from dragoman.store.search import prepare
from dragoman.store.tables import Batch, Entry, Writer
from dragoman.values import Run

WORK = Path(__file__).parent / "work"
MOST_MILLISECONDS = 300
TIMES = 5
OTHERS = 20_000
"""Rows of other coders beside the record."""
_SHARD = 5_000
_SAID = re.compile(r"“([^”]+),” (\w+ \w+) (\w+)")

Rows = dict[str, list[dict[str, Any]]]


def invent_statements(document: pa.Table) -> Rows:
    """What people of the press say, in its quotation marks: statements, mentions of their speakers, and these."""
    rows: Rows = {"statement": [], "mention": [], "actor": []}
    known: set[str] = set()
    for document_id, text in zip(document["document_id"].to_pylist(), document["text"].to_pylist(), strict=True):
        for found in _SAID.finditer(text):
            name = found[2]
            actor_id = make_id("person", name)
            if actor_id not in known:
                known.add(actor_id)
                rows["actor"].append({"actor_id": actor_id, "name": name, "kind": "PERSON"})
            start, end = found.span(2)
            rows["mention"].append(
                {"mention_id": make_id(document_id, start), "document_id": document_id, "start": start, "end": end,
                 "text": name, "actor_id": actor_id, "how": "NAME", "confidence": 1.0, "alternatives": []}
            )  # fmt: skip
            rows["statement"].append(
                {"statement_id": make_id(document_id, "said", start), "document_id": document_id,
                 "start": found.start(), "end": found.end(), "source_start": start, "source_end": end,
                 "cue_start": found.start(3), "cue_end": found.end(3), "kind": "DIRECT",
                 "content": [{"start": found.start(1), "end": found.end(1)}],
                 "speaker": actor_id, "speaker_confidence": 1.0, "alternatives": [], "polarity": "POSITIVE",
                 "act": ("ASSERT", "DENY", "ACCUSE")[start % 3]}
            )  # fmt: skip
    return rows


def make_record(folder: Path, count: int) -> None:
    """A record of so many invented documents, coded and related."""
    tables, _ = invent_record(count, seed=1)
    for name, rows in invent_statements(tables["document"]).items():
        tables[name] = pa.concat_tables([tables[name], pa.Table.from_pylist(rows, SCHEMAS[name])])
    at = datetime(2031, 1, 1, tzinfo=UTC)
    run = Run(
        run_id=make_id("run"),
        at=at,
        version="invented",
        model="none",
        settings="{}",
        documents=0,
        seconds=0.0,
        failures=0,
    )
    with Writer(folder, RELATIONS) as writer:
        writer.start(run, "invented")
        for batch in track(list(cut_batches(tables)), "writing", console=Console(stderr=True)):
            writer.append([batch])
        writer.finish(0.0, 0)


def cut_batches(tables: dict[str, pa.Table]) -> Iterator[Batch]:
    """The tables as batches of documents; an actor goes with every document whose events or mentions name it."""
    import pyarrow.compute as pc

    tables = tables | {"actor": _appearances(tables)}
    ids = tables["document"]["document_id"].to_pylist()
    for first in range(0, len(ids), _SHARD):
        some = ids[first : first + _SHARD]
        wanted = pa.array(some, pa.string())
        pieces = {
            name: table.filter(pc.is_in(table["document_id"], wanted))
            for name, table in tables.items()
            if name in PARTS
        }
        entries = tuple(Entry(one, f"invented {one}", one) for one in some)
        yield Batch(entries, pieces)


def _appearances(tables: dict[str, pa.Table]) -> pa.Table:
    actors = {row["actor_id"]: row for row in tables["actor"].to_pylist()}
    seen: set[tuple[str, str]] = set()
    for row in tables["event"].select(["document_id", "actors", "recipients"]).to_pylist():
        seen.update((row["document_id"], one["actor_id"]) for one in (*row["actors"], *row["recipients"]))
    mention = tables["mention"]
    seen.update(zip(mention["document_id"].to_pylist(), mention["actor_id"].to_pylist(), strict=True))
    rows = [{"document_id": document_id, **actors[actor_id]} for document_id, actor_id in sorted(seen)]
    return pa.Table.from_pylist(rows, SHARDS["actor"])


def keep_others(folder: Path) -> None:
    """Keep rows of two other coders beside the record: some of its own events, every third with another type."""
    with Record(folder) as record:
        rows = record.connection.execute(
            "SELECT event_id, earliest::DATE, type, list_transform(actors, lambda one: one.code),"
            " list_transform(recipients, lambda one: one.code) FROM event"
            f" WHERE date_precision = 'DAY' ORDER BY md5(event_id) LIMIT {OTHERS}"
        ).fetchall()
    events = (
        ReferenceEvent(
            ("POLECAT", "ICEWS")[k % 2], row_id, day, type_ if k % 3 else "AID", tuple(actors), tuple(recipients),
            None, None, f"https://wire.example/{k}",
        )
        for k, (row_id, day, type_, actors, recipients) in enumerate(rows)
    )  # fmt: skip
    kept = Folder(folder)
    with Lock(kept.lock):
        keep_reference(kept, events)


def find_paths(folder: Path) -> dict[str, list[str]]:
    """Addresses of every page, several of each."""
    with Record(folder) as record:

        def ids(query: str) -> list[str]:
            return [str(row[0]) for row in record.connection.execute(query).fetchall()]

        some = f"LIMIT {TIMES + 1}"
        incidents = ids(f"SELECT incident_id FROM incident ORDER BY reports DESC, incident_id {some}")
        documents = ids(f"SELECT document_id FROM event GROUP BY ALL ORDER BY count(*) DESC, document_id {some}")
        events = ids(f"SELECT event_id FROM event ORDER BY event_id {some}")
        codes = ids(f"SELECT actors[1].code FROM event GROUP BY ALL ORDER BY count(*) DESC, 1 {some}")
    numbers = range(1, TIMES + 2)
    return {
        "overview": [f"/?page={one}" for one in numbers],
        "overview of an actor": [f"/?actor={code}" for code in codes],
        "overview of some days": [f"/?since=2019-0{one}-01&until=2019-0{one}-20" for one in numbers],
        "incident": [f"/incident/{one}" for one in incidents],
        "document": [f"/document/{one}" for one in documents],
        "review": [f"/review/event/{one}" for one in events],
        "corrections": ["/corrections"] * (TIMES + 1),
    } | more_paths(folder)


def more_paths(folder: Path) -> dict[str, list[str]]:
    """Addresses of the pages about actors, statements and what was said."""
    with Record(folder) as record:
        some = f"ORDER BY count(*) DESC, 1 LIMIT {TIMES + 1}"
        side = "SELECT unnest(actors) AS one FROM event"
        actors = record.connection.execute(f"SELECT one.actor_id FROM ({side}) GROUP BY ALL {some}").fetchall()
        pairs = record.connection.execute(
            f"SELECT actors[1].code, recipients[1].code FROM event WHERE len(recipients) > 0 GROUP BY ALL {some}"
        ).fetchall()
        sides = [(one.split()[0], other.split()[0]) for one, other in pairs]
        for _ in prepare(record.connection):  # the index of words is made once, whoever asks first
            pass
    numbers = range(1, TIMES + 2)
    words = ("near", "ferry", "kiln", "meadow", "near until", "against -since")
    return {
        "actor": [f"/actor/{one}" for (one,) in actors],
        "pair": [f"/pair?{urlencode({'one': one, 'other': other})}" for one, other in pairs],
        "statements": [f"/statements?page={one}" for one in numbers],
        "denials": [f"/statements?type=DENY&page={one}" for one in numbers],
        "search": [f"/search?{urlencode({'q': one})}" for one in words],
        "search of some days": [f"/search?{urlencode({'q': one, 'since': '2019-03-01'})}" for one in words],
        "compare": [f"/compare?page={one}" for one in numbers],
        "compare of some days": [f"/compare?since=2019-0{one}-01&until=2019-0{one}-20" for one in numbers],
        "compare of two sides": [f"/compare?{urlencode({'one': one, 'other': other})}" for one, other in sides],
        "compare, the rows": [f"/compare?show=rows&page={one}" for one in numbers],
        "runs": ["/runs"] * (TIMES + 1),
    }


def measure(folder: Path) -> dict[str, tuple[float, float, float, int]]:
    """Processor milliseconds of the first answer, the median of the others, that on the clock, and the bytes of a page,
    by kind of page."""
    from starlette.testclient import TestClient

    from dragoman.desk.app import make_app
    from dragoman.desk.serving import warm_up

    app = make_app(folder)
    warm_up(app)
    told = {}
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        for name, paths in find_paths(folder).items():
            times, clock = [], []
            for path in paths:
                began, at = time.process_time(), time.perf_counter()
                answer = client.get(path)
                times.append(1000 * (time.process_time() - began))
                clock.append(1000 * (time.perf_counter() - at))
                if answer.status_code != 200:
                    raise RuntimeError(f"{path} answers {answer.status_code}")
            told[name] = (times[0], statistics.median(times[1:]), statistics.median(clock[1:]), len(answer.content))
    return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--anew", action="store_true", help="make the record anew")
    given = parser.parse_args()
    folder = WORK / f"desk-{given.documents}"
    if given.anew:
        shutil.rmtree(folder, ignore_errors=True)
    if not (folder / "record.duckdb").exists():
        shutil.rmtree(folder, ignore_errors=True)
        make_record(folder, given.documents)
    if not (folder / "reference").exists():
        keep_others(folder)
    table = Table(
        "page", "first, ms", "then, ms", "on the clock, ms", "KB", title=f"Server time, {given.documents:,} documents"
    )
    measured = measure(folder)
    for name, (first, median, clock, size) in measured.items():
        table.add_row(name, f"{first:.0f}", f"{median:.0f}", f"{clock:.0f}", f"{size / 1000:.0f}")
    Console(width=None if sys.stdout.isatty() else 100).print(table)
    sys.exit(any(max(first, median) > MOST_MILLISECONDS for first, median, *_ in measured.values()))


if __name__ == "__main__":
    main()
