"""The Arrow schemas follow the value types."""

from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow as pa
import pytest

from dragoman.schema import KEYS, PARTS, SCHEMAS, table_of_rows
from dragoman.values import TABLES, Dispute, Document, Event, Participant, Position, Reading, Run


def test_every_table_has_a_schema_of_its_fields_in_order_and_a_key():
    assert list(SCHEMAS) == list(TABLES) == list(KEYS)
    for name, row in TABLES.items():
        assert tuple(SCHEMAS[name].names) == row.__struct_fields__
        assert set(KEYS[name]) <= set(row.__struct_fields__)


def test_every_part_of_a_reading_is_stored():
    assert set(PARTS.values()) == set(Reading.__struct_fields__)


def test_types_follow_the_annotations():
    assert SCHEMAS["document"].field("document_id") == pa.field("document_id", pa.string(), nullable=False)
    assert SCHEMAS["document"].field("published") == pa.field("published", pa.timestamp("us"))
    assert SCHEMAS["event"].field("earliest") == pa.field("earliest", pa.date32())
    assert SCHEMAS["event"].field("modes").type == pa.list_(pa.string())
    participant = SCHEMAS["event"].field("actors").type.value_type
    assert [field.name for field in participant] == list(Participant.__struct_fields__)
    assert SCHEMAS["dispute"].field("positions").type.value_type.field("held_by").type == pa.list_(pa.string())


def test_moments_are_stored_as_utc():
    noon = datetime(2031, 5, 4, 12, tzinfo=timezone(timedelta(hours=3)))
    table = table_of_rows("document", [Document(document_id="a", text="", raw_sha256="", published=noon)])
    assert table["published"].to_pylist() == [datetime(2031, 5, 4, 9)]


def test_nested_values_come_back_as_they_went_in():
    who = (Participant(actor_id="a", code=None, start=0, end=1), Participant(actor_id=None, code="ARL", start=2, end=3))
    event = Event(
        event_id="e", document_id="d", sentence=0, trigger_start=1, trigger_end=2, type="AID", quad=2, plover_score=7.0,
        actors=who, realis="ACTUAL", coder="c", confidence=0.5, modes=("x", "y"), earliest=date(2031, 5, 4),
    )  # fmt: skip
    (row,) = table_of_rows("event", [event]).to_pylist()
    assert row["actors"] == [
        {"actor_id": "a", "code": None, "start": 0, "end": 1},
        {"actor_id": None, "code": "ARL", "start": 2, "end": 3},
    ]
    assert (row["modes"], row["recipients"], row["earliest"]) == (["x", "y"], [], date(2031, 5, 4))
    dispute = Dispute(
        dispute_id="d", incident_id="i", field="KILLED", positions=(Position(value="7", held_by=("a",), evidence=()),)
    )
    (row,) = table_of_rows("dispute", [dispute]).to_pylist()
    assert row["positions"] == [{"value": "7", "held_by": ["a"], "evidence": []}]


def test_half_a_surrogate_pair_is_refused_not_cut():
    with pytest.raises(UnicodeEncodeError):
        table_of_rows("document", [Document(document_id="a", text="abc\ud83d def", raw_sha256="")])


def test_no_rows_make_an_empty_table():
    assert table_of_rows("run", []).schema == SCHEMAS["run"]
    at = datetime(2031, 5, 4, tzinfo=UTC)
    run = Run(run_id="r", at=at, version="1", model="m", settings="{}", documents=0, seconds=1.5, failures=0)
    assert table_of_rows("run", [run])["seconds"].to_pylist() == [1.5]
