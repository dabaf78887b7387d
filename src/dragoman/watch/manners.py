"""How a host is treated: its robots.txt obeyed, a pause after each request, a longer one after each failure.

robots.txt as RFC 9309 has it: none (4xx) allows all; one that cannot be had (5xx, no answer) forbids all until it is;
what is had counts for a day. `Crawl-delay`, no part of that, and `Retry-After` (RFC 9110) are obeyed too.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from protego import Protego
from urllib3.util import Url

from dragoman.readers.encodings import decode
from dragoman.watch.addresses import SCHEMES, RefusedError
from dragoman.watch.fetch import Fetched, FetchError
from dragoman.watch.state import State

_DAY = 86_400.0
_FIRST_WAIT = 60.0
_LONGEST_WAIT = 7 * _DAY
_ROBOTS_BYTES = 512_000  # RFC 9309: at least 500 KiB are read
_FIRST = re.compile(r"[^\s/]+")
_OK = range(200, 300)
_NONE = range(400, 500)
_BUSY = 429


class Manners(NamedTuple):
    """Who asks, how long a host is left alone between two requests, and what the time is."""

    agent: str
    """The whole User-Agent; its first word, up to a slash, is what robots.txt may name."""
    delay: float
    """Seconds."""
    clock: Callable[[], float]
    """Seconds since 1970."""


class BusyError(Exception):
    """A host that is not to be asked for now, and why; `tried` says whether it has just been asked in vain."""

    def __init__(self, why: str, *, tried: bool = False) -> None:
        super().__init__(why)
        self.tried = tried


class Courtesy:
    """Treats hosts as their robots.txt and their answers ask for; remembers it in the state."""

    def __init__(self, manners: Manners, state: State, fetch_robots: Callable[[str], Fetched]) -> None:
        self.manners = manners
        self.state = state
        self._fetch_robots = fetch_robots
        self._parsed: dict[str, tuple[float, Protego]] = {}

    @property
    def _name(self) -> str:
        named = _FIRST.match(self.manners.agent)
        return named[0] if named else "*"

    def check(self, url: Url) -> None:
        """Nothing where the address may be asked for; raises RefusedError where robots.txt says no, BusyError where it
        cannot be had."""
        if not self._rules(url).can_fetch(url.url, self._name):
            raise RefusedError(f"robots.txt of {url.host} does not allow it")

    def begin(self, url: Url) -> float:
        """Take note that the host is asked now; gives when it may be asked next."""
        delay = max(self.manners.delay, float(self._rules(url).crawl_delay(self._name) or 0.0))
        host = self.state.host(host_of(url))
        ready = self.manners.clock() + delay
        self.state.put_host(host._replace(ready=ready))
        return ready

    def succeed(self, name: str) -> None:
        """Take note that the host answered as it should."""
        host = self.state.host(name)
        if host.failures:
            self.state.put_host(host._replace(failures=0))

    def fail(self, name: str, retry_after: str | None = None) -> float:
        """Take note that the host could not answer; gives when to ask again: after 1, 2, 4 … minutes, or as it says."""
        host = self.state.host(name)
        wait = min(_FIRST_WAIT * 2 ** min(host.failures, 20), _DAY)
        asked = self._read_retry_after(retry_after)
        wait = min(asked, _LONGEST_WAIT) if asked is not None else wait
        ready = max(host.ready, self.manners.clock() + wait)
        self.state.put_host(host._replace(ready=ready, failures=host.failures + 1))
        return ready

    def _read_retry_after(self, written: str | None) -> float | None:
        """Seconds from now, of a number of them or of a date."""
        written = (written or "").strip()
        if written.isascii() and written.isdigit():
            return float(written[:9])
        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.fromtimestamp(self.manners.clock(), UTC)).total_seconds())

    def _rules(self, url: Url) -> Protego:
        origin = f"{url.scheme}://{host_of(url)}"
        now = self.manners.clock()
        parsed = self._parsed.get(origin)
        if parsed is None or parsed[0] <= now:
            kept = self.state.robots(origin)
            if kept is None or kept[1] <= now:
                kept = self._ask(url, origin), now + _DAY
                self.state.put_robots(origin, *kept)
            parsed = self._parsed[origin] = (kept[1], Protego.parse(kept[0]))
        return parsed[1]

    def _ask(self, url: Url, origin: str) -> str:
        """The robots.txt of a host; raises BusyError where nobody can say whether there is one."""
        name = host_of(url)
        if self.state.host(name).ready > self.manners.clock() and self.state.host(name).failures:
            raise BusyError(f"robots.txt of {name} could not be had, and it is to be left alone")
        retry_after = None
        try:
            answer = self._fetch_robots(f"{origin}/robots.txt")
            if answer.status in _OK:
                return decode(answer.body[:_ROBOTS_BYTES])
            if answer.status in _NONE and answer.status != _BUSY:
                return ""
            why, retry_after = f"status {answer.status}", answer.headers.get("retry-after")
        except FetchError as error:
            why = str(error)
        self.fail(name, retry_after)
        raise BusyError(f"robots.txt of {name} cannot be had ({why})", tried=True)


def host_of(url: Url) -> str:
    """The host and its port, where that is none of the usual ones: who is asked."""
    host = (url.host or "").lower()
    return host if url.port in (None, SCHEMES.get(url.scheme or "")) else f"{host}:{url.port}"
