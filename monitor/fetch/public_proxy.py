"""The browser's only way out: a proxy on loopback, in the crawler's own process, that connects to public addresses.

It resolves each host itself and connects to the very address that it checked, so a name that changes its mind between
check and connection gains nothing. TLS goes through untouched.
"""

import asyncio
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from monitor.fetch.public_address import is_public

_HEAD_LIMIT = 64 * 1024
_CHUNK = 64 * 1024
_CONNECT_SECONDS = 20.0


class PublicAddressProxy:
    """Listens from `start` to `close`; `exempt` is a stand-in's host and port."""

    def __init__(self, exempt: tuple[str | None, int] = (None, 0)) -> None:
        self._exempt = exempt
        self._server: asyncio.Server | None = None
        self.resolved: dict[str, list[str]] = {}
        """All addresses that each host's name resolved to last."""
        self.connected: dict[str, set[str]] = {}
        """The addresses that were connected to for each host."""

    async def start(self) -> str:
        """Listen on a free port of loopback; returns the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop listening; open connections end with the browser."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError):
            await self._answer(reader, writer)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _CONNECT_SECONDS)
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ")
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        port = parts.port or (443 if tunnel else 80)
        address = await self._address(parts.hostname or "", port)
        if address is None or (not tunnel and parts.scheme != "http"):
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        upstream, out = await asyncio.wait_for(asyncio.open_connection(address, port), _CONNECT_SECONDS)
        self.connected.setdefault(parts.hostname or "", set()).add(address)
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            # one request per connection: the next one may be for another host
            path = target[target.index("/", 8) :] if "/" in target[8:] else "/"
            fields = [field for field in rest.split(b"\r\n") if field and not _is_about_connection(field)]
            first = f"{method} {path} {version}".encode("latin-1")
            out.write(b"\r\n".join([first, *fields, b"Connection: close", b"", b""]))
        await asyncio.gather(_copy(reader, out), _copy(upstream, writer))

    async def _address(self, host: str, port: int) -> str | None:
        """The address to connect to; None when the host has no public one."""
        resolved = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(info[4][0]) for info in resolved]
        self.resolved[host] = addresses
        if (host, port) == self._exempt:
            return addresses[0]
        return next((address for address in addresses if is_public(address)), None)


def _is_about_connection(field: bytes) -> bool:
    return field.split(b":")[0].strip().lower() in (b"connection", b"proxy-connection", b"keep-alive")


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(_CHUNK):
            sink.write(chunk)
            await sink.drain()
    with suppress(OSError, RuntimeError):
        sink.write_eof() if sink.can_write_eof() else sink.close()
