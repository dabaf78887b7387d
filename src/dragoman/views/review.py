"""A review on a terminal: rows with their words, the log, orphans, agreement between coders."""

from collections.abc import Iterable, Sequence

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.review import Agreement, Entry, Target, Task
from dragoman.store.kinds import KINDS
from dragoman.values import Correction
from dragoman.views.text import QUIET, TRIGGER, make_harmless, mark, plain

_STYLES = {"APPLIED": "green", "ORPHANED": "bold red", "UNDONE": QUIET}
_SHORT = 60


def print_target(console: Console, target: Target) -> None:
    """A row: its name, its words, its columns, what was done to it."""
    console.print(plain(target.name, "bold"), soft_wrap=True)
    print_words(console, target)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=QUIET)
    grid.add_column(overflow="fold")
    for name in KINDS[target.table].editable:
        cell = msgspec.to_builtins(target.row[name])
        if cell not in (None, []):
            grid.add_row(plain(name), plain(show_cell(cell, name)))
    console.print(grid)
    for one in target.corrections:
        console.print(describe(one))


def print_words(console: Console, target: Target) -> None:
    """The sentence that a row rests on, with its own words marked."""
    if target.quote:
        span = KINDS[target.table].span
        words = (target.row[span[0]] - target.start, target.row[span[1]] - target.start) if span else (0, 0)
        console.print(Text("  ") + _point_out(console, target.quote, *words))


def _point_out(console: Console, text: str, start: int, end: int) -> Text:
    """The sentence with the words in it that are meant: in colour, and in brackets where nothing is shown in colour."""
    if console.color_system is None and 0 <= start < end <= len(text):
        return Text(make_harmless(f"{text[:start]}[{text[start:end]}]{text[end:]}"))
    return mark(text, [(start, end, TRIGGER)])


def show_cell(cell: object, name: str = "") -> str:
    """A cell in few words."""
    if isinstance(cell, list):
        return ", ".join(show_cell(one) for one in cell)
    if isinstance(cell, dict):
        who = f"{cell['code'] or 'no code'} {cell['actor_id'] or ''}" if "code" in cell else ""
        return f"{who.strip()} {cell['start']}:{cell['end']}".strip() if "start" in cell else str(cell)
    if isinstance(cell, float):
        return f"{cell:g}"
    return f"at character {cell}" if name in ("place", "time") else str(cell)


def print_queue(console: Console, targets: Sequence[Target], table: str) -> None:
    """What waits, one row with its words each."""
    for one in targets:
        console.print(Text.assemble((one.name, "bold"), "  ", plain(_summary(one))), soft_wrap=True)
        print_words(console, one)
    if not targets:
        console.print(plain(f"no {table} waits for review", QUIET))


def _summary(target: Target) -> str:
    row = target.row
    shown = [row[name] for name in ("type", "act", "realis", "name", "kind", "status", "code", "text") if row.get(name)]
    sure = next((row[name] for name in ("confidence", "speaker_confidence") if row.get(name) is not None), None)
    return " ".join(map(str, shown)) + ("" if sure is None else f"  sure {sure:.2f}")


def print_log(console: Console, corrections: Sequence[Correction], *, nothing: str) -> None:
    """What was done, a line for each act, and one for each column it changed."""
    if not corrections:
        console.print(plain(nothing, QUIET))
    last = None
    for one in corrections:
        if one.entry_id != last:
            last = one.entry_id
            why = f": {one.reason}" if one.reason else ""
            head = f"{one.entry_id}  {one.at:%Y-%m-%d %H:%M}  {make_harmless(one.by)}  {one.action}"
            console.print(Text.assemble((head, "bold"), make_harmless(why)), soft_wrap=True)
        console.print(describe(one), soft_wrap=True)


def describe(one: Correction) -> Text:
    """One change in a line: its row, what it was and became, and what came of it."""
    text = Text.assemble("  ", make_harmless(f"{one.table}/{one.row_id}"))
    if one.field:
        text.append(f"  {one.field}: {_short(one.old)} → {_short(one.new)}")
    elif one.action in ("MERGE", "SPLIT") and one.new:
        text.append(f"  → {_short(one.new)}")
    text.append(f"  {one.state}", _STYLES[one.state])
    if one.orphaned_by:
        text.append(make_harmless(f": {one.orphaned_by}"))
    return text


def _short(cell: str | None) -> str:
    told = make_harmless(cell or "nothing")
    return told if len(told) <= _SHORT else told[: _SHORT - 1] + "…"


def print_entry(console: Console, entry: Entry, orphans: Iterable[Correction], waiting: int) -> None:
    """That an act is written, and what it left without a target."""
    rows = len({(one.table, one.row_id) for one in entry.changes})
    what = f"{entry.undoes} taken back" if entry.undoes else f"{rows:,} {'row' if rows == 1 else 'rows'}"
    console.print(Text.assemble((f"{entry.action} ", "bold"), what, (f"  {entry.entry_id}", QUIET)), soft_wrap=True)
    for one in orphans:
        console.print(Text("now without a target:", "bold red") + describe(one), soft_wrap=True)
    if waiting:
        console.print(plain(f"{waiting:,} entries show when the process that is writing to the record ends", QUIET))


def print_task(console: Console, task: Task) -> None:
    """A row for a coder."""
    console.print(Text.assemble((f"{task.table}/{task.row_id}", "bold"), (f"  {task.left:,} to go", QUIET)))
    console.print(Text("  ") + _point_out(console, task.text, task.start, task.end))
    console.print(plain(f"  say of it: {', '.join(task.fields)}", QUIET), soft_wrap=True)
    for name, cell in (task.coded or {}).items():
        if cell not in (None, []):
            console.print(plain(f"  {name}: {show_cell(cell)}"))


def print_agreement(console: Console, measured: Sequence[Agreement]) -> None:
    """Alpha by column, with what it rests on."""
    table = Table(box=None, padding=(0, 2), header_style=QUIET)
    for name, justify in (("column", "left"), ("scale", "left"), ("alpha", "right"), ("n", "right"), ("same", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left")
    table.add_column("", overflow="fold")
    for one in measured:
        alpha = "–" if one.alpha is None else f"{one.alpha:.3f}"
        table.add_row(one.field, one.level, alpha, f"{one.n:,}", f"{one.same:,}", one.note)
    console.print(table)
