"""Predictions on gold inputs, in the shape that the scorers read.

    python -m benchmarks.predict TASK INPUT OUTPUT [--folds FOLDER]

INPUT is a file of JSON lines, OUTPUT likewise; for `crises`, INPUT is the folder of dispatches, OUTPUT one JSON file.
Only unlabelled fields are read: id, text, date or dct or published, title, publisher, and for relations the two marked
actors. With `--folds`, a row that a shipped model was trained on is read with the model of a fold that never saw it.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from dragoman.analyse.encoder import RelationTyper
from dragoman.analyse.relations import LABELS, mask
from dragoman.claims.events.coder import EventCoder
from dragoman.claims.events.plover import plover_reading
from dragoman.clean.furniture import find_blocks
from dragoman.corroborate.copies import find_copies
from dragoman.corroborate.stories import find_stories
from dragoman.flow import Flow
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.ground.places.weights import read_weights
from dragoman.ids import make_id
from dragoman.schema import table_of_rows
from dragoman.settings import Settings
from dragoman.spans import Span, lines
from dragoman.values import Actor, Block, Document, Event, Participant, Place, Reading, Statement

Row = dict[str, Any]


class Chain:
    """The flow, and for a row that a shipped model was trained on the flow with a model that never saw it.

    The folder of folds tells by row id which fold a row is in: `folds.json` for relations, `places.json` for places.
    """

    def __init__(self, folds: Path | None) -> None:
        self.folder = folds
        self.relation_folds = read_folds(folds, "folds.json")
        self.place_folds = read_folds(folds, "places.json")
        self.whole = Flow(Settings())
        self.typer_of = cache(self._typer)
        self.coder_of = cache(self._coder)
        self.resolver_of = cache(self._resolver)

    def _typer(self, fold: int | None) -> RelationTyper:
        return RelationTyper() if fold is None else RelationTyper(fold=fold, folds=self.folder)

    def _coder(self, fold: int) -> EventCoder:
        return EventCoder(self.typer_of(fold))

    def _resolver(self, file: Path) -> PlaceResolver:
        return PlaceResolver(read_weights(file))

    def flow(self, row: Row) -> Flow:
        relations, places = self.relation_folds.get(row["id"]), self.place_folds.get(row["id"])
        runs: dict[str, Callable[..., Any]] = {}
        if relations is not None:
            runs["events"] = self.coder_of(relations)
        if places is not None and self.folder:
            runs["places"] = self.resolver_of(self.folder / f"places.{places}.json")
        return self.whole.instead(**runs) if runs else self.whole

    def typer(self, row: Row) -> RelationTyper:
        return self.typer_of(self.relation_folds.get(row["id"]))


def read_folds(folder: Path | None, name: str) -> dict[str, int]:
    """The fold of each row that a model was trained on, by row id."""
    if folder is None or not (folder / name).exists():
        return {}
    folds: dict[str, int] = json.loads((folder / name).read_text("utf-8"))
    return folds


def document_of(row: Row) -> Document:
    """The row's text as it stands, with what its metadata say."""
    day = re.match(r"\d{4}-\d{2}-\d{2}", row.get("published") or row.get("date") or row.get("dct") or "")
    published = datetime.fromisoformat(day.group()).replace(tzinfo=UTC) if day else None
    return Document(
        document_id=make_id(row["id"]),
        external_id=row["id"],
        publisher=row.get("publisher"),
        title=row.get("title"),
        published=published,
        published_from="METADATA" if published else None,
        language="en",
        text=row["text"],
        raw_sha256="",
    )


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


# ---------------------------------------------------------------- whole dispatches


def codes(participants: tuple[Participant, ...]) -> list[str]:
    """The participants' codes, each once, in the order of the text."""
    return list(dict.fromkeys(one.code for one in participants if one.code))


def piece(text: str, start: int, end: int) -> Row:
    return {"text": text[start:end], "start": start, "end": end}


def dispatch_statement(one: Statement, text: str, actors: dict[str, Actor]) -> Row:
    speaker = actors.get(one.speaker or "")
    named = one.source_start is not None and one.source_end is not None
    return {
        "source": piece(text, one.source_start or 0, one.source_end or 0) if named else None,
        "cue": piece(text, one.cue_start, one.cue_end),
        "content": [piece(text, part.start, part.end) for part in one.content],
        "speaker": speaker.name if speaker else None,
        "speaker_code": speaker.code if speaker else None,
        "act": one.act,
        "kind": one.kind,
    }


def dispatch_event(one: Event, reading: Reading, actors: dict[str, Actor]) -> Row:
    places: dict[int, Place] = {place.start: place for place in reading.places}
    said = next((s for s in reading.statements if s.statement_id == one.statement_id), None)
    place = places.get(one.place) if one.place is not None else None
    toll = None if one.killed_low is None and one.killed_high is None else [one.killed_low, one.killed_high]
    return {
        "trigger": piece(reading.document.text, one.trigger_start, one.trigger_end),
        "type": one.type,
        "source": codes(one.actors),
        "recipient": codes(one.recipients),
        "earliest": one.earliest.isoformat() if one.earliest else None,
        "latest": one.latest.isoformat() if one.latest else None,
        "place": {"text": place.text, "lat": place.lat, "lon": place.lon, "country": place.country} if place else None,
        "realis": one.realis,
        "killed": toll,
        "attributed_to": actors[said.speaker].name if said and said.speaker else None,
    }


def predict_dispatch(row: Row, chain: Chain) -> Row:
    document = document_of(row)
    reading = chain.flow(row).read_document(document)
    actors = {actor.actor_id: actor for actor in reading.actors}
    furniture = [b for b in find_blocks(document) if b.kind in ("FURNITURE", "STRAY")]
    return {
        "id": row["id"],
        "furniture": [document.text[block.start : block.end] for block in furniture],
        "statements": [
            dispatch_statement(one, document.text, actors) for one in reading.statements if one.polarity == "POSITIVE"
        ],  # the gold lists what was said, not what was not
        "events": [dispatch_event(one, reading, actors) for one in reading.events],
    }


def pair_up(clusters: dict[str, str]) -> list[list[str]]:
    """Every two ids of one cluster."""
    return [list(pair) for pair in combinations(sorted(clusters), 2) if clusters[pair[0]] == clusters[pair[1]]]


def predict_crises(folder: Path, output: Path, chain: Chain) -> None:
    rows = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("[a-z]-*.json"))]
    unlabelled = [{k: row.get(k) for k in ("id", "text", "published", "publisher")} for row in rows]
    written = {
        "documents": [predict_dispatch(row, chain) for row in unlabelled],
        "incidents": [],
        "copies": pair_up(predict_copies(unlabelled)),
    }
    output.write_text(json.dumps(written, ensure_ascii=False, indent=1), "utf-8")


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
    with output.open("w", encoding="utf-8") as out:
        for row in read_rows(source):
            out.write(json.dumps({"id": row["id"], **TASKS[task](row, chain)}, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.predict", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("task", choices=[*TASKS, *COLLECTIONS, "crises"])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--folds", type=Path, help="folder of the folds' models, for rows of training files")
    given = parser.parse_args()
    predict(given.task, given.input, given.output, given.folds)


if __name__ == "__main__":
    main()
