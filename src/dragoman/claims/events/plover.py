"""PLOVER's tables: types, quads, modes, contexts, scores; CAMEO's codes and Goldstein's scale beside them.

Facts from the PLOVER manual (openeventdata/PLOVER, commit 5e0c24f), the Goldstein scale from andybega/icews. Where the
manual contradicts itself on SANCTION, its own section and the summary table are followed: quad 4.
"""

import json
from functools import cache
from typing import get_args

from dragoman.claims.events.lexicon import FOLDER, read_rows, split_words, word_table
from dragoman.values import EventType, Realis

TYPES: tuple[EventType, ...] = get_args(EventType)
NEEDS_RECIPIENT = frozenset({"COOPERATE", "AID", "SANCTION"})
"""Types whose own sections require a recipient."""


@cache
def _types() -> dict[str, tuple[int, float]]:
    return {row[0]: (int(row[1]), float(row[2])) for row in read_rows(FOLDER / "types.tsv")}


@cache
def modes() -> dict[str, dict[str, tuple[float | None, frozenset[str]]]]:
    """Of each type its modes, in the codebook's order, each with its score and the words that bring it in."""
    table: dict[str, dict[str, tuple[float | None, frozenset[str]]]] = {}
    for row in read_rows(FOLDER / "modes.tsv"):
        score = float(row[2]) if len(row) > 2 and row[2] else None
        table.setdefault(row[0], {})[row[1]] = score, frozenset(split_words(row[3])) if len(row) > 3 else frozenset()
    return table


def quad_of(type_: EventType) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return _types()[type_][0]


def score_of(type_: EventType, mode: str | None = None) -> float:
    """The conflict-cooperation score of the mode, or of the bare type."""
    score = modes().get(type_, {}).get(mode or "", (None, frozenset()))[0]
    return _types()[type_][1] if score is None else score


def find_modes(type_: EventType, mode: str | None, words: frozenset[str]) -> tuple[str, ...]:
    """The trigger's own mode, then those whose words stand in the clause; a codebook's mode only."""
    table = modes().get(type_, {})
    named = [mode] if mode in table else []
    return tuple(dict.fromkeys([*named, *(name for name, (_, brings) in table.items() if brings & words)]))


def find_contexts(sentence: frozenset[str], document: frozenset[str]) -> tuple[str, ...]:
    """Contexts whose words the sentence has; where it has none, those with two words or more in the document."""
    table = word_table("contexts.tsv")
    near = tuple(name for name, words in table.items() if words & sentence)
    return near or tuple(name for name, words in table.items() if len(words & document) > 1)


@cache
def _goldstein() -> dict[str, float]:
    table: dict[str, float] = json.loads((FOLDER / "goldstein_cameo.json").read_text(encoding="utf-8"))
    return table


def goldstein_of(cameo: str | None) -> float | None:
    """Goldstein's score of a CAMEO code, or of the nearest code above it."""
    while cameo:
        if cameo in _goldstein():
            return _goldstein()[cameo]
        cameo = cameo[:-1]
    return None


ROOT_CODES: dict[EventType, str] = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "COOPERATE": "060", "AID": "070", "CONCEDE": "080",
    "RETREAT": "087", "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140",
    "MOBILIZE": "150", "SANCTION": "160", "COERCE": "170", "ASSAULT": "190",
}  # fmt: skip
"""The CAMEO code of a bare type."""

_PLANNED: dict[EventType, EventType] = {
    "CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE",
    "ASSAULT": "THREATEN", "COERCE": "THREATEN", "SANCTION": "THREATEN", "MOBILIZE": "THREATEN", "PROTEST": "THREATEN",
}  # fmt: skip


def plover_reading(type_: EventType, realis: Realis) -> EventType:
    """The type the codebook gives: a planned AID is an AGREE, a planned ASSAULT a THREATEN, one denied a REJECT."""
    if realis == "DENIED" and type_ in ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"):
        return "REJECT"
    return type_ if realis in ("ACTUAL", "DENIED") else _PLANNED.get(type_, type_)
