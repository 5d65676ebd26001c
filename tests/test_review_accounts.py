"""The review with accounts: logging in, its limits, what ends a session, what stays secret."""

import asyncio
import http.client
import socket
from pathlib import Path
from urllib.parse import urlencode

import pytest

from monitor.account import Account, Role
from monitor.errors import InputError
from monitor.review.accounts import change_password, remove_account
from monitor.review.frames import make_frames
from monitor.review.login import _MOST_WAITING, LoginRefused
from monitor.review.login_limit import FIRST_WAIT, FORGOTTEN, OF_ADDRESS, OF_NAME
from monitor.review.sessions import IDLE, LONGEST
from monitor.sandbox import Worker
from monitor.store.store import open_store
from tests.commands import monitor
from tests.review_app import FINDING, PASSWORD, InProcess, cookie_in, shared
from tests.review_server import TOKEN, Review, review
from tests.store_helper import finding, listing, make_store, visit

ANOTHER = "a completely different one"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    store = make_store(tmp_path, [visit((listing("1"), finding()))])
    store.close()
    return store.root


@pytest.fixture
def app(root: Path) -> InProcess:
    return shared(root)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    """For tests that let nobody in."""
    store = make_store(tmp_path_factory.mktemp("kept"))
    store.close()
    return shared(store.root)


def _fail(app: InProcess, names: list[str]) -> None:
    """Count wrong passwords without the work of checking them."""
    assert app.access.logins is not None
    for name in names:
        app.access.logins._limit.failed(name, app.client)


def _is_in(app: InProcess, cookie: str) -> bool:
    answer = app.ask("GET", "/", Cookie=cookie, Accept="text/html")
    assert answer.status == 200 or answer.headers["location"] == "/login"
    return answer.status == 200


def _leads_to_login(running: Review) -> bool:
    return running.ask("GET", "/", Cookie=running.cookie, Accept="text/html").headers.get("location") == "/login"


def test_log_in_and_out(app: InProcess) -> None:
    page = app.ask("GET", "/login")
    assert page.status == 200
    assert '<form method="post" action="/login"' in page.body
    assert FINDING not in page.body
    assert not _is_in(app, "")
    script = app.ask("GET", "/", Accept="text/html", HX_Request="true")
    assert script.status == 401, "no script takes the login for the page that it asked for"
    answer = app.log_in("reviewer")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = cookie_in(answer)
    assert _is_in(app, cookie)
    out = app.from_page("POST", "/logout", cookie)
    assert (out.status, out.headers["location"]) == (303, "/login")
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert not _is_in(app, cookie)


def test_the_cookie_is_for_this_site_alone(kept: InProcess) -> None:
    words = {word.strip() for word in kept.log_in("owner").headers["set-cookie"].split(";")}
    assert {"HttpOnly", "SameSite=strict", "Secure", "Path=/"} <= words
    assert not any(word.lower().startswith("domain") for word in words)
    assert next(word for word in words if "=" in word and "session" in word).startswith("__Host-monitor_session=")


def test_a_wrong_password_and_an_unknown_name_look_alike(kept: InProcess) -> None:
    tried = (("owner", ANOTHER), ("nobody", ANOTHER), ("OWNER", PASSWORD), ("own\x00er", "x"), ("", ""))
    answers = [kept.log_in(name, word) for name, word in tried]
    assert {answer.status for answer in answers} == {401}
    assert len({answer.body for answer in answers}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_names_are_taken_as_they_are_kept(app: InProcess) -> None:
    assert app.log_in("  owner ").status == 303


def test_too_many_wrong_passwords_mean_waiting(app: InProcess) -> None:
    """For a name that somebody has and one that nobody has alike, by all ways to write it; others are let in."""
    for name in ("owner", "nobody"):
        _fail(app, [name] * (OF_NAME - 1))
        assert app.log_in(f"  {name} ", ANOTHER).status == 401
        held = app.log_in(name, PASSWORD)
        assert (held.status, held.headers["retry-after"]) == (429, f"{FIRST_WAIT:.0f}")
        assert "set-cookie" not in held.headers
    assert app.log_in("reader").status == 303
    app.clock.now += FIRST_WAIT
    assert app.log_in("owner", ANOTHER).status == 401
    assert app.log_in("owner").headers["retry-after"] == f"{2 * FIRST_WAIT:.0f}"
    app.clock.now += 2 * FIRST_WAIT
    assert app.log_in("owner").status == 303


def test_an_address_that_tries_many_names_waits(root: Path) -> None:
    """Whatever it says about where it comes from."""
    app = shared(root)
    _fail(app, [f"n{number}" for number in range(OF_ADDRESS - 1)])
    assert app.log_in("n", ANOTHER, **{"X-Forwarded-For": "10.8.8.8"}).status == 401
    assert app.log_in("owner", **{"X-Forwarded-For": "10.9.9.9", "Forwarded": "for=10.9.9.9"}).status == 429
    app.client = "192.0.2.2"
    assert app.log_in("owner").status == 303


def test_behind_a_proxy_only_names_wait(root: Path) -> None:
    """All come from its address: one who guesses must not shut out everybody."""
    app = shared(root, is_behind_proxy=True)
    _fail(app, [f"n{number}" for number in range(OF_ADDRESS)])
    assert app.log_in("n", ANOTHER).status == 401
    assert app.log_in("owner").status == 303


def test_many_tries_at_once_are_counted_one_by_one(app: InProcess) -> None:
    logins = app.access.logins
    assert logins is not None

    async def attempts(number: int) -> list[int]:
        tries = (logins.log_in("owner", ANOTHER, "192.0.2.1") for _ in range(number))
        refusals = await asyncio.gather(*tries, return_exceptions=True)
        assert all(isinstance(refusal, LoginRefused) for refusal in refusals)
        return [refusal.wait for refusal in refusals if isinstance(refusal, LoginRefused)]

    waits = asyncio.run(attempts(_MOST_WAITING + 5))
    assert waits.count(0) == OF_NAME
    assert waits[-5:] == [1] * 5, "too many at once"
    assert set(waits) == {0, 1, int(FIRST_WAIT)}


def test_a_session_ends_with_the_clock(app: InProcess) -> None:
    cookie = cookie_in(app.log_in("reader"))
    app.clock.now += IDLE - 1
    assert _is_in(app, cookie)
    app.clock.now += IDLE
    assert not _is_in(app, cookie)
    cookie = cookie_in(app.log_in("reader"))
    app.clock.now += LONGEST
    assert not _is_in(app, cookie)


def test_a_removed_account_is_out_at_once(app: InProcess) -> None:
    cookie = cookie_in(app.log_in("reviewer"))
    assert _is_in(app, cookie)
    remove_account(app.store, "reviewer")
    assert not _is_in(app, cookie)
    body = {"ids": [FINDING], "state": "confirmed"}
    assert app.from_page("POST", "/decisions", cookie, body).status == 401
    assert app.log_in("reviewer").status == 401


def test_another_password_ends_all_sessions(app: InProcess) -> None:
    cookies = [cookie_in(app.log_in("reviewer")) for _ in range(2)]
    change_password(app.store, "reviewer", ANOTHER)
    assert not any(_is_in(app, cookie) for cookie in cookies)
    assert app.log_in("reviewer").status == 401
    assert _is_in(app, cookie_in(app.log_in("reviewer", ANOTHER)))


def test_a_large_form_is_not_read(kept: InProcess) -> None:
    assert kept.log_in("owner", "x" * 100_000).status == 413
    assert kept.log_in("owner", "x" * 2_000).status == 401


@pytest.mark.parametrize("body", [b"", b"name=owner", b"\xff\xfe", b"name=%ff&password=%00", b"&" * 5_000, b"{}"])
def test_a_form_that_is_none_lets_nobody_in(kept: InProcess, body: bytes) -> None:
    kept.clock.now += FORGOTTEN
    answer = kept.ask(
        "POST",
        "/login",
        body,
        Origin=kept.origin,
        Sec_Fetch_Site="same-origin",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert answer.status in (400, 401)
    assert "set-cookie" not in answer.headers


def test_kept_pages_are_shown_to_a_session_as_long_as_it_is_on(app: InProcess, root: Path) -> None:
    worker = Worker(lambda: False)
    frames = InProcess(app.store, shared=True)
    frames.app, frames.host = make_frames(app.store, app.access, worker), app.access.frames.hosts[0]
    cookie = cookie_in(app.log_in("reader"))
    session = app.access.sessions.use(cookie.partition("=")[2])
    assert session is not None
    path = f"/{session.frame_key}/{'ab' * 32}"
    answer = frames.ask("GET", path)
    assert answer.body != "not found", "the key is right, the page is not kept"
    for wrong in (f"/x/{'ab' * 32}", f"/{session.frame_key}x/{'ab' * 32}", f"//{'ab' * 32}", "/"):
        refused = frames.ask("GET", wrong)
        assert (refused.status, "not found" in refused.body.lower()) == (404, True)
    for host in ("", "evil.test", app.host, f"{frames.host}.", frames.host.upper()):
        assert frames.ask("GET", path, Host=host).status == 421
    for shown in (answer, refused, frames.ask("GET", path, Host="x")):
        assert shown.headers["cache-control"] == "no-store"
        assert "sandbox" in shown.headers["content-security-policy"]
        assert f"frame-ancestors {app.origin}" in shown.headers["content-security-policy"]
    remove_account(app.store, "reader")
    assert frames.ask("GET", path).body == "not found"
    worker.close()


def test_others_are_let_in_only_where_there_is_an_owner(root: Path) -> None:
    given = ("review", "--store", root, "--port", "0", "--no-browser")
    proxied = ("--address", "https://review.firm.example", "--frames-address", "https://pages.firm.example")
    monitor("account", "add", "Reader", "--role", "reader", "--store", root, stdin=f"{PASSWORD}\n")
    for options in (("--host", "192.168.1.5"), proxied, ("--host", "127.0.0.1", *proxied)):
        done = monitor(*given, *options)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "monitor account add NAME --role owner --store" in line
    monitor("account", "add", "Owner", "--role", "owner", "--store", root, stdin=f"{PASSWORD}\n")
    for options in (
        ("--token", "short", *proxied),
        ("--host", "0.0.0.0"),
        proxied[:2],
        proxied[2:],
        ("--address", "x", "--frames-address", "y"),
    ):
        done = monitor(*given, *options)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_behind_a_proxy_as_a_process(root: Path, tmp_path: Path) -> None:
    """Host and Origin are those that people type; nothing secret is written anywhere."""
    monitor("account", "add", "A. Weber", "--role", "owner", "--store", root, stdin=f"{PASSWORD}\n")
    port = _free_port()
    address = "https://review.firm.example"
    options = ("--port", str(port), "--address", address, "--frames-address", "https://pages.firm.example")
    log = tmp_path / "log.txt"
    sessions = []
    with review(root, *options, log=log) as running:
        assert running.code == ""
        assert running.ask("GET", "/", Host=f"127.0.0.1:{port}").status == 421
        assert _leads_to_login(running)
        for password in (ANOTHER, PASSWORD):
            answer = _send_form(running.port, "review.firm.example", address, password)
            sessions.append(answer.getheader("set-cookie"))
        assert sessions[0] is None
        running.cookie = str(sessions[1]).partition(";")[0]
        assert running.page("GET", "/").status == 200
        assert running.page("POST", "/decisions", {"ids": [FINDING], "state": "watch"}).json[0]["by"] == "A. Weber"
        assert running.ask("POST", "/undo", {}, Cookie=running.cookie, Origin=f"http://127.0.0.1:{port}").status == 403
        monitor("account", "remove", "A. Weber", "--store", root)
        assert _leads_to_login(running)
    written = b"".join(file.read_bytes() for file in root.rglob("*") if file.is_file())
    for secret in (PASSWORD, ANOTHER, TOKEN, running.cookie.partition("=")[2]):
        assert secret.encode() not in written
        assert secret == TOKEN or secret not in log.read_text()
    assert log.read_text().count(TOKEN) == 1, "printed once, as its own line"


def _send_form(port: int, host: str, origin: str, password: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Host": host,
        "Origin": origin,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", "/login", urlencode({"name": "A. Weber", "password": password}), headers)
    return connection.getresponse()


def test_a_store_that_fails_is_said_in_a_line(app: InProcess) -> None:
    """The account is asked for before any page is made."""
    cookie = app.cookie_of(Role.OWNER)
    with app.store.write() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'god'")
    answer = app.ask("GET", "/", Cookie=cookie)
    assert (answer.status, answer.json["title"]) == (503, "failed")
    assert "damaged" in answer.json["detail"]
    assert app.log_in("owner").status == 503


def test_the_login_code_is_printed_and_written_nowhere(root: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with review(root, log=log) as running:
        running.log_in()
        running.page("POST", "/decisions", {"ids": [FINDING], "state": "watch"})
        running.ask("GET", f"/finding/{'x' * 3_000}?code={running.code}", Cookie=running.cookie)
    written = b"".join(file.read_bytes() for file in root.rglob("*") if file.is_file())
    for secret in (running.code, running.cookie.partition("=")[2], TOKEN):
        assert secret.encode() not in written
    assert log.read_text().count(running.code) == 1
    assert running.cookie.partition("=")[2] not in log.read_text()


def test_the_person_of_the_process_is_an_owner(root: Path) -> None:
    app = InProcess(open_store(root))
    assert app.access.person == Account("A. Weber", Role.OWNER)
    assert _is_in(app, app.cookie_of(Role.OWNER))
    with pytest.raises(InputError, match="no account"):
        remove_account(open_store(root, write=True), "A. Weber")
