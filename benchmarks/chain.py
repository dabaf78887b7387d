"""The flow as the benches run it: a row that a shipped model was trained on is read with a model that never saw it."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.analyse.encoder import RelationTyper
from dragoman.claims.events.coder import EventCoder
from dragoman.flow import Flow
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.ground.places.weights import read_weights
from dragoman.ids import make_id
from dragoman.settings import Settings
from dragoman.values import Document, Participant

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


def codes(participants: tuple[Participant, ...]) -> list[str]:
    """The participants' codes, each once, in the order of the text."""
    return list(dict.fromkeys(one.code for one in participants if one.code))
