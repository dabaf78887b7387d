"""What follows from an event's type and mode by PLOVER's tables: quad, score, the modes and contexts there are."""

import json
from collections.abc import Iterator
from functools import cache

from dragoman.settings import DATA

_FOLDER = DATA / "plover"


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


@cache
def _types() -> dict[str, tuple[int, float]]:
    return {row[0]: (int(row[1]), float(row[2])) for row in _rows("types.tsv")}


@cache
def _modes() -> dict[str, dict[str, float | None]]:
    table: dict[str, dict[str, float | None]] = {}
    for kind, mode, *rest in _rows("modes.tsv"):
        table.setdefault(kind, {})[mode] = float(rest[0]) if rest and rest[0] else None
    return table


def modes_of(kind: str) -> tuple[str, ...]:
    """The modes of an event type."""
    return tuple(_modes().get(kind, {}))


@cache
def contexts() -> tuple[str, ...]:
    """All contexts."""
    return tuple(row[0] for row in _rows("contexts.tsv"))


def quad_of(kind: str) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return _types()[kind][0]


def score_of(kind: str, modes: list[str]) -> float:
    """The conflict-cooperation score of the first mode, or of the bare type."""
    score = _modes().get(kind, {}).get(modes[0]) if modes else None
    return _types()[kind][1] if score is None else score


def goldstein_of(cameo: str | None) -> float | None:
    """Goldstein's score of a CAMEO code, or of the nearest code above it."""
    table: dict[str, float] = json.loads((_FOLDER / "goldstein_cameo.json").read_text(encoding="utf-8"))
    while cameo:
        if cameo in table:
            return table[cameo]
        cameo = cameo[:-1]
    return None
