"""Events one by one with all that other coders' tables ask of one: parties by name, place, words, page, incident."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from dragoman.exports.selection import Selection
from dragoman.values import EventType, Realis

_IDS = """
    SELECT event_id AS id, NULL::BIGINT AS reports, NULL::BIGINT AS documents, NULL::BIGINT AS publishers
    FROM {event} AS event ORDER BY earliest NULLS LAST, latest, document_id, trigger_start, event_id
"""
LEADS = """
    SELECT event_id AS id, reports, documents, publishers FROM (
        SELECT count(*) AS reports, count(DISTINCT document_id) AS documents,
            nullif(count(DISTINCT publisher), 0) AS publishers,
            arg_min(event_id, {{'a': realis <> 'ACTUAL', 'b': realis <> 'PLANNED',
                'c': coalesce(published, 'infinity'::TIMESTAMP), 'd': document_id, 'e': trigger_start,
                'f': event_id}}) AS event_id
        FROM {report} AS report JOIN event USING (event_id) JOIN document USING (document_id) GROUP BY incident_id
    ) JOIN event USING (event_id) ORDER BY earliest NULLS LAST, latest, document_id, trigger_start, event_id
"""
"""Of each incident the first report that says it happened, and how many reports, pages and publishers it has."""

_EVENTS = """
    WITH chosen AS MATERIALIZED (SELECT event.*, block.* EXCLUDE (id) FROM {block} AS block
        JOIN event ON event.event_id = block.id),
    page AS MATERIALIZED (SELECT * FROM document WHERE document_id IN (SELECT document_id FROM chosen)),
    party AS (
        SELECT event_id, document_id, 'actor' AS side, generate_subscripts(actors, 1) AS at_, unnest(actors) AS one
        FROM chosen UNION ALL
        SELECT event_id, document_id, 'recipient', generate_subscripts(recipients, 1), unnest(recipients) FROM chosen
    ),
    titled AS (
        SELECT document_id, start, "end", min(role) AS role FROM mention
        WHERE role IS NOT NULL AND document_id IN (SELECT document_id FROM chosen) GROUP BY ALL
    ),
    named AS (
        SELECT event_id, side, at_, {
            'name': actor.name, 'kind': actor.kind, 'code': coalesce(one.code, role.code),
            'country': actor.country, 'sector': actor.sector, 'wikidata': actor.wikidata, 'role': titled.role,
            'start': one.start, 'end': one."end",
            'written': substr(page.text, (one.start + 1)::BIGINT, (one."end" - one.start)::BIGINT)
        } AS who
        FROM party JOIN page USING (document_id) LEFT JOIN actor ON actor.actor_id = one.actor_id
        LEFT JOIN role ON role.document_id = party.document_id AND role.actor_id = one.actor_id
        LEFT JOIN titled ON titled.document_id = party.document_id AND titled.start = one.start
            AND titled."end" = one."end"
    ),
    parties AS (
        SELECT event_id, list(who ORDER BY at_) FILTER (side = 'actor') AS doers,
            list(who ORDER BY at_) FILTER (side = 'recipient') AS receivers
        FROM named GROUP BY event_id
    )
    SELECT chosen.* EXCLUDE (actors, recipients, place, time),
        coalesce(doers, []) AS doers, coalesce(receivers, []) AS receivers,
        page.publisher, page.title, page.published, page.url, page.language,
        substr(page.text, (within.start + 1)::BIGINT, (within."end" - within.start)::BIGINT) AS quote,
        place.text AS place_text, place.name AS place_name, place.country AS place_country, place.feature, place.lat,
        place.lon, place.geonameid, place.precision, speaker.name AS says, report.incident_id
    FROM chosen JOIN page USING (document_id)
    LEFT JOIN parties ON parties.event_id = chosen.event_id
    LEFT JOIN sentence AS within ON within.document_id = chosen.document_id AND within.sentence = chosen.sentence
    LEFT JOIN place ON place.document_id = chosen.document_id AND place.start = chosen.place
    LEFT JOIN statement ON statement.statement_id = chosen.statement_id
    LEFT JOIN actor AS speaker ON speaker.actor_id = statement.speaker
    LEFT JOIN report ON report.event_id = chosen.event_id
    ORDER BY nth
"""
_COUNTS = ("reports", "documents", "publishers")


class Party(NamedTuple):
    """An actor in an event, and the words that stand for it."""

    name: str | None
    kind: str | None
    code: str | None
    """Its code in the event, else the one that other pages teach: `RUS MIL`."""
    country: str | None
    sector: str | None
    wikidata: str | None
    role: str | None
    written: str
    start: int
    end: int


class Spot(NamedTuple):
    """A place. `lat` and `lon` are empty where it is known to a country only: a country is never a point."""

    written: str
    name: str | None
    country: str | None
    feature: str | None
    lat: float | None
    lon: float | None
    geonameid: int | None
    precision: int | None


class Told(NamedTuple):
    """An event with its parties, its place, and the page it stands on."""

    event_id: str
    document_id: str
    sentence: int
    trigger: tuple[int, int]
    type: EventType
    modes: list[str]
    contexts: list[str]
    cameo: str | None
    quad: int
    score: float
    goldstein: float | None
    actors: list[Party]
    recipients: list[Party]
    place: Spot | None
    earliest: date | None
    latest: date | None
    date_precision: str
    realis: Realis
    coder: str
    statement_id: str | None
    tolls: dict[str, int]
    """`killed_low`, `killed_high` … those that are known."""
    confidence: float
    says: str | None
    """Name of the speaker in whose words the event is known."""
    quote: str | None
    publisher: str | None
    title: str | None
    published: datetime | None
    url: str | None
    language: str | None
    incident_id: str | None
    counts: dict[str, int]
    """Of a lead, its incident's `reports`, `documents` and `publishers`; else empty."""

    @property
    def day(self) -> date | None:
        """The day it happened, where it is known to a day."""
        return self.earliest if self.earliest is not None and self.earliest == self.latest else None


COUNTRY_WIDE = 6
"""UCDP's where-precision of what is known to its country only."""


def is_point(lat: float | None, lon: float | None, precision: int | None) -> bool:
    """Whether a place may be drawn: it has coordinates, and is known more closely than its country."""
    return lat is not None and lon is not None and precision is not None and precision != COUNTRY_WIDE


def read_events(selection: Selection, *, leads: bool = False) -> Iterator[Told]:
    """The events of a selection by date; with `leads` one of each incident, its first report that says it happened."""
    ids = (LEADS if leads else _IDS).format(event=selection.of("event"), report=selection.of("report"))
    for row in selection.in_blocks(ids, _EVENTS):
        yield _tell(row)


_SAME = (
    "event_id", "document_id", "sentence", "type", "modes", "contexts", "cameo", "quad", "goldstein", "earliest",
    "latest", "date_precision", "realis", "coder", "statement_id", "confidence", "says", "quote", "publisher", "title",
    "published", "url", "language", "incident_id",
)  # fmt: skip
_TOLLS = tuple(f"{what}_{end}" for what in ("killed", "injured", "arrested", "displaced") for end in ("low", "high"))


def _tell(row: dict[str, Any]) -> Told:
    return Told(
        **{name: row[name] for name in _SAME},
        trigger=(row["trigger_start"], row["trigger_end"]),
        score=row["plover_score"],
        actors=[_party(one) for one in row["doers"]],
        recipients=[_party(one) for one in row["receivers"]],
        place=_spot(row),
        counts={name: row[name] for name in _COUNTS if row[name] is not None},
        tolls={name: row[name] for name in _TOLLS if row[name] is not None},
    )


def _party(one: dict[str, Any]) -> Party:
    """The party; its country and sector are those of its code in this event, which may be narrower than its own."""
    code = one["code"]
    country, sector = one["country"], one["sector"]
    if code:
        first, _, rest = code.partition(" ")
        country, sector = (first, rest or None) if first not in BODIES else (None, None)
    return Party(
        one["name"],
        one["kind"],
        code,
        country,
        sector,
        one["wikidata"],
        one["role"],
        one["written"],
        one["start"],
        one["end"],
    )


BODIES = ("IGO", "NGO", "IMG", "ISM", "MNC", "UNO", "EUR")
"""PLOVER's codes of those that belong to no country."""


def _spot(row: dict[str, Any]) -> Spot | None:
    if row["place_text"] is None:
        return None
    drawn = is_point(row["lat"], row["lon"], row["precision"])
    return Spot(
        row["place_text"], row["place_name"], row["place_country"], row["feature"], row["lat"] if drawn else None,
        row["lon"] if drawn else None, row["geonameid"], row["precision"],
    )  # fmt: skip


def to_json(value: Any) -> bytes:
    """A value as a line of JSON; moments are UTC."""
    return msgspec.json.encode(value, enc_hook=str)
