"""A page as PDF, printed by a Chromium or Chrome that is on the PATH; nothing of the page leaves the machine."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 120

_MOMENT = re.compile(rb"\(D:\d{14}[^)]*\)")
_NODE = re.compile(rb"(?<=\(node)\d{8}(?=\))")


class NoPrinterError(Exception):
    """There is no browser to print with."""


def find_browser() -> str:
    """The browser that prints; raises NoPrinterError where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise NoPrinterError(
            "no Chromium or Chrome is on the PATH to print a PDF; open report.html in a browser and print it there"
        )
    return found


def print_pdf(page: Path, out: Path, moment: datetime | None) -> str:
    """Print a page as PDF; gives the file's SHA-256. Its dates are `moment`, not the clock's, and its parts are counted
    from one, not from where the browser was by then, so that the same page gives the same bytes."""
    with tempfile.TemporaryDirectory(prefix="dragoman-print-") as profile:
        command = [
            find_browser(), "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--no-pdf-header-footer", f"--user-data-dir={profile}",
            f"--print-to-pdf={out.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # it refuses to start as root with one; the page holds no script
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode or not out.exists():
        raise NoPrinterError(f"{command[0]} did not print {page}: {done.stderr.strip()[-300:] or 'no reason given'}")
    content = steady(out.read_bytes(), moment)
    out.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def steady(printed: bytes, moment: datetime | None) -> bytes:
    """A PDF without what differs from one printing to the next; all has the length that it had, so that no offset in
    the file moves."""
    told = f"{moment:%Y%m%d%H%M%S}".encode() if moment else b"19800101000000"
    nodes = {node: b"%08d" % at for at, node in enumerate(sorted(set(_NODE.findall(printed))), start=1)}
    dated = _MOMENT.sub(lambda found: b"(D:" + told + found.group()[17:], printed)
    return _NODE.sub(lambda found: nodes[found.group()], dated)
