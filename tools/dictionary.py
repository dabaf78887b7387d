"""The data dictionary: `python -m tools.dictionary` writes docs/record.md from the docstrings in `values.py`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from dragoman import values

PAGE = Path(__file__).parents[1] / "docs" / "record.md"
HEAD = """\
# The record, table by table

A record is a folder: `tables/<table>/*.parquet` is the truth, the logs beside it are append-only, and `record.duckdb`
has one view of each name below and can be rebuilt from the rest (`dragoman rebuild`). Offsets are code points of
`document.text`, end exclusive. Enumerations are upper case. An empty cell means that the text does not say.

This page is made from `src/dragoman/values.py` by `python -m tools.dictionary`.
"""
NESTED = ("Alternative", "Part", "Participant", "Position")
ENUMERATIONS = (
    "PublishedFrom", "BlockKind", "ActorKind", "How", "TimexType", "StatementKind", "Act", "Polarity", "EventType",
    "Realis", "DatePrecision", "CopyRelation", "Status", "Stance", "DisputeField",
    "ReviewAction", "CorrectionState",
)  # fmt: skip


def fields_of(definition: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """Name, type and explanation of each field of a value."""
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            yield ast.unparse(field.target), ast.unparse(field.annotation), str(text.value.value)


def section(title: str, definition: ast.ClassDef) -> str:
    """A heading, what the table is, and a row for each column."""
    rows = [
        f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` | {text.replace('|', chr(92) + '|')} |"
        for name, kind, text in fields_of(definition)
    ]
    return "\n".join([f"## {title}", "", ast.get_docstring(definition) or "", "", "| column | type | what it holds |",
                      "| --- | --- | --- |", *rows, ""])  # fmt: skip


def page() -> str:
    """The whole page."""
    tree = ast.parse(Path(values.__file__).read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    tables = [section(name, classes[kind.__name__]) for name, kind in values.TABLES.items()]
    nested = [section(name, classes[name]) for name in NESTED]
    words = [f"| `{name}` | {' '.join(f'`{w}`' for w in get_args(getattr(values, name)))} |" for name in ENUMERATIONS]
    enumerations = ["## Enumerations", "", "| name | values |", "| --- | --- |", *words, ""]
    return "\n".join([HEAD, *tables, "# Values inside cells", "", *nested, *enumerations])


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
