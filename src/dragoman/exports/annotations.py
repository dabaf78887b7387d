"""W3C Web Annotations (2017) of every layer of the pages, and a reader that finds their spans again.

Each target is the text that the record holds, which goes along in `texts.jsonl`, by a position selector in code points
and by a quote selector with the words before and after, so that the spans can be found again where the text moved.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.exports.coverage import describe
from dragoman.exports.events import to_json
from dragoman.exports.files import Target
from dragoman.exports.selection import Selection

AROUND = 32
"""Code points of the words before and after that a quote selector has."""
LAYERS = ("event", "statement", "source", "cue", "content", "mention", "place", "time")
COLUMNS = ("id", "type", "motivation", "created_by", "body", "target")

_SPANS = """
    SELECT event_id AS id, document_id, trigger_start AS start, trigger_end AS "end", 'event' AS layer, type AS value,
        {'realis': realis, 'modes': modes, 'actors': list_transform(actors, lambda one: one.code),
         'recipients': list_transform(recipients, lambda one: one.code)}::JSON AS about FROM {event} AS event
    UNION ALL SELECT statement_id, document_id, start, "end", 'statement', act,
        {'kind': kind, 'speaker': speaker, 'addressee': addressee}::JSON FROM {statement} AS statement
    UNION ALL SELECT statement_id || ':source', document_id, source_start, source_end, 'source', 'source',
        {'statement': statement_id}::JSON FROM {statement} AS statement WHERE source_start IS NOT NULL
    UNION ALL SELECT statement_id || ':cue', document_id, cue_start, cue_end, 'cue', 'cue',
        {'statement': statement_id}::JSON FROM {statement} AS statement
    UNION ALL SELECT statement_id || ':content:' || nth, document_id, part.start, part."end", 'content', 'content',
        {'statement': statement_id}::JSON
        FROM (SELECT statement_id, document_id, unnest(content) AS part, generate_subscripts(content, 1) AS nth
              FROM {statement} AS statement)
    UNION ALL SELECT mention_id, document_id, start, "end", 'mention', coalesce(actor.name, text),
        {'actor': mention.actor_id, 'code': actor.code, 'how': how, 'wikidata': actor.wikidata}::JSON
        FROM {mention} AS mention LEFT JOIN actor USING (actor_id)
    UNION ALL SELECT document_id || ':' || start || '-' || "end", document_id, start, "end", 'place',
        coalesce(name, text), {'geonameid': geonameid, 'country': country, 'precision': precision}::JSON
        FROM {place} AS place
    UNION ALL SELECT document_id || ':' || start || '-' || "end", document_id, start, "end", 'time', value,
        {'type': type, 'earliest': earliest, 'latest': latest}::JSON FROM {time} AS time
"""
_QUOTED = """
    SELECT span.*, substr(text, (start + 1)::BIGINT, ("end" - start)::BIGINT) AS exact,
        substr(text, greatest(start - $around, 0)::BIGINT + 1, least(start, $around)::BIGINT) AS prefix,
        substr(text, ("end" + 1)::BIGINT, $around) AS suffix
    FROM (%s) AS span JOIN document USING (document_id) ORDER BY document_id, start, "end", layer, id
"""


def write_annotations(selection: Selection, target: Target) -> None:
    """Write a page of annotations, and the texts that they are on."""
    tables = ("event", "statement", "mention", "place", "time")
    spans = _SPANS
    for name in tables:
        spans = spans.replace(f"{{{name}}}", selection.of(name))
    with target.open() as out:
        out.write(b'{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage",'
                  b'"id":"urn:dragoman:annotations","items":[')  # fmt: skip
        for row in selection.rows(_QUOTED % spans, {"around": AROUND}):
            out.write_row((b",\n" if out.rows else b"\n") + to_json(_annotation(row)))
        out.write(b'\n],"dragoman":' + to_json(describe(selection, "annotations")) + b"}\n")
    with target.open("texts.jsonl" if not target.single else f"{target.path.stem}.texts.jsonl") as out:
        query = f"SELECT document_id, url, title, language, text FROM {selection.of('document')} ORDER BY document_id"
        for row in selection.rows(query):
            out.write_row(to_json({"id": _urn("document", row.pop("document_id")), **row}) + b"\n")


def _urn(kind: str, id_: str) -> str:
    return f"urn:dragoman:{kind}:{id_}"


def _annotation(row: dict[str, Any]) -> dict[str, Any]:
    about = {name: value for name, value in json.loads(row["about"]).items() if value not in (None, [])}
    tags = [
        {"type": "TextualBody", "purpose": "classifying", "value": row["layer"]},
        {"type": "TextualBody", "purpose": "tagging", "value": row["value"]},
    ]
    if about:
        told = json.dumps(about, ensure_ascii=False, sort_keys=True)
        tags.append({"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": told})
    position = {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]}
    quote = {"type": "TextQuoteSelector", "exact": row["exact"], "prefix": row["prefix"], "suffix": row["suffix"]}
    return {
        "id": _urn(row["layer"], row["id"]),
        "type": "Annotation",
        "motivation": "tagging",
        "body": tags,
        "target": {"source": _urn("document", row["document_id"]), "selector": [position, quote]},
    }


class Span(NamedTuple):
    """A span that an annotation stands on, found again."""

    annotation: str
    layer: str
    value: str
    document: str
    start: int
    end: int


def read_annotations(path: Path, texts: Mapping[str, str]) -> Iterator[Span]:
    """The spans of a page of annotations in texts by their ids; raises ValueError for one that is not found."""
    for one in json.loads(path.read_text("utf-8"))["items"]:
        source = one["target"]["source"]
        found = find_again(texts[source], one["target"]["selector"])
        if found is None:
            raise ValueError(f"{one['id']} is not found in {source}")
        tags = {body["purpose"]: body["value"] for body in one["body"]}
        yield Span(one["id"], tags["classifying"], tags["tagging"], source, *found)


def read_texts(path: Path) -> dict[str, str]:
    """The texts that annotations are on, by id."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}


def find_again(text: str, selectors: list[dict[str, Any]]) -> tuple[int, int] | None:
    """Where selectors mean in a text: at the position, where the quote stands there; else where the quote stands
    between most of its prefix and suffix; `None` where it does not stand in the text, or in two places alike."""
    by_type = {one["type"]: one for one in selectors}
    position, quote = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    if position and (quote is None or text[position["start"] : position["end"]] == quote["exact"]):
        return position["start"], position["end"]
    if quote is None:
        return None
    exact, ranked = quote["exact"], []
    at = text.find(exact)
    while at >= 0:
        before, after = text[:at], text[at + len(exact) :]
        around = _common(before[::-1], quote["prefix"][::-1]) + _common(after, quote["suffix"])
        ranked.append((around, at))
        at = text.find(exact, at + 1)
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1], ranked[0][1] + len(exact)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
