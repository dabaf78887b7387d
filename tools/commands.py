"""The command reference: `python -m tools.commands` writes docs/commands.md from the commands' own help."""

from pathlib import Path

from typer.testing import CliRunner

from dragoman.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
HEAD = """\
# Commands

Made from the commands' own help by `python -m tools.commands`.
"""


def help_of(*words: str) -> str:
    """What `dragoman WORDS --help` prints, on a terminal of 100 columns."""
    printed = CliRunner(env={"COLUMNS": "100"}).invoke(app, [*words, "--help"], prog_name="dragoman")
    return "\n".join(line.rstrip() for line in printed.output.strip().splitlines())


def names() -> list[str]:
    """The commands, in the order of the help."""
    return [str(command.name or getattr(command.callback, "__name__", "")) for command in app.registered_commands]


def rooms() -> dict[str, list[str]]:
    """The commands that have commands of their own after a folder, and those."""
    found = {}
    for group in app.registered_groups:
        inner = group.typer_instance
        assert inner is not None
        told = [str(command.name or getattr(command.callback, "__name__", "")) for command in inner.registered_commands]
        found[str(inner.info.name)] = told
    return found


def page() -> str:
    """The whole page."""
    parts = [HEAD, f"```text\n{help_of()}\n```\n"]
    parts += [f"## dragoman {name}\n\n```text\n{help_of(name)}\n```\n" for name in (*names(), *rooms())]
    for room, inner in rooms().items():
        parts += [f"### dragoman {room} DIR {name}\n\n```text\n{help_of(room, 'DIR', name)}\n```\n" for name in inner]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
