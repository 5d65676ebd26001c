"""A capture's WARC file (WARC 1.1, ISO 28500:2017), made of the record of a fetch and the kept body.

The kept body is what the server sent after Content-Encoding was undone. So that each response is a true HTTP message,
the headers that speak of the bytes on the wire are renamed (`X-Archive-Orig-Content-Encoding`), and Content-Length is
that of the body. What comes from strangers stays inside its line: control characters are written as %0D.

The same record and body give the same bytes.
"""

import gzip
import hashlib
import io
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator

WIRE_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""They speak of the bytes on the wire, which are not kept: `RENAMED` stands before their names."""
RENAMED = "X-Archive-Orig-"
_NOT_IN_NAME = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NOT_IN_ADDRESS = re.compile(r"[^!-~]")
_AUTHORITY = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_LEVEL = 3
"""Of gzip: 6 takes twice as long and saves 13 % (seven pages of sites, 2026-11)."""
Headers = Sequence[Sequence[str]]


def warc_file(
    hops: Sequence[Mapping[str, Any]], body: bytes, media_type: str | None, info: Mapping[str, str], at: str
) -> bytes:
    """The file's bytes, gzip for each record.

    `hops`: as `monitor.fetch.record` notes them; only the last has a body, those of redirects and retries are not kept.
    `info`: of the program and the machine. `at`: when the page was asked for (UTC, ISO 8601), for hops that don't say.
    """
    made = _Warc(str(hops[0].get("sent_at") or at) if hops else at)
    made.add("warcinfo", None, _fields(info), content_type="application/warc-fields")
    for number, hop in enumerate(hops):
        is_last = number == len(hops) - 1
        # what a browser shows in the end is no server's answer: it stands by itself
        made.exchange(hop, body if is_last and not hop.get("rendered") else None)
        if is_last and hop.get("rendered"):
            made.add("resource", hop, body, content_type=_one_line(media_type or "application/octet-stream"))
    return made.data


def body_in(warc: bytes) -> bytes | None:
    """The kept body in a file that `warc_file` made; None when it holds none. For reading a sealed page again."""
    body = None
    for record in ArchiveIterator(io.BytesIO(warc)):
        is_body = record.rec_type in ("response", "resource") and not record.rec_headers.get_header("WARC-Truncated")
        content = record.content_stream().read()
        body = content if is_body else body
    return body


class _Warc:
    """A file in the making."""

    def __init__(self, begun: str) -> None:
        self.data = b""
        self._begun = begun
        self._info_id: str | None = None
        self._records = 0

    def exchange(self, hop: Mapping[str, Any], body: bytes | None) -> None:
        """Add what was asked, where that is known, and what was answered."""
        response = _status_line(hop) + _header_block(_answer_headers(hop.get("headers") or (), body)) + (body or b"")
        more = {"WARC-Payload-Digest": _digest(body or b"")}
        if body is None:
            more["WARC-Truncated"] = "unspecified"
        answer_id = self.add("response", hop, response, content_type="application/http; msgtype=response", more=more)
        asked = hop.get("request_headers")
        if asked is not None:
            request = _request_line(hop) + _header_block(asked)
            self.add(
                "request", hop, request, content_type="application/http; msgtype=request",
                more={"WARC-Concurrent-To": answer_id},
            )  # fmt: skip

    def add(
        self,
        kind: str,
        hop: Mapping[str, Any] | None,
        block: bytes,
        *,
        content_type: str,
        more: Mapping[str, str] | None = None,
    ) -> str:
        """Add a record; returns its id."""
        date = str(hop.get("sent_at") or self._begun) if hop is not None else self._begun
        address = hop.get("address") if hop is not None else None
        digest = _digest(block)
        record_id = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self._records} {kind} {date} {digest}')}>"
        headers = {
            "WARC-Type": kind,
            "WARC-Record-ID": record_id,
            "WARC-Date": date,
            "WARC-Target-URI": _address(str(hop.get("url") or "about:blank")) if hop is not None else None,
            "WARC-IP-Address": str(address) if address else None,
            "WARC-Warcinfo-ID": self._info_id,
            **(more or {}),
            "WARC-Block-Digest": digest,
            "Content-Type": content_type,
            "Content-Length": str(len(block)),
        }
        head = "WARC/1.1\r\n" + "".join(f"{name}: {_one_line(text)}\r\n" for name, text in headers.items() if text)
        self.data += gzip.compress(head.encode() + b"\r\n" + block + b"\r\n\r\n", _LEVEL, mtime=0)
        self._records += 1
        if kind == "warcinfo":
            self._info_id = record_id
        return record_id


def _answer_headers(headers: Headers, body: bytes | None) -> Iterable[Sequence[str]]:
    for name, value in headers:
        yield (f"{RENAMED}{name}" if name.strip().lower() in WIRE_HEADERS else name), value
    yield "Content-Length", str(len(body or b""))


def _status_line(hop: Mapping[str, Any]) -> bytes:
    version = "HTTP/1.0" if hop.get("protocol") == "HTTP/1.0" else "HTTP/1.1"
    return _latin(f"{version} {_one_line(str(hop.get('status')))} {_one_line(hop.get('reason') or '')}") + b"\r\n"


def _request_line(hop: Mapping[str, Any]) -> bytes:
    path = _AUTHORITY.sub("", _address(str(hop.get("url", ""))), count=1).partition("#")[0]
    path = path if path.startswith("/") else f"/{path}"
    return _latin(f"{_NOT_IN_NAME.sub('_', str(hop.get('method') or 'GET'))} {path} HTTP/1.1") + b"\r\n"


def _header_block(headers: Iterable[Sequence[str]]) -> bytes:
    lines = (f"{_NOT_IN_NAME.sub('_', name.strip()) or '_'}: {_one_line(value)}\r\n" for name, value in headers)
    return _latin("".join(lines)) + b"\r\n"


def _fields(info: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in info.items()).encode("utf-8", "replace")


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _one_line(text: str) -> str:
    """The text without anything that could end its line; surrogates, which are no characters, as question marks."""
    return _CONTROL.sub(lambda control: f"%{ord(control[0]):02X}", text).encode("utf-8", "replace").decode()


def _address(url: str) -> str:
    """The address in characters that addresses may have."""
    return _NOT_IN_ADDRESS.sub(lambda other: quote(other[0], errors="replace"), url)


def _latin(text: str) -> bytes:
    """Header lines as they came: the record has their bytes as Latin-1; what is none is a question mark."""
    return text.encode("latin-1", "replace")
