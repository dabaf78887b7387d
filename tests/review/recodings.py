"""The fake flow of the engine tests coding the same pages in other ways, as a later version of dragoman might."""

import sys
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))

import fake_flow

from dragoman.ids import make_id
from dragoman.values import Reading

AHEAD = "A line that the first version left out.\n\n"


def build(settings):
    return lambda raw: fake_flow.read_fake(raw, settings)


def build_other_ids(settings):
    """All as before, under other ids."""
    return lambda raw: _renamed(fake_flow.read_fake(raw, settings))


def build_moved(settings):
    """The text begins with a line more, so that everything stands further on."""

    def read(raw):
        moved = msgspec.structs.replace(raw, text=AHEAD + raw.text)
        reading = _renamed(fake_flow.read_fake(moved, settings))
        events = (msgspec.structs.replace(one, killed_low=one.killed_low - 1) for one in reading.events)
        return msgspec.structs.replace(reading, events=tuple(events))

    return read


def build_helped(settings):
    """Strikes are coded as help."""

    def read(raw):
        reading = fake_flow.read_fake(raw, settings)
        events = tuple(
            msgspec.structs.replace(one, type="AID", quad=2, plover_score=7.0, event_id=make_id("helped", one.event_id))
            if one.type == "ASSAULT"
            else one
            for one in reading.events
        )
        return msgspec.structs.replace(reading, events=events)

    return read


def build_reworded(settings):
    """What the pages say of strikes is not read any more."""

    def read(raw):
        return fake_flow.read_fake(msgspec.structs.replace(raw, text=raw.text.replace("struck", "strack")), settings)

    return read


def _renamed(reading):
    def rename(name):
        return make_id("renamed", name)

    return Reading(
        document=reading.document,
        sentences=reading.sentences,
        actors=reading.actors,
        mentions=tuple(msgspec.structs.replace(one, mention_id=rename(one.mention_id)) for one in reading.mentions),
        places=reading.places,
        times=reading.times,
        statements=tuple(
            msgspec.structs.replace(one, statement_id=rename(one.statement_id)) for one in reading.statements
        ),
        events=tuple(
            msgspec.structs.replace(one, event_id=rename(one.event_id), statement_id=rename(one.statement_id))
            for one in reading.events
        ),
    )
