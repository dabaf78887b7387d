"""Which documents are one source."""

from datetime import datetime

import pyarrow as pa
import pytest

from dragoman.corroborate.origins import family_of, find_origins
from dragoman.schema import SCHEMAS
from dragoman.settings import DATA


def documents(*rows: tuple[str, str | None]) -> pa.Table:
    """Rows of `document`: id and publisher, one day after another."""
    held = [
        {"document_id": name, "publisher": publisher, "published": datetime(2026, 5, day), "text": "", "raw_sha256": ""}
        for day, (name, publisher) in enumerate(rows, 1)
    ]
    return pa.Table.from_pylist(held, SCHEMAS["document"])


def copied(*rows: tuple[str, str, str]) -> pa.Table:
    held = [{"document_id": a, "original": b, "relation": c, "containment": 0.9, "evidence": []} for a, b, c in rows]
    return pa.Table.from_pylist(held, SCHEMAS["copy"])


def origins(document: pa.Table, copy: pa.Table) -> dict[str, str]:
    return {row["document_id"]: row["origin_id"] for row in find_origins(document, copy).to_pylist()}


def test_copies_of_copies_are_of_the_first_one_s_origin():
    document = documents(("c", "Wire"), ("a", "Post"), ("b", "Mail"), ("d", "Echo"))
    found = origins(document, copied(("b", "a", "PART"), ("a", "c", "COPY")))
    assert found == {"a": "c", "b": "c", "c": "c", "d": "d"}


def test_a_publisher_is_one_origin_whatever_it_reprints():
    document = documents(("a", "Wire"), ("b", "www.tidewater-post.co.uk"), ("c", "The Tidewater Post"), ("d", "Mail"))
    found = origins(document, copied(("b", "a", "COPY")))
    assert found == {"a": "a", "b": "a", "c": "c", "d": "d"}
    assert origins(document, copied()) == {"a": "a", "b": "b", "c": "b", "d": "d"}


def test_members_of_a_family_stand_in_one_family_only():
    rows = [row.split("\t") for row in (DATA / "corroborate/families.tsv").read_text("utf-8").splitlines()]
    names = [name for family, members in rows for name in (family, *members.split())]
    assert len(names) == len(set(names))
    assert [name for name in names if family_of(name, None) not in {family for family, _ in rows}] == []


def test_documents_of_unknown_publishers_are_origins_of_their_own():
    assert origins(documents(("a", None), ("b", None)), copied()) == {"a": "a", "b": "b"}


def test_common_quotations_are_no_common_origin():
    assert origins(documents(("a", "Wire"), ("b", "Post")), copied(("b", "a", "QUOTES"))) == {"a": "a", "b": "b"}


def test_the_order_of_rows_does_not_matter():
    document = documents(("c", "Wire"), ("a", "Wire"), ("b", "Mail"))
    copy = copied(("b", "a", "COPY"))
    assert find_origins(document.take([2, 1, 0]), copy).equals(find_origins(document, copy))


@pytest.mark.parametrize(
    ("publisher", "url", "family"),
    [
        ("Tidewater Tribune", None, "tidewatertribune"),
        ("The Tidewater Tribune", "https://elsewhere.example/x", "tidewatertribune"),
        ("www.tidewatertribune.com", None, "tidewatertribune"),
        ("news.tidewatertribune.com.au", None, "tidewatertribune"),
        (None, "https://www.tidewatertribune.co.uk/world/1?x=2", "tidewatertribune"),
        ("Agence France-Presse", None, "afp"),
        ("apnews.com", None, "ap"),
        ("The Associated Press", None, "ap"),
        ("edition.cnn.com", None, "cnn"),
        ("theguardian.com", None, "guardian"),
        ("Le Monde", None, "lemonde"),
        ("The Times", None, "times"),
        ("thetimes.co.uk", None, "times"),
        (None, "https://ostrelwatch.substack.com/p/ferry", "ostrelwatchsubstackcom"),
        (None, "https://t.me/ostrelwatch/12?single", "tmeostrelwatch"),
        ("Новости", None, "новости"),
        ("", None, None),
        (None, None, None),
        (None, "a file", None),
    ],
)
def test_families(publisher, url, family):
    assert family_of(publisher, url) == family
