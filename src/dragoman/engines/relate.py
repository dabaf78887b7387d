"""The relations over a record, as its writer takes them."""

from collections.abc import Callable

import pyarrow as pa

from dragoman.engines.fingerprint import relations_mark
from dragoman.store.relations import Relations


def _run(ask: Callable[[str], pa.Table]) -> dict[str, pa.Table]:
    from dragoman.across import relate  # what opens a finished record need not wait for it

    return relate(ask, ask("bond"), lambda name: ask(f"across.{name}"))


RELATIONS = Relations(relations_mark(), _run)
"""dragoman's own."""
