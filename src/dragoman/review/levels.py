"""What is coded twice, and on which scale each column is measured: that decides what a difference weighs."""

from typing import Literal

Level = Literal["nominal", "ordinal", "ratio"]
VALID = "valid"
"""Whether the row is one at all: what a rejection says."""

LEVELS: dict[str, dict[str, Level]] = {
    "event": {
        VALID: "nominal", "type": "nominal", "realis": "nominal", "actors": "nominal", "recipients": "nominal",
        "earliest": "nominal", "latest": "nominal", "date_precision": "ordinal", "killed_low": "ratio",
        "killed_high": "ratio", "injured_low": "ratio", "injured_high": "ratio",
    },
    "statement": {
        VALID: "nominal", "act": "nominal", "kind": "nominal", "polarity": "nominal", "speaker": "nominal",
        "medium": "nominal",
    },
    "mention": {VALID: "nominal", "actor_id": "nominal", "how": "nominal"},
    "place": {
        VALID: "nominal", "geonameid": "nominal", "name": "nominal", "country": "nominal", "precision": "ordinal",
    },
    "time": {VALID: "nominal", "type": "nominal", "value": "nominal", "earliest": "nominal", "latest": "nominal"},
}  # fmt: skip
"""By table the columns that are coded. Of an event `actors` and `recipients` are their codes."""

ORDER: dict[str, tuple[str, ...]] = {"date_precision": ("DAY", "WEEK", "MONTH", "YEAR", "NONE")}
"""The order of ordinal columns whose values are words."""
