"""The one adapter: the whole way of a document, lifted from values to Arrow batches.

The engines only move batches. What reads a document is named by where it can be imported from, so that every worker,
here or on another machine, builds its own once and keeps its models loaded.
"""

import traceback
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import msgspec

from dragoman.ids import make_id
from dragoman.schema import tables_of_readings
from dragoman.settings import Settings
from dragoman.store.tables import Batch, Entry
from dragoman.values import Problem, RawDocument, Reading

Read = Callable[[RawDocument], Reading | Problem]
Build = Callable[[Settings], Read]

FLOW = "dragoman.engines.lift:build_flow_reader"
"""The reading that dragoman does; tests name their own."""


def build_flow_reader(settings: Settings) -> Read:
    """dragoman's flow with its models loaded, as a function of one input."""
    from dragoman.flow import Flow

    return Flow(settings)


def load_build(name: str) -> Build:
    """What `module:function` names; it takes Settings and gives a function that reads one input."""
    module, _, function = name.partition(":")
    build: Build = getattr(import_module(module), function)
    return build


def input_key(raw: RawDocument) -> str:
    """A hash of all that was read, but for where it lay: the same key, the same reading."""
    told: list[Any] = [getattr(raw, name) for name in raw.__struct_fields__ if name not in ("input", "text")]
    # the text too: an archive may give several members of one file the same bytes' hash
    return make_id(*(None if one is None else str(one) for one in told), raw.text)


def read_one(read: Read, raw: RawDocument, retrieved: datetime | None = None) -> Reading | Problem:
    """What one input yields; an exception becomes a Problem that names the stage it came from."""
    try:
        reading = read(raw)
    except Exception as error:
        return Problem(input=raw.input, stage=_stage_of(error), error=f"{type(error).__name__}: {error}")
    if isinstance(reading, Problem):
        return reading
    document = msgspec.structs.replace(reading.document, retrieved=retrieved)
    return msgspec.structs.replace(reading, document=document)


def _stage_of(error: BaseException) -> str:
    """The module of the house that the exception rose from, without the house's name: `ground.places`."""
    frames = (frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__))
    inside = [name.removeprefix("dragoman.") for name in frames if name.startswith("dragoman.")]
    inside = [name for name in inside if not name.startswith("engines.")]
    return inside[-1] if inside else "flow"


class Lifted:
    """A batch of inputs in, their rows as Arrow tables out; holds the models."""

    def __init__(self, settings: Settings, build: str = FLOW, retrieved: datetime | None = None) -> None:
        self.read = load_build(build)(settings)
        self.retrieved = retrieved

    def __call__(self, raws: Iterable[RawDocument], begin: Callable[[int | None], object] | None = None) -> Batch:
        """All that the inputs yield; `begin` is told the place of each input before it is read, and None after."""
        read: dict[str, tuple[Entry, Reading]] = {}
        repeats, failures = [], []
        for place, raw in enumerate(raws):
            if begin is not None:
                begin(place)
            one = read_one(self.read, raw, self.retrieved)
            if isinstance(one, Problem):
                failures.append(one)
                continue
            new = (Entry(one.document.document_id, input_key(raw), raw.input), one)
            old = read.setdefault(new[0].document_id, new)
            if old is not new:
                first, second = sorted((old, new), key=lambda pair: pair[0].input_key)
                read[new[0].document_id] = first
                repeats.append(second[0])
        if begin is not None:
            begin(None)
        return make_batch(list(read.values()), repeats, failures)


def make_batch(read: list[tuple[Entry, Reading]], repeats: list[Entry], failures: list[Problem]) -> Batch:
    """The batch of some readings; a reading whose rows cannot be stored becomes a failure by itself."""
    try:
        tables = tables_of_readings(reading for _, reading in read)
    except (UnicodeEncodeError, ValueError, TypeError, OverflowError):
        sound = []
        for entry, reading in read:
            problem = _cannot_be_stored(entry, reading)
            if problem is None:
                sound.append((entry, reading))
            else:
                failures = [*failures, problem]
        read, tables = sound, tables_of_readings(reading for _, reading in sound)
    return Batch(tuple(entry for entry, _ in read), tables, tuple(repeats), tuple(failures))


def _cannot_be_stored(entry: Entry, reading: Reading) -> Problem | None:
    try:
        tables_of_readings([reading])
    except (UnicodeEncodeError, ValueError, TypeError, OverflowError) as error:
        return Problem(input=entry.input, stage="store", error=f"its rows cannot be stored: {error}")
    return None


def now() -> datetime:
    """This moment, UTC; stamped on runs and `retrieved` only."""
    return datetime.now(UTC)
