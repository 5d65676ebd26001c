"""An MHTML file of a page with a person's login, without what must not leave the session.

Its parts are written in quoted-printable, which breaks words apart, so they are decoded, scrubbed and written anew.
Pictures are left out: nobody can say what of the person stands in them.
"""

import base64

from monitor.fetch.session_secrets import Secrets
from monitor.saved.mhtml import Part, read_mhtml

_BOUNDARY = "----scrubbed-page"
_TEXTS = ("text/", "application/xhtml", "application/json", "application/javascript", "image/svg")


def scrubbed_mhtml(content: bytes, secrets: Secrets) -> bytes:
    """The same page without secrets and without pictures. Raises ValueError for more parts than pages have."""
    whole, *parts = read_mhtml(content).parts
    head = [f"{name}: {_line(whole.headers[name], secrets)}" for name in _KEPT if name in whole.headers]
    head.append(f'Content-Type: multipart/related; type="text/html"; boundary="{_BOUNDARY}"')
    pieces = ["\r\n".join(["MIME-Version: 1.0", *head, "", ""])]
    pieces += [f"--{_BOUNDARY}\r\n{_piece(part, secrets)}\r\n" for part in parts if _is_text(part)]
    return "".join([*pieces, f"--{_BOUNDARY}--\r\n"]).encode()


_KEPT = ("snapshot-content-location", "subject", "date")


def _piece(part: Part, secrets: Secrets) -> str:
    names = ("content-type", "content-id", "content-location")
    head = [f"{name}: {_line(part.headers[name], secrets)}" for name in names if name in part.headers]
    body = base64.encodebytes(secrets.scrub_bytes(part.content())).decode("ascii").replace("\n", "\r\n")
    return "\r\n".join([*head, "content-transfer-encoding: base64", "", body])


def _is_text(part: Part) -> bool:
    return part.headers.get("content-type", "").lower().startswith(_TEXTS)


def _line(value: str, secrets: Secrets) -> str:
    """A header's value; what is no ASCII in an encoded word (RFC 2047)."""
    value = " ".join(secrets.scrub(value).split())
    return value if value.isascii() else f"=?utf-8?b?{base64.b64encode(value.encode()).decode('ascii')}?="
