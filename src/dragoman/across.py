"""The way across documents. Read `ACROSS` from top to bottom: each relation, the tables it reads, the tables it writes.

A relation is a plain function from named Arrow tables to named Arrow tables; every table in between is one that a
person can query, or at least print. None depends on the order of rows, so that the order of reading changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from dragoman.corroborate.bonds import NO_BONDS
from dragoman.corroborate.candidates import find_candidates
from dragoman.corroborate.copies import find_copies
from dragoman.corroborate.grouping import group_reports
from dragoman.corroborate.kin import gather_kin
from dragoman.corroborate.origins import find_origins
from dragoman.corroborate.pairs import compare_events, judge_pairs, name_pairs
from dragoman.corroborate.regrouping import Grouped
from dragoman.corroborate.roles import learn_roles, teach_events
from dragoman.corroborate.sequence import put_in_order
from dragoman.corroborate.sql import ask, mark_rows
from dragoman.corroborate.stories import Stories
from dragoman.corroborate.story_update import update_stories
from dragoman.corroborate.told import list_pages
from dragoman.corroborate.views import view_events
from dragoman.corroborate.weighing import Weighed, weigh_incidents
from dragoman.ids import make_id
from dragoman.schema import PARTS, SHARDS, tables_of_readings
from dragoman.stages import Stage
from dragoman.values import Reading

ACROSS = (
    Stage(list_pages, reads=("document",), writes=("page",)),
    Stage(find_copies, reads=("document",), writes=("shared", "copy")),
    Stage(find_origins, reads=("document", "copy"), writes=("origin",)),
    Stage(update_stories, reads=("document",), writes=("story", "story_span")),
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
    Stage(group_reports, reads=("view", "judged", "bond"), writes=("report", "grouped")),
    Stage(name_pairs, reads=("judged", "view"), writes=("pair",)),
    Stage(
        weigh_incidents,
        reads=("report", "taught", "page", "origin", "place", "statement", "actor"),
        writes=("incident", "account", "dispute", "weighed"),
    ),
)
"""The relations in order."""
TOLD_OF_A_DOCUMENT = ("document_id", "url", "publisher", "title", "published", "text")
"""What relations read of the table `document`, some of which they write themselves."""
MADE = pa.schema([pa.field("name", pa.string()), pa.field("mark", pa.string())])
WRITTEN = tuple(name for stage in ACROSS for name in stage.writes)
READ = tuple(sorted({name for stage in ACROSS for name in stage.reads}.difference(WRITTEN)))
"""What relations read that none of them writes: tables of the record, and `bond`."""
PASSING = ("page", "taught")
"""Tables that say nothing which others do not."""
GROWING: dict[Callable[..., Any], Callable[..., Any]] = {
    update_stories: Stories, group_reports: Grouped, weigh_incidents: Weighed,
}  # fmt: skip
"""Stages that need less work where they are given what they made before, as these tuples, and make the same."""

Held = Callable[[str], pa.Table | None]
"""Gives a table as it was made the last time, by the same relations; None where there is none."""


def hold_nothing(_: str) -> None:
    """Where nothing was made before."""


def relate(
    table: Callable[[str], pa.Table], bond: pa.Table = NO_BONDS, held: Held = hold_nothing
) -> dict[str, pa.Table]:
    """Every table that follows from all documents together; `table` gives one of the record by name, and `bond` is
    what people have said of which events are one incident.

    With what is `held`, only tables whose stage reads something that has changed are made, and given; what becomes of
    them is the same. `made` says from what each was made.
    """
    tables = {name: bond if name == "bond" else table(name) for name in READ}
    for _ in run_across(tables, held):
        pass
    return {name: tables[name] for name in (*WRITTEN, "made") if name in tables and name not in PASSING}


def run_across(tables: dict[str, pa.Table], held: Held = hold_nothing) -> Iterator[Stage]:
    """Run the relations over `tables`, which holds those they read and takes those they write; each stage when it has
    run. What no later stage reads is dropped, unless it was written to stay, so that a large record fits."""
    tables["document"] = put_in_order(tables["document"].select(TOLD_OF_A_DOCUMENT))
    marks = {name: mark_rows(tables[name]) for name in READ}
    made = held("made")
    before = dict(zip(*(made[name].to_pylist() for name in MADE.names), strict=True)) if made else {}
    last = {name: stage for stage in ACROSS for name in stage.reads}
    for stage in ACROSS:
        mark = make_id(*stage.writes, *(marks[name] for name in stage.reads))
        marks |= dict.fromkeys(stage.writes, mark)
        if before.get(stage.writes[0]) != mark or stage.writes[0] in PASSING:
            tables |= zip(stage.writes, _run(stage, tables, held), strict=True)
        for name in stage.reads:
            if last[name] is stage and (name in READ or name in PASSING):
                del tables[name]
        yield stage
    tables["made"] = pa.table([list(marks), list(marks.values())], schema=MADE)


def _run(stage: Stage, tables: dict[str, pa.Table], held: Held) -> tuple[pa.Table, ...]:
    given = [tables[name] if name in tables else held(name) for name in stage.reads]
    before = [held(name) for name in stage.writes] if stage.run in GROWING else []
    grow = bool(before) and all(one is not None for one in before)
    written = stage.run(*given, before=GROWING[stage.run](*before)) if grow else stage.run(*given)
    return tuple(written) if len(stage.writes) > 1 else (written,)


def relate_readings(readings: Iterable[Reading]) -> dict[str, pa.Table]:
    """All tables that a record of these readings has, without a record."""
    tables = {name: SHARDS[name].empty_table() for name in PARTS} | tables_of_readings(readings)
    tables["actor"] = ask(
        "SELECT DISTINCT ON (actor_id) * EXCLUDE document_id FROM actor ORDER BY ALL", tables, "actor"
    ).to_arrow_table()
    return tables | relate(tables.__getitem__)
