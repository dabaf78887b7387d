import pytest

from dragoman.claims.statements.turns import find_turns


def turns(text: str) -> list[tuple[str, str]]:
    return [
        (text[slice(*one.source)], text[slice(*one.content[0])]) for one in find_turns(text) if one.source is not None
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Q: Who came?\n\nA: Nobody came.", [("Q", "Who came?"), ("A", "Nobody came.")]),
        ("KASK: It is dry.\n\nOZOLS: It was wet.", [("KASK", "It is dry."), ("OZOLS", "It was wet.")]),
        (
            "Interviewer: Was it dry?\nMajor Mart Kask: It was.",
            [("Interviewer", "Was it dry?"), ("Major Mart Kask", "It was.")],
        ),
        ("Photo: A boat on the lake.", []),
        ("Estonia: Ship seized.\n\nWhat we know: The ship was empty.", []),
        ("The Long Wait: It was a dry year.\n\nThe Short Day: Nobody came.", []),
        ("TALLINN: A ship sank.\n\nNobody was hurt.\n\nUPDATE: The crew is safe.", []),
        ("The list so far: three boats.\nThe rest of it: nothing.", []),
    ],
)
def test_turns_are_those_of_a_conversation(text: str, found: list[tuple[str, str]]) -> None:
    assert turns(text) == found
