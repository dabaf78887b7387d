"""A page as it came: the bytes that were fetched, or, where none were kept, the text that was read from them.

It is given as plain text under a policy that lets nothing run and nothing load, whatever it holds.
"""

import contextlib

from starlette.requests import Request
from starlette.responses import Response

from dragoman.desk.answers import Answers, to_login
from dragoman.desk.security import RAW_POLICY
from dragoman.store.database import first_row
from dragoman.store.evidence import EvidenceError, read_raw
from dragoman.store.rows import find_document_ids

_HEADERS = {"content-security-policy": RAW_POLICY, "cache-control": "no-store"}


def show_raw(answers: Answers, request: Request) -> Response:
    """The page as plain text; `?bytes=1` gives the very bytes, to keep."""
    session = answers.session_of(request)
    if session.role is None:
        return to_login(request)
    given = request.path_params["document_id"]
    with contextlib.closing(answers.held.view()) as view:
        connection = view.connection
        ids = find_document_ids(connection, given)
        row = (
            first_row(connection, "SELECT raw_sha256, text FROM document WHERE document_id = $1", ids[:1])
            if ids
            else None
        )
    if len(ids) != 1 or row is None:
        return answers.show_error(request, session, 404, f"{len(ids) or 'No'} documents are called {given!r}.")
    try:
        raw, note = read_raw(answers.held.folder.path, row[0]), ""
    except EvidenceError as error:
        raw, note = row[1].encode(), f"[{error}. What follows is the text that was read from it.]\n\n"
    if request.query_params.get("bytes"):
        name = f'attachment; filename="{ids[0]}.{"txt" if note else "raw"}"'
        return Response(raw, media_type="application/octet-stream", headers={**_HEADERS, "content-disposition": name})
    text = note + raw.decode("utf-8", "replace")
    return Response(text, media_type="text/plain; charset=utf-8", headers=_HEADERS)
