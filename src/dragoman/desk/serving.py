"""The desk on a port: to this machine alone, or to others, who then need a password."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import uvicorn
from starlette.applications import Starlette

from dragoman.desk.app import PAGES, make_app
from dragoman.desk.passwords import PasswordFileError, User, hash_password, read_users
from dragoman.desk.security import is_loopback


class DeskError(Exception):
    """Why the desk cannot be opened, in words for the person who asked."""


class Where(NamedTuple):
    """What the desk listens on, and more names that it answers to."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()


def find_users(password_file: Path | None, password: str | None) -> dict[str, User]:
    """Who may log in: the users of the file, or `admin` with the one password; nobody has to where neither is given.
    Raises DeskError where they cannot be had."""
    try:
        if password_file is not None:
            return read_users(password_file)
        return {"admin": User("admin", "admin", hash_password(password))} if password else {}
    except (PasswordFileError, ValueError, OSError) as error:
        raise DeskError(str(error)) from None


def check_where(where: Where, users: dict[str, User]) -> None:
    """Nothing where the desk may listen there; raises DeskError where whoever is on the network could do anything."""
    if not is_loopback(where.host) and not users:
        raise DeskError(
            f"{where.host} is open to other machines, and no password is set: name a --password-file"
            " (`dragoman allow FILE NAME` makes one), or set DRAGOMAN_DESK_PASSWORD"
        )


def serve(
    folder: Path, where: Where, users: dict[str, User], owner: str, ready: Callable[[str], None]
) -> None:  # fmt: skip
    """Open the desk over a record and keep it open until it is interrupted; `ready` is told its address. Raises
    DeskError where it may not or cannot listen there."""
    check_where(where, users)
    app = make_app(folder, users=users, host=where.host, owner=owner, names=where.names)
    listening = _listen(where)
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, proxy_headers=False, timeout_graceful_shutdown=3
    )
    threading.Thread(target=warm_up, args=(app,), daemon=True).start()
    host = f"[{where.host}]" if ":" in where.host else where.host
    ready(f"http://{host}:{listening.getsockname()[1]}/")
    uvicorn.Server(config).run(sockets=[listening])


def _listen(where: Where) -> socket.socket:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((where.host, where.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise DeskError(f"port {where.port} of {where.host} cannot be had: {error.strerror or error}") from None
    return listening


def warm_up(app: Starlette) -> None:
    """Load what draws the charts, draw one of each kind, and make the first page and what is counted over the whole
    record, which takes seconds, before anybody waits for it."""
    from dragoman.charts.figures import Days, Deeds, Spots
    from dragoman.charts.pair import draw_pair
    from dragoman.charts.svg import to_svg
    from dragoman.charts.timeline import draw_timeline
    from dragoman.charts.world import draw_world

    somewhere = {"name": "Somewhere", "lat": 0.0, "lon": 0.0, "precision": 1, "incidents": 1, "quad": 1}
    for chart in (
        draw_timeline(Days([], "day", 0, 0)),
        draw_world(Spots([], [], 0)),
        draw_world(Spots([somewhere], [], 0)),
        draw_pair(Deeds([], 0, 0), "one", "other"),
    ):
        to_svg(chart, "nothing", "Drawn so that the next one is quick.")
    for page in PAGES[:1] + tuple(page for page in PAGES if page.basis):
        app.state.answers.prepare(page)
