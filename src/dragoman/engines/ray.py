"""Reading on many machines: Ray Data moves the batches, and each of its workers reads as one machine does.

A worker of Ray's holds a pool of one of our own processes (`engines/local.py`), so that a page that hangs or kills what
reads it fails alone, in the same words, whatever the engine. Ray starts the workers of a lost machine anew elsewhere
and gives them again what they were at; what is missing nevertheless is asked for once more. The driver reads the files
and commits the batches, just as on one machine, so that only it needs to see the inputs and the record.
"""

import contextlib
import logging
import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from itertools import batched, count
from typing import Any

import msgspec
import pyarrow as pa

from dragoman.engines.fingerprint import describe_models, make_fingerprint
from dragoman.engines.local import EngineError, Job, Pool, Task, make_tasks
from dragoman.store.tables import Batch
from dragoman.values import Problem, RawDocument

BLOCK_TASKS = 8
"""Tasks that a worker gets at a time."""
WINDOW_TASKS = 256
"""Tasks a worker that Ray is given at a time: about a thousand documents. For each window workers load the models."""
_CPUS = 0.5  # of a worker: where a machine is lost, the others have room for all workers
_TRIES = 3
_UNFIT = -1
"""The number of a block that is a message instead: why a worker cannot read at all."""
_MISSING = "the engine ray needs the package of that name: python -m pip install 'dragoman[ray]'"
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
}
"""What Ray's processes have in their environment: nothing is reported to anybody, and little is printed."""

Blocks = dict[int, tuple[Task, ...]]


def run_ray(inputs: Iterable[RawDocument | Problem], job: Job, address: str | None = None) -> Iterator[Batch]:
    """A batch for every few inputs, as they are done; like `run_local`, on the Ray cluster at `address`.

    Without an address Ray is started here, and ended again. Settings.jobs is the number of workers; 0 is one for every
    processor of the cluster.
    """
    with _cluster(address, job.settings.jobs) as ray:
        workers = job.settings.jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
        blocks: Blocks = {}
        numbers = count()
        for some in batched(make_tasks(inputs), BLOCK_TASKS):
            yield from (one for one in some if isinstance(one, Batch))
            if tasks := tuple(one for one in some if not isinstance(one, Batch)):
                blocks[next(numbers)] = tasks
            if len(blocks) * BLOCK_TASKS >= workers * WINDOW_TASKS:
                yield from _read_window(ray, blocks, job, workers)
                blocks = {}
        yield from _read_window(ray, blocks, job, workers)


@contextlib.contextmanager
def _cluster(address: str | None, jobs: int) -> Iterator[Any]:
    """Ray, connected to a cluster, or to one of this process's own; nothing is reported, no dashboard is opened."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise EngineError(_MISSING) from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if ray.is_initialized():
        yield ray
        return
    own: dict[str, Any] = {
        "num_cpus": jobs or os.cpu_count(),
        "include_dashboard": False,
        "_node_ip_address": "127.0.0.1",
        "runtime_env": {"env_vars": {"PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}},
    }
    try:
        ray.init(
            address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **({} if address else own)
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise EngineError(f"no Ray cluster at {address or 'this machine'}: {error}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _read_window(ray: Any, blocks: Blocks, job: Job, workers: int) -> Iterator[Batch]:
    """The batches of some blocks; what does not come back is read again."""
    left = dict(blocks)
    for attempt in range(_TRIES):
        if not left:
            return
        try:
            for number, batches in _map(ray, left, job, min(workers, len(left))):
                del left[number]
                yield from batches
        except ray.exceptions.RayError as error:
            if attempt == _TRIES - 1:
                raise EngineError(f"Ray gave up: {error}") from error
    if left:
        raise EngineError(f"{len(left)} blocks of inputs were lost by Ray {_TRIES} times")


def _map(ray: Any, blocks: Blocks, job: Job, workers: int) -> Iterator[tuple[int, tuple[Batch, ...]]]:
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.enable_operator_progress_bars = False
    tables = [pa.table({"number": [number], "block": [pickle.dumps(block)]}) for number, block in blocks.items()]
    done = ray.data.from_arrow(tables).map_batches(
        Reader,
        fn_constructor_args=(tuple(job), _fingerprint(job)),
        batch_size=None,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=workers),
        num_cpus=_CPUS,
    )
    for table in done.iter_batches(batch_size=None, batch_format="pyarrow"):
        for row in table.to_pylist():
            content = pickle.loads(row["block"])
            if row["number"] == _UNFIT:
                raise EngineError(content)
            yield row["number"], content


def _fingerprint(job: Job) -> str:
    return make_fingerprint(job.settings, f"{describe_models(job.settings)} {job.build}")


class Reader:
    """A worker of Ray's: blocks of tasks in, the batches that they yield out."""

    def __init__(self, job: tuple[Any, ...], fingerprint: str) -> None:
        self.job = Job(*job)
        self.fingerprint = fingerprint
        alone = msgspec.structs.replace(self.job.settings, jobs=1)
        self.pool = Pool(self.job._replace(settings=alone))

    def __call__(self, table: pa.Table) -> pa.Table:
        """Each block by its number, with its batches in place of its tasks."""
        try:
            done = [(row["number"], self._read(pickle.loads(row["block"]))) for row in table.to_pylist()]
        except EngineError as error:
            done = [(_UNFIT, str(error))]
        return pa.table({"number": [number for number, _ in done], "block": [pickle.dumps(one) for _, one in done]})

    def _read(self, tasks: tuple[Task, ...]) -> Any:
        if _fingerprint(self.job) != self.fingerprint:
            where = f"{os.uname().nodename} ({sys.prefix})"
            raise EngineError(f"{where} has another dragoman or other models than this one")
        return tuple(self.pool.run(iter(tasks)))
