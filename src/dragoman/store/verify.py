"""Whether a record is what was written: logs, files, rows, spans and ids, each checked against what it rests on."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow.parquet as pq

from dragoman.ids import sha256
from dragoman.schema import PARTS, RELATIONS, SCHEMAS
from dragoman.store.coherence import SPANS, Fault, check_documents, check_names, check_spans
from dragoman.store.corrections import coding_log, correction_log, read_entries
from dragoman.store.database import connect_to_read, database_state, first_value, quote
from dragoman.store.evidence import check_evidence
from dragoman.store.folder import Folder, RecordError
from dragoman.store.kinds import CODED
from dragoman.store.reference import FOLDER as REFERENCES


class Verified(NamedTuple):
    """What was checked, and what is wrong."""

    files: int
    rows: int
    spans: int
    faults: tuple[Fault, ...]


def verify(path: Path | str) -> Verified:
    """Check a record; nothing is changed. Raises RecordError where there is none."""
    folder = Folder(path)
    folder.check()
    faults = [*(Fault(*found) for found in folder.find_faults()), *_check_logs(folder), *_check_files(folder)]
    faults += check_evidence(folder.path)
    files = sum(1 for _ in folder.tables.glob("*/*.parquet"))
    state = database_state(folder.database)
    if state is None or state.position != folder.manifest.length() or not (state.corrected and state.settled):
        faults.append(Fault(folder.database.name, "missing or not up to date: `dragoman rebuild` makes it anew"))
        return Verified(files, 0, 0, tuple(faults))
    with contextlib.closing(connect_to_read(folder.database)) as connection:
        faults += [*_check_against_files(connection, folder), *_check_corrections(connection, folder)]
        faults += check_documents(connection)
        # where a correction has come in since, the next who opens the record makes the relations anew
        unmade = RELATIONS if state.related is None else ()
        faults += [*check_spans(connection), *check_names(connection, leave_out=unmade)]
        rows = sum(first_value(connection, f"SELECT count(*) FROM {quote(name)}") for name in SCHEMAS)
        spans = sum(first_value(connection, f"SELECT count(*) FROM ({query})") for _, query in SPANS)
    return Verified(files, rows, spans, tuple(faults))


# ---------------------------------------------------------------- logs and files


def _check_logs(folder: Folder) -> Iterator[Fault]:
    for log in (folder.manifest, folder.sums, correction_log(folder), coding_log(folder)):
        if fault := log.find_fault():
            yield Fault(log.path.name, fault)
        elif log.path.exists() and log.length() < log.path.stat().st_size:
            yield Fault(log.path.name, "the last line is cut short; the next run takes it off")


def _check_files(folder: Folder) -> Iterator[Fault]:
    """Every file of a table against its sum, and every acknowledged document against the file it is to be in."""
    sums: dict[str, str] = {}
    with contextlib.suppress(ValueError):  # a log that is no JSON has been told of
        for _, line in folder.sums.read():
            sums |= line["files"]
    for path in sorted((*folder.tables.glob("*/*.parquet"), *(folder.path / REFERENCES).glob("*.parquet"))):
        name = folder.name_of(path)
        if name not in sums:
            yield Fault(name, "no sum was ever written for it")
        elif sha256(path.read_bytes()) != sums[name]:
            yield Fault(name, "its bytes are not those that were written")
    with contextlib.suppress(ValueError):
        yield from _check_shards(folder)


def _check_shards(folder: Folder) -> Iterator[Fault]:
    shards: dict[int, set[str]] = {}
    for _, line in folder.manifest.read():
        if line["is"] == "batch" and line["shard"] is not None:
            taken = {document_id for document_id, *_ in line["documents"]}
            for held in shards.values():
                held -= taken
            shards[line["shard"]] = taken
        elif line["is"] == "compaction":
            shards.pop(line["shard"], None)
            if line["into"] is not None:
                shards[line["into"]] = set(line["documents"])
    for number, documents in shards.items():
        path = folder.shard("document", number)
        try:
            there = (
                set(pq.ParquetFile(path).read(["document_id"])["document_id"].to_pylist()) if path.exists() else set()
            )
        except (OSError, ValueError, KeyError) as error:
            yield Fault(folder.name_of(path), f"cannot be read: {error}")
            continue
        if missing := documents - there:
            yield Fault(folder.name_of(path), f"{len(missing)} documents that were acknowledged are not in it")


_REJECTED = """SELECT count(DISTINCT applied_to) FROM correction
    WHERE "table" = $1 AND action = 'REJECT' AND state = 'APPLIED'"""


def _check_against_files(connection: duckdb.DuckDBPyConnection, folder: Folder) -> Iterator[Fault]:
    """The database holds just the rows of the files."""
    for name in (*PARTS, *RELATIONS):
        count = first_value(connection, f"SELECT count(*) FROM {quote(name)}")
        if name == "actor":
            count = first_value(connection, "SELECT count(*) FROM internal.appearance")
        elif name in CODED:
            count += first_value(connection, _REJECTED, [name])
        try:
            there = sum(pq.ParquetFile(path).metadata.num_rows for path in (folder.tables / name).glob("*.parquet"))
        except (OSError, ValueError):
            continue  # a damaged file has been told of
        if count != there:
            yield Fault(f"{folder.database.name}: {name}", f"{count:,} rows, where the files have {there:,}")


def _check_corrections(connection: duckdb.DuckDBPyConnection, folder: Folder) -> Iterator[Fault]:
    """The table `correction` tells of just the lines of the log: the hash of the last one is the hash of them all."""
    try:
        written = {entry.hash for entry in read_entries(correction_log(folder))}
    except RecordError:
        return  # a damaged log has been told of
    told = {str(mark) for (mark,) in connection.execute("SELECT DISTINCT hash FROM correction").fetchall()}
    if told != written:
        what = f"{len(told ^ written):,} entries are in the log or in the table, but not in both"
        yield Fault(f"{folder.database.name}: correction", what)
