"""A marketplace's stand-in on loopback, for tests: a real HTTP server whose answers the test decides."""

import threading
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


@dataclass
class Site:
    """`answer(host, path)` gives (status, headers, body); all requests are kept in `asked`."""

    answer: Callable[[str, str], tuple[int, dict[str, str], bytes]]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def pages(self) -> list[str]:
        """Paths asked for, without robots.txt."""
        return [one.path for one in self.asked if not one.path.startswith("/robots.txt")]


@contextmanager
def serve(answer: Callable[[str, str], tuple[int, dict[str, str], bytes]]) -> Iterator[Site]:
    """Serve on a free port while the block runs."""
    site = Site(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("X-Forwarded-Host") or self.headers.get("Host") or ""
            site.asked.append(Asked(host, self.path, dict(self.headers)))
            status, headers, body = site.answer(host, self.path)
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

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
