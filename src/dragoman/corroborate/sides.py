"""Whose side an actor is on, by its code: what makes two accounts of a clash comparable.

Whoever acts for a state, and its people as those it is done to, are on the state's side. Who takes up arms against it,
breaks its laws or opposes it is a side of its own, and so is every international organisation and company.
"""

from functools import cache

ABROAD = ("IGO", "NGO", "IMG", "MNC")
"""First parts of codes that are no state's."""
AGAINST = ("REB", "UAF", "OPP", "SEP", "CRM")
"""PLOVER sectors that are no part of their state's side."""

SIDE_IN_SQL = f"""CASE WHEN split_part(one.code, ' ', 1) IN {ABROAD} OR split_part(one.code, ' ', 2) IN {AGAINST}
    THEN one.code ELSE split_part(one.code, ' ', 1) END"""
"""`side_of` as an expression over `one.code`."""


@cache
def side_of(code: str | None) -> str | None:
    """The state, or the whole code of who is a side of its own; None without a code: it may be on any side."""
    if code is None:
        return None
    state, _, sector = code.partition(" ")
    return code if state in ABROAD or sector.partition(" ")[0] in AGAINST else state
