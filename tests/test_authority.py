"""Asking a time-stamp authority: whatever it does, there is a raw reply or one sentence, in bounded time and memory."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.evidence.authority import NoReply, ask_authority
from monitor.evidence.timestamp import LARGEST_REPLY
from tests.time_authority import REPLY_TYPE, Answer, make_certificate, needs_openssl, send, serve_authority

GOOD = b"0\x03\x02\x01\x00"


def refusal(answer: Callable[[bytes], Answer], seconds: float = 10) -> str:
    """What is said of an authority's answer."""
    with serve_authority(answer) as served, pytest.raises(NoReply) as caught:
        ask_authority(served.url, b"query", seconds)
    assert str(caught.value).isprintable()
    return str(caught.value)


def raw(*pieces: bytes, close: bool = True) -> Callable[[bytes], Answer]:
    """Bytes on the connection instead of an answer."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
        if not close:
            handler.connection.recv(1)  # until the client has had enough

    return lambda _: answer


def test_the_query_is_posted_and_the_reply_comes_back_as_it_is() -> None:
    seen: list[tuple[str, str, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append((handler.command, handler.path, handler.headers["Content-Type"]))
        send(handler, GOOD)

    with serve_authority(lambda _: answer) as served:
        assert ask_authority(served.url + "?a=1", b"query") == GOOD
        assert served.queries == [b"query"]
    assert seen == [("POST", "/tsr?a=1", "application/timestamp-query")]


def test_parameters_of_the_content_type_and_chunks_are_fine() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: Application/Timestamp-Reply; x=1\r\nTransfer-Encoding: chunked\r\n\r\n"
    with serve_authority(raw(head, b"2\r\n0\x03\r\n3\r\n\x02\x01\x00\r\n0\r\n\r\n")) as served:
        assert ask_authority(served.url, b"query") == GOOD


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    with serve_authority(raw(b"HTTP/1.0 200 OK\r\nContent-Type: application/timestamp-reply\r\n\r\n", GOOD)) as served:
        assert ask_authority(served.url, b"query") == GOOD


def test_an_answer_of_exactly_the_limit_is_read() -> None:
    with serve_authority(lambda _: bytes(LARGEST_REPLY)) as served:
        assert len(ask_authority(served.url, b"query")) == LARGEST_REPLY


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_an_error_status(status: int) -> None:
    assert f"HTTP status {status}" in refusal(lambda _: lambda handler: send(handler, GOOD, status))


def test_a_redirect_is_not_followed() -> None:
    with serve_authority(lambda _: GOOD) as elsewhere:

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(307)
            handler.send_header("Location", elsewhere.url)
            handler.end_headers()

        assert "redirect" in refusal(lambda _: answer)
        assert elsewhere.queries == []


def test_a_page_instead_of_a_reply() -> None:
    page = b"<html>log in to the hotel's network</html>"
    assert "text/html" in refusal(lambda _: lambda handler: send(handler, page, media_type="text/html; charset=utf-8"))


def test_an_empty_answer() -> None:
    assert "empty" in refusal(lambda _: b"")


def test_twenty_megabytes_with_a_length() -> None:
    assert "64 kB" in refusal(lambda _: bytes(20 * 2**20))


def test_endless_bytes_without_a_length() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/timestamp-reply\r\n\r\n")
        while True:
            handler.wfile.write(bytes(10_000))

    assert "64 kB" in refusal(lambda _: answer)


def test_endless_headers() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-Padding: " + b"x" * 5000 + b"\r\n")

    refusal(lambda _: answer)


def test_endless_continues() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    refusal(lambda _: answer)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: 5\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", HEAD[:30], HEAD, HEAD + GOOD[:3]], ids=["nothing", "head", "body", "most"])
def test_an_authority_that_hangs(sent: bytes) -> None:
    assert "in time" in refusal(raw(sent, close=False), seconds=0.3)


@pytest.mark.parametrize("before", [b"HTTP/1.1 200 OK\r\nX-Slow: ", HEAD.replace(b"5", b"5000")], ids=["head", "body"])
def test_an_authority_that_sends_byte_after_byte(before: bytes) -> None:
    """Each byte comes long before a time limit of its own would be over; it never ends."""
    stop = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(before)
        while not stop.wait(0.05):
            handler.wfile.write(b"x")

    try:
        assert "in time" in refusal(lambda _: answer, seconds=0.5)
    finally:
        stop.set()


@pytest.mark.parametrize("sent", [HEAD[:30], HEAD, HEAD + GOOD[:3], b"SSH-2.0-OpenSSH\r\n", b"\xff\xfe\x00\r\n\r\n"])
def test_an_answer_that_breaks_off_or_is_no_http(sent: bytes) -> None:
    refusal(raw(sent))


def test_nobody_listens() -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with pytest.raises(NoReply, match="can't be reached"):
        ask_authority(f"http://127.0.0.1:{port}/", b"query")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tsa",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://",
        "http://127.0.0.1:99999/",
        "http://a:b@127.0.0.1/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: y",
        "http://[::1/",
        "http://.x/",
        "http://127.0.0.1:0/",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(NoReply, match="is no http or https address"):
        ask_authority(url, b"query")


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NoReply, match="its name is not known"):
        ask_authority("http://tsa.example/", b"query")


def test_a_resolver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: free.wait(60))
    with pytest.raises(NoReply, match="in time"):
        ask_authority("http://tsa.example/", b"query", seconds=0.2)
    free.set()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"), "localhost")


def tls_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context


@needs_openssl
def test_https_with_a_certificate_that_the_machine_trusts(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve_authority(lambda _: GOOD, tls_server(certificate)) as served:
        assert ask_authority(served.url.replace("127.0.0.1", "localhost"), b"query") == GOOD
        with pytest.raises(NoReply, match="TLS certificate is not valid"):  # of another name
            ask_authority(served.url, b"query")


@needs_openssl
def test_https_with_a_certificate_that_nobody_trusts(certificate: Path) -> None:
    with (
        serve_authority(lambda _: GOOD, tls_server(certificate)) as served,
        pytest.raises(NoReply, match="TLS certificate is not valid"),
    ):
        ask_authority(served.url, b"query")
    assert served.queries == []


def test_https_where_none_is_spoken_or_the_handshake_hangs() -> None:
    with serve_authority(lambda _: GOOD) as served, pytest.raises(NoReply):
        ask_authority(served.url.replace("http:", "https:"), b"query")
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(NoReply, match="in time"):
            ask_authority(f"https://127.0.0.1:{port}/", b"query", seconds=0.3)


@pytest.fixture(scope="module")
def echo() -> Iterator[tuple[str, list[bytes]]]:
    """An authority that sends what the list says."""
    answers: list[bytes] = [b""]
    with serve_authority(lambda _: lambda handler: handler.wfile.write(answers[0]) and None) as served:
        yield served.url, answers


LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 100 C",
        b"HTTP/9.9 200",
        b"HTTP/1.1 x",
        f"Content-Type: {REPLY_TYPE}".encode(),
        b"Content-Length: -1",
        b"Content-Length: 5",
        b"Content-Length: 9" + b"9" * 5000,
        b"Transfer-Encoding: chunked",
        b"",
        b"",
        b"5",
        b"fffffffffff",
        b"-5",
        b"zz",
        b"0",
        b":",
        b" folded",
        b"\x00\xff",
        b"Content-Type: \xff",
        GOOD,
    ]
)


@settings(max_examples=200)
@given(lines=st.lists(LINES, max_size=9) | st.just([]), tail=st.binary(max_size=20))
def test_any_answer(echo: tuple[str, list[bytes]], lines: list[bytes], tail: bytes) -> None:
    url, answers = echo
    answers[0] = b"\r\n".join([*lines, tail])
    with contextlib.suppress(NoReply):
        ask_authority(url, b"query", seconds=5)
