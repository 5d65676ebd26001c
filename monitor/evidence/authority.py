"""Asking a time-stamp authority over HTTP (RFC 3161, 3.4), within a total time and a total size.

The address is the user's own (settings.toml), so it may be one of a company or of this machine. Nothing else is
reached: redirects are not followed, no proxy is used.
"""

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from monitor.errors import MonitorError
from monitor.evidence.timestamp import LARGEST_REPLY

SECONDS = 20.0
"""For the whole of one question: name, connection, TLS, and the answer to its last byte."""
_CONNECT_SECONDS = 5.0
"""For one of the addresses of a name, so that the next has a turn."""
_LARGEST_HEAD = 16 * 1024
"""Bytes of status line, headers and chunk marks."""
_TOO_LONG = f"its answer has more than {LARGEST_REPLY // 1024} kB"
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class NoReply(MonitorError):
    """Raised when an authority could not be asked or gave no reply: one sentence that says why."""


def ask_authority(url: str, query: bytes, seconds: float = SECONDS) -> bytes:
    """Send a query (DER) and return the raw reply. Raises `NoReply`; the reply is not checked (`timestamp.py`)."""
    parts = _parts(url)
    deadline = time.monotonic() + seconds
    try:
        with _connect(parts, deadline) as connected:
            return _exchange(parts, query, connected, deadline)
    except TimeoutError:
        raise NoReply(f"no whole answer in time ({seconds:.0f} seconds at most)") from None
    except ssl.SSLCertVerificationError as error:
        raise NoReply(f"its TLS certificate is not valid ({error.verify_message})") from None
    except OSError as error:
        raise NoReply(f"it can't be reached ({error.strerror or type(error).__name__})") from None


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
        (parts.hostname or "").encode("idna")
    except ValueError:
        usable = False
    if not usable or parts.username is not None or not url.isascii() or not url.isprintable() or " " in url:
        raise NoReply("its address is no http or https address")
    return parts


def _exchange(parts: SplitResult, query: bytes, connected: socket.socket, deadline: float) -> bytes:
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.sock = _TimedSocket(connected, deadline)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": _QUERY, "Accept": _REPLY, "Connection": "close", "Host": parts.netloc}
    try:
        connection.request("POST", path, body=query, headers=headers)
        return _reply(connection.getresponse())
    except (http.client.HTTPException, ValueError):  # ValueError: lengths that are no numbers
        raise NoReply("its answer is not HTTP, or broke off") from None


def _reply(answer: http.client.HTTPResponse) -> bytes:
    if answer.status != http.client.OK:
        raise NoReply(f"it answered with HTTP status {answer.status}{_hint(answer.status)}")
    content_type = answer.headers.get_content_type()
    if content_type != _REPLY:
        raise NoReply(f"it answered with {_plain(content_type)}; expected {_REPLY}")
    reply = answer.read(LARGEST_REPLY + 1)
    if len(reply) > LARGEST_REPLY:
        raise NoReply(_TOO_LONG)
    if not reply or answer.length:
        raise NoReply("its answer is empty, or broke off")
    return reply


def _hint(status: int) -> str:
    return ", a redirect; write the new address into settings.toml" if 300 <= status < 400 else ""


def _plain(words: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in words)[:100]


def _connect(parts: SplitResult, deadline: float) -> socket.socket:
    """Connect to the first of the name's addresses that answers; with TLS for https."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    problem: OSError = TimeoutError()
    for family, kind, protocol, _, address in _addresses(host, port, deadline):
        connected = socket.socket(family, kind, protocol)
        try:
            connected.settimeout(min(_CONNECT_SECONDS, _left(deadline)))
            connected.connect(address)
            connected.settimeout(_left(deadline))
            if parts.scheme == "https":
                return ssl.create_default_context().wrap_socket(connected, server_hostname=host)
        except OSError as error:
            connected.close()
            problem = error
        else:
            return connected
    raise problem


def _addresses(host: str, port: int, deadline: float) -> list[Any]:
    """The addresses of a name. The resolver has no time limit of its own, so it is asked in a thread."""
    answers: queue.SimpleQueue[list[Any] | OSError] = queue.SimpleQueue()

    def resolve() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put(OSError(0, "its name is not known"))

    threading.Thread(target=resolve, daemon=True).start()
    try:
        answer = answers.get(timeout=_left(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _left(deadline: float) -> float:
    """The seconds until the deadline. Raises `TimeoutError` when it is past."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


@dataclass
class _TimedSocket:
    """What http.client uses of a socket, with one deadline for all of it and a most of bytes."""

    connected: socket.socket
    deadline: float

    def sendall(self, data: bytes) -> None:
        self.connected.settimeout(_left(self.deadline))
        self.connected.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self.connected, self.deadline))

    def close(self) -> None:
        """Leave it open: who connected it closes it."""


class _TimedReader(io.RawIOBase):
    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._connected = connected
        self._deadline = deadline
        self._most = LARGEST_REPLY + _LARGEST_HEAD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._connected.settimeout(_left(self._deadline))
        count = self._connected.recv_into(buffer)
        self._most -= count
        if self._most < 0:
            raise NoReply(_TOO_LONG)
        return count
