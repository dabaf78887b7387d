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
    SELECT place, hash('story', story_id, family, unnest(sides)) AS block FROM view WHERE story_id IS NOT NULL
    UNION
    SELECT place, hash('story', story_id, family) FROM view WHERE story_id IS NOT NULL AND len(sides) = 0
    UNION
    SELECT place, hash('page', document_id, family) FROM view
    UNION
    SELECT place, hash('day', family, sides, unnest(range(earliest, latest + 1, INTERVAL 1 DAY))) FROM view
    WHERE dated AND latest - earliest < {DAYS} AND len(sides) > 1
), ranked AS (
    SELECT block, place, row_number() OVER (PARTITION BY block ORDER BY earliest NULLS LAST, latest, place) AS rank
    FROM key JOIN view USING (place)
), shelved AS (
    SELECT block, place, rank, rank // {NEAR} AS shelf, count(*) OVER (PARTITION BY block) AS size FROM ranked
)
SELECT DISTINCT least(one.place, two.place) AS earlier, greatest(one.place, two.place) AS later
FROM (SELECT *, unnest([shelf, shelf + 1]) AS beside FROM shelved WHERE size > 1) AS one
JOIN shelved AS two ON one.block = two.block AND one.beside = two.shelf
WHERE two.rank > one.rank AND two.rank <= one.rank + {NEAR}
ORDER BY earlier, later
"""


def find_candidates(view: pa.Table) -> pa.Table:
    """The table `candidate`: `earlier` and `later`, places in `view`, each pair once."""
    return ask(_CANDIDATE, {"view": view}, "view").to_arrow_table()
