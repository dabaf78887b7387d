"""Records written without reading: documents whose rows are given."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.engines.relate import RELATIONS
from dragoman.ids import make_id
from dragoman.schema import PARTS, SHARDS
from dragoman.store.tables import Batch, Entry, Writer
from dragoman.values import Run


def add(path: Path, tables: dict[str, pa.Table], documents: Collection[str], code: str = "") -> None:
    """A run that adds these documents of `tables`, which are as shards have them; `code` is that of the coder."""
    wanted = pa.array(sorted(documents), pa.string())
    entries = tuple(Entry(one, make_id(one, code), f"{one}.txt") for one in wanted.to_pylist())
    some = {
        name: tables[name].filter(pc.is_in(tables[name]["document_id"], wanted)) for name in PARTS if name in tables
    }
    with Writer(path, RELATIONS) as writer:
        at = datetime.now(UTC)
        run = Run(
            run_id=make_id(str(at)), at=at, version="0", model="", settings="{}", documents=len(entries), seconds=0.0,
            failures=0,
        )  # fmt: skip
        writer.start(run, f"coder {code}")
        writer.append([Batch(entries, {name: one.cast(SHARDS[name]) for name, one in some.items()})])
        writer.finish(0.0, 0)
