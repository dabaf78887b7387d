"""GDELT 2.0's mentions: for each row of its event table, the reports that mention it, tab-separated, without a header.

The codebook's unit is an event in one article; a row here is one report of an incident, so that the rows of an id are
as many as its `NumMentions`. A report that denies the incident mentions it too: the table cannot say which does.
"""

from typing import Any
from urllib.parse import urlsplit

from dragoman.exports.codes import number_id
from dragoman.exports.events import LEADS
from dragoman.exports.files import HashingFile, tsv_line
from dragoman.exports.selection import Selection
from dragoman.exports.tables import columns_of

COLUMNS = columns_of("GDELT mentions")
EMPTY = {
    "EventTimeDate": "it is the moment of a run, as DATEADDED is",
    "MentionDocTone": "the record holds no tone",
    "MentionDocTranslationInfo": "texts are read as they stand, never translated",
    "Extras": "the codebook keeps it for later",
}
"""Columns that are always empty, and why."""

_IDS = """
    SELECT event_id AS id, incident_id FROM {report} AS report JOIN event USING (event_id)
    SEMI JOIN (SELECT report.incident_id FROM ({leads}) AS lead JOIN event ON event.event_id = lead.id
        JOIN report ON report.event_id = lead.id
        WHERE event.realis IN ('ACTUAL', 'PLANNED') AND len(event.actors) > 0) AS told USING (incident_id)
    ORDER BY incident_id, document_id, trigger_start, event_id
"""
_MENTIONS = """
    WITH chosen AS MATERIALIZED (SELECT block.nth, block.incident_id, event.* FROM {block} AS block
        JOIN event ON event.event_id = block.id)
    SELECT incident_id, document_id, sentence, trigger_start, actors, recipients, confidence, publisher, url, published,
        length(text) AS characters
    FROM chosen JOIN document USING (document_id) ORDER BY nth
"""
_WEB, _CITED = "1", "2"


def write_mentions(selection: Selection, out: HashingFile) -> None:
    """Write a row for each report of the incidents that the event table has."""
    report = selection.of("report")
    ids = _IDS.format(report=report, leads=LEADS.format(report=report))
    for row in selection.in_blocks(ids, _MENTIONS):
        cells = _cells(row)
        out.write_row(tsv_line([cells.get(name, "") for name in COLUMNS]))


def _cells(row: dict[str, Any]) -> dict[str, str]:
    url, publisher = row["url"] or "", row["publisher"] or ""
    return {
        "GLOBALEVENTID": number_id(row["incident_id"]),
        "MentionTimeDate": f"{row['published']:%Y%m%d%H%M%S}" if row["published"] else "",
        "MentionType": _WEB if url else _CITED if publisher else "",
        "MentionSourceName": publisher or _host(url),
        "MentionIdentifier": url or row["document_id"],
        "SentenceID": str(row["sentence"] + 1),
        "Actor1CharOffset": _offset(row["actors"]),
        "Actor2CharOffset": _offset(row["recipients"] or row["actors"][1:]),
        "ActionCharOffset": str(row["trigger_start"]),
        "InRawText": "1",  # nothing is rewritten before it is coded
        "Confidence": str(round(100 * row["confidence"])),
        "MentionDocLen": str(row["characters"]),
    }


def _host(url: str) -> str:
    """The site that an address names; empty where it names none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _offset(parties: list[dict[str, Any]]) -> str:
    return str(parties[0]["start"]) if parties else ""
