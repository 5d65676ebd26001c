"""A proxy with TLS before the review, as nginx or Caddy would be: each name leads to a port of this machine."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_Relay = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextmanager
def tls_proxy(folder: Path, ports: Mapping[str, int]) -> Iterator[int]:
    """Runs it on a port of this machine, which is given; bytes pass as they are. `ports`: where each name leads."""
    loop = asyncio.new_event_loop()
    context = _context(folder, list(ports))
    server = loop.run_until_complete(asyncio.start_server(_relay_to(ports), "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield int(server.sockets[0].getsockname()[1])
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def _relay_to(ports: Mapping[str, int]) -> _Relay:
    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, OSError):  # a browser opens connections before it needs them
            writer.close()
            return
        (host,) = [line[6:].decode() for line in head.split(b"\r\n") if line.lower().startswith(b"host: ")]
        backend_reader, backend_writer = await asyncio.open_connection("127.0.0.1", ports[host])
        # one request a connection: the next one may be for another name
        backend_writer.write(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        await asyncio.gather(_pump(reader, backend_writer), _pump(backend_reader, writer))

    return relay


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    except OSError:
        pass  # the browser went away
    finally:
        target.close()


def _context(folder: Path, names: list[str]) -> ssl.SSLContext:
    """With a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "proxy.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
