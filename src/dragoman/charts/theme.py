"""Colours, shapes and letters of all charts: Okabe and Ito's palette, which any reader can tell apart.

A chart is a specification in Vega-Lite's own words, as plain dictionaries: Altair's objects, which check each word when
they are made, take longer to build than Vega takes to draw, so that only a notebook's charts become such.

A chart is specified in the light colours. Each bears a name, so that a picture can be put into the dark ones, or into
CSS variables that follow the page it stands on. Whatever a colour says, a shape or a word says too.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

Spec = dict[str, Any]
"""A chart, or a part of one, in Vega-Lite's words."""
Rows = Sequence[Mapping[str, Any]]
Theme = Literal["page", "light", "dark"]

LIGHT: dict[str, str] = {
    "ink": "#1b1f24",
    "soft": "#59616d",
    "axis": "#b5bcc6",
    "line": "#e4e7eb",
    "paper": "#ffffff",
    "land": "#eceef1",
    "shore": "#c9cfd7",
    "quad-1": "#56b4e9",
    "quad-2": "#0072b2",
    "quad-3": "#e69f00",
    "quad-4": "#d55e00",
    "single": "#858f9d",
    "corroborated": "#009e73",
    "disputed": "#cc79a7",
}
"""Every colour that a chart may use, by name; no two are the same."""

DARK: dict[str, str] = LIGHT | {
    "ink": "#e9ebee",
    "soft": "#a9b1bc",
    "axis": "#525b67",
    "line": "#2e343c",
    "paper": "#15181c",
    "land": "#262b32",
    "shore": "#434b56",
    "quad-2": "#2f93d3",
    "single": "#8f99a6",
    "corroborated": "#18b388",
}

QUADS: dict[int, tuple[str, str, str]] = {
    1: ("verbal cooperation", "quad-1", "circle"),
    2: ("material cooperation", "quad-2", "square"),
    3: ("verbal conflict", "quad-3", "triangle-up"),
    4: ("material conflict", "quad-4", "diamond"),
}
"""PLOVER's quad classes: name, colour, shape."""

STATUSES: dict[str, str] = {"CORROBORATED": "corroborated", "SINGLE SOURCE": "single", "DISPUTED": "disputed"}
"""An incident's status and its colour, in the order they are stacked."""

VEGA_LITE = "6.4"
SCHEMA = f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.1.json"
_NARROW = 560
_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
FONT = "Liberation Sans"
"""vl-convert carries it, so that every machine measures the same widths."""


def variable(name: str) -> str:
    """The CSS variable of a colour, for a page; the light colour where the page has none."""
    return f"var(--chart-{name}, {LIGHT[name]})"


def stylesheet() -> str:
    """CSS that gives the variables their colours, light and dark, as the reader's system or `data-theme` asks."""
    light, dark = ("".join(f"--chart-{name}:{value};" for name, value in colours.items()) for colours in (LIGHT, DARK))
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme: dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
    )


def style(chart: Spec, width: int, data: Mapping[str, Rows]) -> Spec:
    """The chart in our letters and lines; on narrow paper the legend takes two columns. `data` are its rows, by the
    names that its parts give."""
    return chart | {"$schema": SCHEMA, "config": _config(width), "datasets": {name: [*data[name]] for name in data}}


def _config(width: int) -> dict[str, Any]:
    text: Spec = {
        "labelColor": LIGHT["soft"],
        "titleColor": LIGHT["soft"],
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
    }
    text["labelLimit"] = (
        0  # words are cut before they come here; to look how long each is takes half the time of a chart
    )
    columns = 2 if width < _NARROW else 4
    legend = {"symbolStrokeWidth": 1, "symbolSize": 90, "title": None, "orient": "top", "columnPadding": 20}
    return {
        "font": FONT,
        "background": LIGHT["paper"],
        "padding": 4,
        "view": {"stroke": None},
        "axis": text
        | {"titleLimit": 0, "gridColor": LIGHT["line"], "domainColor": LIGHT["axis"], "tickColor": LIGHT["axis"]},
        "legend": text | legend | {"columns": columns},
        "title": {"color": LIGHT["ink"], "fontSize": 14, "anchor": "start", "limit": 0},
        "text": {"color": LIGHT["ink"], "fontSize": 12},
    }


def legible(text: str, most: int = 300) -> str:
    """Words for a picture: control characters, which XML cannot hold, as spaces, and no longer than `most`."""
    kept = _CONTROLS.sub(" ", text)
    return kept if len(kept) <= most else kept[: most - 1].rstrip() + "…"


class Sign(NamedTuple):
    """One line of a legend: a shape in a colour, and what it stands for."""

    word: str
    colour: str
    """A CSS variable."""
    shape: str
    """A path about 0, some 10 wide."""


_SHAPES = {
    "circle": "M5,0A5,5 0 1 1 -5,0A5,5 0 1 1 5,0Z",
    "square": "M-4.5,-4.5h9v9h-9Z",
    "triangle-up": "M0,-5L5,4H-5Z",
    "diamond": "M0,-5.5L4.5,0L0,5.5L-4.5,0Z",
}
LEGENDS: dict[str, tuple[Sign, ...]] = {
    "status": tuple(Sign(word.lower(), variable(colour), _SHAPES["square"]) for word, colour in STATUSES.items()),
    "quad": tuple(Sign(word, variable(colour), _SHAPES[shape]) for word, colour, shape in QUADS.values()),
    "place": tuple(Sign(word, variable(colour), _SHAPES["circle"]) for word, colour, _ in QUADS.values()),
}
"""The legends of timelines, of pairs and of maps, for a page, which has room for them beside the picture."""


def without_legend(chart: Spec) -> Spec:
    """The same chart for a page that shows its legend itself."""
    config = chart["config"]
    return chart | {"config": config | {"legend": config["legend"] | {"disable": True}}}


def legend_of(domain: Mapping[str, str]) -> Spec:
    """A scale from words to the colours of these names."""
    return {"domain": list(domain), "range": [LIGHT[name] for name in domain.values()]}


def words_of(points: Rows, what: str) -> Spec:
    """The encoding of what each point says, as `said`, for readers and on hovering; and of where it leads, as `href`,
    where any does."""
    told: Spec = {"description": nominal("said"), "tooltip": [nominal("said", title=what)]}
    return told | ({"href": nominal("href")} if any("href" in point for point in points) else {})


def nominal(field: str, **more: Any) -> Spec:
    """The encoding of a column of words."""
    return {"field": field, "type": "nominal", **more}


def quantitative(field: str, **more: Any) -> Spec:
    """The encoding of a column of numbers."""
    return {"field": field, "type": "quantitative", **more}


def temporal(field: str, **more: Any) -> Spec:
    """The encoding of a column of days."""
    return {"field": field, "type": "temporal", **more}
