"""A small site on this machine, for tests: it gives what it is told to, and remembers what it was asked."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Page(NamedTuple):
    """What an address gives."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012
    media: str = "text/html; charset=utf-8"
    etag: str | None = None


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]


Gives = Page | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    newsroom: "Newsroom"

    def do_GET(self) -> None:
        self.newsroom.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        gives = self.newsroom.pages.get(self.path, Page(b"<p>gone", 404))
        with contextlib.suppress(OSError):
            if isinstance(gives, Page):
                self.give(gives)
            else:
                gives(self)

    def give(self, page: Page) -> None:
        status = 304 if page.etag and self.headers.get("If-None-Match") == page.etag else page.status
        body = b"" if status == 304 else page.body
        self.send_response(status)
        told = {"Content-Type": page.media, "Content-Length": str(len(body)), **page.headers}
        for name, value in (told | ({"ETag": page.etag} if page.etag else {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Newsroom:
    """The site; `address` is where it is, `url("/a")` the address of a page."""

    def __init__(self) -> None:
        self.pages: dict[str, Gives] = {}
        self.asked: list[Asked] = []
        handler = type("Handler", (Handler,), {"newsroom": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


@contextlib.contextmanager
def open_newsroom() -> Iterator[Newsroom]:
    newsroom = Newsroom()
    try:
        yield newsroom
    finally:
        newsroom.server.shutdown()
        newsroom.server.server_close()
