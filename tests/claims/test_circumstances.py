"""An event's place is one that its own clause holds or that frames it: sentence, trigger, place."""

from collections.abc import Callable

import pytest

from dragoman.spans import lines
from dragoman.values import Block, Document

Where = Callable[[str, str], str | None]


@pytest.fixture(scope="module")
def where(flow) -> Where:
    """The words of the place of the event that a trigger tells."""

    def place_of(text: str, trigger: str) -> str | None:
        document = Document(document_id="d", text=text, raw_sha256="", language="en")
        blocks = tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))
        found = flow.run({"document": document, "blocks": blocks}, ["events", "places"])
        words = {place.start: place.text for place in found["places"]}
        (event,) = (e for e in found["events"] if trigger in text[e.trigger_start : e.trigger_end])
        return None if event.place is None else words[event.place]

    return place_of


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Kenyan troops killed nine militants in Lamu on Friday.", "killed", "Lamu"),
        ("Kenyan troops killed nine militants near Lamu on Friday.", "killed", "Lamu"),
        ("Turkish jets bombed Qamishli on Monday.", "bombed", "Qamishli"),
        ("Rebels captured Goma after a week of fighting.", "captured", "Goma"),
        ("The army shelled the town of Rutshuru overnight, rebels said.", "shelled", "Rutshuru"),
        ("Soldiers stormed the airport of Bunia.", "stormed", "Bunia"),
        ("In Lagos, police arrested forty protesters.", "arrested", "Lagos"),
        ("Near Mocha, the Houthis attacked a Greek tanker.", "attacked", "Mocha"),
        ("The Houthis attacked a Greek tanker off Hodeidah.", "attacked", "Hodeidah"),
        ("The Houthis attacked a Greek tanker in the Red Sea.", "attacked", "Red Sea"),
        ("Armenian and Azerbaijani forces exchanged fire along the border near Jermuk.", "exchanged fire", "Jermuk"),
        ("Israeli soldiers shot two Palestinians in the Jenin refugee camp.", "shot", "Jenin"),
        ("Gunmen attacked a police station in the Diffa region of Niger.", "attacked", "Diffa"),
        ("Gunmen attacked a police post in Diffa, Niger.", "attacked", "Diffa"),
        ("Thousands of Georgians protested in Tbilisi and Batumi.", "protested", "Tbilisi"),
        ("Ukraine accused Russia of shelling a hospital in Kherson.", "shelling", "Kherson"),
        ("The Iranian minister met his Saudi counterpart in Baghdad.", "met", "Baghdad"),
        ("Russia and Ukraine signed an agreement in Istanbul.", "signed", "Istanbul"),
        ("Speaking in Ankara, the Turkish president condemned Israel.", "condemned", "Ankara"),
        (
            "From his office in Ankara, the Turkish president threatened Greece and accused Cyprus of spying.",
            "threatened",
            "Ankara",
        ),
        ("French soldiers opened fire on a convoy and then arrested the driver outside Gao.", "opened fire", "Gao"),
        ("Police clashed with protesters in Lima, and soldiers closed the airport in Cusco.", "clashed", "Lima"),
        ("Police clashed with protesters in Lima, and soldiers arrested a mayor in Cusco.", "arrested", "Cusco"),
        ("Syria condemned the Israeli strike on Homs.", "strike", "Homs"),
        ("An Israeli strike on Homs killed five soldiers.", "strike", "Homs"),
        ("A Russian missile attack on Odesa killed four people.", "attack", "Odesa"),
        ("Rwandan troops withdrew from Goma.", "withdrew", "Goma"),
        ("China deployed ships to the Taiwan Strait.", "deployed", "Taiwan Strait"),
        ("The Ethiopian army moved tanks to Mekelle.", "moved", "Mekelle"),
        ("Colombian police seized a submarine off Tumaco.", "seized", "Tumaco"),
        ("The Pakistani army killed six men at a checkpoint 30 km south of Quetta.", "killed", "Quetta"),
        ("Venezuelan troops occupied the eastern half of Ankoko Island.", "occupied", "Ankoko Island"),
        ("Serbian police occupied a bridge in Mitrovica on Tuesday.", "occupied", "Mitrovica"),
        ("In Minsk on Tuesday, Belarus and Poland agreed to reopen the crossing.", "agreed", "Minsk"),
        ("After two days of talks in Oslo, Colombia and the rebels agreed to a ceasefire.", "agreed", "Oslo"),
        (
            "Coming out of talks in Oslo, the Danish minister said Denmark and Norway had agreed to share the port.",
            "agreed",
            "Oslo",
        ),
        ("Hundreds of students clashed with police outside parliament in Dhaka.", "clashed", "Dhaka"),
        ("The Sudanese air force bombed a market in El Fasher, in North Darfur.", "bombed", "El Fasher"),
        ("Iran's president visited Damascus.", "visited", "Damascus"),
        ("Mali's army executed villagers at Moura, a human rights group said.", "executed", "Moura"),
        ("Turkey shelled Kurdish positions around Kobani.", "shelled", "Kobani"),
    ],
)
def test_place_of_the_clause_or_its_frame(where: Where, text: str, trigger: str, place: str) -> None:
    assert where(text, trigger) == place


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ukraine accused Russia of shelling a hospital in Kherson.", "accused"),
        ("The minister told reporters in Accra that Ghanaian troops had shot a smuggler.", "shot"),
        ("Fighters from Darfur attacked soldiers.", "attacked"),
        ("Men from Bamako attacked a French convoy.", "attacked"),
        ("The governor of Idlib was arrested by Turkish soldiers.", "arrested"),
        ("Syrian rebels kidnapped the mayor of Azaz.", "kidnapped"),
        ("The Sudanese army attacked rebels who had fled to Chad.", "attacked"),
        ("Nigerian soldiers freed twenty girls who were abducted in Chibok.", "freed"),
        ("Moldova expelled three Russian diplomats.", "expelled"),
        ("Residents of Avdiivka blamed Russian troops for the shelling of their town.", "blamed"),
        (
            "A Chilean patrol boat shelled the ferry late on Monday as it crossed the strait, Colonel Juan Mora,"
            " spokesman for the Peruvian navy, told reporters in Lima.",
            "shelled",
        ),
    ],
)
def test_place_of_something_else_is_not_the_event_s(where: Where, text: str, trigger: str) -> None:
    assert where(text, trigger) is None


def test_dateline_is_where_it_was_written_and_no_event_s_place(where: Where) -> None:
    assert where("NAIROBI (Agency) — Ugandan troops bombed rebels on Friday, the army said.", "bombed") is None


def test_country_struck_is_a_side_and_no_place(where: Where) -> None:
    assert where("Norwegian jets bombed Denmark on Sunday.", "bombed") is None
    assert where("Norwegian jets bombed a depot in Denmark on Sunday.", "bombed") == "Denmark"
