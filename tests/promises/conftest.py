"""A record of pages that the fake flow of the engine tests reads."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Sixteen good pages, each with two events."""
    from fake_flow import write_pages

    return write_pages(tmp_path / "pages", 16)
