"""The invented press: the same for the same seed, and as its truth says."""

from benchmarks.invent import PER_DAY, Press, invent_documents, read_text
from dragoman.schema import SCHEMAS


def test_the_same_seed_gives_the_same_press():
    first, second, other = invent_documents(50, seed=2), invent_documents(50, seed=2), invent_documents(50, seed=3)
    assert first[0].equals(second[0])
    assert first[1].equals(second[1])
    assert not first[0].equals(other[0])


def test_documents_are_rows_of_the_record():
    table, truth = invent_documents(400, seed=1)
    assert table.schema.equals(SCHEMAS["document"])
    assert len(set(table["document_id"].to_pylist())) == truth.num_rows == 400
    assert 0 < table["published"].null_count < 40


def test_truth_leads_from_copies_to_originals():
    table, truth = invent_documents(400, seed=1)
    texts = dict(zip(table["document_id"].to_pylist(), table["text"].to_pylist(), strict=True))
    rows = {row["document_id"]: row for row in truth.to_pylist()}
    copies = [row for row in rows.values() if row["copy_of"]]
    assert 60 < len(copies) < 200
    for row in copies:
        original = rows[row["copy_of"]]
        assert original["copy_of"] is None
        assert original["story"] == row["story"]
        ours, theirs = set(texts[row["document_id"]].split()), set(texts[row["copy_of"]].split())
        assert len(ours & theirs) > 0.3 * min(len(ours), len(theirs))


def test_a_larger_press_is_a_longer_one():
    last = max(page.published for page in Press(1).pages(PER_DAY * 5) if page.published)
    first = min(page.published for page in Press(1).pages(PER_DAY * 5) if page.published)
    assert 4 < (last - first).days < 40


def test_sentences_tell_of_incidents_word_for_word():
    pages = list(Press(1).pages(100))
    told = [(page, one) for page in pages for one in page.sentences if one.incident]
    assert len(told) > 50
    for page, one in told:
        assert one.text in read_text(page)
    exact = [one for page, one in told if page.relation != "COPY"]
    assert all(f"{one.incident.actor} {one.incident.verb} {one.incident.recipient}" in one.text for one in exact)
