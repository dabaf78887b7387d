"""Fixtures that every test may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dragoman.flow import Flow


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed page and the gold data; a checkout without it skips, and says so."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "README.md").exists():
        pytest.skip("no ../shared beside this checkout: its seed page and gold data are not tested")
    return folder


@pytest.fixture(scope="session")
def flow() -> Flow:
    """The whole flow with its models, loaded once."""
    from dragoman.flow import Flow
    from dragoman.settings import Settings

    return Flow(Settings())
