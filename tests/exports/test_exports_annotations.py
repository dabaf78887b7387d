"""Web Annotations: every span is found again, by its position and, where the text moved, by its words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exports.annotations import LAYERS, find_again, read_annotations, read_texts

LETTERS = st.text(alphabet="ab 😀👩\u200d👧שלوم\u0301e\u202e\n", max_size=60)


def test_all_layers_are_found_again(export, river):
    out = export("annotations")
    texts = read_texts(out / "texts.jsonl")
    assert set(texts.values()) == set(river.table("document")["text"].to_pylist())
    spans = list(read_annotations(out / "annotations.jsonld", texts))
    assert {one.layer for one in spans} == set(LAYERS)
    mentions = {(one.document, one.start, one.end) for one in spans if one.layer == "mention"}
    rows = river.sql("SELECT 'urn:dragoman:document:' || document_id, start, \"end\" FROM mention").fetchall()
    assert mentions == set(rows)
    for one in spans:
        if one.layer == "event":
            assert texts[one.document][one.start : one.end] in ("struck", "help", "met", "punish", "closed")


def test_positions_count_code_points_after_emoji_and_right_to_left_words(export):
    out = export("annotations")
    told = json.loads((out / "annotations.jsonld").read_text())
    assert told["@context"] == "http://www.w3.org/ns/anno.jsonld"
    (help_,) = [one for one in told["items"] if one["target"]["selector"][1]["exact"] == "help"]
    position, quote = help_["target"]["selector"]
    assert quote["prefix"] == "שלום 👩‍👩‍👧 Argentina will "
    assert position["start"] == len(quote["prefix"])  # code points: bytes and UTF-16 units would be more
    assert {body["value"] for body in help_["body"]} >= {"event", "AID"}


def test_a_span_is_found_where_the_text_moved(export):
    out = export("annotations")
    texts = read_texts(out / "texts.jsonl")
    items = json.loads((out / "annotations.jsonld").read_text())["items"]
    for one in items:
        text = texts[one["target"]["source"]]
        exact = one["target"]["selector"][1]["exact"]
        found = find_again("😀 NEW\n\n" + text, one["target"]["selector"])
        assert found is not None
        assert ("😀 NEW\n\n" + text)[found[0] : found[1]] == exact


def test_what_is_gone_or_stands_twice_alike_is_not_found():
    def selectors(exact, prefix="", suffix=""):
        return [
            {"type": "TextPositionSelector", "start": 90, "end": 91},
            {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
        ]

    assert find_again("one two", selectors("three")) is None
    assert find_again("two two", selectors("two")) is None
    assert find_again("a two, b two", selectors("two", prefix="b ")) == (9, 12)


def test_an_annotation_that_is_not_found_is_an_error(export):
    out = export("annotations")
    texts = dict.fromkeys(read_texts(out / "texts.jsonl"), "other words")
    with pytest.raises(ValueError, match="is not found in urn:dragoman:document:"):
        list(read_annotations(out / "annotations.jsonld", texts))


@given(before=LETTERS, exact=LETTERS.filter(bool), after=LETTERS)
def test_any_span_of_any_text_is_found_at_its_position(before, exact, after):
    text = before + exact + after
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": before[-32:], "suffix": after[:32]}
    position = {"type": "TextPositionSelector", "start": len(before), "end": len(before) + len(exact)}
    assert find_again(text, [position, quote]) == (len(before), len(before) + len(exact))
