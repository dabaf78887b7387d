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

    The bar counts files; where all is in one file, it says only that something goes on, and how many documents it was.
    """
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("loading the models", total=None)

        def tell(far: Far) -> None:
            failed = f", {far.failed:,} failed" if far.failed else ""
            total = far.files_in_all if far.files_in_all > 1 else None
            files = f"{far.files:,} of {far.files_in_all:,} files, " if total else ""
            bar.update(task, total=total, completed=far.files, description=f"{files}{far.done:,} documents{failed}")

        yield tell
