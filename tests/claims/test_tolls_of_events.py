import numpy as np
import pytest

from dragoman.claims.events.coder import EventCoder
from dragoman.claims.events.judgement import LABELS
from dragoman.values import Actor, Mention, Sentence

STATES = {"Norway": "NOR", "Denmark": "DNK", "Sweden": "SWE"}


class Undecided:
    def __call__(self, texts):
        return np.full((len(texts), len(LABELS)), 0.5, np.float32)

    linear = __call__

    def relevance(self, texts):
        return np.ones(len(texts), np.float32)


@pytest.fixture
def killed(parse):
    """Trigger and bounds of the killed, of each attack in a text."""

    def run(text):
        document, analysis = parse(text)
        actors = tuple(
            Actor(actor_id=code, name=name, kind="STATE", country=code, sector=None, code=code)
            for name, code in STATES.items()
        )
        mentions = tuple(
            Mention(
                mention_id=str(at), document_id="d", start=at, end=at + len(name), text=name, actor_id=code, how="NAME",
                confidence=0.9,
            )
            for name, code in STATES.items() for at in range(len(text)) if text.startswith(name, at)
        )  # fmt: skip
        sentences = tuple(
            Sentence(document_id="d", sentence=k, start=analysis.starts[a], end=analysis.ends[b - 1], kind="BODY")
            for k, (a, b) in enumerate(analysis.sentences)
        )
        mentions = tuple(sorted(mentions, key=lambda one: one.start))
        events = EventCoder(Undecided())(document, analysis, sentences, actors, mentions, (), (), ())
        return [
            (text[e.trigger_start : e.trigger_end], e.killed_low, e.killed_high) for e in events if e.type == "ASSAULT"
        ]

    return run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway shelled Denmark, killing three people.", [("shelled", 3, 3)]),
        ("Norway shelled Denmark. At least four sailors died, the coast guard said.", [("shelled", 4, None)]),
        ("Norway shelled Denmark. The death toll rose to 31.", [("shelled", 31, 31)]),
        ("Norway shelled Denmark. The war has killed 9,000 people since 2014.", [("shelled", None, None)]),
        (
            "Norway shelled Denmark and bombed Sweden. Four sailors died.",
            [("shelled", None, None), ("bombed", None, None)],
        ),
        ("Norway shelled Denmark. Sweden denied that three people had died.", [("shelled", None, None)]),
        ("Four sailors died. Norway shelled Denmark.", [("shelled", None, None)]),
    ],
)
def test_a_toll_is_of_its_own_attack(killed, text, expected):
    assert killed(text) == expected
