"""The record of the hand-made pages, open, and what writes an export of it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record's folder: four documents, and one input that failed."""
    from pages import write_pages

    from dragoman.engines.runs import read_into
    from dragoman.settings import Settings

    where = tmp_path_factory.mktemp("river")
    write_pages(where / "pages.jsonl")
    read_into(where / "record", [str(where / "pages.jsonl")], Settings(jobs=0), build="pages:build")
    return where / "record"


@pytest.fixture(scope="session")
def river(folder: Path) -> Iterator[Any]:
    """The record, open."""
    from dragoman.record import Record

    with Record(folder) as opened:
        yield opened


@pytest.fixture
def export(river: Any, tmp_path: Path) -> Callable[..., Path]:
    """`export("gdelt", actor="ARG")`: the folder of an export of the record."""
    from dragoman.exports.formats import Asked
    from dragoman.store.query import Filters

    def write(form: str, *, asked: Asked | None = None, **filters: Any) -> Path:
        out = tmp_path / form
        river.export(out, form, asked=(asked or Asked())._replace(filters=Filters(**filters)))
        return out

    return write
