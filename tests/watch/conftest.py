"""The site that watching is tested against."""

from collections.abc import Iterator

import pytest

from tests.watch.newsroom import Newsroom, open_newsroom


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with open_newsroom() as found:
        yield found
