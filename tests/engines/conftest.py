"""A folder of inputs that the fake flow reads."""

from pathlib import Path

import pytest
from fake_flow import write_pages


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Thirty good pages, each with two events."""
    return write_pages(tmp_path / "pages", 30)
