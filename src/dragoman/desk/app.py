"""The desk as an application: its pages in one tuple, and around them the guard, the sessions and the files."""

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dragoman.desk.answers import Answers
from dragoman.desk.correcting import Correcting
from dragoman.desk.holding import Held
from dragoman.desk.page import Page
from dragoman.desk.pages import (
    actor,
    compare,
    corrections,
    document,
    incident,
    overview,
    pair,
    review,
    runs,
    search,
    statements,
)
from dragoman.desk.passwords import User
from dragoman.desk.raw import show_raw
from dragoman.desk.rendering import make_templates, read_statics
from dragoman.desk.security import Guard, find_own_names
from dragoman.desk.sessions import Session, Sessions
from dragoman.desk.visitors import TOKEN, Form, Visitors
from dragoman.ids import make_id

PAGES: tuple[Page, ...] = (
    overview.PAGE, incident.PAGE, document.PAGE, actor.PAGE, pair.PAGE, statements.PAGE, search.PAGE, compare.PAGE,
    review.PAGE, corrections.PAGE, runs.PAGE,
)  # fmt: skip
"""Every page over the record, in the order of the menu."""

FORM_BYTES = 200_000
_FIELDS = 200

Write = Callable[[Request, Session, Form], Response]


def make_app(
    folder: Path | str, *, users: dict[str, User] | None = None, host: str = "127.0.0.1", owner: str = "me",
    names: tuple[str, ...] = (),
) -> Starlette:  # fmt: skip
    """The desk over the record in `folder`. Without `users` whoever reaches it may do everything, and corrections are
    signed by `owner`; it then answers to loopback's names only. `host` is what it listens on, `names` are more names
    that it answers to."""
    pages = {page.name: page for page in PAGES}
    answers = Answers(Held(folder), make_templates(pages), Sessions(users or {}, owner))
    visitors, correcting = Visitors(answers), Correcting(answers)

    @contextlib.asynccontextmanager
    async def hold(_: Starlette) -> AsyncIterator[None]:
        yield
        answers.following.close()
        answers.held.close()

    app = Starlette(
        routes=[
            *(Route(page.path, _read(answers, page)) for page in PAGES),
            Route("/document/{document_id}/raw", lambda request: show_raw(answers, request)),
            Route("/login", visitors.show_login),
            *(_write(answers, path, write, anyone=True) for path, write in (
                ("/login", visitors.login), ("/logout", visitors.logout), ("/theme", visitors.choose_theme))),
            _write(answers, "/review", correcting.correct),
            _write(answers, "/undo", correcting.undo),
            Route("/static/{name}", _send_static),
        ],
        middleware=[Middleware(Guard, names=find_own_names(host, names))],
        exception_handlers={HTTPException: _show_http_error(answers)},
        lifespan=hold,
    )  # fmt: skip
    app.state.answers = answers
    return app


def _read(answers: Answers, page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return answers.answer(page, request)

    return endpoint


def _write(answers: Answers, path: str, write: Write, *, anyone: bool = False) -> BaseRoute:
    """A route that writes: a form of this session, from a page of this desk; unless `anyone`, by a coder or admin."""

    def decide(request: Request, form: Form) -> Response:
        session = answers.session_of(request)
        if not answers.sessions.has_token(session, form.get(TOKEN, "")):
            return answers.show_error(request, session, 403, "This form is out of date; load its page again.")
        if not anyone and session.role not in ("coder", "admin"):
            return answers.show_error(request, session, 403, "Your role does not let you correct the record.")
        return write(request, session, form)

    async def endpoint(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > FORM_BYTES:
            raise HTTPException(413)
        async with request.form(max_files=0, max_fields=_FIELDS, max_part_size=FORM_BYTES) as given:
            form = {name: value for name, value in given.items() if isinstance(value, str)}
        return await run_in_threadpool(decide, request, form)

    return Route(path, endpoint, methods=["POST"])


def _send_static(request: Request) -> Response:
    found = read_statics().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    content, media = found
    mark = f'"{make_id(content.hex())}"'
    headers = {"etag": mark, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media, headers=headers)


def _show_http_error(answers: Answers) -> Callable[[Request, Exception], Response]:
    said = {404: "There is no such page.", 405: "That cannot be done here.", 413: "That is too much for one form."}

    def show(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        message = said.get(status, "That was not understood.")
        return answers.show_error(request, answers.session_of(request), status, message)

    return show
