"""What a page answers: HTML, or one of its tables or charts as a file; 304 where the browser has it already."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dragoman.charts.svg import to_svg
from dragoman.charts.theme import without_legend
from dragoman.desk.asking import Asked, WrongQuestionError, read_asked
from dragoman.desk.downloads import FORMATS, describe_download, write_csv, write_json, write_jsonl
from dragoman.desk.drawing import clean_svg
from dragoman.desk.following import Following
from dragoman.desk.holding import Held, View
from dragoman.desk.page import NotFoundError, Page
from dragoman.desk.rendering import THEMES, Frame
from dragoman.desk.sessions import COOKIE, SECONDS, Session, Sessions
from dragoman.ids import make_id
from dragoman.store.database import first_row

THEME_COOKIE = "dragoman_theme"
_LOGIN = "/login"


class Answers:
    """Makes the answers of one desk: it has the record, the templates and the sessions."""

    def __init__(self, held: Held, templates: Environment, sessions: Sessions) -> None:
        self.held = held
        self.following = Following(held)
        self.templates = templates
        self.sessions = sessions

    def answer(self, page: Page, request: Request) -> Response:
        """A page as it is asked for."""
        session = self.session_of(request)
        if session.role is None:
            return to_login(request)
        view = self.held.view()
        try:
            asked = read_asked(tuple(request.path_params.items()), request.query_params.multi_items(), page.parameters)
            form = request.query_params.get("format")
            if form is not None:
                return self._download(page, view, asked, (form, request.query_params.get("table", "")))
            return self._show(page, view, asked, request, session)
        except WrongQuestionError as error:
            return self.show_error(request, session, 400, str(error))
        except NotFoundError as error:
            return self.show_error(request, session, 404, str(error))
        finally:
            view.close()

    def session_of(self, request: Request) -> Session:
        """The session of a request; a new one where it has none."""
        return self.sessions.read(request.cookies.get(COOKIE)) or self.sessions.start()

    def _show(self, page: Page, view: View, asked: Asked, request: Request, session: Session) -> Response:
        here = (str(request.url.path), str(request.url.query), theme_of(request), session.key)
        mark = f'"{make_id(view.mark, self.following.lag(view), *here)}"'
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=_headers(mark))
        began = time.perf_counter()
        model = self._build(page, view, asked)
        built = time.perf_counter()

        def chart(name: str) -> Markup:
            """The chart as it stands in the page."""
            return self._place(page, view, asked, name, model)

        frame = self.frame(request, session, page.name, view)
        more = {"model": model, "asked": asked, "page": page, "chart": chart}
        content = self.templates.get_template(f"{page.name}.html").render(frame=frame, **more)
        rendered = time.perf_counter()
        timing = f"model;dur={1000 * (built - began):.1f}, render;dur={1000 * (rendered - built):.1f}"
        answer = HTMLResponse(content, headers={**_headers(mark), "server-timing": timing})
        self.keep_session(answer, request, session)
        return answer

    def prepare(self, page: Page) -> None:
        """Make what a page shows and draw its charts, so that they are there for the first who asks."""
        view = self.held.view()
        try:
            asked = Asked()
            model = self._build(page, view, asked)
            for name in page.pictures:
                self._place(page, view, asked, name, model)
        finally:
            view.close()

    def frame(self, request: Request, session: Session, name: str = "", view: View | None = None) -> Frame:
        """What stands around a page; without a `view`, nothing of the record."""
        documents, failures = self.held.keep((view.mark, "size"), lambda: _size(view)) if view else (0, 0)
        return Frame(
            here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            name=name, theme=theme_of(request), user=session.user, role=session.role, is_open=self.sessions.is_open,
            token=self.sessions.token(session), record=self.held.folder.path.resolve().name,
            documents=documents, failures=failures, behind=self.held.behind,
            lag=self.following.lag(view) if view else "",
        )  # fmt: skip

    def keep_session(self, answer: Response, request: Request, session: Session) -> None:
        """Give the browser its session, where it has another or none."""
        sealed = self.sessions.seal(session)
        if request.cookies.get(COOKIE) != sealed:
            secure = request.url.scheme == "https"
            answer.set_cookie(COOKIE, sealed, max_age=SECONDS, httponly=True, samesite="strict", secure=secure)

    def show(self, request: Request, session: Session, template: str, code: int = 200, **told: Any) -> Response:
        """A page that is none of the record's, from a template."""
        content = self.templates.get_template(template).render(frame=self.frame(request, session), **told)
        answer = HTMLResponse(content, code, headers={"cache-control": "no-store"})
        self.keep_session(answer, request, session)
        return answer

    def show_error(self, request: Request, session: Session, status: int, message: str) -> Response:
        """A page that says what is wrong."""
        return self.show(request, session, "error.html", status, message=message, status=status)

    def _build(self, page: Page, view: View, asked: Asked) -> Any:
        build: Callable[..., Any] = page.build
        basis = page.basis
        if basis is None:
            return build(view.connection, asked)
        kept = self.held.keep((view.mark, page.name, "basis"), lambda: basis(view.connection))
        return build(view.connection, asked, kept)

    def _place(self, page: Page, view: View, asked: Asked, name: str, model: Any) -> Markup:
        def draw() -> Markup:
            chart, title, said = page.pictures[name](model, asked)
            return clean_svg(to_svg(without_legend(chart), title, said))

        placed: Markup = self.held.keep((view.mark, page.name, name, asked._replace(page=1)), draw)
        return placed

    def _download(self, page: Page, view: View, asked: Asked, wanted: tuple[str, str]) -> Response:
        form, name = wanted
        if form == "svg" and name in page.pictures:
            drawn = to_svg(*page.pictures[name](self._build(page, view, asked), asked))
            return _file(drawn, "image/svg+xml", f"{name}.svg")
        if form not in FORMATS or name not in page.tables:
            known = [f"table={table}&format={one}" for table in page.tables for one in FORMATS]
            raise WrongQuestionError(f"no such file; there are {', '.join(known) or 'none here'}")
        reader = self.held.view()  # the file is still being made when this function has returned
        try:
            rows = page.tables[name](reader.connection, asked.unlimited)
            covers = describe_download(view.connection, name, asked)
        except BaseException:
            reader.close()
            raise
        lines = write_csv(rows) if form == "csv" else write_jsonl(rows) if form == "jsonl" else write_json(covers, rows)
        return _file(lines, FORMATS[form], f"{name}.{form}", reader)


class _Sent(StreamingResponse):
    """A file that is made while it is sent; its reader is let go of when that is over, however it ends."""

    reader: View | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self.reader is not None:
                self.reader.close()


def _file(content: str | Iterator[str], media: str, name: str, reader: View | None = None) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-cache"}
    answer = _Sent([content] if isinstance(content, str) else content, media_type=media, headers=headers)
    answer.reader = reader
    return answer


def _size(view: View) -> tuple[int, int]:
    query = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM failure)"
    documents, failures = first_row(view.connection, query) or (0, 0)
    return int(documents), int(failures)


def _headers(mark: str) -> dict[str, str]:
    return {"etag": mark, "cache-control": "private, no-cache", "vary": "cookie"}


def theme_of(request: Request) -> str:
    """The colours that the browser asked for, `auto` unless it did."""
    theme = request.cookies.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def to_login(request: Request) -> Response:
    """Off to the password, and back again."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(str(request.url.replace(path=_LOGIN, query="").include_query_params(next=here)), 303)


def safe_way(way: str | None) -> str:
    """An address within the desk to go on to; the first page where another is given."""
    parts = urlsplit(way or "/")
    is_ours = not parts.scheme and not parts.netloc and (way or "/").startswith("/") and "\\" not in (way or "")
    return way if way and is_ours and all(ord(sign) > 0x20 for sign in way) else "/"
