"""GDELT, ICEWS and POLECAT rows as events in our terms. All rows are invented."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.readers.event_codes import find_type, read_columns
from dragoman.readers.event_tables import TableEvent, read_event_table
from dragoman.values import Problem


def read_text(text: str, cap: int = 1_000_000) -> list[TableEvent | Problem]:
    return list(read_event_table(io.BufferedReader(io.BytesIO(text.encode())), "a.tab", cap))  # type: ignore[arg-type]


def make_row(system: str, **cells: str) -> str:
    told = {name.replace(" ", "_"): name for name in read_columns()[system]}  # type: ignore[index]
    assert set(cells) <= set(told)
    return "\t".join(cells.get(name, "") for name in told) + "\n"


def header(system: str) -> str:
    return "\t".join(read_columns()[system]) + "\n"  # type: ignore[index]


def only(found: list[TableEvent | Problem]) -> TableEvent:
    [event] = found
    assert isinstance(event, TableEvent)
    return event


GDELT = {
    "GLOBALEVENTID": "900",
    "SQLDATE": "20310401",
    "Actor1Code": "NORMIL",
    "Actor1CountryCode": "NOR",
    "Actor1Type1Code": "MIL",
    "Actor2CountryCode": "DNK",
    "EventCode": "1831",
    "ActionGeo_Type": "4",
    "ActionGeo_Lat": "61.5",
    "ActionGeo_Long": "-3.25",
    "SOURCEURL": "https://a.example/1",
}


def test_gdelt_rows_have_no_header() -> None:
    expected = TableEvent(
        system="GDELT",
        row_id="900",
        day=date(2031, 4, 1),
        type="ASSAULT",
        actor_codes=("NOR MIL",),
        recipient_codes=("DNK",),
        lat=61.5,
        lon=-3.25,
        url="https://a.example/1",
    )
    assert read_text(make_row("GDELT", **GDELT) * 2) == [expected] * 2
    assert read_text(header("GDELT") + make_row("GDELT", **GDELT)) == [expected]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"Actor1CountryCode": "NOR", "Actor1Type1Code": "MED"}, ("NOR JRN",)),
        ({"Actor1CountryCode": "NOR", "Actor1Type1Code": "HLH"}, ("NOR MED",)),
        ({"Actor1CountryCode": "NOR", "Actor1Type1Code": "SEP", "Actor1Type2Code": "GOV"}, ("NOR REB",)),
        ({"Actor1CountryCode": "ROM", "Actor1Type1Code": ""}, ("ROU",)),
        ({"Actor1CountryCode": "AFR", "Actor1Type1Code": "GOV"}, ()),
        ({"Actor1CountryCode": "", "Actor1Type1Code": "GOV"}, ()),
        ({"Actor1CountryCode": "", "Actor1Type1Code": "IGO", "Actor1KnownGroupCode": "UNO"}, ("IGO UNO",)),
        ({"Actor1CountryCode": "EUR", "Actor1Type1Code": "IGO", "Actor1KnownGroupCode": "EEC"}, ("IGO EUR",)),
        ({"Actor1CountryCode": "", "Actor1Type1Code": "NGM", "Actor1KnownGroupCode": "XXX"}, ("ISM",)),
    ],
)
def test_gdelt_actors(cells: dict[str, str], codes: tuple[str, ...]) -> None:
    assert only(read_text(make_row("GDELT", **GDELT | cells))).actor_codes == codes


def test_a_country_is_no_place() -> None:
    for cells in ({"ActionGeo_Type": "1"}, {"ActionGeo_Lat": "nan", "ActionGeo_Long": "181"}):
        event = only(read_text(make_row("GDELT", **GDELT | cells)))
        assert (event.lat, event.lon) == (None, None)
    icews = header("ICEWS") + make_row("ICEWS", **ICEWS | {"City": "", "Province": ""})
    assert only(read_text(icews)).lat is None


ICEWS = {
    "Event_ID": "77",
    "Event_Date": "2031-04-01",
    "Source_Name": "Navy (Norway)",
    "Source_Sectors": "Military,Government",
    "Source_Country": "Norway",
    "CAMEO_Code": "042",
    "Target_Name": "Denmark",
    "Target_Country": "Denmark",
    "City": "Orlo",
    "Latitude": "61.5",
    "Longitude": "-3.25",
}


def test_icews_rows() -> None:
    assert only(read_text(header("ICEWS") + make_row("ICEWS", **ICEWS))) == TableEvent(
        system="ICEWS",
        row_id="77:2031-04-01",
        day=date(2031, 4, 1),
        type="CONSULT",
        actor_codes=("NOR MIL",),
        recipient_codes=("DNK",),
        lat=61.5,
        lon=-3.25,
        url=None,
    )


@pytest.mark.parametrize(
    ("name", "sectors", "country", "codes"),
    [
        ("Citizen (Norway)", "General Population / Civilian / Social,Social", "Norway", ("NOR CVL",)),
        ("The premier", "Elite,Executive,Executive Office,Government", "Norway", ("NOR GOV",)),
        ("Ola Hansen", "", "Norway", ("NOR UNK",)),
        ("Norway", "", "Norway", ("NOR",)),
        ("A body", "Global,International Government Organization", "", ("IGO",)),
        ("Somebody", "Unheard of", "Atlantis", ()),
        ("Somebody", "Police", "Occupied Palestinian Territory", ("PSE COP",)),
    ],
)
def test_icews_actors(name: str, sectors: str, country: str, codes: tuple[str, ...]) -> None:
    cells = {"Target_Name": name, "Target_Sectors": sectors, "Target_Country": country}
    assert only(read_text(header("ICEWS") + make_row("ICEWS", **ICEWS | cells))).recipient_codes == codes


POLECAT = {
    "Event_ID": "NOR-1",
    "Event_Date": "2031-04-01",
    "Event_Type": "protest",
    "Actor_Country": "NOR; DNK; NOR",
    "Primary_Actor_Sector": "LAB; CVL; LAB",
    "Recipient_Country": "None",
    "Primary_Recipient_Sector": "None",
    "Province": "Orlo",
    "Latitude": "61.5",
    "Longitude": "-3.25",
}


def test_polecat_rows_list_several_actors() -> None:
    expected = TableEvent(
        system="POLECAT",
        row_id="NOR-1",
        day=date(2031, 4, 1),
        type="PROTEST",
        actor_codes=("NOR LAB", "DNK CVL"),
        recipient_codes=(),
        lat=61.5,
        lon=-3.25,
        url=None,
    )
    row = make_row("POLECAT", **POLECAT)
    assert only(read_text(header("POLECAT") + row)) == expected
    assert only(read_text(header("POLECAT") + row.replace("\n", "\t\t\n"))) == expected, "empty cells too many"
    assert only(read_text("Headline\t" + header("POLECAT") + row)) == expected, "a column that is only in the header"


@pytest.mark.parametrize(("system", "file"), [("GDELT", "gdelt2_events"), ("ICEWS", "icews"), ("POLECAT", "polecat")])
def test_columns_are_those_of_the_field(shared: Path, system: str, file: str) -> None:
    known = (shared / "facts" / "columns" / f"{file}.txt").read_text().split("\n")
    assert read_columns()[system] == tuple(filter(None, known))  # type: ignore[index]


@pytest.mark.parametrize(
    ("cameo", "kind"),
    [
        ("190", "ASSAULT"), ("191", "COERCE"), ("0874", "RETREAT"), ("042", "CONSULT"), ("42", "CONSULT"),
        ("1839", "ASSAULT"), ("010", None), ("020", None), ("13y", "THREATEN"), ("", None), ("999", None),
    ],
)  # fmt: skip
def test_cameo_codes_have_plover_types(cameo: str, kind: str | None) -> None:
    assert find_type(cameo) == kind


def test_rows_that_are_none_are_named_and_the_others_read() -> None:
    good = make_row("ICEWS", **ICEWS)
    found = read_text(
        header("ICEWS") + good + "1\t2\n\n" + make_row("ICEWS", City="Orlo") + "x" * 5_000 + "\n" + good, 3_000
    )
    assert [(one.input, one.error) for one in found if isinstance(one, Problem)] == [
        ("a.tab#3", "row with 2 cells where ICEWS has 20"),
        ("a.tab#5", "row without Event ID"),
        ("a.tab#6", "5.0 kB, where one item may have 3.0 kB (page_bytes)"),
    ]
    assert len(found) == 5
    event = only(read_text(header("ICEWS") + make_row("ICEWS", **ICEWS | {"Event_Date": "soon", "Latitude": "north"})))
    assert (event.day, event.lat, event.lon) == (None, None, -3.25)


def test_other_tables_are_refused() -> None:
    for text, error in (
        ("id,text\n1,a\n", "no table of GDELT 2.0, ICEWS or POLECAT events"),
        ("", "the file is empty"),
    ):
        [problem] = read_text(text)
        assert isinstance(problem, Problem)
        assert problem.error == error


def test_commas_are_read_too() -> None:
    table = (
        ",".join(read_columns()["ICEWS"])
        + "\n"
        + make_row("ICEWS", **ICEWS | {"Source_Sectors": '"Military,Police"'}).replace("\t", ",")
    )
    assert only(read_text(table)).actor_codes == ("NOR MIL",)


def lines() -> Iterator[str]:
    yield from (header("ICEWS"), header("POLECAT"), make_row("GDELT", **GDELT), make_row("ICEWS", **ICEWS))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(list(lines())), max_size=4),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9), st.text(max_size=4)), max_size=5),
)
def test_whatever_the_rows_each_ends_as_an_event_or_a_problem(
    rows: list[str], edits: list[tuple[int, int, str]]
) -> None:
    text = "".join(rows)
    for at, cut, put in edits:
        text = text[:at] + put + text[at + cut :]
    for one in list(read_event_table(io.BufferedReader(io.BytesIO(text.encode("utf-8", "replace"))), "a", 9_999)):  # type: ignore[arg-type]
        assert isinstance(one, TableEvent | Problem)
        assert not isinstance(one, TableEvent) or one.row_id
