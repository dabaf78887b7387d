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
    """Print a page as PDF; gives the file's SHA-256. Its dates are `moment`, not the clock's, so that the same page
    gives the same bytes."""
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
    content = _MOMENT.sub(lambda found: _set(found.group(), moment), out.read_bytes())
    out.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _set(found: bytes, moment: datetime | None) -> bytes:
    """A date of the same length, so that no offset in the file moves."""
    told = f"{moment:%Y%m%d%H%M%S}".encode() if moment else b"19800101000000"
    return b"(D:" + told + found[17:]
