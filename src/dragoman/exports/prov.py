"""PROV-O as JSON-LD: pages and what was made of them, by which coder, in which runs, corrected by whom.

The context stands in the file: nothing is loaded to read it.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dragoman.exports.coverage import describe
from dragoman.exports.events import to_json
from dragoman.exports.files import Target
from dragoman.exports.selection import Selection
from dragoman.ids import make_id

COLUMNS = (
    "@id", "@type", "label", "derivedFrom", "source", "attributedTo", "generatedBy", "invalidatedBy", "associatedWith",
    "used", "startedAt", "endedAt",
)  # fmt: skip

_LINK = {"@type": "@id"}
_MOMENT = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "dragoman": "urn:dragoman:term:",
    "label": "rdfs:label",
    "title": "dcterms:title",
    "publisher": "dcterms:publisher",
    "published": {"@id": "dcterms:issued", **_MOMENT},
    "sha256": "dragoman:sha256",
    "derivedFrom": {"@id": "prov:wasDerivedFrom", **_LINK},
    "source": {"@id": "prov:hadPrimarySource", **_LINK},
    "attributedTo": {"@id": "prov:wasAttributedTo", **_LINK},
    "generatedBy": {"@id": "prov:wasGeneratedBy", **_LINK},
    "invalidatedBy": {"@id": "prov:wasInvalidatedBy", **_LINK},
    "associatedWith": {"@id": "prov:wasAssociatedWith", **_LINK},
    "used": {"@id": "prov:used", **_LINK},
    "startedAt": {"@id": "prov:startedAtTime", **_MOMENT},
    "endedAt": {"@id": "prov:endedAtTime", **_MOMENT},
    "settings": "dragoman:settings",
    "models": "dragoman:models",
    "reason": "dragoman:reason",
    "field": "dragoman:field",
    "state": "dragoman:state",
    "old": "dragoman:old",
    "new": "dragoman:new",
    "coverage": {"@id": "dragoman:coverage", "@type": "@json"},
}


def write_prov(selection: Selection, target: Target) -> None:
    """Write the graph."""
    with target.open() as out:
        out.write(b'{"@context":' + to_json(CONTEXT) + b',"@graph":[')
        for node in _nodes(selection):
            known = {name: value for name, value in node.items() if value not in (None, [])}
            out.write_row((b",\n" if out.rows else b"\n") + to_json(known))
        out.write(b"\n]}\n")


def _nodes(selection: Selection) -> Iterator[dict[str, Any]]:
    yield {"@id": _urn("record", "this"), "@type": ["prov:Entity", "prov:Collection"], "label": "the record",
           "generatedBy": [_urn("run", one) for one in _find_readers(selection)],
           "coverage": describe(selection, "prov")}  # fmt: skip
    yield from _runs(selection)
    yield from _documents(selection)
    yield from _events(selection)
    yield from _incidents(selection)
    yield from _corrections(selection)
    yield from _corrected(selection)


def _urn(kind: str, id_: str) -> str:
    return f"urn:dragoman:{kind}:{id_}"


def _moment(moment: datetime | None) -> str | None:
    return f"{moment.isoformat()}Z" if moment else None


def _find_readers(selection: Selection) -> list[str]:
    """The runs that read what the record holds now."""
    query = "SELECT run_id FROM run SEMI JOIN internal.reader USING (run_id) ORDER BY run_id"
    return [str(row["run_id"]) for row in selection.rows(query)]


def _runs(selection: Selection) -> Iterator[dict[str, Any]]:
    seen = set()
    for row in selection.rows('SELECT * FROM run ORDER BY "at", run_id'):
        agent = _urn("software", row["version"])
        if agent not in seen:
            seen.add(agent)
            yield {"@id": agent, "@type": ["prov:Agent", "prov:SoftwareAgent"], "label": f"dragoman {row['version']}"}
        yield {
            "@id": _urn("run", row["run_id"]), "@type": "prov:Activity", "label": "reading of inputs",
            "startedAt": _moment(row["at"]), "associatedWith": agent, "models": row["model"],
            "settings": json.dumps(json.loads(row["settings"]), sort_keys=True),
        }  # fmt: skip


def _documents(selection: Selection) -> Iterator[dict[str, Any]]:
    """The pages; which of several runs read one is not kept, so that only a single run is named."""
    readers = _find_readers(selection)
    run = _urn("run", readers[0]) if len(readers) == 1 else None
    query = f"""SELECT document_id, title, publisher, published, url, raw_sha256, copy_of
        FROM {selection.of("document")} ORDER BY document_id"""
    for row in selection.rows(query):
        yield {
            "@id": _urn("document", row["document_id"]), "@type": "prov:Entity", "title": row["title"],
            "publisher": row["publisher"], "published": _moment(row["published"]), "sha256": row["raw_sha256"],
            "dcterms:identifier": row["url"], "generatedBy": run,
            "derivedFrom": _urn("document", row["copy_of"]) if row["copy_of"] else None,
        }  # fmt: skip


def _events(selection: Selection) -> Iterator[dict[str, Any]]:
    for row in selection.rows(f"SELECT DISTINCT coder FROM {selection.of('event')} ORDER BY coder"):
        yield {"@id": _coder(row["coder"]), "@type": ["prov:Agent", "prov:SoftwareAgent"], "label": row["coder"]}
    query = f"SELECT event_id, document_id, type, realis, coder FROM {selection.of('event')} ORDER BY event_id"
    for row in selection.rows(query):
        yield {
            "@id": _urn("event", row["event_id"]), "@type": "prov:Entity", "label": f"{row['type']} {row['realis']}",
            "source": _urn("document", row["document_id"]), "attributedTo": _coder(row["coder"]),
        }  # fmt: skip


def _coder(name: str) -> str:
    return _urn("coder", make_id(name))


def _incidents(selection: Selection) -> Iterator[dict[str, Any]]:
    query = f"""SELECT incident_id, type, status, list_sort(list(event_id)) AS events
        FROM {selection.of("incident")} AS incident JOIN {selection.of("report")} AS report USING (incident_id)
        GROUP BY ALL ORDER BY incident_id"""
    for row in selection.rows(query):
        yield {
            "@id": _urn("incident", row["incident_id"]), "@type": "prov:Entity",
            "label": f"{row['type']} {row['status']}", "derivedFrom": [_urn("event", one) for one in row["events"]],
        }  # fmt: skip


def _corrections(selection: Selection) -> Iterator[dict[str, Any]]:
    for row in selection.rows('SELECT DISTINCT "by" AS person FROM correction ORDER BY person'):
        yield {"@id": _person(row["person"]), "@type": ["prov:Agent", "prov:Person"], "label": row["person"]}
    for row in selection.rows('SELECT * FROM correction ORDER BY "at", correction_id'):
        yield {
            "@id": _urn("correction", row["correction_id"]), "@type": "prov:Activity", "endedAt": _moment(row["at"]),
            "associatedWith": _person(row["by"]), "used": _urn(row["table"], row["applied_to"] or row["row_id"]),
            "field": row["field"], "state": row["state"],
            "old": row["old"], "new": row["new"], "reason": row["reason"],
        }  # fmt: skip


_CORRECTED = """
    SELECT "table", coalesce(applied_to, row_id) AS row_id, min(document_id) AS document_id,
        list_sort(list(DISTINCT "by")) AS people,
        list_sort(list(DISTINCT correction_id) FILTER (action <> 'REJECT')) AS made,
        list_sort(list(DISTINCT correction_id) FILTER (action = 'REJECT')) AS ended
    FROM correction WHERE state = 'APPLIED' AND action IN ('EDIT', 'MERGE', 'SPLIT', 'REJECT') GROUP BY ALL ORDER BY ALL
"""


def _corrected(selection: Selection) -> Iterator[dict[str, Any]]:
    """What people made of rows: by which corrections one is as it is now, by which it is out of the record."""
    for row in selection.rows(_CORRECTED):
        yield {
            "@id": _urn(row["table"], row["row_id"]), "@type": "prov:Entity",
            "source": _urn("document", row["document_id"]) if row["document_id"] else None,
            "attributedTo": [_person(one) for one in row["people"]],
            "generatedBy": [_urn("correction", one) for one in row["made"] or []],
            "invalidatedBy": [_urn("correction", one) for one in row["ended"] or []],
        }  # fmt: skip


def _person(name: str) -> str:
    return _urn("person", make_id(name))
