"""Events that are reports of one incident: average-link clustering of the pairs. The table `report`.

The two groups that fit best are joined first, as long as the mean chance over all pairs between them stays at `EVEN` or
more; a pair that was not compared counts as `UNSEEN`. Ties go to the smaller ids, so that no order of rows matters.
"""

import heapq
from collections import defaultdict

import pyarrow as pa

from dragoman.ids import make_id
from dragoman.schema import SCHEMAS

EVEN = 0.5
UNSEEN = 0.3


def group_reports(view: pa.Table, document: pa.Table, pair: pa.Table) -> pa.Table:
    """The table `report`: each event in just one incident, whose id is a hash of its earliest report."""
    ids = view["event_id"].to_pylist()
    number = {event_id: k for k, event_id in enumerate(ids)}
    chances = {
        (number[one], number[two]): chance
        for one, two, chance in zip(*(pair[name].to_pylist() for name in ("event_id", "other", "chance")), strict=True)
    }
    published = dict(zip(*(document[name].to_pylist() for name in ("document_id", "published")), strict=True))
    order = [
        (published[page] is None, published[page], page, start, event_id)
        for page, start, event_id in zip(
            *(view[name].to_pylist() for name in ("document_id", "trigger_start", "event_id")), strict=True
        )
    ]
    rows = []
    for members in cluster(len(ids), chances):
        incident_id = make_id("incident", ids[min(members, key=order.__getitem__)])
        rows += [(incident_id, ids[one], _confidence(one, members, chances)) for one in members]
    rows.sort()
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    schema = SCHEMAS["report"]
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def _confidence(one: int, members: list[int], chances: dict[tuple[int, int], float]) -> float:
    """The mean chance of an event's pairs within its incident; 1 where it is alone."""
    some = [chances.get((min(one, other), max(one, other)), UNSEEN) for other in members if other != one]
    return round(sum(some) / len(some), 4) if some else 1.0


def cluster(count: int, chances: dict[tuple[int, int], float]) -> list[list[int]]:
    """Groups of 0 to `count - 1`, each sorted, by average link."""
    members = {k: [k] for k in range(count)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, two), chance in chances.items():
        sums[one][two] = sums[two][one] = chance - UNSEEN  # what a pair is over or under one not compared
    heap = [(-_mean(*pair, members, sums), *pair) for pair, chance in chances.items() if chance >= EVEN]
    heapq.heapify(heap)
    while heap:
        mean, one, two = heapq.heappop(heap)
        if one not in members or two not in members or -mean != _mean(one, two, members, sums):
            continue
        for other, value in sums.pop(two).items():
            del sums[other][two]
            if other != one:
                sums[one][other] = sums[other][one] = sums[one].get(other, 0.0) + value
        members[one] = sorted(members[one] + members.pop(two))
        for other in sums[one]:
            now = _mean(one, other, members, sums)
            if now >= EVEN:
                heapq.heappush(heap, (-now, min(one, other), max(one, other)))
    return [members[k] for k in sorted(members)]


def _mean(one: int, two: int, members: dict[int, list[int]], sums: dict[int, dict[int, float]]) -> float:
    return UNSEEN + sums[one].get(two, 0.0) / (len(members[one]) * len(members[two]))
