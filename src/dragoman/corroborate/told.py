"""Reports of an incident as they are weighed: each event with its document, its voice, its place and its figures."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import pyarrow as pa

from dragoman.corroborate.sides import SIDE_IN_SQL, side_of
from dragoman.corroborate.sql import ask
from dragoman.values import Act, DatePrecision, EventType, Realis

Tables = dict[str, pa.Table]
PIECE = 20_000
_READ = ("report", "event", "page", "origin", "place", "statement")

_TOLD = """
SELECT report.incident_id, event.event_id, event.document_id,
    coalesce(origin.origin_id, event.document_id) AS origin_id,
    document.publisher, document.published, event.type, event.realis,
    list_transform(event.actors, lambda one: {'actor_id': one.actor_id, 'code': one.code}) AS actors,
    list_transform(event.recipients, lambda one: {'actor_id': one.actor_id, 'code': one.code}) AS recipients,
    event.earliest, event.latest, event.date_precision, coalesce(place.name, place.text) AS place_name,
    place.lat, place.lon, place.precision AS place_precision,
    event.killed_low, event.killed_high, event.injured_low, event.injured_high,
    event.statement_id, statement.speaker, statement.act
FROM report JOIN event USING (event_id) JOIN page AS document USING (document_id) LEFT JOIN origin USING (document_id)
LEFT JOIN place ON place.document_id = event.document_id AND place.start = event.place
LEFT JOIN statement USING (statement_id)
"""
_ORDER = "ORDER BY report.incident_id, document.published NULLS LAST, event.document_id, trigger_start, event.event_id"
_MARKED = f"""
WITH told AS ({_TOLD}), side AS (
    SELECT code AS side, min_by(name, (kind <> 'STATE', actor_id)) AS name FROM actor AS one
    WHERE code = {SIDE_IN_SQL} GROUP BY code
), named AS (
    SELECT event_id, bit_xor(hash(side, name)) AS names
    FROM (SELECT event_id, unnest(list_distinct(list_transform(actors, lambda one: {SIDE_IN_SQL}))) AS side FROM told)
    JOIN side USING (side) GROUP BY event_id
)
SELECT incident_id, bit_xor(hash(told, trigger_start, names, speaker.code)) AS mark
FROM told JOIN event USING (event_id) LEFT JOIN named USING (event_id)
LEFT JOIN actor AS speaker ON speaker.actor_id = told.speaker
GROUP BY incident_id ORDER BY incident_id
"""


class Party(NamedTuple):
    """An actor of an event: its id and its code there, as far as they are known."""

    actor_id: str | None
    code: str | None

    @property
    def side(self) -> str | None:
        """Whose side it is on, as far as that is known."""
        return side_of(self.code)


class Told(NamedTuple):
    """One report of an incident."""

    incident_id: str
    event_id: str
    document_id: str
    origin_id: str
    publisher: str | None
    published: datetime | None
    type: EventType
    realis: Realis
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    earliest: date | None
    latest: date | None
    date_precision: DatePrecision
    place_name: str | None
    lat: float | None
    lon: float | None
    place_precision: int | None
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    statement_id: str | None
    speaker: str | None
    act: Act | None

    @property
    def holder(self) -> str:
        """Who holds it: the speaker in whose words it is known, else the publisher of the page, else the page."""
        return self.speaker or self.publisher or self.document_id

    @property
    def voice(self) -> str:
        """The speaker, else the origin of the page: a copy adds no voice, and neither does a party that repeats
        itself from page to page."""
        return self.speaker or self.origin_id

    @property
    def evidence(self) -> str:
        """The statement it is known from, else the event."""
        return self.statement_id or self.event_id

    @property
    def sides(self) -> frozenset[str]:
        """Whose sides did it."""
        return frozenset(one.side for one in self.actors if one.side)


def list_pages(document: pa.Table) -> pa.Table:
    """The table `page`: of each document what is left to weigh when its words have been read."""
    return document.select(["document_id", "publisher", "published"])


def tell(tables: Tables) -> Iterator[tuple[str, list[Told]]]:
    """Each incident with its reports, the earliest published first. `tables` are the record's, with `report`."""
    batches = ask(_TOLD + _ORDER, tables, *_READ).to_arrow_reader(PIECE)
    rows = (_told(row) for batch in batches for row in batch.to_pylist())
    for incident_id, reports in groupby(rows, attrgetter("incident_id")):
        yield incident_id, list(reports)


def mark_incidents(tables: Tables) -> pa.Table:
    """For each incident a `mark` of all that it is weighed by: `tell` gives of it, and who speaks for which side."""
    return ask(_MARKED, tables, *_READ, "actor").to_arrow_table()


def _told(row: dict[str, Any]) -> Told:
    row["actors"] = tuple(Party(**one) for one in row["actors"])
    row["recipients"] = tuple(Party(**one) for one in row["recipients"])
    return Told(**row)
