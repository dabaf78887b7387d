"""Templates: everything escaped, every name known, no style and no script within a page."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dragoman.charts.theme import LEGENDS, stylesheet
from dragoman.desk.highlights import show_words
from dragoman.desk.page import Page
from dragoman.desk.wording import FILTERS, WORDS
from dragoman.store.kinds import KINDS
from dragoman.store.query import REALIS, STATUS

HERE = Path(__file__).parent
THEMES = ("auto", "light", "dark")


class Frame(NamedTuple):
    """What stands around every page."""

    here: str
    """Path and query of this page."""
    name: str
    """The page's name; empty for a page that is none of the record's."""
    theme: str
    user: str
    role: str | None
    is_open: bool
    """Whether the desk asks for no password."""
    token: str
    """What a form of this session carries."""
    record: str
    """The record's folder, by its last name."""
    documents: int
    failures: int
    behind: bool
    """Whether another process is writing to the record, so that what it has added last is not shown."""
    lag: str
    """Whether incidents are behind the corrections, as in `desk/following.py`; empty where they are not."""


def make_url(pages: Mapping[str, Page]) -> Callable[..., str]:
    """The function `url` of the templates: the address of a page, with what its path has no brace for as its query."""

    def url(name: str, **pieces: Any) -> str:
        path = pages[name].path
        for key in re.findall(r"{(\w+)}", path):
            path = path.replace("{" + key + "}", _in_path(str(pieces.pop(key))))
        query = [(key.rstrip("_"), str(one)) for key, value in pieces.items() for one in _many(value)]
        return path + (f"?{urlencode(query)}" if query else "")

    return url


def _in_path(piece: str) -> str:
    return urlencode({"": piece})[1:].replace("+", "%20")


def _many(value: Any) -> tuple[Any, ...]:
    return () if value is None else tuple(value) if isinstance(value, (tuple, list)) else (value,)


def make_templates(pages: Mapping[str, Page]) -> Environment:
    """The environment of all templates."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters.update(FILTERS, words=show_words)
    templates.globals.update(WORDS, url=make_url(pages), menu=[page for page in pages.values() if page.menu])
    templates.globals.update(has_page=pages.__contains__, REALIS=REALIS, STATUS=STATUS, KINDS=KINDS, LEGENDS=LEGENDS)
    for name in templates.list_templates():
        templates.get_template(name)  # compiled now, not while the first reader waits
    return templates


@cache
def read_statics() -> dict[str, tuple[bytes, str]]:
    """The stylesheets and the script: bytes and media type by name."""
    kinds = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
    files = {path.name: (path.read_bytes(), kinds[path.suffix]) for path in sorted((HERE / "static").iterdir())}
    return files | {"charts.css": (stylesheet().encode(), kinds[".css"])}
