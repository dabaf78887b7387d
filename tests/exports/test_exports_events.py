"""Event tables of other coders: read back by the readers that read theirs."""

import csv
import json
from collections import Counter

import duckdb
import pytest
from pages import PAGES

from dragoman.claims.events.plover import TYPES, plover_reading, quad_of, score_of
from dragoman.engines.runs import read_into
from dragoman.exports.codes import cameo_actor, country_name, find_cameo, number_id, read_as_plover, say_code, sectors
from dragoman.exports.events import Party, read_events
from dragoman.exports.files import tsv_line
from dragoman.exports.selection import Selection
from dragoman.exports.tables import columns_of
from dragoman.readers.event_codes import find_gdelt_actor, find_type, read_columns
from dragoman.readers.event_tables import TableEvent, read_event_table
from dragoman.record import Record
from dragoman.settings import Settings
from dragoman.store.query import Filters


def read_back(path):
    with path.open("rb") as stream:
        rows = list(read_event_table(stream, path.name, 10**6))
    assert all(isinstance(row, TableEvent) for row in rows), rows
    return rows


def read_rows(path, delimiter="\t"):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else 0))


def read_cells(path, table):
    return [dict(zip(columns_of(table), line.split("\t"), strict=True)) for line in path.read_text().splitlines()]


def left_out(folder):
    told = json.loads((folder / "manifest.json").read_text())["left_out"]
    return {(one["what"], one["why"].split(",")[0]): one["rows"] for one in told}


def test_plover_reads_a_planned_aid_as_an_agree_and_keeps_ours_beside_it(export):
    rows = [json.loads(line) for line in (export("plover") / "plover.jsonl").read_text().splitlines()]
    by_type = {row["dragoman"]["type"]: row for row in rows}
    aid = by_type["AID"]
    assert (aid["event"], aid["quad_code"], aid["event_scale"]) == (["AGREE"], 1, 2.5)
    assert (aid["dragoman"]["realis"], aid["dragoman"]["cameo"]) == ("PLANNED", "070")
    assert aid["date"] is None
    assert "lat" not in aid["event_loc"]
    assert (aid["event_loc"]["resolved_place"], aid["event_loc"]["resolution"]) == ("Uruguay", 1)
    talks = by_type["CONSULT"]
    assert talks["actor"][0]["code"] == "UNO"
    assert talks["dragoman"]["tolls"] == {"killed_low": 2, "killed_high": 12}
    assert "size" not in talks  # a range is no number
    assert {"id", "date", "actor", "event"} <= set(talks)
    assert left_out(export("plover")) == {("events", "no actor is known"): 1}


def test_the_codebooks_readings_are_those_of_the_coder(river):
    with Selection(river.connection, Filters(), "event") as whole:
        told = next(read_events(whole))
    for kind in TYPES:
        for realis in ("ACTUAL", "PLANNED", "HYPOTHETICAL", "DENIED"):
            reading = read_as_plover(told._replace(type=kind, realis=realis, modes=[], cameo=None))
            assert reading.type == plover_reading(kind, realis)
            if reading.type != kind:
                assert (reading.quad, reading.score) == (quad_of(reading.type), score_of(reading.type))
                assert find_type(reading.cameo) == reading.type


@pytest.mark.parametrize(
    ("kind", "modes", "contexts", "cameo"),
    [
        ("AID", (), (), "070"),  # several fit: the root's own
        ("CONSULT", ("phone",), (), "041"),
        ("ASSAULT", (), (), None),  # 17, 18, 19, 20: not decidable, so nothing
        ("ASSAULT", ("firearms",), (), "193"),
        ("ASSAULT", ("aerial",), (), None),  # no code of the table has this mode
        ("PROTEST", ("demo",), ("executive",), "141"),  # 1411 or 1412
        ("PROTEST", ("hunger",), (), "142"),
    ],
)
def test_cameo_is_given_as_far_as_it_is_decidable(kind, modes, contexts, cameo):
    assert find_cameo(kind, modes, contexts) == cameo


def test_polecat_is_read_back(export):
    out = export("polecat") / "polecat.tsv"
    assert tuple(read_rows(out)[0]) == read_columns()["POLECAT"]
    sectors = [(row["Primary Actor Sector"], row["Actor Sectors"]) for row in read_rows(out)]
    assert sectors == [("MIL", "MIL"), ("UNO", "UNO"), ("", "")]
    strike, talks, aid = read_back(out)
    assert (strike.type, strike.actor_codes, strike.recipient_codes) == ("ASSAULT", ("ARG MIL",), ("URY",))
    assert (str(strike.day), strike.lat, strike.lon) == ("2031-05-01", -34.4626, -57.8398)
    assert (talks.type, talks.actor_codes, talks.lat) == ("CONSULT", ("IGO UNO",), -33.5)
    assert (aid.type, aid.day, aid.lat) == ("AGREE", None, None)
    assert left_out(export("polecat")) == {
        ("events", "the text denies that they happened"): 1,
        ("events", "the text only supposes them"): 1,
        ("events", "no actor is known"): 1,
        ("days of events", "(these are in it"): 1,
    }


def test_icews_is_read_back(export):
    out = export("icews") / "icews.tsv"
    assert tuple(read_rows(out)[0]) == read_columns()["ICEWS"]
    strike, talks, aid = read_back(out)
    assert (strike.type, strike.actor_codes, strike.recipient_codes) == ("ASSAULT", ("ARG MIL",), ("URY",))
    assert (talks.type, talks.actor_codes) == ("CONSULT", ("IGO",))
    assert (aid.type, aid.lat) == ("AGREE", None)
    row = read_rows(out)[0]
    assert (row["CAMEO Code"], row["Intensity"], row["Province"]) == ("195", "-10", "")
    assert read_rows(out)[2]["CAMEO Code"] == "033"


def test_gdelt_is_read_back_an_incident_a_row(export, river):
    out = export("gdelt") / "gdelt.export.CSV"
    strike, talks, aid = read_back(out)
    assert (strike.type, strike.actor_codes, strike.recipient_codes) == ("ASSAULT", ("ARG MIL",), ("URY",))
    assert (strike.lat, aid.type, aid.lat) == (-34.4626, "AGREE", None)
    assert talks.actor_codes == ("IGO UNO",)
    rows = read_cells(out, "GDELT")
    incident = river.sql("SELECT incident_id, reports, documents FROM incident WHERE type = 'ASSAULT'").fetchall()[0]
    assert rows[0]["GLOBALEVENTID"] == number_id(incident[0])
    assert (rows[0]["NumMentions"], rows[0]["NumSources"], rows[0]["NumArticles"]) == ("2", "2", "2")
    assert (rows[0]["SQLDATE"], rows[0]["QuadClass"], rows[0]["ActionGeo_CountryCode"]) == ("20310501", "4", "UY")
    assert [row["ActionGeo_Type"] for row in rows] == ["4", "5", "1"]
    assert {row["AvgTone"] for row in rows} == {""}


def test_gdelt_has_a_mention_for_each_report(export, river):
    out = export("gdelt")
    events = read_cells(out / "gdelt.export.CSV", "GDELT")
    counted = {row["GLOBALEVENTID"]: int(row["NumMentions"]) for row in events}
    rows = read_cells(out / "gdelt.mentions.CSV", "GDELT mentions")
    assert Counter(row["GLOBALEVENTID"] for row in rows) == counted
    strike = next(row for row in rows if row["MentionType"] == "1" and row["MentionSourceName"] == "Port Courier")
    assert strike["MentionIdentifier"] == "https://courier.example/colonia?a=1&b=2"
    query = "SELECT text, published FROM document WHERE title = 'Jets over Colonia'"
    text, published = river.sql(query).fetchall()[0]
    assert text[int(strike["ActionCharOffset"]) :].startswith("struck Uruguay")
    assert text[int(strike["Actor1CharOffset"]) :].startswith("Argentine jets")
    assert (strike["SentenceID"], strike["Confidence"]) == ("1", "80")
    assert (int(strike["MentionDocLen"]), strike["MentionTimeDate"]) == (len(text), f"{published:%Y%m%d%H%M%S}")
    assert {row["MentionDocTone"] for row in rows} == {""}


def test_gdelt_does_not_count_publishers_that_nobody_names(tmp_path):
    page, _ = PAGES[0]
    row = {name: cell for name, cell in page.items() if name not in ("publisher", "url")}
    (tmp_path / "page.jsonl").write_text(json.dumps(row))
    read_into(tmp_path / "record", [str(tmp_path / "page.jsonl")], Settings(jobs=0), build="pages:build")
    with Record(tmp_path / "record") as record:
        record.export(tmp_path / "river.export.CSV", "gdelt")
    (cells,) = read_cells(tmp_path / "river.export.CSV", "GDELT")
    assert (cells["NumMentions"], cells["NumSources"], cells["NumArticles"]) == ("1", "", "1")
    (mention,) = read_cells(tmp_path / "river.mentions.CSV", "GDELT mentions")
    assert (mention["MentionType"], mention["MentionSourceName"]) == ("", "")


def test_acled_holds_what_is_its_subject(export):
    out = export("acled")
    (row,) = read_rows(out / "acled.csv", ",")
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("8", "1", "18")  # foreign forces, the state at home
    assert (row["actor1"], row["actor2"]) == ("Military Forces of Argentina", "Uruguay")
    assert (row["latitude"], row["fatalities"], row["iso"]) == ("-34.4626", "3", "858")
    assert row["source"] == '\'=HYPERLINK("http://x","y"); Port Courier'
    assert left_out(out)["incidents", "their type is not ACLED's subject: no violence"] == 4
    read = duckdb.connect().execute(f"SELECT latitude, event_date::DATE::VARCHAR FROM '{out / 'acled.csv'}'").fetchone()
    assert read == (-34.4626, "2031-05-01")


def test_a_sector_goes_to_cameo_and_back():
    for sector, words in sectors().items():
        actor = cameo_actor(Party("x", "GROUP", f"RUS {sector}", "RUS", sector, None, None, "x", 0, 1))
        cells = {f"AType{number}Code": "" for number in (1, 2, 3)} | {"ACountryCode": "RUS", "AKnownGroupCode": ""}
        cells |= {f"AType{number}Code": code for number, code in enumerate(actor.types, start=1)}
        assert find_gdelt_actor(cells, "A") == ((f"RUS {sector}",) if words.cameo else ("RUS",))


def test_codes_in_words():
    assert say_code("RUS MIL") == "Russia (military)"
    assert say_code("IGO UNO") == "United Nations"
    assert say_code("XXX ABC") == "XXX ABC"
    assert country_name("XXX") == ""


def test_promise_15_tab_separated_tables_neutralise_text_and_leave_numbers(export):
    polecat = read_rows(export("polecat", types=("ASSAULT", "AID")) / "polecat.tsv")
    assert [row["Source"] for row in polecat] == ["Port Courier", "'@wire"]
    assert [row["Latitude"] for row in polecat] == ["-34.4626", ""]
    assert (polecat[0]["Intensity"], read_rows(export("icews") / "icews.tsv")[0]["Intensity"]) == ("-9.5", "-10")
    line = tsv_line(["=1+1", "-2+3", "-2", "+4.5", "@x", "a\tb\nc", "-"])
    assert line == b"'=1+1\t'-2+3\t-2\t+4.5\t'@x\ta b c\t'-\n"
