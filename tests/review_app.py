"""The review's application in this process: its routes, walked, and requests that say exactly what a test wants."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI

from monitor.account import Account, Role
from monitor.review.access import OWNER_ONLY, Access
from monitor.review.app import make_app
from monitor.review.login import Logins
from monitor.review.passwords import hash_password
from monitor.review.sessions import Sessions
from monitor.review.site import Site
from monitor.store.store import Store, open_store
from monitor.store.write.accounts import insert_account
from tests.review_server import TOKEN, Answer
from tests.store_helper import NOON

FINDING, SELLER = "taobao:1:nordwerk", "taobao:id:7001"
PASSWORD = "correct horse battery staple"
_VALUES = {"finding_id": FINDING, "key": SELLER}
"""What stands for the variable parts of addresses; `x` for those that are not here."""


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    of_owners: bool

    @property
    def address(self) -> str:
        return re.sub(r"\{(\w+)[^}]*\}", lambda part: _VALUES.get(part[1], "x"), self.path)


@dataclass
class InProcess:
    """The application over a store; with accounts, or as for the one person of a machine."""

    store: Store
    shared: bool = False
    clock: Clock = field(default_factory=Clock)
    is_behind_proxy: bool = False
    client: str = "192.0.2.1"
    """Where requests come from."""

    def __post_init__(self) -> None:
        sessions = Sessions(self.clock)
        scheme, host = ("https", "review.firm.example") if self.shared else ("http", "127.0.0.1:8400")
        self.host, self.origin = host, f"{scheme}://{host}"
        hosts = (host,) if self.shared else (host, "localhost:8400")
        self.access = Access(
            site=Site(scheme, hosts), frames=Site(scheme, (f"pages.{host}",)), token=TOKEN,
            person=Account("A. Weber", Role.OWNER), sessions=sessions,
            logins=Logins(self.store, sessions, self.clock, is_behind_proxy=self.is_behind_proxy)
            if self.shared else None,
        )  # fmt: skip
        self.app = make_app(self.store, self.access, self.store.root / "watchlist.toml")

    @property
    def routes(self) -> list[Route]:
        """All that is answered, however the routers were put together."""
        return list(_walk(self.app))

    @property
    def pages(self) -> list[Route]:
        return [route for route in self.routes if not route.path.startswith("/api/")]

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send these headers and no others; `Host` is the right one unless it is given."""
        given = {"Host": self.host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return asyncio.run(_answer(self.app, method, path, given, body, self.client))

    def from_page(self, method: str, path: str, cookie: str, body: Any = None) -> Answer:
        """As a page of the application asks."""
        headers = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin", "Cookie": cookie}
        data = b"" if body is None else json.dumps(body).encode()
        return self.ask(method, path, data, Content_Type="application/json", **headers)

    def log_in(self, name: str, password: str = PASSWORD, **headers: str) -> Answer:
        """Send the form of the login page."""
        own = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        sent = {**own, "Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", "/login", urlencode({"name": name, "password": password}).encode(), **sent)

    def cookie_of(self, role: Role) -> str:
        """The cookie of somebody who is logged in with this role, whose name is the role's."""
        if not self.shared:
            assert role is Role.OWNER
            return f"{self.access.cookie}={self.access.sessions.begin(self.access.person, None)}"
        account = Account(role.value, role)
        return f"{self.access.cookie}={self.access.sessions.begin(account, _password_hash())}"


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def cookie_in(answer: Answer) -> str:
    assert answer.status == 303, answer
    return answer.headers["set-cookie"].partition(";")[0]


def shared(root: Path, **options: Any) -> InProcess:
    """With an account for each role."""
    store = open_store(root, write=True)
    with store.write() as connection:
        for role in Role:
            insert_account(connection, role.value, role, _password_hash(), at=NOON)
    return InProcess(store, shared=True, **options)


def _walk(app: FastAPI) -> Iterator[Route]:
    waiting: list[Any] = list(app.routes)
    while waiting:
        route = waiting.pop()
        if hasattr(route, "effective_candidates"):
            waiting += route.effective_candidates()
        for method in getattr(route, "methods", None) or ():
            yield Route(method, route.path, OWNER_ONLY in getattr(route, "dependencies", ()))


async def _answer(app: FastAPI, method: str, path: str, headers: dict[str, str], body: bytes, client: str) -> Answer:
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items() if value],
        "client": (client, 50_000), "server": ("127.0.0.1", 8400),
    }  # fmt: skip
    incoming = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop()
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    data = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    answered = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], answered, data.decode(errors="replace"), data)
