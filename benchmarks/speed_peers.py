"""The tools that people put together in dragoman's place, timed: spaCy's whole pipeline, textacy's direct quotations,
dateparser's search for dates, and the places of a gazetteer by plain look-up."""

import importlib
import importlib.util
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from spacy.language import Language

from dragoman.ground.places.gazetteer import FILE, fold_name
from dragoman.values import Document

PACKAGES = ("textacy", "dateparser")
PLACES = frozenset({"GPE", "LOC", "FAC"})


def are_installed() -> bool:
    """Whether the packages are there; they belong to the extra `dev`."""
    return all(importlib.util.find_spec(name) for name in PACKAGES)


def _quotations() -> Callable[[Any], object]:
    """textacy's finder. A text whose quotation marks do not pair has none, for it gives the text up."""
    find = importlib.import_module("textacy.extract.triples").direct_quotations

    def quotations(doc: Any) -> object:
        try:
            return list(find(doc))
        except ValueError:
            return []

    return quotations


def _gazetteer() -> Callable[[Any], object]:
    """A dictionary of folded names: each name the syntax model calls a place is looked up."""
    with sqlite3.connect(f"file:{FILE}?mode=ro", uri=True) as rows:
        known = dict(rows.execute("SELECT key, places FROM name"))
    return lambda doc: [known.get(fold_name(name.text)) for name in doc.ents if name.label_ in PLACES]


def time_peers(pipeline: Language, documents: list[Document]) -> dict[str, float]:
    """Seconds of processor time of each tool over the documents, after one that is not counted."""
    search = importlib.import_module("dateparser.search").search_dates
    tools: dict[str, Callable[[Any], object]] = {
        "textacy": _quotations(),
        "dateparser": lambda doc: search(doc.text, languages=["en"]),
        "gazetteer": _gazetteer(),
    }
    seconds = dict.fromkeys(("spaCy", *tools), 0.0)
    for number, document in enumerate([documents[0], *documents]):
        began = time.process_time()
        doc = pipeline(document.text)
        spent = {"spaCy": time.process_time() - began}
        for name, tool in tools.items():
            began = time.process_time()
            tool(doc)
            spent[name] = time.process_time() - began
        if number:
            seconds = {name: seconds[name] + spent[name] for name in seconds}
    return seconds
