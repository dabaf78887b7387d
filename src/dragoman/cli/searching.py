"""`search`: words in a record's documents, statements and events."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import DirArgument, JsonOption, open_record, parse_day
from dragoman.views.console import make_console, plain_errors, stop

if TYPE_CHECKING:
    from rich.text import Text

    from dragoman.record import Record
    from dragoman.store.search import Hit, Hits, Question


class Within(StrEnum):
    """What `search` looks in."""

    DOCUMENTS = "documents"
    STATEMENTS = "statements"
    EVENTS = "events"


def search(
    folder: DirArgument,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to look for.", show_default=False)],
    within: Annotated[Within, typer.Option("--in", help="What to look in.")] = Within.DOCUMENTS,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Not published before this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Not published after this day.")] = None,
    publisher: Annotated[str | None, typer.Option(help="The outlet, as `show` writes it.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="The most rows to show; 0 for all.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Find words in a record, the best match first, with what stands around them.

    All words have to be there, accents and case aside. "In quotation marks" they stand side by side; attack* begins
    so; OR, NOT and parentheses combine them, -word leaves out. Words with a dash in front go behind --.

    \b
    Examples:
      dragoman search demo airspace violation
      dragoman search demo '"shot down" (pilot OR crew)' --in statements
      dragoman search demo --since 2015-11-25 -- hospital -school
    """
    from dragoman.store.search import Question
    from dragoman.store.search_words import WrongQueryError

    question = Question(
        words=" ".join(words),
        kind=within.value.removesuffix("s"),  # type: ignore[arg-type]
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        publisher=publisher,
        limit=limit,
    )
    with plain_errors(), open_record(folder) as record:
        try:
            found = _look(record, question)
        except WrongQueryError as error:
            raise stop(str(error)) from None
        if as_json:
            _print_json(found)
        else:
            _print(found, within.value)


def _look(record: "Record", question: "Question") -> "Hits":
    """What is found; a bar moves while the index is made."""
    from rich.progress import Progress

    from dragoman.store.search import prepare, search
    from dragoman.store.search_words import read_query

    read_query(question.words)
    console = make_console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("making the index of words", total=None)
        for far in prepare(record.connection):
            bar.update(task, completed=far.done, total=far.total)
    return search(record.connection, question)


def _print_json(found: "Hits") -> None:
    import msgspec

    for hit in found.hits:
        typer.echo(msgspec.json.encode(hit._asdict()))
    for line in _say_rest(found, "hits"):
        make_console(stderr=True).print(line, soft_wrap=True)


def _print(found: "Hits", kind: str) -> None:
    from rich.padding import Padding

    from dragoman.views.text import QUIET, mark, plain, quote

    console = make_console()
    for hit in found.hits:
        title = mark(hit.title or "no title", [(start, end, "bold") for start, end in hit.title_marks])
        console.print(plain("").join([title, plain(_describe(hit), QUIET)]), highlight=False)
        words = quote(" ".join(hit.text.split("\n")), [(*span, "bold yellow") for span in hit.marks], hit.start)
        console.print(Padding(words, (0, 0, 0, 2)), highlight=False)
    for line in _say_rest(found, kind):
        console.print(line, highlight=False)


def _describe(hit: "Hit") -> str:
    """What it is, who published it and when, and where to see it whole."""
    day = hit.published.date().isoformat() if hit.published else "undated"
    said = " ".join(one for one in (hit.what, f"by {hit.who}" if hit.who else None) if one)
    copied = "a copy" if hit.copy_of else None
    parts = (said, hit.publisher, day, copied, f"{hit.document_id} {hit.start}-{hit.end}")
    return "".join(f" · {part}" for part in parts if part)


def _say_rest(found: "Hits", kind: str) -> Iterator["Text"]:
    from dragoman.store.search import BROAD
    from dragoman.views.text import QUIET, plain

    shown = len(found.hits)
    if not found.total:
        yield plain(f"no {kind} with these words", QUIET)
    elif found.broad and found.total == BROAD:
        yield plain(f"… and more, for these words are in more than {BROAD:,} {kind}; the last read come first", "bold")
    elif found.total > shown:
        yield plain(f"… and {found.total - shown:,} more of {found.total:,} {kind} (--limit 0 shows all)", "bold")
    else:
        yield plain(f"{found.total:,} {kind if found.total > 1 else kind.removesuffix('s')}", QUIET)
    if found.undated:
        yield plain(f"{found.undated:,} more bear no date, so that --since and --until leave them out", "bold")
