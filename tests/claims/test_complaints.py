"""What users of other tools complain of, one test a complaint: a reader of statements must not do it."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from dragoman.flow import Flow
from dragoman.values import Actor, Document, Statement


class Said(NamedTuple):
    """A statement as words: what was said, who said it, and how."""

    words: str
    speaker: str
    kind: str
    confidence: float


def read(flow: Flow, text: str) -> tuple[tuple[Statement, ...], dict[str | None, Actor]]:
    document = Document(
        document_id="page", text=text, raw_sha256="", published=datetime(2026, 5, 4, tzinfo=UTC), language="en"
    )
    values = flow.run({"document": document}, ["statements"])
    return values["statements"], {actor.actor_id: actor for actor in values["actors"]}


def heard(flow: Flow, text: str) -> list[Said]:
    statements, actors = read(flow, text)
    return [
        Said(
            " … ".join(text[part.start : part.end] for part in one.content),
            actors[one.speaker].name if one.speaker else "",
            one.kind,
            one.speaker_confidence,
        )
        for one in statements
    ]


def saying(flow: Flow, text: str, words: str) -> Said:
    """The statement that holds the words; the shortest, where several do."""
    found = [one for one in heard(flow, text) if words in one.words]
    assert found, f"nobody says {words!r} in {heard(flow, text)}"
    return min(found, key=lambda one: len(one.words))


# ---------------------------------------------------------------- quotation marks

WELL = "“The well is dry,” said Estonian farmer Mart Kask."
ROAD = "“The road is open,” said Latvian driver Juris Ozols."


@pytest.mark.parametrize(
    "odd",
    [
        'A 12" pipe burst beside the school.',
        "The sign read “No entry.",
        "The sign read No entry” until noon.",
        "The children sang ‘Low is the river.",
        "«The sign was painted over.",
        "The ship’s name, “Aurora, had been scratched off.",
        "The farmers’ tractors stood in the lane.",
    ],
)
def test_one_odd_mark_does_not_kill_the_document(flow: Flow, odd: str) -> None:
    text = f"{WELL}\n\n{odd}\n\n{ROAD}"
    for words, name in (("The well is dry", "Kask"), ("The road is open", "Ozols")):
        one = saying(flow, text, words)
        assert (one.speaker.split()[-1], one.kind) == (name, "DIRECT")
        assert len(one.words) <= len(words) + 1


@pytest.mark.parametrize(
    "marks", ["“”", '""', "«»", "„“", "‹›", '“"', '"”', "„”"], ids=lambda marks: f"{marks[0]}x{marks[1]}"
)
def test_mixed_quotation_marks_are_paired_all_the_same(flow: Flow, marks: str) -> None:
    text = f"{marks[0]}The harvest was taken at night,{marks[1]} said Estonian farmer Mart Kask on Monday."
    one = saying(flow, text, "harvest was taken")
    assert one.words.strip('“”"«»„‹›') == "The harvest was taken at night,"
    assert one.speaker == "Mart Kask"
    assert one.kind == "DIRECT"


def test_missing_closing_mark_ends_with_its_paragraph(flow: Flow) -> None:
    text = "Estonian farmer Mart Kask said: “The well is dry.\n\nThe mayor of Tartu opened a new bridge on Sunday."
    assert "bridge" not in saying(flow, text, "well is dry").words


def test_quotation_over_several_paragraphs_is_one_speakers(flow: Flow) -> None:
    text = (
        "“We have lost the upper field,” said Estonian farmer Mart Kask.\n\n"
        "“On Monday the water stood at the gate. On Tuesday it stood in the barn.\n\n"
        "“Now we carry the calves upstairs,” he said."
    )
    assert saying(flow, text, "lost the upper field").speaker == "Mart Kask"
    assert saying(flow, text, "carry the calves").speaker == "Mart Kask"
    assert all(one.kind == "DIRECT" for one in heard(flow, text))


def test_quotation_in_a_quotation_belongs_to_the_outer_speaker(flow: Flow) -> None:
    text = "“My son wrote, ‘Do not wait for me,’ and we waited,” said Estonian farmer Mart Kask."
    assert saying(flow, text, "we waited").speaker == "Mart Kask"


# ---------------------------------------------------------------- who speaks


@pytest.mark.parametrize(("pronoun", "noun"), [("He", "king"), ("She", "queen")])
def test_pronoun_speakers_have_a_name(flow: Flow, pronoun: str, noun: str) -> None:
    text = f"Estonian farmer {'Mart' if noun == 'king' else 'Anna'} Kask came to town. {pronoun} said the well was dry."
    one = saying(flow, text, "well was dry")
    assert one.speaker.endswith("Kask")
    assert one.confidence >= 0.8


def test_pronoun_that_may_mean_two_says_so(flow: Flow) -> None:
    text = (
        "Danish Prime Minister Jens Holm met Dutch Prime Minister Pieter Smit in Bremen. "
        "He said the cable would be laid by autumn."
    )
    statements, actors = read(flow, text)
    one = statements[-1]
    assert one.speaker_confidence < 0.8
    assert {actors[other.actor_id].name for other in one.alternatives} == {"Jens Holm", "Pieter Smit"}


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("“The beds are full,” a doctor, whose ward lies under the hill, said.", "doctor"),
        ("A doctor, said to have worked for three days, said that the beds were full.", "doctor"),
        ("The beds are full, said a doctor at the clinic.", "doctor"),
        ("Two nurses said the beds were full.", "nurses"),
    ],
)
def test_a_doctor_said_is_a_speaker(flow: Flow, text: str, noun: str) -> None:
    found = [one for one in heard(flow, text) if "full" in one.words]
    assert found
    assert noun in found[0].speaker.casefold()


def test_speaker_is_not_the_nearest_name(flow: Flow) -> None:
    text = "Estonian farmer Mart Kask told Interior Minister Jaan Tamm that the well was dry."
    assert saying(flow, text, "well was dry").speaker == "Mart Kask"


# ---------------------------------------------------------------- what is no quotation


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “river guard” moved its tents on Monday.",
        "The “free” bus left at nine from the market.",
        "The choir performed “The Long Winter” in the town hall.",
        "Juris “the Bear” Ozols drove the first lorry.",
        "A street named “Hope” runs along the harbour.",
    ],
)
def test_scare_quotes_titles_and_nicknames_are_no_quotations(flow: Flow, text: str) -> None:
    assert heard(flow, text) == []


def test_scare_quote_does_not_make_indirect_speech_mixed(flow: Flow) -> None:
    text = "Estonian farmer Mart Kask said the so-called “river guard” had taken his boat."
    assert saying(flow, text, "taken his boat").kind == "INDIRECT"


# ---------------------------------------------------------------- indirect speech


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Estonian farmer Mart Kask said that the well was dry.", "the well was dry"),
        ("The well is dry, according to Estonian farmer Mart Kask.", "The well is dry"),
        ("Estonian farmer Mart Kask denied that the well was dry.", "the well was dry"),
        ("Estonian farmer Mart Kask believes the well will run dry.", "the well will run dry"),
        ("The well, Estonian farmer Mart Kask said, was dry.", "was dry"),
        ("Estonian farmer Mart Kask warned his neighbours that the well was dry.", "the well was dry"),
    ],
)
def test_indirect_speech_is_read(flow: Flow, text: str, words: str) -> None:
    one = saying(flow, text, words)
    assert (one.speaker, one.kind) == ("Mart Kask", "INDIRECT")


# ---------------------------------------------------------------- nothing is invented

PAGES = (
    f"{WELL} He added that nobody had come.\n\n{ROAD}",
    "Mart Kask, a farmer, said: “It’s dry — all of it.”\n\nQ: Since when?\n\nA: Since May, I think; no, since April.",
    "‘We’ll go,’ she said, ‘if they’ll have us.’ Who they were she did not say.",
    "According to the ministry, “nobody” was hurt… The villagers said otherwise: three were.",
    "Élodie Père a dit: «C’est fini.» “It is over,” she repeated 🙂, “all over.”",
)


@pytest.mark.parametrize("text", PAGES)
def test_no_quotation_is_invented(flow: Flow, text: str) -> None:
    statements, _ = read(flow, text)
    assert statements
    for one in statements:
        for part in one.content:
            piece = text[part.start : part.end]
            assert 0 <= part.start < part.end <= len(text)
            assert piece == piece.strip()
            before, after = text[part.start - 1 : part.start], text[part.end : part.end + 1]
            assert not (before.isalnum() and piece[0].isalnum()), "begins inside a word"
            assert not (after.isalnum() and piece[-1].isalnum()), "ends inside a word"


def test_page_without_speech_has_no_statements(flow: Flow) -> None:
    text = "The bridge opened on Monday.\n\nTwo lorries crossed it before noon. The river was low."
    assert heard(flow, text) == []
