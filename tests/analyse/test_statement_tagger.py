"""The tagger reads each window by itself, and links only what may belong to a statement."""

import numpy as np
import pytest

from dragoman.analyse.encoder import OUTSIDE, StatementTagger
from dragoman.analyse.windows import find_paragraphs, make_windows

FIRST = "The harbour will stay closed until Friday, the port authority said."
SECOND = "Nobody was hurt, according to Maria Lindqvist, who runs the ferry office."


@pytest.fixture(scope="module")
def tagger() -> StatementTagger:
    return StatementTagger()


def _words(tagger: StatementTagger, text: str) -> list[tuple[str, str]]:
    """Source and cue of each attribution."""
    found = tagger.find(text, find_paragraphs(text))
    return [(text[slice(*one.source)] if one.source else "", text[slice(*one.cue)]) for one in found]


def test_indirect_statements_have_source_and_cue(tagger: StatementTagger) -> None:
    assert _words(tagger, f"{FIRST}\n{SECOND}") == [
        ("the port authority", "said"),
        ("Maria Lindqvist, who runs the ferry office", "according to"),
    ]


def test_a_text_without_statements_has_none(tagger: StatementTagger) -> None:
    assert _words(tagger, "Two lorries collided on the bridge. Traffic was slow all morning.") == []


def test_a_window_reads_alike_whatever_was_read_before(tagger: StatementTagger) -> None:
    alone = tagger.find(SECOND, find_paragraphs(SECOND))
    tagger.find(FIRST * 4, find_paragraphs(FIRST * 4))
    assert tagger.find(SECOND, find_paragraphs(SECOND)) == alone


def test_pieces_surely_outside_are_linked_to_no_cue(tagger: StatementTagger) -> None:
    """Each cue has a row over all pieces of its window, and of those left out the whole weight is outside."""
    (window,) = make_windows(tagger.tokenizer, SECOND, find_paragraphs(SECOND))
    vectors, _ = tagger.encoder.run(["vectors", "tags"], {"ids": np.array([window.ids], np.int64)})
    tags = np.zeros((len(window.ids), 7), np.float32)
    tags[5:, 0] = (1 + OUTSIDE) / 2
    links = tagger._link(vectors[0], tags, [(2, 3)])
    assert links.shape == (1, len(window.ids), 3)
    assert (links[0, 5:] == [1, 0, 0]).all()
    assert not (links[0, :5] == [1, 0, 0]).all()
