"""Ids by content: the same input gives the same id, on every machine and engine."""

import hashlib

_SEPARATOR = "\x1f"
_NOTHING = "\x00"


def sha256(raw: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def make_id(*parts: str | int | None) -> str:
    """16 hexadecimal digits of a hash over the parts, in order; `None` differs from the empty string."""
    joined = _SEPARATOR.join(_NOTHING if part is None else str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
