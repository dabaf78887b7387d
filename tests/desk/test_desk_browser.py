"""The tour in a real browser: hostile pages, offsets, keyboard, no script, phone, colours; nothing leaves the machine.

Pictures of every page are kept in the folder that DRAGOMAN_SHOTS names, else in pytest's temporary one.
"""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright: the desk was not seen in a browser")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no chromium here: the desk was not seen in a browser", allow_module_level=True)

import uvicorn  # noqa: E402

from dragoman.desk.app import make_app  # noqa: E402

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile} ${event.sample}`));
"""


class Serving:
    """A desk on a port of its own, in a thread."""

    def __init__(self, folder):
        self.server = uvicorn.Server(uvicorn.Config(make_app(folder, owner="ana"), port=0, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        until = time.monotonic() + 30
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.02)
        (listening,) = self.server.servers[0].sockets
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="module")
def address(folder):
    with Serving(folder) as here:
        yield here


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, address):
    """`open_page("/")`: a page that notes what it asks for, what it refuses and what goes wrong."""
    contexts = []

    def call(path, here=address, **options):
        context = browser.new_context(viewport=options.pop("viewport", DESKTOP), **options)
        contexts.append(context)
        context.add_init_script(VIOLATIONS)
        page = context.new_page()
        page.hosts, page.faults = set(), []
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
        page.on("dialog", lambda dialog: page.faults.append(dialog.message))
        page.goto(here + path)
        return page

    yield call
    for context in contexts:
        context.close()


def check(page, address):
    """Nothing was refused, nothing went wrong, nothing was asked of anybody else."""
    assert page.evaluate("window.violations") == []
    assert page.faults == []
    assert page.hosts == {address.removeprefix("http://")}
    assert "owned" not in page.title()


@pytest.fixture(scope="module")
def shots(tmp_path_factory):
    folder = Path(os.environ.get("DRAGOMAN_SHOTS") or tmp_path_factory.mktemp("shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_promise_14_the_tour_asks_nothing_of_anybody_else(open_page, address, tour, shots, look):
    options = {"color_scheme": "dark"} if look == "dark" else {"viewport": PHONE} if look == "phone" else {}
    page = open_page("/", **options)
    for name, path in tour.items():
        page.goto(address + path)
        page.screenshot(path=shots / f"{name}-{look}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"], f"{name} is {wide} wide"
        assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    check(page, address)


def find_grave(page):
    """What axe holds to be serious or worse in a page: the rule, and the first tags that break it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: contrast was not checked")
    violations = axe.Axe().run(page).response["violations"]
    grave = [one for one in violations if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in grave]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page, address, tour, scheme):
    page = open_page("/", color_scheme=scheme, bypass_csp=True)
    found = {}
    for name, path in tour.items():
        page.goto(address + path)
        found[name] = find_grave(page)
    assert {name: grave for name, grave in found.items() if grave} == {}


@pytest.fixture
def worked_on(referenced, ask, monkeypatch):
    """A desk over a record that people have been at, its incidents not made anew yet; and addresses in it."""
    from dragoman.desk.following import Following
    from dragoman.record import Record
    from dragoman.review import Review

    review = Review(referenced)
    (row,) = ask(
        "SELECT event_id, incident_id, document_id, statement_id FROM event JOIN report USING (event_id)"
        " JOIN incident USING (incident_id) WHERE status = 'DISPUTED' AND statement_id IS NOT NULL ORDER BY 1 LIMIT 1"
    )
    (actor,) = ask("SELECT actor_id FROM actor WHERE name = 'Uruguay'")
    review.accept(f"event/{row['event_id']}", by="ana")
    review.edit(f"event/{row['event_id']}", {"killed_low": 1, "killed_high": 2}, by="bo", reason="seen")
    review.accept(f"statement/{row['statement_id']}", by="cy")
    Record(referenced).close()  # incidents follow
    (other,) = ask("SELECT event_id FROM event WHERE document_id <> $1 ORDER BY 1 LIMIT 1", row["document_id"])
    monkeypatch.setattr(Following, "_begin", lambda _: None)
    paths = [
        "/", "/statements", "/compare", "/compare?show=rows", "/corrections", f"/incident/{row['incident_id']}",
        f"/document/{row['document_id']}", f"/review/actor/{actor['actor_id']}",
        f"/review/incident/{row['incident_id']}",
    ]  # fmt: skip
    with Serving(referenced) as here:
        review.reject(f"event/{other['event_id']}", by="bo", reason="a film")  # an open desk shows what was
        yield here, paths


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing_serious_where_people_work(open_page, worked_on, shots, look):
    here, paths = worked_on
    options = {"viewport": PHONE} if look == "phone" else {"color_scheme": look}
    page = open_page("/", here=here, bypass_csp=True, **options)
    grave = {}
    for path in paths:
        page.goto(here + path)
        page.screenshot(path=shots / f"worked-{len(grave)}-{look}.png", full_page=True)
        assert page.locator("p.lag").is_visible(), f"{path} says nothing of incidents being made anew"
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], path
        grave[path] = find_grave(page)
    assert {path: some for path, some in grave.items() if some} == {}


def test_promise_13_hostile_pages_do_nothing(open_page, address, ask):
    hostile = ask("SELECT document_id FROM document WHERE publisher LIKE '%onerror%'")[0]["document_id"]
    page = open_page(f"/document/{hostile}?layer=statement&layer=event&layer=actor&layer=place&layer=time")
    assert page.locator("main h1").count() == 1
    assert page.locator("main script, main img, main style, main iframe").count() == 0
    assert "{{ 7 * 7 }}" in page.locator("h1").inner_text()
    assert page.locator("a[href^='javascript']").count() == 0
    for one in page.locator("main a[href]").all()[:40]:
        one.hover(timeout=2000, force=True)
    incidents = ask(
        "SELECT DISTINCT incident_id FROM report JOIN event USING (event_id) WHERE document_id = $1", hostile
    )
    for one in incidents:
        page.goto(f"{address}/incident/{one['incident_id']}")
    page.goto(f"{address}/document/{hostile}/raw")
    assert page.evaluate("document.contentType") == "text/plain"
    page.goto(f"{address}/")
    check(page, address)


def test_promise_13_a_turn_of_direction_turns_nothing_around_it(open_page, ask):
    hostile = ask("SELECT document_id FROM document WHERE publisher LIKE '%onerror%'")[0]["document_id"]
    page = open_page(f"/document/{hostile}")
    control = page.locator("#text .control")
    assert control.count() == 2
    assert control.first.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
    left, right = (
        page.evaluate(
            """word => { const walk = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) { const at = walk.currentNode.textContent.indexOf(word);
              if (at >= 0) { const range = document.createRange(); range.setStart(walk.currentNode, at);
                range.setEnd(walk.currentNode, at + word.length); return range.getBoundingClientRect().left; } } }""",
            word,
        )
        for word in ("detc", "ejer")
    )
    assert left < right  # the letters stand as they were written


HIGHLIGHTS = """() => { const found = {};
for (const one of document.querySelectorAll('#text [data-on]'))
  for (const key of one.dataset.on.split(' ')) found[key] = (found[key] || '') + one.textContent;
return {text: document.getElementById('text').textContent, found}; }"""


def test_promise_1_highlights_are_the_quotes_in_the_browser(open_page, address, ask):
    page = open_page("/")
    checked = 0
    for row in ask("SELECT document_id, text FROM document WHERE title LIKE '%<script>%' OR title LIKE '%😀%'"):
        page.goto(f"{address}/document/{row['document_id']}?layer=statement&layer=event&layer=place&layer=time")
        shown = page.evaluate(HIGHLIGHTS)
        assert shown["text"] == row["text"]
        quotes = ask(
            "SELECT 'event-' || event_id AS key, trigger_start AS a, trigger_end AS b FROM event WHERE document_id = $1"
            " UNION ALL SELECT 'statement-' || statement_id, start, \"end\" FROM statement WHERE document_id = $1"
            " UNION ALL SELECT 'place-' || start, start, \"end\" FROM place WHERE document_id = $1"
            " UNION ALL SELECT 'time-' || start, start, \"end\" FROM \"time\" WHERE document_id = $1",
            row["document_id"],
        )  # fmt: skip
        for one in quotes:
            assert shown["found"][one["key"]] == row["text"][one["a"] : one["b"]]
            checked += 1
    assert checked >= 10


@pytest.mark.parametrize("script", [True, False])
def test_a_highlight_leads_to_its_row_and_the_row_to_its_words(open_page, ask, tour, script):
    page = open_page(tour["document"].partition("?")[0], java_script_enabled=script)
    words = page.locator("#text a.on-event").nth(2)
    key = words.get_attribute("href").partition("#")[2]
    words.click()
    page.wait_for_selector(".row.lit")
    row = page.locator(".row.lit")
    assert row.get_attribute("id") == key
    sync_api.expect(row).to_be_in_viewport()
    row.locator("a.words").first.click()
    page.wait_for_url(f"**#at-{key}")
    lit = "".join(page.locator("#text .lit").all_text_contents())
    event = ask(
        "SELECT substr(text, trigger_start + 1, trigger_end - trigger_start) AS words FROM event JOIN document"
        " USING (document_id) WHERE event_id = $1", key.removeprefix("event-"),
    )  # fmt: skip
    assert lit == event[0]["words"]
    page.go_back()
    page.wait_for_url(f"**#{key}")


@pytest.mark.parametrize("script", [True, False])
def test_filters_and_layers_work_with_and_without_the_script(open_page, ask, tour, script):
    page = open_page("/", java_script_enabled=script)
    page.select_option("select[name=status]", "DISPUTED")
    if not script:
        page.click("form.filters button")
    page.wait_for_url("**status=DISPUTED*")
    disputed = ask("SELECT count(*) AS n FROM incident WHERE status = 'DISPUTED'")[0]["n"]
    sync_api.expect(page.locator("ol.incidents > li")).to_have_count(disputed)
    page.go_back()
    sync_api.expect(page.locator("ol.incidents > li")).not_to_have_count(disputed)
    page.goto(page.url.partition("?")[0].rstrip("/") + tour["document"].partition("?")[0])
    assert page.locator("#text .on-place").count() == 0
    page.check("input[value=place]")
    page.click("form.layers button")
    page.wait_for_url("**layer=place*")
    assert page.locator("#text .on-place").count() > 0


def test_the_keyboard_is_enough(open_page, address):
    page = open_page("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    sync_api.expect(skip).to_be_focused()
    sync_api.expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"
        )
        if outline[0] == "BODY":
            break
        assert outline[1] != "none", outline
        seen.append(outline[0])
    assert len(seen) > 20
    page.goto(address + "/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("ol.incidents > li").nth(1)
    assert second.evaluate("one => one.contains(document.activeElement)")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incident/**")


def test_colours_are_chosen_with_and_without_the_script_and_stay(open_page, address):
    for script in (True, False):
        page = open_page("/", java_script_enabled=script, color_scheme="light")
        light = page.locator("body").evaluate("one => getComputedStyle(one).color") if script else None
        page.click("button[value=dark]")
        page.wait_for_selector("html[data-theme=dark]")
        page.goto(f"{address}/corrections")
        assert page.locator("html[data-theme=dark]").count() == 1
        if script:
            assert page.locator("body").evaluate("one => getComputedStyle(one).color") != light


def test_review_from_click_to_log_to_recode(open_page, copied, tour):
    import dragoman
    from dragoman.record import Record

    with Serving(copied) as here:
        page = open_page(tour["document"].partition("?")[0], here=here)
        row = page.locator("li.row-event").first
        key = row.get_attribute("id").removeprefix("event-")
        row.get_by_role("link", name="Correct", exact=True).click()
        page.wait_for_url(f"**/review/event/{key}")
        form = page.locator("form", has=page.locator("input[value=reject]"))
        form.locator("input[name=reason]").fill("not an event")
        form.get_by_role("button").click()
        page.wait_for_url("**/corrections#*")
        line = page.locator("ol.log > li").first
        assert "reject" in line.inner_text() and "not an event" in line.inner_text() and "ana" in line.inner_text()
        check(page, here)
        examples = Path(__file__).parents[2] / "examples"
        dragoman.read([examples / "01-wire.txt"], copied, published="2026-06-01", jobs=0).close()
        with Record(copied) as record:
            assert record.connection.execute("SELECT count(*) FROM event WHERE event_id = $1", [key]).fetchall() == [
                (0,)
            ]
        page.goto(f"{here}/corrections")
        assert "applied" in page.locator("ol.log > li").first.inner_text()
        page.locator("ol.log > li").first.get_by_role("button", name="Undo").click()
        page.wait_for_load_state()
        page.goto(f"{here}/review/event/{key}")
        assert page.locator("h1").inner_text() == "Is this right?"


CRISES = Path(__file__).parents[3] / "shared" / "gold" / "crises"


@pytest.mark.skipif(not CRISES.is_dir(), reason="no ../shared/gold/crises here: the tour over it was not made")
def test_the_tour_over_the_crises(open_page, tmp_path):
    import json

    import dragoman

    pages = [json.loads(path.read_text("utf-8")) for path in sorted(CRISES.glob("[ax]-*.json"))]
    kept = [{name: page[name] for name in ("id", "publisher", "published", "text")} for page in pages]
    (tmp_path / "pages.jsonl").write_text("\n".join(json.dumps(page) for page in kept), "utf-8")
    with dragoman.read(tmp_path / "pages.jsonl", tmp_path / "record", jobs=0) as record:
        ask = record.connection.execute
        paths = [
            f"/incident/{one}"
            for (one,) in ask("SELECT incident_id FROM incident ORDER BY reports DESC LIMIT 3").fetchall()
        ]
        paths += [
            f"/document/{one}" for (one,) in ask("SELECT document_id FROM document ORDER BY 1 LIMIT 3").fetchall()
        ]
    with Serving(tmp_path / "record") as here:
        page = open_page("/", here=here)
        assert page.locator("ol.incidents > li").count() >= 5
        for path in [*paths, "/statements?type=DENY"]:
            page.goto(here + path)
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
        check(page, here)
