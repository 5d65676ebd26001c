"""The review's routes, walked: whoever asks without permission, and from wherever, is refused, on all of them."""

import hashlib
from pathlib import Path

import pytest
from fastapi import APIRouter

from monitor.account import Role
from monitor.review.access import LOGIN, LOGOUT, OWNER_ONLY
from monitor.store.store import Store, open_store
from tests.review_app import FINDING, InProcess, Route, shared
from tests.review_server import TOKEN
from tests.store_helper import finding, listing, make_store, visit

READERS_OWN = {LOGOUT, "/language"}
"""What a reader may do that is no GET: nothing of it is in the store."""


@pytest.fixture(scope="module")
def with_accounts(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    return shared(_store(tmp_path_factory.mktemp("shared")))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    return InProcess(open_store(_store(tmp_path_factory.mktemp("alone")), write=True))


@pytest.fixture(params=["alone", "with_accounts"])
def review(request: pytest.FixtureRequest) -> InProcess:
    app: InProcess = request.getfixturevalue(request.param)
    return app


def _store(folder: Path) -> Path:
    pages = [visit((listing(str(number)), finding()), number=number, kept="ab" * 32) for number in (1, 2)]
    store = make_store(folder, pages)
    store.close()
    return store.root


def _changing(review: InProcess) -> list[Route]:
    return [route for route in review.pages if route.method not in ("GET", "HEAD")]


def _digest(store: Store) -> str:
    """Of all rows of all tables."""
    with store.read() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").scalars()
        rows = [connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in list(names)]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_the_walk_sees_all_routes(with_accounts: InProcess, alone: InProcess) -> None:
    paths = {(route.method, route.path) for route in with_accounts.routes}
    assert {("GET", "/"), ("POST", "/decisions"), ("POST", "/undo"), ("POST", "/login"), ("GET", "/login"),
            ("POST", "/logout"), ("POST", "/api/v1/decisions"),
            ("GET", "/finding/{finding_id:path}")} <= paths  # fmt: skip
    assert not {"/login", "/logout"} & {route.path for route in alone.routes}, "there is nobody to log in"


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "OWN"},
        {"Sec-Fetch-Site": "same-site", "Origin": "OWN"},
        {"Sec-Fetch-Site": "none", "Origin": "OWN"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "OWN.evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "OWN:1"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "OWN"},
        {"Referer": "OWN/"},
        {},
    ],
)
def test_no_other_site_makes_the_browser_change_anything(review: InProcess, sent: dict[str, str]) -> None:
    """Not even log in or out."""
    cookie, before = review.cookie_of(Role.OWNER), _digest(review.store)
    headers = {name: value.replace("OWN", review.origin) for name, value in sent.items()}
    for route in _changing(review):
        answer = review.ask(
            route.method, route.address, b"{}", Cookie=cookie, Content_Type="application/json", **headers
        )
        assert answer.status == 403, route
        assert "set-cookie" not in answer.headers
    assert _digest(review.store) == before


def test_the_other_scheme_is_another_site(with_accounts: InProcess) -> None:
    cookie, origin = with_accounts.cookie_of(Role.OWNER), with_accounts.origin.replace("https", "http")
    for route in _changing(with_accounts):
        assert (
            with_accounts.ask(
                route.method, route.address, Cookie=cookie, Origin=origin, Sec_Fetch_Site="same-origin"
            ).status
            == 403
        ), route


@pytest.mark.parametrize("cookie", ["", "NAME=", "NAME=x", "monitor_session=x", "NAME=%00; NAME=y"])
def test_nobody_gets_in_without_a_session(review: InProcess, cookie: str) -> None:
    sent = cookie.replace("NAME", review.access.cookie)
    for route in review.pages:
        if route.path == LOGIN:
            continue
        answer = review.ask(
            route.method, route.address, Cookie=sent, Origin=review.origin, Sec_Fetch_Site="same-origin"
        )
        assert answer.status == 401, route
        assert FINDING not in answer.body
        shown = review.ask(
            route.method,
            route.address,
            Cookie=sent,
            Origin=review.origin,
            Sec_Fetch_Site="same-origin",
            Accept="text/html",
        )
        if review.shared and route.method == "GET":
            assert (shown.status, shown.headers["location"]) == (303, "/login"), route
        else:
            assert shown.status == 401, route


def test_the_api_knows_its_token_alone(review: InProcess) -> None:
    """No cookie, whoever's; and the token opens no page."""
    cookie = review.cookie_of(Role.OWNER)
    for route in review.routes:
        if not route.path.startswith("/api/"):
            if route.path != LOGIN:
                bearer = review.ask(
                    route.method,
                    route.address,
                    Authorization=f"Bearer {TOKEN}",
                    Origin=review.origin,
                    Sec_Fetch_Site="same-origin",
                )
                assert bearer.status == 401, route
            continue
        for headers in ({"Cookie": cookie}, {}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": TOKEN}):
            assert (
                review.ask(
                    route.method, route.address, Origin=review.origin, Sec_Fetch_Site="same-origin", **headers
                ).status
                == 401
            ), route
        assert review.ask(route.method, route.address, Authorization=f"Bearer {TOKEN}").status not in (401, 403), route


@pytest.mark.parametrize(
    "host",
    ["", "evil.test", "NAME.evil.test", "evil.NAME", "NAME.", "NAME:1", "NAME:", " NAME", "NAME,evil.test", "user@NAME",
     "NAME/", "127.0.0.1", "localhost", "LOCALHOST:8400", "Localhost:8400", "localhost.:8400", "localhost:8400.",
     "127.0.0.1.evil.test", "127.0.0.1.evil.test:8400", "127.1:8400", "2130706433:8400", "[::1]:8400", "0.0.0.0:8400",
     "REVIEW.firm.example", "review.firm.example:443", "0"],
)  # fmt: skip
def test_a_foreign_name_that_leads_here_is_refused(review: InProcess, host: str) -> None:
    """Before anything else is looked at, on all routes."""
    cookie, sent = review.cookie_of(Role.OWNER), host.replace("NAME", review.host)
    for path in [route.address for route in review.routes] + ["/static/page.js", "/?code=x", "/nothing"]:
        answer = review.ask("GET", path, Host=sent, Cookie=cookie, Authorization=f"Bearer {TOKEN}")
        assert answer.status == 421, path
        assert FINDING not in answer.body


def test_both_names_of_this_machine_are_right(alone: InProcess) -> None:
    cookie = alone.cookie_of(Role.OWNER)
    for host in ("127.0.0.1:8400", "localhost:8400"):
        assert alone.ask("GET", "/", Host=host, Cookie=cookie).status == 200
        other = {"127.0.0.1:8400": "localhost:8400", "localhost:8400": "127.0.0.1:8400"}[host]
        refused = alone.ask(
            "POST", "/undo", Host=host, Cookie=cookie, Origin=f"http://{other}", Sec_Fetch_Site="same-origin"
        )
        assert refused.status == 403, "each is an origin of its own"
        assert (
            alone.ask(
                "POST", "/undo", Host=host, Cookie=cookie, Origin=f"http://{host}", Sec_Fetch_Site="same-origin"
            ).status
            == 400
        )


def test_what_each_role_may_do(with_accounts: InProcess) -> None:
    """A GET needs a reader, anything else a reviewer, and what says so an owner."""
    cookies = {role: with_accounts.cookie_of(role) for role in Role}
    for route in with_accounts.pages:
        if route.path in (LOGIN, LOGOUT):
            continue
        needed = Role.OWNER if route.of_owners else Role.READER if route.method == "GET" else Role.REVIEWER
        if route.path in READERS_OWN:
            needed = Role.READER
        for role, cookie in cookies.items():
            answer = with_accounts.from_page(route.method, route.address, cookie)
            assert (answer.status == 403) is not role.includes(needed), (route, role, answer)


def _nothing() -> dict[str, str]:
    return {}


def test_what_owners_alone_may_do(with_accounts: InProcess) -> None:
    """A route says so for itself, or for all of its router; the walk sees both."""
    review = InProcess(with_accounts.store, shared=True)
    router = APIRouter()
    for add in (router.get, router.post):
        add("/by-router")(_nothing)
        add("/by-route", dependencies=[OWNER_ONLY])(_nothing)
    own = APIRouter()
    own.include_router(router, dependencies=[OWNER_ONLY])
    review.app.include_router(own)
    routes = [route for route in review.routes if "by-route" in route.path]
    assert [route.of_owners for route in routes] == [True] * 4
    for route in routes:
        statuses = [review.from_page(route.method, route.path, review.cookie_of(role)).status for role in Role]
        assert statuses == [403, 403, 200], route


def test_decisions_stand_with_the_name_of_the_account(with_accounts: InProcess) -> None:
    body = {"ids": [FINDING], "state": "confirmed", "ground": "mark"}
    for role in (Role.REVIEWER, Role.OWNER):
        cookie = with_accounts.cookie_of(role)
        (event,) = with_accounts.from_page("POST", "/decisions", cookie, body).json
        assert event["by"] == role.value
        (event,) = with_accounts.from_page("POST", "/undo", cookie).json
        assert event["by"] == role.value
    refused = with_accounts.from_page("POST", "/decisions", with_accounts.cookie_of(Role.READER), body)
    assert (refused.status, refused.json["title"]) == (403, "not allowed")
    by_token = with_accounts.ask(
        "POST", "/api/v1/decisions", b'{"ids": ["%s"], "state": "watch"}' % FINDING.encode(),
        Authorization=f"Bearer {TOKEN}", Content_Type="application/json",
    )  # fmt: skip
    assert by_token.json[0]["by"] == "A. Weber"


def test_nobody_takes_back_what_another_one_decided(with_accounts: InProcess) -> None:
    first, second = with_accounts.cookie_of(Role.REVIEWER), with_accounts.cookie_of(Role.OWNER)
    for cookie, number in ((first, 1), (second, 2)):
        body = {"ids": [f"taobao:{number}:nordwerk"], "state": "watch"}
        assert with_accounts.from_page("POST", "/decisions", cookie, body).status == 200
    (taken,) = with_accounts.from_page("POST", "/undo", first).json
    assert taken["finding_id"] == FINDING, "the last one is another's"
    nothing = with_accounts.from_page("POST", "/undo", first)
    assert (nothing.status, "reviewer" in nothing.body) == (400, True)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert with_accounts.ask("POST", "/api/v1/decisions/undo", **bearer).status in (200, 400)
    (taken,) = with_accounts.from_page("POST", "/undo", second).json
    assert taken["finding_id"] == "taobao:2:nordwerk"


def test_nobody_overwrites_what_a_colleague_decided_meanwhile(with_accounts: InProcess) -> None:
    first, second = with_accounts.cookie_of(Role.REVIEWER), with_accounts.cookie_of(Role.OWNER)
    seen = {"ids": [FINDING, "taobao:2:nordwerk"], "states": {FINDING: "new", "taobao:2:nordwerk": "new"}}
    assert with_accounts.from_page("POST", "/decisions", first, {**seen, "state": "confirmed"}).status == 200
    late = with_accounts.from_page("POST", "/decisions", second, {**seen, "state": "dismissed"})
    assert (late.status, "meanwhile" in late.body) == (409, True)
    again = with_accounts.from_page("POST", "/decisions", first, {**seen, "state": "watch"})
    assert again.status == 200, "one's own decision is no surprise"
    aware = {**seen, "states": {FINDING: "watch"}, "state": "later"}
    assert with_accounts.from_page("POST", "/decisions", second, aware).status == 200
    for cookie, number in ((second, 1), (first, 2)):
        for _ in range(number):
            assert with_accounts.from_page("POST", "/undo", cookie).status == 200


def test_no_get_changes_the_store(review: InProcess) -> None:
    cookie, before = review.cookie_of(Role.OWNER), _digest(review.store)
    asked = [route for route in review.routes if route.method in ("GET", "HEAD")]
    assert len(asked) > 5
    for route in asked:
        for query in ("", "?ids=taobao:1:nordwerk&state=confirmed", "?undo=1&_method=POST"):
            headers = {"Authorization": f"Bearer {TOKEN}"} if route.path.startswith("/api/") else {"Cookie": cookie}
            review.ask(route.method, route.address + query, **headers)
    assert _digest(review.store) == before


@pytest.mark.parametrize("target", ["//evil.test", "/\\evil.test", "https://evil.test", "/%09/evil.test"])
def test_no_address_leads_away(with_accounts: InProcess, target: str) -> None:
    for name in ("next", "url", "return", "code"):
        for path in ("/", "/login", "/finding/x"):
            answer = with_accounts.ask("GET", f"{path}?{name}={target}", Accept="text/html")
            assert answer.headers.get("location", "/login") == "/login"
            assert "evil" not in answer.body
    cookie = with_accounts.cookie_of(Role.OWNER)
    for path in ("//evil.test", "//evil.test/..", "/\\evil.test", "/login/"):
        answer = with_accounts.ask("GET", path, Cookie=cookie)
        assert "evil" not in answer.headers.get("location", "")
        assert answer.status == 404
