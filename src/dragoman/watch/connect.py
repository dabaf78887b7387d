"""Connections that go only where they may: the host is looked up once, and just what was checked is connected to.

A name that is looked up anew between check and use could mean another machine by then (DNS rebinding); here there is
no second look. A watch ends what takes too long, whichever step of the exchange it is in.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url

from dragoman.watch.addresses import SCHEMES, RefusedError, check_address

Endpoint = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]


class Limits(NamedTuple):
    """How much one page may take: bytes, unpacked and as sent; seconds to connect, between bytes, in all; redirects."""

    bytes: int = 20_000_000
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    redirects: int = 5


class Deadline:
    """Ends the connection it is told of when the time is up, and says that it did."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.passed = False
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._stop)
        self._timer.daemon = True
        self._timer.start()

    def left(self) -> float:
        """Seconds that are left, never quite none."""
        return max(0.01, self.end - time.monotonic())

    def guard(self, sock: socket.socket) -> None:
        """End this connection in time; a handle of its own, for TLS takes the socket's away."""
        with self._lock:
            self._let_go()
            self._handle = sock.dup()
        if self.passed:
            self._stop()

    def _stop(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            self.passed = True
            if self._handle is not None:
                self._handle.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def close(self) -> None:
        """Watch no longer."""
        self._timer.cancel()
        with self._lock:
            self._let_go()


class Gate:
    """What opens sockets: looks hosts up and connects to public addresses, or to any where told."""

    def __init__(self, limits: Limits, *, allow_private: bool = False) -> None:
        self.limits = limits
        self.allow_private = allow_private

    def connect(self, host: str, port: int, deadline: Deadline) -> socket.socket:
        """A socket to the host; raises RefusedError where any of its addresses is none that may be fetched from."""
        endpoints = _look_up(host, port, min(self.limits.connect, deadline.left()))
        if not self.allow_private:
            for _, (address, *_) in endpoints:
                check_address(str(address))
        fault: OSError = OSError("the host has no address")
        for family, endpoint in endpoints:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(min(self.limits.connect, deadline.left()))
                sock.connect(endpoint)
            except OSError as error:
                sock.close()
                fault = error
                continue
            sock.settimeout(self.limits.read)
            deadline.guard(sock)
            return sock
        raise fault


def _look_up(host: str, port: int, seconds: float) -> list[Endpoint]:
    """The host's addresses; the system's resolver keeps no time, so it works on a thread that is not waited for."""
    found: list[Endpoint] = []
    faults: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend((family, endpoint) for family, _, _, _, endpoint in answers)
        except (OSError, UnicodeError) as error:
            faults.append(OSError(f"the host {host} is not known ({error})"))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise TimeoutError(f"looking up the host {host} took too long")
    if faults:
        raise faults[0]
    return found


class _Plain(HTTPConnection):
    gate: Gate
    deadline: Deadline

    def _new_conn(self) -> socket.socket:
        return self.gate.connect(self._dns_host, self.port or SCHEMES["http"], self.deadline)


class _Secure(HTTPSConnection):
    gate: Gate
    deadline: Deadline

    def _new_conn(self) -> socket.socket:
        return self.gate.connect(self._dns_host, self.port or SCHEMES["https"], self.deadline)


@contextlib.contextmanager
def open_connection(url: Url, gate: Gate, deadline: Deadline) -> Iterator[HTTPConnection]:
    """A connection for one request to the url's host; the certificate of a secure one is checked."""
    host = (url.host or "").strip("[]")
    connection: _Plain | _Secure
    if url.scheme == "https":
        context = ssl.create_default_context()
        connection = _Secure(host, url.port, timeout=gate.limits.read, ssl_context=context, cert_reqs="CERT_REQUIRED")
    elif url.scheme == "http":
        connection = _Plain(host, url.port, timeout=gate.limits.read)
    else:
        raise RefusedError(f"{url.scheme}: only http and https are fetched")
    connection.gate, connection.deadline = gate, deadline
    try:
        yield connection
    finally:
        connection.close()
