"""Turns of a conversation set out as `NAME: words`, a line each, and the question-and-answer layout."""

import re
from collections.abc import Iterator
from itertools import pairwise

from dragoman.spans import Span, contains, lines, overlaps, strip
from dragoman.values import Attribution, Mention

LABEL = re.compile(r"(?P<who>(?:[^\W\d_][\w.’'-]*)(?: [^\W\d_][\w.’'-]*){0,5}):(?= )")
ASKING = frozenset({"q", "question", "interviewer", "reporter"})
ANSWER = frozenset({"a", "answer"})
SMALL = frozenset({"of", "the", "de", "van", "von", "al", "da", "bin", "el"})
SCORE = 0.95
"""How sure a turn is: the layout says so."""


def find_turns(text: str) -> tuple[Attribution, ...]:
    """A turn for every line that opens with a label, where the labels are those of a conversation.

    One label alone is none (`Photo: a boat`), nor are run-in headings: two different labels are needed, and one that
    asks or answers, or comes again, or two in capitals on lines that follow each other.
    """
    turns = list(_labelled(text))
    labels = [text[slice(*who)] for who, _ in turns]
    if len(set(labels)) < 2 or not (_asks_or_recurs(labels) or _capitals_in_a_row(text, turns)):
        return ()
    return tuple(Attribution(source=who, cue=(who[1], who[1] + 1), content=(said,), score=SCORE) for who, said in turns)


def _asks_or_recurs(labels: list[str]) -> bool:
    return len(set(labels)) < len(labels) or any(label.casefold() in ASKING | ANSWER for label in labels)


def _capitals_in_a_row(text: str, turns: list[tuple[Span, Span]]) -> bool:
    """Whether two labels in capitals open lines between which there is nothing."""
    return any(
        text[slice(*who)].isupper() and text[slice(*after)].isupper() and not text[said[1] : after[0]].strip()
        for (who, said), (after, _) in pairwise(turns)
    )


def _labelled(text: str) -> Iterator[tuple[Span, Span]]:
    for start, end in lines(text):
        label = LABEL.match(text, start, end)
        if label is None or not _is_name(label["who"]):
            continue
        said = strip(text, (label.end(), end))
        if said[0] < said[1] and text[said[1] - 1] in '.?!…”"’':
            yield label.span("who"), said


def _is_name(label: str) -> bool:
    """Whether every word of a label is written as in a name or a title: `MENSAH`, `Major Pavel Dragan`, `Q`."""
    return all(word[0].isupper() or word in SMALL for word in label.split())


def with_turns(text: str, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The attributions with every turn in place of what was tagged across or as turns."""
    turns = find_turns(text)
    if not turns:
        return attributions

    def is_kept(one: Attribution) -> bool:
        spans = [one.cue, *one.content, *([one.source] if one.source else [])]
        near = [turn for turn in turns if any(overlaps(_whole(turn), span) for span in spans)]
        return not near or all(contains(near[0].content[0], span) for span in spans)

    return tuple(sorted([*filter(is_kept, attributions), *turns], key=lambda one: (one.cue, one.content)))


def _whole(turn: Attribution) -> Span:
    return (turn.source or turn.cue)[0], turn.content[0][1]


def is_label(text: str, source: Span, cue: Span) -> bool:
    """Whether the source is the label of a turn."""
    return text[cue[0] : cue[1]] == ":" and source[1] == cue[0]


def find_labelled(label: str, start: int, names: dict[str, str], mentions: tuple[Mention, ...]) -> str | None:
    """Whose turn a label opens, by actor_id: the one person of its last name; for `A`, the person named last before.

    `names` are the names of the page's people by actor_id. `Q` and `Interviewer` are nobody by name.
    """
    last = label.split()[-1].casefold()
    if last in ANSWER and len(label.split()) == 1:
        before = [one for one in mentions if one.end <= start and one.actor_id in names and one.how != "PRONOUN"]
        return before[-1].actor_id if before else None
    bearers = [key for key, name in names.items() if name.split()[-1].casefold() == last]
    return bearers[0] if len(bearers) == 1 and last not in ASKING else None
