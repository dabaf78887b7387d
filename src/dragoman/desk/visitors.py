"""Logging in and out, and the choice of colours: the writes that are not about the record."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.desk.answers import THEME_COOKIE, Answers, safe_way
from dragoman.desk.passwords import find_user
from dragoman.desk.rendering import THEMES
from dragoman.desk.sessions import COOKIE, Session, Throttle

_YEAR = 365 * 86_400
TOKEN = "token"

Form = dict[str, str]


class Visitors:
    """Those who come and go."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.sessions = answers.sessions
        self.throttle = Throttle()

    def show_login(self, request: Request) -> Response:
        """The page that asks for a password."""
        session = self.answers.session_of(request)
        way = safe_way(request.query_params.get("next"))
        if session.role:
            return RedirectResponse(way, 303)
        return self.answers.show(request, session, "login.html", way=way, wrong="")

    def login(self, request: Request, session: Session, form: Form) -> Response:
        """A session for who knows the password; a slow no to who guesses."""
        name, way = form.get("name", "").strip(), safe_way(form.get("next"))
        address = request.client.host if request.client else ""
        wait = self.throttle.wait(address, name)
        if wait:
            wrong = f"Too many attempts. Try again in {wait // 60 + 1} minutes."
            answer = self.answers.show(request, session, "login.html", 429, way=way, wrong=wrong)
            answer.headers["retry-after"] = str(wait)
            return answer
        user = find_user(self.sessions.users, name, form.get("password", ""))
        if user is None:
            self.throttle.fail(address, name)
            wrong = "No user has that name and that password."
            return self.answers.show(request, session, "login.html", 403, way=way, wrong=wrong)
        self.throttle.forget(address, name)
        answer = RedirectResponse(way, 303)
        self.answers.keep_session(answer, request, self.sessions.start(user))
        return answer

    def logout(self, request: Request, session: Session, form: Form) -> Response:
        """The end of a session."""
        del request, form
        self.sessions.end(session)
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    def choose_theme(self, request: Request, session: Session, form: Form) -> Response:
        """Light, dark, or as the system has it, for a year."""
        del request, session
        theme = form.get("theme", "auto")
        answer = RedirectResponse(safe_way(form.get("next")), 303)
        answer.set_cookie(THEME_COOKIE, theme if theme in THEMES else "auto", max_age=_YEAR, samesite="lax")
        return answer
