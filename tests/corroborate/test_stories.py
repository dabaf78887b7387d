"""Which documents belong to one story, on pages of our own and on an invented press."""

import random
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from benchmarks import invent
from benchmarks.invent import invent_documents
from dragoman.corroborate.stories import find_stories
from dragoman.corroborate.story_pass import WINDOW, Pass
from dragoman.corroborate.story_terms import find_terms, read_general
from dragoman.corroborate.story_update import update_stories
from dragoman.schema import SCHEMAS

FERRY = (
    "The ferry Halla Dorn ran aground on the Skerne bank off Ostrel before dawn, and forty passengers were rescued.",
    "Captain Arvo Lepik of the Halla Dorn said the Skerne bank had moved since the last chart of Ostrel was drawn.",
    "Ostrel mourns no one: all forty passengers of the ferry Halla Dorn are safe, says harbour master Ines Moor.",
    "Pumps keep the Halla Dorn afloat on the Skerne bank while Lepik waits for a tug from Lunde.",
)
MILL = (
    "Bakers in Velm mix barley into their dough since the Karst mill stopped for want of spare parts.",
    "The Karst mill will grind again in June, promises Velm councillor Teo Brandt, and bread will be cheaper.",
    "Flour is dearer by a third at the covered market of Velm, and Brandt blames the owners of the Karst mill.",
)


def documents(*rows: tuple[str, int | None, str]) -> pa.Table:
    """Rows of `document`: id, day counted from 30 April 2026 or None, text."""
    begins = datetime(2026, 4, 30)
    held = [
        {
            "document_id": name,
            "published": begins + timedelta(days=day) if day is not None else None,
            "text": text,
            "raw_sha256": "",
        }
        for name, day, text in rows
    ]
    return pa.Table.from_pylist(held, SCHEMAS["document"])


def groups(table: pa.Table) -> set[frozenset[str]]:
    """The stories as sets of document_ids."""
    found: dict[str, set[str]] = {}
    for row in find_stories(table).story.to_pylist():
        found.setdefault(row["story_id"], set()).add(row["document_id"])
    return {frozenset(story) for story in found.values()}


def two_stories(step: int | None) -> pa.Table:
    """Two stories, in turns, `step` days between their documents."""
    rows = [(f"f{place}", text, place) for place, text in enumerate(FERRY)]
    rows += [(f"m{place}", text, place) for place, text in enumerate(MILL)]
    return documents(*((name, None if step is None else 1 + place * step, text) for name, text, place in rows))


@pytest.mark.parametrize("step", [0, 1, 5, None])
def test_stories_are_told_apart(step):
    assert groups(two_stories(step)) == {frozenset({"f0", "f1", "f2", "f3"}), frozenset({"m0", "m1", "m2"})}


def test_a_story_does_not_bridge_a_long_silence():
    table = documents(("a", 0, FERRY[0]), ("b", int(WINDOW) + 1, FERRY[0]))
    assert groups(table) == {frozenset("a"), frozenset("b")}


def test_a_story_goes_on_as_long_as_it_is_told():
    rows = [(f"{place}", place * int(WINDOW / 3), FERRY[0]) for place in range(8)]
    assert len(groups(documents(*rows))) == 1


def test_an_undated_document_joins_a_story_however_old():
    table = documents(("a", 0, FERRY[0]), ("b", 2000, MILL[0]), ("c", None, FERRY[1]), ("d", None, MILL[1]))
    assert groups(table) == {frozenset("ac"), frozenset("bd")}


def test_a_row_says_why():
    rows = {row["document_id"]: row for row in find_stories(two_stories(1)).story.to_pylist()}
    assert rows["f0"]["nearest"] is rows["f0"]["likeness"] is None
    assert rows["f1"]["nearest"] == "f0"
    assert 0 < rows["f1"]["likeness"] < 1


def test_spans_count_what_stories_hold():
    found = find_stories(two_stories(2))
    rows = {row["first"]: row for row in found.story_span.to_pylist()}
    assert set(rows) == {"f0", "m0"}
    assert (rows["m0"]["documents"], rows["m0"]["earliest"].day, rows["m0"]["latest"].day) == (3, 1, 5)
    assert rows["m0"]["story_id"] in found.story["story_id"].to_pylist()


def test_titles_are_read_too():
    table = documents(("a", 1, FERRY[0]), ("b", 2, "It happened again."))
    titles = pa.array([None, "Ferry Halla Dorn aground on the Skerne bank off Ostrel"], pa.string())
    place = table.column_names.index("title")
    assert len(groups(table)) == 2
    assert len(groups(table.set_column(place, table.field(place), titles))) == 1


@pytest.mark.parametrize("text", ["", "the of and", "“”", "\n"])
def test_a_text_without_terms_is_a_story_of_its_own(text):
    assert len(groups(documents(("a", 1, text), ("b", 1, text)))) in (1, 2)
    assert frozenset("c") in groups(documents(("a", 1, text), ("c", 1, FERRY[0])))


def test_no_documents_no_stories():
    found = find_stories(documents())
    assert found.story.num_rows == found.story_span.num_rows == 0


def test_a_name_counts_beside_its_word_and_two_as_a_pair():
    found = find_terms(pa.array(["we saw Arvo Lepik", "we saw arvo lepik", "Arvo saw us"]))
    assert [int((found.documents == place).sum()) for place in range(3)] == [7, 4, 3]


def test_the_general_table_knows_common_words_and_names():
    found = find_terms(pa.array(["the the the Velm to United States"]))
    known = dict(zip(found.counts.tolist(), found.known.tolist(), strict=False))
    assert known[3] > 0.9 * read_general().documents
    assert 0 in find_terms(pa.array(["Skernebank"])).known
    assert sum(found.known > 0) == 7  # the, to, united, states; United, States; United States


@pytest.fixture(scope="module")
def years() -> pa.Table:
    """Some years of a press that prints a page every other day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(invent, "PER_DAY", 0.5)
        return invent_documents(360, seed=3)[0]


def test_the_order_of_rows_does_not_matter(years):
    found = find_stories(years)
    for seed in range(3):
        order = random.Random(seed).sample(range(years.num_rows), years.num_rows)
        assert find_stories(years.take(order)).story.equals(found.story)


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_reading_in_several_runs_is_reading_at_once(years, dated, seed):
    table = years.filter(years["published"].is_valid()) if dated else years
    chance = random.Random(seed)
    runs = [chance.randrange(3) if seed % 2 else int(chance.random() > 0.98) for _ in range(table.num_rows)]
    held = find_stories(table.slice(0, 0))
    for run in range(3):
        so_far = table.take([place for place, of in enumerate(runs) if of <= run])
        held = update_stories(so_far, held)
        whole = find_stories(so_far)
        assert held.story.equals(whole.story)
        assert held.story_span.equals(whole.story_span)


def test_what_was_taken_out_or_changed_leaves_no_trace(years):
    held = find_stories(years)
    texts = years["text"].to_pylist()
    texts[7], texts[200] = texts[90], f"{FERRY[0]} {texts[200]}"
    changed = years.set_column(years.column_names.index("text"), years.field("text"), pa.array(texts))
    changed = changed.take([place for place in range(years.num_rows) if place not in (3, 150)])
    assert update_stories(changed, held).story.equals(find_stories(changed).story)


def test_only_touched_windows_are_gone_through_again(monkeypatch):
    rows = [
        (f"{year}-{place}", year * 365 + place, text)
        for year in range(40)
        for place, text in enumerate((*FERRY, *MILL))
    ]
    table = documents(*rows)
    held = find_stories(table.filter(pa.array([name != "20-1" for name, _, _ in rows])))
    calls = []
    find = Pass.find
    monkeypatch.setattr(Pass, "find", lambda self, place: calls.append(place) or find(self, place))
    found = update_stories(table, held)
    assert min(calls) == 20 * 7 + 1
    assert len(calls) <= 64
    assert found.story_span.num_rows == 80
    calls.clear()
    update_stories(table, found)
    assert calls == []
