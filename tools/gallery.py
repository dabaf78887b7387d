"""The gallery of hard statements in `docs/statements.md`: `python -m tools.gallery` reads each page shown there anew.

A block fenced as `page` is a page of our own; the table under it is what the program reads in it.
"""

import re
from functools import cache
from pathlib import Path

from dragoman.flow import Flow
from dragoman.settings import Settings
from dragoman.values import Actor, Document, Statement

PAGE = Path(__file__).parents[1] / "docs" / "statements.md"
CASE = re.compile(r"```page\n(?P<text>.*?)\n```\n(?:\n(?:\|[^\n]*\n)+|\n\*[^\n]*\*\n(?=\n|\Z))?", re.S)
NOTHING = "*No statement.*"
HEAD = "| source | cue | content | speaker | act | kind |\n| --- | --- | --- | --- | --- | --- |"
SURE = 0.8


@cache
def _flow() -> Flow:
    return Flow(Settings())


def table(text: str) -> str:
    """The statements of a page as rows: an arrow before an inner one, `not:` before what was not said."""
    document = Document(document_id="page", text=text, raw_sha256="", language="en")
    values = _flow().run({"document": document}, ["statements"])
    actors = {actor.actor_id: actor for actor in values["actors"]}
    rows = [_row(text, one, actors) for one in values["statements"]]
    return "\n".join([HEAD, *rows]) if rows else NOTHING


def _row(text: str, one: Statement, actors: dict[str, Actor]) -> str:
    named = one.source_start is not None and one.source_end is not None
    content = " … ".join(text[part.start : part.end] for part in one.content)
    cells = (
        ("↳ " if one.parent else "") + (text[one.source_start : one.source_end] if named else ""),
        text[one.cue_start : one.cue_end],
        re.sub(r"\n+", " ¶ ", content),
        _speaker(one, actors),
        ("not: " if one.polarity == "NEGATIVE" else "") + one.act,
        one.kind,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _speaker(one: Statement, actors: dict[str, Actor]) -> str:
    """The speaker's name; with a question mark and everybody else it may be, where that is not plain."""
    if one.speaker is None:
        return ""
    if one.speaker_confidence >= SURE:
        return actors[one.speaker].name
    others = [actors[other.actor_id].name for other in one.alternatives if other.actor_id != one.speaker]
    return "? " + " or ".join([actors[one.speaker].name, *others])


def page() -> str:
    """The page with its tables made anew."""
    return CASE.sub(lambda case: f"```page\n{case['text']}\n```\n\n{table(case['text'])}\n", PAGE.read_text("utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
