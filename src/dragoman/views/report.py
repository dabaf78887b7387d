"""What a run did, and what a record holds."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.engines.runs import Summary
from dragoman.store.about import About
from dragoman.store.verify import Verified
from dragoman.views.rows import failure_line
from dragoman.views.text import QUIET, make_harmless, plain


def print_summary(console: Console, summary: Summary, folder: str) -> None:
    """One line for what was read, one for each input that could not be."""
    counts = summary.counts
    parts = [f"{counts.added:,} added"]
    parts += [f"{counts.replaced:,} replaced"] if counts.replaced else []
    parts += [f"{counts.unchanged:,} unchanged"] if counts.unchanged else []
    parts += [f"{counts.repeated:,} the same document as another input"] if counts.repeated else []
    parts += [f"{counts.failed:,} could not be read"] if counts.failed else []
    parts += [f"{counts.passed:,} wholly or partly no pages"] if counts.passed else []
    text = Text.assemble((make_harmless(folder), "bold"), ": ", ", ".join(parts))
    text.append(f"  {sum(counts):,} inputs in {summary.seconds:.1f} s", QUIET)
    console.print(text, highlight=False)
    for one in summary.failures:
        console.print(failure_line(one.input, one.stage, one.error), highlight=False)
    if counts.failed + counts.passed > len(summary.failures):
        more = counts.failed + counts.passed - len(summary.failures)
        console.print(plain(f"… and {more:,} more: dragoman show {folder} failures", "bold"), highlight=False)


def print_verified(console: Console, done: Verified, folder: str) -> None:
    """One line for what was checked, one for each thing that is wrong."""
    checked = f"{done.files:,} files, {done.rows:,} rows and {done.spans:,} spans checked"
    verdict = ("all is as it was written", "bold green") if not done.faults else ("not as it was written", "bold red")
    console.print(
        Text.assemble((make_harmless(folder), "bold"), ": ", verdict, (f"  {checked}", QUIET)), highlight=False
    )
    for fault in done.faults:
        line = Text.assemble((make_harmless(fault.where), "bold red"), ": ", make_harmless(fault.what))
        console.print(line, highlight=False, soft_wrap=True)


def print_about(console: Console, about: About) -> None:
    """Counts, versions, models, failures and disk space."""
    console.print(plain(about.folder, "bold"), highlight=False)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    grid.add_column(overflow="fold")
    for name, rows in about.rows.items():
        if rows:
            grid.add_row(plain(f"{rows:,}"), plain(name))
    console.print(grid, highlight=False)
    for label, value in _facts(about):
        console.print(Text.assemble((f"{label}: ", QUIET), make_harmless(value)), highlight=False, soft_wrap=True)


def _facts(about: About) -> list[tuple[str, str]]:
    span = f"{about.published_first or '?'} to {about.published_last or '?'}, {about.undated:,} undated"
    facts = [
        ("inputs", f"{about.inputs:,}, of which {about.failures:,} could not be read"),
        ("published", span),
        ("languages", ", ".join(f"{name} {count:,}" for name, count in about.languages.items()) or "none"),
        *(("read by", f"dragoman {one['version']}; {one['models']}") for one in about.read_by),
        ("runs", f"{about.runs:,}, the last at {about.last_run or '?'}"),
        ("disk", f"{about.disk / 1e6:.1f} MB, format {about.record_format}"),
    ]
    return facts if about.rows["document"] else [fact for fact in facts if fact[0] not in ("published", "languages")]
