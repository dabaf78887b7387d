"""One run of `read`: inputs in, a record that holds them out, and an account of every one."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dragoman.engines.choice import Engine
from dragoman.engines.fingerprint import describe_models, describe_settings, make_fingerprint
from dragoman.engines.lift import FLOW, input_key, now
from dragoman.engines.local import Job, run_local
from dragoman.engines.relate import RELATIONS
from dragoman.ids import make_id
from dragoman.readers import Readers, Stdin, find_inputs
from dragoman.settings import VERSION, Settings
from dragoman.store.tables import SHARD_DOCUMENTS, Batch, Counts, Writer
from dragoman.values import Problem, RawDocument, Run

_SHARD_SECONDS = 10.0
_SHARD_BYTES = 64_000_000
_FAILURES_TOLD = 200
_COUNTED = 10_000
"""Files that are counted before the first is read; of more of them nobody says how many."""


class UnbalancedError(Exception):
    """Inputs went in that did not come out: a fault in dragoman, never in the input."""


class Progress(NamedTuple):
    """How far a run is: inputs done, of which failed, and how many there are, as far as that is known yet."""

    done: int
    failed: int
    in_all: int | None
    """A file not opened yet counts as one; None where all is in one file whose end is not reached, or in many."""


class Summary(NamedTuple):
    """What a run did. `failures` holds the first few hundred; `counts.failed` counts them all."""

    run_id: str
    counts: Counts
    failures: tuple[Problem, ...]
    seconds: float


Tell = Callable[[Progress], None]


class Waiting(NamedTuple):
    """How much is read but not yet written; counted as it comes, for it is asked after every batch."""

    documents: int = 0
    repeats: int = 0
    failures: int = 0
    bytes: int = 0

    def with_batch(self, batch: Batch) -> "Waiting":
        """What waits once the batch does too."""
        size = sum(table.nbytes for table in batch.tables.values())
        more = (len(batch.entries), len(batch.repeats), len(batch.failures), size)
        return Waiting(*(a + b for a, b in zip(self, more, strict=True)))


_NOTHING = Waiting()


class Running:
    """The state of one run: what is read but not yet acknowledged, and the counts."""

    def __init__(self, writer: Writer, tell: Tell | None) -> None:
        self.writer = writer
        self.tell = tell
        self.counts = Counts()
        self.failures: list[Problem] = []
        self.taken = self.files = 0
        self.files_in_all: int | None = 0
        self._pending: list[Batch] = []
        self._waiting = _NOTHING
        self._flushed = time.monotonic()

    def find_news(self, inputs: Sequence[str], settings: Settings) -> Iterator[RawDocument | Problem]:
        """Each input that this record has not read in this way yet; the others are counted."""
        files = find_inputs(inputs)
        first = list(itertools.islice(files, _COUNTED))
        self.files_in_all = len(first) if len(first) < _COUNTED else None
        with Readers(settings) as readers:
            for found in itertools.chain(first, files):
                for one in [found] if isinstance(found, Problem) else _read_guarded(found, readers):
                    self.taken += 1
                    if isinstance(one, RawDocument) and self.writer.has(input_key(one)):
                        self.counts += Counts(unchanged=1)
                        self._report()
                        continue
                    yield one
                self.files += 1
                self._report()

    def take(self, batch: Batch) -> None:
        """Keep a batch, and write what is pending when it is much or long ago."""
        self._pending.append(batch)
        self._waiting = self._waiting.with_batch(batch)
        self.failures.extend(batch.failures[: _FAILURES_TOLD - len(self.failures)])
        late = time.monotonic() - self._flushed >= _SHARD_SECONDS
        if self._waiting.documents >= SHARD_DOCUMENTS or self._waiting.bytes >= _SHARD_BYTES or late:
            self.flush()
        self._report()

    def flush(self) -> None:
        """Write what is pending; from here on it outlives a crash."""
        pending, self._pending = self._pending, []  # whatever happens, never written twice
        self._waiting = _NOTHING
        if pending:
            self.counts += self.writer.append(pending)
        self._flushed = time.monotonic()

    def _report(self) -> None:
        if self.tell:
            failed = self.counts.failed + self._waiting.failures
            waiting = self._waiting.documents + self._waiting.repeats + self._waiting.failures
            ahead = None if self.files_in_all is None else self.files_in_all - self.files
            unknown = ahead is None or (self.files_in_all == 1 and ahead)
            self.tell(Progress(sum(self.counts) + waiting, failed, None if unknown else self.taken + (ahead or 0)))

    def check(self) -> None:
        """Nothing where in = out + failures; raises UnbalancedError otherwise."""
        if sum(self.counts) != self.taken:
            raise UnbalancedError(f"{self.taken} inputs went in, but the run accounts for {self.counts}")


def _read_guarded(found: str | Stdin, readers: Readers) -> Iterator[RawDocument | Problem]:
    try:
        yield from readers.read(found)
    except Exception as error:
        yield Problem(input=str(found), stage="read", error=f"{type(error).__name__}: {error}")


def read_into(
    record: Path | str,
    inputs: Iterable[str],
    settings: Settings,
    tell: Tell | None = None,
    build: str = FLOW,
    engine: Engine | None = None,
) -> Summary:
    """Read inputs into a record and say what became of each. Reading them again adds nothing.

    `engine` is what moves the batches: worker processes on this machine, unless told.

    Raises RecordError where the folder is something else, RecordLockedError where another process writes to it, and
    EngineError where the models cannot be loaded.
    """
    began, at = time.monotonic(), now()
    models = describe_models(settings)
    fingerprint = make_fingerprint(settings, f"{models} {build}")
    told = describe_settings(settings)
    run = Run(
        run_id=make_id(at.isoformat(), told, fingerprint),
        at=at, version=VERSION, model=models, settings=told, documents=0, seconds=0.0, failures=0,
    )  # fmt: skip
    with Writer(record, RELATIONS) as writer:
        run_id = writer.start(run, fingerprint)
        running = Running(writer, tell)
        try:
            for batch in (engine or run_local)(running.find_news(list(inputs), settings), Job(settings, build, at)):
                running.take(batch)
        finally:
            running.flush()
        running.check()
        seconds = time.monotonic() - began
        writer.finish(seconds, running.counts.failed)
    return Summary(run_id, running.counts, tuple(running.failures), seconds)
