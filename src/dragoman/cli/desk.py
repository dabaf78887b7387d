"""`desk` and `allow`: the web desk over a record, and who may use it."""

import getpass
import webbrowser
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.asking import DirArgument
from dragoman.views.console import make_console, plain_errors, stop


class DeskRole(StrEnum):
    """What somebody may do at the desk."""

    READER = "reader"
    CODER = "coder"
    ADMIN = "admin"


_MISSING = "the desk needs starlette, jinja2, uvicorn and altair: install dragoman with its extra `desk`"


def desk(
    folder: DirArgument,
    host: Annotated[
        str, typer.Option(help="What to listen on; others than this machine need a password.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = 8000,
    name: Annotated[
        list[str] | None, typer.Option(help="One more name that the desk answers to. May be repeated.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Who may log in, as `dragoman allow` writes it.")
    ] = None,
    password: Annotated[
        str | None, typer.Option(envvar="DRAGOMAN_DESK_PASSWORD", hidden=True, help="The password of `admin`.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Who signs corrections where nobody logs in; you, unless told.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
) -> None:
    """Open the web desk over a record.

    Overview, incidents, documents with their highlights, search, review. It listens to this machine alone; with
    another --host it refuses to start unless there is a password, from --password-file or from the variable
    DRAGOMAN_DESK_PASSWORD. It loads nothing from elsewhere. Ctrl-C closes it.

    \b
    Examples:
      dragoman desk demo
      dragoman desk demo --host 0.0.0.0 --name desk.newsroom.example --password-file users.txt
    """
    try:
        from dragoman.desk.serving import DeskError, Where, find_users, serve
    except ImportError:
        raise stop(_MISSING) from None

    def ready(address: str) -> None:
        make_console(stderr=True).print(f"The desk is open at {address} (Ctrl-C closes it)", soft_wrap=True)
        if browser:
            webbrowser.open(address)

    with plain_errors():
        try:
            users = find_users(password_file, password)
            serve(folder, Where(host, port, tuple(name or ())), users, by or _find_owner(), ready)
        except DeskError as error:
            raise stop(str(error)) from None


def _find_owner() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a machine that has no name for who runs this
        return "me"


def allow(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The password file; made if it is not there.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whom to let in.")],
    role: Annotated[DeskRole, typer.Option(help="Reads; corrects too; undoes what others did too.")] = DeskRole.CODER,
) -> None:
    """Let somebody into the desk, or give them another password or role.

    Asks for the password. The file holds its hash (scrypt) only.

    \b
    Examples:
      dragoman allow users.txt ana --role coder
    """
    try:
        from dragoman.desk.passwords import User, hash_password, write_user
    except ImportError:
        raise stop(_MISSING) from None

    if not name.strip() or any(sign in name for sign in ":#\n"):
        raise stop(f"{name!r} cannot be a name here: it may hold no colon and no #")
    given = typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)
    with plain_errors():
        try:
            write_user(file, User(name.strip(), role.value, hash_password(given)))
        except ValueError as error:
            raise stop(str(error)) from None
