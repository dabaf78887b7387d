"""Fixtures that every test may ask for."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed page and the gold data; a checkout without it skips, and says so."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "README.md").exists():
        pytest.skip("no ../shared beside this checkout: its seed page and gold data are not tested")
    return folder
