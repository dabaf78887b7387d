"""Each incident weighed: its reports become one row, its accounts and its disputes."""

import pyarrow as pa

from dragoman.corroborate.accounts import find_accounts
from dragoman.corroborate.disputes import find_disputes
from dragoman.corroborate.incidents import sum_up_incident
from dragoman.corroborate.told import Party, tell
from dragoman.schema import table_of_rows
from dragoman.values import Account, Dispute, Incident


def weigh_incidents(
    report: pa.Table,
    event: pa.Table,
    page: pa.Table,
    origin: pa.Table,
    place: pa.Table,
    statement: pa.Table,
    actor: pa.Table,
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The tables `incident`, `account` and `dispute` of the incidents that `report` groups."""
    tables = {
        "report": report, "event": event, "page": page, "origin": origin, "place": place,
        "statement": statement,
    }  # fmt: skip
    parties, names = _who_is_who(actor)
    incidents: list[Incident] = []
    accounts: list[Account] = []
    disputes: list[Dispute] = []
    for incident_id, reports in tell(tables):
        disputed = find_disputes(incident_id, reports, names)
        accounts += find_accounts(reports, parties)
        disputes += disputed
        incidents.append(sum_up_incident(incident_id, reports, disputed=bool(disputed)))
    return (
        table_of_rows("incident", incidents),
        table_of_rows("account", accounts),
        table_of_rows("dispute", disputes),
    )


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
