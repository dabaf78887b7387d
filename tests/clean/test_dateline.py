"""Datelines in the forms of the agencies, and what only looks like one."""

from datetime import date

import pytest

from dragoman.clean.dateline import Dateline, find_dateline


def find(line: str, before: str = "") -> Dateline | None:
    text = before + line
    return find_dateline(text, (len(before), len(text)))


@pytest.mark.parametrize(
    ("line", "head", "places", "day", "agency"),
    [
        (
            "PORT ASTER, April 2 (Meridian) — Crews",
            "PORT ASTER, April 2 (Meridian) —",
            ["PORT ASTER"],
            "April 2",
            "Meridian",
        ),
        ("Lisbon, 4 May 2021 (ANP). The", "Lisbon, 4 May 2021 (ANP).", ["Lisbon"], "4 May 2021", "ANP"),
        ("Zürich (SWA) – Banks", "Zürich (SWA) –", ["Zürich"], None, "SWA"),
        ("MINSK, November 5. /NOVA/. A", "MINSK, November 5. /NOVA/.", ["MINSK"], "November 5", "NOVA"),
        ("HERAT, Afghanistan (XP) — Rain", "HERAT, Afghanistan (XP) —", ["HERAT", "Afghanistan"], None, "XP"),
        ("OSLO/MALMÖ, Sept. 5 (Nord) - Two", "OSLO/MALMÖ, Sept. 5 (Nord) -", ["OSLO", "MALMÖ"], "Sept. 5", "Nord"),
        ("BONN -- “Never,” he", "BONN --", ["BONN"], None, None),
        ("NEW YORK, 10 March 2026 – Envoys", "NEW YORK, 10 March 2026 –", ["NEW YORK"], "10 March 2026", None),
        ("VIENNA (9 June 2020) – Experts", "VIENNA (9 June 2020) –", ["VIENNA"], "9 June 2020", None),
        ("BOGOTÁ: The", "BOGOTÁ:", ["BOGOTÁ"], None, None),
        ("TOKYO—The", "TOKYO—", ["TOKYO"], None, None),
        ("PORT-DE-PAIX, Haiti — A", "PORT-DE-PAIX, Haiti —", ["PORT-DE-PAIX", "Haiti"], None, None),
        ("OSKARSHAMN, Sweden - A", "OSKARSHAMN, Sweden -", ["OSKARSHAMN", "Sweden"], None, None),
        ("Geneva — The", "Geneva —", ["Geneva"], None, None),
        ("Dec 29 (Nord) - The", "Dec 29 (Nord) -", [], "Dec 29", "Nord"),
        ("(CNN) Boats", "(CNN)", [], None, "CNN"),
        ("SPRINGFIELD (AP)  Boats", "SPRINGFIELD (AP)", ["SPRINGFIELD"], None, "AP"),
        ("PORT OF ASTER — The", "PORT OF ASTER —", ["PORT OF ASTER"], None, None),
        ("DENVER —", "DENVER —", ["DENVER"], None, None),
        ("RIGA, Friday, May 4 (Balt)", "RIGA, Friday, May 4 (Balt)", ["RIGA"], "Friday, May 4", "Balt"),
    ],
)
def test_datelines_have_places_date_and_agency(
    line: str, head: str, places: list[str], day: str | None, agency: str | None
) -> None:
    before = "Ünrelated 🚢.\n"
    text = before + line
    found = find(line, before)
    assert found is not None
    assert text[found.start : found.end] == head
    assert [text[start:end] for start, end in found.places] == places
    assert (text[slice(*found.day)] if found.day else None) == day
    assert (text[slice(*found.agency)] if found.agency else None) == agency


@pytest.mark.parametrize(
    "line",
    [
        "He came home — and left again.",
        "NATO — the alliance — met on Monday.",
        "BREAKING: Troops enter the town.",
        "SMITH: We will never agree to that.",
        "MOVING SHOP— The office has a new address.",
        "Sen. Ann Bell (R-Ky.) — A critic — spoke.",
        "Ann Bell (radio host) - a critic - spoke.",
        "FILE - A man walks by.",
        "THE END OF IT — NOBODY IS LEFT IN TOWN",
        "Monday - The talks failed.",
        "The minister said: We go on.",
        "March 10, 2026 – The talks failed.",
        "DOUBTFUL HARBOUR CLAIMS — The owners say otherwise.",
        "SKY - TV reports that it is over.",
        "On October 1 - 2 the town hosts a fair.",
        "Crews — The third day.",
        "(The owners) Boats are idle.",
        "",
    ],
)
def test_other_lines_have_none(line: str) -> None:
    assert find(line) is None


def test_only_a_written_year_makes_a_date() -> None:
    found = find("Lisbon, 4 May 2021 (ANP). The")
    assert found is not None
    assert found.published == date(2021, 5, 4)
    for line in ("PORT ASTER, April 2 (Meridian) — Crews", "Lisbon, 31 February 2021 (ANP). The"):
        found = find(line)
        assert found is not None
        assert found.published is None
