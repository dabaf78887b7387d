"""The way a document takes. Read `build_flow` from top to bottom: each stage, what it reads, what it writes.

A stage is a plain function over frozen values, or a small class that loads a model once and is then called like one.
What is made from all documents together is on the next page, `across.py`.
"""

from collections.abc import Callable, Collection
from typing import Any

from dragoman.analyse.encoder import RelationTyper, StatementTagger
from dragoman.analyse.sentences import find_sentences
from dragoman.analyse.syntax import Parser
from dragoman.claims.events.coder import EventCoder
from dragoman.claims.statements.finder import find_statements
from dragoman.clean.document import make_document
from dragoman.clean.furniture import find_blocks
from dragoman.ground.actors.resolver import resolve_actors
from dragoman.ground.places.resolver import PlaceResolver
from dragoman.ground.times.finder import find_times
from dragoman.settings import Settings
from dragoman.stages import Stage, run_stages
from dragoman.values import Document, Problem, RawDocument, Reading


def build_flow(settings: Settings) -> tuple[Stage, ...]:
    """The stages in order, models loaded; built once a process."""
    return (
        Stage(find_blocks, reads=("document",), writes=("blocks",)),
        Stage(Parser(settings.syntax_model), reads=("document", "blocks"), writes=("analysis",)),
        Stage(StatementTagger(), reads=("document", "blocks"), writes=("attributions",)),
        Stage(find_sentences, reads=("document", "blocks", "analysis"), writes=("sentences",)),
        Stage(find_times, reads=("document", "analysis"), writes=("times",)),
        Stage(PlaceResolver(), reads=("document", "analysis"), writes=("places",)),
        Stage(
            resolve_actors,
            reads=("document", "analysis", "attributions", "places"),
            writes=("actors", "mentions"),
        ),
        Stage(
            find_statements,
            reads=("document", "analysis", "attributions", "actors", "mentions"),
            writes=("statements",),
        ),
        Stage(
            EventCoder(RelationTyper()),
            reads=("document", "analysis", "sentences", "actors", "mentions", "places", "times", "statements"),
            writes=("events",),
        ),
    )


class Flow:
    """The stages with their models, ready to read one document after another."""

    def __init__(self, settings: Settings, stages: tuple[Stage, ...] | None = None) -> None:
        self.settings = settings
        self.stages = build_flow(settings) if stages is None else stages

    def instead(self, **runs: Callable[..., Any]) -> "Flow":
        """This flow with other stages in place of some, each by the first name it writes; the models are shared.

        Figures on data that a shipped model has seen are made with models that have not.
        """
        stages = (stage._replace(run=runs.get(stage.writes[0], stage.run)) for stage in self.stages)
        return Flow(self.settings, tuple(stages))

    def __call__(self, raw: RawDocument) -> Reading | Problem:
        """Everything one input yields, or why it could not be read."""
        document = make_document(raw, self.settings)
        return document if isinstance(document, Problem) else self.read_document(document)

    def read_document(self, document: Document) -> Reading:
        """Everything a cleaned document yields; its text is taken as it stands."""
        values = self.run({"document": document}, Reading.__struct_fields__)
        return Reading(**{name: values[name] for name in Reading.__struct_fields__})

    def run(self, given: dict[str, Any], wanted: Collection[str]) -> dict[str, Any]:
        """The values `wanted`, and those they rest on, from the values `given`; other stages do not run."""
        return run_stages(self.stages, given, wanted)
