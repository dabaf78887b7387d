"""FollowTheMoney entities and PROV, read by the packages of those who made the formats."""

import json
import shutil

import pytest

from dragoman.exports.ftm import SCHEMAS, find_schema
from dragoman.record import Record
from dragoman.review import Review

PROV = "http://www.w3.org/ns/prov#"


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_followthemoney_takes_every_entity_and_value(export, river):
    ftm = pytest.importorskip("followthemoney")
    entities = [ftm.model.get_proxy(one) for one in read_lines(export("ftm") / "entities.ftm.json")]
    raw = read_lines(export("ftm") / "entities.ftm.json")
    assert {one.schema.name for one in entities} <= set(SCHEMAS)
    for proxy, told in zip(entities, raw, strict=True):
        assert {name: len(values) for name, values in told["properties"].items()} == {
            name: len(values) for name, values in proxy.to_dict()["properties"].items()
        }, told
    names = {one.caption: one.schema.name for one in entities if one.schema.is_a("LegalEntity")}
    assert names == {
        "Argentina": "PublicBody", "Argentine jets": "PublicBody", "Uruguay": "PublicBody",
        "Minister Rivas": "Person", "United Nations": "Organization",
    }  # fmt: skip
    events = [one for one in entities if one.schema.name == "Event"]
    assert len(events) == river.count("incident")
    (aid,) = [one for one in events if "AID" in one.get("keywords")]
    assert (aid.caption, aid.first("summary")) == (
        "Aid (planned): Argentina → Uruguay, Uruguay",
        "planned; single source",
    )


@pytest.mark.parametrize(
    ("kind", "sector", "names", "schema"),
    [
        ("GROUP", None, None, "LegalEntity"),  # protesters
        ("GROUP", "REB", ["River Front"], "Organization"),
        ("GROUP", "MIL", None, "PublicBody"),
        ("PEOPLE", None, ["Uruguayans"], "LegalEntity"),
        ("PERSON", "GOV", ["Rivas"], "Person"),
    ],
)
def test_some_people_are_no_organisation(kind, sector, names, schema):
    assert find_schema({"kind": kind, "sector": sector, "names": names}) == schema


def test_every_link_of_an_entity_leads_to_one(export):
    entities = read_lines(export("ftm") / "entities.ftm.json")
    ids = {one["id"] for one in entities}
    assert len(ids) == len(entities)
    links = [
        id_
        for one in entities
        for name in ("involved", "document", "entity")
        for id_ in one["properties"].get(name, [])
    ]
    assert len(links) > 10
    assert set(links) <= ids


def test_provenance_is_read_by_rdflib_and_all_leads_to_a_page(export, river):
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(export("prov") / "provenance.jsonld", format="json-ld")
    ask = """
        SELECT ?incident ?event ?page ?coder WHERE {
            ?incident prov:wasDerivedFrom ?event . ?event prov:hadPrimarySource ?page ;
                prov:wasAttributedTo ?coder . ?coder a prov:SoftwareAgent . ?page a prov:Entity }
    """
    rows = list(graph.query(ask, initNs={"prov": rdflib.Namespace(PROV)}))
    assert len(rows) == river.count("report") == 6
    assert len({row.page for row in rows}) == river.count("document")
    runs = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(PROV + "Activity")))
    assert len(runs) == 1
    assert "urn:dragoman:term:" not in "".join(str(o) for o in graph.objects())


def test_provenance_tells_whose_corrections_made_or_ended_a_row(folder, tmp_path):
    rdflib = pytest.importorskip("rdflib")
    shutil.copytree(folder, tmp_path / "record")
    with Record(tmp_path / "record") as before:
        query = "SELECT type, event_id FROM event WHERE type IN ('AID', 'SANCTION', 'CONSULT')"
        events = dict(before.sql(query).fetchall())
    review = Review(tmp_path / "record")
    review.edit(f"event/{events['AID']}", {"realis": "ACTUAL"}, by="ana", reason="it came")
    review.reject(f"event/{events['SANCTION']}", by="bo")
    review.accept(f"event/{events['CONSULT']}", by="bo")
    with Record(tmp_path / "record") as after:
        after.export(tmp_path / "graph.jsonld", "prov")
    graph = rdflib.Graph().parse(tmp_path / "graph.jsonld", format="json-ld")
    ask = """SELECT ?event ?how ?person WHERE {
        VALUES ?how { prov:wasGeneratedBy prov:wasInvalidatedBy }
        ?event ?how ?act . ?act prov:wasAssociatedWith ?who ; prov:used ?event .
        ?who a prov:Person ; rdfs:label ?person }
    """
    found = {tuple(map(str, row)) for row in graph.query(ask, initNs={"prov": rdflib.Namespace(PROV)})}
    assert found == {
        (f"urn:dragoman:event:{events['AID']}", f"{PROV}wasGeneratedBy", "ana"),
        (f"urn:dragoman:event:{events['SANCTION']}", f"{PROV}wasInvalidatedBy", "bo"),
    }
    read = "SELECT ?page WHERE { ?page a prov:Entity ; prov:wasGeneratedBy ?run . ?run prov:startedAtTime ?at }"
    assert len(set(graph.query(read, initNs={"prov": rdflib.Namespace(PROV)}))) == 1 + 4  # the record and its pages


def test_the_provenance_needs_nothing_from_elsewhere(export):
    told = json.loads((export("prov") / "provenance.jsonld").read_text())
    assert isinstance(told["@context"], dict)
    record = told["@graph"][0]
    assert (record["coverage"]["inputs"], record["coverage"]["failures"]) == (5, 1)
