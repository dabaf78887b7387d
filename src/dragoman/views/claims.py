"""One event or statement as a line: `actor —TYPE→ recipient, when, where, realis, who says so`."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from rich.text import Text

from dragoman.views.text import ACTOR, CUE, PLACE, QUIET, RECIPIENT, SPEAKER, TIME, TRIGGER, make_harmless

NOBODY = "?"
_REALIS = {"ACTUAL": "bold", "DENIED": "bold red", "PLANNED": "italic", "HYPOTHETICAL": "italic dim"}
TOLLS = ("killed", "injured", "arrested", "displaced")


class Line(NamedTuple):
    """What there is to say of an event; names as written, None where unknown."""

    type: str
    modes: Sequence[str]
    actors: Sequence[tuple[str, str | None]]
    """Name and code of each."""
    recipients: Sequence[tuple[str, str | None]]
    when: str
    where: str | None
    realis: str
    says: str | None
    tolls: str | None
    confidence: float


def event_line(line: Line) -> Text:
    """The line."""
    kind = ":".join([line.type, "+".join(line.modes)] if line.modes else [line.type])
    text = Text.assemble(_parties(line.actors, ACTOR), " —", (kind, TRIGGER), "→ " if line.recipients else "—")
    text.append_text(_parties(line.recipients, RECIPIENT) if line.recipients else Text())
    more = [(line.when, TIME)]
    if line.where:
        more.append((f"at {line.where}", PLACE))
    more.append((line.realis, _REALIS.get(line.realis, "")))
    if line.tolls:
        more.append((line.tolls, "bold"))
    more.append((f"says {line.says}", SPEAKER) if line.says else ("says the article", QUIET))
    for words, style in more:
        text.append(", ", QUIET)
        text.append(make_harmless(words), style)
    text.append(f"  {line.confidence:.2f}", QUIET)
    return text


def _parties(parties: Iterable[tuple[str, str | None]], style: str) -> Text:
    shown = [
        Text.assemble((make_harmless(name), style), (f" ({make_harmless(code)})" if code else "", QUIET))
        for name, code in parties
    ]
    return Text(", ").join(shown) if shown else Text(NOBODY, style)


def when(earliest: date | None, latest: date | None, words: str | None) -> str:
    """The days an event may have happened on; the words for them where they are not resolved."""
    if earliest is None and latest is None:
        return f"{words}, undated" if words else "undated"
    if earliest == latest:
        return str(earliest)
    return f"{earliest or '…'} to {latest or '…'}"


def tolls(bounds: dict[str, Any]) -> str | None:
    """`killed 7 or more, injured 40 to 60`: what an event says of losses; None where it says nothing."""
    said = []
    for kind in TOLLS:
        low, high = bounds.get(f"{kind}_low"), bounds.get(f"{kind}_high")
        if low is None and high is None:
            continue
        if low == high:
            said.append(f"{kind} {low}")
        elif high is None:
            said.append(f"{kind} {low} or more")
        else:
            said.append(f"{kind} {'up' if low is None else low} to {high}")
    return ", ".join(said) or None


class Said(NamedTuple):
    """What there is to say of a statement."""

    speaker: str | None
    confidence: float
    others: Sequence[tuple[str, float]]
    """Other candidates for its speaker, with their weights."""
    act: str
    kind: str
    addressee: str | None
    medium: str | None
    inside: bool
    """Whether it stands inside another statement."""


def statement_line(said: Said) -> Text:
    """`speaker ACT to addressee (kind)`, with the other candidates where the speaker is open."""
    text = Text()
    if said.inside:
        text.append("within another: ", QUIET)
    text.append(make_harmless(said.speaker or NOBODY), SPEAKER)
    if said.speaker:
        text.append(f" {said.confidence:.2f}", QUIET)
    for name, weight in said.others:
        text.append(f" or {make_harmless(name)} {weight:.2f}", QUIET)
    text.append(f"  {said.act}", CUE)
    if said.addressee:
        text.append(f" to {make_harmless(said.addressee)}")
    text.append(f"  {said.kind.lower()}", QUIET)
    if said.medium:
        text.append(f", {make_harmless(said.medium)}", QUIET)
    return text
