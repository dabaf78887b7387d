"""The invented press goes the whole way, and its incidents are found again."""

from benchmarks.invent_events import invent_record
from benchmarks.scale import b_cubed
from dragoman.across import ACROSS, relate


def test_the_press_has_all_that_relations_read_and_its_incidents_are_found() -> None:
    tables, truth = invent_record(300, seed=7)
    written = {name for stage in ACROSS for name in stage.writes}
    assert {name for stage in ACROSS for name in stage.reads} - written - {"bond"} <= set(tables)
    found = relate(tables.__getitem__)
    assert found["report"].num_rows == tables["event"].num_rows
    assert b_cubed(truth, found["report"]) > 80
