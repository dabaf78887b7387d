import re
from datetime import datetime
from pathlib import Path

import pytest

from dragoman.analyse.syntax import Parser
from dragoman.ground.times.finder import find_times
from dragoman.values import Block, Document

PAGE = Path(__file__).parents[2] / "docs/times.md"
ROWS = re.findall(r"^\| (\d{4}-\d\d-\d\d)? ?\| (.*\[.*\].*) \| (\S+) \| ?(\S*) ?\|$", PAGE.read_text("utf-8"), re.M)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def test_the_page_has_its_examples() -> None:
    assert len(ROWS) >= 20


@pytest.mark.parametrize(("published", "example", "value", "mod"), ROWS)
def test_an_example_is_read_as_the_page_says(
    parser: Parser, published: str, example: str, value: str, mod: str
) -> None:
    before, words, after = re.split(r"[\[\]]", example)
    text = before + words + after
    when = datetime.fromisoformat(published) if published else None
    document = Document(document_id="d", text=text, published=when, raw_sha256="")
    found = find_times(document, parser(document, (Block(start=0, end=len(text), kind="BODY"),)))
    at = {(one.start, one.end): (one.value, one.mod or "") for one in found}
    assert at.get((len(before), len(before + words))) == (value, mod), found
