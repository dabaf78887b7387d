"""`review` and its commands, in the order of its help."""

import typer

from dragoman.cli.asking import DirArgument
from dragoman.cli.double_coding import agreement, assign, code
from dragoman.cli.reviewing import accept, edit, log, merge, next_, orphans, queue, reject, row, split, training, undo

review = typer.Typer(
    name="review",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="\b\nStart with:\n  dragoman review demo queue\n  dragoman review demo accept event/3f9a --by ana",
)

REVIEW = (
    queue, next_, row, accept, reject, edit, merge, split, undo, log, orphans, assign, code, agreement, training,
)  # fmt: skip


@review.callback()
def choose(context: typer.Context, folder: DirArgument) -> None:
    """Correct a record by hand.

    What is said is written to an append-only log and holds over what the coder wrote, also when pages are coded again.
    """
    context.obj = folder


for command in REVIEW:
    review.command(command.__name__.rstrip("_"))(command)
