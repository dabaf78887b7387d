"""A Frictionless data package: the record's tables as CSV, with the data dictionary as their schemas."""

import ast
import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

import dragoman.values as values
from dragoman.exports.coverage import describe
from dragoman.exports.files import Target
from dragoman.exports.selection import Selection
from dragoman.exports.tables import TABLES_EXPORTED, read_pieces, schema_of, write_csv_table
from dragoman.schema import KEYS
from dragoman.settings import VERSION

FOREIGN: dict[str, tuple[tuple[str, str, str], ...]] = {
    "document": (("copy_of", "document", "document_id"),),
    "sentence": (("document_id", "document", "document_id"),),
    "mention": (("document_id", "document", "document_id"), ("actor_id", "actor", "actor_id")),
    "place": (("document_id", "document", "document_id"),),
    "time": (("document_id", "document", "document_id"),),
    "statement": (("document_id", "document", "document_id"), ("speaker", "actor", "actor_id"),
                  ("addressee", "actor", "actor_id"), ("parent", "statement", "statement_id")),
    "event": (("document_id", "document", "document_id"), ("statement_id", "statement", "statement_id")),
    "copy": (("document_id", "document", "document_id"), ("original", "document", "document_id")),
    "origin": (("document_id", "document", "document_id"), ("origin_id", "document", "document_id")),
    "role": (("document_id", "document", "document_id"), ("actor_id", "actor", "actor_id"),
             ("known_as", "actor", "actor_id")),
    "pair": (("event_id", "event", "event_id"), ("other", "event", "event_id")),
    "report": (("incident_id", "incident", "incident_id"), ("event_id", "event", "event_id")),
    "account": (("incident_id", "incident", "incident_id"), ("party", "actor", "actor_id"),
                ("statement_id", "statement", "statement_id")),
    "dispute": (("incident_id", "incident", "incident_id"),),
}  # fmt: skip
"""Which column of a table names a row of which other."""


def write_package(selection: Selection, target: Target) -> None:
    """Write the tables and `datapackage.json`, which describes them."""
    resources = []
    for name in TABLES_EXPORTED:
        with target.open(f"{name}.csv") as out:
            write_csv_table(out, name, read_pieces(selection, name))
        resources.append(_resource(name, target))
    coverage = describe(selection, "frictionless")
    told = {
        "name": "dragoman-record",
        "title": "A dragoman record",
        "description": "Who did what to whom, when and where; who said so; who disputes it. Offsets count code points"
        " of document.text. In columns of text, cells that a spreadsheet would run as a formula have an apostrophe"
        " before them.",
        "version": VERSION,
        "profile": "tabular-data-package",
        "resources": resources,
        "dragoman": coverage,
    }
    with target.open("datapackage.json") as out:
        out.write_row((json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode())


def _resource(name: str, target: Target) -> dict[str, Any]:
    written = target.written[-1]
    return {
        "name": name,
        "path": written.file,
        "profile": "tabular-data-resource",
        "title": dictionary()[name][""],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{written.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "fields": [_field(name, field) for field in schema_of(name)],
            "missingValues": [""],
            "primaryKey": list(KEYS[name]),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": "" if other == name else other, "fields": [key]}}
                for column, other, key in FOREIGN.get(name, ())
            ],
        },
    }


def _field(table: str, field: pa.Field) -> dict[str, Any]:
    kind = _kind(field.type)
    told = {"name": field.name, "type": kind, "description": dictionary()[table].get(field.name, "")}
    if kind == "datetime":
        told["format"] = "default"
    return told | ({} if field.nullable else {"constraints": {"required": True}})


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return "array"
    tests = ((pa.types.is_integer, "integer"), (pa.types.is_floating, "number"), (pa.types.is_boolean, "boolean"),
             (pa.types.is_timestamp, "datetime"), (pa.types.is_date, "date"))  # fmt: skip
    return next((name for test, name in tests if test(kind)), "string")


@cache
def dictionary() -> dict[str, dict[str, str]]:
    """The data dictionary: of each table what a row is, under "", and what each column holds."""
    tree = ast.parse(Path(values.__file__).read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    told = {}
    for name, kind in values.TABLES.items():
        body = classes[kind.__name__].body
        told[name] = {"": ast.get_docstring(classes[kind.__name__]) or ""}
        for field, text in pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                told[name][ast.unparse(field.target)] = str(text.value.value)
    return told
