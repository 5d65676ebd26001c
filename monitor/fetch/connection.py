"""What only a connection knows of itself: what its name resolved to, its TLS, the server's certificates.

Twisted gives a connection back to its pool before an answer has passed Scrapy's middlewares, so the facts are read
while the answer's headers come, once for each connection, and handed on in `request.meta` (`monitor.fetch.record`).
"""

from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL.SSL import Connection
from scrapy import Request
from scrapy.core.downloader.handlers import http11
from twisted.web.client import URI

from monitor.fetch.public_address import resolved_addresses
from monitor.fetch.record import note_fetch

_MOST_CERTIFICATES = 10
"""Of a chain; an ordinary one has two to four."""


def with_connection_facts(factory: Any, *, verified: bool) -> Any:
    """The factory of a pool's HTTP connections, such that each answer carries the facts of its connection.

    `verified`: whether a connection is refused whose certificate, or host name, nobody vouches for.
    """

    class Telling(factory):  # type: ignore[misc]
        noisy = False

        def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 (Twisted's name)
            protocol = super().buildProtocol(addr)
            ask, facts = protocol.request, dict[str, Any]()

            def request(sent: Any) -> Any:
                def note(answer: Any) -> Any:
                    if not facts:
                        host = URI.fromBytes(sent.absoluteURI).host.decode("ascii")  # type: ignore[no-untyped-call]
                        facts.update(
                            dns=resolved_addresses(host), tls=_tls_facts(protocol.transport, verified=verified)
                        )
                    answer.connection_facts = facts
                    return answer

                return ask(sent).addCallback(note)

            protocol.request = request
            return protocol

    return Telling


class _NotingAgent(http11._ScrapyAgent):  # noqa: SLF001 (Scrapy has no other place where request and answer meet)
    def _cb_latency(self, result: Any, request: Request, start_time: float) -> Any:
        reason = result.phrase.decode("latin-1")
        note_fetch(request, reason=reason or None, **getattr(result, "connection_facts", {}))
        return super()._cb_latency(result, request, start_time)


http11._ScrapyAgent = _NotingAgent  # type: ignore[misc]  # noqa: SLF001


def _tls_facts(transport: Any, *, verified: bool) -> dict[str, Any] | None:
    """Version, cipher, verdict, and the chain as the server sent it (PEM, the leaf first); None without TLS."""
    connection = transport.getHandle()
    if not isinstance(connection, Connection):
        return None
    chain = connection.get_peer_cert_chain(as_cryptography=True) or []
    return {
        "version": connection.get_protocol_version_name(),
        "cipher": connection.get_cipher_name(),
        "verified": verified,
        "chain": [one.public_bytes(Encoding.PEM).decode() for one in chain[:_MOST_CERTIFICATES]],
    }
