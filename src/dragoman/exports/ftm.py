"""FollowTheMoney entities, a JSON line each: actors, pages, incidents, and which page documents which incident."""

from typing import Any

from dragoman.exports.codes import countries
from dragoman.exports.events import to_json
from dragoman.exports.files import Target
from dragoman.exports.incidents import read_incidents, say_disputes, say_headline, say_realis, say_toll
from dragoman.exports.selection import Selection

COLUMNS = ("id", "schema", "properties")
SCHEMAS = ("Article", "Person", "Organization", "PublicBody", "LegalEntity", "Event", "Documentation")

_PUBLIC = ("GOV", "MIL", "COP", "SPY", "JUD", "LEG")
_LANGUAGES = {"en": "eng", "fr": "fra", "de": "deu", "es": "spa", "ru": "rus", "ar": "ara", "tr": "tur", "uk": "ukr",
              "he": "heb", "fa": "fas", "zh": "zho", "pt": "por", "it": "ita"}  # fmt: skip

_ACTORS = """
    SELECT actor.*, called.names, called.roles FROM {actor} AS actor LEFT JOIN (
        SELECT actor_id, list_sort(list(DISTINCT text) FILTER (how IN ('NAME', 'ALIAS'))) AS names,
            list_sort(list(DISTINCT role) FILTER (role IS NOT NULL)) AS roles FROM {mention} AS mention
        GROUP BY actor_id
    ) AS called USING (actor_id) ORDER BY actor_id
"""
_REPORTS = """
    SELECT DISTINCT incident_id, document_id, published FROM {report} AS report JOIN event USING (event_id)
    JOIN document USING (document_id) ORDER BY incident_id, document_id
"""


def write_ftm(selection: Selection, target: Target) -> None:
    """Write the entities."""
    tables = {name: selection.of(name) for name in ("actor", "mention", "report")}
    with target.open() as out:
        for row in selection.rows(f"SELECT * FROM {selection.of('document')} ORDER BY document_id"):
            out.write_row(_line("document", row["document_id"], "Article", _article(row)))
        for row in selection.rows(_ACTORS.format(**tables)):
            out.write_row(_line("actor", row["actor_id"], find_schema(row), _actor(row)))
        for row in read_incidents(selection):
            out.write_row(_line("incident", row["incident_id"], "Event", _event(row)))
        for row in selection.rows(_REPORTS.format(**tables)):
            name = f"{row['incident_id']}.{row['document_id']}"
            out.write_row(_line("report", name, "Documentation", _documentation(row)))


def _id(kind: str, id_: str) -> str:
    return f"dragoman-{kind}-{id_}"


def _line(kind: str, id_: str, schema: str, properties: dict[str, Any]) -> bytes:
    """An entity; every property is a list of texts, and what is not known is left out."""
    told = {}
    for name, value in properties.items():
        values = value if isinstance(value, list) else [value]
        if known := [str(one) for one in values if one not in (None, "")]:
            told[name] = known
    return to_json({"id": _id(kind, id_), "schema": schema, "properties": told}) + b"\n"


def _article(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"] or row["text"].strip().partition("\n")[0][:200],
        "publisher": row["publisher"],
        "publishedAt": f"{row['published']:%Y-%m-%dT%H:%M:%S}" if row["published"] else None,
        "sourceUrl": row["url"],
        "language": _LANGUAGES.get(row["language"] or ""),
        "bodyText": row["text"],
    }


def find_schema(row: dict[str, Any]) -> str:
    """The schema of an actor: what is only described, such as protesters, is no organisation."""
    sector = (row["sector"] or "").partition(" ")[0]
    if row["kind"] == "PERSON":
        return "Person"
    if row["kind"] == "STATE" or sector in _PUBLIC:
        return "PublicBody"
    unnamed = row["kind"] == "GROUP" and not row["names"]  # "protesters": some people, no organisation
    return "LegalEntity" if row["kind"] == "PEOPLE" or unnamed else "Organization"


def _actor(row: dict[str, Any]) -> dict[str, Any]:
    country = countries()[row["country"]].alpha2.lower() if row["country"] in countries() else None
    person = row["kind"] == "PERSON"
    return {
        "name": row["name"],
        "alias": [one for one in row["names"] or [] if one != row["name"]],
        "country": country,
        "wikidataId": row["wikidata"],
        "position" if person else "classification": row["roles"] if person else row["kind"].lower(),
        "keywords": row["code"],
    }


def _event(row: dict[str, Any]) -> dict[str, Any]:
    first, realis = row["first"] or {}, say_realis(row)
    tolls = [f"{what}: {toll}" for what in ("killed", "injured") if (toll := say_toll(row, what))]
    disputed = [f"disputed: {said}"] if (said := say_disputes(row)) else []
    country = row["countries"][0] if row["countries"] and len(row["countries"]) == 1 else None
    same = row["earliest"] is not None and row["earliest"] == row["latest"]
    return {
        "name": say_headline(row),
        "date" if same else "startDate": row["earliest"],
        "endDate": None if same else row["latest"],
        "location": row["place_name"],
        "country": countries()[country].alpha2.lower() if country in countries() else None,
        "involved": [_id("actor", one) for one in row["involved"]],
        "summary": "; ".join([*([realis] if realis else []), row["status"].lower(), *tolls, *disputed]),
        "description": first.get("quote"),
        "sourceUrl": first.get("url"),
        "keywords": [row["type"], *(row["modes"] or [])],
        "recordId": row["incident_id"],
    }


def _documentation(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "document": _id("document", row["document_id"]),
        "entity": _id("incident", row["incident_id"]),
        "role": "reports",
        "date": f"{row['published']:%Y-%m-%d}" if row["published"] else None,
    }
