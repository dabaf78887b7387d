"""Runs: what was read, by what, and every input that could not be, with the reason."""

import json

import dragoman


def test_coverage_and_runs_are_those_of_the_record(desk, ask):
    (told,) = ask("SELECT count(*) AS n FROM document")
    page = desk.get("/runs").text
    assert f'<dt>Documents</dt><dd><span class="big">{told["n"]}</span>' in page
    assert f"<summary>dragoman {dragoman.__version__}</summary>" in page
    (run,) = [json.loads(line) for line in desk.get("/runs?table=runs&format=jsonl").text.splitlines()]
    assert run["documents"] == told["n"]


def test_every_publisher_can_be_had(desk, ask):
    told = ask("SELECT publisher, count(*) AS n FROM document GROUP BY publisher")
    rows = [json.loads(line) for line in desk.get("/runs?table=publishers&format=jsonl").text.splitlines()]
    assert {row["publisher"]: row["documents"] for row in rows} == {row["publisher"]: row["n"] for row in told}


def test_failures_are_told_with_their_reasons(copied, tmp_path):
    from starlette.testclient import TestClient

    from dragoman.desk.app import make_app

    (tmp_path / "<b>empty.txt").write_bytes(b"")
    dragoman.read(tmp_path / "<b>empty.txt", copied, jobs=0).close()
    with TestClient(make_app(copied), base_url="http://127.0.0.1:8000") as client:
        page = client.get("/runs").text
        assert "the file is empty" in page
        assert "&lt;b&gt;empty.txt" in page and "<b>empty" not in page
        rows = [json.loads(line) for line in client.get("/runs?table=failures&format=jsonl").text.splitlines()]
        told = {row["input"].rpartition("/")[2]: (row["stage"], row["error"]) for row in rows}
        assert told == {
            "<b>empty.txt": ("read", "the file is empty"),
            "tour.ipynb": ("no page", "passed over: notebooks are no pages"),
        }
