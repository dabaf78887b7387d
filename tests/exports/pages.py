"""A few invented pages of a quarrel over a river, with what they are coded to, written by hand: no model is needed.

They hold what exports trip over: emoji and right-to-left words, publishers that a spreadsheet would run, a title that
is a script, a place known to a country only, a plan, a denial, a supposition, and an event whose doer nobody names.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

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
)  # fmt: skip

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TURNED = "\u202eevil\u202c"


class Deed(NamedTuple):
    """An event by the words that name it."""

    trigger: str
    type: str
    quad: int
    score: float
    actors: str
    recipients: str = ""
    place: str = ""
    day: date | None = date(2031, 5, 1)
    realis: str = "ACTUAL"
    modes: tuple[str, ...] = ()
    cameo: str | None = None
    goldstein: float | None = None
    killed: tuple[int | None, int | None] = (None, None)


ACTORS = {
    "Argentina": ("STATE", "ARG", None, "ARG", "Q414"),
    "Argentine jets": ("GROUP", "ARG", "MIL", "ARG MIL", None),
    "Uruguay": ("STATE", "URY", None, "URY", "Q77"),
    "Minister Rivas": ("PERSON", "URY", "GOV", "URY GOV", None),
    "United Nations": ("ORGANISATION", None, None, "IGO UNO", "Q1065"),
}
PLACES = {
    "Colonia": (3443013, "Colonia del Sacramento", "PPLA", -34.4626, -57.8398, "URY", 1),
    "Soriano": (3440054, "Soriano", "ADM1", -33.5, -57.75, "URY", 4),
    "the country": (3439705, "Uruguay", "PCLI", -33.0, -56.0, "URY", 6),
}
_STRIKE = Deed("struck", "ASSAULT", 4, -9.5, "Argentine jets", "Uruguay", "Colonia", modes=("aerial",), cameo="195",
               goldstein=-10.0, killed=(3, None))  # fmt: skip
PAGES: list[tuple[dict[str, Any], list[Deed]]] = [
    (
        {"id": "1", "publisher": "Port Courier", "published": "2031-05-02T08:00:00Z", "title": "Jets over Colonia",
         "url": "https://courier.example/colonia?a=1&b=2",
         "text": "Argentine jets struck Uruguay at Colonia on 1 May, killing at least three people.\n\n"
                 "Minister Rivas said that Argentine jets struck Uruguay without warning 😀.\n"},
        [_STRIKE],
    ),
    (
        {"id": "2", "publisher": '=HYPERLINK("http://x","y")', "published": "2031-05-03T09:30:00Z", "title": "-2+3",
         "url": "javascript:alert(3)",
         "text": "Argentina denied that Argentine jets struck Uruguay at Colonia on 1 May.\n"},
        [_STRIKE._replace(realis="DENIED", killed=(None, None))],
    ),
    (
        {"id": "3", "publisher": "@wire", "published": "2031-05-04", "title": SCRIPT,
         "text": "שלום 👩‍👩‍👧 Argentina will help Uruguay across the country.\n\n"
                 "e\u0301 United Nations met Uruguay in Soriano, with two dead or twelve.\n"},
        [Deed("help", "AID", 2, 10, "Argentina", "Uruguay", "the country", None, "PLANNED", cameo="070"),
         Deed("met", "CONSULT", 1, 2.5, "United Nations", "Uruguay", "Soriano", date(2031, 5, 4), cameo="040",
              goldstein=1.0, killed=(2, 12))],
    ),
    (
        {"id": "4", "publisher": "Port Courier", "text": f"{TURNED} Would Uruguay punish Argentina if shops closed?\n"},
        [Deed("punish", "SANCTION", 4, -6, "Uruguay", "Argentina", "", None, "HYPOTHETICAL"),
         Deed("closed", "COERCE", 4, -7, "", "", "", None)],
    ),
]  # fmt: skip


def write_pages(path: Any) -> None:
    """The pages as an input, and one line that cannot be read."""
    rows = [json.dumps(page) for page, _ in PAGES]
    path.write_text("\n".join([*rows, "{broken"]) + "\n")


def build(settings: Settings) -> Callable[[RawDocument], Reading | Problem]:
    """What reads a page: gives what is written above for it."""
    del settings
    deeds = {page["id"]: some for page, some in PAGES}
    return lambda raw: read_page(raw, deeds[str(raw.external_id)])


def read_page(raw: RawDocument, deeds: list[Deed]) -> Reading:
    """A page with its deeds, mentions, places, times and, where it has `said that`, a statement."""
    id_ = make_id(raw.raw_sha256, raw.external_id, raw.publisher)
    document = Document(
        document_id=id_, external_id=raw.external_id, url=raw.url, publisher=raw.publisher, title=raw.title,
        published=raw.published, published_from=raw.published_from, language="en", text=raw.text,
        raw_sha256=raw.raw_sha256, retrieved=datetime(2040, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    text = raw.text
    spans = list(lines(text))
    sentences = [Sentence(document_id=id_, sentence=at, start=a, end=b, kind="BODY") for at, (a, b) in enumerate(spans)]
    mentions, actors = _mentions(id_, text)
    places = [_place(id_, text, name) for name in PLACES if name in text]
    statements = [_statement(id_, text, spans, actors)] if "said that" in text else []
    return Reading(
        document=document, sentences=tuple(sentences), actors=tuple(actors.values()), mentions=tuple(mentions),
        places=tuple(sorted(places, key=lambda one: one.start)), times=tuple(_times(id_, text)),
        statements=tuple(statements), events=tuple(_event(id_, text, spans, one, actors) for one in deeds),
    )  # fmt: skip


def _mentions(id_: str, text: str) -> tuple[list[Mention], dict[str, Actor]]:
    mentions, actors = [], {}
    for name, (kind, country, sector, code, wikidata) in ACTORS.items():
        start = text.find(name)
        if start < 0:
            continue
        actor_id = make_id(name, kind, code)
        actors[name] = Actor(actor_id=actor_id, name=name, kind=kind, country=country, sector=sector, code=code,
                             wikidata=wikidata)  # fmt: skip
        role = "Minister" if kind == "PERSON" else None
        while start >= 0:
            mentions.append(
                Mention(mention_id=make_id(id_, start), document_id=id_, start=start, end=start + len(name), text=name,
                        actor_id=actor_id, how="NAME", role=role, confidence=0.9)
            )  # fmt: skip
            start = text.find(name, start + 1)
    return mentions, actors


def _place(id_: str, text: str, name: str) -> Place:
    start = text.index(name)
    fields = dict(
        zip(("geonameid", "name", "feature", "lat", "lon", "country", "precision"), PLACES[name], strict=True)
    )
    return Place(document_id=id_, start=start, end=start + len(name), text=name, confidence=0.8, **fields)


def _times(id_: str, text: str) -> list[Time]:
    if "1 May" not in text:
        return []
    start, day = text.index("1 May"), date(2031, 5, 1)
    return [Time(document_id=id_, start=start, end=start + 5, text="1 May", type="DATE", value="2031-05-01",
                 earliest=day, latest=day)]  # fmt: skip


def _statement(id_: str, text: str, spans: list[tuple[int, int]], actors: dict[str, Actor]) -> Statement:
    cue = text.index("said that")
    start, end = next((a, b) for a, b in spans if a <= cue < b)
    return Statement(
        statement_id=make_id(id_, cue), document_id=id_, start=start, end=end, source_start=start,
        source_end=start + len("Minister Rivas"), cue_start=cue, cue_end=cue + 4,
        content=(Part(start=cue + 10, end=cue + 20), Part(start=cue + 21, end=end)), kind="INDIRECT",
        speaker=actors["Minister Rivas"].actor_id, speaker_confidence=0.9, act="ACCUSE",
    )  # fmt: skip


def _event(id_: str, text: str, spans: list[tuple[int, int]], deed: Deed, actors: dict[str, Actor]) -> Event:
    trigger = text.index(deed.trigger)
    sentence = next(at for at, (start, end) in enumerate(spans) if start <= trigger < end)

    def parties(name: str) -> tuple[Participant, ...]:
        if not name:
            return ()
        start = text.index(name, spans[sentence][0])
        return (
            Participant(actor_id=actors[name].actor_id, code=actors[name].code, start=start, end=start + len(name)),
        )

    return Event(
        event_id=make_id(id_, trigger, deed.type), document_id=id_, sentence=sentence, trigger_start=trigger,
        trigger_end=trigger + len(deed.trigger), type=deed.type, modes=deed.modes, quad=deed.quad,
        plover_score=deed.score, cameo=deed.cameo, goldstein=deed.goldstein, actors=parties(deed.actors),
        recipients=parties(deed.recipients), place=text.index(deed.place) if deed.place else None, earliest=deed.day,
        latest=deed.day, date_precision="DAY" if deed.day else "NONE", realis=deed.realis, coder="by hand",
        killed_low=deed.killed[0], killed_high=deed.killed[1], confidence=0.8,
    )  # fmt: skip
