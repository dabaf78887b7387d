"""A record that grows has the tables of one that was read at once, whatever the runs and their order."""

import random
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from benchmarks.invent_events import invent_record
from dragoman import across
from dragoman.across import PASSING, WRITTEN, relate
from dragoman.corroborate.bonds import BOND, NO_BONDS

STAYING = [name for name in (*WRITTEN, "made") if name not in PASSING]


@cache
def press():
    """The tables of an invented press, dense enough for windows and stories to touch."""
    return invent_record(200, seed=5)[0]


def some(documents):
    """The tables with only these documents."""
    wanted = pa.array(sorted(documents), pa.string())
    return {
        name: one.filter(pc.is_in(one["document_id"], wanted)) if "document_id" in one.column_names else one
        for name, one in press().items()
    }


class Growing:
    """A record as its writer keeps it: what is made again takes the place of what was made before."""

    def __init__(self):
        self.held = {}
        self.made = []

    def read(self, tables, bond=NO_BONDS):
        made = relate(tables.__getitem__, bond, self.held.get)
        self.made = sorted(made)
        self.held |= made

    def check(self, tables, bond=NO_BONDS):
        whole = relate(tables.__getitem__, bond)
        for name in STAYING:
            assert self.held[name].equals(whole[name]), name


@pytest.mark.parametrize("seed", range(3))
def test_runs_of_any_size_in_any_order_are_reading_at_once(seed):
    chance = random.Random(seed)
    ids = press()["document"]["document_id"].to_pylist()
    chance.shuffle(ids)
    cuts = sorted(chance.sample(range(len(ids)), 2)) if seed else [len(ids) - 1]
    record = Growing()
    for end in (*cuts, len(ids)):
        record.read(some(ids[:end]))
        record.check(some(ids[:end]))


def test_what_is_taken_out_leaves_no_trace():
    ids = press()["document"]["document_id"].to_pylist()
    record = Growing()
    record.read(some(ids))
    record.read(some(ids[20:]))
    record.check(some(ids[20:]))


def test_what_has_not_changed_is_not_made_again():
    record = Growing()
    record.read(press())
    record.read(press())
    assert record.made == ["made"]


def test_a_bond_touches_the_grouping_alone():
    events = press()["event"]["event_id"].to_pylist()
    bond = pa.Table.from_pylist([{"event_id": events[0], "other": events[-1], "same": True}], BOND)
    record = Growing()
    record.read(press())
    record.read(press(), bond)
    assert record.made == ["account", "dispute", "grouped", "incident", "made", "report", "weighed"]
    record.check(press(), bond)
    record.read(press())
    record.check(press())


def test_another_name_for_a_side_reaches_the_disputes():
    tables = dict(press())
    record = Growing()
    record.read(tables)
    names = pa.array([f"{name} Republic" for name in tables["actor"]["name"].to_pylist()])
    tables["actor"] = tables["actor"].set_column(tables["actor"].column_names.index("name"), "name", names)
    record.read(tables)
    record.check(tables)


def test_only_incidents_that_are_told_of_anew_are_weighed(monkeypatch):
    ids = press()["document"]["document_id"].to_pylist()
    record = Growing()
    record.read(some(ids[1:]))
    weighed = []
    weighing = across.weigh_incidents.__globals__
    monkeypatch.setitem(
        weighing,
        "sum_up_incident",
        lambda *given, _sum=weighing["sum_up_incident"], **more: weighed.append(given[0]) or _sum(*given, **more),
    )
    record.read(some(ids))
    assert len(weighed) < record.held["incident"].num_rows / 5
