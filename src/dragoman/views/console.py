"""The terminal, and what is said on it when something is wrong."""

import contextlib
import os
import sys
from collections.abc import Iterator

import typer
from rich.console import Console

from dragoman.views.text import plain

FAILED, USAGE = 1, 2


def make_console(*, stderr: bool = False) -> Console:
    """A console that keeps to the terminal's width, and to 120 columns where there is no terminal."""
    console = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(stderr=stderr, markup=False, emoji=False, highlight=False, width=120)
    return console


def stop(message: str, code: int = USAGE) -> typer.Exit:
    """Say what is wrong in one line; gives what to raise."""
    make_console(stderr=True).print(plain(f"dragoman: {message}"), soft_wrap=True)
    return typer.Exit(code)


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what may go wrong outside the program into one line and an exit code."""
    import duckdb

    from dragoman import NotReadableError, RecordError, RecordLockedError
    from dragoman.engines.local import EngineError

    try:
        yield
    except RecordError as error:
        raise stop(str(error)) from None
    except NotReadableError as error:
        raise stop(str(error), FAILED) from None
    except RecordLockedError as error:
        raise stop(str(error), FAILED) from None
    except EngineError as error:
        raise stop(str(error), FAILED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(FAILED) from None
    except duckdb.Error as error:
        message = f"the record cannot be read ({error}); `dragoman rebuild` makes its database anew"
        raise stop(message, FAILED) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise stop(f"{where}{error.strerror or error}", FAILED) from None
    except KeyboardInterrupt:
        raise stop("stopped; what was read so far is kept, and the same command goes on from there", 130) from None
