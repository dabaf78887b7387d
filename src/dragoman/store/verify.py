"""Whether a record is what was written: logs, files, rows, spans and ids, each checked against what it rests on."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow.parquet as pq

from dragoman.ids import sha256
from dragoman.schema import RELATIONS, SCHEMAS
from dragoman.store.coherence import SPANS, Fault, check_documents, check_names, check_spans
from dragoman.store.corrections import coding_log, correction_log, read_entries
from dragoman.store.database import State, connect_to_read, database_state, first_value, quote
from dragoman.store.derived import check_indexes
from dragoman.store.evidence import check_evidence
from dragoman.store.folder import FORMAT, Folder, RecordError, make_mark
from dragoman.store.matching import check_against_files
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
    if folder.mark.read_bytes() != make_mark(FORMAT):
        faults.append(Fault(folder.mark.name, "its bytes are not those that were written"))
    faults += check_evidence(folder.path)
    files = sum(1 for _ in folder.tables.glob("*/*.parquet"))
    state = database_state(folder.database)
    if state is None or state.position != folder.manifest.length() or not (state.corrected and state.settled):
        faults.append(Fault(folder.database.name, "missing or not up to date: `dragoman rebuild` makes it anew"))
        return Verified(files, 0, 0, tuple(faults))
    faults += check_indexes(folder)
    try:
        rows, spans = _check_database(folder, state, faults)
    except duckdb.Error as error:
        told = str(error).partition("\n")[0]
        faults.append(Fault(folder.database.name, f"damaged ({told}): `dragoman rebuild` makes it anew"))
        rows = spans = 0
    return Verified(files, rows, spans, tuple(faults))


def _check_database(folder: Folder, state: State, faults: list[Fault]) -> tuple[int, int]:
    """How many rows and spans were checked; what is wrong with them is added to the faults."""
    faults += check_against_files(folder, state)
    with contextlib.closing(connect_to_read(folder.database)) as connection:
        faults += _check_corrections(connection, folder)
        faults += check_documents(connection)
        # where a correction has come in since, the next who opens the record makes the relations anew
        unmade = RELATIONS if state.related is None else ()
        faults += [*check_spans(connection), *check_names(connection, leave_out=unmade)]
        rows = sum(first_value(connection, f"SELECT count(*) FROM {quote(name)}") for name in SCHEMAS)
        spans = sum(first_value(connection, f"SELECT count(*) FROM ({query})") for _, query in SPANS)
    return rows, spans


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
    together: dict[str, tuple[str, ...]] = {}
    with contextlib.suppress(ValueError):  # a log that is no JSON has been told of
        for _, line in folder.sums.read():
            sums |= line["files"]
            if len(line["files"]) > 1:  # what tells of other documents is written anew alone
                names = tuple(line["files"])
                together |= dict.fromkeys(names, names)
    for path in sorted((*folder.tables.glob("*/*.parquet"), *(folder.path / REFERENCES).glob("*.parquet"))):
        name = folder.name_of(path)
        if name not in sums:
            yield Fault(name, "no sum was ever written for it")
        elif sha256(path.read_bytes()) != sums[name]:
            yield Fault(name, "its bytes are not those that were written")
    with contextlib.suppress(ValueError):
        yield from _check_shards(folder, together)


def _check_shards(folder: Folder, together: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Every shard that the manifest speaks of has its documents, and the files that were written `together`."""
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
        gone = [name for name in together.get(folder.name_of(path), ()) if not (folder.path / name).exists()]
        yield from (Fault(name, "it was written and acknowledged, and is gone") for name in gone)
        try:
            there = (
                set(pq.ParquetFile(path).read(["document_id"])["document_id"].to_pylist()) if path.exists() else set()
            )
        except (OSError, ValueError, KeyError) as error:
            yield Fault(folder.name_of(path), f"cannot be read: {error}")
            continue
        if missing := documents - there:
            yield Fault(folder.name_of(path), f"{len(missing)} documents that were acknowledged are not in it")


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
