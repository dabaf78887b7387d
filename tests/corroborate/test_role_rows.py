"""Codes that one page learns from another, as a person sees them: kept apart from what the page itself says."""

import pyarrow as pa
import pytest

from dragoman.record import Record
from dragoman.schema import SHARDS, table_of_rows
from dragoman.store.query import Filters, find_events
from tests.corroborate.records import add
from tests.corroborate.test_roles import BARE, CHILE, MINISTER, actor, event, page


def shards(*pages):
    """The tables of pages, and an event in which each of their first actors meets Chile."""
    owned = [(document.document_id, one) for document, actors, _ in pages for one in actors]
    people = table_of_rows("actor", [one for _, one in owned])
    return {
        "document": table_of_rows("document", [document for document, _, _ in pages]),
        "actor": people.add_column(0, SHARDS["actor"].field(0), pa.array([name for name, _ in owned], pa.string())),
        "mention": table_of_rows("mention", [one for _, _, mentions in pages for one in mentions]),
        "event": table_of_rows("event", [event(document.document_id, *actors) for document, actors, _ in pages]),
    }


TOLD, NAMED, UNTOLD = page("a", MINISTER, CHILE), page("b", BARE, CHILE), page("a", actor("Marta Quiroga"), CHILE)


def codes(path, **asked):
    """The code of the first actor of each document's event, as shown; and that in the table."""
    with Record(path) as record:
        shown = find_events(record.connection, Filters(**asked)).rows
        written = {row["document_id"]: row["actors"][0]["code"] for row in record.table("event").to_pylist()}
        return {row["document_id"]: (row["actors"][0]["code"], written[row["document_id"]]) for row in shown}


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_what_is_shown_is_learned_and_what_is_written_is_the_page_s_own(tmp_path, order):
    tables = shards(TOLD, NAMED)
    for name in order:
        add(tmp_path / "record", tables, [name])
    assert codes(tmp_path / "record") == {"a": ("CHL GOV", "CHL GOV"), "b": ("CHL GOV", None)}
    assert set(codes(tmp_path / "record", actor="CHL GOV")) == {"a", "b"}
    with Record(tmp_path / "record") as record:
        (row,) = record.table("role").to_pylist()
    assert (row["document_id"], row["name"], row["code"], row["documents"]) == ("b", "Marta Quiroga", "CHL GOV", 1)


def test_a_role_that_no_page_tells_any_more_is_not_shown(tmp_path):
    add(tmp_path / "record", shards(TOLD, NAMED), ["a", "b"])
    add(tmp_path / "record", shards(UNTOLD), ["a"], code="another")
    assert codes(tmp_path / "record") == {"a": (None, None), "b": (None, None)}
