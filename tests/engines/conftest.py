"""A folder of inputs that the fake flow reads."""

from pathlib import Path

import pytest


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Thirty good pages, each with two events."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02d}.txt").write_text(f"Arland struck Borduria near Hill{number}\n\nZoë met Borduria\n")
    return folder
