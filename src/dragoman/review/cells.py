"""New values for columns from what a person wrote: read by the column's type, or turned down in words."""

import json
import re
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from dragoman.review.rows import ReviewError
from dragoman.values import TABLES


def read_cell(table: str, field: str, given: Any) -> Any:
    """The new value as JSON; text is read by the column's type, and no text at all means unknown."""
    hint = get_type_hints(TABLES[table])[field]
    optional, plain = _split(hint)
    if isinstance(given, str):
        given = _from_text(given.strip(), plain)
    if given is None:
        if not optional:
            raise ReviewError(f"{field} cannot be empty")
        return None
    try:
        value = msgspec.convert(msgspec.to_builtins(given), plain, strict=False)
    except (msgspec.ValidationError, TypeError):
        raise ReviewError(f"{field} is {_describe(plain)}; {given!r} is not") from None
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return msgspec.json.decode(msgspec.json.encode(value))


def _split(hint: Any) -> tuple[bool, Any]:
    """Whether a column may be empty, and its type when it is not."""
    if get_origin(hint) in (Union, types.UnionType):
        (some,) = [one for one in get_args(hint) if one is not type(None)]
        return True, some
    return False, hint


def _from_text(given: str, hint: Any) -> Any:
    if get_origin(hint) is tuple:
        if given.startswith("["):
            try:
                return json.loads(given)
            except ValueError as error:
                raise ReviewError(f"{given!r} is not JSON: {error}") from None
        return [one.strip() for one in given.split(",") if one.strip()]
    if not given:
        return None
    return given.upper() if get_origin(hint) is Literal else given


_DESCRIBED: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "true or false",
    date: "a day such as 2015-11-24",
    datetime: "a moment such as 2015-11-24T08:30:00Z",
}


def _describe(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return f"one of {', '.join(get_args(hint))}"
    if get_origin(hint) is tuple:
        one = get_args(hint)[0]
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return f"a JSON list of {{{', '.join(one.__struct_fields__)}}}"
        return "a list, with commas between"
    return _DESCRIBED.get(hint, "of another type")


Check = tuple[tuple[str, ...], Callable[..., bool], str]


def _ordered(low: Any, high: Any) -> bool:
    return low is None or high is None or low <= high


def _between(low: float, high: float) -> Callable[[float | None], bool]:
    return lambda one: one is None or low <= one <= high


def _is_code(one: str | None) -> bool:
    return one is None or re.fullmatch(r"[A-Z]{3}( [A-Z]{3})*", one) is not None


_CHECKS: tuple[Check, ...] = (
    *(
        ((f"{harm}_low", f"{harm}_high"), _ordered, f"{harm}_low is over {harm}_high")
        for harm in ("killed", "injured", "arrested", "displaced")
    ),
    (("killed_low", "killed_best"), _ordered, "killed_low is over killed_best"),
    (("killed_best", "killed_high"), _ordered, "killed_best is over killed_high"),
    (("earliest", "latest"), _ordered, "earliest is after latest"),
    *(
        ((f"{harm}_{end}",), _between(0, 1e12), f"{harm}_{end} is below zero")
        for harm in ("killed", "injured", "arrested", "displaced")
        for end in ("low", "high")
    ),
    (("lat",), _between(-90, 90), "lat is not between -90 and 90"),
    (("lon",), _between(-180, 180), "lon is not between -180 and 180"),
    (("precision",), _between(1, 7), "precision is not between 1 and 7"),
    (("place_precision",), _between(1, 7), "place_precision is not between 1 and 7"),
    (("quad",), _between(1, 4), "quad is not between 1 and 4"),
    (("plover_score",), _between(-10, 10), "plover_score is not between -10 and 10"),
    (("goldstein",), _between(-10, 10), "goldstein is not between -10 and 10"),
    (
        ("country",),
        lambda one: one is None or (len(one) == 3 and one.isupper()),
        "country is three letters, such as TUR",
    ),
    (("code",), _is_code, "code is like RUS or RUS MIL"),
    (("actors",), lambda one: len(one) > 0, "an event needs an actor; reject the event instead"),
    (("content",), lambda one: len(one) > 0, "a statement needs a content; reject the statement instead"),
)
"""What the columns of one row must keep to among themselves."""


def check_row(row: dict[str, Any], changed: set[str]) -> None:
    """Nothing where the changed columns fit the rest of their row, all as JSON; raises ReviewError otherwise."""
    for columns, fits, wrong in _CHECKS:
        if (
            changed.intersection(columns)
            and all(name in row for name in columns)
            and not fits(*(row[n] for n in columns))
        ):
            raise ReviewError(wrong)
