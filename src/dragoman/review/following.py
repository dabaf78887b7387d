"""What else changes in a row when one of its columns is edited, unless the person says otherwise."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dragoman.review.plover import contexts, goldstein_of, modes_of, quad_of, score_of
from dragoman.review.rows import ReviewError

Cells = dict[str, Any]


def follow(table: str, row: Mapping[str, Any], changes: Mapping[str, Any]) -> Cells:
    """The changes with those that follow from them, all as JSON; raises ReviewError where they contradict a table."""
    fill = _FOLLOWING.get(table)
    return dict(changes) | (fill(dict(row) | dict(changes), set(changes)) if fill else {})


def _follow_event(row: Cells, changed: set[str]) -> Cells:
    more: Cells = {}
    if "type" in changed and "modes" not in changed:
        more["modes"] = [mode for mode in row["modes"] if mode in modes_of(row["type"])]
    modes: list[str] = more["modes"] if "modes" in more else row["modes"]
    if changed & {"type", "modes"}:
        if unknown := [mode for mode in modes if mode not in modes_of(row["type"])]:
            known = ", ".join(modes_of(row["type"])) or "none"
            raise ReviewError(f"{row['type']} has no mode {unknown[0]}; there are {known}")
        more |= {"quad": quad_of(row["type"]), "plover_score": score_of(row["type"], modes)}
    if "contexts" in changed and (unknown := [one for one in row["contexts"] if one not in contexts()]):
        raise ReviewError(f"no context {unknown[0]}; there are {', '.join(contexts())}")
    if "type" in changed and "cameo" not in changed:
        more |= {"cameo": None, "goldstein": None}
    if "cameo" in changed:
        more["goldstein"] = goldstein_of(row["cameo"])
    more |= _follow_dates(row, changed)
    return {name: value for name, value in more.items() if name not in changed}


def _follow_dates(row: Cells, changed: set[str]) -> Cells:
    if not changed & {"earliest", "latest"}:
        return {}
    days = [row[name] for name in ("earliest", "latest") if row[name] is not None]
    if len(days) < 2:
        return {"date_precision": "NONE"}
    apart = (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days
    for longest, precision in ((0, "DAY"), (6, "WEEK"), (30, "MONTH"), (365, "YEAR")):
        if apart <= longest:
            return {"date_precision": precision}
    return {"date_precision": "NONE"}


def _follow_statement(row: Cells, changed: set[str]) -> Cells:
    more: Cells = {}
    if changed & {"source_start", "source_end", "content"}:
        spans = [(row["cue_start"], row["cue_end"]), *((one["start"], one["end"]) for one in row["content"])]
        if row["source_start"] is not None and row["source_end"] is not None:
            spans.append((row["source_start"], row["source_end"]))
        more |= {"start": min(start for start, _ in spans), "end": max(end for _, end in spans)}
    if "speaker" in changed:
        more["speaker_confidence"] = 1.0 if row["speaker"] else 0.0
    return {name: value for name, value in more.items() if name not in changed}


def _follow_actor(row: Cells, changed: set[str]) -> Cells:
    """Country and sector follow from the code of a state's actor, and its code from them."""
    if "code" in changed:
        country, _, sector = (row["code"] or "").partition(" ")
        told = {"country": None, "sector": None} if country in _NO_STATE else {
            "country": country or None, "sector": sector or None,
        }  # fmt: skip
        return {name: value for name, value in told.items() if name not in changed}
    if changed & {"country", "sector"}:
        return {"code": " ".join(filter(None, (row["country"], row["sector"]))) or None}
    return {}


_NO_STATE = ("IGO", "NGO", "IMG", "MNC")
"""First parts of codes that are no state's."""

_FOLLOWING: dict[str, Callable[[Cells, set[str]], Cells]] = {
    "event": _follow_event, "incident": _follow_dates, "statement": _follow_statement, "actor": _follow_actor,
}  # fmt: skip
