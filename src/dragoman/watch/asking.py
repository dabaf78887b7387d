"""Asking politely: each request checked against robots.txt and the host's pauses, each answer kept and logged."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from urllib3.util import Url

from dragoman.watch.connect import Gate
from dragoman.watch.fetch import Fetched, FetchError, fetch
from dragoman.watch.manners import BusyError, Courtesy, Manners, host_of
from dragoman.watch.state import State

_LATER = frozenset((408, 425, 429))
_SERVER_AT_FAULT = 500


class Keeper(Protocol):
    """Where bytes are kept by their hash."""

    def keep(self, raw: bytes) -> str:
        """The hash, once the bytes are safe."""

    def read(self, digest: str) -> bytes:
        """The bytes of a hash."""


class Log(Protocol):
    """Where each request is written down."""

    def append(self, line: dict[str, Any]) -> int:
        """Write one line."""


class Time(NamedTuple):
    """The time, as a test may have it too."""

    clock: Callable[[], float] = time.time
    pause: Callable[[float], object] = time.sleep
    """Waits so many seconds; may return sooner where the watch is to end."""


class LaterError(Exception):
    """A host that cannot answer now; it has been noted when to ask it again. `tried` says whether it was asked."""

    def __init__(self, why: str, *, tried: bool = True) -> None:
        super().__init__(why)
        self.tried = tried


class Asker:
    """Makes the requests of a watch. `patience` is how long it waits for a host within a round, in seconds."""

    def __init__(self, state: State, gate: Gate, manners: Manners, patience: float, at: Time) -> None:
        self.state, self.gate, self.manners, self.patience, self.time = state, gate, manners, patience, at
        self.courtesy = Courtesy(manners, state, self._fetch_robots)
        self.stop = threading.Event()
        self._host = ""

    def get(self, url: str, etag: str | None, modified: str | None) -> Fetched:
        """The answer, not changed (304) among them. Raises RefusedError where there will be none, LaterError where
        there may be one later."""
        told = {"If-None-Match": etag, "If-Modified-Since": modified}
        try:
            answer = fetch(
                url,
                self.gate,
                agent=self.manners.agent,
                headers={name: value for name, value in told.items() if value},
                check=self._check,
            )
        except FetchError as error:
            raise self._put_off(str(error)) from error
        except BusyError as error:
            raise LaterError(str(error), tried=error.tried) from error
        if answer.status in _LATER or answer.status >= _SERVER_AT_FAULT:
            raise self._put_off(f"status {answer.status}", answer.headers.get("retry-after"))
        self.courtesy.succeed(self._host)
        return answer

    def _put_off(self, why: str, retry_after: str | None = None) -> LaterError:
        ready = self.courtesy.fail(self._host, retry_after)
        return LaterError(f"{why}; not asked again before {to_moment(ready)}")

    def _check(self, url: Url) -> None:
        """Wait for the host, a little, and take note that it is asked. Of a redirect the new host counts."""
        self._host = host_of(url)
        self.courtesy.check(url)
        ready = self.state.host(self._host).ready
        while (wait := ready - self.manners.clock()) > 0:
            if wait > self.patience or self.stop.is_set():
                raise BusyError(f"{self._host} is not asked before {to_moment(ready)}")
            self.time.pause(wait)
        self.courtesy.begin(url)

    def _fetch_robots(self, url: str) -> Fetched:
        found = fetch(url, self.gate, agent=self.manners.agent)
        host = self.state.host(self._host)
        self.state.put_host(host._replace(ready=max(host.ready, self.manners.clock() + self.manners.delay)))
        return found


def describe_answer(kind: str, url: str, answer: Fetched, now: float) -> dict[str, Any]:
    """The line of the log that an answer is worth."""
    media, _, rest = answer.headers.get("content-type", "").partition(";")
    _, _, charset = rest.lower().partition("charset=")
    told = {
        "type": media.strip().lower() or None,
        "charset": charset.split(";")[0].strip("\"' ") or None,
        "final": answer.url if answer.redirects else None,
        "etag": answer.headers.get("etag"),
        "modified": answer.headers.get("last-modified"),
    }
    line = {"is": kind, "at": to_moment(now), "url": url, "status": answer.status}
    return line | {name: value for name, value in told.items() if value}


def to_moment(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601, UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
