from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.analyse.sentences import find_sentences
from dragoman.analyse.syntax import Parser
from dragoman.spans import lines
from dragoman.trees import child, head_of, subject_of
from dragoman.values import Analysis, Block, BlockKind, Document


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parse(parser: Parser, text: str, **kinds: BlockKind) -> tuple[Document, tuple[Block, ...], Analysis]:
    document = Document(document_id="page", text=text, raw_sha256="")
    blocks = tuple(
        Block(start=start, end=end, kind=kinds.get(text[start:end].split()[0].casefold(), "BODY"))
        for start, end in lines(text)
    )
    return document, blocks, parser(document, blocks)


def test_tokens_stand_where_they_say(parser: Parser) -> None:
    text = "The 🙂 river rose.\n\nMira’s  boat sank."
    _, _, analysis = parse(parser, text)
    assert [text[s:e] for s, e in zip(analysis.starts, analysis.ends, strict=True)] == list(analysis.words)


def test_furniture_and_stray_lines_are_not_analysed(parser: Parser) -> None:
    text = "Share\nThe river rose.\nBridge Builders Meet Again"
    document, blocks, analysis = parse(parser, text, share="FURNITURE", bridge="STRAY")
    assert analysis.words == ("The", "river", "rose", ".")
    kinds = [sentence.kind for sentence in find_sentences(document, blocks, analysis)]
    assert kinds == ["FURNITURE", "BODY", "STRAY"]


def test_no_sentence_runs_over_a_line(parser: Parser) -> None:
    text = "A headline without a stop\nThe river rose. The boat sank."
    document, blocks, analysis = parse(parser, text)
    rows = [text[s.start : s.end] for s in find_sentences(document, blocks, analysis)]
    assert rows == ["A headline without a stop", "The river rose.", "The boat sank."]


def test_subject_is_shared_by_joined_verbs(parser: Parser) -> None:
    text = "The minister praised the crew and left the harbour."
    _, _, analysis = parse(parser, text)
    left = analysis.words.index("left")
    subject = subject_of(analysis, left)
    assert subject is not None
    assert analysis.words[subject] == "minister"
    assert child(analysis, left, "dobj") == analysis.words.index("harbour")


def test_head_of_a_noun_phrase(parser: Parser) -> None:
    text = "The old captain of the ferry waved."
    _, _, analysis = parse(parser, text)
    assert head_of(analysis, (0, text.index(" waved"))) == analysis.words.index("captain")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="ab .,“”🙂é\u0301א\n\t\u00a0", max_size=80))
def test_columns_fit_for_any_text(parser: Parser, text: str) -> None:
    document, blocks, analysis = parse(parser, text)
    count = len(analysis.words)
    assert all(len(column) == count for column in (analysis.starts, analysis.heads, analysis.deps, analysis.children))
    for token in range(count):
        head = analysis.heads[token]
        assert head == token or token in analysis.children[head]
        assert analysis.sentence_of[token] == analysis.sentence_of[head]
        assert text[analysis.starts[token] : analysis.ends[token]] == analysis.words[token]
    sentences = find_sentences(document, blocks, analysis)
    assert [s.sentence for s in sentences] == list(range(len(sentences)))
    assert all(a.end <= b.start for a, b in pairwise(sentences))
