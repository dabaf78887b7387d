"""Counts as bars: incidents by type, the most active pairs, what is known to a country only."""

from collections.abc import Sequence
from typing import Any

from dragoman.charts.theme import LIGHT, QUADS, Spec, legend_of, legible, nominal, quantitative, style, words_of

_ROW = 24


def draw_bars(rows: Sequence[dict[str, Any]], *, what: str = "incidents", width: int = 480, most: int = 20) -> Spec:
    """A bar for each row's `label` and `count`, in their order; the colour is of its `quad` class, the link its `href`.

    Rows beyond `most` are left out: whoever draws says how many there are.
    """
    bars = [_say(row, what) for row in rows[:most]]
    height = max(1, len(bars)) * _ROW
    names = {"ticks": False, "domain": False, "labelLimit": 220, "labelPadding": 6}
    place: Spec = {
        "y": nominal("label", sort=None, title=None, axis=names),
        "x": quantitative("count", title=None, axis=None),
    }
    drawn: Spec = {
        "mark": {"type": "bar", "height": _ROW * 0.6, "cornerRadiusEnd": 2, "color": LIGHT["quad-2"]},
        "encoding": place | words_of(bars, what),
    }
    if any(row.get("quad") for row in rows):
        domain = {name: colour for name, colour, _ in QUADS.values()}
        drawn["encoding"]["color"] = nominal("quad_name", scale=legend_of(domain))
    letters = {"type": "text", "align": "left", "dx": 5, "color": LIGHT["soft"], "fontSize": 12, "aria": False}
    figures = {"mark": letters, "encoding": place | {"text": quantitative("count")}}
    chart = {"data": {"name": "bars"}, "layer": [drawn, figures], "width": width, "height": height}
    return style(chart, width, {"bars": bars})


def _say(row: dict[str, Any], what: str) -> dict[str, Any]:
    label = legible(str(row["label"]), 60)
    quad = QUADS[int(row["quad"])][0] if row.get("quad") else None
    said = f"{label}: {row['count']} {what}" + (f", {quad}" if quad else "")
    kept = {name: row[name] for name in ("count", "href") if name in row}
    return kept | {"label": label, "said": said, "quad_name": quad}
