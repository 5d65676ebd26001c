"""The WARC file of a capture: read and checked by warcio, whatever a site or a record says."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from monitor.evidence.warc import body_in, warc_file

AT = "2026-11-25T02:08:01.000000Z"
PAGE = "<html>电钻</html>".encode() * 50
HOP: dict[str, Any] = {
    "url": "https://item.example/1?a=b#part",
    "method": "GET",
    "request_headers": [["User-Agent", "monitor"], ["Cookie", "(redacted)"]],
    "sent_at": "2026-11-25T02:08:00.123456Z",
    "status": 200,
    "reason": "OK",
    "headers": [["Content-Type", "text/html"], ["Content-Encoding", "gzip"], ["Content-Length", "77"]],
    "protocol": "HTTP/1.1",
    "address": "192.0.2.7",
    "rendered": False,
}


def records(data: bytes) -> list[tuple[str, Any, Any, bytes]]:
    """Type, record headers, HTTP headers and content of each record, with all digests right."""
    return [
        (record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(data), check_digests="raise")
    ]


def made(*hops: dict[str, Any], body: bytes = PAGE, **info: str) -> bytes:
    return warc_file(hops, body, "text/html", {"software": "monitor", **info}, AT)


def test_request_and_response_of_each_hop(tmp_path: Path) -> None:
    redirect = {**HOP, "url": "https://item.example/", "status": 302, "headers": [["Location", "/1?a=b"]]}
    data = made(redirect, HOP)
    info, *exchanges = records(data)
    assert info[0] == "warcinfo"
    assert info[3] == b"software: monitor\r\n"
    assert [kind for kind, *_ in exchanges] == ["response", "request", "response", "request"]
    (_, first, first_http, nothing), (_, asked, _, _), (_, last, last_http, body), (_, _, request, _) = exchanges
    assert (first["WARC-Truncated"], first_http["Location"], nothing) == ("unspecified", "/1?a=b", b"")
    assert asked["WARC-Concurrent-To"] == first["WARC-Record-ID"]
    assert (last["WARC-Target-URI"], last["WARC-IP-Address"], last["WARC-Date"]) == (
        HOP["url"], "192.0.2.7", HOP["sent_at"],
    )  # fmt: skip
    assert (last_http.protocol, last_http.statusline, body) == ("HTTP/1.1", "200 OK", PAGE)
    assert last["WARC-Payload-Digest"].startswith("sha256:")
    assert (request.protocol, request.statusline, request["Cookie"]) == ("GET", "/1?a=b HTTP/1.1", "(redacted)")
    assert body_in(data) == PAGE
    assert len({record[1]["WARC-Record-ID"] for record in records(data)}) == 5
    (tmp_path / "capture.warc.gz").write_bytes(data)
    checked = subprocess.run([Path(sys.executable).parent / "warcio", "check", "-v", "capture.warc.gz"], cwd=tmp_path,
                             capture_output=True, text=True, check=False)  # fmt: skip
    assert (checked.returncode, checked.stdout.count("digest pass")) == (0, 5)


def test_the_message_is_true_to_its_body() -> None:
    """The body is the kept one: what speaks of the bytes on the wire is renamed, and the length is the body's."""
    _, (_, _, http, body), _ = records(made({**HOP, "headers": [*HOP["headers"], ["transfer-encoding", "chunked"]]}))
    assert http["Content-Length"] == str(len(body))
    assert http["Content-Encoding"] is None
    assert http["Transfer-Encoding"] is None
    assert (http["X-Archive-Orig-Content-Encoding"], http["X-Archive-Orig-Content-Length"]) == ("gzip", "77")
    assert http["X-Archive-Orig-transfer-encoding"] == "chunked"


def test_a_page_from_a_browser_is_no_servers_answer() -> None:
    hop = {**HOP, "request_headers": None, "address": None, "rendered": True}
    data = made(hop)
    _, (kind, response, _, nothing), (last, resource, _, body) = records(data)
    assert (kind, response["WARC-Truncated"], response["WARC-IP-Address"], nothing) == (
        "response", "unspecified", None, b"",
    )  # fmt: skip
    assert (last, resource["Content-Type"], body) == ("resource", "text/html", PAGE)
    assert body_in(data) == PAGE


def test_the_same_page_gives_the_same_bytes() -> None:
    assert made(HOP) == made(HOP)
    assert made(HOP) != made({**HOP, "status": 404})


text = st.text(max_size=40) | st.sampled_from(
    [
        "a\r\nWARC-Type: response",
        "\r\n\r\nWARC/1.1\r\n",
        "x\ny: z",
        "\udc80",
        "\x85",
        "\u2028",
        "ä: ö",
        "",
        " ",
        "\t\n b",
    ]
)
headers = st.lists(st.tuples(text, text), max_size=5)


@given(url=text, method=text, reason=text, names=headers, asked=headers, status=st.integers() | text, info=text,
       body=st.binary(max_size=200))  # fmt: skip
def test_nothing_that_a_site_says_leaves_its_line(
    url: str, method: str, reason: str, names: list[tuple[str, str]], asked: list[tuple[str, str]], status: object,
    info: str, body: bytes,
) -> None:  # fmt: skip
    hop = {**HOP, "url": f"https://a.example/{url}", "method": method, "reason": reason, "headers": names,
           "request_headers": asked, "status": status, "address": url}  # fmt: skip
    data = made(hop, body=body, description=info)
    read = records(data)
    assert [kind for kind, *_ in read] == ["warcinfo", "response", "request"]
    assert len(read[0][3].splitlines()) == 2 or b"\x85" in read[0][3]
    assert read[1][3] == body
    assert len(read[1][2].headers) == len(names) + 1
    assert len(read[2][2].headers) == len(asked)
    assert read[1][1]["Content-Type"] == "application/http; msgtype=response"
    assert body_in(data) == body
