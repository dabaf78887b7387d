"""Corrections from the pages: a form in, one act of the review out, and on to the page that shows it."""

import contextlib
from collections.abc import Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.desk.answers import Answers
from dragoman.desk.pages.review import write_cell
from dragoman.desk.sessions import Session
from dragoman.desk.visitors import Form
from dragoman.review import Entry, Review, ReviewError

FIELD = "field."
"""Before the name of each column in the form that edits."""
PART = "part."
SAME = "same."
"""Before the id of each row that is ticked to be merged."""


class Correcting:
    """The writes that are about the record. Who signs them is who is logged in."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.review = Review(answers.held.folder.path)

    def correct(self, request: Request, session: Session, form: Form) -> Response:
        """One act over one row: accept, reject, edit, merge or split."""
        try:
            with self._writing():
                entry = self._act(form, session.user)
        except ReviewError as error:
            return self.answers.show_error(request, session, 409, f"{error}.")
        return RedirectResponse(f"/corrections#{entry.entry_id}", 303)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with self.answers.held.let_go():
            yield
        self.answers.following.touch()

    def _act(self, form: Form, by: str) -> Entry:
        row, reason = form.get("row", ""), form.get("reason", "")
        match form.get("action"):
            case "accept":
                return self.review.accept(row, by=by, reason=reason)
            case "reject":
                return self.review.reject(row, by=by, reason=reason)
            case "edit":
                return self.review.edit(row, self._changes(row, form), by=by, reason=reason)
            case "merge":
                others = [name.removeprefix(SAME) for name in form if name.startswith(SAME)]
                others += form.get("with", "").replace(",", " ").split()
                table = row.partition("/")[0]
                named = [one if "/" in one else f"{table}/{one}" for one in others]
                return self.review.merge([row, *named], by=by, reason=reason)
            case "split":
                parts = [name.removeprefix(PART) for name in form if name.startswith(PART)]
                return self.review.split(row, parts, by=by, reason=reason, into=_read_into(form))
        raise ReviewError("nothing to do was named")

    def _changes(self, row: str, form: Form) -> dict[str, str]:
        """What the form has otherwise than the row."""
        now = self.review.find(row).row
        given = {name.removeprefix(FIELD): value for name, value in form.items() if name.startswith(FIELD)}
        changed = {
            name: value
            for name, value in given.items()
            if name not in now or value.replace("\r\n", "\n").strip() != write_cell(now[name]).strip()
        }
        if not changed:
            raise ReviewError("the form says what the row says already")
        return changed

    def undo(self, request: Request, session: Session, form: Form) -> Response:
        """Take an entry of the log back: one's own, or as an admin anybody's."""
        entry = form.get("entry", "")
        try:
            signed = {one.by for one in self.review.log() if one.entry_id == entry}
            if session.role != "admin" and signed != {session.user}:
                return self.answers.show_error(request, session, 403, "Only an admin takes back what others did.")
            with self._writing():
                done = self.review.undo(entry, by=session.user, reason=form.get("reason", ""))
        except ReviewError as error:
            return self.answers.show_error(request, session, 409, f"{error}.")
        return RedirectResponse(f"/corrections#{quote(done.entry_id)}", 303)


def _read_into(form: Form) -> str | dict[str, str] | None:
    """The actor that split mentions become: one there is by its id, or a new one by its columns."""
    if form.get("into", "").strip():
        return f"actor/{form['into'].strip().removeprefix('actor/')}"
    columns = {name: form.get(f"new.{name}", "").strip() for name in ("name", "kind", "code")}
    return {name: value for name, value in columns.items() if value} if columns["name"] else None
