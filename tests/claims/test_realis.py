import pytest

from dragoman.claims.events.realis import realis_of
from dragoman.claims.events.triggers import find_triggers
from dragoman.trees import Tree


def realis(parse, text, word):
    tree = Tree(parse(text)[1])
    found = [t for t in find_triggers(tree, 0, len(tree.words)) if tree.words[t.token] == word]
    assert found, f"{word} is no trigger in {text!r}"
    return realis_of(tree, found[0])


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Norway attacked the island.", "attacked", "ACTUAL"),
        ("Norway did not attack the island.", "attack", "DENIED"),
        ("Norway denied that its troops attacked the island.", "attacked", "DENIED"),
        ("Norway did not invade or attack the island.", "attack", "DENIED"),
        ("No soldier attacked the island.", "attacked", "DENIED"),
        ("Norway would like to visit the island.", "visit", "PLANNED"),
        ("Norway will attack the island.", "attack", "PLANNED"),
        ("Norway plans to attack the island.", "attack", "PLANNED"),
        ("Norway might attack the island.", "attack", "HYPOTHETICAL"),
        ("Norway would consider sending a frigate.", "sending", "HYPOTHETICAL"),
        ("Norway carried out no attack on the island.", "carried", "DENIED"),
        ("Norway condemned the attack on the island.", "attack", "ACTUAL"),
        ("Norway managed to capture the island.", "capture", "ACTUAL"),
        ("The ministers are to meet on Friday.", "meet", "PLANNED"),
    ],
)
def test_what_the_text_holds(parse, text, word, expected):
    assert realis(parse, text, word) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norway would have attacked the island if it had known.", "attacked"),
        ("If Norway attacks the island, Denmark will leave.", "attacks"),
        ("Had Norway shelled the harbour, the garrison would have fled.", "shelled"),
        ("The missiles were moved in case of further attacks from Norway.", "attacks"),
        ("Norway has never invaded a neighbour.", "invaded"),
        ("Did Norway attack the island?", "attack"),
        ("The fleet sailed to attack the island.", "attack"),
    ],
)
def test_what_tells_of_no_event(parse, text, word):
    assert realis(parse, text, word) is None
