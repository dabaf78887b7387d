import ast
from pathlib import Path

from dragoman import values
from tools.dictionary import PAGE, fields_of, page


def test_dictionary_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.dictionary"


def test_dictionary_explains_every_column() -> None:
    tree = ast.parse(Path(values.__file__).read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for table, kind in values.TABLES.items():
        explained = {name for name, _, text in fields_of(classes[kind.__name__]) if text.strip()}
        assert explained == set(kind.__struct_fields__), table
