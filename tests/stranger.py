"""A stranger's server on this machine, which nothing may ask: it remembers what it was asked for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Stranger:
    url: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def stranger_server() -> Iterator[Stranger]:
    """Serve until the block ends."""

    class Counted(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            its.asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 (the name is the base's)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counted)
    its = Stranger(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield its
    finally:
        server.shutdown()
        server.server_close()
