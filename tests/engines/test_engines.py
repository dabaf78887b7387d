"""One body for every engine: the same inputs give the same record, and one bad page fails alone.

Ray is a real cluster of three nodes on this machine, in the last test one of them is killed in the middle of a run.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.engines import local, ray
from dragoman.engines.choice import Engine, find_engine
from dragoman.engines.local import EngineError
from dragoman.engines.runs import read_into
from dragoman.record import Record
from dragoman.settings import Settings
from dragoman.store.verify import verify

FAKE = "fake_flow:build"
SOON = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 3}
"""A lost node is noticed in seconds."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    pytest.importorskip("ray", reason="the extra `ray` is not installed: its engine is not tested")
    before = dict(os.environ)
    os.environ |= ray.QUIET | {"PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 1, "include_dashboard": False, "_system_config": SOON}
    made = Cluster(initialize_head=True, head_node_args=head)
    for _ in range(2):
        made.add_node(num_cpus=1)
    yield made
    made.shutdown()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(params=["local", "ray"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "local":
        return find_engine("local")
    return find_engine("ray", request.getfixturevalue("cluster").address)


def contents(record: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows but what a rerun may change."""
    with Record(record) as opened:
        tables = {name: opened.table(name).to_pylist() for name in opened.tables if name != "run"}
    for name, column in (("document", "retrieved"), ("failure", "run_id")):
        for row in tables[name]:
            del row[column]
    return tables


def read(record: Path, pages: Path, engine: Engine, build: str = FAKE, **more: Any) -> Any:
    settings = Settings(jobs=2, page_seconds=more.pop("page_seconds", 60.0))
    return read_into(record, [str(pages)], settings, build=build, engine=engine, **more)


def test_promise_02_every_engine_gives_the_same_record(pages, tmp_path, engine):
    """With a page that raises, one that hangs, one that kills its worker, one that is empty, and one that is there
    twice; reading again adds nothing."""
    for name, text in (("raise", "RAISE"), ("hang", "HANG"), ("die", "DIE"), ("empty", "")):
        (pages / f"{name}.txt").write_text(text)
    (pages / "twin.txt").write_bytes((pages / "03.txt").read_bytes())
    done = read(tmp_path / "record", pages, engine, page_seconds=4.0)
    assert (done.counts.added, done.counts.repeated, done.counts.failed) == (30, 1, 4)
    assert {Path(one.input).stem: one.error for one in done.failures} == {
        "raise": "ValueError: a line that says RAISE",
        "hang": "took longer than 4 seconds",
        "die": "the worker that read it died (exit code 3); it may need too much memory",
        "empty": "the file is empty",
    }
    for name in ("hang", "die"):
        (pages / f"{name}.txt").unlink()
    again = read(tmp_path / "record", pages, engine)
    assert (again.counts.unchanged, again.counts.added, again.counts.failed) == (31, 0, 2)
    with Record(tmp_path / "record") as record:
        assert [len(record.table(name)) for name in ("document", "event", "failure")] == [30, 60, 4]
    plain = read_into(tmp_path / "plain", [str(pages)], Settings(jobs=0), build=FAKE)
    assert plain.counts.added == 30
    here, there = contents(tmp_path / "plain"), contents(tmp_path / "record")
    assert [row for row in there.pop("failure") if "engine" not in row["stage"]] == here.pop("failure")
    assert there == here
    assert verify(tmp_path / "record").faults == ()


def test_models_that_no_worker_can_load_stop_the_run_with_the_reason(pages, tmp_path, engine):
    with pytest.raises(EngineError, match="FileNotFoundError: no model for 1 jobs"):
        read_into(tmp_path / "record", [str(pages)], Settings(jobs=1), build="fake_flow:build_broken", engine=engine)


def test_promise_04_a_node_that_is_killed_in_a_run_loses_nothing(pages, tmp_path, cluster, monkeypatch):
    for number in range(30, 150):
        (pages / f"{number}.txt").write_text(f"Zoë helped Borduria near Hill{number}\n")
    monkeypatch.setattr(local, "BATCH_DOCUMENTS", 1)
    monkeypatch.setattr(ray, "BLOCK_TASKS", 2)
    (_, *others) = cluster.list_all_nodes()
    killed_at: list[int] = []

    def kill(far: Any) -> None:
        if killed_at or far.done < 10:
            return
        for _ in range(200):  # which of the nodes Ray puts its workers on first is Ray's affair
            for node in others:
                raylet = node.all_processes["raylet"][0].process.pid
                if any("dragoman.engines.worker" in one for one in descendants(raylet)):
                    killed_at.append(far.done)
                    cluster.remove_node(node, allow_graceful=False)
                    return
            time.sleep(0.1)

    settings = Settings(jobs=3)
    engine = find_engine("ray", cluster.address)
    done = read_into(
        tmp_path / "record", [str(pages)], settings, build="fake_flow:build_slow", engine=engine, tell=kill
    )
    assert killed_at
    assert killed_at[0] < 150
    assert len(cluster.list_all_nodes()) == 2
    assert (done.counts.added, done.counts.failed) == (150, 0)
    read_into(tmp_path / "whole", [str(pages)], Settings(jobs=0), build="fake_flow:build_slow")
    assert contents(tmp_path / "record") == contents(tmp_path / "whole")
    assert verify(tmp_path / "record").faults == ()


def descendants(process: int) -> list[str]:
    """The commands of all processes under one."""
    found, waiting = [], [process]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        try:
            found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            waiting += [int(one) for task in folder.glob("task/*/children") for one in task.read_text().split()]
        except OSError:
            continue
    return found


def test_without_ray_its_engine_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError, match=r"python -m pip install 'dragoman\[ray\]'"):
        list(find_engine("ray")([], local.Job(Settings())))


def test_an_address_goes_with_ray_and_engines_have_names():
    with pytest.raises(EngineError, match="an address goes with the engine ray"):
        find_engine("local", "auto")
    with pytest.raises(EngineError, match="no engine 'spark'; there are local, ray"):
        find_engine("spark")
