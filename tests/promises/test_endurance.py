"""Dispatches of about 200 words, read by two workers of the whole flow, killed and resumed: the record is whole, and
memory stays where it was. `python -m benchmarks.endurance` does the same with 20,000."""

import json
from pathlib import Path

from benchmarks import endurance
from benchmarks.endurance import KEPT, MOST_GROWTH, PLOT, Plan, check, draw, endure, measure
from benchmarks.recombine import recombine

RUNNING = Path(__file__).parents[2] / "docs" / "running.md"


def test_promise_23_memory_stays_flat_through_kills(tmp_path):
    plan = Plan.draw(500, kills=3, seed=1)
    for _ in endure(tmp_path / "work", plan, jobs=2):
        pass
    told = measure(tmp_path / "work", plan)
    assert told["kills"] == 3
    assert told["held_at_each_kill"][-1] == 500
    assert told["growth"] is None or told["growth"] < 1.2, told
    held = check(tmp_path / "work", plan, twin=False, jobs=2)
    assert held["rows"]["document"] == 500
    assert held["faults"] == []


def test_promise_23_the_figures_that_are_kept_are_within_their_bounds():
    told = json.loads(KEPT.read_text("utf-8"))
    assert told["documents"] >= 20_000
    assert told["kills"] >= 5
    assert told["growth"] <= MOST_GROWTH
    assert told["faults"] == []
    assert PLOT.read_text("utf-8") == draw(told), "run: python -m benchmarks.endurance --draw"


def test_what_the_page_on_running_says_was_measured() -> None:
    """The figures of the table are those of the file, and what a million costs follows from them."""
    told, page = json.loads(KEPT.read_text("utf-8")), RUNNING.read_text("utf-8")
    each = told["processor_seconds_a_document"]
    million, pages = each * 1e6 / 3600, (2 * each + 0.03) * 1e6 / 3600
    day = 0.2 * pages
    for words in (
        f"| {each:.2f} s |",
        f"{told['spans']:,} spans",
        f"{told['read_without_a_break']:,} documents without a break",
        f"{told['megabytes_early']:,.0f} MB after 2,000 of them and {told['megabytes_late']:,.0f} MB at the",
        f"{told['growth']} times as much",
        ", ".join(f"{held:,}" for held in told["held_at_each_kill"][:4]),
        f"| {million:.0f} core hours | {million * 0.04:.2f} |",
        f"| {pages:.0f} core hours |",
        f"| {day:.0f} core hours | {day * 0.04:.2f} |",
    ):
        assert words in page, words


def test_dispatches_are_the_same_for_a_seed_and_about_200_words_long():
    some = list(recombine(60, seed=3))
    assert some == list(recombine(90, seed=3))[:60]
    assert some != list(recombine(60, seed=4))
    words = [len(row["text"].split()) for row in some]
    assert 200 <= sum(words) / len(words) <= 240
    assert len({row["text"] for row in some}) == 60


def test_growth_is_seen_where_there_is_some(tmp_path):
    plan = Plan.draw(1000, kills=0, seed=1)
    (tmp_path / "stints.jsonl").write_text(json.dumps({"killed": False, "whole": True, "documents": 1000}) + "\n")
    for grows, expected in ((0.0, 1.0), (1.0, 1.29)):
        samples = [endurance.Sample(0, float(n), n, n / 10, 1000 + grows * n, 100) for n in range(0, 1001, 20)]
        (tmp_path / "samples.jsonl").write_text("".join(json.dumps(one) + "\n" for one in samples))
        told = measure(tmp_path, plan)
        assert abs(told["growth"] - expected) < 0.1, told["growth"]
