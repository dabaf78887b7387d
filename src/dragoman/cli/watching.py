"""`watch`: feeds are asked, what is new in them is kept and coded."""

import contextlib
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.text import Text

from dragoman.views.console import FAILED, make_console, plain_errors, stop
from dragoman.views.text import QUIET, make_harmless, plain

if TYPE_CHECKING:
    from dragoman.store.evidence import Evidence
    from dragoman.watch.asking import Asker
    from dragoman.watch.rounds import Round, Watch
    from dragoman.watch.state import State

_SPAN = re.compile(r"(\d{1,6})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+]*:/")
_PATIENCE = 60.0
_FAULTS_TOLD = 20


class _Open(NamedTuple):
    """A watch over a record's folder."""

    watch: "Watch"
    asker: "Asker"
    state: "State"
    evidence: "Evidence"


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="OPML, or a list of addresses, one a line.")],
    record: Annotated[Path, typer.Option(metavar="DIR", help="The record to fill; made if it is not there.")],
    once: Annotated[bool, typer.Option("--once", help="One round, then end: for cron.")] = False,
    every: Annotated[str, typer.Option(metavar="SPAN", help="How long from round to round: 90s, 15m, 2h.")] = "15m",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked for, and ask nothing.")] = False,
    delay: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Pause between two requests to a host.")] = 2.0,
    most: Annotated[int, typer.Option(min=1, metavar="N", help="Most pages of one feed in one round.")] = 100,
    contact: Annotated[
        str | None, typer.Option(metavar="WORDS", help="An address or url, told to the hosts that are asked.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")
    ] = False,
    jobs: Annotated[int | None, typer.Option(min=0, metavar="N", help="Worker processes; 1 unless told.")] = None,
) -> None:
    """Watch feeds and code what is new.

    RSS, Atom and news sitemaps are asked in turn, only for what has changed; robots.txt, Crawl-delay and Retry-After
    are obeyed. Every page is kept as it came, under the hash of its bytes, with a log of when and from where
    (raw/ and fetches.jsonl in the record's folder), so that the evidence outlives the page. Where a page cannot be had,
    the feed's own words are read, and that is said. An interrupt ends the watch after the page in hand; the next one
    goes on from there.

    \b
    Examples:
      dragoman watch feeds.opml --record demo --contact desk@a.example
      dragoman watch feeds.txt --record demo --once
      dragoman watch feeds.txt --record demo --dry-run
    """
    from dragoman.watch.lists import ListError, read_list

    span = _parse_span(every)
    if _ELSEWHERE.match(str(record)):
        raise stop("--record: a watch keeps what it fetches in a folder of this machine")
    with plain_errors():
        try:
            urls = read_list(feeds)
        except ListError as error:
            raise stop(str(error)) from None
        agent = _make_agent(contact)
        with _open(urls, record, (agent, delay, most, allow_private), dry=dry_run) as opened, _ending(opened) as ending:
            if dry_run:
                _print_plan(opened.watch)
                return
            while True:
                failed = _run_round(opened, record, jobs, ending)
                if opened.asker.stop.is_set():
                    return
                if once:
                    raise typer.Exit(FAILED if failed else 0)
                opened.asker.stop.wait(span)
                if opened.asker.stop.is_set():
                    return


def _parse_span(written: str) -> float:
    match = _SPAN.fullmatch(written.strip().lower())
    if not match or not int(match[1]):
        raise stop(f"--every {written!r} is no span of time; write it like 90s, 15m, 2h or 1d")
    return float(int(match[1]) * _SECONDS[match[2]])


def _make_agent(contact: str | None) -> str:
    from dragoman.settings import VERSION

    if contact and not (contact.isascii() and contact.isprintable()):
        raise stop("--contact goes out with every request: plain letters only")
    return f"dragoman/{VERSION}" + (f" (+{contact})" if contact else "")


@contextlib.contextmanager
def _open(urls: tuple[str, ...], record: Path, how: tuple[str, float, int, bool], *, dry: bool) -> Iterator[_Open]:
    """The watch, alone on its folder; of a dry run the folder is neither made nor changed."""
    import time

    from dragoman.settings import from_environment
    from dragoman.store.evidence import Evidence
    from dragoman.store.folder import Folder
    from dragoman.store.lock import Lock
    from dragoman.watch.asking import Asker, Time
    from dragoman.watch.connect import Gate, Limits
    from dragoman.watch.manners import Manners
    from dragoman.watch.rounds import Watch
    from dragoman.watch.state import State

    agent, delay, most, allow_private = how
    settings = from_environment()
    limits = Limits(bytes=settings.page_bytes, total=settings.page_seconds)
    with contextlib.ExitStack() as open_things:
        place = record / "watch.sqlite"
        if not dry:
            Folder(record).create()
            open_things.enter_context(Lock(record / "watch.lock"))
        state = State(place if place.exists() or not dry else ":memory:")
        open_things.callback(state.close)
        evidence = Evidence(record)
        if not dry:
            evidence.log.repair()
        manners = Manners(agent, delay, time.time)
        asker = Asker(state, Gate(limits, allow_private=allow_private), manners, max(_PATIENCE, 2 * delay), Time())
        asker.time = Time(pause=asker.stop.wait)
        yield _Open(Watch(urls, asker, evidence, evidence.log, most), asker, state, evidence)


class _Ending:
    """What an interrupt does: the watch ends after the page in hand; while pages are coded, at once."""

    def __init__(self, asker: "Asker") -> None:
        self.asker = asker
        self.coding = False

    def __call__(self, *_: object) -> None:
        self.asker.stop.set()
        if self.coding:
            raise KeyboardInterrupt


@contextlib.contextmanager
def _ending(opened: _Open) -> Iterator[_Ending]:
    ending = _Ending(opened.asker)
    before = {one: signal.signal(one, ending) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ending
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _run_round(opened: _Open, record: Path, jobs: int | None, ending: _Ending) -> bool:
    """One round and the coding of what it brought; gives whether a feed failed or a page could not be read."""
    done = opened.watch.run_round()
    _print_round(done, str(record))
    if done.stopped:
        return False
    ending.coding = True
    try:
        failed = _code(opened, record, jobs)
    finally:
        ending.coding = False
    return bool(done.feeds_failed) or failed


def _code(opened: _Open, record: Path, jobs: int | None) -> bool:
    """Read into the record what was kept since the last time; a record that others write to is left for later."""
    from dragoman import record as face
    from dragoman.store.evidence import write_portion
    from dragoman.store.lock import RecordLockedError
    from dragoman.views.report import print_summary

    portion, end = write_portion(opened.evidence, opened.state.mark("coded"))
    counts = None
    if portion is not None:
        try:
            done = face.read(portion, record, jobs=jobs)
        except RecordLockedError as error:
            make_console().print(plain(f"{error}; what is new is coded after the next round"), soft_wrap=True)
            return False
        done.close()
        if done.summary is not None:
            counts = done.summary.counts
            print_summary(make_console(), done.summary, str(record))
    opened.state.put_mark("coded", end)
    return bool(counts and counts.failed)


def _print_round(done: "Round", folder: str) -> None:
    console = make_console()
    changed = done.feeds - done.feeds_failed - done.feeds_unchanged
    parts = [f"{done.feeds:,} feeds ({changed:,} with news, {done.feeds_failed:,} failed)"]
    words = {
        "NEW": "pages new", "CHANGED": "pages changed", "UNCHANGED": "the same", "ENTRY": "read from the feed's words",
        "LOST": "not to be had", "LATER": "to be asked for again",
    }  # fmt: skip
    parts += [f"{done.pages[kind]:,} {said}" for kind, said in words.items() if kind in done.pages]
    parts += [f"{done.waiting:,} waiting"] if done.waiting else []
    parts += ["ended early"] if done.stopped else []
    text = Text.assemble((make_harmless(folder), "bold"), ": ", ", ".join(parts))
    text.append(f"  {done.seconds:.1f} s", QUIET)
    console.print(text, highlight=False)
    for fault in done.faults[:_FAULTS_TOLD]:
        line = Text.assemble((make_harmless(fault.url), "bold red"), ": ", make_harmless(fault.why))
        console.print(line, highlight=False, soft_wrap=True)
    if len(done.faults) > _FAULTS_TOLD:
        console.print(plain(f"… and {len(done.faults) - _FAULTS_TOLD:,} more, all in fetches.jsonl"), highlight=False)


def _print_plan(watch: "Watch") -> None:
    from dragoman.watch.rounds import plan_round

    for one in plan_round(watch):
        notes = ["only if changed"] if one.conditional else []
        notes += [f"not before {one.not_before}"] if one.not_before else []
        line = Text.assemble((f"{one.kind} ", QUIET), make_harmless(one.url))
        line.append(f"  {', '.join(notes)}" if notes else "", QUIET)
        make_console().print(line, highlight=False, soft_wrap=True)
