"""The fetcher: where it does not go, what it does not wait for, and what it takes of what is sent."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from pathlib import Path

import pytest

from dragoman.watch.addresses import RefusedError, check_address, check_url
from dragoman.watch.connect import Gate, Limits
from dragoman.watch.fetch import Fetched, FetchError, fetch
from tests.watch.newsroom import Handler, Newsroom, Page

LIMITS = Limits(bytes=50_000, connect=1.0, read=1.0, total=2.0, redirects=3)
HERE = Gate(LIMITS, allow_private=True)
AGENT = "dragoman-test"


def get(url: str, gate: Gate = HERE, **more: str) -> Fetched:
    return fetch(url, gate, agent=AGENT, headers=more)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
        "fe80::1%1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.1.1.1",
        "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1", "2001:0:7f00:1::", "not an address",
    ],
)  # fmt: skip
def test_promise_12_no_private_address(address: str) -> None:
    with pytest.raises(RefusedError):
        check_address(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808"])
def test_public_addresses_are_let_through(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/x", "file:///etc/passwd", "gopher://a.example/", "javascript:alert(1)", "//a.example/x", "x",
        "http://user@a.example/", "https://user:word@a.example/", "http://:@a.example/", "http:///x", "http://",
        "http://a.example/\r\nHost: b", "http://a.example/ x", "http://a.example:99999/", "http://a.example\\@b.example/",
        "http://a.example/" + "x" * 3000, "",
    ],
)  # fmt: skip
def test_promise_12_only_http_without_credentials(url: str) -> None:
    with pytest.raises(RefusedError):
        check_url(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]"])
def test_promise_12_refused_at_connect_time_however_it_is_written(newsroom: Newsroom, host: str) -> None:
    newsroom.pages["/"] = Page(b"inside")
    with pytest.raises(RefusedError):
        get(newsroom.url("/", host), Gate(LIMITS))
    assert newsroom.asked == []
    assert get(newsroom.url("/")).body == b"inside"  # with allow_private


def test_promise_12_the_address_checked_is_the_one_connected_to(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is public when it is first looked up and here ever after: only the first answer may count."""
    looked_up: list[str] = []
    connected: list[object] = []
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", newsroom.port))]
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", newsroom.port))]

    def look_up(host: str, *_: object, **__: object) -> object:
        looked_up.append(host)
        return public if len(looked_up) == 1 else here

    class Socket(socket.socket):
        def connect(self, endpoint: object) -> None:  # type: ignore[override]
            connected.append(endpoint)
            raise ConnectionRefusedError("no way out of a test")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "socket", Socket)
    with pytest.raises(FetchError, match="no way out"):
        get(f"http://rebind.example:{newsroom.port}/", Gate(LIMITS))
    assert (looked_up, connected) == (["rebind.example"], [("93.184.216.34", newsroom.port)])
    with pytest.raises(RefusedError):
        get(f"http://rebind.example:{newsroom.port}/", Gate(LIMITS))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: public + here)
    with pytest.raises(RefusedError):  # one bad address among good ones
        get(f"http://rebind.example:{newsroom.port}/", Gate(LIMITS))
    assert len(connected) == 1


def test_promise_12_every_redirect_is_checked_again(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page on a public host that sends on to a private one, to a file, and round and round."""
    from dragoman.watch import connect

    refuse = connect.check_address
    public = "127.0.0.1"
    monkeypatch.setattr(connect, "check_address", lambda one: None if one == public else refuse(one))
    gate = Gate(LIMITS)
    for target in ("http://127.0.0.2:{port}/in", "http://[::1]:{port}/in", "file:///etc/passwd", "//user@127.0.0.1/in"):
        newsroom.pages["/out"] = Page(status=302, headers={"Location": target.format(port=newsroom.port)})
        with pytest.raises(RefusedError):
            get(newsroom.url("/out"), gate)
    assert set(newsroom.paths()) == {"/out"}
    newsroom.pages["/out"] = Page(status=301, headers={"Location": "/in"})
    newsroom.pages["/in"] = Page(b"there")
    found = get(newsroom.url("/out"), gate)
    assert (found.body, found.url, found.redirects) == (b"there", newsroom.url("/in"), (newsroom.url("/out"),))
    newsroom.pages["/in"] = Page(status=307, headers={"Location": "/out"})
    with pytest.raises(RefusedError, match="3 redirects"):
        get(newsroom.url("/out"), gate)


def test_each_request_is_asked_about_first(newsroom: Newsroom) -> None:
    newsroom.pages["/a"] = Page(status=302, headers={"Location": "/b"})
    seen: list[str] = []

    def check(url: object) -> None:
        seen.append(str(url))
        if str(url).endswith("/b"):
            raise RefusedError("not there")

    with pytest.raises(RefusedError, match="not there"):
        fetch(newsroom.url("/a"), HERE, agent=AGENT, check=check)
    assert (len(seen), newsroom.paths()) == (2, ["/a"])


def test_what_is_asked_with(newsroom: Newsroom) -> None:
    newsroom.pages["/"] = Page(b"x", etag='"1"')
    assert get(newsroom.url("/")).headers["etag"] == '"1"'
    again = get(newsroom.url("/"), **{"If-None-Match": '"1"'})
    assert (again.status, again.body) == (304, b"")
    asked = newsroom.asked[0].headers
    assert (asked["user-agent"], asked["accept-encoding"]) == (AGENT, "gzip")
    assert "cookie" not in asked
    assert "referer" not in asked


def test_a_page_too_large_is_not_taken(newsroom: Newsroom) -> None:
    newsroom.pages["/told"] = Page(b"x" * 60_000)

    def give_untold(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"y" * 10_000)

    newsroom.pages["/untold"] = give_untold
    for path in ("/told", "/untold"):
        with pytest.raises(RefusedError, match=r"50\.0 kB"):
            get(newsroom.url(path))


def test_promise_7_a_packed_page_is_no_bomb(newsroom: Newsroom) -> None:
    packed = {"Content-Encoding": "gzip"}
    newsroom.pages["/good"] = Page(gzip.compress(b"words " * 100), headers=packed)
    newsroom.pages["/bomb"] = Page(gzip.compress(bytes(40_000_000)), headers=packed)
    newsroom.pages["/cut"] = Page(gzip.compress(b"words " * 100)[:-9], headers=packed)
    newsroom.pages["/odd"] = Page(b"x", headers={"Content-Encoding": "br"})
    assert get(newsroom.url("/good")).body == b"words " * 100
    tracemalloc.start()
    with pytest.raises(RefusedError, match="unpacks to more"):
        get(newsroom.url("/bomb"))
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()
    for path in ("/cut", "/odd"):
        with pytest.raises(RefusedError):
            get(newsroom.url(path))


def give_slowly(handler: Handler) -> None:
    """A slow loris: one letter at a time, each in good time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        handler.wfile.write(b"X-A: b\r\n" if handler.path == "/heads" else b"\r\nx")
        handler.wfile.flush()
        time.sleep(0.1)


def give_nothing(_: Handler) -> None:
    time.sleep(3)


@pytest.mark.parametrize(("path", "most"), [("/heads", 2.6), ("/body", 2.6), ("/silence", 1.6)])
def test_nobody_is_waited_for(newsroom: Newsroom, path: str, most: float) -> None:
    newsroom.pages |= {"/heads": give_slowly, "/body": give_slowly, "/silence": give_nothing}
    began = time.monotonic()
    with pytest.raises(FetchError):
        get(newsroom.url(path))
    assert time.monotonic() - began < most


def test_a_host_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(5) or [])
    began = time.monotonic()
    with pytest.raises(FetchError, match="took too long"):
        get("http://slow.example/")
    assert time.monotonic() - began < 1.5


def test_a_length_that_is_not_kept(newsroom: Newsroom) -> None:
    newsroom.pages["/short"] = Page(b"only this", headers={"Content-Length": "5000"})
    newsroom.pages["/long"] = Page(b"this and more", headers={"Content-Length": "4"})
    newsroom.pages["/odd"] = Page(b"this", headers={"Content-Length": "-4, x"})
    with pytest.raises(FetchError):
        get(newsroom.url("/short"))
    assert get(newsroom.url("/long")).body == b"this"
    assert get(newsroom.url("/odd")).body == b"this"


def test_what_is_no_http_at_all(newsroom: Newsroom) -> None:
    newsroom.pages["/"] = lambda handler: handler.wfile.write(b"220 mail.example ready\r\n") and None
    with pytest.raises(FetchError):
        get(newsroom.url("/"))
    with pytest.raises(FetchError):
        get("http://127.0.0.1:1/")


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    try:
        subprocess.run(
            [*made, "-keyout", tmp_path / "key", "-out", tmp_path / "cert", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("no openssl here to make a certificate with: TLS is not tested")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    listener = socket.create_server(("127.0.0.1", 0))
    answered: list[bytes] = []

    def serve() -> None:
        try:
            with context.wrap_socket(listener.accept()[0], server_side=True) as client:
                answered.append(client.recv(100))
        except OSError:
            pass

    threading.Thread(target=serve, daemon=True).start()
    with pytest.raises(FetchError, match=r"(?i)certificate"):
        get(f"https://127.0.0.1:{listener.getsockname()[1]}/")
    listener.close()
    assert answered == []
