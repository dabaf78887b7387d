"""Who a source's words mean, and how sure that is."""

import pytest

from dragoman.flow import Flow
from dragoman.values import Actor, Document, Statement


def read(flow: Flow, text: str) -> tuple[tuple[Statement, ...], dict[str | None, Actor]]:
    values = flow.run({"document": Document(document_id="page", text=text, raw_sha256="")}, ["statements"])
    return values["statements"], {actor.actor_id: actor for actor in values["actors"]}


def last_speaker(flow: Flow, text: str) -> tuple[str, float]:
    statements, actors = read(flow, text)
    return actors[statements[-1].speaker].name, statements[-1].speaker_confidence


@pytest.mark.parametrize("noun", ["astronomer", "Briton", "52-year-old"])
def test_words_that_point_back_mean_the_only_person_named_but_not_surely(flow: Flow, noun: str) -> None:
    text = f"Welsh climber Gareth Pugh came down on Sunday. The {noun} said the summit was bare."
    name, sure = last_speaker(flow, text)
    assert name == "Gareth Pugh"
    assert 0.5 < sure < 0.8


def test_newcomer_who_is_described_is_sure(flow: Flow) -> None:
    name, sure = last_speaker(
        flow, "Welsh climber Gareth Pugh came down on Sunday. A shepherd said the summit was bare."
    )
    assert "shepherd" in name
    assert sure >= 0.8


def test_person_who_says_whose_they_are_does_not_point_back(flow: Flow) -> None:
    text = "Welsh climber Gareth Pugh came down on Sunday. The owner of the hut said the summit was bare."
    assert "owner" in last_speaker(flow, text)[0]


def test_name_that_runs_into_the_source_is_not_the_speaker(flow: Flow) -> None:
    text = (
        "Coming back from a long evening in Oslo with Hansen and Petrov, the Danish foreign minister, Karen Holm, said "
        "they had agreed to print the map again."
    )
    assert last_speaker(flow, text)[0] == "Karen Holm"


def test_whoever_answers_did_not_speak_last(flow: Flow) -> None:
    text = (
        "“You owe us a bridge,” Danish President Jens Holm told Dutch President Pieter Smit. "
        "He answered that a bridge takes ten years."
    )
    assert last_speaker(flow, text)[0] == "Pieter Smit"


def test_pronoun_of_either_gender_does_not_mean_one_person(flow: Flow) -> None:
    text = "Estonian trader Aare Mets met banker Kai Laur in Narva. She said gold was safe. He said grain was safer."
    statements, _ = read(flow, text)
    first, second = statements[-2:]
    assert max(first.speaker_confidence, second.speaker_confidence) < 0.8
    assert first.speaker != second.speaker


def test_two_verbs_of_saying_under_one_source_are_two_statements(flow: Flow) -> None:
    text = "The Finnish minister said the ferry was late and warned that the road was shut."
    statements, _ = read(flow, text)
    assert [one.act for one in statements] == ["ASSERT", "WARN"]
    assert statements[0].speaker == statements[1].speaker


def test_repeated_warning_is_a_warning(flow: Flow) -> None:
    (one,), _ = read(flow, "Finnish Prime Minister Elina Salo repeated her warning that the bridge could fall.")
    assert one.act == "WARN"


def test_label_of_a_turn_is_its_speaker(flow: Flow) -> None:
    text = (
        "Togo’s health minister, Afi Mensah, sat down with us.\n\nQ: How many are left?\n\nA: Enough for three weeks."
    )
    statements, actors = read(flow, text)
    asked, answered = statements[-2:]
    assert actors[answered.speaker].name == "Afi Mensah"
    assert asked.speaker_confidence < 0.8
