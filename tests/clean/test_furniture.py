"""Each line of a page gets its kind; no sentence is lost."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.clean.furniture import find_blocks
from dragoman.values import Document

SENTENCE = "The ferry crews of Port Aster stayed away from work for a third day, their union said."


def make(text: str, title: str | None = None) -> Document:
    return Document(document_id="d", text=text, title=title, raw_sha256="")


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in find_blocks(make(text, title))]


def kind_of(line: str, *, before: str = "", after: str = "") -> str:
    """The kind of a line amid running text."""
    text = "\n\n".join([SENTENCE, before, line, after, SENTENCE.replace("third", "fourth")])
    found = [kind for kind, words in kinds(text) if words == line]
    assert len(found) == 1
    return found[0]


def test_a_stitched_page() -> None:
    lines = [
        ("FURNITURE", "Share"),
        ("FURNITURE", "World"),
        ("HEADLINE", "Ferries of Port Aster idle as talks falter"),
        ("FURNITURE", "By Ann Bell and Tom Ede"),
        ("FURNITURE", "Published 2 April 2031 14:05 GMT"),
        ("CAPTION", "Photo: Idle boats in the harbour on Monday"),
        ("DATELINE", "PORT ASTER, April 2 (Meridian) —"),
        ("BODY", SENTENCE),
        ("FURNITURE", "Advertisement"),
        ("BODY", "“We will stay here as long as it takes”, said their leader."),
        ("FURNITURE", "Sign up for our evening newsletter"),
        ("BODY", "The owners have not replied."),
        ("FURNITURE", "Advertisement"),
        ("STRAY", "Orlo Fishermen must stand by the harbour crews"),
        ("FURNITURE", "© 2031 The Aster Mail. All rights reserved."),
    ]
    text = "\n\n".join(words for _, words in lines).replace("—\n\n", "— ")
    assert kinds(text) == lines


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Follow us on our channels",
        "Read more: Where the boats went",
        "RELATED: Where the boats went",
        "Subscribe to our weekly letter and never miss a story",
        "12 comments",
        "1.2K shares",
        "Facebook Twitter WhatsApp Email",
        "Share this article",
        "We use cookies to make this site work. Accept all",
        "Updated: 2031-04-02 17:52",
        "Tuesday, April 2, 2031",
        "Updated: 2031-04-02 06:50 (Nord)",
        "https://aster.example/boats",
        "@annbell",
        "* * *",
        "Additional reporting by Tom Ede in Orlo, contributed to this report",
        "(Reporting by Ann Bell; Editing by Tom Ede)",
        "Analysis",
        "Last updated 3 hours ago",
    ],
)
def test_furniture(line: str) -> None:
    assert kind_of(line) == "FURNITURE"


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell by a tenth.",
        "Related cases were found in two other towns.",
        "More on the island are expected to leave.",
        "Follow the money, the judge said.",
        "Reuters reported that two boats had sunk.",
        "Comments by the minister angered the crews.",
        "“No.”",
        "“We never saw them again”",
        "He said the two sides would",
        "the boats that came back on Tuesday",
        "It is over",
        "- The army killed two men in Orlo on Friday",
        "Copyright law does not cover boats.",
        "Twitter was blocked.",
        "Not so.",
        "He was taken to the harbour and then left there. (WARNING: The video has graphic images.)",
        "Ann Bell, a sailor, told The Mail: “They left us.”",
        "Analysis of the wreck took a month.",
        "By Friday the town was empty.",
        "Photos of the wreck were shown in court.",
    ],
)
def test_sentences_stay_body(line: str) -> None:
    assert kind_of(line) == "BODY"


@pytest.mark.parametrize(
    "line",
    [
        "FILE - In this 2030 photo boats leave the harbour.",
        "Boats in the harbour of Orlo. (Tom Ede/The Mail via AP)",
        "Image credit: Tom Ede",
        "(Reuters photo)",
        "Tom Ede/Getty Images",
        "EPA Boats lie in the harbour of Port Aster",
    ],
)
def test_captions(line: str) -> None:
    assert kind_of(line) == "CAPTION"


def test_a_text_cut_short_ends_in_body() -> None:
    for last in (
        "The minister of ports then told the crews that the",
        "Nobody has said how long the talks will take to",
    ):
        assert kinds(f"{SENTENCE}\n\n{SENTENCE[4:]}\n\n{last}")[-1] == ("BODY", last)


def test_where_no_line_has_a_full_stop_none_is_stray() -> None:
    lines = ["Crews of Port Aster strike", *(f"Boat number {i} stays in the harbour of Port Aster" for i in range(6))]
    assert [kind for kind, _ in kinds("\n".join(lines))][1:] == ["BODY"] * 6


def test_the_title_is_the_headline_even_with_a_full_stop() -> None:
    title = "The crews that would not sail"
    assert kinds(f"{title}.\n\n{SENTENCE}", title)[0] == ("HEADLINE", f"{title}.")
    assert kinds(f"{SENTENCE}\n\n{SENTENCE[4:]}")[0][0] == "BODY"


def test_a_title_that_opens_the_first_line_is_cut_off() -> None:
    title = "Crews stay out for a third day"
    text = f"{title}. PORT ASTER (AP) — {SENTENCE}"
    assert kinds(text, title) == [("HEADLINE", f"{title}."), ("DATELINE", "PORT ASTER (AP) —"), ("BODY", SENTENCE)]
    assert kinds(text, "Crews stay out for a th")[0][0] == "BODY"


def test_a_single_line_is_body() -> None:
    assert kinds("Ferry crews strike") == [("BODY", "Ferry crews strike")]


def test_links_below_a_heading_are_stray_until_the_text_goes_on() -> None:
    text = f"{SENTENCE}\n\nRead more:\n\nIs this how the strike of the crews was won\n\n{SENTENCE[4:]}"
    assert [kind for kind, _ in kinds(text)] == ["BODY", "FURNITURE", "STRAY", "BODY"]


def test_items_of_a_list_that_a_sentence_introduces_stay() -> None:
    items = ["Ann Bell, 34", "Tom Ede, 52, of Orlo", "A Sailor From Port Aster"]
    text = "\n".join([SENTENCE, "The missing are:", *items, SENTENCE[4:]])
    assert {kind for kind, _ in kinds(text)} == {"BODY"}


@pytest.mark.parametrize("stamp", ["14:32 GMT", "3.05pm", "14:32", "9:05 a.m. EST –", "Posted at 07:15"])
def test_live_blog_times_are_split_off(stamp: str) -> None:
    assert kinds(f"{SENTENCE}\n{stamp} {SENTENCE}")[1:] == [("FURNITURE", stamp), ("BODY", SENTENCE)]


@pytest.mark.parametrize(
    "line",
    [
        "7:30 p.m. is the deadline for the crews.",
        "5 pm Monday is the deadline.",
        "7:30 p.m. Monday is the deadline for the crews.",
        "10.30 boats an hour came in.",
        "14:32:07x went.",
    ],
)
def test_times_that_belong_to_a_sentence_stay(line: str) -> None:
    assert kind_of(line) == "BODY"


def test_credits_at_the_end_of_a_sentence_are_split_off() -> None:
    credits = "(Reporting by Ann Bell; Editing by Tom Ede)"
    assert kinds(f"{SENTENCE}\n{SENTENCE} {credits}")[1:] == [("BODY", SENTENCE), ("FURNITURE", credits)]


def test_a_transcript_has_no_datelines() -> None:
    assert {kind for kind, _ in kinds("SMITH: We will go on.\nEDE: So will we, all of us.\nSMITH: Good.")} == {"BODY"}


PIECES = ["OSLO (AP) — ", "14:32 ", "Share", SENTENCE, "\n", "\n\n", "(Reporting by A) ", "🚢 ", "\u00a0", "שלום. "]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
PAGES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(ANY_TEXT | PAGES)
def test_blocks_hold_every_visible_character_once_in_order(text: str) -> None:
    blocks = find_blocks(make(text))
    assert all(block.start < block.end for block in blocks)
    assert all(one.end <= other.start for one, other in pairwise(blocks))
    words = [text[block.start : block.end] for block in blocks]
    assert "".join("".join(words).split()) == "".join(text.split())
    assert all("\n" not in one and one == one.strip() for one in words)


def test_furniture_of_the_gold_dispatches(shared: Path) -> None:
    for path in sorted((shared / "gold" / "crises").glob("[ax]-*.json")):
        gold = json.loads(path.read_text())
        left_out = [words for kind, words in kinds(gold["text"]) if kind in ("FURNITURE", "STRAY")]
        assert left_out == gold["furniture"], path.name


def test_the_seed_page(shared: Path) -> None:
    found = kinds((shared / "seed" / "su24.txt").read_text())
    assert [kind for kind, _ in found if kind != "BODY"] == ["FURNITURE", "HEADLINE", "FURNITURE", "FURNITURE", "STRAY"]
    assert found[1][0] == "HEADLINE"
    assert found[-1][0] == "STRAY"


def test_hardly_any_attribution_of_polnear_is_lost(shared: Path) -> None:
    lost = total = 0
    for row in map(json.loads, (shared / "gold" / "statements" / "polnear.dev.jsonl").read_text().splitlines()):
        unread = [block for block in find_blocks(make(row["text"])) if block.kind in ("FURNITURE", "STRAY")]
        for attribution in row["attributions"]:
            total += 1
            lost += any(s < block.end and e > block.start for s, e in attribution["content"] for block in unread)
    assert total > 2000
    assert lost <= 2
