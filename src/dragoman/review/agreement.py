"""How far coders agree: Krippendorff's alpha, column by column.

Krippendorff, Content Analysis (4th ed. 2018), ch. 12: at .800 or more data are reliable, from .667 on they allow
tentative conclusions, below that none. Alpha needs something to disagree about: where all said the same there is none.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dragoman.review.levels import LEVELS, ORDER, Level
from dragoman.review.samples import Coding, Sample

FEW = 30
"""Rows coded by two or more below which alpha says little: one row more could change the verdict."""

UNKNOWN = "unknown"
"""What a coder said who left a nominal column empty: that the text does not say is an answer too."""


class Agreement(NamedTuple):
    """How far the coders of a sample agree on one column."""

    field: str
    level: Level
    alpha: float | None
    """None where it is undefined: nobody disagreed about anything, or nothing was coded twice."""
    n: int
    """Rows that two coders or more have coded."""
    same: int
    """Those of them on which all said the same."""
    note: str = ""
    """Why alpha is undefined, or that the rows are too few."""


def measure(sample: Sample, codings: Mapping[tuple[str, str], Coding]) -> list[Agreement]:
    """The agreement on each column of a sample; raises ImportError where the package `krippendorff` is missing."""
    return [
        _measure(field, level, _answers(sample, codings, field, level)) for field, level in LEVELS[sample.table].items()
    ]


def _answers(sample: Sample, codings: Mapping[tuple[str, str], Coding], field: str, level: Level) -> list[list[Any]]:
    """For each row what its coders said, None where one said nothing."""
    rows = []
    for unit in sample.units:
        row = []
        for coder in sample.coders:
            values = codings[coder, unit.row_id].values if (coder, unit.row_id) in codings else {}
            answer = values.get(field)
            row.append(UNKNOWN if level == "nominal" and field in values and answer is None else answer)
        rows.append(row)
    return [row for row in rows if sum(answer is not None for answer in row) > 1]


def _measure(field: str, level: Level, rows: Sequence[Sequence[Any]]) -> Agreement:
    same = sum(len({answer for answer in row if answer is not None}) == 1 for row in rows)
    values = {answer for row in rows for answer in row if answer is not None}
    if len(values) < 2:
        note = "nothing was coded twice" if not rows else "all said the same, so that nothing could differ"
        return Agreement(field, level, None, len(rows), same, note)
    note = f"too few: under {FEW} rows alpha says little" if len(rows) < FEW else ""
    return Agreement(field, level, find_alpha(rows, level, ORDER.get(field)), len(rows), same, note)


def find_alpha(rows: Sequence[Sequence[Any]], level: Level, order: Sequence[str] | None = None) -> float:
    """Krippendorff's alpha of rows of answers, None where a coder gave none."""
    import krippendorff
    import numpy as np

    values = sorted(
        {answer for row in rows for answer in row if answer is not None}, key=lambda one: (str(type(one)), one)
    )
    if level == "nominal":
        known = {value: float(number) for number, value in enumerate(values)}
    elif order is not None:
        known = {value: float(order.index(value)) for value in values}
    else:
        known = {value: float(value) for value in values}
    data = np.array([[np.nan if answer is None else known[answer] for answer in row] for row in rows]).T
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))
