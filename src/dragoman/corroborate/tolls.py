"""What the figures of several reports say together.

UCDP's practice: every figure is kept with who gave it, and low, best and high are told apart. Low is the lowest figure
given, high the highest. Best is the figure that most independent voices give; of several, the one given last; of those,
the lower (UCDP codes the more conservative where nothing else decides).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from dragoman.corroborate.told import Told

Harm = Literal["killed", "injured"]


class Figure(NamedTuple):
    """A figure that a report gives: between `low` and `high`, either of them open."""

    low: int | None
    high: int | None

    def excludes(self, other: "Figure") -> bool:
        """Whether both cannot be right."""
        return _over(self.low, other.high) or _over(other.low, self.high)

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        if self.high is None:
            return f"at least {self.low}"
        return f"at most {self.high}" if self.low is None else f"{self.low} to {self.high}"


class Range(NamedTuple):
    """The lowest, the best supported and the highest figure; None where nobody gives one."""

    low: int | None
    best: int | None
    high: int | None


def _over(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


def figure_of(report: Told, harm: Harm) -> Figure | None:
    """The figure that a report gives, if it gives one."""
    low, high = (
        (report.killed_low, report.killed_high) if harm == "killed" else (report.injured_low, report.injured_high)
    )
    return None if low is None and high is None else Figure(low, high)


def standing_figures(reports: Iterable[Told], harm: Harm) -> list[tuple[Told, Figure]]:
    """The reports whose figure still stands: of each voice those of its last page.

    Pages without a date count as the first.
    """
    given: dict[str, list[tuple[Told, Figure]]] = defaultdict(list)
    for report in reports:
        figure = figure_of(report, harm)
        if figure is not None:
            given[report.voice].append((report, figure))
    standing = []
    for some in given.values():
        last = max(_moment(report) for report, _ in some)
        standing += [(report, figure) for report, figure in some if _moment(report) == last]
    return standing


def _moment(report: Told) -> datetime:
    return report.published or datetime.min


def sum_up(reports: Iterable[Told], harm: Harm) -> Range:
    """Low, best and high of a kind of harm over all reports; only the figures that stand count for best."""
    reports = list(reports)
    figures = [figure for report in reports for figure in [figure_of(report, harm)] if figure is not None]
    if not figures:
        return Range(None, None, None)
    low = min((one.low for one in figures if one.low is not None), default=None)
    high = max((n for one in figures for n in one if n is not None), default=None)
    return Range(low, _best(reports, harm), high)


def _best(reports: list[Told], harm: Harm) -> int | None:
    voices: dict[int, set[str]] = defaultdict(set)
    last: dict[int, datetime] = {}
    for report, figure in standing_figures(reports, harm):
        value = figure.low if figure.low is not None else figure.high
        if value is not None:
            voices[value].add(report.voice)
            last[value] = max(last.get(value, datetime.min), _moment(report))
    return max(voices, key=lambda value: (len(voices[value]), last[value], -value), default=None)
