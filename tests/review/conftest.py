"""The record that is reviewed."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def desk(tmp_path):
    from reviewed import PAGES, Desk

    return Desk(tmp_path / "record", PAGES).code()
