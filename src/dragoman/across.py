"""The way across documents. Read `ACROSS` from top to bottom: each relation, the tables it reads, the tables it writes.

A relation is a plain function from named Arrow tables to named Arrow tables; every table in between is one that a
person can query, or at least print. None depends on the order of rows, so that the order of reading changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa

from dragoman.corroborate.bonds import NO_BONDS
from dragoman.corroborate.candidates import find_candidates
from dragoman.corroborate.copies import find_copies
from dragoman.corroborate.grouping import group_reports
from dragoman.corroborate.kin import gather_kin
from dragoman.corroborate.origins import find_origins
from dragoman.corroborate.pairs import compare_events, judge_pairs, name_pairs
from dragoman.corroborate.roles import learn_roles, teach_events
from dragoman.corroborate.sequence import put_in_order
from dragoman.corroborate.sql import ask
from dragoman.corroborate.stories import find_stories
from dragoman.corroborate.told import list_pages
from dragoman.corroborate.views import view_events
from dragoman.corroborate.weighing import weigh_incidents
from dragoman.schema import PARTS, SHARDS, tables_of_readings
from dragoman.stages import Stage
from dragoman.values import Reading

ACROSS = (
    Stage(list_pages, reads=("document",), writes=("page",)),
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
    Stage(group_reports, reads=("view", "judged", "bond"), writes=("report",)),
    Stage(name_pairs, reads=("judged", "view"), writes=("pair",)),
    Stage(
        weigh_incidents,
        reads=("report", "taught", "page", "origin", "place", "statement", "actor"),
        writes=("incident", "account", "dispute"),
    ),
)
"""The relations in order."""
WRITTEN = tuple(name for stage in ACROSS for name in stage.writes)
READ = tuple(sorted({name for stage in ACROSS for name in stage.reads}.difference(WRITTEN)))
"""What relations read that none of them writes: tables of the record, and `bond`."""
PASSING = ("page", "taught")
"""Tables that say nothing which others do not."""


def relate(table: Callable[[str], pa.Table], bond: pa.Table = NO_BONDS) -> dict[str, pa.Table]:
    """Every table that follows from all documents together; `table` gives one of the record by name, and `bond` is
    what people have said of which events are one incident."""
    tables = {name: bond if name == "bond" else table(name) for name in READ}
    for _ in run_across(tables):
        pass
    return {name: tables[name] for name in WRITTEN if name not in PASSING}


def run_across(tables: dict[str, pa.Table]) -> Iterator[Stage]:
    """Run the relations over `tables`, which holds those they read and takes those they write; each stage when it has
    run. What no later stage reads is dropped, unless it was written to stay, so that a large record fits."""
    tables["document"] = put_in_order(tables["document"])
    last = {name: stage for stage in ACROSS for name in stage.reads}
    for stage in ACROSS:
        written = stage.run(*(tables[name] for name in stage.reads))
        tables.update(zip(stage.writes, written if len(stage.writes) > 1 else (written,), strict=True))
        del written
        for name in stage.reads:
            if last[name] is stage and (name in READ or name in PASSING):
                del tables[name]
        yield stage


def relate_readings(readings: Iterable[Reading]) -> dict[str, pa.Table]:
    """All tables that a record of these readings has, without a record."""
    tables = {name: SHARDS[name].empty_table() for name in PARTS} | tables_of_readings(readings)
    tables["actor"] = ask(
        "SELECT DISTINCT ON (actor_id) * EXCLUDE document_id FROM actor ORDER BY ALL", tables, "actor"
    ).to_arrow_table()
    return tables | relate(tables.__getitem__)
