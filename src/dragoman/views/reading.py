"""One document: its text with statements and triggers marked, and under it what was coded from it."""

from collections.abc import Iterator

import msgspec
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dragoman.values import Event, Participant, Reading, Statement
from dragoman.views.claims import Line, Said, event_line, statement_line, tolls, when
from dragoman.views.rows import count
from dragoman.views.text import (
    ACTOR,
    CONTENT,
    CUE,
    PLACE,
    QUIET,
    RECIPIENT,
    SPEAKER,
    TIME,
    TRIGGER,
    Marked,
    mark,
    plain,
    quote,
)


def print_reading(console: Console, reading: Reading) -> None:
    """Print the marked text, its statements and its events."""
    for part in show_reading(reading):
        console.print(part, soft_wrap=False, highlight=False)


def show_reading(reading: Reading) -> Iterator[RenderableType]:
    """The parts of the view, from top to bottom."""
    document = reading.document
    about = [document.publisher, document.published and f"{document.published:%Y-%m-%d}", document.url]
    told = ", ".join(str(one) for one in about if one) or "no publisher, no date"
    yield Rule(plain(document.title or document.document_id, "bold"), align="left", style=QUIET)
    yield plain(f"{document.document_id}  {told}", QUIET)
    if focus := next((place for place in reading.places if place.focus), None):
        where = focus.name if focus.country is None or focus.precision == 6 else f"{focus.name}, {focus.country}"
        yield Text.assemble(("about ", QUIET), (where or focus.text, PLACE))
    yield Text()
    yield mark_text(reading)
    yield Text()
    yield _legend()
    names = Names(reading)
    yield Rule(count(len(reading.statements), "statement"), align="left", style=QUIET)
    for statement in reading.statements:
        yield from _show_statement(reading, statement, names)
    yield Rule(count(len(reading.events), "event"), align="left", style=QUIET)
    for event in reading.events:
        yield from _show_event(reading, event, names)


def mark_text(reading: Reading) -> Text:
    """The whole text, sources, cues and contents in their styles, triggers in theirs, furniture dimmed."""
    spans: list[Marked] = []
    for sentence in reading.sentences:
        if sentence.kind in ("FURNITURE", "STRAY"):
            spans.append((sentence.start, sentence.end, QUIET))
        elif sentence.kind == "HEADLINE":
            spans.append((sentence.start, sentence.end, "bold"))
    for statement in reading.statements:
        spans += statement_spans(statement)
    spans += [(event.trigger_start, event.trigger_end, TRIGGER) for event in reading.events]
    return mark(reading.document.text, spans, lines=True)


def statement_spans(statement: Statement) -> list[Marked]:
    """Content, source and cue of a statement, the narrower over the wider."""
    spans = [(part.start, part.end, CONTENT) for part in statement.content]
    if statement.source_start is not None and statement.source_end is not None:
        spans.append((statement.source_start, statement.source_end, SPEAKER))
    return [*spans, (statement.cue_start, statement.cue_end, CUE)]


def _legend() -> Text:
    return Text.assemble(
        ("source", SPEAKER), " ", ("cue", CUE), " ", ("content", CONTENT), " ", ("trigger of an event", TRIGGER), " ",
        ("not read", QUIET),
    )  # fmt: skip


class Names:
    """Names of a reading's actors, places and times, by what rows refer to them with."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.document.text
        self.actors = {actor.actor_id: actor for actor in reading.actors}
        self.places = {place.start: place for place in reading.places}
        self.times = {time.start: time for time in reading.times}
        self.statements = {statement.statement_id: statement for statement in reading.statements}

    def actor(self, actor_id: str | None) -> str | None:
        """The actor's name."""
        actor = self.actors.get(actor_id or "")
        return actor.name if actor else None

    def participant(self, one: Participant) -> tuple[str, str | None]:
        """Name and code of a participant; its words where it has no name."""
        return self.actor(one.actor_id) or self.text[one.start : one.end], one.code

    def says(self, event: Event) -> str | None:
        """Who says that the event happened; None where the article itself does."""
        statement = self.statements.get(event.statement_id or "")
        if statement is None:
            return None
        if (speaker := self.actor(statement.speaker)) is not None:
            return speaker
        if statement.source_start is None or statement.source_end is None:
            return "somebody not named"
        return self.text[statement.source_start : statement.source_end]


def _show_statement(reading: Reading, statement: Statement, names: Names) -> Iterator[RenderableType]:
    others = [
        (names.actor(one.actor_id) or one.actor_id, one.confidence)
        for one in statement.alternatives
        if one.actor_id != statement.speaker
    ]
    source = (
        reading.document.text[statement.source_start : statement.source_end]
        if statement.source_start is not None
        else None
    )
    said = Said(
        speaker=names.actor(statement.speaker) or source,
        confidence=statement.speaker_confidence,
        others=others,
        act=statement.act,
        kind=statement.kind,
        addressee=names.actor(statement.addressee),
        medium=statement.medium,
        inside=statement.parent is not None,
    )
    yield statement_line(said)
    words = reading.document.text[statement.start : statement.end]
    yield Padding(quote(words, statement_spans(statement), statement.start), (0, 0, 0, 4), expand=False)


def _show_event(reading: Reading, event: Event, names: Names) -> Iterator[RenderableType]:
    place = None if event.place is None else names.places.get(event.place)
    time = None if event.time is None else names.times.get(event.time)
    where = place and (f"{place.name} ({place.country})" if place.name and place.country else place.name or place.text)
    yield event_line(
        Line(
            type=event.type,
            modes=event.modes,
            actors=[names.participant(one) for one in event.actors],
            recipients=[names.participant(one) for one in event.recipients],
            when=when(event.earliest, event.latest, time.text if time else None),
            where=where or None,
            realis=event.realis,
            says=names.says(event),
            tolls=tolls(msgspec.structs.asdict(event)),
            confidence=event.confidence,
        )
    )  # fmt: skip
    spans = [(one.start, one.end, ACTOR) for one in event.actors]
    spans += [(one.start, one.end, RECIPIENT) for one in event.recipients]
    spans += [(one.start, one.end, style) for one, style in ((place, PLACE), (time, TIME)) if one]
    spans.append((event.trigger_start, event.trigger_end, TRIGGER))
    sentence = next((one for one in reading.sentences if one.sentence == event.sentence), None)
    start, end = (sentence.start, sentence.end) if sentence else (event.trigger_start, event.trigger_end)
    yield Padding(quote(reading.document.text[start:end], spans, start), (0, 0, 0, 4), expand=False)
