from dragoman.flow import Flow
from dragoman.ids import make_id
from dragoman.settings import Settings
from dragoman.stages import Stage
from dragoman.values import Reading


def test_every_stage_reads_what_an_earlier_one_wrote(flow: Flow) -> None:
    written = {"document"}
    for stage in flow.stages:
        assert set(stage.reads) <= written, stage
        assert not set(stage.writes) & written, stage
        written |= set(stage.writes)
    assert set(Reading.__struct_fields__) <= written


def test_only_needed_stages_run() -> None:
    ran = []

    def stage(name: str, *reads: str) -> Stage:
        def run(*_: object) -> str:
            ran.append(name)
            return name

        return Stage(run, reads, (name,))

    small = Flow(Settings(), (stage("a", "document"), stage("b", "a"), stage("c", "a"), stage("d", "c")))
    assert small.run({"document": "x"}, ["d"])["d"] == "d"
    assert ran == ["a", "c", "d"]
    ran.clear()
    small.run({"document": "x", "c": "given"}, ["d"])
    assert ran == ["d"]
    other = small.instead(c=lambda _: "other")
    assert other.run({"document": "x"}, ["c"])["c"] == "other"
    assert small.run({"document": "x"}, ["c"])["c"] == "c"


def test_ids_differ_by_part_and_hold_over_time() -> None:
    assert make_id("a", None) != make_id("a", "")
    assert make_id("a", "bc") != make_id("ab", "c")
    assert make_id("a", "b", 1) == "91c8fd82d71e26bb"
