"""Blind double coding: the same sample for several coders, none of whom sees what another said.

What coders say goes to a log of its own, `codings.jsonl`, chained as the others are. It changes nothing in the record:
it tells how far people agree, and with whom the coder does.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from dragoman.ids import make_id
from dragoman.review.acts import anchor_row
from dragoman.review.cells import read_cell
from dragoman.review.levels import LEVELS, VALID
from dragoman.review.reviewing import Review
from dragoman.review.rows import ReviewError, find_sentence
from dragoman.store.anchors import locate
from dragoman.store.corrections import Anchor, coding_log, hold
from dragoman.store.database import quote
from dragoman.store.kinds import KINDS, id_of
from dragoman.store.rows import find_rows


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a sample."""

    table: str
    row_id: str
    anchor: Anchor


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that several coders are to code, each by themselves."""

    sample_id: str
    at: datetime
    by: str
    table: str
    seed: int
    coders: tuple[str, ...]
    units: tuple[Unit, ...]


class Coding(msgspec.Struct, frozen=True, kw_only=True):
    """What one coder said of one row."""

    sample_id: str
    at: datetime
    by: str
    row_id: str
    values: dict[str, Any]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A row for a coder: its words in their sentence; what the program coded only where that was asked for."""

    sample_id: str
    table: str
    row_id: str
    text: str
    start: int
    end: int
    fields: tuple[str, ...]
    coded: dict[str, Any] | None = None
    left: int = 0
    """How many rows the coder still has, this one among them."""


class DoubleCoding:
    """The samples of a record, and what its coders said."""

    def __init__(self, folder: Path | str) -> None:
        self.review = Review(folder)
        self._log = coding_log(self.review.folder)

    def samples(self) -> list[Sample]:
        """All samples, oldest first."""
        return [msgspec.convert(line, Sample) for _, line in self._log.read() if line["is"] == "sample"]

    def codings(self, sample_id: str) -> dict[tuple[str, str], Coding]:
        """By coder and row, what each coder said last."""
        lines = (line for _, line in self._log.read() if line["is"] == "coding" and line["sample_id"] == sample_id)
        return {(one.by, one.row_id): one for one in (msgspec.convert(line, Coding) for line in lines)}

    def sample(self, given: str | None = None) -> Sample:
        """The sample whose id begins so, or the last; raises ReviewError where there is none."""
        found = [one for one in self.samples() if one.sample_id.startswith(given or "")]
        if not found or (given and len(found) > 1):
            raise ReviewError(
                f"{len(found) or 'no'} samples are called {given!r}" if given else "no sample was drawn yet"
            )
        return found[-1]

    def assign(self, coders: Sequence[str], count: int, *, seed: int = 0, table: str = "event", by: str = "") -> Sample:
        """Draw rows for coders. The same seed draws the same rows of the same record, in whatever order it was read:
        they are those whose hash with the seed is smallest."""
        names = [one.strip() for one in coders if one.strip()]
        if len(set(names)) < 2:
            raise ReviewError("blind double coding takes two coders or more")
        if table not in LEVELS:
            raise ReviewError(f"no {table!r} is coded twice; there are {', '.join(LEVELS)}")
        with self.review.open() as connection:
            units = _draw(connection, table, count, seed)
        if not units:
            raise ReviewError(f"the record has no {table}, or none was asked for")
        at = datetime.now(UTC)
        sample = Sample(
            sample_id=make_id("sample", at.isoformat(), table, seed, *names),
            at=at, by=by, table=table, seed=seed, coders=tuple(dict.fromkeys(names)), units=units,
        )  # fmt: skip
        with hold(self._log) as log:
            log.append({"is": "sample"} | msgspec.to_builtins(sample))
        return sample

    def next(self, coder: str, sample_id: str | None = None, *, show: bool = False) -> Task | None:
        """The next row for a coder, None where all is done; with `show` also what the program coded."""
        sample = self._sample_of(coder, sample_id)
        done = {row_id for by, row_id in self.codings(sample.sample_id) if by == coder}
        left = [unit for unit in sample.units if unit.row_id not in done]
        return self._task(sample, left, show=show) if left else None

    def _sample_of(self, coder: str, sample_id: str | None) -> Sample:
        sample = self.sample(sample_id)
        if coder not in sample.coders:
            raise ReviewError(
                f"{coder!r} is no coder of sample {sample.sample_id}; its coders: {', '.join(sample.coders)}"
            )
        return sample

    def _task(self, sample: Sample, left: Sequence[Unit], *, show: bool) -> Task:
        unit = left[0]
        with self.review.open() as connection:
            (spot,) = locate(connection, [unit.anchor])
            if isinstance(spot, str):  # the words as they were drawn
                text = unit.anchor.before + unit.anchor.words + unit.anchor.after
                start, end = len(unit.anchor.before), len(unit.anchor.before) + len(unit.anchor.words)
            else:
                text, first = find_sentence(connection, *spot)
                start, end = spot[1] - first, spot[2] - first
        return Task(
            sample_id=sample.sample_id, table=sample.table, row_id=unit.row_id, text=text, start=start, end=end,
            fields=tuple(LEVELS[sample.table]), coded=unit.anchor.row if show else None, left=len(left),
        )  # fmt: skip

    def code(self, coder: str, row: str, values: Mapping[str, Any], sample_id: str | None = None) -> Coding:
        """What a coder says of a row of the sample: `valid` (is it a row at all), and its columns where it is."""
        sample = self._sample_of(coder, sample_id)
        found = [one for one in sample.units if one.row_id.startswith(row.rpartition("/")[2])]
        if len(found) != 1:
            raise ReviewError(f"{len(found) or 'no'} rows of sample {sample.sample_id} are called {row!r}")
        told = {field: _read(sample.table, field, value) for field, value in values.items()}
        if not told:
            raise ReviewError(f"say something of {', '.join(LEVELS[sample.table])}")
        if told.get(VALID) != "no":
            told = {VALID: "yes"} | told
        elif len(told) > 1:
            raise ReviewError("what is no such row has no columns to code")
        coding = Coding(sample_id=sample.sample_id, at=datetime.now(UTC), by=coder, row_id=found[0].row_id, values=told)
        with hold(self._log) as log:
            log.append({"is": "coding"} | msgspec.to_builtins(coding))
        return coding


def _read(table: str, field: str, given: Any) -> Any:
    if field not in LEVELS[table]:
        raise ReviewError(f"no {field!r} is coded; there are {', '.join(LEVELS[table])}")
    if field == VALID:
        word = str(given).strip().lower()
        if word not in ("yes", "no", "true", "false"):
            raise ReviewError(f"valid is yes or no; {given!r} is not")
        return "yes" if word in ("yes", "true") else "no"
    if field in ("actors", "recipients"):
        return ", ".join(sorted(one.strip().upper() for one in str(given).split(",") if one.strip())) or None
    return read_cell(table, field, given)


def _draw(connection: duckdb.DuckDBPyConnection, table: str, count: int, seed: int) -> tuple[Unit, ...]:
    rows = {id_of(table, row): row for row in find_rows(connection, f"SELECT * FROM {quote(table)}")}
    chosen = sorted(rows, key=lambda row_id: (make_id(seed, row_id), row_id))[: max(0, count)]
    assert KINDS[table].span is not None
    return tuple(
        Unit(table=table, row_id=row_id, anchor=anchor_row(connection, table, rows[row_id])) for row_id in chosen
    )
