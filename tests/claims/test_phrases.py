"""Contents that a tagger began too late, within the noun phrase after the cue."""

from collections.abc import Callable

import pytest

from dragoman.claims.statements.phrases import with_phrase
from dragoman.values import Analysis, Document


@pytest.mark.parametrize(
    ("text", "cue", "begins", "whole"),
    [
        ("The mayor asked the harbour police to close the pier.", "asked", "police", "the harbour police"),
        ("The mayor called on the old harbour police to close it.", "called", "harbour", "the old harbour police"),
        ("The mayor cited a 1998 letter by the engineers.", "cited", "letter", "a 1998 letter"),
        ("The mayor asked the harbour police to close the pier.", "asked", "the harbour", "the harbour police"),
        ("The mayor asked on the second day whether it leaked.", "asked", "whether", "whether it leaked"),
        ("The mayor said, smiling, old boats float.", "said", "boats", "boats float"),
        ("Asked about it, the harbour police shrugged.", "Asked", "police", "police shrugged"),
    ],
)
def test_a_content_begins_with_the_phrase_that_follows_its_cue(
    parse: Callable[[str], tuple[Document, Analysis]], text: str, cue: str, begins: str, whole: str
) -> None:
    """`begins` is where the tagger let it begin; it moves only over words right behind the cue."""
    _, analysis = parse(text)
    at = text.index(cue)
    ((start, end),) = with_phrase(analysis, text, [(at, at + len(cue))], [(text.index(begins), len(text) - 1)])
    assert text[start:end].startswith(whole)


def test_a_source_behind_the_cue_is_not_part_of_the_content(
    parse: Callable[[str], tuple[Document, Analysis]],
) -> None:
    text = "Asked the harbour police chief."
    _, analysis = parse(text)
    content = [(text.index("chief"), len(text) - 1)]
    assert with_phrase(analysis, text, [(0, 5), (6, 24)], content) == content
