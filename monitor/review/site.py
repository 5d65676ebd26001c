"""Where the review is: the addresses that it listens on, and those that people type."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from monitor.errors import InputError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*")


@dataclass(frozen=True, slots=True)
class Site:
    """A server as browsers name it."""

    scheme: str
    hosts: tuple[str, ...]
    """Exact values of the Host header: the name, and the port unless it is the scheme's own."""

    @property
    def origin(self) -> str:
        """The first of its origins, as an address begins."""
        return f"{self.scheme}://{self.hosts[0]}"

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers ask by TLS."""
        return self.scheme == "https"

    @property
    def is_trustworthy(self) -> bool:
        """Whether browsers take it for secure, and say with each request where it comes from."""
        return self.is_encrypted or all(_is_loopback(urlsplit(f"//{host}").hostname or "") for host in self.hosts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen, and as what others reach it (a proxy with TLS); ports may be 0, any free one."""

    host: str
    port: int
    frames_port: int = 0
    address: str | None = None
    frames_address: str | None = None

    @property
    def is_shared(self) -> bool:
        """Whether others than the users of this machine can reach it."""
        return self.address is not None or not _is_loopback(self.host)


def check_place(place: Place) -> None:
    """Raise `InputError` where it can't be worked out how browsers name the two servers."""
    if (place.address is None) != (place.frames_address is None):
        raise InputError(
            "--address and --frames-address go together: kept pages are shown on an address of their own, so that "
            "nothing in them can act as the review"
        )
    if place.address is not None and place.frames_address is not None:
        own, frames = site_of(place.address, "--address"), site_of(place.frames_address, "--frames-address")
        if own == frames:
            raise InputError(f"--frames-address {frames.origin}: is the review's own; kept pages need another name")
        if own.scheme != frames.scheme:
            raise InputError(f"--frames-address {frames.origin}: expected {own.scheme}://, as in --address")
    elif place.is_shared and _is_any(place.host):
        raise InputError(
            f"--host {place.host}: what people type can't be guessed; say it with --address and --frames-address, as "
            "in --address https://review.firm.example, or name one address of this machine with --host"
        )


def site_of(address: str, option: str) -> Site:
    """The server at an address without a path. Raises `InputError`, which names the command's `option`."""
    wrong = InputError(
        f"{option} {address[:100]!r}: expected what people type, without a path, such as https://review.firm.example"
    )
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise wrong from None
    name = (parts.hostname or "").lower()
    rest = parts.path.removeprefix("/") + parts.query + parts.fragment
    if parts.scheme not in _DEFAULT_PORTS or not _NAME.fullmatch(name) or rest or "@" in parts.netloc:
        raise wrong
    return Site(parts.scheme, (_host(parts.scheme, name, port),))


def site_at(host: str, port: int, *, and_localhost: bool = False) -> Site:
    """The server that listens there, without a proxy."""
    hosts = [_host("http", host, port)]
    return Site("http", (*hosts, _host("http", "localhost", port)) if and_localhost else tuple(hosts))


def _host(scheme: str, name: str, port: int | None) -> str:
    name = f"[{name}]" if ":" in name else name
    return name if port in (None, _DEFAULT_PORTS[scheme]) else f"{name}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_any(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return not host
