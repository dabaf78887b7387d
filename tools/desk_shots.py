"""Pictures of the desk for docs/desk.md: `python -m tools.desk_shots` reads examples/ and writes docs/desk/*.png.

Needs the extras `desk` and `dev`, and chromium.
"""

import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

import dragoman
from dragoman.desk.app import make_app

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "desk"
LARGEST = 150_000
"""Bytes of a picture, at most."""
DESK, PHONE = {"width": 1020, "height": 560}, {"width": 375, "height": 720}


def find_paths(folder: Path) -> dict[str, str]:
    """What is shown, by the picture's name."""
    with dragoman.open(folder) as record:

        def first(query: str) -> str:
            return str(record.connection.execute(query).fetchall()[0][0])

        incident = first("SELECT incident_id FROM incident WHERE status = 'DISPUTED' ORDER BY reports DESC")
        document = first("SELECT document_id FROM report JOIN event USING (event_id) JOIN document USING (document_id)"
                         f" WHERE incident_id = '{incident}' ORDER BY published, length(text) DESC")  # fmt: skip
        event = first(
            f"SELECT event_id FROM event WHERE document_id = '{document}' AND type = 'ASSAULT' ORDER BY trigger_start"
        )
    layers = "layer=statement&layer=event"
    return {
        "overview": "/",
        "incident": f"/incident/{incident}",
        "document": f"/document/{document}?{layers}&show=event-{event}",
        "review": f"/review/event/{event}",
        "pair": "/pair?one=ARG&other=URY",
        "statements": "/statements?type=DENY",
        "search": "/search?q=ferry",
    }


def take(address: str, paths: dict[str, str]) -> None:
    """Take the pictures: each page in light colours, two in dark, one on a phone."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    wanted: list[tuple[str, str, dict[str, Any]]] = [(name, path, {"viewport": DESK}) for name, path in paths.items()]
    wanted += [
        (f"{name}-dark", paths[name], {"viewport": DESK, "color_scheme": "dark"}) for name in ("overview", "document")
    ]
    wanted.append(("incident-phone", paths["incident"], {"viewport": PHONE}))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path, options in wanted:
            page = browser.new_context(**options, reduced_motion="reduce").new_page()
            page.goto(address + path)
            raw = page.screenshot()
            if len(raw) > LARGEST:
                raise SystemExit(f"{name}.png has {len(raw):,} bytes, more than {LARGEST:,}")
            (OUT / f"{name}.png").write_bytes(raw)
        browser.close()


def main() -> None:
    """Read the examples, open the desk over them and take the pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "demo"
        dragoman.read(ROOT / "examples", folder, jobs=0).close()
        server = uvicorn.Server(uvicorn.Config(make_app(folder, owner="ana"), port=0, log_level="error"))
        running = threading.Thread(target=server.run)
        running.start()
        while not server.started:
            time.sleep(0.05)
        (listening,) = server.servers[0].sockets
        try:
            take(f"http://127.0.0.1:{listening.getsockname()[1]}", find_paths(folder))
        finally:
            server.should_exit = True
            running.join()


if __name__ == "__main__":
    main()
