"""The public names are those that are listed, sorted, and each is where it is said to be."""

import subprocess
import sys
from pathlib import Path

import pytest

import dragoman


def test_all_is_sorted_and_without_repeats():
    assert dragoman.__all__ == sorted(set(dragoman.__all__))


def test_every_public_name_can_be_had():
    for name in dragoman.__all__:
        assert getattr(dragoman, name) is not None


def test_every_home_is_exported():
    assert set(dragoman._HOMES) | {"__version__"} == set(dragoman.__all__)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = dragoman.reed


def test_an_old_python_is_told_what_it_needs():
    with pytest.raises(ImportError, match=r"Python 3\.12 or newer; this is Python 3\.11\.9"):
        dragoman.require_python((3, 11, 9))


def test_importing_dragoman_imports_nothing_else():
    source = Path(dragoman.__file__).parents[1]
    script = (
        f"import sys; sys.path.insert(0, {str(source)!r}); before = set(sys.modules); import dragoman;"
        "print(sorted(name for name in set(sys.modules) - before if not name.startswith('dragoman')))"
    )
    loaded = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True).stdout
    assert not {"msgspec", "pyarrow", "duckdb", "spacy", "rich"} & set(eval(loaded))
