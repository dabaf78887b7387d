"""Reports as the tests write them: only what matters is said."""

from datetime import date, datetime
from typing import Any

from dragoman.corroborate.told import Party, Told

MORNING = datetime(2026, 3, 10, 8)
EVENING = datetime(2026, 3, 10, 20)
NEXT_DAY = datetime(2026, 3, 11, 8)
NAMES = {"ARL": "Arland", "BOR": "Bordur"}


def told(event: str, **said: Any) -> Told:
    """A report that Bordur's army attacked Arland, but for what is `said` otherwise; a page is its own origin."""
    page = said.pop("page", f"page of {event}")
    plain: dict[str, Any] = {
        "incident_id": "i", "event_id": event, "document_id": page, "origin_id": page, "publisher": None,
        "published": MORNING, "type": "ASSAULT", "realis": "ACTUAL", "actors": (Party("army", "BOR MIL"),),
        "recipients": (Party("arland", "ARL"),), "earliest": None, "latest": None, "date_precision": "NONE",
        "place_name": None, "lat": None, "lon": None, "place_precision": None, "killed_low": None, "killed_high": None,
        "injured_low": None, "injured_high": None, "statement_id": f"words in {event}" if "speaker" in said else None,
        "speaker": None, "act": "ASSERT" if "speaker" in said else None,
    }  # fmt: skip
    return Told(**plain | said)


def day(number: int) -> dict[str, Any]:
    """On that day of March 2026."""
    when = date(2026, 3, number)
    return {"earliest": when, "latest": when, "date_precision": "DAY"}


def at(name: str, lat: float, lon: float, precision: int = 1) -> dict[str, Any]:
    """At that place."""
    return {"place_name": name, "lat": lat, "lon": lon, "place_precision": precision}
