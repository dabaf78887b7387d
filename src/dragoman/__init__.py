"""dragoman reads messy crisis pages and writes the record: who did what to whom, who said so, who disputes it.

`read` fills a record, `open` opens one, `code` codes a single text. They load when first asked for, so that
`import dragoman` costs nothing.
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.record import MissingExtraError, NotReadableError, Record, code, open, read
    from dragoman.settings import VERSION as __version__  # noqa: N811
    from dragoman.settings import Settings
    from dragoman.store.folder import RecordError
    from dragoman.store.lock import RecordLockedError
    from dragoman.values import Reading

__all__ = [
    "MissingExtraError",
    "NotReadableError",
    "Reading",
    "Record",
    "RecordError",
    "RecordLockedError",
    "Settings",
    "__version__",
    "code",
    "open",
    "read",
]

_HOMES = {
    "MissingExtraError": "dragoman.record",
    "NotReadableError": "dragoman.record",
    "Reading": "dragoman.values",
    "Record": "dragoman.record",
    "RecordError": "dragoman.store.folder",
    "RecordLockedError": "dragoman.store.lock",
    "Settings": "dragoman.settings",
    "code": "dragoman.record",
    "open": "dragoman.record",
    "read": "dragoman.record",
}
_OLDEST = (3, 12)


def require_python(version: tuple[int, int, int] = sys.version_info[:3]) -> None:
    """Nothing where this Python is new enough, else an ImportError that says what to install."""
    if version[:2] < _OLDEST:
        running = ".".join(str(part) for part in version)
        raise ImportError(f"dragoman needs Python 3.12 or newer; this is Python {running}")


def __getattr__(name: str) -> Any:
    """The public name, from the module it lives in."""
    if name == "__version__":
        from dragoman.settings import VERSION

        return VERSION
    if name not in _HOMES:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    require_python()
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
