"""What two events are compared by, one row an event: the table `view`."""

import pyarrow as pa

from dragoman.corroborate.sides import SIDE_IN_SQL
from dragoman.corroborate.sql import ask

JUST_BEFORE = 7
"""Days before its page within which an event without a date is taken to have happened, for comparison only."""

LONG_BEFORE = 60
"""Days before its page from which on an event is told as history."""

TOWN = 3
"""UCDP where-precision up to which a place is a town, or a district around one."""

_VIEW = f"""
WITH named AS (
    SELECT sentence.document_id, sentence.sentence, list_sort(list(DISTINCT place.name)) AS towns
    FROM sentence JOIN place ON place.document_id = sentence.document_id AND place.precision <= {TOWN}
        AND place.start >= sentence.start AND place.start < sentence."end"
    GROUP BY ALL
), parted AS (
    SELECT event.*,
        list_sort(list_distinct(list_filter(list_transform(actors, lambda one: {SIDE_IN_SQL}),
            lambda one: one IS NOT NULL))) AS doers,
        list_sort(list_distinct(list_filter(list_transform(recipients, lambda one: {SIDE_IN_SQL}),
            lambda one: one IS NOT NULL))) AS recipients_of,
        list_sort(list_distinct(list_filter(list_transform(actors, lambda one: one.actor_id),
            lambda one: one IS NOT NULL))) AS doer_ids
    FROM event
)
SELECT (row_number() OVER (ORDER BY document.published NULLS LAST, parted.document_id, trigger_start,
        parted.event_id) - 1)::INTEGER AS place,
    parted.event_id, parted.document_id, story.story_id, coalesce(origin_id, parted.document_id) AS origin_id,
    CASE WHEN type IN ('ASSAULT', 'COERCE') THEN 'FORCE' ELSE type END AS family, type, realis,
    lower(substr(document.text, (trigger_start + 1)::BIGINT, (trigger_end - trigger_start)::BIGINT)) AS trigger,
    trigger_start, parted.sentence, doer_ids, doers, recipients_of AS recipients,
    list_sort(list_distinct(list_concat(doers, recipients_of))) AS sides,
    earliest IS NOT NULL AND latest IS NOT NULL AS dated,
    coalesce(latest < document.published - INTERVAL {LONG_BEFORE} DAY, false) AS history,
    coalesce(earliest, (document.published - INTERVAL {JUST_BEFORE} DAY)::DATE) AS earliest,
    coalesce(latest, document.published::DATE) AS latest,
    coalesce(named.towns, []) AS towns,
    place.lat, place.lon, place.precision AS place_precision, parted.killed_low, parted.killed_high,
    coalesce(statement.speaker, origin_id, parted.document_id) AS voice,
    list_transform([who], lambda one: {SIDE_IN_SQL})[1] AS speaker_side
FROM parted JOIN document USING (document_id) LEFT JOIN origin USING (document_id)
LEFT JOIN story USING (document_id)
LEFT JOIN named ON named.document_id = parted.document_id AND named.sentence = parted.sentence
LEFT JOIN place ON place.document_id = parted.document_id AND place.start = parted.place
LEFT JOIN statement USING (statement_id) LEFT JOIN actor AS who ON who.actor_id = statement.speaker
ORDER BY place
"""


def view_events(
    event: pa.Table,
    document: pa.Table,
    sentence: pa.Table,
    origin: pa.Table,
    story: pa.Table,
    place: pa.Table,
    statement: pa.Table,
    actor: pa.Table,
) -> pa.Table:
    """The table `view`, a row an event, the earliest published first; `place` counts them from 0.

    `family` joins the types that accounts of one act may differ in; `doers`, `recipients` and both together, `sides`,
    are the sides of those who take part, sorted; `earliest` and `latest` are the event's own where it is `dated`, else
    the days up to its page, and `history` where that is long before it; `trigger` its words in lower case; `towns`
    are those that its sentence names; `voice` in whose words it is known, `speaker_side` on which side that speaker is.
    """
    tables = {
        "event": event, "document": document, "sentence": sentence, "origin": origin, "story": story, "place": place,
        "statement": statement, "actor": actor,
    }  # fmt: skip
    return ask(_VIEW, tables, *tables).to_arrow_table()
