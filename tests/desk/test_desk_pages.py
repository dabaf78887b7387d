import csv
import io
import json
import re

import pytest


def ids_of(ask, table, where="true"):
    return [str(row["id"]) for row in ask(f"SELECT {table}_id AS id FROM {table} WHERE {where} ORDER BY 1")]


def test_overview_lists_incidents_the_latest_first(desk, ask):
    page = desk.get("/?until=2026-12-31")
    assert page.status_code == 200
    shown = re.findall(r'href="/incident/([0-9a-f]+)"', page.text)
    expected = ask(
        "SELECT incident_id, latest FROM incident WHERE earliest <= '2026-12-31' ORDER BY latest DESC, incident_id"
    )
    assert sorted(shown) == sorted(str(row["incident_id"]) for row in expected)
    by_id = {row["incident_id"]: row["latest"] for row in expected}
    assert [by_id[one] for one in shown] == sorted(by_id.values(), reverse=True)


def test_overview_says_status_by_word_and_shape(desk):
    page = desk.get("/").text
    for word, shape in (("Single source", "hollow"), ("Corroborated", "circle"), ("Disputed", "path")):
        marks = re.findall(r'<span class="status [^"]*"><svg.*?</svg>' + word + "</span>", page, re.S)
        assert marks and all(shape in mark for mark in marks), word


def test_filters_narrow_and_are_kept_in_every_link(desk, ask):
    page = desk.get("/?status=DISPUTED").text
    assert set(re.findall(r'href="/incident/([0-9a-f]+)"', page)) == set(ids_of(ask, "incident", "status = 'DISPUTED'"))
    assert "?status=DISPUTED&amp;table=incidents&amp;format=csv" in page


def test_every_table_downloads_in_every_form_with_all_rows(desk, ask):
    incident = ids_of(ask, "incident", "status = 'DISPUTED'")[0]
    document = ids_of(ask, "document", "title LIKE 'Uruguay accuses%'")[0]
    pages = {"/": ["incidents"], f"/incident/{incident}": ["reports", "accounts", "disputes"],
             f"/document/{document}": ["statements", "events", "actors", "mentions", "places", "times"]}  # fmt: skip
    for path, tables in pages.items():
        for table in tables:
            rows = [json.loads(line) for line in desk.get(f"{path}?table={table}&format=jsonl").text.splitlines()]
            assert rows, table
            held = desk.get(f"{path}?table={table}&format=csv")
            assert held.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
            assert len(list(csv.DictReader(io.StringIO(held.text)))) == len(rows)
            told = desk.get(f"{path}?table={table}&format=json").json()
            assert told["rows"] == rows
            assert {"inputs", "failures", "read_by", "filters"} <= set(told["covers"])


def test_a_download_has_every_row_of_the_filters_not_a_page_of_them(desk, ask, monkeypatch):
    monkeypatch.setattr("dragoman.desk.asking.ROWS", 3)
    page = desk.get("/").text
    assert page.count("data-row") == 3
    assert 'rel="next" href="?page=2"' in page
    rows = desk.get("/?table=incidents&format=jsonl&page=2").text.splitlines()
    assert len(rows) == len(ids_of(ask, "incident"))


def test_pages_of_rows_together_are_all_rows(desk, ask, monkeypatch):
    monkeypatch.setattr("dragoman.desk.asking.ROWS", 7)
    shown: list[str] = []
    page = 1
    while rows := re.findall(r'href="/incident/([0-9a-f]+)"', desk.get(f"/?page={page}").text):
        shown += rows
        page += 1
    assert sorted(shown) == ids_of(ask, "incident")


def test_csv_neutralises_text_and_leaves_numbers():
    from dragoman.desk.downloads import write_csv

    (head, line) = list(write_csv([{"a": "=1+1", "b": -3, "c": None, "d": ["@x"], "e": "+49"}]))
    assert (head, line) == ("a,b,c,d,e\n", '\'=1+1,-3,,"[""@x""]",\'+49\n')


def test_incident_shows_parties_side_by_side_with_their_words(desk, ask):
    incident = ids_of(ask, "incident", "status = 'DISPUTED' AND type = 'ASSAULT'")[0]
    page = desk.get(f"/incident/{incident}").text
    assert "denies it" in page and "blames the other side" in page
    for row in ask(
        "SELECT substr(text, start + 1, s.end - start) AS quote FROM account JOIN statement s USING (statement_id)"
        " JOIN document USING (document_id) WHERE incident_id = $1", incident,
    ):  # fmt: skip
        from markupsafe import escape

        assert str(escape(row["quote"])) in page
    assert "Did it happen?" in page


def test_incident_counts_origins_and_folds_copies(desk, ask):
    (row,) = ask(
        "SELECT incident_id, independent_sources AS n FROM incident WHERE type = 'ASSAULT' AND documents >"
        " independent_sources ORDER BY documents DESC LIMIT 1"
    )
    page = desk.get(f"/incident/{row['incident_id']}").text
    assert f'<h2 id="sources">{row["n"]} independent origin' in page
    assert page.count("<details>") >= 1
    assert "of the same words, not counted again" in page


def test_incident_is_found_by_the_start_of_its_id(desk, ask):
    incident = ids_of(ask, "incident")[0]
    assert desk.get(f"/incident/{incident[:10]}").status_code == 200
    for wrong in ("zzzz", ""):
        assert desk.get(f"/incident/{wrong}").status_code == 404


def test_document_highlights_are_the_words_of_its_rows(desk, ask):
    import lxml.html

    layers = "layer=statement&layer=event&layer=place&layer=time&layer=actor"
    for row in ask("SELECT document_id, text FROM document"):
        page = desk.get(f"/document/{row['document_id']}?{layers}").text
        article = lxml.html.fromstring(page).get_element_by_id("text")
        assert article.text_content() == row["text"]
        pieces = [(one.get("data-on").split(), one.text_content()) for one in article.iter() if one.get("data-on")]
        expected = ask(
            "SELECT 'event-' || event_id AS key, substr(text, trigger_start + 1, trigger_end - trigger_start) AS words"
            " FROM event JOIN document USING (document_id) WHERE document_id = $1 UNION ALL"
            " SELECT 'statement-' || statement_id, substr(text, start + 1, s.end - start) FROM statement s"
            " JOIN document USING (document_id) WHERE document_id = $1 UNION ALL"
            " SELECT 'place-' || start, place.text FROM place WHERE document_id = $1 UNION ALL"
            ' SELECT \'time-\' || start, "time".text FROM "time" WHERE document_id = $1',
            row["document_id"],
        )
        for one in expected:
            assert "".join(words for keys, words in pieces if one["key"] in keys) == one["words"]


def test_document_has_each_anchor_once(desk, ask):
    for row in ask("SELECT document_id FROM document"):
        page = desk.get(f"/document/{row['document_id']}").text
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        leads = re.findall(r'href="\?[^"]*#(at-[^"]+)"', page)
        assert set(leads) <= set(ids)


def test_document_layers_are_switched_in_the_address(desk, ask):
    document = ids_of(ask, "document", "title LIKE 'Uruguay accuses%'")[0]
    first = desk.get(f"/document/{document}").text
    text = first.partition('<article class="text"')[2].partition("</article>")[0]
    assert "on-event" in text and "on-place" not in text
    none = desk.get(f"/document/{document}?layer=none").text
    assert re.search(r'class="on-\w+', none.partition('<article class="text"')[2].partition("</article>")[0]) is None
    place = ask("SELECT start FROM place WHERE document_id = $1 ORDER BY start LIMIT 1", document)[0]["start"]
    lit = desk.get(f"/document/{document}?show=place-{place}").text
    assert re.search(r'class="on-place[^"]* lit"', lit) and 'row-place lit"' in lit
    assert desk.get(f"/document/{document}?layer=mood").status_code == 400


def test_raw_page_can_do_nothing(desk, ask):
    hostile = ids_of(ask, "document", "publisher LIKE '%onerror%'")[0]
    raw = desk.get(f"/document/{hostile}/raw")
    assert raw.headers["content-type"] == "text/plain; charset=utf-8"
    assert raw.headers["x-content-type-options"] == "nosniff"
    assert raw.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert "<script>" in raw.text
    kept = desk.get(f"/document/{hostile}/raw?bytes=1")
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"].startswith("attachment;")


def test_a_page_unchanged_is_not_sent_again(desk):
    first = desk.get("/")
    again = desk.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = desk.get("/?status=DISPUTED", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_wrong_questions_are_answered_in_words(desk):
    assert "is not a date" in desk.get("/?since=soon").text
    for path, code in (("/?page=0", 400), ("/?format=csv&table=nope", 400), ("/?format=exe&table=incidents", 400),
                       ("/nope", 404), ("/document/zzz", 404), ("/document/zzz/raw", 404), ("/static/../app.py", 404),
                       ("/review/event/zzz", 404), ("/review/run/zzz", 404)):  # fmt: skip
        assert desk.get(path).status_code == code, path


def test_sql_in_a_parameter_is_a_value(desk, ask):
    before = len(ids_of(ask, "incident"))
    for sly in ("'; DROP TABLE incident; --", "x' OR '1'='1", "%' UNION SELECT text FROM document --"):
        for name in ("actor", "place", "type"):
            assert desk.get("/", params={name: sly}).text.count("data-row") == 0
        assert desk.get(f"/incident/{sly}").status_code == 404
    assert len(ids_of(ask, "incident")) == before


def test_promise_21_what_is_known_to_a_country_is_no_point(desk, ask, folder, tmp_path):
    import shutil

    import duckdb
    from starlette.testclient import TestClient

    from dragoman.desk.app import make_app

    copy = shutil.copytree(folder, tmp_path / "record")
    with duckdb.connect(copy / "record.duckdb") as connection:
        connection.execute("UPDATE incident SET place_name = 'Arland', lat = 10.0, lon = 20.0, place_precision = 6")
        connection.execute(
            "UPDATE incident SET place_name = 'Zell', place_precision = 2 WHERE incident_id ="
            " (SELECT min(incident_id) FROM incident)"
        )
    with TestClient(make_app(copy), base_url="http://127.0.0.1:8000") as client:
        page = client.get("/").text
        drawing = re.search(r'id="chart-map".*?</figure>', page, re.S)[0]
        assert "Zell" in drawing and "Arland" not in drawing
        assert "country only" in page
        incident = ids_of(ask, "incident")[1]
        assert "10.00" not in client.get(f"/incident/{incident}").text
    assert 'id="chart-map"' in desk.get("/").text


@pytest.mark.parametrize(
    "path", ["/", "/incident/{incident}", "/document/{document}", "/review/event/{event}", "/corrections"]
)
def test_promise_13_article_text_is_escaped_everywhere(desk, ask, path):
    hostile = ids_of(ask, "document", "publisher LIKE '%onerror%'")[0]
    event = ids_of(ask, "event", f"document_id = '{hostile}'")[0]
    incident = str(ask("SELECT incident_id AS id FROM report WHERE event_id = $1", event)[0]["id"])
    page = desk.get(path.format(incident=incident, document=hostile, event=event)).text
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts == ['<script src="/static/desk.js" defer>']
    for tag in re.findall(r"<[a-z][^>]*>", page):
        assert not re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag)), tag
        assert not re.search(r"""(?:href|src|action)=["']?\s*javascript:""", tag, re.I), tag
        assert " style=" not in tag, tag
    assert "<img" not in page and "<h1>Injected" not in page and "49" not in re.findall(r"<h1>.*?</h1>", page, re.S)[0]
    assert page.count("</main>") == 1


def test_promise_14_pages_load_nothing_from_elsewhere(desk, ask):
    paths = [
        "/",
        *(f"/document/{one}" for one in ids_of(ask, "document")),
        *(f"/incident/{one}" for one in ids_of(ask, "incident")),
    ]
    for path in paths:
        page = desk.get(path).text
        assert re.findall(r'(?:src|data|poster|action|formaction)="(?!/)[^"]+"', page) == []
        for tag in re.findall(r'<(?:a|link|use|image)\b[^>]*href="[^"]*"[^>]*>', page):
            target = re.search(r'href="([^"]*)"', tag)[1]
            if not target.startswith(("/", "?", "#")) or target.startswith("//"):
                assert tag.startswith("<a ") and 'rel="noreferrer noopener"' in tag, tag
                assert re.match(r"https?://", target), tag


def test_the_first_page_is_drawn_before_anybody_asks(folder, monkeypatch):
    from starlette.testclient import TestClient

    from dragoman.desk import answers
    from dragoman.desk.app import make_app
    from dragoman.desk.serving import warm_up

    app = make_app(folder)
    warm_up(app)
    monkeypatch.setattr(answers, "clean_svg", None)  # whoever draws now fails
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        assert client.get("/").text.count('class="chart"') == 2
        with pytest.raises(TypeError):
            client.get("/?status=DISPUTED")


def test_a_legend_stands_beside_a_picture_in_a_page_and_within_it_in_a_file(desk):
    page = desk.get("/").text
    legends = re.findall(r'<ul class="legend".*?</ul>', page, re.S)
    assert [len(re.findall("<li>", one)) for one in legends] == [3, 4]
    assert "single source" in legends[0] and "verbal conflict" in legends[1]
    drawn = re.findall(r'<svg [^>]*class="chart".*?</svg>', page, re.S)
    assert not any(">single source</text>" in one or ">verbal conflict</text>" in one for one in drawn)
    assert ">single source</text>" in desk.get("/?table=timeline&format=svg").text
    assert ">verbal conflict</text>" in desk.get("/?table=map&format=svg").text
