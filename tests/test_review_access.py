"""Who may ask the review, and from where: tokens, the login code, hosts, requests that other sites cause."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.review.serve import serve
from monitor.review.site import Place
from monitor.store.store import open_store
from tests.review_app import InProcess
from tests.review_server import TOKEN, Review, review
from tests.store_helper import finding, listing, make_store, visit

ONE = "taobao:1:nordwerk"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = make_store(tmp_path_factory.mktemp("review"), [visit((listing("1"), finding()))])
    store.close()
    return store.root


@pytest.fixture(scope="module")
def running(root: Path) -> Iterator[Review]:
    with review(root) as its:
        its.log_in()
        yield its


def _state(running: Review) -> str:
    return str(running.api("GET", f"/findings/{ONE}").json["state"])


def test_the_login_code_works_once(root: Path) -> None:
    with review(root) as fresh:
        assert fresh.ask("GET", "/?code=wrong").status == 401
        assert fresh.ask("GET", "/").status == 401
        fresh.log_in()
        assert fresh.ask("GET", f"/?code={fresh.code}").status == 401
        assert fresh.page("GET", "/").status == 200
        set_cookie = fresh.ask("GET", "/?code=wrong").headers.get("set-cookie")
        assert set_cookie is None


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example", "127.0.0.1:1", "0", ""])
def test_a_foreign_name_that_leads_here_is_refused(running: Review, host: str) -> None:
    """Whatever else the request brings."""
    for path in ("/", "/?code=x", "/api/v1/findings", "/static/review.js"):
        answer = running.ask("GET", path, Host=host, Cookie=running.cookie, Authorization=f"Bearer {TOKEN}")
        assert answer.status in (400, 421), path
        assert ONE not in answer.body


def test_the_api_wants_its_token_and_no_cookie(running: Review) -> None:
    assert running.api("GET", "/findings").status == 200
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {TOKEN}"}, {"Cookie": running.cookie}):
        answer = running.ask("GET", "/api/v1/findings", **headers)
        assert answer.status == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["status"] == 401
    assert running.ask("GET", "/", Authorization=f"Bearer {TOKEN}").status == 401


def _routes(root: Path) -> list[tuple[str, str]]:
    """Method and address of every route of the pages, however they were put together."""
    return [(route.method, route.address) for route in InProcess(open_store(root)).pages]


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec_Fetch_Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec_Fetch_Site": "same-site", "Origin": "OWN"},
        {"Sec_Fetch_Site": "none", "Origin": "OWN"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "null"},
        {"Sec_Fetch_Site": "same-origin"},
        {"Origin": "OWN"},
        {"Origin": "https://evil.example"},
        {},
    ],
)
def test_no_other_site_makes_the_browser_decide(running: Review, root: Path, sent: dict[str, str]) -> None:
    """Every route that changes anything, those that will be added included."""
    changing = [path for method, path in _routes(root) if method not in ("GET", "HEAD")]
    assert "/decisions" in changing
    headers = {name: value.replace("OWN", running.origin) for name, value in sent.items()}
    for path in changing:
        answer = running.ask("POST", path, {"ids": [ONE], "state": "confirmed"}, Cookie=running.cookie, **headers)
        assert answer.status == 403, path
    assert _state(running) == "new"


def test_every_page_wants_the_cookie(running: Review, root: Path) -> None:
    name = running.cookie.partition("=")[0]
    for method, address in _routes(root):
        assert running.ask(method, address, Origin=running.origin, Sec_Fetch_Site="same-origin").status == 401, address
        assert (
            running.ask(method, address, Cookie=f"{name}=x", Origin=running.origin, Sec_Fetch_Site="same-origin").status
            == 401
        )


def test_a_page_of_ours_decides_and_takes_back(running: Review) -> None:
    answer = running.page("POST", "/decisions", {"ids": [ONE], "state": "confirmed", "ground": "mark", "took_ms": 900})
    assert (answer.status, answer.json[0]["by"], answer.json[0]["ground"]) == (200, "A. Weber", "mark")
    assert _state(running) == "confirmed"
    assert running.page("POST", "/undo", {}).json[0]["state"] == "new"
    assert _state(running) == "new"


def test_every_answer_forbids_what_no_page_needs(running: Review) -> None:
    for answer in (running.page("GET", "/"), running.page("GET", "/nothing"), running.ask("GET", "/"),
                   running.api("GET", "/findings"), running.ask("GET", "/", Host="x")):  # fmt: skip
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_head_is_answered_as_get_is(running: Review) -> None:
    """With the same status and headers; and, of somebody who looks at a link before a person does, no login."""
    for path in ("/", "/case", "/overview", f"/finding/{ONE}", "/export?format=csv", "/static/page.js"):
        answer = running.page("HEAD", path)
        assert (answer.status, answer.body) == (200, ""), path
        assert answer.headers["content-type"] == running.page("GET", path).headers["content-type"]
    assert running.page("HEAD", "/nothing").status == 404
    assert running.api("HEAD", "/findings").status == 200


def test_a_link_that_is_looked_at_before_it_is_opened_still_works(root: Path) -> None:
    with review(root) as fresh:
        assert fresh.ask("HEAD", f"/?code={fresh.code}").status == 401
        fresh.log_in()
        assert fresh.page("GET", "/").status == 200


def test_a_body_that_is_too_large_is_not_read(running: Review) -> None:
    """Whether its length is said or not; nothing is decided."""
    body = {"ids": [ONE], "state": "watch", "note": "x" * 9_000_000}
    for answer in (running.page("POST", "/decisions", body), running.api("POST", "/decisions", body),
                   running.page("POST", "/language", {"language": "en", "x": "x" * 2_000})):  # fmt: skip
        assert answer.status == 413
        assert answer.json["detail"] == "more was sent than is read at once; nothing was done"
    assert _state(running) == "new"


def test_as_many_decisions_as_are_allowed_are_read(running: Review) -> None:
    ids = [f"alibaba_1688:{'9' * 60}{n}:a-brand-of-many-letters" for n in range(10_000)]
    body = {"ids": ids, "state": "watch", "seen": dict.fromkeys(ids, "f" * 64), "states": dict.fromkeys(ids, "new")}
    answer = running.api("POST", "/decisions", body)
    assert (answer.status, "no finding" in answer.body) == (400, True)


def test_an_address_that_others_reach_is_refused(root: Path) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.5", "example.com"):
        with pytest.raises(InputError, match="others could reach"):
            serve(
                open_store(root), Place(host, 0), token=None, reviewer="A", watchlist=root / "watchlist.toml",
                announce=lambda *_: None,
            )  # fmt: skip
