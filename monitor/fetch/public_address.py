"""Protection against server-side request forgery (SSRF): no crawler reaches into a private network.

Addresses are checked when they are connected to, whatever led to them: a page, redirect or name server may name any.
Twisted connects only to the addresses that this resolver hands on, so nothing changes between check and connection.
"""

from collections.abc import Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver, dnscache
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import provider

# IANA's registries of special addresses, where Python's own list (its versions differ) says otherwise or nothing:
# protocol assignments (RFC 6890) and the relays of 6to4 (RFC 7526)
_SPECIAL_IPV4 = tuple(ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24"))
_UNICAST_IPV6 = ip_network("2000::/3")
"""All that IANA has given out for the public internet (RFC 4291, 2.4)."""
# within it: protocol assignments (RFC 2928), documentation (RFC 3849, 9637), and 6to4, which holds an IPv4 address
# to which a gateway may lead (RFC 3056)
_SPECIAL_IPV6 = tuple(ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

refused: set[str] = set()
"""Hosts that this process was led to and did not ask, because they are not public."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return is_public(str(ip.ipv4_mapped))
    if isinstance(ip, IPv6Address):
        return ip in _UNICAST_IPV6 and not any(ip in net for net in _SPECIAL_IPV6)
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _SPECIAL_IPV4)


def is_literal(host: str) -> bool:
    """Whether a host is an address itself, no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def resolved_addresses(host: str) -> list[str] | None:
    """All addresses that a host's name resolved to, public or not; None for a literal address, and when not known."""
    if is_literal(host):
        return None
    with suppress(UnicodeError):
        host = host.encode("ascii").decode("idna")  # as Twisted asks for it
    addresses = dnscache.get(host)
    return None if addresses is None else [address.host for address in addresses]


def host_and_port(origin: str | None) -> tuple[str | None, int]:
    """The one address that is exempt from the check: the stand-in's; no host without one."""
    parts = urlsplit(origin or "")
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


class PublicAddressResolver(CachingHostnameResolver):
    """Scrapy's `TWISTED_DNS_RESOLVER`: hands on public addresses only; a stand-in's is exempt."""

    def __init__(self, reactor: ReactorBase, cache_size: int, origin: str | None) -> None:
        super().__init__(reactor, cache_size)
        self._exempt = host_and_port(origin)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "PublicAddressResolver":
        """With the cache that Scrapy's settings give."""
        size = crawler.settings.getint("DNSCACHE_SIZE") if crawler.settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, crawler.settings["MONITOR_ORIGIN"])

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve, and let the receiver hear of public addresses only."""
        exempt = (hostName.lower(), portNumber) == self._exempt
        receiver: Any = resolutionReceiver if exempt else _PublicOnly(resolutionReceiver, hostName)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@provider(IResolutionReceiver)
class _PublicOnly:
    def __init__(self, receiver: Any, host: str) -> None:
        self._receiver = receiver
        self._host = host
        self.resolutionBegan = receiver.resolutionBegan
        self.resolutionComplete = receiver.resolutionComplete

    def addressResolved(self, address: Any) -> None:  # noqa: N802 (Twisted's name)
        if is_public(address.host):
            self._receiver.addressResolved(address)
        else:
            refused.add(self._host)
