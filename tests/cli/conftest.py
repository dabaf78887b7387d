"""The commands, with the fake flow of the engine tests in place of the models."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`run("show", folder)`: what a command prints, and its exit code."""
    from dragoman import cli, record

    monkeypatch.setattr(record, "read", functools.partial(record.read, build="fake_flow:build"))
    monkeypatch.setattr(record, "code_raw", functools.partial(record.code_raw, build="fake_flow:build"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("DRAGOMAN_JOBS", "0")

    def call(*words: object, **more: object) -> Result:
        result = CliRunner().invoke(cli.app, [str(word) for word in words], **more)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two pages, a month apart, one with what a terminal or a markup reader would obey."""
    (tmp_path / "pages.jsonl").write_text(
        '{"id": "1", "publisher": "Port Courier", "published": "2031-05-01",'
        ' "text": "Arland struck Borduria near Zell"}\n'
        '{"id": "2", "publisher": "[red]Wire[/red]", "published": "2031-06-01", "title": "[link=x]t[/link]",'
        ' "text": "Zoë met [bold]Borduria[/bold] \\u001b[31mred \\u001b]0;own\\u0007"}\n'
    )
    return tmp_path / "pages.jsonl"


@pytest.fixture
def record(run: Callable[..., Result], pages: Path, tmp_path: Path) -> Path:
    """A record of the two."""
    assert run("read", pages, "--record", tmp_path / "record", "--quiet").exit_code == 0
    return tmp_path / "record"
