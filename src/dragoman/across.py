"""The way across documents. Read `ACROSS` from top to bottom: each relation, the tables it reads, the tables it writes.

A relation is a plain function from named Arrow tables to named Arrow tables; every table in between is one that a
person can query, or at least print. None depends on the order of rows, so that the order of reading changes nothing.
"""

from collections.abc import Callable, Iterable

import pyarrow as pa

from dragoman.corroborate.bonds import NO_BONDS
from dragoman.corroborate.candidates import find_candidates
from dragoman.corroborate.copies import find_copies
from dragoman.corroborate.grouping import group_reports
from dragoman.corroborate.kin import gather_kin
from dragoman.corroborate.origins import find_origins
from dragoman.corroborate.pairs import compare_events, judge_pairs, name_pairs
from dragoman.corroborate.roles import learn_roles, teach_events
from dragoman.corroborate.sql import ask
from dragoman.corroborate.stories import find_stories
from dragoman.corroborate.views import view_events
from dragoman.corroborate.weighing import weigh_incidents
from dragoman.schema import PARTS, SHARDS, tables_of_readings
from dragoman.stages import Stage, run_stages
from dragoman.values import Reading

ACROSS = (
    Stage(find_copies, reads=("document",), writes=("shared", "copy")),
    Stage(find_origins, reads=("document", "copy"), writes=("origin",)),
    Stage(find_stories, reads=("document",), writes=("story", "story_span")),
    Stage(gather_kin, reads=("document", "copy", "story"), writes=("kin",)),
    Stage(learn_roles, reads=("document", "actor", "mention"), writes=("role",)),
    Stage(teach_events, reads=("event", "role"), writes=("taught",)),
    Stage(
        view_events,
        reads=("taught", "document", "sentence", "origin", "story", "place", "statement", "actor"),
        writes=("view",),
    ),
    Stage(find_candidates, reads=("view",), writes=("candidate",)),
    Stage(compare_events, reads=("candidate", "view"), writes=("comparison",)),
    Stage(judge_pairs, reads=("comparison",), writes=("judged",)),
    Stage(name_pairs, reads=("judged", "view"), writes=("pair",)),
    Stage(group_reports, reads=("view", "judged", "bond"), writes=("report",)),
    Stage(
        weigh_incidents,
        reads=("report", "taught", "document", "origin", "place", "statement", "actor"),
        writes=("incident", "account", "dispute"),
    ),
)
"""The relations in order."""


def relate(table: Callable[[str], pa.Table], bond: pa.Table = NO_BONDS) -> dict[str, pa.Table]:
    """Every table that follows from all documents together; `table` gives one of the record by name, and `bond` is
    what people have said of which events are one incident."""
    written = [name for stage in ACROSS for name in stage.writes]
    read = {name for stage in ACROSS for name in stage.reads}.difference(written, {"bond"})
    tables = run_stages(ACROSS, {"bond": bond} | {name: table(name) for name in sorted(read)}, written)
    return {name: tables[name] for name in written}


def relate_readings(readings: Iterable[Reading]) -> dict[str, pa.Table]:
    """All tables that a record of these readings has, without a record."""
    tables = {name: SHARDS[name].empty_table() for name in PARTS} | tables_of_readings(readings)
    tables["actor"] = ask(
        "SELECT DISTINCT ON (actor_id) * EXCLUDE document_id FROM actor ORDER BY ALL", tables, "actor"
    ).to_arrow_table()
    return tables | relate(tables.__getitem__)
