"""One record for all tests of the desk: examples/, and pages that mean harm or are written in many scripts."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

NEEDED = ("starlette", "jinja2", "altair", "vl_convert", "multipart", "uvicorn")
MISSING = [name for name in NEEDED if find_spec(name) is None]
collect_ignore_glob = ["test_desk_[!e]*.py"] if MISSING else []  # test_desk_extra.py says that they did not run

EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = "http://127.0.0.1:8000"
RLO = "\N{RIGHT-TO-LEFT OVERRIDE}"

HOSTILE = {
    "id": "hostile",
    "publisher": '"><img src=x onerror=document.title="owned">',
    "url": "javascript:document.title='owned'",
    "published": "2031-05-02",
    "title": "<script>document.title='owned'</script>{{ 7 * 7 }}{% for x in y %}",
    "text": (
        "Arland's foreign minister, Zoë <script>document.title='owned'</script> Ruiz, said on Friday that Borduria"
        " had shelled the port of Montevideo, killing three people.\n\n"
        "“<img src=x onerror=\"document.title='owned'\"> {{ config }} we deny it,” said Borduria's president.\n\n"
        "<a href=\"javascript:document.title='owned'\">Read</a> & <style>*{display:none}</style> more.\n\n"
        f"Uruguay said it {RLO}detcejer{RLO} the claim. </article></main><h1>Injected</h1>"
    ),
}
SCRIPTS = {
    "id": "scripts",
    "publisher": "صحيفة الميناء",
    "published": "2031-05-03",
    "title": "😀 Uruguay denies attack on Porto Alegre 👩‍👩‍👧",
    "text": (
        "😀👩‍👩‍👧 Uruguay on Saturday denied that its navy attacked a ferry near Montevideo.\n\n"
        "قالت الحكومة: “لم نهاجم أحدا”. President Zoe\N{COMBINING DIAERESIS} Álvarez of Uruguay said 🇺🇾 soldiers"
        " killed two people in Salto on 1 May 2031.\n\n"
        "שלום. Argentina accused Uruguay of shelling Concordia, killing five civilians."
    ),
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record's folder. Read once; whoever changes it works on a copy."""
    import dragoman

    base = tmp_path_factory.mktemp("desk")
    (base / "pages.jsonl").write_text("\n".join(json.dumps(page) for page in (HOSTILE, SCRIPTS)), "utf-8")
    dragoman.read([EXAMPLES, base / "pages.jsonl"], base / "record", jobs=0).close()
    return base / "record"


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """A copy of the record, to be changed."""
    return Path(shutil.copytree(folder, tmp_path / "record"))


@pytest.fixture(scope="session")
def desk(folder: Path) -> Iterator["TestClient"]:
    """The desk over the record, without a password."""
    from starlette.testclient import TestClient

    from dragoman.desk.app import make_app

    with TestClient(make_app(folder, owner="ana"), base_url=HERE) as client:
        yield client


@pytest.fixture
def referenced(copied: Path) -> Path:
    """A copy of the record with other coders' rows beside it."""
    from dragoman.store.folder import Folder
    from dragoman.store.reference import ReferenceEvent, keep_reference

    day = date(2026, 5, 15)
    rows = [
        ReferenceEvent("GDELT", "1", day, "SANCTION", ("URY",), ("ARG",), None, None, None),
        ReferenceEvent("GDELT", "2", day, "AID", ("BRA",), ("URY GOV",), None, None, "https://paper.example/aid"),
        ReferenceEvent("ICEWS", "3", None, "AID", ("BRA",), ("URY",), None, None, None),
    ]
    keep_reference(Folder(copied), rows)
    return copied


@pytest.fixture
def compared(referenced: Path) -> Iterator["TestClient"]:
    """The desk over it."""
    from starlette.testclient import TestClient

    from dragoman.desk.app import make_app

    with TestClient(make_app(referenced), base_url=HERE) as client:
        yield client


@pytest.fixture(scope="session")
def ask(folder: Path) -> Callable[..., list[dict[str, object]]]:
    """`ask("SELECT …")`: rows of the record."""
    from dragoman.record import Record
    from dragoman.store.rows import find_rows

    def call(query: str, *parameters: object) -> list[dict[str, object]]:
        with Record(folder) as record:
            return find_rows(record.connection, query, parameters)

    return call


@pytest.fixture(scope="session")
def tour(ask: Callable[..., list[dict[str, object]]]) -> dict[str, str]:
    """An address of every page, by the page's name."""
    from dragoman.desk.app import PAGES

    def one(query: str) -> str:
        return str(ask(query)[0]["id"])

    document = one("SELECT document_id AS id FROM document WHERE title LIKE 'Uruguay accuses%' AND publisher IS NULL")
    pieces = {
        "incident_id": one("SELECT incident_id AS id FROM incident WHERE status = 'DISPUTED' ORDER BY reports DESC"),
        "document_id": document,
        "actor_id": one("SELECT actor_id AS id FROM actor WHERE name = 'Uruguay'"),
        "table": "event",
        "row_id": one(f"SELECT event_id AS id FROM event WHERE document_id = '{document}' ORDER BY trigger_start"),
        "one": "ARG", "other": "URY",
    }  # fmt: skip
    layers = "&".join(f"layer={name}" for name in ("statement", "event", "actor", "place", "time"))
    queries = {"document": f"?{layers}", "search": "?q=ferry", "pair": "?one=ARG&other=URY"}
    return {page.name: page.path.format(**pieces) + queries.get(page.name, "") for page in PAGES}
