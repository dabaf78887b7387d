"""A reading that needs no model: every line `NAME verb NAME` is an event, so that engines and store can be tested."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from dragoman.ids import make_id
from dragoman.settings import Settings
from dragoman.spans import lines
from dragoman.values import (
    Actor,
    Document,
    Event,
    Mention,
    Part,
    Participant,
    Place,
    Problem,
    RawDocument,
    Reading,
    Sentence,
    Statement,
    Time,
)

ACTORS = {"Arland": ("ARL", "ARL"), "Borduria": ("BOR", "BOR"), "Zoë": ("ARL", "ARL GOV")}
TYPES = {"struck": ("ASSAULT", 4, -9.0), "helped": ("AID", 2, 7.0), "met": ("CONSULT", 1, 2.0)}


def write_pages(folder: Path, count: int) -> Path:
    """A folder of so many good pages, each with two events."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:02d}.txt").write_text(f"Arland struck Borduria near Hill{number}\n\nZoë met Borduria\n")
    return folder


def build(settings: Settings) -> Callable[[RawDocument], Reading | Problem]:
    def read(raw: RawDocument) -> Reading | Problem:
        return read_fake(raw, settings)

    return read


def build_broken(settings: Settings) -> Callable[[RawDocument], Reading | Problem]:
    raise FileNotFoundError(f"no model for {settings.jobs} jobs")


def build_slow(settings: Settings) -> Callable[[RawDocument], Reading | Problem]:
    def read(raw: RawDocument) -> Reading | Problem:
        time.sleep(0.05)
        return read_fake(raw, settings)

    return read


def read_fake(raw: RawDocument, settings: Settings) -> Reading | Problem:
    if "RAISE" in raw.text:
        raise ValueError("a line that says RAISE")
    if "HANG" in raw.text:
        time.sleep(600)
    if "DIE" in raw.text:
        os._exit(3)
    if "REFUSE" in raw.text:
        return Problem(input=raw.input, stage="clean", error="it says REFUSE")
    document_id = make_id(raw.raw_sha256, raw.external_id or raw.url, raw.publisher)
    document = Document(
        document_id=document_id, external_id=raw.external_id, url=raw.url, publisher=raw.publisher, title=raw.title,
        published=raw.published or settings.published or datetime(2031, 5, 4, tzinfo=UTC),
        published_from=raw.published_from, language="en", text=raw.text, raw_sha256=raw.raw_sha256,
    )  # fmt: skip
    spans = list(lines(raw.text))
    return Reading(
        document=document,
        sentences=tuple(
            Sentence(document_id=document_id, sentence=at, start=start, end=end, kind="BODY")
            for at, (start, end) in enumerate(spans)
        ),
        **_claims(document, spans),
    )


def _claims(document: Document, spans: list[tuple[int, int]]) -> dict[str, tuple]:
    actors, mentions, events, statements, places, times = {}, [], [], [], [], []
    for at, (start, end) in enumerate(spans):
        words = document.text[start:end].split(" ")
        if len(words) < 3 or words[1] not in TYPES or words[0] not in ACTORS:
            continue
        who, verb, whom = words[:3]
        parts = []
        for name, first in ((who, start), (whom, start + len(who) + len(verb) + 2)):
            actor = make_actor(name)
            actors[actor.actor_id] = actor
            parts.append(Participant(actor_id=actor.actor_id, code=actor.code, start=first, end=first + len(name)))
            mentions.append(
                Mention(
                    mention_id=make_id(document.document_id, first), document_id=document.document_id, start=first,
                    end=first + len(name), text=name, actor_id=actor.actor_id, how="NAME", confidence=0.9,
                )
            )  # fmt: skip
        kind, quad, score = TYPES[verb]
        statement_id = make_id(document.document_id, start, end)
        statements.append(
            Statement(
                statement_id=statement_id, document_id=document.document_id, start=start, end=end,
                source_start=start, source_end=start + len(who), cue_start=start + len(who) + 1,
                cue_end=start + len(who) + 1 + len(verb), content=(Part(start=parts[1].start, end=end),),
                kind="INDIRECT", speaker=parts[0].actor_id, speaker_confidence=0.8, act="ASSERT",
            )
        )  # fmt: skip
        if len(words) > 3:
            first = end - len(words[-1])
            places.append(Place(document_id=document.document_id, start=first, end=end, text=words[-1], confidence=0.5))
            times.append(
                Time(
                    document_id=document.document_id, start=first, end=end, text=words[-1], type="DATE",
                    value="2031-05-03", earliest=document.published.date(), latest=document.published.date(),
                )
            )  # fmt: skip
        events.append(
            Event(
                event_id=make_id(document.document_id, at, kind), document_id=document.document_id, sentence=at,
                trigger_start=start + len(who) + 1, trigger_end=start + len(who) + 1 + len(verb), type=kind, quad=quad,
                plover_score=score, actors=(parts[0],), recipients=(parts[1],), earliest=document.published.date(),
                latest=document.published.date(), date_precision="DAY", realis="ACTUAL", coder="fake 1",
                statement_id=statement_id, killed_low=at, confidence=0.7,
                place=places[-1].start if len(words) > 3 else None, time=times[-1].start if len(words) > 3 else None,
            )
        )  # fmt: skip
    return {
        "actors": tuple(actors.values()), "mentions": tuple(mentions), "events": tuple(events),
        "statements": tuple(statements), "places": tuple(places), "times": tuple(times),
    }  # fmt: skip


def make_actor(name: str) -> Actor:
    country, code = ACTORS.get(name, (None, None))
    kind = "PERSON" if code == "ARL GOV" else "STATE"
    return Actor(actor_id=make_id(name, kind, code), name=name, kind=kind, country=country, code=code)
