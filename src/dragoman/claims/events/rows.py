"""The rows of events: what was found of each, with its time and place, tolls, modes, contexts and scores."""

from functools import cache

import msgspec

from dragoman.claims.events.circumstances import find_place, find_time, homes_of, locate, precision_of
from dragoman.claims.events.costs import Columns, find_costs
from dragoman.claims.events.merging import Found
from dragoman.claims.events.page import Page
from dragoman.claims.events.plover import ROOT_CODES, find_contexts, find_modes, goldstein_of, quad_of, score_of
from dragoman.claims.events.triggers import Trigger
from dragoman.claims.events.voices import Voices
from dragoman.ids import make_id
from dragoman.spans import overlaps
from dragoman.trees import Tree
from dragoman.values import Event, Place, Time

CODER = "dragoman-events/0.1"


class Rows:
    """Writes the events of one document."""

    def __init__(self, page: Page, tree: Tree, voices: Voices, places: dict[int, Place]) -> None:
        self.page, self.tree, self.voices, self.places = page, tree, voices, places
        self.times = {k: r for k, r in locate(tree, page.times).items() if isinstance(r, Time)}
        self.words = frozenset(tree.words)
        self.numbers = page.sentence_rows()
        self.contexts_of = cache(self._contexts)

    def write(self, found: list[Found], named: set[int]) -> tuple[Event, ...]:
        """The rows, each event once; `named` are tokens that name events, each holding its own times and places."""
        costs = find_costs(self.tree, found)
        rows = [self.row(f, named, costs.get(f.trigger.token, {})) for f in found]
        return tuple({row.event_id: row for row in dated(rows)}.values())

    def when(self, trigger: Trigger, named: set[int]) -> Time | None:
        """Its own time, or the time at which a news medium reported it."""
        homes = homes_of(self.tree, trigger.token, trigger.support)
        others = named - {*homes, trigger.token}
        own = find_time(self.tree, homes, self.times, others)
        cue = self.voices.report_of(trigger) if own is None else None
        if cue is None:
            return own
        above = [t for t in self.tree.ancestors(trigger.token) if overlaps(self.tree.span(t, t), cue)]
        return find_time(self.tree, above, self.times, others - set(above))

    def where(self, found: Found) -> Place | None:
        """The place on the trigger, on its support verb, or in what it is done to."""
        trigger, type_ = found.trigger, found.verdict.type
        base = trigger.support if trigger.support is not None else trigger.token
        homes = homes_of(self.tree, trigger.token, trigger.support)[: 1 if trigger.support is None else 2]
        if quad_of(type_) in (2, 4) or type_ == "CONSULT":
            homes = homes + self.tree.kids(base, "dobj", "nsubjpass", "dative")
        moves = "theme" in trigger.entry.frame or trigger.entry.mode == "visit"
        return find_place(self.tree, homes, self.places, moves)

    def row(self, found: Found, named: set[int], costs: Columns) -> Event:
        """The event as the record writes it."""
        trigger, type_, candidate = found.trigger, found.verdict.type, found.candidate
        span = self.tree.span(trigger.first, trigger.last)
        time, place, statement = self.when(trigger, named), self.where(found), self.voices.authority(trigger)
        same = type_ == trigger.entry.type
        modes = find_modes(type_, trigger.entry.mode if same else None, self.clause_words(trigger))
        cameo = trigger.entry.cameo if same else ROOT_CODES[type_]
        who = [p.actor_id or str(p.start) for p in (*candidate.actors, *candidate.recipients)]
        earliest, latest = (time.earliest, time.latest) if time else (None, None)
        return Event(
            event_id=make_id(self.page.document.document_id, *span, type_, *who),
            document_id=self.page.document.document_id,
            sentence=self.numbers.get(found.sentence, found.sentence),
            trigger_start=span[0],
            trigger_end=span[1],
            type=type_,
            modes=modes,
            contexts=self.contexts_of(found.sentence),
            cameo=cameo,
            quad=quad_of(type_),
            plover_score=score_of(type_, modes[0] if modes else None),
            goldstein=goldstein_of(cameo),
            actors=candidate.actors,
            recipients=candidate.recipients,
            place=place.start if place else None,
            time=time.start if time else None,
            earliest=earliest,
            latest=latest,
            date_precision=precision_of(earliest, latest),
            realis=found.realis,
            coder=CODER,
            statement_id=statement.statement_id if statement else None,
            confidence=confidence(found),
            **costs,
        )

    def _contexts(self, sentence: int) -> tuple[str, ...]:
        first, last = self.page.analysis.sentences[sentence]
        return find_contexts(frozenset(self.tree.words[first:last]), self.words)

    def clause_words(self, trigger: Trigger) -> frozenset[str]:
        """Words of the trigger's own clause: what hangs on it or on its support verb."""
        base = trigger.support if trigger.support is not None else trigger.token
        return frozenset(self.tree.words[t] for t in self.tree.descendants(base))


def dated(rows: list[Event]) -> list[Event]:
    """The same; an attack told again without a day is of the one day that the page gives for attacks of these sides."""
    told = [row for row in rows if row.type == "ASSAULT" and row.realis in ("ACTUAL", "DENIED") and row.earliest]
    return [_on(row, [other for other in told if _agree(_sides(other), _sides(row))]) for row in rows]


def _agree(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two events may be between the same sides, as far as each names them."""
    return bool(some and others) and (some <= others or others <= some)


def _sides(row: Event) -> frozenset[str]:
    return frozenset(one.code for one in (*row.actors, *row.recipients) if one.code)


def _on(row: Event, told: list[Event]) -> Event:
    if row.earliest or row.type != "ASSAULT" or row.realis not in ("ACTUAL", "DENIED"):
        return row
    if len({(other.earliest, other.latest) for other in told}) != 1:
        return row
    day = told[0]
    return msgspec.structs.replace(
        row, time=day.time, earliest=day.earliest, latest=day.latest, date_precision=day.date_precision
    )


def confidence(found: Found) -> float:
    """0 to 1, from trigger and model, the model's own agreement, and how well the participants are known."""
    named = [p for p in (*found.candidate.actors, *found.candidate.recipients) if p.code is not None]
    people = len(named) / max(2, len(found.candidate.actors) + len(found.candidate.recipients))
    value = 0.5 * found.verdict.probability + 0.25 * found.verdict.agreement + 0.25 * people
    return round(max(0.0, min(1.0, value)), 3)
