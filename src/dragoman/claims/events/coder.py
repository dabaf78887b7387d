"""Events: who did what to whom, when and where, and whether the text holds that it happened (PLOVER).

Triggers come from the lexicon, participants from the tree and the mentions, the type from trigger and relation model
together. No actor, no event; one event for each happening in a sentence.
"""

import msgspec

from dragoman.claims.events.anaphora import aim_back, echo
from dragoman.claims.events.cast import Cast
from dragoman.claims.events.circumstances import locate
from dragoman.claims.events.doers import Doers
from dragoman.claims.events.gate import is_contest, is_event, is_game
from dragoman.claims.events.judgement import Candidate, Typer, Verdict, judge, mask
from dragoman.claims.events.merging import Found, merge
from dragoman.claims.events.page import Page
from dragoman.claims.events.plover import quad_of
from dragoman.claims.events.realis import is_bygone, is_refused, is_scare_quoted, realis_of
from dragoman.claims.events.recasting import as_threat, by_forces, by_state, for_peace, is_own_defence, together
from dragoman.claims.events.recipients import Recipients
from dragoman.claims.events.rows import Rows
from dragoman.claims.events.speech_acts import find_speech_acts, tell_acts
from dragoman.claims.events.subjects import warns_own
from dragoman.claims.events.triggers import Trigger, find_triggers
from dragoman.claims.events.voices import Voices
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
)  # fmt: skip


class Coding:
    """One document in the course of being coded."""

    def __init__(self, page: Page, typer: Typer) -> None:
        self.page, self.typer = page, typer
        self.text = page.document.text
        self.tree = Tree(page.analysis)
        places = {k: r for k, r in locate(self.tree, page.places).items() if isinstance(r, Place)}
        self.cast = Cast(self.tree, page.actors, page.mentions, places)
        self.doers = Doers(self.tree, self.cast)
        self.receivers = Recipients(self.tree, self.cast, self.doers)
        self.voices = Voices(self.text, self.tree, self.cast, page.statements)
        self.rows = Rows(page, self.tree, self.voices, places)
        known = [(m.start, m.end) for m in page.mentions if m.actor_id in self.cast.actors]
        self.in_names = {token for span in known for token in tokens_in(page.analysis, span)}
        """Tokens of mentions; a capital action noun there is part of a name: `the Government of National Accord`."""
        self.named: set[int] = set()
        """Tokens that name events, each holding the times and places that hang on it."""
        self.contest = is_contest(self.tree)

    def code(self) -> tuple[Event, ...]:
        """The document's events, in the order of its sentences; within one, the main clause's first."""
        candidates = [c for k in range(len(self.page.analysis.sentences)) for c in self.candidates(k)]
        verdicts = judge(self.typer, candidates)
        found = [Found.of(c, v) for c, v in zip(candidates, verdicts, strict=True) if self.keeps(c, v)]
        merged = self.aim(merge(self.tree, found))
        acts = find_speech_acts(self.page.statements, self.cast, self.tree)
        told = tell_acts(acts, merged, self.tree, lambda f: self.keeps(f.candidate, f.verdict))
        return self.rows.write(told, self.named)

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
        return "DENIED" if realis == "ACTUAL" and self.voices.denies(trigger) else realis

    def cast_roles(self, trigger: Trigger, realis: Realis, sentence: tuple[int, int]) -> Candidate | None:
        """The trigger with who did it to whom; nothing without an actor."""
        if trigger.entry.type == "THREATEN" and not trigger.nominal and warns_own(self.tree, trigger.token):
            return None
        trigger = by_forces(self.tree, for_peace(self.tree, trigger))
        if realis == "PLANNED" and is_own_defence(self.tree, trigger):
            trigger, realis = as_threat(trigger), "ACTUAL"  # the words themselves are the warning
        type_ = trigger.entry.type
        actors = self.voices.speakers(trigger) if self.voices.is_parted(trigger) else []
        actors = actors or self.doers.actors(trigger, type_) or self.voices.speakers(trigger) or self.moved(trigger)
        actors = actors or self.voices.own_side(trigger, realis) or self.sides(trigger)
        if not actors:
            return None
        trigger = by_state(trigger, actors)
        type_ = trigger.entry.type
        recipients = self.receivers.recipients(trigger, type_, actors) or self.warned(trigger, actors)
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
            refused=realis == "DENIED" and is_refused(self.tree, trigger) and not self.voices.foretold(trigger, actors),
        )

    def warned(self, trigger: Trigger, actors: list[Participant]) -> list[Participant]:
        """`If Chile crosses the river, Peru will strike`: a threat is aimed at those on whom it depends."""
        if trigger.entry.type != "THREATEN" or trigger.nominal:
            return []
        clauses = [c for c in self.tree.kids(trigger.token, "advcl") if self.tree.kids(c, "mark")]
        subjects = [s for c in clauses for s in self.tree.kids(c, "nsubj")]
        own = {p.actor_id for p in actors}
        return [p for s in subjects for p in self.cast.people(s) if p.code is not None and p.actor_id not in own]

    def sides(self, trigger: Trigger) -> list[Participant]:
        """`An agreement between Chile and Peru was announced`: a passive that names no doer leaves the noun's own."""
        if not trigger.nominal or trigger.support is None or "recip" not in trigger.entry.frame:
            return []
        return self.doers.actors(msgspec.structs.replace(trigger, support=None), trigger.entry.type)

    def moved(self, trigger: Trigger) -> list[Participant]:
        """`Norwegian troops were deployed`: whose forces are moved moves them."""
        subjects = self.tree.kids(trigger.token, "nsubjpass")
        if "theme" not in trigger.entry.frame or trigger.nominal or not subjects:
            return []
        found = self.cast.people(subjects[-1])
        return [p for p in found if p.code is not None and p.code[4:] == "MIL"]


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
