"""Predictions on gold inputs, in the shape that the scorers read.

    python -m benchmarks.predict TASK INPUT OUTPUT [--folds FOLDER]

INPUT is a file of JSON lines, OUTPUT likewise; for `crises`, INPUT is the folder of dispatches, OUTPUT one JSON file.
Only unlabelled fields are read: id, text, date or dct or published, title, publisher, for relations the two marked
actors, for coreference the offsets of the mentions. With `--folds`, a row that a shipped model was trained on is read
with the model of a fold that never saw it.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.chain import Chain, Row, codes, document_of
from benchmarks.coreference import predict_coreference
from benchmarks.dispatches import predict_crises
from dragoman.analyse.relations import LABELS, mask
from dragoman.claims.events.plover import plover_reading
from dragoman.corroborate.copies import find_copies
from dragoman.corroborate.stories import find_stories
from dragoman.ids import make_id
from dragoman.schema import table_of_rows
from dragoman.spans import Span, lines
from dragoman.values import Block, Event


def whole_text(text: str) -> tuple[Block, ...]:
    """Every line as running text: for gold that is single sentences, where nothing is furniture."""
    return tuple(Block(start=start, end=end, kind="BODY") for start, end in lines(text))


# ---------------------------------------------------------------- one row of each task


def predict_statements(row: Row, chain: Chain) -> Row:
    statements = chain.flow(row).run({"document": document_of(row)}, ["statements"])["statements"]
    return {
        "attributions": [
            {
                "source": None if one.source_start is None else [one.source_start, one.source_end],
                "content": [[part.start, part.end] for part in one.content],
            }
            for one in statements
            if one.parent is None
        ]
    }


def predict_relations(row: Row, chain: Chain) -> Row:
    plain, actor, recipient = _unmark(row["marked_text"])
    chances = chain.typer(row)([mask(plain, actor, recipient)])[0]
    return {"event": LABELS[int(np.argmax(chances))]}


def _unmark(marked: str) -> tuple[str, Span | None, Span | None]:
    """The text without its `<s>` and `<t>` marks, and the spans that they enclosed, where there are any."""
    plain, spans = "", dict[str, Span]()
    for piece in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", piece):
            spans[piece[1]] = (len(plain), len(plain))
        elif re.fullmatch(r"</[st]>", piece):
            spans[piece[2]] = (spans[piece[2]][0], len(plain))
        else:
            plain += piece
    return plain, spans.get("s"), spans.get("t")


def predict_events(row: Row, chain: Chain) -> Row:
    document = document_of(row)
    given = {"document": document, "blocks": whole_text(document.text)}
    events: tuple[Event, ...] = chain.flow(row).run(given, ["events"])["events"]
    return {
        "events": [
            {
                "event": plover_reading(one.type, one.realis),
                "actors": codes(one.actors),
                "recipients": codes(one.recipients),
            }
            for one in events  # the main clause's event first
        ]
    }


def predict_places(row: Row, chain: Chain) -> Row:
    places = chain.flow(row).run({"document": document_of(row)}, ["places"])["places"]
    return {"toponyms": [{"start": p.start, "end": p.end, "lat": p.lat, "lon": p.lon} for p in places]}


def predict_times(row: Row, chain: Chain) -> Row:
    times = chain.flow(row).run({"document": document_of(row)}, ["times"])["times"]
    return {"timexes": [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in times]}


TASKS: dict[str, Callable[[Row, Chain], Row]] = {
    "statements": predict_statements,
    "relations": predict_relations,
    "events": predict_events,
    "relevance": predict_events,
    "places": predict_places,
    "times": predict_times,
}


# ---------------------------------------------------------------- whole collections


def documents_of(rows: list[Row]) -> pa.Table:
    """The rows as the record's table of documents."""
    return table_of_rows("document", [document_of(row) for row in rows])


def predict_copies(rows: list[Row]) -> dict[str, str]:
    """For each document the first of those that its words come from."""
    copy = find_copies(documents_of(rows)).copy.to_pylist()
    parents = {row["document_id"]: row["original"] for row in copy if row["relation"] != "QUOTES"}
    clusters = {}
    for row in rows:
        clusters[row["id"]] = make_id(row["id"])
        while clusters[row["id"]] in parents:
            clusters[row["id"]] = parents[clusters[row["id"]]]
    return clusters


def predict_stories(rows: list[Row]) -> dict[str, str]:
    """For each document its story."""
    story = find_stories(documents_of(rows)).story.to_pylist()
    stories = {row["document_id"]: row["story_id"] for row in story}
    return {row["id"]: stories[make_id(row["id"])] for row in rows}


COLLECTIONS: dict[str, Callable[[list[Row]], dict[str, str]]] = {"copies": predict_copies, "stories": predict_stories}


# ---------------------------------------------------------------- command


def read_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def predict(task: str, source: Path, output: Path, folds: Path | None = None) -> None:
    """Write to `output` what dragoman makes of the rows of `source`."""
    output.parent.mkdir(parents=True, exist_ok=True)
    if task in COLLECTIONS:
        clusters = COLLECTIONS[task](list(read_rows(source)))
        output.write_text(
            "".join(json.dumps({"id": id_, "cluster": of}) + "\n" for id_, of in clusters.items()), "utf-8"
        )
        return
    chain = Chain(folds)
    if task == "crises":
        predict_crises(source, output, chain)
        return
    if task == "coreference":
        made = predict_coreference(list(read_rows(source)), chain.whole)
        output.write_text("".join(json.dumps(row) + "\n" for row in made), "utf-8")
        return
    with output.open("w", encoding="utf-8") as out:
        for row in read_rows(source):
            out.write(json.dumps({"id": row["id"], **TASKS[task](row, chain)}, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.predict", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("task", choices=[*TASKS, *COLLECTIONS, "coreference", "crises"])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--folds", type=Path, help="folder of the folds' models, for rows of training files")
    given = parser.parse_args()
    predict(given.task, given.input, given.output, given.folds)


if __name__ == "__main__":
    main()
