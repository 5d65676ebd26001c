"""A marketplace's stand-in on loopback, for tests: a real HTTP server whose answers, and faults, the test decides."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request as the server saw it."""

    host: str
    path: str
    headers: dict[str, str]
    began: float = 0.0
    ended: float = 0.0
    """Seconds, monotonic."""


Answer = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]
"""Status, headers and body; or what is done with the connection instead."""


@dataclass
class Site:
    """`answer(host, path)` says what comes; all requests are kept in `asked`."""

    answer: Callable[[str, str], Answer]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def pages(self) -> list[str]:
        """Paths asked for, without robots.txt."""
        return [one.path for one in self.asked if not one.path.startswith("/robots.txt")]


@contextmanager
def serve(answer: Callable[[str, str], Answer], tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve on a free port while the block runs."""
    site = Site(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("X-Forwarded-Host") or self.headers.get("Host") or ""
            asked = Asked(host, self.path, dict(self.headers), time.monotonic())
            site.asked.append(asked)
            try:
                self._answer(site.answer(host, self.path))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the crawler had enough
            asked.ended = time.monotonic()

        def _answer(self, answer: Answer) -> None:
            if callable(answer):
                answer(self)
                self.close_connection = True
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (http.server's name)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
