"""On what the accounts of an incident differ: the positions, who holds each, and where it says so.

Two positions are a dispute only where different voices hold them. A voice that corrects itself disputes nothing, and an
outlet's older, lower toll is overtaken by a later one, not disputed by it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from dragoman.corroborate.told import Told
from dragoman.corroborate.tolls import Figure, Harm, standing_figures
from dragoman.ids import make_id
from dragoman.values import Dispute, DisputeField, Position

BLAMED = frozenset({"ASSAULT", "COERCE"})
"""Acts of which accounts may name different doers; of others, two doers are two acts."""
APART = 30.0
"""Kilometres between two towns that cannot be one."""
TOWN = 3
"""UCDP where-precision up to which a place is a town, or a district around one."""
EARTH = 6371.0


class Stand(NamedTuple):
    """A report and what it holds on the field."""

    report: Told
    value: str
    held: Hashable
    """All of the report, its voice aside, that tells whether another excludes it."""


def find_disputes(incident_id: str, reports: list[Told], names: Mapping[str, str]) -> list[Dispute]:
    """The disputes of one incident; `names` are the actors' by id."""
    found: list[tuple[DisputeField, list[Stand]]] = [
        ("HAPPENED", _happened(reports)),
        ("RESPONSIBLE", _responsible(reports, names)),
        ("KILLED", _toll(reports, "killed")),
        ("INJURED", _toll(reports, "injured")),
        ("PLACE", _places(reports)),
        ("DATE", _dates(reports)),
    ]
    return [
        Dispute(
            dispute_id=make_id(incident_id, field), incident_id=incident_id, field=field, positions=_positions(held)
        )
        for field, held in found
        if held
    ]


def _positions(held: list[Stand]) -> tuple[Position, ...]:
    by_value: dict[str, list[Told]] = {}
    for stand in held:
        by_value.setdefault(stand.value, []).append(stand.report)
    return tuple(
        Position(
            value=value,
            held_by=tuple(dict.fromkeys(one.holder for one in some)),
            evidence=tuple(dict.fromkeys(one.evidence for one in some)),
        )
        for value, some in by_value.items()
    )


def _if_disputed(held: list[Stand], conflict: Callable[[Told, Told], bool]) -> list[Stand]:
    """The stands, where two that different voices take exclude each other; else none."""
    unlike = {(one.report.voice, one.held): one.report for one in held}.values()  # a hundred may say the same
    disputed = any(one.voice != two.voice and conflict(one, two) for one, two in combinations(unlike, 2))
    return held if disputed else []


def _happened(reports: list[Told]) -> list[Stand]:
    """Who denies an act, and who says that those did it of whom it is denied: a rival version is another field's."""
    denials = [one for one in reports if one.realis == "DENIED"]
    denied = frozenset[str]().union(*(one.sides for one in denials))
    held = [
        Stand(one, "it happened" if one.realis == "ACTUAL" else "it did not happen", one.realis)
        for one in reports
        if one.realis == "DENIED" or (one.realis == "ACTUAL" and not (one.sides and one.sides.isdisjoint(denied)))
    ]
    return _if_disputed(held, lambda a, b: a.realis != b.realis)


def _responsible(reports: Iterable[Told], names: Mapping[str, str]) -> list[Stand]:
    held = [
        Stand(one, ", ".join(_doers(one, names)), one.sides)
        for one in reports
        if one.realis == "ACTUAL" and one.type in BLAMED and one.sides
    ]
    return _if_disputed(held, lambda a, b: a.sides.isdisjoint(b.sides))


def _doers(report: Told, names: Mapping[str, str]) -> list[str]:
    """The states or groups that did it; the names of those that have no code."""
    return sorted({names.get(side, side) for side in report.sides})


def _toll(reports: Iterable[Told], harm: Harm) -> list[Stand]:
    standing = standing_figures(reports, harm)
    figures = {id(report): figure for report, figure in standing}
    held = [
        Stand(report, str(figure), (figure, report.published, report.speaker is None)) for report, figure in standing
    ]
    return _if_disputed(held, lambda a, b: _differ(a, figures[id(a)], b, figures[id(b)]))


def _differ(one: Told, figure: Figure, two: Told, other: Figure) -> bool:
    return figure.excludes(other) and not (_overtaken(one, figure, two, other) or _overtaken(two, other, one, figure))


def _overtaken(old: Told, figure: Figure, new: Told, other: Figure) -> bool:
    """Whether an outlet's own count was simply overtaken by a later, higher one."""
    if old.speaker is not None or new.speaker is not None or old.published is None or new.published is None:
        return False
    return old.published < new.published and (figure.high or 0) < (other.low or 0)


def _places(reports: Iterable[Told]) -> list[Stand]:
    """Where it happened: towns too far from each other to be one; or, where no gazetteer knows either place, names
    without a word in common by two speakers: of a clash at sea each side names its own headland."""
    held = [
        Stand(one, one.place_name, (one.place_name, one.lat, one.lon, one.speaker is None))
        for one in reports
        if one.place_name and (one.lat is None or (one.place_precision or 9) <= TOWN)
    ]
    return _if_disputed(held, _elsewhere)


def _elsewhere(one: Told, two: Told) -> bool:
    if one.lat is not None or two.lat is not None:
        return kilometres(one, two) > APART  # 0 where one of them is unknown
    return one.speaker is not None and two.speaker is not None and _words(one).isdisjoint(_words(two))


def _words(report: Told) -> set[str]:
    return set((report.place_name or "").casefold().split())


def kilometres(one: Told, two: Told) -> float:
    """Great-circle distance between the places of two reports; 0 where either has none."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return 0.0
    north, east = radians(two.lat - one.lat) / 2, radians(two.lon - one.lon) / 2
    bow = sin(north) ** 2 + cos(radians(one.lat)) * cos(radians(two.lat)) * sin(east) ** 2
    return 2 * EARTH * asin(sqrt(bow))


def _dates(reports: Iterable[Told]) -> list[Stand]:
    held = [
        Stand(one, _days(one.earliest, one.latest), (one.earliest, one.latest))
        for one in reports
        if one.earliest is not None and one.latest is not None
    ]
    return _if_disputed(held, _days_apart)


def _days(earliest: date, latest: date) -> str:
    return earliest.isoformat() if earliest == latest else f"{earliest} to {latest}"


def _days_apart(one: Told, two: Told) -> bool:
    if one.earliest is None or one.latest is None or two.earliest is None or two.latest is None:
        return False
    return one.latest < two.earliest or two.latest < one.earliest
