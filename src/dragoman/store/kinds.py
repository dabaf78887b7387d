"""Which rows a person may correct, what finds each again, and what a verdict on it rests on."""

from typing import Any, NamedTuple

from dragoman.schema import KEYS

_TOLLS = tuple(f"{harm}_{end}" for harm in ("killed", "injured", "arrested", "displaced") for end in ("low", "high"))


class Kind(NamedTuple):
    """How rows of one table are corrected."""

    span: tuple[str, str] | None
    """The columns of the words that it stands on."""
    core: tuple[str, ...]
    """What a rejection rests on: with another value it is another claim."""
    judged: tuple[str, ...]
    """What an acceptance rests on."""
    editable: tuple[str, ...]
    """The columns that may be edited; the others are ids, offsets that ids rest on, or follow from these."""
    key: str | None = None
    """The column with the row's id; a row without one is named by document and span."""
    id_says_core: bool = False
    """Whether the id is a hash over the core, so that the same id is the same claim."""


KINDS: dict[str, Kind] = {
    "event": Kind(
        span=("trigger_start", "trigger_end"),
        core=("type", "actors", "recipients"),
        judged=(
            "type", "modes", "contexts", "actors", "recipients", "place", "time", "earliest", "latest",
            "date_precision", "realis", *_TOLLS,
        ),
        editable=(
            "type", "modes", "contexts", "cameo", "quad", "plover_score", "goldstein", "actors", "recipients", "place",
            "time", "earliest", "latest", "date_precision", "realis", "statement_id", *_TOLLS,
        ),
        key="event_id",
        id_says_core=True,
    ),
    "statement": Kind(
        span=("cue_start", "cue_end"),
        core=("content",),
        judged=(
            "source_start", "source_end", "content", "kind", "speaker", "addressee", "act", "medium", "polarity",
        ),
        editable=(
            "start", "end", "source_start", "source_end", "content", "kind", "speaker", "speaker_confidence",
            "addressee", "act", "medium", "polarity", "parent",
        ),
        key="statement_id",
        id_says_core=True,
    ),
    "actor": Kind(
        span=None,
        core=("name", "kind"),
        judged=("name", "kind", "country", "sector", "code", "wikidata"),
        editable=("name", "kind", "country", "sector", "code", "wikidata"),
        key="actor_id",
    ),
    "mention": Kind(
        span=("start", "end"),
        core=("actor_id",),
        judged=("actor_id", "how", "role"),
        editable=("actor_id", "how", "role"),
        key="mention_id",
    ),
    "place": Kind(
        span=("start", "end"),
        core=("geonameid", "name"),
        judged=("geonameid", "name", "feature", "lat", "lon", "country", "precision"),
        editable=("geonameid", "name", "feature", "lat", "lon", "country", "precision"),
    ),
    "time": Kind(
        span=("start", "end"),
        core=("type", "value"),
        judged=("type", "mod", "value", "earliest", "latest"),
        editable=("type", "mod", "value", "earliest", "latest", "anchor"),
    ),
    "document": Kind(
        span=None,
        core=("title", "published"),
        judged=("title", "published", "language"),
        editable=("title", "published", "published_from", "language"),
        key="document_id",
    ),
    "incident": Kind(
        span=None,
        core=("type", "actor_codes", "recipient_codes"),
        judged=(
            "type", "actor_codes", "recipient_codes", "earliest", "latest", "place_name", "killed_low", "killed_best",
            "killed_high", "injured_low", "injured_high",
        ),
        editable=(
            "type", "actor_codes", "recipient_codes", "earliest", "latest", "date_precision", "place_name", "lat",
            "lon", "place_precision", "killed_low", "killed_best", "killed_high", "injured_low", "injured_high",
            "status",
        ),
        key="incident_id",
    ),
}  # fmt: skip
"""Every table that may be corrected. `judged` holds `core`."""

OFFSETS = frozenset({"start", "end", "source_start", "source_end", "place", "time"})
"""Columns, and fields of what stands in cells, that count characters; in `event` place and time do."""

CODED = ("event", "statement", "mention", "place", "time", "document")
"""Those whose rows lie in the shards and are changed where they stand; actors and incidents are made from others."""


def identity(table: str) -> tuple[str, ...]:
    """The columns that tell a row from all others, whatever people edit in it."""
    key = KINDS[table].key
    return (key,) if key else KEYS[table]


def id_of(table: str, row: dict[str, Any]) -> str:
    """The id of a row, or `document:start:end` where its table has none."""
    key = KINDS[table].key
    return str(row[key]) if key else f"{row['document_id']}:{row['start']}:{row['end']}"
