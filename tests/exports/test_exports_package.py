"""The data package: valid to the Frictionless validator, keys and all, whole or chosen by filters."""

import json

import pytest

from dragoman.exports.package import FOREIGN, dictionary
from dragoman.exports.tables import TABLES_EXPORTED, schema_of
from dragoman.values import TABLES


@pytest.mark.parametrize(
    ("filters", "events", "documents"),
    [({}, 6, 4), ({"actor": "ARG MIL"}, 2, 2), ({"types": ("CONSULT",)}, 1, 1), ({"actor": "nobody"}, 0, 0)],
)
def test_frictionless_finds_no_fault(export, filters, events, documents):
    frictionless = pytest.importorskip("frictionless")
    out = export("frictionless", **filters)
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["title", "fieldName", "message"])
    assert {task.name for task in report.tasks} == set(TABLES_EXPORTED)
    rows = {one["file"]: one["rows"] for one in json.loads((out / "manifest.json").read_text())["files"]}
    assert (rows["event.csv"], rows["document.csv"], rows["failure.csv"]) == (events, documents, 1)


def test_frictionless_would_find_a_row_without_its_document(export):
    frictionless = pytest.importorskip("frictionless")
    out = export("frictionless")
    lines = (out / "document.csv").read_text().splitlines(keepends=True)
    told = json.loads((out / "datapackage.json").read_text())
    for one in told["resources"]:
        del one["hash"]
    (out / "datapackage.json").write_text(json.dumps(told))
    (out / "document.csv").write_text(lines[0])
    report = frictionless.validate(str(out / "datapackage.json"))
    assert "foreign-key" in {kind for (kind,) in report.flatten(["type"])}


def test_the_dictionary_says_something_of_every_column(export):
    told = json.loads((export("frictionless") / "datapackage.json").read_text())
    for resource in told["resources"]:
        assert resource["title"]
        fields = resource["schema"]["fields"]
        assert [one["name"] for one in fields] == schema_of(resource["name"]).names
        assert all(one["description"] for one in fields), resource["name"]
    assert told["dragoman"]["failures"] == 1
    assert set(dictionary()) == set(TABLES)


def test_foreign_keys_name_columns_that_are():
    for table, keys in FOREIGN.items():
        for column, other, key in keys:
            assert column in schema_of(table).names
            assert key in schema_of(other).names
    ids = {"document_id", "actor_id", "statement_id", "event_id", "incident_id"}
    for table in TABLES_EXPORTED:
        own = f"{table}_id"
        pointed = {column for column, _, _ in FOREIGN.get(table, ())}
        open_ = {"correction": {"document_id"}}.get(table, set())
        assert (ids & set(schema_of(table).names)) - {own} - pointed - open_ == set(), table
