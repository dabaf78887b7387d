"""The engines by name."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Literal, get_args

from dragoman.engines.local import EngineError, Job, run_local
from dragoman.engines.ray import run_ray
from dragoman.store.tables import Batch
from dragoman.values import Problem, RawDocument

Name = Literal["local", "ray"]
ENGINES: tuple[str, ...] = get_args(Name)

Engine = Callable[[Iterable[RawDocument | Problem], Job], Iterator[Batch]]
"""Takes inputs and how to read them, gives the batches they yield; each input ends in just one place of one batch."""


def find_engine(name: str, address: str | None = None) -> Engine:
    """The engine of that name; `address` is that of a Ray cluster. Raises EngineError where there is none."""
    if name not in ENGINES:
        raise EngineError(f"no engine {name!r}; there are {', '.join(ENGINES)}")
    if name == "ray":
        return partial(run_ray, address=address)
    if address is not None:
        raise EngineError("an address goes with the engine ray")
    return run_local
