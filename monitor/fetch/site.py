"""Which addresses are of one site: those under one registrable domain, such as `shop.example` or `shop.co.uk`."""

from functools import lru_cache
from urllib.parse import urlsplit

from tldextract import TLDExtract

SPLIT_DOMAIN = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
"""With the list of public suffixes inside the package: by default it is fetched, past our door, and cached."""


@lru_cache(maxsize=4096)
def site_of(url: str) -> str:
    """The registrable domain of an address; shops of one platform (`a.myshopify.com`) are sites of their own.

    The host where there is no such domain (an IP address, `localhost`); empty for what is no address.
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    parts = SPLIT_DOMAIN(host)
    if parts.suffix or parts.ipv4 or parts.ipv6:
        return parts.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])  # the list's own rule for what stands on none of its lines
