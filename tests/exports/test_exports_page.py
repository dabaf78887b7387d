"""docs/exports.md is current with the code, and the help with the formats."""

from dragoman.cli.exporting import ExportFormat
from dragoman.exports.formats import FORMATS, NAMES
from tools.exports import PAGE, page

TEXT = PAGE.read_text("utf-8")


def test_the_page_on_exports_is_current():
    assert page().rstrip() + "\n" == TEXT, "run: python -m tools.exports"


def test_the_page_tells_of_every_format_and_column():
    for form in FORMATS:
        section = TEXT.split(f"### {form.name}\n")[1].split("\n### ")[0]
        assert form.covers in section
        assert all(f"`{column}`" in section for column in form.columns)


def test_the_command_knows_every_format():
    assert tuple(ExportFormat) == NAMES
