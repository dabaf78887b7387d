import pytest

from dragoman.analyse.syntax import Parser
from dragoman.spans import lines
from dragoman.values import Block, Document


@pytest.fixture(scope="session")
def parse():
    """Document and Analysis of a text, every line of it body."""
    parser = Parser(None)

    def run(text):
        document = Document(document_id="d", text=text, raw_sha256="")
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        return document, parser(document, blocks)

    return run
