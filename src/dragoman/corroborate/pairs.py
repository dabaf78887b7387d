"""How likely it is that two events are reports of one incident: the tables `comparison`, `judged` and `pair`.

The parts of a comparison are weighed like the evidence for a match in record linkage (Fellegi and Sunter 1969): each
adds its logarithmic odds, so that the chance of a pair can be explained part by part. Reports that
have no side in common exclude each other.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.corroborate.sql import ask
from dragoman.schema import SCHEMAS

TOWNS_APART = 30.0
"""Kilometres from which on two places are two."""

_KILOMETRES = """
    2 * 6371 * asin(sqrt(least(1, pow(sin(radians(two.lat - one.lat) / 2), 2)
    + cos(radians(one.lat)) * cos(radians(two.lat)) * pow(sin(radians(two.lon - one.lon) / 2), 2))))"""

_COMPARISON = f"""
WITH both_sides AS (
    SELECT earlier, later, one, two,
        len(one.towns) > 0 AND len(two.towns) > 0 AND NOT list_has_any(one.towns, two.towns)
            AND one.document_id <> two.document_id AS towns_apart,
        greatest(0, one.earliest - two.latest, two.earliest - one.latest) AS days_apart,
        coalesce(len(one.sides) > 1 AND one.sides = two.sides AND NOT list_has_any(one.doers, two.doers)
            AND list_contains(one.recipients, one.speaker_side) AND list_contains(two.recipients, two.speaker_side),
            false) AS rival,
        CASE WHEN one.place_precision <= 3 AND two.place_precision <= 3 THEN {_KILOMETRES} END AS kilometres
    FROM candidate JOIN view AS one ON earlier = one.place JOIN view AS two ON later = two.place
)
SELECT earlier, later,
    one.family = 'FORCE' AS force,
    one.document_id = two.document_id AS same_page,
    one.origin_id = two.origin_id AND one.document_id <> two.document_id AS copies,
    coalesce(one.story_id = two.story_id, false) AS same_story,
    one.trigger = two.trigger AS same_trigger,
    jaro_winkler_similarity(one.trigger, two.trigger) > 0.85 AND one.trigger <> two.trigger AS like_trigger,
    len(one.sides) > 1 AND one.sides = two.sides AS same_sides,
    len(one.sides) <> len(two.sides) AND least(len(one.sides), len(two.sides)) = 1
        AND list_has_any(one.sides, two.sides) AS some_sides,
    one.realis <> two.realis AND 'DENIED' IN (one.realis, two.realis) AND one.doers = two.doers AS denial,
    rival,
    len(one.sides) > 0 AND len(two.sides) > 0 AND NOT list_has_any(one.sides, two.sides) AS other_sides,
    len(one.doer_ids) > 0 AND one.doer_ids = two.doer_ids AS same_doers,
    len(one.doers) > 0 AND len(two.doers) > 0 AND NOT list_has_any(one.doers, two.doers) AS other_doers,
    len(one.doers) > 0 AND len(two.doers) > 0 AND NOT list_has_any(one.doers, two.doers) AND NOT rival
        AND 'ASSAULT' NOT IN (one.type, two.type) AS own_act,
    one.dated AND two.dated AND days_apart > 0 AND NOT rival AS other_day,
    one.dated AND two.dated AND days_apart > 0 AND rival AS rival_day,
    one.dated AND two.dated AND days_apart = 0 AND greatest(one.latest - one.earliest, two.latest - two.earliest) < 3
        AS same_day,
    one.dated <> two.dated AND (days_apart > 0 OR one.history OR two.history) AS other_news,
    coalesce(one.dated <> two.dated AND one.earliest <= two.latest AND two.earliest <= one.latest, false)
        AS same_news,
    coalesce(kilometres <= {TOWNS_APART}, false) AS same_town,
    coalesce(kilometres > {TOWNS_APART}, false) AND NOT rival AS other_town,
    coalesce(kilometres > {TOWNS_APART}, false) AND rival AS rival_town,
    kilometres IS NULL AND list_has_any(one.towns, two.towns) AS like_towns,
    kilometres IS NULL AND towns_apart AND NOT (len(one.sides) > 1 AND one.sides = two.sides) AS other_towns,
    kilometres IS NULL AND towns_apart AND len(one.sides) > 1 AND one.sides = two.sides AND NOT rival AS towns_beside,
    coalesce(one.killed_low > 0 AND one.killed_low = two.killed_low, false) AS same_toll,
    one.realis IN ('PLANNED', 'HYPOTHETICAL') <> two.realis IN ('PLANNED', 'HYPOTHETICAL') AS other_realis,
    one.type <> two.type AS other_type
FROM both_sides ORDER BY earlier, later
"""

START = -2.0
"""The odds before anything is known: most events that share a block are two."""
FORCE = {
    "same_story": 1.5, "copies": 1.0, "same_page": 0.0,
    "same_trigger": 1.5, "like_trigger": 1.0, "other_type": -1.0,
    "same_sides": 1.5, "some_sides": 0.7, "same_doers": 0.5, "other_doers": -0.5, "rival": 2.0,
    "own_act": -4.0,
    "same_day": 2.0, "same_news": 0.5, "other_news": -3.0, "other_day": -6.0, "rival_day": -3.0,
    "same_town": 1.5, "other_town": -4.0, "rival_town": -0.5, "like_towns": 0.5, "other_towns": -4.0,
    "towns_beside": -1.5,
    "same_toll": 1.5, "denial": 1.0, "other_realis": -2.0,
}  # fmt: skip
"""Of acts of force: rival accounts turn the roles round, so that a doer unknown to the other excludes nothing, and
may name another day and place too. Not so of measures of state: who closes a border in answer to a closed border does
an act of his own."""
WORDS = FORCE | {
    "same_story": 1.0, "same_page": -1.0, "same_trigger": 2.0, "other_type": -2.0, "same_doers": 1.5,
    "other_doers": -20.0, "rival": 0.0, "same_day": 1.5,
}  # fmt: skip
"""Of all other acts, most of them of words: who does it is what tells them apart, and one page tells of several."""
NEVER = ("other_sides",)
LEAST = 0.1
"""Pairs of less chance are judged, but not kept in the record."""


def compare_events(candidate: pa.Table, view: pa.Table) -> pa.Table:
    """The table `comparison`: of each candidate pair the yes and no of everything that is compared."""
    return ask(_COMPARISON, {"candidate": candidate, "view": view}, "candidate", "view").to_arrow_table()


def judge_pairs(comparison: pa.Table) -> pa.Table:
    """The table `judged`: `earlier`, `later`, `chance`."""
    force = _column(comparison, "force")
    odds = np.full(comparison.num_rows, START)
    for name in FORCE:
        odds += _column(comparison, name) * np.where(force, FORCE[name], WORDS[name])
    chance = 1 / (1 + np.exp(-odds))
    for name in NEVER:
        chance[_column(comparison, name)] = 0.0
    return comparison.select(["earlier", "later"]).append_column("chance", pa.array(np.round(chance, 4)))


def name_pairs(judged: pa.Table, view: pa.Table) -> pa.Table:
    """The table `pair`: the judged pairs by the ids of their events, but for those of next to no chance."""
    likely = judged.filter(pc.greater_equal(judged["chance"], LEAST))
    ids = view["event_id"].combine_chunks()
    named = [ids.take(likely[name].combine_chunks()) for name in ("earlier", "later")]
    return pa.Table.from_arrays([*named, likely["chance"]], schema=SCHEMAS["pair"])


def _column(table: pa.Table, name: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    values: np.ndarray[tuple[int], np.dtype[np.bool_]] = pc.fill_null(table[name], False).to_numpy().astype(bool)
    return values
