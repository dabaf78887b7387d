"""What a page of the desk is.

**To add a page** `pair`: write `desk/pages/pair.py` with

1. a NamedTuple `Model`: all that the template shows, nothing more;
2. a pure function `build(connection, asked) -> Model` that asks the record with parameters only (`asked.one("a")` is a
   piece of the path, `asked.filters` the filters, `asked.offset` and `asked.filters.limit` the rows of this page), and
   raises `NotFoundError` where there is nothing of that name;
3. for every table it shows, a function `(connection, asked) -> rows` that yields ALL rows of the same filters as
   dictionaries, for download; for every picture, a function `(model, asked) -> Drawing`;
4. `PAGE = Page(...)` that names them;

add `pair.PAGE` to `PAGES` in `desk/app.py`, and write `desk/templates/pair.html`:

    {% extends "base.html" %}
    {% block title %}{{ model.first.name }} and {{ model.second.name }}{% endblock %}
    {% block main %}
    <h1>…</h1>
    {{ filter_form(asked, fields=("since", "until", "type"), types=model.types) }}
    {{ chart("series", "Scores of what they did to each other, by week") }}
    <table> … </table>
    {{ downloads("events", model.total) }}
    {{ pager(asked, model.total) }}
    {% endblock %}

`chart`, `downloads`, `pager`, `filter_form`, `status_mark` come from `templates/parts.html`, which `base.html` brings.
`url("incident", incident_id=…)` is the address of another page; what its path has no brace for becomes its query:
`url("statements", actor="ARG", type="DENY")`. Words of articles need nothing but `{{ … }}`: everything is escaped, and
`|safe` is not used in any template. A link out is `{{ link_out(url, text) }}`. No style or event attributes: the
policy of `desk/security.py` forbids them. A page must be whole without the script, which only spares reloading.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import duckdb

from dragoman.charts.theme import Spec
from dragoman.desk.asking import Asked

Build = Callable[[duckdb.DuckDBPyConnection, Asked], Any]
BuildUpon = Callable[[duckdb.DuckDBPyConnection, Asked, Any], Any]
Rows = Callable[[duckdb.DuckDBPyConnection, Asked], Iterable[Mapping[str, Any]]]


class Drawing(NamedTuple):
    """A picture before it is drawn: in a page its legend stands beside it, in a file within."""

    chart: Spec
    title: str
    said: str
    """What it shows, in words."""


Picture = Callable[[Any, Asked], Drawing]


class NotFoundError(LookupError):
    """The record has nothing of that name; the message says what was looked for."""


class Page(NamedTuple):
    """A page: where it is, what makes its model, what can be downloaded from it."""

    name: str
    """`incident`: its template is `incident.html`, and `url("incident", …)` its address."""
    path: str
    """`/incident/{incident_id}`."""
    build: Build | BuildUpon
    """The model from the record and what is asked, and upon what `basis` gives where there is that."""
    menu: str | None = None
    """Its name in the menu; None where it is not in it."""
    tables: Mapping[str, Rows] = {}
    """By name, what gives all rows of a table that it shows."""
    pictures: Mapping[str, Picture] = {}
    """By name, what gives a chart that it shows, from the model, so that nothing is asked twice."""
    basis: Callable[[duckdb.DuckDBPyConnection], Any] | None = None
    """What takes long and is the same whatever is asked: it is kept."""
    parameters: tuple[str, ...] = ()
    """Names of its own parameters, beside filters, `q` and `page`."""
