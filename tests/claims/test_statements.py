"""Short pages of our own, and the statements they must yield."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.flow import Flow
from dragoman.values import Actor, Document, Statement


def read(flow: Flow, text: str) -> tuple[tuple[Statement, ...], dict[str | None, Actor]]:
    document = Document(
        document_id="page", text=text, raw_sha256="", published=datetime(2026, 3, 6, tzinfo=UTC), language="en"
    )
    values = flow.run({"document": document}, ["statements"])
    return values["statements"], {actor.actor_id: actor for actor in values["actors"]}


def words(text: str, one: Statement) -> list[str]:
    return [text[part.start : part.end] for part in one.content]


def test_direct_quotation_split_by_its_cue(flow: Flow) -> None:
    text = "“We kept the gates shut,” said Norwegian Energy Minister Sigrun Aasland, “and the valley stayed dry.”"
    (one,), actors = read(flow, text)
    assert words(text, one) == ["We kept the gates shut,", "and the valley stayed dry."]
    assert (one.kind, actors[one.speaker].name, actors[one.speaker].code) == ("DIRECT", "Sigrun Aasland", "NOR GOV")
    assert one.speaker_confidence >= 0.8


def test_indirect_speech_and_according_to(flow: Flow) -> None:
    text = "The dam will be repaired before winter, according to the Norwegian government."
    (one,), actors = read(flow, text)
    assert words(text, one) == ["The dam will be repaired before winter"]
    assert (one.kind, one.act, actors[one.speaker].code) == ("INDIRECT", "ASSERT", "NOR GOV")


def test_mixed_quotation_keeps_its_marks(flow: Flow) -> None:
    text = "Finnish President Aino Kallas said on Monday that the border was “as quiet as a library on a Sunday”."
    (one,), _ = read(flow, text)
    assert one.kind == "MIXED"
    assert words(text, one)[0].endswith("“as quiet as a library on a Sunday”")


def test_denial_accusation_and_threat(flow: Flow) -> None:
    text = (
        "Finnish Defence Minister Oskari Lehto denied that soldiers had crossed the border. "
        "He accused Norway of moving the boundary stones. "
        "Lehto threatened that Finland would close the road."
    )
    statements, actors = read(flow, text)
    assert [one.act for one in statements] == ["DENY", "ACCUSE", "THREATEN"]
    assert {actors[one.speaker].name for one in statements} == {"Oskari Lehto"}


def test_what_was_not_said_is_no_assertion(flow: Flow) -> None:
    statements, _ = read(flow, "The Finnish army declined to comment on the report.")
    assert {one.polarity for one in statements} <= {"NEGATIVE"}


def test_addressee_and_medium(flow: Flow) -> None:
    text = "Finnish President Aino Kallas told the BBC in a radio interview that the road would stay open."
    (one,), actors = read(flow, text)
    assert one.medium == "a radio interview"
    assert actors[one.addressee].code == "GBR JRN"


def test_inner_statement_has_its_parent(flow: Flow) -> None:
    text = "Norwegian Prime Minister Liv Brekke said that President Aino Kallas had said the road would stay open."
    statements, actors = read(flow, text)
    inner = next(one for one in statements if one.parent)
    outer = next(one for one in statements if one.statement_id == inner.parent)
    assert (actors[outer.speaker].name, actors[inner.speaker].name) == ("Liv Brekke", "Aino Kallas")


def test_speaker_against_own_side_is_doubted(flow: Flow) -> None:
    text = (
        "Norwegian Prime Minister Liv Brekke met Finnish President Aino Kallas in Oslo. "
        "She told reporters that Norway, not Finland, should pay for the bridge."
    )
    statements, actors = read(flow, text)
    one = statements[-1]
    assert one.speaker_confidence < 0.8
    assert {actors[a.actor_id].name for a in one.alternatives} >= {"Liv Brekke", "Aino Kallas"}


def test_unnamed_speaker_stays_described(flow: Flow) -> None:
    text = "A nurse at the hospital said that the wards were full."
    (one,), actors = read(flow, text)
    assert "nurse" in actors[one.speaker].name.casefold()


@pytest.mark.parametrize("text", ["", "\n\n", "🙂", "“”", "“said said said", "said “he said"])
def test_odd_texts_do_no_harm(flow: Flow, text: str) -> None:
    statements, _ = read(flow, text)
    assert all(0 <= one.start < one.end <= len(text) for one in statements)


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "Mira said ",
        "the well is dry",
        ", ",
        ". ",
        "\n\n",
        "🙂 ",
        "שלום ",
        "é́ ",
        "He denied that ",
        "(",
        ")",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=14).map("".join))
def test_spans_hold_for_any_text(flow: Flow, text: str) -> None:
    statements, _ = read(flow, text)
    assert read(flow, text)[0] == statements
    for one in statements:
        assert one.start <= min(part.start for part in one.content)
        assert max(part.end for part in one.content) <= one.end <= len(text)
        for part in one.content:
            assert text[part.start : part.end].strip() == text[part.start : part.end] != ""
        assert text[one.cue_start : one.cue_end].strip()
