"""A review row by row: each is shown, and a key says what becomes of it."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.prompt import Prompt

from dragoman.review import ReviewError, Target
from dragoman.views.review import print_target
from dragoman.views.text import plain

if TYPE_CHECKING:
    from dragoman.review import Review

_KEYS = {"a": "accept", "r": "reject", "e": "edit", "s": "skip", "q": "quit"}


def go_through(console: Console, desk: "Review", table: str, by: str) -> None:
    """Show what waits until nothing does, or the person leaves."""
    skipped: set[str] = set()
    while True:
        waiting = [one for one in desk.queue(table, limit=len(skipped) + 1) if one.name not in skipped]
        if not waiting:
            console.print(plain(f"no more {table} waits for review"))
            return
        console.print()
        print_target(console, waiting[0])
        asked = ", ".join(f"{key} {name}" for key, name in _KEYS.items())
        key = Prompt.ask(asked, choices=list(_KEYS), show_choices=False, default="s", console=console)
        if key == "q":
            return
        if key == "s":
            skipped.add(waiting[0].name)
        else:
            _say(console, desk, waiting[0], key, by)


def _say(console: Console, desk: "Review", target: Target, key: str, by: str) -> None:
    """Do what the key says; where that cannot be done, say why, and the row is shown again."""
    try:
        if key == "a":
            desk.accept(target.name, by=by)
        elif key == "r":
            desk.reject(target.name, by=by, reason=Prompt.ask("why", default="", console=console))
        else:
            told = Prompt.ask("FIELD=VALUE, with ; between several", console=console)
            pairs = [one.partition("=") for one in told.split(";") if one.strip()]
            changes = {field.strip(): value.strip() for field, _, value in pairs}
            desk.edit(target.name, changes, by=by, reason=Prompt.ask("why", default="", console=console))
    except ReviewError as error:
        console.print(plain(str(error), "bold red"))
