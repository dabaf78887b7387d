from tools.commands import PAGE, names, page


def test_command_reference_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.commands"


def test_command_reference_has_every_command() -> None:
    assert len(names()) >= 6
    assert all(f"## dragoman {name}\n" in PAGE.read_text("utf-8") for name in names())
