"""Each incident weighed: its reports become one row, its accounts and its disputes."""

from typing import NamedTuple

import pyarrow as pa

from dragoman.corroborate.accounts import find_accounts
from dragoman.corroborate.disputes import find_disputes
from dragoman.corroborate.incidents import sum_up_incident
from dragoman.corroborate.sql import ask
from dragoman.corroborate.told import Party, Tables, mark_incidents, tell
from dragoman.schema import KEYS, table_of_rows
from dragoman.values import Account, Dispute, Incident


class Weighed(NamedTuple):
    """The tables that weighing makes."""

    incident: pa.Table
    account: pa.Table
    dispute: pa.Table
    weighed: pa.Table
    """incident_id, and a mark of all that it was weighed by."""


def weigh_incidents(
    report: pa.Table,
    event: pa.Table,
    page: pa.Table,
    origin: pa.Table,
    place: pa.Table,
    statement: pa.Table,
    actor: pa.Table,
    before: Weighed | None = None,
) -> Weighed:
    """The incidents that `report` groups, weighed.

    With what was made `before`, only those are weighed anew of which something is told that was not told then; what
    comes out is the same.
    """
    tables = {
        "report": report, "event": event, "page": page, "origin": origin, "place": place, "statement": statement,
        "actor": actor,
    }  # fmt: skip
    weighed = mark_incidents(tables)
    if before is None:
        return Weighed(*_weigh(tables), weighed)
    known = {"kept": ask(_SAME, {"now": weighed, "before": before.weighed}, "now", "before").to_arrow_table()}
    fresh = _weigh(tables | {"report": ask(_REST, known | tables, "report", "kept").to_arrow_table()})
    kept = (ask(_KEPT, known | {"row": one}, "row", "kept").to_arrow_table() for one in before[:3])
    joined = (pa.concat_tables([new, old.cast(new.schema)]) for new, old in zip(fresh, kept, strict=True))
    incident, account, dispute = map(_sort, ("incident", "account", "dispute"), joined)
    return Weighed(incident, account, dispute, weighed)


_SAME = "SELECT incident_id FROM now JOIN before USING (incident_id, mark)"
_REST = "SELECT * FROM report ANTI JOIN kept USING (incident_id)"
_KEPT = "SELECT * FROM row SEMI JOIN kept USING (incident_id)"


def _weigh(tables: Tables) -> tuple[pa.Table, pa.Table, pa.Table]:
    parties, names = _who_is_who(tables["actor"])
    incidents: list[Incident] = []
    accounts: list[Account] = []
    disputes: list[Dispute] = []
    for incident_id, reports in tell(tables):
        disputed = find_disputes(incident_id, reports, names)
        accounts += find_accounts(reports, parties)
        disputes += disputed
        incidents.append(sum_up_incident(incident_id, reports, disputed=bool(disputed)))
    return (
        _sort("incident", table_of_rows("incident", incidents)),
        _sort("account", table_of_rows("account", accounts)),
        _sort("dispute", table_of_rows("dispute", disputes)),
    )


def _sort(name: str, table: pa.Table) -> pa.Table:
    return table.sort_by([(key, "ascending") for key in KEYS[name]])


def _who_is_who(actor: pa.Table) -> tuple[dict[str, Party], dict[str, str]]:
    """Each actor by id as a party, and the name of each side that is an actor itself, a state's before others'."""
    columns = (actor[name].to_pylist() for name in ("kind", "actor_id", "name", "code"))
    rows = sorted(zip(*columns, strict=True), key=lambda row: (row[0] != "STATE", row[1]))
    parties: dict[str, Party] = {}
    names: dict[str, str] = {}
    for _, actor_id, name, code in rows:
        parties[actor_id] = party = Party(actor_id, code)
        if code is not None and party.side == code:
            names.setdefault(code, name)
    return parties, names
