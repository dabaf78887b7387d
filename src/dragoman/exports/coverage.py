"""The statement of what an export covers: inputs, failures, versions, filters, and what was left out and why."""

import json
from typing import Any

from dragoman.exports.files import Target
from dragoman.exports.selection import Selection
from dragoman.settings import VERSION
from dragoman.store.export import describe_coverage
from dragoman.store.files import write_bytes
from dragoman.store.folder import FORMAT


def describe(selection: Selection, form: str) -> dict[str, Any]:
    """What an export covers; `left_out` as far as it is known when this is asked. The same record gives the same."""
    return {
        "what": f"export of a dragoman record as {form}",
        "format": form,
        "record_format": FORMAT,
        "exported_by": f"dragoman {VERSION}",
        **describe_coverage(selection.connection),
        "filters": describe_filters(selection),
        "left_out": [one._asdict() for one in selection.left_out],
    }


def describe_filters(selection: Selection) -> dict[str, Any]:
    """The filters that were asked for; empty where there are none."""
    asked = {name: value for name, value in selection.filters._asdict().items() if value and name != "limit"}
    told = {name: list(value) if isinstance(value, tuple) else str(value) for name, value in asked.items()}
    if selection.incident is not None:
        told["incident"] = selection.incident
    return {"choose": f"{selection.unit}s", **told} if told else {}


def say_filters(selection: Selection) -> str:
    """The filters in words; `none` where there are none."""
    told = describe_filters(selection)
    told.pop("choose", None)
    return (
        "; ".join(f"{name} {', '.join(one) if isinstance(one, list) else one}" for name, one in told.items()) or "none"
    )


def write_manifest(target: Target, told: dict[str, Any]) -> None:
    """Write the statement beside the export, with each file's rows and hash."""
    told = told | {"files": [one._asdict() for one in target.written]}
    write_bytes(target.manifest, (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode())
