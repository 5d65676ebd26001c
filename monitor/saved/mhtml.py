"""The parts of an MHTML file (RFC 2557), split in linear time: the `email` package needs far more for hostile ones."""

import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from monitor.text.dates import mail_date

_LARGEST_HEAD = 64 * 1024
"""Bytes of a part's header lines; a browser's have some hundred."""
_MOST_LINES, _LONGEST_VALUE = 200, 4_000
"""Header lines of a part, and characters of a value: what is longer is cut."""
_MOST_PARTS = 10_000
"""Pictures and styles are parts too."""
_BOUNDARY = re.compile(r"""\bboundary\s{0,9}=\s{0,9}(?:"([^"]{1,200})"|([^\s;"]{1,200}))""", re.IGNORECASE)
_CHARSET = re.compile(r"""\bcharset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_ENCODED_WORD = re.compile(r"=\?(?:utf-8|us-ascii)\?([bq])\?([^?\s]{0,1000})\?=\s{0,9}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its header lines by name in lower case, and its bytes as they stand in the file."""

    headers: dict[str, str]
    raw: bytes

    @property
    def is_html(self) -> bool:
        """Whether it is a page, by its own word."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/html"

    @property
    def location(self) -> str:
        """The address that it was loaded from; empty where it says none."""
        return self.headers.get("content-location", "")

    @property
    def charset(self) -> str | None:
        """The charset that it names."""
        match = _CHARSET.search(self.headers.get("content-type", ""))
        return match[1].lower() if match else None

    def content(self) -> bytes:
        """Its bytes, the transfer encoding undone."""
        encoding = self.headers.get("content-transfer-encoding", "").strip().lower()
        try:
            if encoding == "base64":
                return binascii.a2b_base64(self.raw)
            if encoding == "quoted-printable":
                return binascii.a2b_qp(self.raw)
        except binascii.Error:
            return b""
        return self.raw


@dataclass(frozen=True, slots=True)
class Message:
    """A file: number 0 of its parts is the file itself, which may be the page."""

    url: str
    """The page's own address, as its browser says; empty where it doesn't."""
    saved: datetime | None
    parts: tuple[Part, ...]


def read_mhtml(content: bytes) -> Message:
    """The parts of a file, one level deep: what is nested deeper is no page. Raises ValueError for too many parts."""
    whole = _part(content)
    match = _BOUNDARY.search(whole.headers.get("content-type", ""))
    inner: list[Part] = []
    if whole.headers.get("content-type", "").lower().startswith("multipart/") and match:
        inner = [_part(piece) for piece in _pieces(whole.raw, (match[1] or match[2]).encode("latin-1", "replace"))]
    return Message(
        whole.headers.get("snapshot-content-location", ""),
        mail_date(whole.headers.get("date")),
        (whole, *inner),
    )


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the delimiter lines."""
    delimiter = b"--" + boundary
    pieces: list[bytes] = []
    begin: int | None = None
    at = 0 if body.startswith(delimiter) else _next(body, delimiter, 0)
    while at >= 0:
        line_end = body.find(b"\n", at)
        line_end = len(body) if line_end < 0 else line_end + 1
        rest = body[at + len(delimiter) : min(line_end, at + len(delimiter) + 100)].strip()
        if rest in (b"", b"--"):
            if begin is not None:
                pieces.append(body[begin:at].removesuffix(b"\n").removesuffix(b"\r"))
            if len(pieces) > _MOST_PARTS:
                raise ValueError(f"more than {_MOST_PARTS} parts")
            begin = line_end if rest == b"" else None
            if rest:
                return pieces
        at = _next(body, delimiter, at + 1)
    if begin is not None:
        pieces.append(body[begin:])  # the file is cut off
    return pieces


def _next(body: bytes, delimiter: bytes, start: int) -> int:
    at = body.find(b"\n" + delimiter, start)
    return at + 1 if at >= 0 else -1


def _part(piece: bytes) -> Part:
    """Header lines and bytes; a part whose header lines do not end soon has none."""
    if piece.startswith((b"\n", b"\r\n")):
        return Part({}, piece.lstrip(b"\r").removeprefix(b"\n"))
    end = _BLANK_LINE.search(piece, 0, _LARGEST_HEAD)
    if end is None:
        return Part({}, piece)
    headers: dict[str, list[str]] = {}
    values: list[str] = []
    for line in piece[: end.start()].decode("utf-8", "replace").split("\n")[:_MOST_LINES]:
        if line[:1] in (" ", "\t"):
            values.append(line.strip("\r"))
            continue
        name, colon, value = line.partition(":")
        values = [value.strip("\r")]
        if colon:
            headers.setdefault(name.strip().lower(), values)  # of several lines of one name the first
    return Part({name: _decoded("".join(values)[:_LONGEST_VALUE].strip()) for name, values in headers.items()},
                piece[end.end() :])  # fmt: skip


def _decoded(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) undone."""
    return _ENCODED_WORD.sub(_word, value)


def _word(match: re.Match[str]) -> str:
    raw = match[2].encode("utf-8")
    try:
        content = binascii.a2b_base64(raw) if match[1].lower() == "b" else binascii.a2b_qp(raw, header=True)
    except binascii.Error:
        return match[0]
    return content.decode("utf-8", "replace")
