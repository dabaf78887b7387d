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


@pytest.mark.parametrize(
    ("text", "attacks"),
    [
        pytest.param(
            "Ten people died and six were hurt when Norway shelled a market.",
            [("shelled", 10, 10)],
            id="joined, then when",
        ),
        pytest.param("Ten guards died in an attack by Norway.", [("attack", 10, 10)], id="died in an attack"),
        pytest.param("The strike by Norway left ten guards dead.", [("strike", 10, 10)], id="an attack leaves dead"),
        pytest.param("A bomb planted by Norway killed ten guards.", [("planted", 10, 10)], id="what was planted kills"),
        pytest.param(
            "Norway killed nine guards and bombed a fort.",
            [("killed", 9, 9), ("bombed", None, None)],
            id="of two joined acts each has its own",
        ),
        pytest.param(
            "Ten thousand people have died since Norway invaded Sweden.", [("invaded", None, None)], id="that of years"
        ),
    ],
)
def test_toll_in_the_clause_that_the_attack_hangs_on(killed, text, attacks):
    assert killed(text) == attacks
