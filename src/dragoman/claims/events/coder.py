"""Events: who did what to whom, when and where, and whether the text holds that it happened (PLOVER).

Triggers come from the lexicon, participants from the tree and the mentions, the type from trigger and relation model
together. No actor, no event; one event for each happening in a sentence.
"""

import msgspec

from dragoman.claims.events.anaphora import aim_back, echo
from dragoman.claims.events.cast import Cast
from dragoman.claims.events.circumstances import find_place, find_time, homes_of, locate, precision_of
from dragoman.claims.events.gate import is_contest, is_event, is_game
from dragoman.claims.events.judgement import Candidate, Typer, Verdict, judge, mask
from dragoman.claims.events.merging import Found, is_outcome, merge
from dragoman.claims.events.participants import Roles
from dragoman.claims.events.plover import ROOT_CODES, find_contexts, find_modes, goldstein_of, quad_of, score_of
from dragoman.claims.events.realis import is_bygone, is_refused, is_scare_quoted, realis_of
from dragoman.claims.events.recasting import for_peace, together
from dragoman.claims.events.speech_acts import find_speech_acts, tell_acts
from dragoman.claims.events.subjects import warns_own
from dragoman.claims.events.tolls import Bounds, find_tolls
from dragoman.claims.events.triggers import Trigger, find_triggers
from dragoman.ids import make_id
from dragoman.spans import overlaps
from dragoman.trees import Tree, tokens_in
from dragoman.values import (
    Actor,
    Analysis,
    Document,
    Event,
    Mention,
    Participant,
    Place,
    Realis,
    Sentence,
    Statement,
    Time,
    Value,
)  # fmt: skip

CODER = "dragoman-events/0.1"
TOLL_TYPES = {"killed": "ASSAULT", "injured": "ASSAULT", "arrested": "COERCE", "displaced": "ASSAULT"}
OWN_PLANS = frozenset({"RETREAT", "CONCEDE", "AID", "SANCTION"})


class Page(Value, frozen=True, kw_only=True):
    """All that the coder reads of one document."""

    document: Document
    analysis: Analysis
    sentences: tuple[Sentence, ...]
    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    statements: tuple[Statement, ...]


class Coding:
    """One document in the course of being coded."""

    def __init__(self, page: Page, typer: Typer) -> None:
        self.page, self.typer = page, typer
        self.text = page.document.text
        self.tree = Tree(page.analysis)
        self.times = {k: r for k, r in locate(self.tree, page.times).items() if isinstance(r, Time)}
        self.places = {k: r for k, r in locate(self.tree, page.places).items() if isinstance(r, Place)}
        self.cast = Cast(self.tree, page.actors, page.mentions, self.places)
        self.roles = Roles(self.tree, self.cast)
        self.words = frozenset(self.tree.words)
        known = [(m.start, m.end) for m in page.mentions if m.actor_id in self.cast.actors]
        self.in_names = {token for span in known for token in tokens_in(page.analysis, span)}
        """Tokens of mentions; a capital action noun there is part of a name: `the Government of National Accord`."""
        self.named: set[int] = set()
        """Tokens that name events, each holding the times and places that hang on it."""
        self.violent: list[int] = []
        """Triggers of the violent events."""
        self.contest = is_contest(self.tree)
        self.rows = _sentence_rows(page)

    def code(self) -> tuple[Event, ...]:
        """The document's events, in the order of its sentences; within one, the main clause's first."""
        candidates = [c for k in range(len(self.page.analysis.sentences)) for c in self.candidates(k)]
        verdicts = judge(self.typer, candidates)
        found = [
            Found(
                candidate=c,
                verdict=v,
                realis=c.realis,
                sentence=self.page.analysis.sentence_of[c.trigger.token],
            )
            for c, v in zip(candidates, verdicts, strict=True)
        ]
        kept = [f for f in found if self.keeps(f.candidate, f.verdict)]
        merged = self.aim(merge(self.tree, kept))
        self.violent = [f.trigger.token for f in merged if f.verdict.type == "ASSAULT"]
        acts = find_speech_acts(self.page.statements, self.cast, self.tree)
        told = tell_acts(acts, merged, self.tree, lambda f: self.keeps(f.candidate, f.verdict))
        return tuple({e.event_id: e for e in map(self.event, told)}.values())

    def keeps(self, candidate: Candidate, verdict: Verdict) -> bool:
        """Whether a candidate is an event, on this page."""
        return is_event(candidate, verdict, self.cast.actors, self.contest)

    def aim(self, found: list[Found]) -> list[Found]:
        """The same; words against nobody, in a sentence that points back to an event, are against its doers."""
        aimed: list[Found] = []
        for one in sorted(found, key=lambda f: f.sentence):
            one = msgspec.structs.replace(one, candidate=echo(self.tree, one, aimed))
            if quad_of(one.verdict.type) == 3:
                past = [(f.verdict.type, f.candidate) for f in aimed]
                one = msgspec.structs.replace(one, candidate=aim_back(self.tree, self.cast, one.candidate, past))
            aimed.append(one)
        return aimed

    def candidates(self, sentence: int) -> list[Candidate]:
        """What the triggers of a sentence may tell, where somebody acts."""
        first, last = self.page.analysis.sentences[sentence]
        found = []
        triggers = find_triggers(self.tree, first, last)
        self.named |= {trigger.token for trigger in triggers}
        for trigger in triggers:
            if self.is_no_news(trigger):
                continue
            realis = self.realis(trigger)
            if realis is None:
                continue
            candidate = self.cast_roles(trigger, realis, self.tree.span(first, last - 1))
            if candidate is not None:
                found.append(candidate)
        return sorted(found, key=lambda c: (self.tree.depth(c.trigger.token), c.trigger.token))

    def is_no_news(self, trigger: Trigger) -> bool:
        """Whether the words only look like an event's, or refer to one of another year: `the 1994 massacre`."""
        if is_scare_quoted(self.text, self.tree.span(trigger.first, trigger.last)):
            return True
        published = self.page.document.published
        if is_bygone(self.tree, trigger, published.year if published else None):
            return True
        named = trigger.nominal and self.page.analysis.words[trigger.token][:1].isupper()
        return (named and trigger.token in self.in_names) or is_game(self.tree, trigger, self.text)

    def realis(self, trigger: Trigger) -> Realis | None:
        """By the tree; a denial's whole content is denied."""
        realis = realis_of(self.tree, trigger)
        statement = self.statement_over(self.tree.span(trigger.first, trigger.last))
        if realis == "ACTUAL" and statement is not None and statement.act == "DENY" and self.denies(statement):
            return "DENIED"
        return realis

    def denies(self, statement: Statement) -> bool:
        """Whether the cue itself is a word of denial."""
        cue = self.text[statement.cue_start : statement.cue_end].lower()
        return any(stem in cue for stem in ("deny", "denie", "denial", "reject", "dismiss", "refut", "disput"))

    def cast_roles(self, trigger: Trigger, realis: Realis, sentence: tuple[int, int]) -> Candidate | None:
        """The trigger with who did it to whom; nothing without an actor."""
        trigger = for_peace(self.tree, trigger)
        type_ = trigger.entry.type
        if type_ == "THREATEN" and not trigger.nominal and warns_own(self.tree, trigger.token):
            return None
        actors = self.roles.actors(trigger, type_) or self.speakers(trigger) or self.moved(trigger)
        actors = actors or self.own_side(trigger, realis)
        if not actors:
            return None
        recipients = self.roles.recipients(trigger, type_, actors)
        trigger = together(self.tree, trigger, actors, recipients)
        text = mask(self.text, sentence, actors[0], recipients[0] if recipients else None)
        if "recip" in trigger.entry.frame:
            actors, recipients = [*actors, *recipients], []
        return Candidate(
            trigger=trigger,
            realis=realis,
            actors=tuple(actors),
            recipients=tuple(recipients),
            sentence=self.page.analysis.sentence_of[trigger.token],
            text=text,
            refused=realis == "DENIED" and is_refused(self.tree, trigger),
        )

    def speakers(self, trigger: Trigger) -> list[Participant]:
        """Who says it, where the verb is a statement's cue and the parser lost its subject."""
        verb = self.tree.span(trigger.token, trigger.token)
        for statement in self.page.statements:
            start, end = statement.source_start, statement.source_end
            if start is None or end is None or not overlaps(verb, (statement.cue_start, statement.cue_end)):
                continue
            inside = [t for t, m in self.cast.by_head.items() if start <= m.start and m.end <= end]
            named = min(inside, key=lambda t: (self.tree.depth(t), t), default=None)
            if named is not None and not trigger.nominal:
                return self.cast.people(named)
        return []

    def moved(self, trigger: Trigger) -> list[Participant]:
        """`Norwegian troops were deployed`: whose forces are moved moves them."""
        subjects = self.tree.kids(trigger.token, "nsubjpass")
        if "theme" not in trigger.entry.frame or trigger.nominal or not subjects:
            return []
        found = self.cast.people(subjects[-1])
        return [p for p in found if p.code is not None and p.code[4:] == "MIL"]

    def own_side(self, trigger: Trigger, realis: Realis) -> list[Participant]:
        """An official who tells of troops moved, or of what will be granted, tells of his own side's doing."""
        if trigger.entry.type != "MOBILIZE" and not (realis == "PLANNED" and trigger.entry.type in OWN_PLANS):
            return []
        statement = self.statement_over(self.tree.span(trigger.first, trigger.last))
        speaker = self.cast.actors.get((statement.speaker or "") if statement else "")
        if statement is None or statement.source_start is None or statement.source_end is None or speaker is None:
            return []
        if speaker.sector not in (None, "GOV", "MIL") or speaker.country is None:
            return []
        code = f"{speaker.country} MIL" if trigger.entry.type == "MOBILIZE" else speaker.code
        start, end = statement.source_start, statement.source_end
        return [Participant(actor_id=speaker.actor_id, code=code, start=start, end=end)]

    def statement_over(self, span: tuple[int, int]) -> Statement | None:
        """The innermost statement whose content holds the words."""
        over = [s for s in self.page.statements if any(p.start <= span[0] and span[1] <= p.end for p in s.content)]
        return min(over, key=lambda s: sum(p.end - p.start for p in s.content), default=None)

    def reported(self, trigger: Trigger, others: set[int]) -> Time | None:
        """When a news medium reported it, where its content has no time: it reports of the day."""
        statement = self.statement_over(self.tree.span(trigger.first, trigger.last))
        speaker = self.cast.actors.get((statement.speaker or "") if statement else "")
        if statement is None or speaker is None or speaker.sector != "JRN":
            return None
        cue = statement.cue_start, statement.cue_end
        above = [t for t in self.tree.ancestors(trigger.token) if overlaps(self.tree.span(t, t), cue)]
        return find_time(self.tree, above, self.times, others - set(above))

    def authority(self, trigger: Trigger, span: tuple[int, int]) -> Statement | None:
        """In whose words the event is known; to announce a measure is to take it, so there the article asserts it."""
        statement = self.statement_over(span)
        if statement is None or trigger.support is None:
            return statement
        verb = self.tree.span(trigger.support, trigger.support)
        return None if overlaps(verb, (statement.cue_start, statement.cue_end)) else statement

    def event(self, found: Found) -> Event:
        """The row of a candidate."""
        trigger, type_ = found.trigger, found.verdict.type
        start, end = self.tree.span(trigger.first, trigger.last)
        homes = homes_of(self.tree, trigger.token, trigger.support)
        others = self.named - {*homes, trigger.token}
        time = find_time(self.tree, homes, self.times, others)
        time = time or self.reported(trigger, others)
        moves = "theme" in trigger.entry.frame or trigger.entry.mode == "visit"
        place_homes = homes[:2] if trigger.support is not None else homes[:1]
        if quad_of(type_) in (2, 4) or type_ == "CONSULT":
            place_homes = place_homes + self._objects(trigger)
        place = find_place(self.tree, place_homes, self.places, moves)
        return self.row(found, (start, end), time, place)

    def _objects(self, trigger: Trigger) -> list[int]:
        base = trigger.support if trigger.support is not None else trigger.token
        return self.tree.kids(base, "dobj", "nsubjpass", "dative")

    def row(self, found: Found, span: tuple[int, int], time: Time | None, place: Place | None) -> Event:
        """The event as the record writes it."""
        trigger, type_, candidate = found.trigger, found.verdict.type, found.candidate
        first, last = self.page.analysis.sentences[found.sentence]
        words = frozenset(self.tree.words[first:last])
        same = type_ == trigger.entry.type
        modes = find_modes(type_, trigger.entry.mode if same else None, self.clause_words(trigger))
        cameo = trigger.entry.cameo if same else ROOT_CODES[type_]
        statement = self.authority(trigger, span)
        who = [p.actor_id or str(p.start) for p in (*candidate.actors, *candidate.recipients)]
        earliest, latest = (time.earliest, time.latest) if time else (None, None)
        document_id = self.page.document.document_id
        return Event(
            event_id=make_id(document_id, *span, type_, *who),
            document_id=document_id,
            sentence=self.rows.get(found.sentence, found.sentence),
            trigger_start=span[0],
            trigger_end=span[1],
            type=type_,
            modes=modes,
            contexts=find_contexts(words, self.words),
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
            **self.tolls(found),
        )

    def clause_words(self, trigger: Trigger) -> frozenset[str]:
        """Words of the trigger's own clause: what hangs on it or on its support verb."""
        base = trigger.support if trigger.support is not None else trigger.token
        return frozenset(self.tree.words[t] for t in self.tree.descendants(base))

    def tolls(self, found: Found) -> dict[str, int | None]:
        """The columns of the event's tolls: of the toll words at, below or right above the trigger."""
        first, last = self.page.analysis.sentences[found.sentence]
        columns: dict[str, int | None] = {}
        if found.realis == "DENIED":
            return columns
        for token, (kind, bounds) in find_tolls(self.tree, first, last).items():
            if TOLL_TYPES[kind] == found.verdict.type and f"{kind}_low" not in columns and self.belongs(token, found):
                columns |= _columns(kind, bounds)
        return columns

    def belongs(self, token: int, found: Found) -> bool:
        """Whether a toll is this event's: said by the trigger, or hanging on its clause."""
        base = found.trigger.token
        if token == base or found.trigger.support == token:
            return True
        if is_outcome(self.tree, token) and self.tree.heads[token] not in self.violent:
            return base == max((t for t in self.violent if t < token), default=None)
        above = set(self.tree.ancestors(token))
        return (
            base in above
            or bool({self.tree.heads[base], found.trigger.support} & {token})
            or self._appositive(token, base)
        )

    def _appositive(self, token: int, base: int) -> bool:
        """`ramming a boat, an attack that left three dead`: a toll inside a noun that renames the event."""
        renamed = [t for t in self.tree.ancestors(token) if self.tree.deps[t] == "appos"]
        return any(base in set(self.tree.ancestors(t)) for t in renamed)


def _columns(kind: str, bounds: Bounds) -> dict[str, int | None]:
    return {f"{kind}_low": bounds.low, f"{kind}_high": bounds.high}


def _sentence_rows(page: Page) -> dict[int, int]:
    """Index of an analysed sentence to the number of its row."""
    starts = {s.start: s.sentence for s in page.sentences}
    return {
        k: starts[at]
        for k, (first, _) in enumerate(page.analysis.sentences)
        if (at := page.analysis.starts[first]) in starts
    }


def confidence(found: Found) -> float:
    """0 to 1, from trigger and model, the model's own agreement, and how well the participants are known."""
    named = [p for p in (*found.candidate.actors, *found.candidate.recipients) if p.code is not None]
    people = len(named) / max(2, len(found.candidate.actors) + len(found.candidate.recipients))
    value = 0.5 * found.verdict.probability + 0.25 * found.verdict.agreement + 0.25 * people
    return round(max(0.0, min(1.0, value)), 3)


class EventCoder:
    """The stage: reads the claims of a document's sentences with the relation model it is given."""

    def __init__(self, typer: Typer) -> None:
        self.typer = typer

    def __call__(  # the stage reads what flow.py names, in that order
        self,
        document: Document,
        analysis: Analysis,
        sentences: tuple[Sentence, ...],
        actors: tuple[Actor, ...],
        mentions: tuple[Mention, ...],
        places: tuple[Place, ...],
        times: tuple[Time, ...],
        statements: tuple[Statement, ...],
    ) -> tuple[Event, ...]:
        """The document's events; each with an actor, a trigger in its text, and a type with its quad and score."""
        page = Page(
            document=document, analysis=analysis, sentences=sentences, actors=actors,
            mentions=mentions, places=places, times=times, statements=statements,
        )  # fmt: skip
        return Coding(page, self.typer).code()
