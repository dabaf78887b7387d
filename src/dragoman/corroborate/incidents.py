"""An incident as one row: what most independent reports say of it, and how well it is supported."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from dragoman.corroborate.told import Party, Told
from dragoman.corroborate.tolls import sum_up
from dragoman.values import DatePrecision, Incident, Status

_FINENESS: tuple[DatePrecision, ...] = ("DAY", "WEEK", "MONTH", "YEAR", "NONE")


class Spot(NamedTuple):
    """A place as a report gives it."""

    name: str
    lat: float | None
    lon: float | None
    precision: int | None


def sum_up_incident(incident_id: str, reports: list[Told], *, disputed: bool) -> Incident:
    """The row of an incident. What happened counts before what is denied or only planned; of rival versions the one
    with the most independent voices leads, and the codes of the others follow."""
    happened = [one for one in reports if one.realis == "ACTUAL"] or reports
    dated = _dates(happened) or _dates(reports)
    spot = _spot(happened) or _spot(reports)
    killed, injured = sum_up(reports, "killed"), sum_up(reports, "injured")
    return Incident(
        incident_id=incident_id,
        type=_ranked(happened, lambda one: [one.type])[0],
        actor_codes=tuple(_ranked(happened, lambda one: _codes(one.actors))),
        recipient_codes=tuple(_ranked(happened, lambda one: _codes(one.recipients))),
        earliest=dated.earliest if dated else None,
        latest=dated.latest if dated else None,
        date_precision=dated.date_precision if dated else "NONE",
        place_name=spot.name if spot else None,
        lat=spot.lat if spot else None,
        lon=spot.lon if spot else None,
        place_precision=spot.precision if spot else None,
        killed_low=killed.low,
        killed_best=killed.best,
        killed_high=killed.high,
        injured_low=injured.low,
        injured_high=injured.high,
        reports=len(reports),
        documents=len({one.document_id for one in reports}),
        independent_sources=len({one.origin_id for one in reports}),
        status=status_of(reports, disputed=disputed),
    )


def status_of(reports: Iterable[Told], *, disputed: bool) -> Status:
    """Corroborated takes two independent origins and two voices: ten pages that quote one minister are one source."""
    if disputed:
        return "DISPUTED"
    happened = [one for one in reports if one.realis == "ACTUAL"]
    independent = min(len({one.origin_id for one in happened}), len({one.voice for one in happened}))
    return "CORROBORATED" if independent >= 2 else "SINGLE SOURCE"


def _codes(parties: Iterable[Party]) -> list[str]:
    return [one.code for one in parties if one.code]


def _ranked[T: Hashable](reports: Iterable[Told], values_of: Callable[[Told], Iterable[T]]) -> list[T]:
    """The values, that of the most voices first; of several the one reported first."""
    voices: dict[T, set[str]] = defaultdict(set)
    for report in reports:
        for value in values_of(report):
            voices[value].add(report.voice)
    return sorted(voices, key=lambda value: -len(voices[value]))


def _dates(reports: Iterable[Told]) -> Told | None:
    """The report whose date counts: the finest, then the one that most voices give."""
    dated = [one for one in reports if one.earliest is not None or one.latest is not None]
    if not dated:
        return None
    finest = min(_FINENESS.index(one.date_precision) for one in dated)
    fine = [one for one in dated if _FINENESS.index(one.date_precision) == finest]
    best = _ranked(fine, lambda one: [(one.earliest, one.latest)])[0]
    return next(one for one in fine if (one.earliest, one.latest) == best)


def _spot(reports: Iterable[Told]) -> Spot | None:
    """The place that counts: the most exact, then the one that most voices give; one that no gazetteer knows last."""
    placed = [(one, Spot(one.place_name, one.lat, one.lon, one.place_precision)) for one in reports if one.place_name]
    if not placed:
        return None
    finest = min(_coarseness(spot) for _, spot in placed)
    spots = {id(one): spot for one, spot in placed if _coarseness(spot) == finest}
    return _ranked([one for one, _ in placed if id(one) in spots], lambda one: [spots[id(one)]])[0]


def _coarseness(spot: Spot) -> int:
    return 9 if spot.lat is None else spot.precision or 8
