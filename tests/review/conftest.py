"""The record that is reviewed."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def coded(tmp_path_factory):
    """Folders that hold the record, without and with its incidents; made once, each test has a copy."""
    from reviewed import Desk, review_much

    from dragoman.engines import runs

    folder = tmp_path_factory.mktemp("coded")
    Desk(folder / "whole").code()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "RELATIONS", None)
        Desk(folder / "bare").code()
        review_much(Desk(shutil.copytree(folder / "bare", folder / "much")))
    return folder


@pytest.fixture
def desk(coded, tmp_path, monkeypatch):
    """A record without incidents, which a review of single rows does not need."""
    from reviewed import Desk

    from dragoman.engines import runs

    monkeypatch.setattr(runs, "RELATIONS", None)
    return Desk(shutil.copytree(coded / "bare", tmp_path / "record"))


@pytest.fixture
def whole_desk(coded, tmp_path):
    """A record with its incidents."""
    from reviewed import Desk

    return Desk(shutil.copytree(coded / "whole", tmp_path / "record"))


@pytest.fixture
def much(coded, tmp_path, monkeypatch):
    """The same, much reviewed."""
    from reviewed import Desk

    from dragoman.engines import runs

    monkeypatch.setattr(runs, "RELATIONS", None)
    return Desk(shutil.copytree(coded / "much", tmp_path / "record"))
