"""In whose words an event is known: the statement over it, who denies it, who speaks of his own side's doing."""

from collections import defaultdict

from dragoman.claims.events.cast import Cast
from dragoman.claims.events.triggers import Trigger
from dragoman.spans import Span, overlaps
from dragoman.trees import Tree, tokens_in
from dragoman.values import Actor, Part, Participant, Realis, Statement

OWN_PLANS = frozenset({"RETREAT", "CONCEDE", "AID", "SANCTION"})
"""What an official who speaks of the future speaks of as his own side's."""
DENIALS = ("deny", "denie", "denial", "reject", "dismiss", "refut", "disput")
"""Beginnings of cues that deny."""


class Voices:
    """The statements of one document, by the tokens that their contents and cues cover."""

    def __init__(self, text: str, tree: Tree, cast: Cast, statements: tuple[Statement, ...]) -> None:
        self.text, self.tree, self.cast = text, tree, cast
        self._over: defaultdict[int, list[tuple[Part, Statement]]] = defaultdict(list)
        """By token the parts of content that cover it, those of the innermost statement first."""
        self._by_cue: defaultdict[int, list[Statement]] = defaultdict(list)
        for statement in sorted(statements, key=_length):
            for part in statement.content:
                for token in tokens_in(tree.analysis, (part.start, part.end)):
                    self._over[token].append((part, statement))
        for statement in statements:
            for token in tokens_in(tree.analysis, (statement.cue_start, statement.cue_end)):
                self._by_cue[token].append(statement)

    def over(self, trigger: Trigger) -> Statement | None:
        """The innermost statement whose content holds the trigger's words."""
        start, end = self.tree.span(trigger.first, trigger.last)
        covering = self._over.get(trigger.first, ())
        return next((s for part, s in covering if part.start <= start and end <= part.end), None)

    def denies(self, trigger: Trigger) -> bool:
        """Whether the words are content of a denial, by the act and by the cue itself."""
        statement = self.over(trigger)
        if statement is None or statement.act != "DENY":
            return False
        cue = self.text[statement.cue_start : statement.cue_end].lower()
        return any(stem in cue for stem in DENIALS)

    def speakers(self, trigger: Trigger) -> list[Participant]:
        """Who says it, where the verb is a statement's cue and the parser lost its subject."""
        for statement in self._by_cue.get(trigger.token, ()) if not trigger.nominal else ():
            if statement.source_start is None or statement.source_end is None:
                continue
            inside = tokens_in(self.tree.analysis, (statement.source_start, statement.source_end))
            named = min(
                (t for t in inside if t in self.cast.by_head and self._holds(statement, t)),
                key=lambda t: (self.tree.depth(t), t),
                default=None,
            )
            if named is not None:
                return self.cast.people(named)
        return []

    def is_parted(self, trigger: Trigger) -> bool:
        """Whether a cue hangs, in the parse, on the content of another thing that the same source says before it.

        `She denied that it sank and accused the crew`: the parse has the boat accuse.
        """
        own = self._by_cue.get(trigger.token, ()) if not trigger.nominal else ()
        above = [s for token in self.tree.ancestors(trigger.token) for s in self._by_cue.get(token, ())]
        return any(
            one.source_start is not None and one.source_start == other.source_start and one.cue_start > other.cue_end
            for one in own
            for other in above
            if not any(part.start <= one.cue_start < part.end for part in other.content)
        )

    def _holds(self, statement: Statement, head: int) -> bool:
        """Whether the whole mention stands in the statement's source."""
        mention, start, end = self.cast.by_head[head], statement.source_start, statement.source_end
        return start is not None and end is not None and start <= mention.start and mention.end <= end

    def own_side(self, trigger: Trigger, realis: Realis) -> list[Participant]:
        """An official who tells of troops moved, or of what will be granted, tells of his own side's doing."""
        if trigger.entry.type != "MOBILIZE" and not (realis == "PLANNED" and trigger.entry.type in OWN_PLANS):
            return []
        statement, speaker = self._speaker(trigger)
        if statement is None or statement.source_start is None or statement.source_end is None or speaker is None:
            return []
        if speaker.sector not in (None, "GOV", "MIL") or speaker.country is None:
            return []
        code = f"{speaker.country} MIL" if trigger.entry.type == "MOBILIZE" else speaker.code
        start, end = statement.source_start, statement.source_end
        return [Participant(actor_id=speaker.actor_id, code=code, start=start, end=end)]

    def _speaker(self, trigger: Trigger) -> tuple[Statement | None, Actor | None]:
        statement = self.over(trigger)
        return statement, self.cast.actors.get((statement.speaker or "") if statement else "")

    def foretold(self, trigger: Trigger, actors: list[Participant]) -> bool:
        """Whether somebody else says what the doers will not do, which is no refusal of theirs."""
        statement, speaker = self._speaker(trigger)
        own = {p.code[:3] for p in actors if p.code} | {self.cast.country_of(p.actor_id or "") for p in actors}
        return statement is not None and (speaker is None or speaker.country not in own)

    def report_of(self, trigger: Trigger) -> Span | None:
        """The cue by which a news medium reports it, and that on the day."""
        statement, speaker = self._speaker(trigger)
        if statement is None or speaker is None or speaker.sector != "JRN":
            return None
        return statement.cue_start, statement.cue_end

    def authority(self, trigger: Trigger) -> Statement | None:
        """In whose words the event is known; to announce a measure is to take it, so there the article asserts it."""
        statement = self.over(trigger)
        if statement is None or trigger.support is None:
            return statement
        verb = self.tree.span(trigger.support, trigger.support)
        return None if overlaps(verb, (statement.cue_start, statement.cue_end)) else statement


def _length(statement: Statement) -> int:
    return sum(part.end - part.start for part in statement.content)
