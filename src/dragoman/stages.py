"""A way: stages in order, each a function with the names of what it reads and what it writes."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple


class Stage(NamedTuple):
    """A step: `run` is given the values named in `reads`, in that order, and gives those named in `writes`."""

    run: Callable[..., Any]
    reads: tuple[str, ...]
    writes: tuple[str, ...]


def run_stages(stages: tuple[Stage, ...], given: dict[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    """The values `wanted`, and those they rest on, from the values `given`; other stages do not run."""
    values = dict(given)
    for stage in _needed(stages, values, wanted):
        written = stage.run(*(values[name] for name in stage.reads))
        values.update(zip(stage.writes, written if len(stage.writes) > 1 else (written,), strict=True))
    return values


def _needed(stages: tuple[Stage, ...], given: dict[str, Any], wanted: Collection[str]) -> list[Stage]:
    open_names = set(wanted) - given.keys()
    needed: list[Stage] = []
    for stage in reversed(stages):
        if open_names.intersection(stage.writes):
            needed.append(stage)
            open_names = (open_names - set(stage.writes)) | (set(stage.reads) - given.keys())
    return needed[::-1]
