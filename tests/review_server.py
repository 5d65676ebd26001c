"""`monitor review` as a process, and a client that sends exactly what a test says."""

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOKEN = "token-of-the-test"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str
    data: bytes = b""
    """The body as it came."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Review:
    """A running review. `cookie` is that of its one session, once logged in."""

    port: int
    code: str
    """Empty where people log in with accounts."""
    origin: str
    cookie: str = ""

    @property
    def host(self) -> str:
        return self.origin.partition("://")[2]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request with these headers and no others; `Host` is the right one unless it is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        data = b"" if body is None else json.dumps(body).encode()
        for name, value in {"Host": self.host, **sent}.items():
            if value:
                connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return Answer(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            data.decode(errors="replace"),
            data,
        )

    def api(self, method: str, path: str, body: Any = None) -> Answer:
        """As a program with the token asks."""
        return self.ask(method, f"/api/v1{path}", body, Authorization=f"Bearer {TOKEN}")

    def page(self, method: str, path: str, body: Any = None) -> Answer:
        """As a page of the application asks, in a browser that is logged in."""
        own = {"Origin": self.origin, "Sec_Fetch_Site": "same-origin"}
        return self.ask(method, path, body, Cookie=self.cookie, **own)

    def log_in(self) -> None:
        answer = self.ask("GET", f"/?code={self.code}")
        assert answer.status == 303, answer
        self.cookie = answer.headers["set-cookie"].partition(";")[0]


@contextmanager
def review(store: Path, *options: str, log: Path | None = None) -> Iterator[Review]:
    """Run `monitor review` on a store, on any free port. `log`: where to write down all that it printed."""
    command = [sys.executable, "-m", "monitor", "review", "--store", str(store), "--port", "0", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--token", TOKEN, "--by", "A. Weber", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        printed = re.fullmatch(r"Review: (https?://[^/]+)/(?:\?code=(\S+))?\n", line)
        assert printed, line + process.stdout.read()
        given = dict(zip(options[::2], options[1::2], strict=True))
        port = given.get("--port") or printed[1].rpartition(":")[2]
        yield Review(int(port), printed[2] or "", printed[1])
    finally:
        process.terminate()
        process.wait(20)
        if log is not None:
            log.write_text(line + process.stdout.read())
