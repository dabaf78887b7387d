"""What was fetched, kept as it came: bytes by their hash, and a chained log of every fetch.

`raw/ab/cdef…` holds the bytes whose SHA-256 begins with `abcdef`, so that the evidence outlives the page; they are
written once and never changed. `fetches.jsonl` says of each request when it was made, to which address, what came
back, and the hash of it; each line is chained to the one before.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.ids import sha256
from dragoman.store.coherence import Fault
from dragoman.store.files import Log, sync_folder, write_bytes

_PART = ".part"  # of a file being written; never taken for one that is


class EvidenceError(Exception):
    """Bytes that are not there, or not those that were fetched."""


class Capture(NamedTuple):
    """A fetch that gave some bytes: when, from which address, as what (`page`, `entry` of a feed), and the line."""

    at: str
    url: str
    kind: str
    line: dict[str, Any]


class Evidence:
    """The bytes and the log of one record's folder."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.raw = self.folder / "raw"
        self.log = Log(self.folder / "fetches.jsonl")

    def locate(self, digest: str) -> Path:
        """Where the bytes of this hash lie."""
        return self.raw / digest[:2] / digest[2:]

    def keep(self, raw: bytes) -> str:
        """The hash of the bytes, once they are on the disk."""
        digest = sha256(raw)
        path = self.locate(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}{_PART}")
        with part.open("wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        sync_folder(path.parent)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of this hash; raises EvidenceError where they are missing or altered."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise EvidenceError(f"{digest!r} is not the hash of anything")
        try:
            raw = self.locate(digest).read_bytes()
        except OSError as error:
            raise EvidenceError(f"the bytes {digest[:12]}… are not kept here ({error.strerror})") from None
        if sha256(raw) != digest:
            raise EvidenceError(f"the bytes kept as {digest[:12]}… are not those that were fetched")
        return raw


def find_captures(folder: Path | str, raw_sha256: str) -> list[Capture]:
    """The fetches that a document's `raw_sha256` came from, the first one first; empty for what was never fetched.

    Of an entry of a feed the bytes kept are the feed's: `line["sha256"]` is their hash.
    """
    log = Evidence(folder).log
    wanted = raw_sha256.encode()
    if not log.path.exists() or len(wanted) != 64:
        return []
    found = []
    with log.path.open("rb") as lines:
        positions = [at for at, line in _with_offsets(lines) if wanted in line]
    for position in positions:
        for _, line in log.read(position):
            field = {"page": "sha256", "entry": "document_sha256"}.get(str(line.get("is")))
            if field and line.get(field) == raw_sha256:
                found.append(Capture(line["at"], line["url"], line["is"], line))
            break
    return found


def read_raw(folder: Path | str, raw_sha256: str) -> bytes:
    """The bytes that a document was made from, as they were fetched: the page, or the whole feed that its entry stood
    in. Raises EvidenceError where it was never fetched, or the bytes are missing or altered."""
    captures = find_captures(folder, raw_sha256)
    if not captures:
        raise EvidenceError("the record keeps no raw bytes of this document: it was read from a file, not fetched")
    return Evidence(folder).read(captures[-1].line["sha256"])


def check_evidence(folder: Path | str) -> Iterator[Fault]:
    """What is wrong with the log of fetches and with the bytes that it names."""
    evidence = Evidence(folder)
    name = evidence.log.path.name
    if fault := evidence.log.find_fault():
        yield Fault(name, fault)
        return
    if evidence.log.path.exists() and evidence.log.length() < evidence.log.path.stat().st_size:
        yield Fault(name, "the last line is cut short; the next watch takes it off")
    yield from _check_portions(evidence)
    seen: set[str] = set()
    for _, line in evidence.log.read():
        digest = line.get("sha256")
        if isinstance(digest, str) and digest not in seen:
            seen.add(digest)
            try:
                evidence.read(digest)
            except EvidenceError as error:
                yield Fault(f"{name}: {line.get('url')}", str(error))


def _with_offsets(lines: Any) -> Iterator[tuple[int, bytes]]:
    at = 0
    for line in lines:
        yield at, line
        at += len(line)


def describe_portion(evidence: Evidence, since: int) -> Iterator[tuple[int, bytes | None]]:
    """Each line of the log after it was `since` bytes long: how long the log is with it, and the line for `dragoman
    read` where it tells of a page or an entry."""
    for position, line in evidence.log.read(since):
        kept = line.get("is") in ("page", "entry")
        yield position, json.dumps(line).encode() + b"\n" if kept else None


def write_portion(evidence: Evidence, since: int) -> tuple[Path | None, int]:
    """A file of the pages and entries that were fetched after the log was `since` bytes long, for `dragoman read`, and
    how long the log is now; no file where there are none. The same stretch of the log gives the same file."""
    end, lines = since, []
    for end, line in describe_portion(evidence, since):  # noqa: B007 - the last of them counts
        lines += [line] if line else []
    if not lines:
        return None, end
    path = evidence.folder / "pages" / f"{since:012d}.jsonl"
    write_bytes(path, b"".join(lines))
    return path, end


def _check_portions(evidence: Evidence) -> Iterator[Fault]:
    """A fault for each file of pages that is not what the log says."""
    for path in sorted((evidence.folder / "pages").glob("*.jsonl")):
        try:
            told = (line for _, line in describe_portion(evidence, int(path.stem)) if line)
            with path.open("rb") as lines:
                sound = all(line == next(told, None) for line in lines)
        except (OSError, ValueError):
            sound = False
        if not sound:
            yield Fault(f"pages/{path.name}", f"its lines are not those of {evidence.log.path.name}")
