import re
from pathlib import Path

import pytest

from tools.readme import PAGE, page

TEXT = PAGE.read_text("utf-8")


def test_readme_shows_what_the_program_prints() -> None:
    assert page() == TEXT, "run: python -m tools.readme"


def test_readme_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.S)
    (tmp_path / "examples").symlink_to(PAGE.parent / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert names["record"].table("event").num_rows > 10  # type: ignore[attr-defined]
    assert names["reading"].statements[0].act == "DENY"  # type: ignore[attr-defined]


def test_readme_commands_exist() -> None:
    from tools.commands import names, rooms

    used = set(re.findall(r"^\$ dragoman (\w+)", TEXT, re.M))
    assert used
    assert used <= {*names(), *rooms()}


@pytest.mark.parametrize("document", [*sorted(PAGE.parent.glob("docs/**/*.md")), PAGE], ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
        assert target.startswith("http") or (document.parent / target).exists(), target
