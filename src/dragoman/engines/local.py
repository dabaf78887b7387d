"""Reading on one machine: worker processes that can be killed, or this very process.

Even one job runs in a worker: only a process can be ended in the middle of a page that takes for ever. `jobs=0` reads
in this process, without that protection; tests and debuggers want it.
"""

import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from dragoman.engines.lift import FLOW, Lifted
from dragoman.settings import Settings
from dragoman.store.tables import Batch
from dragoman.values import Problem, RawDocument

BATCH_DOCUMENTS = 4
BATCH_CHARACTERS = 200_000
_LOADING_SECONDS = 300.0
_READY_BATCHES = 100


Task = tuple[RawDocument, ...]
"""What a worker is given at a time."""


class EngineError(Exception):
    """Nothing can be read at all: a model is missing or damaged, or there is no such engine or cluster."""


class Job(NamedTuple):
    """How to read: the settings, what reads (an importable `module:function`), and the moment to stamp."""

    settings: Settings
    build: str = FLOW
    retrieved: datetime | None = None


def run_local(inputs: Iterable[RawDocument | Problem], job: Job) -> Iterator[Batch]:
    """A batch for every few inputs, as they are done; the order is not that of the inputs.

    Each input ends in just one place: as an entry, a repeat or a failure of one batch.
    """
    tasks = make_tasks(inputs)
    if job.settings.jobs < 1:
        lifted = Lifted(*job)
        for task in tasks:
            yield task if isinstance(task, Batch) else lifted(task)
    else:
        pool = Pool(job)
        try:
            yield from pool.run(tasks)
        finally:
            pool.close()


def make_tasks(inputs: Iterable[RawDocument | Problem]) -> Iterator[Task | Batch]:
    """Inputs in portions of a few documents; what the readers could not read passes through as a batch."""
    portion: list[RawDocument] = []
    size = 0
    for one in inputs:
        if isinstance(one, Problem):
            yield Batch((), {}, failures=(one,))
            continue
        portion.append(one)
        size += len(one.text)
        if len(portion) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield tuple(portion)
            portion, size = [], 0
    if portion:
        yield tuple(portion)


class Worker:
    """A process of its own, and the inputs it is at."""

    def __init__(self, job: Job) -> None:
        ours, theirs = socket.socketpair()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            environment.setdefault(name, "1")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dragoman.engines.worker", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # an interrupt from the keyboard is for the parent to deal with
        )
        theirs.close()
        self.connection = Connection(ours.detach())
        self.connection.send(tuple(job))
        self.ready = False
        self.task: Task = ()
        self.place: int | None = None
        self.since = time.monotonic()

    def give(self, task: Task) -> None:
        """Have it read the inputs; where it has died meanwhile, that shows when it is next listened to."""
        self.task, self.place, self.since = task, None, time.monotonic()
        try:
            self.connection.send(task)
        except OSError:
            self.process.kill()

    def kill(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        self.connection.close()


class Pool:
    """A fixed number of workers; one that dies or takes too long over a page is replaced, and only that page fails."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.workers: list[Worker] = []
        self.again: deque[Task] = deque()

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.kill()
        self.workers = []

    def run(self, tasks: Iterator[Task | Batch]) -> Iterator[Batch]:
        """The batches of all tasks."""
        done: list[Batch] = []
        while True:
            # workers have their next task before anybody takes the time to store what they did
            done += self._feed(tasks)
            yield from done
            if not any(worker.task for worker in self.workers):
                return
            done = list(self._listen())

    def _feed(self, tasks: Iterator[Task | Batch]) -> list[Batch]:
        """Give every free worker a task; gives the batches that came up among the tasks, ready as they were."""
        ready: list[Batch] = []
        while self._has_room():
            task = self.again.popleft() if self.again else next(tasks, None)
            if task is None:
                break
            if isinstance(task, Batch):
                ready.append(task)
                if len(ready) >= _READY_BATCHES:
                    break
            else:
                self._give(task)
        return ready

    def _has_room(self) -> bool:
        return len(self.workers) < max(1, self.job.settings.jobs) or any(not worker.task for worker in self.workers)

    def _give(self, task: Task) -> None:
        free = next((worker for worker in self.workers if not worker.task), None)
        if free is None:
            free = Worker(self.job)
            self.workers.append(free)
        free.give(task)

    def _listen(self) -> Iterator[Batch]:
        busy = [worker for worker in self.workers if worker.task]
        patience = max(0.0, min(self._deadline(worker) for worker in busy) - time.monotonic())
        heard = wait([worker.connection for worker in busy], patience)
        for worker in busy:
            if worker.connection in heard:
                yield from self._hear(worker)
            elif time.monotonic() >= self._deadline(worker):
                yield from self._replace(worker, f"took longer than {self.job.settings.page_seconds:g} seconds")

    def _deadline(self, worker: Worker) -> float:
        limit = self.job.settings.page_seconds if worker.place is not None else _LOADING_SECONDS
        return worker.since + limit

    def _hear(self, worker: Worker) -> Iterator[Batch]:
        try:
            kind, content = worker.connection.recv()
        except (EOFError, OSError):
            code = worker.process.wait()
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
            yield from self._replace(worker, f"the worker that read it died ({how}); it may need too much memory")
            return
        if kind == "begin":
            worker.place, worker.since = content, time.monotonic()
        elif kind == "batch":
            worker.task, worker.place = (), None
            yield content
        elif kind == "unfit":
            raise EngineError(f"the models cannot be loaded: {content}")
        else:
            worker.ready, worker.since = True, time.monotonic()

    def _replace(self, worker: Worker, error: str) -> Iterator[Batch]:
        """End a worker; the page it was at fails, the others of its task are read anew by another."""
        worker.kill()
        self.workers.remove(worker)
        if not worker.ready:
            raise EngineError(f"a worker could not start: {error}")
        task, place = worker.task, worker.place
        if place is None and len(task) > 1:
            self.again.extend((raw,) for raw in task)  # one by one, to find which of them it is
            return
        raw = task[place or 0]
        self.again.extend([rest] if (rest := _without(task, place or 0)) else [])
        yield Batch((), {}, failures=(Problem(input=raw.input, stage="engine", error=error),))


def _without(task: Sequence[RawDocument], place: int) -> Task:
    return tuple(raw for at, raw in enumerate(task) if at != place)
