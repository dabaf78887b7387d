"""Who asserts, denies, blames or claims an incident, in which statement."""

from collections.abc import Iterable

from dragoman.corroborate.told import Party, Told
from dragoman.values import Account, Stance

HARMFUL = frozenset({"ASSAULT", "COERCE", "THREATEN", "SANCTION", "MOBILIZE", "PROTEST"})
"""Acts that one is blamed for, or claims; of the others one says only that they happened."""


def find_accounts(reports: Iterable[Told], parties: dict[str, Party]) -> list[Account]:
    """An account for each report that is known from somebody's words; `parties` gives the speakers' codes."""
    accounts = {
        (report.speaker, stance, report.statement_id): Account(
            incident_id=report.incident_id, party=report.speaker, stance=stance, statement_id=report.statement_id
        )
        for report in reports
        if report.speaker is not None and report.statement_id is not None
        for stance in [_stance(report, parties.get(report.speaker))]
    }
    return [accounts[key] for key in sorted(accounts)]


def _stance(report: Told, speaker: Party | None) -> Stance:
    if report.realis == "DENIED" or report.act == "DENY":
        return "DENIES"
    if report.type not in HARMFUL or report.realis != "ACTUAL":
        return "ASSERTS"
    own = speaker.side if speaker else None
    if own is not None and own in report.sides:
        return "CLAIMS"
    return "BLAMES" if report.sides or report.act == "ACCUSE" else "ASSERTS"
