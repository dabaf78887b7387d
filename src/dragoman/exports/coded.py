"""Events for tables of other coders, which hold what happened and know no realis."""

from collections.abc import Iterator
from typing import NamedTuple

from dragoman.exports.codes import Reading, country_name, read_as_plover
from dragoman.exports.events import Spot, Told, read_events
from dragoman.exports.selection import Selection

DENIED = "the text denies that they happened, and the format has no place to say so"
SUPPOSED = "the text only supposes them, and the format has no place to say so"
NOBODY = "no actor is known, and the codebook asks for one"
UNDATED = "(these are in it, with an empty date) no day is known"


class Coded(NamedTuple):
    """An event, and how PLOVER's codebook reads it."""

    told: Told
    reading: Reading


def read_coded(selection: Selection, *, leads: bool = False) -> Iterator[Coded]:
    """The events that a table without realis may hold: what happened, and plans as PLOVER reads them (a planned AID is
    an AGREE). What is denied or only supposed, and what nobody is known to have done, is left out, and counted."""
    denied = supposed = nobody = undated = 0
    for told in read_events(selection, leads=leads):
        if told.realis == "DENIED":
            denied += 1
        elif told.realis == "HYPOTHETICAL":
            supposed += 1
        elif not told.actors:
            nobody += 1
        else:
            undated += told.day is None
            yield Coded(told, read_as_plover(told))
    what = "incidents" if leads else "events"
    selection.leave_out(what, denied, DENIED)
    selection.leave_out(what, supposed, SUPPOSED)
    selection.leave_out(what, nobody, NOBODY)
    selection.leave_out(f"days of {what}", undated, UNDATED)


class Levels(NamedTuple):
    """A place on the levels that event tables have."""

    city: str
    district: str
    province: str
    country: str


def levels_of(spot: Spot | None) -> Levels:
    """A place by its feature code: of the levels above it only the country is known."""
    if spot is None:
        return Levels("", "", "", "")
    name, feature = spot.name or "", spot.feature or ""
    city = name if feature.startswith("PPL") else ""
    district = name if feature.startswith("ADM2") else ""
    province = name if feature.startswith("ADM1") else ""
    return Levels(city, district, province, country_name(spot.country))


def number(value: float | int | None) -> str:
    """A number as a cell; empty where it is not known."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else f"{value:g}" if abs(value) < 1e5 else str(value)


def degrees(value: float | None) -> str:
    """Degrees as a cell; empty where they are not known."""
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")
