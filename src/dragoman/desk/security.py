"""What the desk refuses and what it forbids: foreign hosts, writes from other sites, everything a page could load.

The session's token, which every write needs too, is in `sessions`.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""Nothing from elsewhere, nothing inline, nothing evaluated."""
RAW_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For bytes that somebody else wrote: nothing runs, nothing loads, and the origin is nobody's."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
SAFE_METHODS = frozenset(["GET", "HEAD"])


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_address(host: str) -> bool:
    """Whether it is an IP address, to which no name server can lead anybody."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def find_own_names(host: str, names: Iterable[str] = ()) -> frozenset[str]:
    """The names under which the desk answers when it listens on `host`: loopback's alone, where it is loopback."""
    if is_loopback(host):
        return frozenset(["localhost", "127.0.0.1", "::1", *names])
    return frozenset(one.lower() for one in ["localhost", host, socket.gethostname(), socket.getfqdn(), *names])


class Guard:
    """Answers only requests to one of the desk's own names (a name that leads elsewhere today may lead here tomorrow:
    DNS rebinding), and writes only from its own pages; puts the policy on every answer."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names
        self.only_loopback = all(is_loopback(name) for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request answered, or refused."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self.refuse(scope)
        app = PlainTextResponse(refusal, 403) if refusal else self.app
        await app(scope, receive, send_guarded)

    def refuse(self, scope: Scope) -> str | None:
        """Why a request is not answered; None where it is."""
        headers = Headers(scope=scope)
        if not self._is_own(headers.get("host", "")):
            return "The desk does not answer under this name."
        if scope["method"] not in SAFE_METHODS and not _is_from_here(headers):
            return "Nothing is written at the request of another site."
        return None

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.names or (not self.only_loopback and is_address(name))


def _is_from_here(headers: Headers) -> bool:
    """Whether a write comes from the desk's own page, as far as the browser says. Under our referrer policy a form's
    Origin is `null`, which says nothing; the session's token decides then."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin in (None, "null") or urlsplit(origin).netloc == headers.get("host")
