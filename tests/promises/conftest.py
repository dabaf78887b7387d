"""A record of pages that the fake flow of the engine tests reads."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Sixteen good pages, each with two events."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(16):
        (folder / f"{number:02d}.txt").write_text(f"Arland struck Borduria near Hill{number}\n\nZoë met Borduria\n")
    return folder
