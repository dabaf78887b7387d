"""Incidents one by one, with what formats tell of one: how, between whom, on which pages, disputed on what."""

from collections.abc import Iterator
from typing import Any

from dragoman.exports.codes import say_code
from dragoman.exports.selection import Selection
from dragoman.exports.words import say_type

IDS = """
    SELECT incident_id AS id FROM {incident} AS incident ORDER BY earliest NULLS LAST, latest, incident_id
"""
_NEWEST = """
    SELECT incident_id AS id FROM {incident} AS incident LEFT JOIN (
        SELECT incident_id, max(published) AS newest FROM {report} AS report JOIN event USING (event_id)
        JOIN document USING (document_id) GROUP BY incident_id
    ) USING (incident_id) ORDER BY newest DESC NULLS LAST, earliest NULLS LAST, latest, incident_id
"""
_INCIDENTS = """
    WITH chosen AS MATERIALIZED (SELECT incident.*, nth FROM {block} AS block
        JOIN incident ON incident.incident_id = block.id),
    reported AS MATERIALIZED (SELECT incident_id, event.* FROM {report} AS report JOIN event USING (event_id)
        WHERE incident_id IN (SELECT incident_id FROM chosen)),
    page AS MATERIALIZED (SELECT * FROM document WHERE document_id IN (SELECT document_id FROM reported)),
    told AS (
        SELECT incident_id, event.event_id, event.realis, event.modes, event.document_id, page.title,
            page.publisher, page.published, page.url,
            substr(page.text, (sentence.start + 1)::BIGINT, (sentence."end" - sentence.start)::BIGINT) AS quote,
            place.country, place.feature, event.trigger_start
        FROM reported AS event JOIN page USING (document_id)
        LEFT JOIN sentence ON sentence.document_id = event.document_id AND sentence.sentence = event.sentence
        LEFT JOIN place ON place.document_id = event.document_id AND place.start = event.place
    ),
    gathered AS (
        SELECT incident_id, bool_or(realis = 'ACTUAL') AS happened, bool_or(realis = 'PLANNED') AS planned,
            bool_or(realis = 'DENIED') AS denied,
            list_sort(list_distinct(flatten(list(modes) FILTER (realis = 'ACTUAL')))) AS modes,
            list_sort(list(DISTINCT publisher) FILTER (publisher IS NOT NULL)) AS publishers,
            min(published) AS first_published, max(published) AS last_published,
            first({'title': title, 'quote': quote, 'publisher': publisher, 'published': published, 'url': url,
                'document_id': document_id}
                ORDER BY realis <> 'ACTUAL', published NULLS LAST, document_id, trigger_start, event_id) AS first,
            list(DISTINCT country) FILTER (country IS NOT NULL) AS countries,
            first(feature ORDER BY feature) FILTER (feature IS NOT NULL) AS feature
        FROM told GROUP BY incident_id
    ),
    party AS MATERIALIZED (
        SELECT incident_id, document_id, unnest(list_concat(actors, recipients)) AS one FROM reported),
    involved AS (
        SELECT incident_id, list_sort(list(DISTINCT one.actor_id)) AS involved
        FROM party WHERE one.actor_id IS NOT NULL GROUP BY incident_id
    ),
    named AS (
        SELECT incident_id, coalesce(one.code, role.code) AS code,
            arg_min(actor.name, {'a': length(actor.name), 'b': actor.name}) AS name
        FROM party JOIN actor ON actor.actor_id = one.actor_id
        LEFT JOIN role ON role.document_id = party.document_id AND role.actor_id = one.actor_id
        WHERE coalesce(one.code, role.code) IS NOT NULL AND regexp_matches(actor.name, '^\\p{Lu}') GROUP BY ALL
    ),
    called AS (
        SELECT incident_id, map_from_entries(list({'key': code, 'value': name} ORDER BY code)) AS names
        FROM named GROUP BY incident_id
    ),
    disputed AS (
        SELECT incident_id, list({'field': field, 'positions': positions} ORDER BY dispute_id) AS disputes
        FROM dispute WHERE incident_id IN (SELECT incident_id FROM chosen) GROUP BY incident_id
    )
    SELECT chosen.*, gathered.* EXCLUDE (incident_id), names, coalesce(involved, []) AS involved,
        coalesce(disputes, []) AS disputes
    FROM chosen LEFT JOIN gathered USING (incident_id) LEFT JOIN involved USING (incident_id)
    LEFT JOIN called USING (incident_id) LEFT JOIN disputed USING (incident_id)
    ORDER BY nth
"""


def read_incidents(selection: Selection, *, newest_first: bool = False) -> Iterator[dict[str, Any]]:
    """Incidents by date, or those told last first, each with its reports' modes, publishers, first words and disputes.

    `names` is what those who bear a code are called in its reports, by name; the shortest of several is the plainest;
    `involved` is their ids.

    `lat` and `lon` are empty where the place is known to a country only: a country is never a point.
    """
    tables = {"report": selection.of("report"), "incident": selection.of("incident")}
    ids = (_NEWEST if newest_first else IDS).format(**tables)
    for row in selection.in_blocks(ids, _INCIDENTS.replace("{report}", tables["report"])):
        if row["place_precision"] is None or row["place_precision"] == 6:
            row["lat"] = row["lon"] = None
        yield row


_FIELDS = {"HAPPENED": "whether it happened", "RESPONSIBLE": "who did it", "KILLED": "how many were killed",
           "INJURED": "how many were injured", "PLACE": "where", "DATE": "when"}  # fmt: skip


def name_parties(row: dict[str, Any]) -> str:
    """`Attack: Argentina → Uruguay`, `Aid (planned): Argentina → Uruguay`: an incident's title."""
    names = row["names"] or {}
    sides = [
        ", ".join(dict.fromkeys(names.get(code) or say_code(code) for code in row[f"{who}_codes"]))
        for who in ("actor", "recipient")
    ]
    realis = f" ({said})" if (said := say_realis(row)) else ""
    title = f"{say_type(row['type'], row['modes']).capitalize()}{realis}"
    if not any(sides):
        return title
    return f"{title}: {sides[0] or 'unknown'}" + (f" → {sides[1]}" if sides[1] else "")


def say_headline(row: dict[str, Any]) -> str:
    """The same with the place: an incident in one line."""
    return f"{name_parties(row)}, {row['place_name']}" if row["place_name"] else name_parties(row)


def say_days(row: dict[str, Any]) -> str:
    """The days it may have happened on; empty where none is known."""
    first, last = row["earliest"], row["latest"]
    if first is None and last is None:
        return ""
    return str(first) if first == last else f"{first or '…'} to {last or '…'}"


def say_toll(row: dict[str, Any], what: str) -> str:
    """`7`, `3 to 12`, `at least 3`, `at most 12`: a toll as a range; empty where none is told."""
    low, high = row.get(f"{what}_low"), row.get(f"{what}_high")
    if low is None and high is None:
        return ""
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"at least {low:,}"
    return f"at most {high:,}" if low is None else f"{low:,} to {high:,}"


_REALIS = {"ACTUAL": "", "PLANNED": "planned", "DENIED": "denied", "HYPOTHETICAL": "supposed"}


def realis_of(row: dict[str, Any]) -> str:
    """ACTUAL where a report says that it happened; else PLANNED, DENIED or HYPOTHETICAL, whatever the reports say."""
    if row["happened"]:
        return "ACTUAL"
    return "PLANNED" if row["planned"] else "DENIED" if row["denied"] else "HYPOTHETICAL"


def say_realis(row: dict[str, Any]) -> str:
    """`planned`, `denied` or `supposed`, where no report says that it happened; else empty."""
    return _REALIS[realis_of(row)]


def say_disputes(row: dict[str, Any]) -> str:
    """What it is disputed on: `who did it; how many were killed`."""
    return "; ".join(dict.fromkeys(_FIELDS[one["field"]] for one in row["disputes"]))
