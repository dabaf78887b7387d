import re
import time

import pytest
from starlette.testclient import TestClient

from dragoman.desk.app import make_app
from dragoman.desk.drawing import clean_svg
from dragoman.desk.passwords import PasswordFileError, User, find_user, hash_password, read_users, write_user
from dragoman.desk.security import is_loopback
from dragoman.desk.serving import DeskError, Where, check_where, find_users
from dragoman.desk.sessions import COOKIE, Sessions, Throttle

HERE = "http://127.0.0.1:8000"
PASSWORDS = {"rea": "reads-only", "cod": "codes-too", "adm": "does-all-of-it"}


@pytest.fixture(scope="module")
def users():
    roles = {"rea": "reader", "cod": "coder", "adm": "admin"}
    return {name: User(name, roles[name], hash_password(password)) for name, password in PASSWORDS.items()}


@pytest.fixture
def locked(folder, users):
    with TestClient(make_app(folder, users=users, host="0.0.0.0"), base_url="http://192.168.7.7:8000") as client:
        yield client


def token_of(page: str) -> str:
    return re.search(r'name="token" value="([0-9a-f]+)"', page)[1]


def login(client, name, password=None, **headers):
    token = token_of(client.get("/login").text)
    form = {"token": token, "name": name, "password": password or PASSWORDS[name], "next": "/corrections"}
    return client.post("/login", data=form, headers=headers, follow_redirects=False)


def test_promise_13_every_answer_has_the_strict_policy(desk):
    for path in ("/", "/nope", "/?since=x", "/static/desk.js", "/login", "/?table=timeline&format=svg"):
        policy = desk.get(path, follow_redirects=False).headers["content-security-policy"]
        assert policy.startswith("default-src 'none';") and "unsafe" not in policy, path
        for part in (
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ):
            assert part in policy
    headers = desk.get("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_promise_17_elsewhere_than_on_loopback_a_password_is_needed(users):
    for host in ("127.0.0.1", "127.0.0.9", "localhost", "::1"):
        assert is_loopback(host)
        check_where(Where(host), {})
    for host in ("0.0.0.0", "192.168.1.4", "::", "example.org", ""):
        with pytest.raises(DeskError, match="no password is set"):
            check_where(Where(host), {})
        check_where(Where(host), users)


def test_promise_17_the_command_refuses_to_start(folder, monkeypatch):
    from typer.testing import CliRunner

    from dragoman import cli

    monkeypatch.delenv("DRAGOMAN_DESK_PASSWORD", raising=False)
    done = CliRunner().invoke(cli.app, ["desk", str(folder), "--host", "0.0.0.0", "--no-browser"])
    assert done.exit_code == 2 and "no password is set" in done.output


def test_promise_17_nothing_is_shown_before_the_password(locked):
    for path in ("/", "/corrections", "/document/x", "/document/x/raw", "/?table=incidents&format=csv", "/incident/x"):
        answer = locked.get(path, follow_redirects=False)
        assert (answer.status_code, answer.content) == (303, b""), path
        assert "/login?next=" in answer.headers["location"]
    assert "Record" not in locked.get("/login").text


def test_promise_17_roles_do_what_they_may(locked, ask):
    event = ask("SELECT event_id FROM event LIMIT 1")[0]["event_id"]
    for name, may in (("rea", False), ("cod", True), ("adm", True)):
        locked.cookies.clear()
        answer = login(locked, name)
        assert (answer.status_code, answer.headers["location"]) == (303, "/corrections")
        page = locked.get(f"/review/event/{event}").text
        assert ('action="/review"' in page) == may
        if not may:
            form = {"token": token_of(page), "row": f"event/{event}", "action": "accept"}
            assert locked.post("/review", data=form).status_code == 403
            assert locked.post("/undo", data={"token": token_of(page), "entry": "x"}).status_code == 403


def test_a_session_is_a_strict_cookie_that_no_script_reads(locked):
    cookie = login(locked, "cod").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    held = locked.cookies[COOKIE]
    assert locked.get("/corrections", follow_redirects=False).status_code == 200
    for forged in (held[:-4] + "AAAA", held[4:], "", "AAAA", "é"):
        locked.cookies.clear()
        answer = locked.get("/corrections", headers={"cookie": f"{COOKIE}={forged}".encode()}, follow_redirects=False)
        assert answer.status_code == 303


def test_a_session_ends_when_it_is_logged_out_or_over(locked, users, monkeypatch):
    login(locked, "cod")
    held = locked.cookies[COOKIE]
    locked.post("/logout", data={"token": token_of(locked.get("/corrections").text)})
    locked.cookies.clear()
    locked.cookies.set(COOKIE, held)
    assert locked.get("/corrections", follow_redirects=False).status_code == 303
    sessions = Sessions(users, "me")
    sealed = sessions.seal(sessions.start(users["cod"]))
    assert sessions.read(sealed) is not None
    later = time.time() + 13 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert sessions.read(sealed) is None


def test_a_session_of_a_user_who_is_gone_is_none(users):
    sessions = Sessions(dict(users), "me")
    sealed = sessions.seal(sessions.start(users["adm"]))
    del sessions.users["adm"]
    assert sessions.read(sealed) is None


def test_one_who_guesses_is_made_to_wait(locked):
    for _ in range(5):
        assert login(locked, "cod", "wrong-guess").status_code == 403
    answer = login(locked, "cod")  # the right one, too late
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 60
    assert login(locked, "adm").status_code == 303  # others are not locked out


def test_the_throttle_forgets_in_time(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    throttle = Throttle()
    for _ in range(20):
        throttle.fail("1.2.3.4", str(now[0]))
        now[0] += 1
    assert throttle.wait("1.2.3.4", "anybody") > 0
    assert throttle.wait("1.2.3.5", "anybody") == 0
    now[0] += 900
    assert throttle.wait("1.2.3.4", "anybody") == 0


@pytest.mark.parametrize(
    "way", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil.example"]
)
def test_the_way_back_stays_within_the_desk(locked, way):
    token = token_of(locked.get("/login").text)
    form = {"token": token, "name": "cod", "password": PASSWORDS["cod"], "next": way}
    assert locked.post("/login", data=form, follow_redirects=False).headers["location"] == "/"


def test_promise_18_a_write_needs_the_token_of_its_session(copied):
    with TestClient(make_app(copied, owner="ana"), base_url=HERE) as desk:
        token = token_of(desk.get("/").text)
        with TestClient(desk.app, base_url=HERE) as other:
            foreign = token_of(other.get("/").text)
        assert foreign != token
        for given in ("", "x", foreign, token.upper(), "é"):
            for path in ("/review", "/undo", "/theme", "/login", "/logout"):
                assert desk.post(path, data={"token": given}, follow_redirects=False).status_code == 403, (path, given)
        assert desk.post("/theme", data={"token": token, "theme": "dark"}, follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"}, {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    ],
)  # fmt: skip
def test_promise_18_cross_site_writes_are_refused_even_with_the_token(desk, headers):
    token = token_of(desk.get("/").text)
    answer = desk.post("/theme", data={"token": token, "theme": "dark"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_promise_18_a_write_from_the_desk_itself_is_taken(desk):
    token = token_of(desk.get("/").text)
    for headers in ({"sec-fetch-site": "same-origin", "origin": "null"}, {"origin": HERE}, {}):
        answer = desk.post("/theme", data={"token": token, "theme": "auto"}, headers=headers, follow_redirects=False)
        assert answer.status_code == 303
    assert desk.get("/theme").status_code == 405


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", "", "[", "localhost.evil"]
)
def test_promise_17_names_that_are_not_the_desks_own_are_not_answered(desk, host):
    assert desk.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:1"])
def test_the_desk_answers_to_its_own_names(desk, host):
    assert desk.get("/", headers={"host": host}).status_code == 200


def test_a_form_has_an_end(desk):
    token = token_of(desk.get("/").text)
    assert desk.post("/theme", data={"token": token, "x": "y" * 300_000}).status_code == 413
    chunked = desk.post(
        "/theme", content=iter([b"token=x"]), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert chunked.status_code == 413


def test_a_password_file_holds_no_password(tmp_path):
    path = tmp_path / "users.txt"
    write_user(path, User("ana", "coder", hash_password("long enough")))
    write_user(path, User("bo", "reader", hash_password("also long enough")))
    write_user(path, User("ana", "admin", hash_password("another one")))
    assert "long enough" not in path.read_text() and "another one" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    users = read_users(path)
    assert {name: user.role for name, user in users.items()} == {"ana": "admin", "bo": "reader"}
    assert find_user(users, "ana", "another one") == users["ana"]
    assert find_user(users, "ana", "long enough") is None
    assert find_user(users, "nobody", "another one") is None


@pytest.mark.parametrize(
    "line", ["ana", "ana:boss:scrypt$1$1$1$00$00", "ana:coder:plain", "ana:coder:scrypt$x$8$1$00$00", ""]
)
def test_a_password_file_that_is_none_is_turned_down(tmp_path, line):
    path = tmp_path / "users.txt"
    path.write_text(line + "\n")
    with pytest.raises(PasswordFileError):
        read_users(path)
    with pytest.raises(DeskError):
        find_users(path, None)


def test_a_password_is_not_too_short():
    with pytest.raises(ValueError, match="at least"):
        hash_password("short")
    with pytest.raises(DeskError):
        find_users(None, "short")


def test_the_command_that_lets_somebody_in(tmp_path):
    from typer.testing import CliRunner

    from dragoman import cli

    path = tmp_path / "users.txt"
    done = CliRunner().invoke(
        cli.app, ["allow", str(path), "ana", "--role", "admin"], input="long enough\nlong enough\n"
    )
    assert done.exit_code == 0, done.output
    assert read_users(path)["ana"].role == "admin"
    assert CliRunner().invoke(cli.app, ["allow", str(path), "a:b"], input="x\n").exit_code == 2


def test_a_drawing_keeps_shapes_and_nothing_that_acts():
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()" style="a:b">'
        "<script>x()</script><style>*{}</style><foreignObject><p>x</p></foreignObject>"
        '<a xlink:href="javascript:x()"><path d="M0 0"/></a><a href="https://e.example"><path d="M1 1"/></a>'
        '<a href="//e.example"><path d="M2 2"/></a><a href="/incident/1"><path d="M3 3" fill="url(https://e)"/></a>'
        '<image href="https://e.example/x.png"/><text fill="red">&lt;b&gt;</text></svg>'
    )
    kept = str(clean_svg(drawn))
    assert "script" not in kept and "style" not in kept and "onload" not in kept and "example" not in kept
    assert '<a href="/incident/1"><path d="M3 3"></path></a>' in kept
    assert '<text fill="red">&lt;b&gt;</text>' in kept
