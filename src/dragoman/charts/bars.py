"""Counts as bars: incidents by type, the most active pairs, what is known to a country only."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dragoman.charts.theme import LIGHT, QUADS, Chart, legend_of, legible, style

_ROW = 24


def draw_bars(rows: Sequence[dict[str, Any]], *, what: str = "incidents", width: int = 480, most: int = 20) -> Chart:
    """A bar for each row's `label` and `count`, in their order; the colour is of its `quad` class, the link its `href`.

    Rows beyond `most` are left out: whoever draws says how many there are.
    """
    bars = [_say(row, what) for row in rows[:most]]
    height = max(1, len(bars)) * _ROW
    names = alt.Axis(ticks=False, domain=False, labelLimit=220, labelPadding=6)
    base = alt.Chart(alt.NamedData("bars")).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=names),
        x=alt.X("count:Q", title=None, axis=None),
    )
    drawn = base.mark_bar(height=_ROW * 0.6, cornerRadiusEnd=2, color=LIGHT["quad-2"]).encode(
        description="said:N", tooltip=[alt.Tooltip("said:N", title=what)]
    )
    if any("href" in bar for bar in bars):
        drawn = drawn.encode(href="href:N")
    if any(row.get("quad") for row in rows):
        domain = {name: colour for name, colour, _ in QUADS.values()}
        drawn = drawn.encode(color=alt.Color("quad_name:N", scale=legend_of(domain)))
    figures = base.mark_text(align="left", dx=5, color=LIGHT["soft"], fontSize=12, aria=False).encode(text="count:Q")
    return style(alt.layer(drawn, figures).properties(width=width, height=height), width, {"bars": bars})


def _say(row: dict[str, Any], what: str) -> dict[str, Any]:
    label = legible(str(row["label"]), 60)
    quad = QUADS[int(row["quad"])][0] if row.get("quad") else None
    said = f"{label}: {row['count']} {what}" + (f", {quad}" if quad else "")
    kept = {name: row[name] for name in ("count", "href") if name in row}
    return kept | {"label": label, "said": said, "quad_name": quad}
