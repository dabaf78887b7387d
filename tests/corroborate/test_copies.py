"""Which documents repeat earlier ones, on pages of our own."""

import random
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from benchmarks.invent import invent_documents
from dragoman.corroborate import copy_index
from dragoman.corroborate.copies import find_copies
from dragoman.corroborate.copy_pairs import WINDOW
from dragoman.schema import SCHEMAS

WRECK = (
    "The ferry Halla Dorn ran aground on the Skerne bank shortly before dawn, and forty passengers were taken off by "
    "fishing boats from the village below the lighthouse. The harbour master of Ostrel had closed the northern channel "
    "on the evening before because two buoys had gone adrift in the gale. Divers found a gash as long as a bus under "
    "the engine room, and pumps were brought by lorry from the dockyard at Lunde before the tide came back. "
    "An inquiry will ask why the pilot chose the shorter route although the warning stood on every screen."
)
SENTENCES = [one + "." for one in WRECK.rstrip(".").split(". ")]
INQUIRY = (
    "Forty people reached the shore at Ostrel after their ferry struck a sandbank during the night. Skippers of six "
    "trawlers answered the call, said a woman who keeps the inn there, and rowed until nobody was left on deck. "
    "The company that owns the Halla Dorn says its captain followed the usual course, and the coast guard disagrees."
)
SPEECH = (
    "we shall rebuild the quay stone by stone and nobody who worked on it will be sent away without wages or a roof"
)
MARKET = (
    "Traders at the covered market of Velm raised the price of flour by a third this week after the mill on the upper "
    "river stopped for want of spare parts, and bakers are mixing barley into the dough to make their sacks last."
)


def documents(*rows: tuple[str, str | None, int | None, str]) -> pa.Table:
    """Rows of `document`: id, publisher, day of May 2026 or None, text."""
    begins = datetime(2026, 4, 30)
    held = [
        {
            "document_id": name,
            "publisher": publisher,
            "published": begins + timedelta(days=day) if day is not None else None,
            "text": text,
            "raw_sha256": "",
        }
        for name, publisher, day, text in rows
    ]
    return pa.Table.from_pylist(held, SCHEMAS["document"])


def relations(table: pa.Table) -> set[tuple[str, str, str]]:
    """The table `copy` as (document, original, relation)."""
    rows = find_copies(table).copy.to_pylist()
    return {(row["document_id"], row["original"], row["relation"]) for row in rows}


def test_a_reprint_is_a_copy_of_the_earliest():
    reprint = "From our correspondent. " + WRECK.replace("shortly before dawn", "before sunrise")
    table = documents(("a", "Tidewater", 3, WRECK), ("b", "Wire", 1, WRECK), ("c", "Gazette", 4, reprint))
    assert relations(table) == {("a", "b", "COPY"), ("c", "b", "COPY")}


def test_an_undated_document_comes_after_all_others():
    table = documents(("a", "Tidewater", None, WRECK), ("b", "Wire", 900, WRECK))
    assert relations(table) == {("a", "b", "COPY")}


def test_containment_is_the_share_of_the_later_text():
    brief = " ".join(SENTENCES[:2])
    (row,) = find_copies(documents(("a", "Wire", 1, WRECK), ("b", "Post", 2, brief))).copy.to_pylist()
    assert (row["relation"], row["containment"]) == ("PART", 1.0)
    (row,) = find_copies(documents(("a", "Wire", 2, WRECK), ("b", "Post", 1, brief))).copy.to_pylist()
    assert (row["document_id"], row["relation"]) == ("a", "PART")
    assert row["containment"] == pytest.approx(0.5, abs=0.1)


def test_order_of_sentences_does_not_matter():
    table = documents(("a", "Wire", 1, WRECK), ("b", "Post", 2, "\n".join(reversed(SENTENCES))))
    assert relations(table) == {("b", "a", "COPY")}


def test_two_reports_of_one_event_are_no_copies():
    assert relations(documents(("a", "Wire", 1, WRECK), ("b", "Post", 1, INQUIRY))) == set()


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "«{}»", "‘{}’", "„{}“"])
def test_words_quoted_by_both_are_quotations_only(marks):
    first = f"{MARKET} The mayor said: {marks.format(SPEECH)}."
    second = f"{INQUIRY} {marks.format(SPEECH.capitalize())}, promised the mayor in the evening."
    assert relations(documents(("a", "Wire", 1, first), ("b", "Post", 2, second))) == {("b", "a", "QUOTES")}


def test_the_same_words_unquoted_are_a_copy():
    first = f"{SPEECH}. {SENTENCES[1]}"
    assert relations(documents(("a", "Wire", 1, first), ("b", "Post", 2, first))) == {("b", "a", "COPY")}


def test_house_text_of_a_publisher_makes_no_copy():
    house = " Tell us what you saw: our desk reads every letter, and the best of them are printed on the back page."
    texts = (SENTENCES[0], SENTENCES[1], SENTENCES[2], SENTENCES[3])
    rows = [(f"{place}", "Gazette", place, text + house) for place, text in enumerate(texts)]
    assert relations(documents(*rows)) == set()
    assert relations(documents(*rows, ("9", "Wire", 9, WRECK))) == {("9", "2", "PART")}


def test_a_publishers_second_version_is_a_copy_and_not_house_text():
    rows = [(f"{place}", "Gazette", place, f"{WRECK} {MARKET.split()[place]}") for place in range(5)]
    assert relations(documents(*rows)) == {(f"{place}", "0", "COPY") for place in range(1, 5)}


def test_a_text_is_not_compared_beyond_the_window():
    late = 1 + int(WINDOW) + 1
    assert relations(documents(("a", "Wire", 1, WRECK), ("b", "Post", late, WRECK))) == set()
    between = ("c", "Mail", late // 2, WRECK)
    assert relations(documents(("a", "Wire", 1, WRECK), ("b", "Post", late, WRECK), between)) == {
        ("b", "a", "COPY"),
        ("c", "a", "COPY"),
    }


def test_a_wire_credit_is_evidence():
    first, second = f"OSTREL (AP) — {WRECK}", f"{SENTENCES[0]} (AP) {WRECK}"
    (row,) = find_copies(documents(("a", "Wire", 1, first), ("b", "Post", 2, second))).copy.to_pylist()
    assert row["evidence"] == ["wire:AP"]


def test_a_wire_credit_alone_proves_nothing():
    first, second = f"OSTREL (Reuters) - {WRECK}", f"VELM (Reuters) - {MARKET}"
    assert relations(documents(("a", "Wire", 1, first), ("b", "Post", 1, second))) == set()


HEAD = (
    "Captain Arvo Lepik of the ferry Halla Dorn told the Ostrel inquiry on Friday that he never saw the warning. Lepik "
    "said the Halla Dorn left Ostrel an hour late because the pilot was held up at Lunde."
)
MIDDLE = (
    "Witnesses from the village described a night of rain so thick that lanterns vanished a few steps away, while on "
    "the quay somebody rang a hand bell until morning to guide the small boats home through breaking water."
)
TAIL = (
    "The inquiry at Ostrel will hear the pilot from Lunde next week before Captain Arvo Lepik returns. The Halla Dorn "
    "is still on the Skerne bank, and Lepik hopes that the ferry can be towed to Lunde by the end of the month."
)


def test_two_ends_of_one_text_are_of_one_origin():
    whole = f"{HEAD}\n{MIDDLE}\n{TAIL}"
    table = documents(("a", "Wire", 1, HEAD), ("b", "Post", 1, TAIL), ("c", "Mail", 2, whole))
    assert {(name, original) for name, original, _ in relations(table)} == {("b", "a"), ("c", "a")}
    (row,) = [row for row in find_copies(table).copy.to_pylist() if row["document_id"] == "b"]
    assert row["evidence"] == ["through:c"]


def test_a_digest_joins_nothing():
    digest = f"{WRECK}\n{MARKET}"
    table = documents(("a", "Wire", 1, WRECK), ("b", "Post", 1, MARKET), ("c", "Digest", 2, digest))
    assert relations(table) == {("c", "a", "COPY")}


def test_a_phrase_of_many_documents_is_a_stock_phrase(monkeypatch):
    rows = [(f"{place}", f"Paper {place}", 1, SENTENCES[0]) for place in range(6)]
    assert len(relations(documents(*rows))) == 5
    monkeypatch.setattr(copy_index, "STOCK", 5)
    assert relations(documents(*rows)) == set()


@pytest.mark.parametrize("text", ["", "Ferry aground", " \n", "“”", "é"])
def test_a_text_of_few_words_is_no_copy(text):
    assert relations(documents(("a", "Wire", 1, text), ("b", "Post", 1, text))) == set()


def test_no_documents_no_copies():
    assert find_copies(documents()).copy.num_rows == 0


def test_a_document_may_stand_once_only():
    with pytest.raises(ValueError, match="more than once"):
        find_copies(documents(("a", "Wire", 1, WRECK), ("a", "Wire", 1, WRECK)))


@pytest.fixture(scope="module")
def invented() -> tuple[pa.Table, pa.Table]:
    """A press of our own, and what is true of it."""
    return invent_documents(600, seed=5)


def test_the_order_of_rows_does_not_matter(invented):
    table, _ = invented
    found = find_copies(table)
    for seed in range(3):
        order = random.Random(seed).sample(range(table.num_rows), table.num_rows)
        again = find_copies(table.take(order))
        assert again.copy.equals(found.copy)
        assert again.shared.equals(found.shared)


def test_an_index_in_parts_on_disk_is_the_same(invented, monkeypatch):
    table, _ = invented
    found = find_copies(table)
    monkeypatch.setattr(copy_index, "_PART", 1000)
    assert find_copies(table).copy.equals(found.copy)


def test_the_copies_of_an_invented_press_are_found(invented):
    table, truth = invented
    found = {
        (row["document_id"], row["original"])
        for row in find_copies(table).copy.to_pylist()
        if row["relation"] != "QUOTES"
    }
    true = {(row["document_id"], row["copy_of"]) for row in truth.to_pylist() if row["copy_of"]}
    linked = {frozenset(pair) for pair in found}
    assert sum(frozenset(pair) in linked for pair in true) > 0.7 * len(
        true
    )  # others lead to the first of several copies
    copied = {name for pair in true for name in pair}
    assert {name for pair in found for name in pair} <= copied
