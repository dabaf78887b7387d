"""How far a run is."""

import contextlib
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dragoman.engines.runs import Progress as Far
from dragoman.engines.runs import Tell


@contextlib.contextmanager
def progress_bar(console: Console, *, quiet: bool) -> Iterator[Tell | None]:
    """A function to be told how far the run is, which moves a bar; None where there is nobody to see it.

    Where all is in one file whose end is not reached, it says only that something goes on, and how much was done.
    """
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("loading the models", total=None)

        def tell(far: Far) -> None:
            failed = f", {far.failed:,} failed" if far.failed else ""
            of_all = f" of {far.in_all:,}" if far.in_all is not None else ""
            said = f"{far.done:,}{of_all} read{failed}" if far.done else "loading the models"
            bar.update(task, total=far.in_all, completed=far.done, description=said)

        yield tell
