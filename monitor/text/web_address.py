"""Addresses of pages as people give them and files name them: made whole, or refused before anything is asked."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from monitor.errors import InputError

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)  # "localhost:8000" has none
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 20_000
"""Characters; sites cut their own addresses far below."""


def web_address(given: str) -> str | None:
    """The address of a page on the web, whole: with its scheme, without a name and password; None for what is none.

    As a browser's address bar takes it: `example.com/x` and `//example.com/x` are of https, blanks around it don't
    count, blanks inside are encoded. Ports that can't be and other schemes (file:, about:) are no addresses.
    """
    text = re.sub(r"[\t\r\n]", "", given).strip()
    if not text or len(text) > _LONGEST or _UNWRITABLE.search(text):
        return None
    scheme = _SCHEME.match(text)
    if scheme is None:
        text = f"https://{text.removeprefix('//')}"
    elif scheme[1].lower() not in ("http", "https"):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    host = f"[{host}]" if ":" in host else host.removesuffix(".")
    # a backslash is a slash to browsers and none to others: whose page it is can't be said
    if not _HOST.fullmatch(host) or host in ("http", "https") or "\\" in parts.netloc or port == 0:
        return None
    if scheme is None and "." not in host and host != "localhost":
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    place = host if port in (None, usual) else f"{host}:{port}"
    return urlunsplit(
        (parts.scheme, place, *(re.sub(r"\s", lambda blank: quote(blank[0]), part) for part in parts[2:]))
    )


def checked_address(name: str, given: str) -> str:
    """The whole address. `name`: of the option or file, for the message. Raises `InputError` for what is none."""
    address = web_address(given)
    if address is None:
        raise InputError(
            f"{name} {given[:200]!r}: not the address of a page; expected one such as "
            "https://s.taobao.com/search?q=nordwerk, copied from the browser's address bar"
        )
    return address
