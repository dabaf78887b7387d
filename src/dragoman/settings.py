"""One frozen Settings; nothing else reads the environment."""

import os
from datetime import datetime
from pathlib import Path

import msgspec

VERSION = "0.1.0"
DATA = Path(__file__).parent / "data"
"""Where the package keeps its gazetteer, lexicons and models."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run may be told. The same settings and input give the same record."""

    published: datetime | None = None
    """Publication date for inputs that carry none."""
    syntax_model: str | None = None
    """An installed `en_core_web_*` package to parse with, in place of the one that comes along."""
    jobs: int = 1
    """Worker processes."""
    page_bytes: int = 20_000_000
    """Largest single input, in bytes."""
    page_seconds: float = 60.0
    """Longest time one input may take."""
    text_characters: int = 400_000
    """Longest text that is analysed, in code points; a longer one is a failure that says so."""
    columns: dict[str, str] = {}
    """For tables and JSONL: our name of a column to theirs, such as `{"text": "body"}`."""


def from_environment() -> Settings:
    """Settings with `DRAGOMAN_SYNTAX_MODEL` and `DRAGOMAN_JOBS` taken from the environment, where they are set."""
    return Settings(
        syntax_model=os.environ.get("DRAGOMAN_SYNTAX_MODEL") or None,
        jobs=int(os.environ.get("DRAGOMAN_JOBS") or 1),
    )


def cache_folder() -> Path:
    """Where what can be fetched or made again is kept: `XDG_CACHE_HOME`, or `.cache` in the home."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"
