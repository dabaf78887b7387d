"""The plot of scale is what was measured."""

import json

from benchmarks.scale import KEPT, MOST_GIGABYTES, MOST_TIMES, PLOT, draw


def test_the_plot_is_drawn_from_the_figures_that_are_kept() -> None:
    assert PLOT.read_text("utf-8") == draw(json.loads(KEPT.read_text("utf-8"))), (
        "run: python -m benchmarks.scale --draw"
    )


def test_the_figures_that_are_kept_are_within_their_bounds() -> None:
    sizes = json.loads(KEPT.read_text("utf-8"))
    each = [sum(one["seconds"].values()) / one["documents"] for one in sizes]
    assert len(sizes) > 1
    assert max(each) <= MOST_TIMES * each[0]
    assert max(one["memory"] for one in sizes) < MOST_GIGABYTES
