"""Who asks: sessions in signed cookies, the token that a write must carry, and slow answers to those who guess."""

import base64
import binascii
import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from typing import NamedTuple

from dragoman.desk.passwords import Role, User

COOKIE = "dragoman_session"
SECONDS = 12 * 3600
"""How long a session lasts."""
_WINDOW, _OF_NAME, _OF_ADDRESS = 900.0, 5, 20
_MOST_COUNTED = 10_000


class Session(NamedTuple):
    """One browser. `role` is None as long as it has not logged in where one must."""

    key: str
    user: str
    role: Role | None
    until: int


class Sessions:
    """Makes, reads and ends sessions. Its secret is drawn at the start: a desk started anew asks for passwords anew."""

    def __init__(self, users: dict[str, User], owner: str) -> None:
        self.users = users
        self.owner = owner
        self._secret = secrets.token_bytes(32)
        self._ended: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether everybody who reaches the desk may do everything, as on one's own machine."""
        return not self.users

    def start(self, user: User | None = None) -> Session:
        """A session of somebody who has just logged in, or of nobody in particular."""
        name, role = (user.name, user.role) if user else (self.owner, "admin") if self.is_open else ("", None)
        return Session(secrets.token_urlsafe(18), name, role, int(time.time()) + SECONDS)

    def seal(self, session: Session) -> str:
        """The session as a cookie's value. The role is not in it: it is looked up each time."""
        told = f"{session.key}\n{session.until}\n{session.user if session.role else ''}".encode()
        return base64.urlsafe_b64encode(told + self._sign(b"session", told)).decode()

    def read(self, cookie: str | None) -> Session | None:
        """The session of a cookie; None where it is forged, over or ended, or where its user is gone."""
        try:
            raw = base64.urlsafe_b64decode((cookie or "").encode())
        except (ValueError, binascii.Error):
            return None
        told, signed = raw[:-32], raw[-32:]
        if not told or not hmac.compare_digest(signed, self._sign(b"session", told)):
            return None
        key, until, name = told.decode().split("\n", 2)
        if int(until) < time.time() or key in self._ended:
            return None
        user = self.users.get(name)
        if name and not self.is_open and user is None:
            return None
        role = "admin" if self.is_open else user.role if user else None
        return Session(key, name, role, int(until))

    def end(self, session: Session) -> None:
        """From here on the session's cookie is worth nothing."""
        now = time.time()
        with self._lock:
            self._ended = {key: until for key, until in self._ended.items() if until > now}
            self._ended[session.key] = session.until

    def token(self, session: Session) -> str:
        """What a form of this session carries and no other site can know."""
        return self._sign(b"token", session.key.encode()).hex()

    def has_token(self, session: Session, given: str) -> bool:
        """Whether a form came from a page of this session."""
        return hmac.compare_digest(self.token(session).encode(), given.encode("utf-8", "replace"))

    def _sign(self, what: bytes, told: bytes) -> bytes:
        return hmac.new(self._secret, what + b"\n" + told, hashlib.sha256).digest()


class Throttle:
    """Counts failures to log in: five a quarter of an hour for a name from an address, twenty for an address."""

    def __init__(self) -> None:
        self._failed: dict[tuple[str, ...], deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, address: str, name: str) -> int:
        """Seconds until another attempt is heard; 0 where one is heard now."""
        with self._lock:
            waits = [self._wait(key, limit) for key, limit in self._keys(address, name)]
        return max(waits)

    def _keys(self, address: str, name: str) -> list[tuple[tuple[str, ...], int]]:
        return [((address, name), _OF_NAME), ((address,), _OF_ADDRESS)]

    def _wait(self, key: tuple[str, ...], limit: int) -> int:
        times = self._failed.get(key, deque())
        while times and times[0] < time.monotonic() - _WINDOW:
            times.popleft()
        return 0 if len(times) < limit else int(times[0] + _WINDOW - time.monotonic()) + 1

    def fail(self, address: str, name: str) -> None:
        """One more failure."""
        with self._lock:
            if len(self._failed) > _MOST_COUNTED:
                self._failed.pop(next(iter(self._failed)))
            for key, limit in self._keys(address, name):
                self._failed.setdefault(key, deque(maxlen=limit)).append(time.monotonic())

    def forget(self, address: str, name: str) -> None:
        """Somebody logged in: what failed before was a slip."""
        with self._lock:
            self._failed.pop((address, name), None)
