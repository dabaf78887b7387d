"""Which events are compared at all: those that share a block. The table `candidate`.

A block is a story, a family of types and a side; or, for pages without a story in common, a family, both sides and a
day. Within a block that is larger than `NEAR`, only neighbours by day are compared, so that the work stays in
proportion to the record.
"""

import pyarrow as pa

from dragoman.corroborate.sql import ask

NEAR = 50
"""How many neighbours of an event are compared with it, at most, in each block."""
DAYS = 3
"""An event that may have happened on more days than this has no day to be found by."""

_CANDIDATE = f"""
WITH key AS (
    SELECT event_id, hash('story', story_id, family, unnest(sides)) AS block FROM view WHERE story_id IS NOT NULL
    UNION
    SELECT event_id, hash('story', story_id, family) FROM view WHERE story_id IS NOT NULL AND len(sides) = 0
    UNION
    SELECT event_id, hash('page', document_id, family) FROM view
    UNION
    SELECT event_id, hash('day', family, sides, unnest(range(earliest, latest + 1, INTERVAL 1 DAY))) FROM view
    WHERE dated AND latest - earliest < {DAYS} AND len(sides) > 1
), placed AS (
    SELECT block, event_id, earliest, latest,
        row_number() OVER (PARTITION BY block ORDER BY earliest NULLS LAST, latest, event_id) AS place
    FROM key JOIN view USING (event_id)
), shelved AS (
    SELECT *, place // {NEAR} AS shelf FROM placed
), pair AS (
    SELECT DISTINCT least(one.event_id, two.event_id) AS event_id, greatest(one.event_id, two.event_id) AS other
    FROM (SELECT *, unnest([shelf, shelf + 1]) AS beside FROM shelved) AS one
    JOIN shelved AS two ON one.block = two.block AND one.beside = two.shelf
    WHERE two.place > one.place AND two.place <= one.place + {NEAR}
)
SELECT * FROM pair ORDER BY event_id, other
"""


def find_candidates(view: pa.Table) -> pa.Table:
    """The table `candidate`: `event_id`, `other`, each pair once, the smaller id first."""
    return ask(_CANDIDATE, {"view": view}, "view").to_arrow_table()
